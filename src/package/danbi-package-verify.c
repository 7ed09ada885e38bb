/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a finished archive again and compares it, file by file, with what was put in. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

#include "danbi-package-private.h"

typedef struct archive Reader;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, archive_read_free)

/* One reading: the calling thread unpacks, a second one hashes what was unpacked, and a third one
 * the archive itself. */
typedef struct
{
  DanbiPackageJob *job;
  const char *path;
  Reader *reader;
  DanbiPackageBelt *belt;
  GHashTable *index_by_name; /* name to index + 1 */
  guint8 *met;
  guint n_files;
  GError *content_error; /* of the second thread */
  char *sha256;          /* of the archive, by the third thread */
  GError *archive_error;
} Verification;

static gboolean G_GNUC_PRINTF (2, 3)
differ (GError    **error,
        const char *format,
        ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS,
                                                format, args));
  va_end (args);
  return FALSE;
}

static gboolean
set_broken (Verification *self,
            GError      **error)
{
  const char *reason = archive_error_string (self->reader);

  return differ (error, _("Could not read %s again after it was written: %s"), self->job->name,
                 reason ? reason : "libarchive");
}

/* Whether an entry, unpacked, is what was read when it was packed. */
static gboolean
compare_entry (const DanbiPackageJob *job,
               guint                  index,
               guint64                size,
               GChecksum             *checksum,
               GError               **error)
{
  if (size == job->sizes[index]
      && g_strcmp0 (g_checksum_get_string (checksum), g_ptr_array_index (job->sha256, index)) == 0)
    return TRUE;
  return differ (error, _("%s in %s is not the file that was put in."),
                 danbi_package_plan_get_entry (job->plan, index)->name, job->name);
}

/* The second thread. After an entry that differs it stops the first. */
static gpointer
hash_content (gpointer data)
{
  Verification *self = data;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const DanbiPackagePiece *piece;
  guint64 size = 0;

  while (!self->content_error && (piece = danbi_package_belt_take (self->belt)))
    {
      g_checksum_update (checksum, piece->data, (gssize) piece->length);
      size += piece->length;
      if (piece->last)
        {
          compare_entry (self->job, piece->entry, size, checksum, &self->content_error);
          g_checksum_reset (checksum);
          size = 0;
        }
      danbi_package_belt_give_back (self->belt);
    }
  if (self->content_error)
    danbi_package_belt_stop (self->belt);
  return NULL;
}

/* The third thread. */
static gpointer
hash_archive (gpointer data)
{
  Verification *self = data;

  self->sha256 = danbi_file_sha256 (self->path, self->job->cancellable, &self->archive_error);
  return NULL;
}

/* Unpacks the current entry to its end; the last piece is an empty one. */
static gboolean
unpack_content (Verification *self,
                guint         index,
                GError      **error)
{
  gboolean last = FALSE;

  while (!last)
    {
      DanbiPackagePiece *piece = danbi_package_belt_begin (self->belt);
      la_ssize_t got;

      if (!piece || g_cancellable_set_error_if_cancelled (self->job->cancellable, error))
        return FALSE;
      got = archive_read_data (self->reader, piece->data, sizeof piece->data);
      if (got < 0)
        return set_broken (self, error);

      piece->entry = index;
      piece->length = (gsize) got;
      piece->last = last = got == 0;
      danbi_package_belt_put (self->belt);
      danbi_package_job_advance (self->job, (guint64) got);
    }
  return TRUE;
}

static gboolean
unpack_entry (Verification         *self,
              struct archive_entry *header,
              GError              **error)
{
  const char *name = archive_entry_pathname (header);
  guint found = name ? GPOINTER_TO_UINT (g_hash_table_lookup (self->index_by_name, name)) : 0;

  if (found == 0 || archive_entry_filetype (header) != AE_IFREG)
    return differ (error, _("%s holds something that was not put in."), self->job->name);
  if (self->met[found - 1]++)
    return differ (error, _("%s holds %s twice."), self->job->name, name);
  self->n_files++;
  return unpack_content (self, found - 1, error);
}

static gboolean
unpack_all (Verification *self,
            GError      **error)
{
  struct archive_entry *header;
  guint n = danbi_package_plan_get_n_entries (self->job->plan);
  int outcome;

  archive_read_support_format_7zip (self->reader);
  archive_read_support_format_cab (self->reader);
  if (archive_read_open_filename (self->reader, self->path, DANBI_PACKAGE_BUFFER_BYTES)
      != ARCHIVE_OK)
    return set_broken (self, error);
  while ((outcome = archive_read_next_header (self->reader, &header)) == ARCHIVE_OK)
    if (!unpack_entry (self, header, error))
      return FALSE;
  if (outcome != ARCHIVE_EOF)
    return set_broken (self, error);
  for (guint i = 0; i < n; i++)
    if (!self->met[i])
      return differ (error, _("%s does not hold %s."), self->job->name,
                     danbi_package_plan_get_entry (self->job->plan, i)->name);
  return TRUE;
}

static gboolean
run (Verification *self,
     gboolean      with_hash,
     GError      **error)
{
  GThread *of_content = g_thread_new ("danbi-hash", hash_content, self);
  GThread *of_archive = with_hash ? g_thread_new ("danbi-hash", hash_archive, self) : NULL;
  GError *ours = NULL;
  GError *cause = NULL;

  if (!unpack_all (self, &ours))
    g_cancellable_cancel (self->job->cancellable);
  danbi_package_belt_end (self->belt);
  g_thread_join (of_content);
  if (of_archive)
    g_thread_join (of_archive);
  danbi_package_job_settle (ours, self->content_error, &cause);
  return danbi_package_job_settle (cause, self->archive_error, error);
}

static GHashTable *
index_names (const DanbiPackagePlan *plan)
{
  GHashTable *index_by_name = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < danbi_package_plan_get_n_entries (plan); i++)
    g_hash_table_insert (index_by_name, danbi_package_plan_get_entry (plan, i)->name,
                         GUINT_TO_POINTER (i + 1));
  return index_by_name;
}

/**
 * danbi_package_job_verify:
 * @self: a job whose sizes and hashes are those of the sources
 * @path: the archive
 * @sha256: (out) (optional): the SHA-256 of the archive
 * @n_files: (out): how many files it holds
 * @error: %DANBI_PACKAGE_ERROR_DIFFERS, naming the file
 *
 * Returns: whether the archive holds each entry once, with its size and SHA-256, and nothing else
 */
gboolean
danbi_package_job_verify (DanbiPackageJob *self,
                          const char      *path,
                          char           **sha256,
                          guint           *n_files,
                          GError         **error)
{
  g_autoptr (Reader) reader = archive_read_new ();
  g_autoptr (DanbiPackageBelt) belt = danbi_package_belt_new ();
  g_autoptr (GHashTable) index_by_name = index_names (self->plan);
  g_autofree guint8 *met = g_new0 (guint8, danbi_package_plan_get_n_entries (self->plan) + 1);
  Verification verification = { .job = self, .path = path, .reader = reader, .belt = belt,
                                .index_by_name = index_by_name, .met = met };
  gboolean same = run (&verification, sha256 != NULL, error);

  *n_files = verification.n_files;
  if (sha256 && same)
    *sha256 = g_steal_pointer (&verification.sha256);
  g_free (verification.sha256);
  return same;
}

/**
 * danbi_package_unpack:
 * @data: an archive of one file
 * @length: how many bytes it has
 * @error: the reason of a failure
 *
 * Goes through the file as verifying does, to see how long that takes.
 *
 * Returns: whether it could be unpacked
 */
gboolean
danbi_package_unpack (const void *data,
                      gsize       length,
                      GError    **error)
{
  g_autoptr (Reader) reader = archive_read_new ();
  g_autofree guint8 *buffer = g_malloc (DANBI_PACKAGE_BUFFER_BYTES);
  struct archive_entry *header;
  la_ssize_t got = -1;

  archive_read_support_format_7zip (reader);
  archive_read_support_format_cab (reader);
  if (archive_read_open_memory (reader, data, length) == ARCHIVE_OK
      && archive_read_next_header (reader, &header) == ARCHIVE_OK)
    do
      got = archive_read_data (reader, buffer, DANBI_PACKAGE_BUFFER_BYTES);
    while (got > 0);
  if (got == 0)
    return TRUE;
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED,
               _("Could not try how the images are best packed: %s"),
               archive_error_string (reader));
  return FALSE;
}
