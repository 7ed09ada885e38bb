/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a finished archive again and compares it, file by file, with what was put in. */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

#include "danbi-package-private.h"

typedef struct archive Reader;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, archive_read_free)

/* One reading: which entry has which name, and which were met. */
typedef struct
{
  DanbiPackageJob *job;
  Reader *reader;
  GHashTable *index_by_name; /* name to index + 1 */
  guint8 *met;
  guint8 *buffer;
  guint n_files;
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

/* Reads the content of the current entry to its end. */
static gboolean
hash_content (Verification *self,
              GChecksum    *checksum,
              guint64      *size,
              GError      **error)
{
  la_ssize_t got;

  *size = 0;
  while ((got = archive_read_data (self->reader, self->buffer, DANBI_PACKAGE_BUFFER_BYTES)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (self->job->cancellable, error))
        return FALSE;
      g_checksum_update (checksum, self->buffer, got);
      *size += (guint64) got;
      danbi_package_job_advance (self->job, (guint64) got);
    }
  return got == 0 || set_broken (self, error);
}

static gboolean
verify_entry (Verification         *self,
              struct archive_entry *header,
              GError              **error)
{
  const char *name = archive_entry_pathname (header);
  guint found = name ? GPOINTER_TO_UINT (g_hash_table_lookup (self->index_by_name, name)) : 0;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 size;

  if (found == 0 || archive_entry_filetype (header) != AE_IFREG)
    return differ (error, _("%s holds something that was not put in."), self->job->name);
  if (self->met[found - 1]++)
    return differ (error, _("%s holds %s twice."), self->job->name, name);
  if (!hash_content (self, checksum, &size, error))
    return FALSE;
  if (size != self->job->sizes[found - 1]
      || g_strcmp0 (g_checksum_get_string (checksum),
                    g_ptr_array_index (self->job->sha256, found - 1)) != 0)
    return differ (error, _("%s in %s is not the file that was put in."), name, self->job->name);
  self->n_files++;
  return TRUE;
}

static gboolean
verify_all (Verification *self,
            const char   *path,
            GError      **error)
{
  struct archive_entry *header;
  guint n = danbi_package_plan_get_n_entries (self->job->plan);
  int outcome;

  archive_read_support_format_7zip (self->reader);
  archive_read_support_format_cab (self->reader);
  if (archive_read_open_filename (self->reader, path, DANBI_PACKAGE_BUFFER_BYTES) != ARCHIVE_OK)
    return set_broken (self, error);
  while ((outcome = archive_read_next_header (self->reader, &header)) == ARCHIVE_OK)
    if (!verify_entry (self, header, error))
      return FALSE;
  if (outcome != ARCHIVE_EOF)
    return set_broken (self, error);
  for (guint i = 0; i < n; i++)
    if (!self->met[i])
      return differ (error, _("%s does not hold %s."), self->job->name,
                     danbi_package_plan_get_entry (self->job->plan, i)->name);
  return TRUE;
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
 * @n_files: (out): how many files it holds
 * @error: %DANBI_PACKAGE_ERROR_DIFFERS, naming the file
 *
 * Returns: whether the archive holds each entry once, with its size and SHA-256, and nothing else
 */
gboolean
danbi_package_job_verify (DanbiPackageJob *self,
                          const char      *path,
                          guint           *n_files,
                          GError         **error)
{
  g_autoptr (Reader) reader = archive_read_new ();
  g_autoptr (GHashTable) index_by_name = index_names (self->plan);
  g_autofree guint8 *met = g_new0 (guint8, danbi_package_plan_get_n_entries (self->plan) + 1);
  g_autofree guint8 *buffer = g_malloc (DANBI_PACKAGE_BUFFER_BYTES);
  Verification verification = { self, reader, index_by_name, met, buffer, 0 };

  if (!verify_all (&verification, path, error))
    return FALSE;
  *n_files = verification.n_files;
  return TRUE;
}
