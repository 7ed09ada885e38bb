/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client of one gateway: files by tus, batches by name, and what is known when a line breaks. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-clock.h"
#include "danbi-exchange.h"
#include "danbi-gateway.h"
#include "danbi-transfer.h"

#define TRIES 5
#define FIRST_WAIT_MS 1000
#define SILENCE_MS 30000
#define BATCH_PATIENCE 4 /* times as much: the receiver hashes the archives before it answers */
#define MAX_TOKEN_BYTES 8192
#define MAX_TRIP_US (10 * G_USEC_PER_SEC) /* of an answer by which clocks are compared */

struct _DanbiGateway
{
  char *base; /* without a slash at its end */
  char *token;
  char *ca_path;
  char *certificate_path;
  char *key_path;
  DanbiLine line;
  DanbiPieces pieces;
  guint tries;
  guint first_wait_ms;
  guint silence_ms;
  guint64 line_bytes_per_s; /* 0: not known */
  gint64 clock_lead_s;
  gboolean clock_known;
  guint retry_after_s;
  char *checksum; /* the algorithm that the receiver offered, as tus names it */
  DanbiGatewayWaitFunc on_wait;
  gpointer wait_data;
};

G_DEFINE_QUARK (danbi-gateway-error-quark, danbi_gateway_error)

static gpointer
init_curl_once (gpointer data)
{
  curl_global_init (CURL_GLOBAL_DEFAULT);
  return NULL;
}

static gboolean
fail (GError          **error,
      DanbiGatewayError code,
      const char       *sentence)
{
  g_set_error_literal (error, DANBI_GATEWAY_ERROR, (int) code, sentence);
  return FALSE;
}

static gboolean
token_is_lawful (const char *token)
{
  gsize length = strlen (token);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (token[i]))
      return FALSE;
  return length <= MAX_TOKEN_BYTES;
}

static int
port_of (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

static gboolean
same_origin (const char *a_url,
             const char *b_url)
{
  g_autoptr (GUri) a = g_uri_parse (a_url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) b = g_uri_parse (b_url, G_URI_FLAGS_NONE, NULL);

  return a && b && g_str_equal (g_uri_get_scheme (a), g_uri_get_scheme (b))
         && g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0
         && port_of (a) == port_of (b);
}

/* Only a sent request can have been heard: a break before it is a gateway that was not reached. */
static void
mark_unknown_outcome (const DanbiExchange *exchange,
                      GError             **error)
{
  if (exchange->sent && (*error)->domain == DANBI_GATEWAY_ERROR)
    (*error)->code = DANBI_GATEWAY_ERROR_BROKEN;
}

/* Answers after which the batch may exist all the same: a proxy may say 502 for a request that
 * arrived, and 423 says that an earlier request of this key is just being taken in. */
static gboolean
leaves_outcome_unknown (guint status)
{
  return status == 423 || status >= 500;
}

static gboolean
open_file (const char *path,
           int        *fd,
           guint64    *size,
           GError    **error)
{
  struct stat info;
  int opened = open (path, O_RDONLY | O_CLOEXEC);
  gboolean ok = opened >= 0 && fstat (opened, &info) == 0 && S_ISREG (info.st_mode);

  if (!ok)
    {
      int saved = opened < 0 ? errno : EINVAL;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved),
                   _("The file to send could not be read: %s"), g_strerror (saved));
      if (opened >= 0)
        close (opened);
      return FALSE;
    }
  *fd = opened;
  *size = (guint64) info.st_size;
  return TRUE;
}

/* Of the algorithms that the receiver offers, the one to use. Every receiver that offers checksums
 * has SHA-1. */
static void
take_offers (DanbiGateway        *self,
             const DanbiExchange *exchange)
{
  g_auto (GStrv) offered = g_strsplit (exchange->checksums ? exchange->checksums : "", ",", -1);

  g_clear_pointer (&self->checksum, g_free);
  if (!exchange->checksum_offered)
    return;
  for (guint i = 0; offered[i]; i++)
    g_strstrip (offered[i]);
  self->checksum =
      g_strdup (g_strv_contains ((const char *const *) offered, "sha256") ? "sha256" : "sha1");
}

static gboolean
ensure_sha256 (DanbiUpload  *upload,
               GCancellable *cancellable,
               GError      **error)
{
  if (upload->sha256)
    return TRUE;
  upload->sha256 = danbi_file_sha256 (upload->path, cancellable, error);
  if (!upload->sha256 && g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (error);
      return fail (error, DANBI_GATEWAY_ERROR_CANCELLED, _("The transfer was stopped."));
    }
  return upload->sha256 != NULL;
}

/**
 * danbi_gateway_new:
 * @base_url: the gateway's address, with or without a slash at its end
 * @token: (nullable): its access token
 * @error: why nothing may be sent there
 *
 * Returns: (transfer full) (nullable): the client; no connection is made yet
 */
DanbiGateway *
danbi_gateway_new (const char *base_url,
                   const char *token,
                   GError    **error)
{
  static GOnce once = G_ONCE_INIT;
  DanbiGateway *self;

  if (!danbi_wire_url_is_allowed (base_url, error))
    return NULL;
  if (strchr (base_url, '?'))
    {
      g_set_error_literal (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_ADDRESS,
                           _("The address of the gateway may not hold “?”; remove it and what "
                             "follows."));
      return NULL;
    }
  if (token && !token_is_lawful (token))
    {
      fail (error, DANBI_GATEWAY_ERROR_AUTH,
            _("The access token holds blanks or characters that cannot be sent; copy it again."));
      return NULL;
    }

  g_once (&once, init_curl_once, NULL);
  self = g_new0 (DanbiGateway, 1);
  self->base = g_strdup (base_url);
  while (g_str_has_suffix (self->base, "/"))
    self->base[strlen (self->base) - 1] = '\0';
  self->token = token && *token ? g_strdup (token) : NULL;
  danbi_line_init (&self->line);
  danbi_gateway_set_pacing (self, 0, TRIES, FIRST_WAIT_MS);
  danbi_gateway_set_patience (self, SILENCE_MS);
  return self;
}

/**
 * danbi_gateway_free:
 * @self: (nullable): a client
 *
 * Closes its connections.
 */
void
danbi_gateway_free (DanbiGateway *self)
{
  if (!self)
    return;
  danbi_line_clear (&self->line);
  g_free (self->checksum);
  g_free (self->base);
  g_free (self->token);
  g_free (self->ca_path);
  g_free (self->certificate_path);
  g_free (self->key_path);
  g_free (self);
}

/**
 * danbi_gateway_set_pacing:
 * @self: a client
 * @piece_bytes: how many bytes one PATCH carries at most; 0: as many as fit the line
 * @tries: after how many failures in a row without getting on an upload is given up, at least 1
 * @first_wait_ms: the pause after the first failure, in milliseconds; it doubles with each
 *
 * Sets how an upload is cut and how patient it is. The defaults are 0, 5 and 1,000.
 */
void
danbi_gateway_set_pacing (DanbiGateway *self,
                          guint64       piece_bytes,
                          guint         tries,
                          guint         first_wait_ms)
{
  danbi_pieces_init (&self->pieces, piece_bytes);
  danbi_pieces_set_line (&self->pieces, self->line_bytes_per_s);
  self->tries = MAX (tries, 1);
  self->first_wait_ms = first_wait_ms;
}

/**
 * danbi_gateway_set_patience:
 * @self: a client
 * @silence_ms: after how long without a byte a connection counts as broken, in milliseconds
 *
 * The default is 30,000. An answer that comes byte by byte has four times as long to come to its
 * end; a batch that is named, four times as much of both.
 */
void
danbi_gateway_set_patience (DanbiGateway *self,
                            guint         silence_ms)
{
  self->silence_ms = MAX (silence_ms, 1);
}

/**
 * danbi_gateway_set_ceiling:
 * @self: a client
 * @bytes_per_s: how many bytes of files may leave in a second; 0: as many as the line takes
 *
 * May be called from any thread, and holds at once.
 */
void
danbi_gateway_set_ceiling (DanbiGateway *self,
                           guint64       bytes_per_s)
{
  self->line.pace.ceiling = bytes_per_s;
}

/**
 * danbi_gateway_get_line:
 * @self: a client
 *
 * Returns: bytes a second as measured by the last upload of more than 256 KiB, under a ceiling
 *   where there was one, or as danbi_gateway_set_line() told; 0: not known
 */
guint64
danbi_gateway_get_line (DanbiGateway *self)
{
  return self->line_bytes_per_s;
}

/**
 * danbi_gateway_set_line:
 * @self: a client
 * @bytes_per_s: what was measured earlier, 0 where nothing was
 *
 * Lets the first pieces be as large as the line takes, instead of finding out again.
 */
void
danbi_gateway_set_line (DanbiGateway *self,
                        guint64       bytes_per_s)
{
  self->line_bytes_per_s = bytes_per_s;
  danbi_pieces_set_line (&self->pieces, bytes_per_s);
}

/**
 * danbi_gateway_set_wait_func:
 * @self: a client
 * @func: (nullable): told of each pause of an upload, in the thread that uploads
 * @user_data: what it is called with
 */
void
danbi_gateway_set_wait_func (DanbiGateway        *self,
                             DanbiGatewayWaitFunc func,
                             gpointer             user_data)
{
  self->on_wait = func;
  self->wait_data = user_data;
}

/**
 * danbi_gateway_get_clock_lead_s:
 * @self: a client
 * @lead_s: (out): by how much the clock of this computer, uncorrected, was ahead of the gateway's
 *   with the last answer, to a second or two; below 0: behind
 *
 * Returns: whether that is known: the answer had a Date, and came soon enough to tell
 */
gboolean
danbi_gateway_get_clock_lead_s (DanbiGateway *self,
                                gint64       *lead_s)
{
  *lead_s = self->clock_lead_s;
  return self->clock_known;
}

/**
 * danbi_gateway_get_retry_after_s:
 * @self: a client
 *
 * Returns: after how many seconds the last answer asks to come back, 0 where it does not
 */
guint
danbi_gateway_get_retry_after_s (DanbiGateway *self)
{
  return self->retry_after_s;
}

/**
 * danbi_gateway_is_passing:
 * @error: why a call of this client failed
 *
 * Returns: whether trying again later may help by itself, without anybody doing anything
 */
gboolean
danbi_gateway_is_passing (const GError *error)
{
  return g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_LATER)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_BROKEN)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_UNREACHABLE);
}

/**
 * danbi_gateway_set_tls_files:
 * @self: a client
 * @ca_path: (nullable): a PEM file of certificates that are trusted instead of the system's, for a
 *   gateway with an authority of its own
 * @certificate_path: (nullable): a PEM file with the certificate by which the clinic proves itself
 * @key_path: (nullable): its key, a PEM file
 */
void
danbi_gateway_set_tls_files (DanbiGateway *self,
                             const char   *ca_path,
                             const char   *certificate_path,
                             const char   *key_path)
{
  g_free (self->ca_path);
  g_free (self->certificate_path);
  g_free (self->key_path);
  self->ca_path = g_strdup (ca_path);
  self->certificate_path = g_strdup (certificate_path);
  self->key_path = g_strdup (key_path);
}

DanbiExchange *
danbi_gateway_new_exchange (DanbiGateway *self,
                            const char   *method,
                            const char   *url)
{
  DanbiExchange *exchange = danbi_exchange_new (method, url);

  danbi_exchange_add_header (exchange, "Tus-Resumable", DANBI_TUS_VERSION);
  exchange->silence_ms = self->silence_ms;
  exchange->ca_path = self->ca_path;
  exchange->certificate_path = self->certificate_path;
  exchange->key_path = self->key_path;
  if (self->token)
    {
      g_autofree char *bearer = g_strdup_printf ("Bearer %s", self->token);

      danbi_exchange_add_header (exchange, "Authorization", bearer);
    }
  return exchange;
}

/* The answer was dated somewhen on its way from question to answer: most likely in the middle. */
static void
compare_clocks (DanbiGateway        *self,
                const DanbiExchange *exchange)
{
  self->clock_known = exchange->server_time_s > 0 && exchange->took_us <= MAX_TRIP_US;
  if (self->clock_known)
    self->clock_lead_s = (danbi_clock_get_uncorrected_us () - exchange->took_us / 2)
                           / G_USEC_PER_SEC
                         - exchange->server_time_s;
}

gboolean
danbi_gateway_perform (DanbiGateway  *self,
                       DanbiExchange *exchange,
                       GCancellable  *cancellable,
                       GError       **error)
{
  gboolean answered = danbi_exchange_perform (exchange, &self->line, cancellable, error);

  if (answered)
    compare_clocks (self, exchange);
  self->retry_after_s = answered ? exchange->retry_after_s : 0;
  return answered;
}

char *
danbi_gateway_dup_url (DanbiGateway *self,
                       const char   *path)
{
  return g_strconcat (self->base, path, NULL);
}

gboolean
danbi_gateway_owns_url (DanbiGateway *self,
                        const char   *url)
{
  return danbi_wire_url_is_allowed (url, NULL) && same_origin (self->base, url);
}

/* Behind a proxy that ends TLS a server may name itself as http://, with the proxy's host: that is
 * the gateway all the same, and it is spoken to as the gateway is. */
static char *
dup_as_gateway (DanbiGateway *self,
                const char   *url)
{
  g_autoptr (GUri) base = g_uri_parse (self->base, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  if (!uri || !g_str_equal (g_uri_get_scheme (base), "https")
      || !g_str_equal (g_uri_get_scheme (uri), "http")
      || g_uri_get_port (uri) != g_uri_get_port (base))
    return g_strdup (url);
  return g_strconcat ("https", url + strlen ("http"), NULL);
}

/* Another scheme, host or port is refused: following it would send images who knows where. */
char *
danbi_gateway_resolve (DanbiGateway *self,
                       const char   *request_url,
                       const char   *location,
                       GError      **error)
{
  g_autofree char *url =
      g_uri_resolve_relative (request_url, location, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *gateway_url = url ? dup_as_gateway (self, url) : NULL;

  if (gateway_url && danbi_gateway_owns_url (self, gateway_url))
    return g_steal_pointer (&gateway_url);
  fail (error, DANBI_GATEWAY_ERROR_TLS,
        _("The gateway points to another computer or an unencrypted address, so nothing was "
          "sent. Ask who runs it to correct the address that it gives out."));
  return NULL;
}

guint
danbi_gateway_get_tries (DanbiGateway *self)
{
  return self->tries;
}

guint
danbi_gateway_get_first_wait_ms (DanbiGateway *self)
{
  return self->first_wait_ms;
}

const char *
danbi_gateway_get_checksum (DanbiGateway *self)
{
  return self->checksum;
}

void
danbi_gateway_tell_wait (DanbiGateway *self,
                         gint64        next_try_s,
                         const char   *why)
{
  if (self->on_wait)
    self->on_wait (next_try_s, why, self->wait_data);
}

/**
 * danbi_gateway_upload:
 * @self: a client
 * @upload: the file; its sha256 and url are filled in
 * @on_url: (nullable): told of a new address of the upload before the first byte is sent; where it
 *   fails, nothing is sent
 * @url_data: what @on_url is called with
 * @on_progress: (nullable): told of bytes that have arrived or are on their way
 * @progress_data: what @on_progress is called with
 * @cancellable: (nullable): stops it
 * @error: %DANBI_GATEWAY_ERROR; %G_IO_ERROR where the file itself cannot be read
 *
 * Brings a file to the receiver, going on where an earlier try ended. Broken connections and
 * answers that ask to come later are tried again with growing pauses.
 *
 * Returns: whether the receiver has the whole file
 */
gboolean
danbi_gateway_upload (DanbiGateway      *self,
                      DanbiUpload       *upload,
                      DanbiUploadUrlFunc on_url,
                      gpointer           url_data,
                      DanbiProgressFunc  on_progress,
                      gpointer           progress_data,
                      GCancellable      *cancellable,
                      GError           **error)
{
  DanbiTransfer transfer = {
    .gateway = self,
    .upload = upload,
    .pieces = &self->pieces,
    .on_url = on_url,
    .url_data = url_data,
    .on_progress = on_progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };
  gboolean ok;

  if (!open_file (upload->path, &transfer.fd, &transfer.size, error))
    return FALSE;
  ok = ensure_sha256 (upload, cancellable, error) && danbi_transfer_run (&transfer, error);
  close (transfer.fd);
  if (danbi_pieces_get_line (&self->pieces) > 0)
    self->line_bytes_per_s = danbi_pieces_get_line (&self->pieces);
  return ok;
}

/**
 * danbi_gateway_is_practice:
 * @self: a client
 * @practice: (out): whether the gateway says that it is a practice receiver
 * @cancellable: (nullable): stops it
 * @error: why it could not be asked
 *
 * What the receiver offers is learnt by the way: where it verifies checksums, the pieces of later
 * uploads carry one.
 *
 * Returns: whether the gateway answered
 */
gboolean
danbi_gateway_is_practice (DanbiGateway *self,
                           gboolean     *practice,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_autofree char *url = danbi_gateway_dup_url (self, "/files");
  g_autoptr (DanbiExchange) exchange = danbi_gateway_new_exchange (self, "OPTIONS", url);

  if (!danbi_gateway_perform (self, exchange, cancellable, error))
    return FALSE;
  if (exchange->status >= 500)
    return danbi_exchange_fail_by_status (exchange, error);
  *practice = exchange->practice;
  take_offers (self, exchange);
  return TRUE;
}

/**
 * danbi_gateway_terminate:
 * @self: a client
 * @url: the tus URL of an upload
 * @cancellable: (nullable): stops it
 * @error: why it could not be removed
 *
 * Has the receiver remove an upload that no batch will name.
 *
 * Returns: whether the receiver has it no more
 */
gboolean
danbi_gateway_terminate (DanbiGateway *self,
                         const char   *url,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr (DanbiExchange) exchange = NULL;

  if (!danbi_gateway_owns_url (self, url))
    return fail (error, DANBI_GATEWAY_ERROR_GONE,
                 _("The upload belongs to another gateway than the one that is set."));
  exchange = danbi_gateway_new_exchange (self, "DELETE", url);
  if (!danbi_gateway_perform (self, exchange, cancellable, error))
    return FALSE;
  return danbi_exchange_is_success (exchange) || exchange->status == 404
         || exchange->status == 410 || danbi_exchange_fail_by_status (exchange, error);
}

static char *
take_receipt (const DanbiExchange *exchange,
              GError             **error)
{
  g_autoptr (GError) why = NULL;
  char *receipt;

  if (!danbi_exchange_is_success (exchange))
    {
      danbi_exchange_fail_by_status (exchange, error);
      if (leaves_outcome_unknown (exchange->status) && error)
        (*error)->code = DANBI_GATEWAY_ERROR_BROKEN;
      return NULL;
    }
  receipt = danbi_receipt_from_json (exchange->answer->str, exchange->answer->len, &why);
  if (!receipt)
    fail (error, DANBI_GATEWAY_ERROR_BROKEN, why->message);
  return receipt;
}

/**
 * danbi_gateway_name_batch:
 * @self: a client
 * @key: the idempotency key: the same for every try of this batch
 * @request: the uploads of the batch
 * @cancellable: (nullable): stops it
 * @error: %DANBI_GATEWAY_ERROR_BROKEN wherever the receiver may have the batch all the same, also
 *   when it was stopped after the request was sent: ask danbi_gateway_find_batch() then. With
 *   every other code the batch was not taken in.
 *
 * Hands a batch in. It is tried once; whether to try again is the caller's to decide.
 *
 * Returns: (transfer full) (nullable): the receipt
 */
char *
danbi_gateway_name_batch (DanbiGateway            *self,
                          const char              *key,
                          const DanbiBatchRequest *request,
                          GCancellable            *cancellable,
                          GError                 **error)
{
  g_autofree char *url = danbi_gateway_dup_url (self, "/batches");
  g_autofree char *body = danbi_batch_request_to_json (request);
  g_autoptr (DanbiExchange) exchange = danbi_gateway_new_exchange (self, "POST", url);
  g_autoptr (GError) why = NULL;

  g_return_val_if_fail (danbi_wire_key_is_lawful (key), NULL);
  danbi_exchange_add_header (exchange, DANBI_IDEMPOTENCY_HEADER, key);
  danbi_exchange_add_header (exchange, "Content-Type", "application/json");
  exchange->body = body;
  exchange->silence_ms = self->silence_ms * BATCH_PATIENCE;
  /* On a kept connection that died, libcurl would send twice and report only the second try. */
  exchange->fresh = TRUE;

  if (danbi_gateway_perform (self, exchange, cancellable, &why))
    return take_receipt (exchange, error);
  mark_unknown_outcome (exchange, &why);
  g_propagate_error (error, g_steal_pointer (&why));
  return NULL;
}

static DanbiBatchStatus *
take_status (const DanbiExchange *exchange,
             GError             **error)
{
  g_autoptr (GError) why = NULL;
  DanbiBatchStatus *status;

  if (!danbi_exchange_is_success (exchange))
    {
      danbi_exchange_fail_by_status (exchange, error);
      return NULL;
    }
  status = danbi_batch_status_from_json (exchange->answer->str, exchange->answer->len, &why);
  if (!status)
    fail (error, DANBI_GATEWAY_ERROR_PROTOCOL, why->message);
  return status;
}

/**
 * danbi_gateway_find_batch:
 * @self: a client
 * @key: an idempotency key
 * @receipt: (out) (transfer full) (nullable): the receipt of the batch of that key, %NULL where the
 *   receiver has none
 * @cancellable: (nullable): stops it
 * @error: why it is still not known
 *
 * Settles an unknown outcome. Only a 404 with a problem document says that there is no batch;
 * any other comes from something that is no gateway.
 *
 * Returns: whether the receiver answered the question
 */
gboolean
danbi_gateway_find_batch (DanbiGateway *self,
                          const char   *key,
                          char        **receipt,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_autofree char *escaped = g_uri_escape_string (key, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/batches?key=", escaped, NULL);
  g_autofree char *url = danbi_gateway_dup_url (self, path);
  g_autoptr (DanbiExchange) exchange = danbi_gateway_new_exchange (self, "GET", url);
  g_autoptr (DanbiBatchStatus) status = NULL;

  *receipt = NULL;
  if (!danbi_gateway_perform (self, exchange, cancellable, error))
    return FALSE;
  if (exchange->status == 404 && exchange->problem)
    return TRUE;
  if (exchange->status == 404 || exchange->status == 410)
    return fail (error, DANBI_GATEWAY_ERROR_PROTOCOL,
                 _("The gateway does not say whether it has the batch: there is no gateway at "
                   "this address."));
  status = take_status (exchange, error);
  if (!status)
    return FALSE;
  *receipt = g_strdup (status->receipt);
  return TRUE;
}

/**
 * danbi_gateway_get_batch:
 * @self: a client
 * @receipt: the receiver's number of a batch
 * @cancellable: (nullable): stops it
 * @error: why it is not known
 *
 * Returns: (transfer full) (nullable): how far the receiver is with the batch
 */
DanbiBatchStatus *
danbi_gateway_get_batch (DanbiGateway *self,
                         const char   *receipt,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autofree char *escaped = g_uri_escape_string (receipt, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/batches/", escaped, NULL);
  g_autofree char *url = danbi_gateway_dup_url (self, path);
  g_autoptr (DanbiExchange) exchange = danbi_gateway_new_exchange (self, "GET", url);
  g_autoptr (DanbiBatchStatus) status = NULL;

  if (!danbi_gateway_perform (self, exchange, cancellable, error))
    return NULL;
  status = take_status (exchange, error);
  if (status && !g_str_equal (status->receipt, receipt))
    {
      fail (error, DANBI_GATEWAY_ERROR_PROTOCOL,
            _("The gateway's answer was not understood: it is about another batch"));
      return NULL;
    }
  return g_steal_pointer (&status);
}
