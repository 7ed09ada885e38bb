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
  gboolean given_up;  /* nothing more is written */
  GError *error;      /* why a callback failed: libarchive carries only a number */
} Sink;

/* What a piece of a source is written to. */
typedef struct
{
  Writer *writer;
  Sink *sink;
  const DanbiPackageEntry *entry;
} Target;

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
write_piece (const void *data,
             gsize       length,
             gpointer    user_data,
             GError    **error)
{
  Target *target = user_data;
  la_ssize_t written = archive_write_data (target->writer, data, length);

  if (written < 0)
    return fail (target->writer, target->sink, error);
  target->sink->entry_left -= (guint64) written;
  if ((gsize) written == length)
    return TRUE;
  /* The header promised fewer bytes: the file has grown since its size was asked. */
  return danbi_package_entry_set_changed (target->entry, error);
}

static gboolean
write_entry (Writer  *writer,
             Sink    *sink,
             guint    index,
             GError **error)
{
  const DanbiPackageEntry *entry = danbi_package_plan_get_entry (sink->job->plan, index);
  Target target = { writer, sink, entry };
  g_autoptr (Header) header = archive_entry_new ();

  archive_entry_set_pathname (header, entry->name);
  archive_entry_set_filetype (header, AE_IFREG);
  archive_entry_set_perm (header, 0644);
  archive_entry_set_size (header, (la_int64_t) sink->job->sizes[index]);
  if (archive_write_header (writer, header) != ARCHIVE_OK)
    return fail (writer, sink, error);
  sink->entry_left = sink->job->sizes[index];
  if (!danbi_package_job_read (sink->job, index, write_piece, &target, error))
    return FALSE;
  return archive_write_finish_entry (writer) == ARCHIVE_OK || fail (writer, sink, error);
}

/* Of 530 MB of CT, MR and X-ray deflate at level 1 made 44 % in 10 s, bzip2 30 % in 45 s, the
 * fastest LZMA2 36 % in 97 s: from 20 to 100 Mbit/s this is the shortest way to have them sent. */
static gboolean
open_writer (Writer *writer,
             Sink   *sink)
{
  const char *options = sink->job->compress ? "compression=deflate,compression-level=1"
                                            : "compression=store";

  return archive_write_set_format_7zip (writer) == ARCHIVE_OK
         && archive_write_set_bytes_per_block (writer, DANBI_PACKAGE_BUFFER_BYTES) == ARCHIVE_OK
         && archive_write_set_bytes_in_last_block (writer, 1) == ARCHIVE_OK
         && archive_write_set_options (writer, options) == ARCHIVE_OK
         && archive_write_open (writer, sink, NULL, write_cb, NULL) == ARCHIVE_OK;
}

static gboolean
write_all_entries (Writer  *writer,
                   Sink    *sink,
                   GError **error)
{
  if (!open_writer (writer, sink))
    return fail (writer, sink, error);
  for (guint i = 0; i < danbi_package_plan_get_n_entries (sink->job->plan); i++)
    if (!write_entry (writer, sink, i, error))
      return FALSE;
  return archive_write_close (writer) == ARCHIVE_OK || fail (writer, sink, error);
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
 * libarchive gathers the packed bytes in a nameless file of the spool folder
 * (danbi_package_set_spool_dir()) and copies them into @stream at the end.
 *
 * Returns: whether the archive was written whole
 */
gboolean
danbi_seven_zip_write (DanbiPackageJob *job,
                       GOutputStream   *stream,
                       GError         **error)
{
  g_autoptr (Writer) writer = archive_write_new ();
  Sink sink = { .job = job, .stream = stream };
  gboolean ok = write_all_entries (writer, &sink, error);

  if (!ok)
    give_up (writer, &sink);
  /* Here and not at the end of the scope: it may call write_cb() once more. */
  g_clear_pointer (&writer, archive_write_free);
  g_clear_error (&sink.error);
  return ok;
}
