/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a .7z through libarchive, streaming from the sources and into the target. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n-lib.h>

#include "danbi-package-private.h"

/* So many bytes are filled up in a fraction of a second when a file was not read to its end. */
#define FILL_UP_BYTES (64 * 1024 * 1024)

typedef struct archive Writer;
typedef struct archive_entry Header;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writer, archive_write_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Header, archive_entry_free)

/* Where libarchive hands over the finished archive. */
typedef struct
{
  DanbiPackageJob *job;
  GOutputStream *stream;
  guint64 written;
  guint64 entry_left; /* bytes of the current file that were not handed over yet */
  guint64 close_left; /* what of the progress is for copying the packed bytes at the end */
  gboolean given_up;  /* nothing more is written */
  GError *error;      /* why a callback failed: libarchive carries only a number */
} Sink;

/* How much will be copied at the end is not known before: it counts as much as the sources, and
 * what was less is made up for when all is written. */
static void
advance_close (Sink   *self,
               guint64 bytes)
{
  guint64 step = MIN (bytes, self->close_left);

  self->close_left -= step;
  danbi_package_job_advance (self->job, step);
}

static la_ssize_t
write_cb (struct archive *writer,
          void           *data,
          const void     *buffer,
          size_t          length)
{
  Sink *sink = data;
  GError *cause = NULL;

  if (sink->given_up)
    return -1;
  if (danbi_package_job_check_bytes (sink->job, sink->written + length, &sink->error)
      && (g_output_stream_write_all (sink->stream, buffer, length, NULL, sink->job->cancellable,
                                     &cause)
          || danbi_package_job_set_unwritten (sink->job, cause, &sink->error)))
    {
      sink->written += length;
      advance_close (sink, length);
      return (la_ssize_t) length;
    }
  archive_set_error (writer, EIO, "the target could not be written");
  return -1;
}

/* Says why libarchive gave up: the callback's reason, the system's, or its own. */
static gboolean
fail (Writer  *writer,
      Sink    *sink,
      GError **error)
{
  int code = archive_errno (writer);
  const char *reason = archive_error_string (writer);

  if (sink->error)
    g_propagate_error (error, g_steal_pointer (&sink->error));
  else
    g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED,
                 _("Could not write %s: %s"), sink->job->name,
                 code > 0 ? g_strerror (code) : reason ? reason : "libarchive");
  return FALSE;
}

static gboolean
write_piece (Writer                  *writer,
             Sink                    *sink,
             const DanbiPackagePiece *piece,
             GError                 **error)
{
  la_ssize_t written = archive_write_data (writer, piece->data, piece->length);

  if (written < 0)
    return fail (writer, sink, error);
  sink->entry_left -= (guint64) written;
  danbi_package_job_advance (sink->job, (guint64) written);
  if ((gsize) written == piece->length)
    return TRUE;
  /* The header promised fewer bytes: the file has grown since its size was asked. */
  return danbi_package_entry_set_changed (danbi_package_plan_get_entry (sink->job->plan,
                                                                        piece->entry), error);
}

/* FALSE without an error where the belt ends before its time: the reader knows why. */
static gboolean
write_content (Writer           *writer,
               Sink             *sink,
               DanbiPackageBelt *belt,
               GError          **error)
{
  const DanbiPackagePiece *piece;
  gboolean last = FALSE;

  while (!last && (piece = danbi_package_belt_take (belt)))
    {
      gboolean written = write_piece (writer, sink, piece, error);

      last = piece->last;
      danbi_package_belt_give_back (belt);
      if (!written)
        return FALSE;
    }
  return last;
}

static gboolean
begin_entry (Writer     *writer,
             const char *name,
             guint64     size)
{
  g_autoptr (Header) header = archive_entry_new ();

  archive_entry_set_pathname (header, name);
  archive_entry_set_filetype (header, AE_IFREG);
  archive_entry_set_perm (header, 0644);
  archive_entry_set_size (header, (la_int64_t) size);
  return archive_write_header (writer, header) == ARCHIVE_OK;
}

static gboolean
write_entry (Writer           *writer,
             Sink             *sink,
             guint             index,
             DanbiPackageBelt *belt,
             GError          **error)
{
  const DanbiPackageEntry *entry = danbi_package_plan_get_entry (sink->job->plan, index);

  if (!begin_entry (writer, entry->name, sink->job->sizes[index]))
    return fail (writer, sink, error);
  sink->entry_left = sink->job->sizes[index];
  return write_content (writer, sink, belt, error)
         && (archive_write_finish_entry (writer) == ARCHIVE_OK || fail (writer, sink, error));
}

static gboolean
open_writer (Writer                 *writer,
             DanbiMethod             method,
             archive_write_callback *callback,
             gpointer                data)
{
  static const char *const options[DANBI_N_METHODS] = {
    [DANBI_METHOD_COPY] = "compression=store",
    [DANBI_METHOD_DEFLATE] = "compression=deflate,compression-level=1",
    [DANBI_METHOD_BZIP2] = "compression=bzip2,compression-level=9",
    [DANBI_METHOD_PPMD] = "compression=ppmd",
  };

  return archive_write_set_format_7zip (writer) == ARCHIVE_OK
         && archive_write_set_bytes_per_block (writer, DANBI_PACKAGE_BUFFER_BYTES) == ARCHIVE_OK
         && archive_write_set_bytes_in_last_block (writer, 1) == ARCHIVE_OK
         && archive_write_set_options (writer, options[method]) == ARCHIVE_OK
         && archive_write_open (writer, data, NULL, callback, NULL) == ARCHIVE_OK;
}

static gboolean
write_all_entries (Writer           *writer,
                   Sink             *sink,
                   DanbiPackageBelt *belt,
                   GError          **error)
{
  if (!open_writer (writer, sink->job->method, write_cb, sink))
    return fail (writer, sink, error);
  for (guint i = 0; i < danbi_package_plan_get_n_entries (sink->job->plan); i++)
    if (!write_entry (writer, sink, i, belt, error))
      return FALSE;
  if (archive_write_close (writer) != ARCHIVE_OK)
    return fail (writer, sink, error);
  advance_close (sink, sink->close_left);
  return TRUE;
}

/* Freeing a writer closes it, and closing it fills up the file that was not read to its end, which
 * for a large one takes long and much of the disc. archive_write_fail() prevents that, but then
 * libarchive 3.6 does not free its buffer: so that is kept for large files. */
static void
give_up (Writer *writer,
         Sink   *sink)
{
  sink->given_up = TRUE;
  if (sink->entry_left > FILL_UP_BYTES)
    archive_write_fail (writer);
}

/**
 * danbi_seven_zip_write:
 * @job: what to write
 * @stream: where to
 * @error: the reason of a failure
 *
 * Packs in this thread what another reads. libarchive gathers the packed bytes in a nameless file
 * of the spool folder (danbi_package_set_spool_dir()) and copies them into @stream at the end.
 *
 * Returns: whether the archive was written whole
 */
gboolean
danbi_seven_zip_write (DanbiPackageJob *job,
                       GOutputStream   *stream,
                       GError         **error)
{
  g_autoptr (Writer) writer = archive_write_new ();
  g_autoptr (DanbiPackageBelt) belt = danbi_package_belt_new ();
  DanbiPackageReader *reader = danbi_package_reader_start (job, belt);
  Sink sink = { .job = job, .stream = stream, .close_left = job->plain_bytes };
  GError *ours = NULL;

  if (!write_all_entries (writer, &sink, belt, &ours))
    give_up (writer, &sink);
  danbi_package_belt_stop (belt);
  /* Here and not at the end of the scope: it may call write_cb() once more. */
  g_clear_pointer (&writer, archive_write_free);
  g_clear_error (&sink.error);
  return danbi_package_job_settle (ours, danbi_package_reader_join (reader), error);
}

static la_ssize_t
keep_cb (struct archive *writer,
         void           *data,
         const void     *buffer,
         size_t          length)
{
  g_byte_array_append (data, buffer, (guint) length);
  return (la_ssize_t) length;
}

/**
 * danbi_seven_zip_pack:
 * @method: how
 * @data: the bytes of a file
 * @length: how many
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): an archive that holds this file
 */
GByteArray *
danbi_seven_zip_pack (DanbiMethod  method,
                      const void  *data,
                      gsize        length,
                      GError     **error)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  g_autoptr (Writer) writer = archive_write_new ();

  if (open_writer (writer, method, keep_cb, packed) && begin_entry (writer, "SAMPLE", length)
      && archive_write_data (writer, data, length) == (la_ssize_t) length
      && archive_write_close (writer) == ARCHIVE_OK)
    return g_steal_pointer (&packed);
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED,
               _("Could not try how the images are best packed: %s"),
               archive_error_string (writer));
  return NULL;
}
