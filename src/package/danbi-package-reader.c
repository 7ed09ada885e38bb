/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the sources of a package in a thread of its own and hashes them on the way. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-package-private.h"

struct _DanbiPackageReader
{
  DanbiPackageJob *job;
  DanbiPackageBelt *belt; /* NULL: nobody wants the bytes */
  DanbiPackagePiece *own; /* filled where there is no belt */
  GError *error;
  GThread *thread;
};

static gboolean
set_unreadable (const DanbiPackageEntry *entry,
                GError                  *cause,
                GError                 **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED, _("Could not read %s: %s"),
               entry->name, cause->message);
  g_error_free (cause);
  return FALSE;
}

/* The other side has given up and says itself why. */
static DanbiPackagePiece *
set_unwanted (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The archive was given up");
  return NULL;
}

static DanbiPackagePiece *
begin_piece (DanbiPackageReader *self,
             GError            **error)
{
  DanbiPackagePiece *piece = self->belt ? danbi_package_belt_begin (self->belt) : self->own;

  return piece ? piece : set_unwanted (error);
}

/* Reads a source to its end; the last piece is an empty one. */
static gboolean
read_pieces (DanbiPackageReader *self,
             guint               index,
             GInputStream       *stream,
             GChecksum          *checksum,
             guint64            *size,
             GError            **error)
{
  const DanbiPackageEntry *entry = danbi_package_plan_get_entry (self->job->plan, index);
  DanbiPackagePiece *piece;

  do
    {
      GError *cause = NULL;
      gssize got;

      piece = begin_piece (self, error);
      if (!piece)
        return FALSE;
      got = g_input_stream_read (stream, piece->data, sizeof piece->data, self->job->cancellable,
                                 &cause);
      if (got < 0)
        return set_unreadable (entry, cause, error);

      piece->entry = index;
      piece->length = (gsize) got;
      piece->last = got == 0;
      g_checksum_update (checksum, piece->data, got);
      *size += piece->length;
      if (self->belt)
        danbi_package_belt_put (self->belt);
    }
  while (*size <= self->job->sizes[index] && !piece->last);
  return TRUE;
}

/* Remembers what a source is, and compares it with what it was when it was inspected. */
static gboolean
read_entry (DanbiPackageReader *self,
            guint               index,
            GError            **error)
{
  const DanbiPackageEntry *entry = danbi_package_plan_get_entry (self->job->plan, index);
  g_autoptr (GFile) file = g_file_new_for_path (entry->source);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFileInputStream) stream = NULL;
  GError *cause = NULL;
  guint64 size = 0;

  stream = g_file_read (file, self->job->cancellable, &cause);
  if (!stream)
    return set_unreadable (entry, cause, error);
  if (!read_pieces (self, index, G_INPUT_STREAM (stream), checksum, &size, error))
    return FALSE;
  if (size != self->job->sizes[index]
      || (entry->sha256 && !g_str_equal (entry->sha256, g_checksum_get_string (checksum))))
    return danbi_package_entry_set_changed (entry, error);

  g_free (g_ptr_array_index (self->job->sha256, index));
  g_ptr_array_index (self->job->sha256, index) = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}

static gpointer
read_all (gpointer data)
{
  DanbiPackageReader *self = data;

  for (guint i = 0; !self->error && i < danbi_package_plan_get_n_entries (self->job->plan); i++)
    read_entry (self, i, &self->error);
  if (self->error)
    g_cancellable_cancel (self->job->cancellable);
  if (self->belt)
    danbi_package_belt_end (self->belt);
  return NULL;
}

/**
 * danbi_package_reader_start:
 * @job: a job that knows the sizes; it gets the hashes
 * @belt: (nullable): where the bytes go, every entry with a last piece
 *
 * A source that is not what the plan says, or cannot be read, ends the reading and cancels the job.
 *
 * Returns: (transfer full): the reader, to be joined
 */
DanbiPackageReader *
danbi_package_reader_start (DanbiPackageJob  *job,
                            DanbiPackageBelt *belt)
{
  DanbiPackageReader *self = g_new0 (DanbiPackageReader, 1);

  self->job = job;
  self->belt = belt;
  self->own = belt ? NULL : g_new (DanbiPackagePiece, 1);
  self->thread = g_thread_new ("danbi-read", read_all, self);
  return self;
}

/**
 * danbi_package_reader_join:
 * @self: (transfer full): a reader
 *
 * Waits until all is read. Whoever gives up before stops the belt first.
 *
 * Returns: (transfer full) (nullable): why not all was read
 */
GError *
danbi_package_reader_join (DanbiPackageReader *self)
{
  GError *error;

  g_thread_join (self->thread);
  error = self->error;
  g_free (self->own);
  g_free (self);
  return error;
}
