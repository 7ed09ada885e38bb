/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of one file over tus 1.0.0: create, ask the offset, send pieces, go on after a break. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <time.h>

#include "danbi-clock.h"
#include "danbi-transfer.h"

#define MAX_RESTARTS 3
#define MAX_WAIT_MS 60000
#define MAX_RETRY_AFTER_S 120
#define LOOK_INTERVAL_MS 1000

static gboolean
protocol_error (GError    **error,
                const char *what)
{
  g_set_error (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_PROTOCOL,
               _("The gateway's answer was not understood: %s"), what);
  return FALSE;
}

static void
tell_progress (DanbiTransfer *self)
{
  if (self->on_progress)
    self->on_progress (self->offset, self->size, self->progress_data);
}

static void
set_offset (DanbiTransfer *self,
            guint64        offset)
{
  self->offset = offset;
  self->offset_known = TRUE;
  if (offset > self->best)
    {
      self->best = offset;
      self->failures = 0;
    }
  tell_progress (self);
}

static void
forget_url (DanbiTransfer *self)
{
  g_clear_pointer (&self->upload->url, g_free);
  self->offset_known = FALSE;
  self->best = 0;
}

static gboolean
perform (DanbiTransfer *self,
         DanbiExchange *exchange,
         GError       **error)
{
  gboolean ok = danbi_gateway_perform (self->gateway, exchange, self->cancellable, error);

  self->retry_after_s = ok ? exchange->retry_after_s : 0;
  self->at_once = exchange->at_once;
  return ok;
}

/* The address is handed out before a byte is sent: whoever writes it down can always go on. */
static gboolean
take_url (DanbiTransfer *self,
          DanbiExchange *exchange,
          GError       **error)
{
  char *url;

  if (!exchange->location)
    return protocol_error (error, "no Location");
  url = danbi_gateway_resolve (self->gateway, exchange->url, exchange->location, error);
  if (!url)
    return FALSE;

  g_free (self->upload->url);
  self->upload->url = url;
  set_offset (self, 0);
  return !self->on_url || self->on_url (self->upload, self->url_data, error);
}

static gboolean
create (DanbiTransfer *self,
        GError       **error)
{
  g_autofree char *url = danbi_gateway_dup_url (self->gateway, "/files");
  g_autofree char *length = g_strdup_printf ("%" G_GUINT64_FORMAT, self->size);
  g_autofree char *metadata =
      danbi_tus_metadata_format (self->upload->filename, self->upload->sha256);
  g_autoptr (DanbiExchange) exchange = danbi_gateway_new_exchange (self->gateway, "POST", url);

  danbi_exchange_add_header (exchange, "Content-Type", "");
  danbi_exchange_add_header (exchange, "Upload-Length", length);
  danbi_exchange_add_header (exchange, "Upload-Metadata", metadata);
  if (!perform (self, exchange, error))
    return FALSE;
  if (exchange->status == 404 || exchange->status == 410)
    return protocol_error (error, _("there is no gateway at this address"));
  if (!danbi_exchange_is_success (exchange))
    return danbi_exchange_fail_by_status (exchange, error);
  return take_url (self, exchange, error);
}

/* An upload of another length, or of another hash, is another file: journal and receiver do not
 * mean the same. */
static gboolean
is_same_file (DanbiTransfer *self,
              DanbiExchange *exchange)
{
  if (exchange->upload_length >= 0 && (guint64) exchange->upload_length != self->size)
    return FALSE;
  return !exchange->upload_sha256
         || g_ascii_strcasecmp (exchange->upload_sha256, self->upload->sha256) == 0;
}

static gboolean
ask_offset (DanbiTransfer *self,
            GError       **error)
{
  g_autoptr (DanbiExchange) exchange =
      danbi_gateway_new_exchange (self->gateway, "HEAD", self->upload->url);

  if (!perform (self, exchange, error))
    return FALSE;
  if (!danbi_exchange_is_success (exchange))
    return danbi_exchange_fail_by_status (exchange, error);
  if (!is_same_file (self, exchange))
    {
      g_set_error_literal (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_GONE,
                           _("The gateway has another file under this address."));
      return FALSE;
    }
  if (exchange->upload_offset < 0 || (guint64) exchange->upload_offset > self->size)
    return protocol_error (error, "Upload-Offset");
  set_offset (self, (guint64) exchange->upload_offset);
  return TRUE;
}

static gboolean
come_again (GError    **error,
            const char *why)
{
  g_set_error_literal (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_LATER, why);
  return FALSE;
}

/* What may be helped by asking and sending again, although the status is a refusal elsewhere. */
static gboolean
fail_piece (DanbiTransfer *self,
            DanbiExchange *exchange,
            GError       **error)
{
  if (exchange->status == 409)
    return come_again (error, _("The gateway has more or fewer bytes than expected."));
  if (exchange->status == DANBI_WIRE_STATUS_CHECKSUM_MISMATCH)
    return come_again (error, _("Bytes arrived damaged at the gateway; they are sent again."));
  /* A proxy may have a bound of its own for one request, which is no bound for the file. */
  if (exchange->status == 413 && danbi_pieces_too_large (&self->pieces, exchange->file_length))
    {
      self->at_once = TRUE;
      return come_again (error, _("The gateway takes smaller pieces only."));
    }
  return danbi_exchange_fail_by_status (exchange, error);
}

/* What counts is the offset that the receiver tells: a 204 may come for a part of the piece. */
static gboolean
take_piece_answer (DanbiTransfer *self,
                   DanbiExchange *exchange,
                   GError       **error)
{
  guint64 before = self->offset;
  guint64 now = (guint64) exchange->upload_offset;

  if (!danbi_exchange_is_success (exchange))
    return fail_piece (self, exchange, error);
  if (exchange->upload_offset < 0 || now > before + exchange->file_length)
    return protocol_error (error, "Upload-Offset");
  if (now < before)
    return come_again (error, _("The gateway has lost bytes that it had; they are sent again."));
  if (now == before)
    return come_again (error, _("The gateway took none of the bytes."));
  danbi_pieces_arrived (&self->pieces, now - before, exchange->took_us);
  self->got_through = TRUE;
  set_offset (self, now);
  return TRUE;
}

static void
add_checksum (DanbiTransfer *self,
              DanbiExchange *exchange)
{
  const char *algorithm = danbi_gateway_get_checksum (self->gateway);
  GChecksumType type = g_strcmp0 (algorithm, "sha1") == 0 ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256;
  g_autofree char *sum = NULL;
  g_autofree char *value = NULL;

  if (!algorithm)
    return;
  sum = danbi_piece_dup_checksum (self->fd, exchange->file_offset, exchange->file_length, type,
                                  self->cancellable);
  if (!sum)
    return;
  value = g_strdup_printf ("%s %s", algorithm, sum);
  danbi_exchange_add_header (exchange, "Upload-Checksum", value);
}

static gboolean
send_piece (DanbiTransfer *self,
            GError       **error)
{
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, self->offset);
  g_autoptr (DanbiExchange) exchange =
      danbi_gateway_new_exchange (self->gateway, "PATCH", self->upload->url);

  exchange->fd = self->fd;
  exchange->file_offset = self->offset;
  exchange->file_length = MIN (self->size - self->offset, self->pieces.next);
  exchange->on_progress = self->on_progress;
  exchange->progress_data = self->progress_data;
  exchange->done_before = self->offset;
  exchange->done_total = self->size;
  danbi_exchange_add_header (exchange, "Content-Type", DANBI_TUS_CONTENT_TYPE);
  danbi_exchange_add_header (exchange, "Upload-Offset", offset);
  add_checksum (self, exchange);
  if (perform (self, exchange, error))
    return take_piece_answer (self, exchange, error);
  danbi_pieces_broken (&self->pieces);
  return FALSE;
}

static gboolean
step (DanbiTransfer *self,
      GError       **error)
{
  if (!self->upload->url)
    return create (self, error);
  if (!self->offset_known)
    return ask_offset (self, error);
  return send_piece (self, error);
}

/* Between half of the pause and all of it, so that many senders do not come back together. */
static guint
next_wait_ms (DanbiTransfer *self)
{
  guint shift = MIN (self->failures - 1, 16);
  guint64 pause_ms =
      MIN ((guint64) danbi_gateway_get_first_wait_ms (self->gateway) << shift, MAX_WAIT_MS);
  guint wait_ms = (guint) (pause_ms / 2 + (guint64) g_random_int_range (0, (int) pause_ms / 2 + 1));

  return MAX (wait_ms, self->retry_after_s * 1000);
}

/* The clock that goes on while the computer sleeps: a pause is over when its time has come. */
static gint64
get_waking_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
pause_until (DanbiTransfer *self,
             gint64         end_ms)
{
  GPollFD stop;
  gboolean can_stop = g_cancellable_make_pollfd (self->cancellable, &stop);
  gint64 left_ms;

  while ((left_ms = end_ms - get_waking_ms ()) > 0
         && !g_cancellable_is_cancelled (self->cancellable))
    g_poll (can_stop ? &stop : NULL, can_stop ? 1 : 0, (int) MIN (left_ms, LOOK_INTERVAL_MS));
  if (can_stop)
    g_cancellable_release_fd (self->cancellable);
}

static gboolean
wait_a_while (DanbiTransfer *self,
              const GError  *problem,
              GError       **error)
{
  guint wait_ms = next_wait_ms (self);

  danbi_gateway_tell_wait (self->gateway, danbi_clock_now_s () + (wait_ms + 999) / 1000,
                           problem->message);
  pause_until (self, get_waking_ms () + wait_ms);
  danbi_gateway_tell_wait (self->gateway, 0, NULL);

  if (!g_cancellable_is_cancelled (self->cancellable))
    return TRUE;
  g_set_error_literal (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_CANCELLED,
                       _("The transfer was stopped."));
  return FALSE;
}

/* Whether to go on after @problem; it waits where that may help. */
static gboolean
recover (DanbiTransfer *self,
         GError        *problem,
         GError       **error)
{
  g_autoptr (GError) held = problem;

  if (g_error_matches (held, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_GONE)
      && self->restarts < MAX_RESTARTS)
    {
      self->restarts++;
      forget_url (self);
      return TRUE;
    }
  self->offset_known = FALSE;
  /* After a piece that got through, a break is first of all a connection that has ended. */
  if (g_error_matches (held, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_BROKEN) && self->got_through)
    self->at_once = TRUE;
  self->got_through = FALSE;
  if (self->at_once && danbi_gateway_is_passing (held))
    return TRUE;
  self->failures++;
  if (danbi_gateway_is_passing (held) && self->failures < danbi_gateway_get_tries (self->gateway)
      && self->retry_after_s <= MAX_RETRY_AFTER_S)
    return wait_a_while (self, held, error);
  g_propagate_error (error, g_steal_pointer (&held));
  return FALSE;
}

/**
 * danbi_transfer_run:
 * @self: a transfer
 * @error: why it ended without the receiver having all bytes
 *
 * Brings the file to the receiver. An address from an earlier run is asked for its offset first;
 * one that the receiver has forgotten, or that belongs to another gateway, is given up.
 *
 * Returns: whether the receiver has the whole file
 */
gboolean
danbi_transfer_run (DanbiTransfer *self,
                    GError       **error)
{
  danbi_pieces_begin (&self->pieces, danbi_gateway_get_piece_bytes (self->gateway),
                      danbi_gateway_get_line (self->gateway));
  if (self->upload->url && !danbi_gateway_owns_url (self->gateway, self->upload->url))
    forget_url (self);

  while (!self->upload->url || !self->offset_known || self->offset < self->size)
    {
      GError *problem = NULL;

      if (!step (self, &problem) && !recover (self, problem, error))
        return FALSE;
    }
  return TRUE;
}
