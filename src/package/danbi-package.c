/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes an archive so that it stands there whole and verified, or not at all. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "danbi-package-private.h"

G_DEFINE_QUARK (danbi-package-error-quark, danbi_package_error)

#define TEMPORARY_SUFFIX ".part"

/* As the formats call them. */
static const char *const nicks[][DANBI_N_METHODS] = {
  [DANBI_FORMAT_7Z] = { "copy", "deflate", "bzip2", "ppmd" },
  [DANBI_FORMAT_CAB] = { "none", "mszip", NULL, NULL },
};

static gboolean
fail (DanbiPackageJob *job,
      const char      *reason,
      GError         **error)
{
  g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED, _("Could not write %s: %s"),
               job->name, reason);
  return FALSE;
}

static gboolean
check_before (DanbiPackageJob *job,
              DanbiFormat      format,
              GError         **error)
{
  guint n = danbi_package_plan_get_n_entries (job->plan);

  if (n == 0)
    return fail (job, _("there is no file to pack"), error);
  if (!danbi_package_job_measure (job, error))
    return FALSE;
  if (format == DANBI_FORMAT_CAB && !danbi_cab_check_bounds (job->plain_bytes, n, error))
    return FALSE;
  if (job->method == DANBI_METHOD_COPY
      && !danbi_package_job_check_bytes (job, job->plain_bytes, error))
    return FALSE;
  /* Packed and unpacked; a .7z is copied out of its spool in between. */
  job->total = job->plain_bytes * (format == DANBI_FORMAT_CAB ? 2 : 3);
  return TRUE;
}

/* Opened anew, because libgcab closes the stream that it wrote to. */
static gboolean
sync_file (DanbiPackageJob *job,
           const char      *path,
           GError         **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    fail (job, g_strerror (errno), error);
  if (fd >= 0)
    close (fd);
  return ok;
}

/* A file of the same name is what an earlier attempt left when it was killed. */
static gboolean
write_temporary (DanbiPackageJob *job,
                 DanbiFormat      format,
                 const char      *path,
                 GError         **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = NULL;
  GError *cause = NULL;
  GOutputStream *out;

  g_unlink (path);
  stream = g_file_create (file, G_FILE_CREATE_PRIVATE, job->cancellable, &cause);
  if (!stream)
    return danbi_package_job_set_unwritten (job, cause, error);

  out = G_OUTPUT_STREAM (stream);
  return (format == DANBI_FORMAT_CAB ? danbi_cab_write (job, out, error)
                                     : danbi_seven_zip_write (job, out, error))
         && (g_output_stream_close (out, job->cancellable, &cause)
             || danbi_package_job_set_unwritten (job, cause, error))
         && sync_file (job, path, error);
}

static gboolean
describe (DanbiPackageJob    *job,
          DanbiFormat         format,
          const char         *path,
          DanbiPackageResult *result,
          GError            **error)
{
  GStatBuf status;

  if (g_stat (path, &status) < 0)
    return fail (job, g_strerror (errno), error);
  result->bytes = (guint64) status.st_size;
  result->method = nicks[format][job->method];
  return danbi_package_job_check_bytes (job, result->bytes, error);
}

/* From here on the archive has its name, also after a power cut. */
static gboolean
publish (DanbiPackageJob *job,
         const char      *temporary,
         const char      *path,
         GError         **error)
{
  g_autofree char *dir = g_path_get_dirname (path);

  if (g_rename (temporary, path) < 0)
    return fail (job, g_strerror (errno), error);
  if (danbi_dir_sync (dir, error))
    return TRUE;
  g_unlink (path);
  return FALSE;
}

static gboolean
write_and_publish (DanbiPackageJob    *job,
                   DanbiFormat         format,
                   const char         *path,
                   DanbiPackageResult *result,
                   GError            **error)
{
  g_autofree char *temporary = g_strconcat (path, TEMPORARY_SUFFIX, NULL);

  if (write_temporary (job, format, temporary, error)
      && describe (job, format, temporary, result, error)
      && danbi_package_job_verify (job, temporary, &result->sha256, &result->n_files, error)
      && publish (job, temporary, path, error))
    return TRUE;
  g_unlink (temporary);
  return FALSE;
}

/**
 * danbi_method_get_nick:
 * @self: a method
 *
 * Returns: its name in words that never change: `copy`, `deflate`, `bzip2` or `ppmd`
 */
const char *
danbi_method_get_nick (DanbiMethod self)
{
  g_return_val_if_fail (self < DANBI_N_METHODS, NULL);

  return nicks[DANBI_FORMAT_7Z][self];
}

/**
 * danbi_package_result_clear:
 * @self: a result, emptied
 */
void
danbi_package_result_clear (DanbiPackageResult *self)
{
  g_clear_pointer (&self->sha256, g_free);
  *self = (DanbiPackageResult) { 0 };
}

/**
 * danbi_package_set_spool_dir:
 * @dir: a folder on the disc that the archives are written to; it is made where it is absent
 * @error: the reason of a failure
 *
 * libarchive gathers the packed bytes of a .7z in a nameless temporary file before it writes the
 * archive, and takes the folder for it from the environment variable TMPDIR only; without it that
 * is /tmp, which may be small or in memory. This sets TMPDIR for the process and its children. It
 * changes the environment: call it once at the start of the program, before threads start.
 *
 * Returns: whether the folder is there
 */
gboolean
danbi_package_set_spool_dir (const char *dir,
                             GError    **error)
{
  g_autofree char *absolute = g_canonicalize_filename (dir, NULL);

  return danbi_dir_create (absolute, error) && g_setenv ("TMPDIR", absolute, TRUE);
}

/**
 * danbi_package_write:
 * @plan: what goes in
 * @format: which archive
 * @method: how it is packed, danbi_package_sample_choose(); a CAB has only two
 * @path: where it shall stand; a file that stands there is replaced
 * @max_bytes: the bound of the archive, %DANBI_PACKAGE_MAX_BYTES for NHI
 * @result: (out caller-allocates): what was written
 * @on_progress: (nullable): told of bytes read, written and read again, in the calling thread
 * @progress_data: for @on_progress
 * @cancellable: (nullable): stops it; nothing is left behind
 * @error: a #DanbiPackageError, or %G_IO_ERROR_CANCELLED
 *
 * Writes an archive, opens it again, compares it with what was read, and only then gives it its
 * name. The file has mode 0600 and is on disk. After a failure there is no trace of it; a process
 * that is killed leaves at most `<path>.part`.
 *
 * Returns: whether the archive stands at @path
 */
gboolean
danbi_package_write (const DanbiPackagePlan *plan,
                     DanbiFormat             format,
                     DanbiMethod             method,
                     const char             *path,
                     guint64                 max_bytes,
                     DanbiPackageResult     *result,
                     DanbiProgressFunc       on_progress,
                     gpointer                progress_data,
                     GCancellable           *cancellable,
                     GError                **error)
{
  g_autofree char *name = g_path_get_basename (path);
  DanbiPackageJob job;
  gboolean ok;

  g_return_val_if_fail (method < DANBI_N_METHODS && nicks[format][method], FALSE);

  *result = (DanbiPackageResult) { 0 };
  danbi_package_job_init (&job, plan, name, cancellable);
  job.method = method;
  job.max_bytes = max_bytes;
  job.on_progress = on_progress;
  job.progress_data = progress_data;
  ok = check_before (&job, format, error) && write_and_publish (&job, format, path, result, error);
  if (!ok)
    danbi_package_result_clear (result);
  danbi_package_job_clear (&job);
  return ok;
}

static gboolean
hash_sources (DanbiPackageJob *job,
              GError         **error)
{
  DanbiPackageReader *reader = danbi_package_reader_start (job, NULL);

  return danbi_package_job_settle (NULL, danbi_package_reader_join (reader), error);
}

/**
 * danbi_package_verify:
 * @plan: what should be in the archive
 * @path: an archive, .7z or .CAB
 * @n_files: (out) (optional): how many files it holds
 * @cancellable: (nullable): stops it
 * @error: %DANBI_PACKAGE_ERROR_DIFFERS, naming the file
 *
 * Reads the plan's sources and the archive and compares them.
 *
 * Returns: whether the archive holds exactly what the plan says
 */
gboolean
danbi_package_verify (const DanbiPackagePlan *plan,
                      const char             *path,
                      guint                  *n_files,
                      GCancellable           *cancellable,
                      GError                **error)
{
  g_autofree char *name = g_path_get_basename (path);
  DanbiPackageJob job;
  gboolean ok;
  guint found = 0;

  danbi_package_job_init (&job, plan, name, cancellable);
  ok = danbi_package_job_measure (&job, error) && hash_sources (&job, error)
       && danbi_package_job_verify (&job, path, NULL, &found, error);
  if (ok && n_files)
    *n_files = found;
  danbi_package_job_clear (&job);
  return ok;
}
