/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a .CAB through libgcab, and refuses before it begins what a cabinet cannot hold. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libgcab.h>

#include "danbi-package-private.h"

/**
 * danbi_cab_check_bounds:
 * @bytes: the files' sizes together
 * @n_files: how many files
 * @error: %DANBI_PACKAGE_ERROR_TOO_LARGE
 *
 * Returns: whether they fit into one cabinet
 */
gboolean
danbi_cab_check_bounds (guint64  bytes,
                        guint    n_files,
                        GError **error)
{
  g_autofree char *size = g_format_size_full (bytes, G_FORMAT_SIZE_LONG_FORMAT);
  g_autofree char *bound = g_format_size_full (DANBI_CAB_MAX_BYTES, G_FORMAT_SIZE_LONG_FORMAT);

  if (bytes > DANBI_CAB_MAX_BYTES)
    g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_TOO_LARGE,
                 _("A .CAB archive holds at most %s, and these images have %s. Choose .7z."), bound,
                 size);
  else if (n_files > DANBI_CAB_MAX_FILES)
    g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_TOO_LARGE,
                 _("A .CAB archive holds at most %u files, and these are %u. Choose .7z."),
                 (guint) DANBI_CAB_MAX_FILES, n_files);
  return bytes <= DANBI_CAB_MAX_BYTES && n_files <= DANBI_CAB_MAX_FILES;
}

/* Cabinets part levels with a backslash. The time is a fixed one: packing the same files again
 * gives the same bytes, and when an image was copied is nobody's business. */
static gboolean
add_file (GCabFolder              *folder,
          const DanbiPackageEntry *entry,
          GCancellable            *cancellable,
          GError                 **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (entry->source);
  g_autofree char *name = g_strdelimit (g_strdup (entry->name), "/", '\\');
  g_autoptr (GCabFile) file = gcab_file_new_with_file (name, source);
  g_autoptr (GDateTime) time = g_date_time_new_utc (2000, 1, 1, 0, 0, 0);

  if (!gcab_folder_add_file (folder, file, FALSE, cancellable, error))
    return FALSE;
  gcab_file_set_date_time (file, time);
  return TRUE;
}

static gboolean
file_begun_cb (GCabFile *file,
               gpointer  user_data)
{
  danbi_package_job_advance (user_data, gcab_file_get_size (file));
  return TRUE;
}

static GCabFolder *
new_folder (DanbiMethod method)
{
  return gcab_folder_new (method == DANBI_METHOD_COPY ? GCAB_COMPRESSION_NONE
                                                      : GCAB_COMPRESSION_MSZIP);
}

static gboolean
write_cabinet (DanbiPackageJob *job,
               GOutputStream   *stream,
               GError         **error)
{
  g_autoptr (GCabCabinet) cabinet = gcab_cabinet_new ();
  g_autoptr (GCabFolder) folder = new_folder (job->method);

  for (guint i = 0; i < danbi_package_plan_get_n_entries (job->plan); i++)
    if (!add_file (folder, danbi_package_plan_get_entry (job->plan, i), job->cancellable, error))
      return FALSE;
  return gcab_cabinet_add_folder (cabinet, folder, error)
         && gcab_cabinet_write_simple (cabinet, stream, file_begun_cb, job, job->cancellable,
                                       error);
}

/**
 * danbi_cab_write:
 * @job: what to write
 * @stream: where to; it must be seekable
 * @error: the reason of a failure
 *
 * libgcab reads the sources by itself, so they are hashed beside, in a reading of their own. What
 * libgcab then read is compared with these hashes when the archive is verified.
 *
 * Returns: whether the archive was written whole
 */
gboolean
danbi_cab_write (DanbiPackageJob *job,
                 GOutputStream   *stream,
                 GError         **error)
{
  DanbiPackageReader *reader = danbi_package_reader_start (job, NULL);
  GError *cause = NULL;
  GError *ours = NULL;

  if (!write_cabinet (job, stream, &cause))
    {
      g_cancellable_cancel (job->cancellable);
      danbi_package_job_set_unwritten (job, cause, &ours);
    }
  return danbi_package_job_settle (ours, danbi_package_reader_join (reader), error);
}

/**
 * danbi_cab_pack:
 * @method: %DANBI_METHOD_COPY or %DANBI_METHOD_DEFLATE
 * @data: the bytes of a file
 * @length: how many
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): a cabinet that holds this file
 */
GByteArray *
danbi_cab_pack (DanbiMethod  method,
                const void  *data,
                gsize        length,
                GError     **error)
{
  g_autoptr (GCabCabinet) cabinet = gcab_cabinet_new ();
  g_autoptr (GCabFolder) folder = new_folder (method);
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (GCabFile) file = gcab_file_new_with_bytes ("SAMPLE", bytes);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) packed = NULL;

  if (!gcab_folder_add_file (folder, file, FALSE, NULL, error)
      || !gcab_cabinet_add_folder (cabinet, folder, error)
      || !gcab_cabinet_write_simple (cabinet, stream, NULL, NULL, NULL, error)
      || !g_output_stream_close (stream, NULL, error))
    return NULL;
  packed = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  return g_bytes_unref_to_array (g_steal_pointer (&packed));
}
