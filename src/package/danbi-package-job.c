/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What writing and verifying share: progress, bounds, and reading a source while hashing it. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-package-private.h"

#define TELL_EVERY_US (100 * 1000)

/**
 * danbi_package_job_advance:
 * @self: a job
 * @bytes: how many more bytes were gone through
 *
 * Tells progress, ten times a second at most and always at the end.
 */
void
danbi_package_job_advance (DanbiPackageJob *self,
                           guint64          bytes)
{
  gint64 now_us = g_get_monotonic_time ();

  self->done += bytes;
  if (!self->on_progress
      || (self->done < self->total && now_us - self->told_at_us < TELL_EVERY_US))
    return;
  self->told_at_us = now_us;
  self->on_progress (MIN (self->done, self->total), self->total, self->progress_data);
}

/**
 * danbi_package_job_check_bytes:
 * @self: a job
 * @bytes: how large the archive is, or is at least
 * @error: %DANBI_PACKAGE_ERROR_TOO_LARGE
 *
 * Returns: whether the archive is within its bound
 */
gboolean
danbi_package_job_check_bytes (const DanbiPackageJob *self,
                               guint64                bytes,
                               GError               **error)
{
  g_autofree char *bound = NULL;

  if (bytes <= self->max_bytes)
    return TRUE;
  bound = g_format_size_full (self->max_bytes, G_FORMAT_SIZE_LONG_FORMAT);
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_TOO_LARGE,
               _("Could not write %s: it is larger than the %s that NHI allows. Remove images that "
                 "do not belong to this order."),
               self->name, bound);
  return FALSE;
}

/**
 * danbi_package_entry_set_changed:
 * @entry: an entry whose source is not what it was when it was inspected
 * @error: set to %DANBI_PACKAGE_ERROR_DIFFERS
 *
 * Returns: %FALSE
 */
gboolean
danbi_package_entry_set_changed (const DanbiPackageEntry *entry,
                                 GError                 **error)
{
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS,
               _("%s is not the file any more that was checked. Remove it from the case and add it "
                 "again."), entry->name);
  return FALSE;
}

/* Being cancelled is no failure and stays what it is. */
static gboolean
propagate (GError    **error,
           GError     *cause,
           const char *what)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED, "%s: %s", what,
               cause->message);
  g_error_free (cause);
  return FALSE;
}

/**
 * danbi_package_job_set_unwritten:
 * @self: a job
 * @cause: (transfer full): why the archive could not be written
 * @error: set to %DANBI_PACKAGE_ERROR_FAILED, or to @cause where that is being cancelled
 *
 * Returns: %FALSE
 */
gboolean
danbi_package_job_set_unwritten (const DanbiPackageJob *self,
                                 GError                *cause,
                                 GError               **error)
{
  g_autofree char *what = g_strdup_printf (_("Could not write %s"), self->name);

  return propagate (error, cause, what);
}

static gboolean
set_unreadable (const DanbiPackageEntry *entry,
                GError                  *cause,
                GError                 **error)
{
  g_autofree char *what = g_strdup_printf (_("Could not read %s"), entry->name);

  return propagate (error, cause, what);
}

static gboolean
pump (DanbiPackageJob         *self,
      const DanbiPackageEntry *entry,
      GInputStream            *stream,
      GChecksum               *checksum,
      DanbiPackagePieceFunc    on_piece,
      gpointer                 user_data,
      GError                 **error)
{
  g_autofree guint8 *buffer = g_malloc (DANBI_PACKAGE_BUFFER_BYTES);
  GError *cause = NULL;
  gssize got;

  while ((got = g_input_stream_read (stream, buffer, DANBI_PACKAGE_BUFFER_BYTES,
                                     self->cancellable, &cause)) > 0)
    {
      g_checksum_update (checksum, buffer, got);
      if (on_piece && !on_piece (buffer, (gsize) got, user_data, error))
        return FALSE;
      danbi_package_job_advance (self, (guint64) got);
    }
  return got == 0 || set_unreadable (entry, cause, error);
}

/**
 * danbi_package_job_read:
 * @self: a job
 * @index: which entry
 * @on_piece: (nullable): gets the bytes of its source
 * @user_data: for @on_piece
 * @error: %DANBI_PACKAGE_ERROR_DIFFERS where the file is not what it was when it was inspected
 *
 * Goes once through a source and remembers in @self what its SHA-256 is.
 *
 * Returns: whether it was read whole and is what the plan says it is
 */
gboolean
danbi_package_job_read (DanbiPackageJob      *self,
                        guint                 index,
                        DanbiPackagePieceFunc on_piece,
                        gpointer              user_data,
                        GError              **error)
{
  const DanbiPackageEntry *entry = danbi_package_plan_get_entry (self->plan, index);
  g_autoptr (GFile) file = g_file_new_for_path (entry->source);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFileInputStream) stream = NULL;
  GError *cause = NULL;
  guint64 before = self->done;

  stream = g_file_read (file, self->cancellable, &cause);
  if (!stream)
    return set_unreadable (entry, cause, error);
  if (!pump (self, entry, G_INPUT_STREAM (stream), checksum, on_piece, user_data, error))
    return FALSE;
  if (self->done - before != self->sizes[index]
      || (entry->sha256 && !g_str_equal (entry->sha256, g_checksum_get_string (checksum))))
    return danbi_package_entry_set_changed (entry, error);

  g_free (g_ptr_array_index (self->sha256, index));
  g_ptr_array_index (self->sha256, index) = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}
