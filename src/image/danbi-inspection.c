/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program asks of the confined children: what was dropped, a picture, a DICOMDIR. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "danbi-dicom.h"
#include "danbi-image-json.h"
#include "danbi-inspection.h"
#include "danbi-survey.h"
#include "danbi-unpack.h"
#include "danbi-worker.h"

#define WRITE_MS_PER_FILE 100
#define MAX_IDLE_WORKERS 2
#define CHUNK_BYTES (256 * 1024)
#define MAX_CONVERTED_BYTES (1024 * 1024 * 1024) /* the memory that a child may have */

G_DEFINE_QUARK (danbi-inspection-error-quark, danbi_inspection_error)

/**
 * danbi_file_set_free:
 * @self: (nullable): a file set; the files that came out of archives are removed
 */
void
danbi_file_set_free (DanbiFileSet *self)
{
  if (!self)
    return;
  danbi_unpack_free (self->unpack);
  g_ptr_array_unref (self->images);
  g_free (self->dicomdir_root);
  g_free (self);
}

/**
 * danbi_inspection_run:
 * @paths: files and folders that were dropped, a DICOMDIR or an archive among them perhaps
 * @options: (nullable): what is wanted of it
 * @cancellable: (nullable): stops the inspection
 * @error: a path that does not exist, more files than are allowed, or no inspector
 *
 * Lists the files below @paths and has two confined children read their headers. A ZIP, 7z, CAB or
 * ISO that was dropped, or that stands in a folder that was, is unpacked and read as a folder; its
 * files go with the set. A DICOMDIR that was dropped brings the files it refers to; one inside a
 * dropped folder is held against all DICOM files around it. A file that cannot be read, also one
 * that makes a child crash or hang, has an error in its #DanbiImage and does not stop the others.
 *
 * Returns: (transfer full) (nullable): what stands there
 */
DanbiFileSet *
danbi_inspection_run (const char *const             *paths,
                      const DanbiInspectionOptions  *options,
                      GCancellable                  *cancellable,
                      GError                       **error)
{
  const DanbiInspectionOptions none = { 0 };

  return danbi_survey_run (paths, options ? options : &none, cancellable, error);
}

/* Children that wait for the next picture: starting one takes longer than the picture. */
static GMutex idle_lock;
static GQueue idle_workers = G_QUEUE_INIT;

static DanbiWorker *
take_idle_worker (void)
{
  DanbiWorker *worker;

  g_mutex_lock (&idle_lock);
  worker = g_queue_pop_head (&idle_workers);
  g_mutex_unlock (&idle_lock);
  return worker;
}

static void
give_back_worker (DanbiWorker *worker)
{
  g_mutex_lock (&idle_lock);
  if (idle_workers.length < MAX_IDLE_WORKERS)
    g_queue_push_tail (&idle_workers, g_steal_pointer (&worker));
  g_mutex_unlock (&idle_lock);
  danbi_worker_free (worker);
}

static char *
make_render_request (const char               *path,
                     const DanbiRenderOptions *options)
{
  g_autoptr (json_t) request = json_object ();
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  g_autofree char *line = NULL;

  json_object_set_new (request, "op", json_string ("render"));
  json_object_set_new (request, "path", json_string (escaped));
  json_object_set_new (request, "max_side", json_integer (options->max_side));
  json_object_set_new (request, "frame", json_integer (options->frame));
  json_object_set_new (request, "deep", json_boolean (options->deep));
  line = danbi_json_to_line (request);
  return g_strconcat (line, "\n", NULL);
}

static void
set_problem (GError          **error,
             DanbiFileProblem  problem,
             const char       *detail)
{
  g_autofree char *sentence = danbi_file_problem_dup_sentence (problem, detail);

  g_set_error_literal (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED, sentence);
}

/* Sets the error that an answer tells of; an answer that tells of none is nonsense here. */
static void
set_answered_problem (GError       **error,
                      const json_t  *answer)
{
  const char *nick = danbi_json_get_string (answer, "problem");
  g_autofree char *detail = NULL;
  DanbiFileProblem problem = DANBI_FILE_CRASHED;

  danbi_image_json_get_text (answer, "detail", DANBI_IMAGE_MAX_TEXT_BYTES, &detail, NULL);
  if (!nick || !danbi_file_problem_from_nick (nick, &problem) || problem == DANBI_FILE_OK)
    problem = DANBI_FILE_CRASHED;
  set_problem (error, problem, detail);
}

static DanbiPreview *
take_preview (DanbiWorker   *worker,
              const json_t  *answer,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (DanbiPreview) preview = danbi_preview_from_json (answer);

  if (preview)
    preview->pixels = danbi_worker_wait_bytes (worker, danbi_preview_get_bytes (preview),
                                               danbi_worker_get_timeout_ms (), cancellable);
  if (preview && preview->pixels)
    return g_steal_pointer (&preview);
  set_problem (error, DANBI_FILE_CRASHED, NULL);
  return NULL;
}

/* Asks one child. @silent: whether it gave no answer at all, so that another may be asked. */
static DanbiPreview *
render_with (DanbiWorker   *worker,
             const char    *request,
             gboolean      *silent,
             GCancellable  *cancellable,
             GError       **error)
{
  gint64 timeout_ms = danbi_worker_get_timeout_ms ();
  gint64 begin_us = g_get_monotonic_time ();
  g_autofree char *line = NULL;
  g_autoptr (json_t) answer = NULL;
  DanbiPreview *preview = NULL;
  gsize length = 0;

  danbi_worker_send (worker, request, strlen (request));
  line = danbi_worker_wait_line (worker, timeout_ms, cancellable, &length);
  *silent = line == NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      danbi_worker_free (worker);
      return NULL;
    }
  answer = line ? danbi_json_parse (line, length, NULL) : NULL;
  if (!answer)
    set_problem (error, g_get_monotonic_time () - begin_us >= timeout_ms * 1000
                          ? DANBI_FILE_TIMED_OUT : DANBI_FILE_CRASHED, NULL);
  else if (json_object_get (answer, "width"))
    preview = take_preview (worker, answer, cancellable, error);
  else
    set_answered_problem (error, answer);

  if (preview || danbi_json_get_string (answer, "problem"))
    give_back_worker (worker);
  else
    danbi_worker_free (worker);
  return preview;
}

/**
 * danbi_inspection_render:
 * @path: a DICOM or JPEG file
 * @options: how large, which picture of the file, and how deep
 * @cancellable: (nullable): stops it
 * @error: why there is no preview, a sentence for the user
 *
 * Has a confined child decode a picture. With depth 8 it is as it shall be seen: MONOCHROME1 the
 * right way round; the window is the file's, otherwise one that suits the picture; a photo as EXIF
 * says it was held. A damaged JPEG gives what there is of it.
 *
 * Returns: (transfer full) (nullable): the picture
 */
DanbiPreview *
danbi_inspection_render (const char                *path,
                         const DanbiRenderOptions  *options,
                         GCancellable              *cancellable,
                         GError                   **error)
{
  g_autofree char *request = make_render_request (path, options);
  DanbiWorker *worker = take_idle_worker ();
  gboolean silent;

  /* A waiting child dies with the thread that started it; then a new one is asked. */
  if (worker)
    {
      g_autoptr (GError) local_error = NULL;
      gint64 begin_us = g_get_monotonic_time ();
      DanbiPreview *preview = render_with (worker, request, &silent, cancellable, &local_error);
      gboolean was_dead = silent && g_get_monotonic_time () - begin_us < G_USEC_PER_SEC / 10;

      if (preview || !was_dead || g_cancellable_is_cancelled (cancellable))
        {
          if (!preview)
            g_propagate_error (error, g_steal_pointer (&local_error));
          return preview;
        }
    }
  worker = danbi_worker_new (NULL, error);
  return worker ? render_with (worker, request, &silent, cancellable, error) : NULL;
}

static gboolean
fail_to_write (GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               _("The picture could not be made a JPG: %s. Check that the disk has room."),
               g_strerror (errno));
  return FALSE;
}

static gboolean
take_jpeg (DanbiWorker   *worker,
           guint64        n_left,
           int            fd,
           GCancellable  *cancellable,
           GError       **error)
{
  while (n_left > 0)
    {
      g_autoptr (GBytes) bytes
        = danbi_worker_wait_bytes (worker, (gsize) MIN (n_left, CHUNK_BYTES),
                                   danbi_worker_get_timeout_ms (), cancellable);

      if (!bytes)
        {
          if (!g_cancellable_set_error_if_cancelled (cancellable, error))
            set_problem (error, DANBI_FILE_CRASHED, NULL);
          return FALSE;
        }
      if (!danbi_file_write_all (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
        return fail_to_write (error);
      n_left -= g_bytes_get_size (bytes);
    }
  return TRUE;
}

static gboolean
write_jpeg (DanbiWorker   *worker,
            const json_t  *answer,
            const char    *target,
            GCancellable  *cancellable,
            GError       **error)
{
  guint64 n_bytes;
  gboolean ok;
  int fd;

  if (!danbi_image_json_get_count (answer, "bytes", MAX_CONVERTED_BYTES, &n_bytes, NULL)
      || n_bytes == 0)
    {
      set_answered_problem (error, answer);
      return FALSE;
    }
  fd = open (target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_to_write (error);
  ok = take_jpeg (worker, n_bytes, fd, cancellable, error);
  if (close (fd) < 0 && ok)
    ok = fail_to_write (error);
  if (!ok)
    unlink (target);
  return ok;
}

/**
 * danbi_inspection_convert:
 * @path: a picture that needs conversion, as danbi_image_needs_conversion() says
 * @target: a file that does not exist yet; it gets mode 0600, and does not stay after a failure
 * @lossless: (out): whether its pixels were turned upright without being coded again
 * @cancellable: (nullable): stops it
 * @error: %DANBI_INSPECTION_ERROR_FAILED where it is for the picture, a sentence for the user;
 *   %G_IO_ERROR where it cannot be written
 *
 * Has a confined child make a JPEG of the picture: the same pixels in the same number, upright, on
 * white where it has opacity, one channel where it is grey, quality 95 with colours at full
 * resolution; 16 bits become 8 by the full range. The child hands the bytes over, and they are
 * written here.
 *
 * Returns: whether it stands there
 */
gboolean
danbi_inspection_convert (const char    *path,
                          const char    *target,
                          gboolean      *lossless,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr (DanbiWorker) worker = danbi_worker_new (NULL, error);
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  g_autofree char *request = g_strdup_printf ("{\"op\":\"convert\",\"path\":\"%s\"}\n", escaped);
  g_autofree char *line = NULL;
  g_autoptr (json_t) answer = NULL;
  gsize length;

  if (!worker)
    return FALSE;
  danbi_worker_send (worker, request, strlen (request));
  line = danbi_worker_wait_line (worker, danbi_worker_get_timeout_ms (), cancellable, &length);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  answer = line ? danbi_json_parse (line, length, NULL) : NULL;
  *lossless = json_is_true (json_object_get (answer, "lossless"));
  return write_jpeg (worker, answer, target, cancellable, error);
}

static gboolean
send_file_ids (DanbiWorker        *worker,
               const char *const  *file_ids,
               guint              *n_files,
               GError            **error)
{
  for (*n_files = 0; file_ids[*n_files]; (*n_files)++)
    {
      if (!danbi_file_id_is_lawful (file_ids[*n_files]))
        {
          g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED,
                       _("The DICOMDIR could not be written: \"%s\" is not a name that a DICOMDIR "
                         "may hold."),
                       file_ids[*n_files]);
          return FALSE;
        }
      danbi_worker_send (worker, file_ids[*n_files], strlen (file_ids[*n_files]));
      danbi_worker_send (worker, "\n", 1);
    }
  danbi_worker_send (worker, "\n", 1);
  return TRUE;
}

static gboolean
take_written (const json_t  *answer,
              GError       **error)
{
  g_autofree char *file_id = NULL;

  if (json_is_true (json_object_get (answer, "written")))
    return TRUE;
  set_answered_problem (error, answer);
  danbi_image_json_get_text (answer, "file_id", DANBI_IMAGE_MAX_TEXT_BYTES, &file_id, NULL);
  if (file_id)
    g_prefix_error (error, "%s: ", file_id);
  return FALSE;
}

static gboolean
write_dicomdir (const char         *root,
                const char *const  *file_ids,
                GCancellable       *cancellable,
                GError            **error)
{
  const char *args[] = { "--write-dicomdir", root, NULL };
  g_autoptr (DanbiWorker) worker = danbi_worker_new (args, error);
  g_autofree char *path = g_build_filename (root, "DICOMDIR", NULL);
  g_autofree char *line = NULL;
  g_autoptr (json_t) answer = NULL;
  gsize length;
  guint n_files;

  if (!worker || !send_file_ids (worker, file_ids, &n_files, error))
    return FALSE;
  line = danbi_worker_wait_line (worker, danbi_worker_get_timeout_ms ()
                                         + (gint64) n_files * WRITE_MS_PER_FILE,
                                 cancellable, &length);
  answer = line ? danbi_json_parse (line, length, NULL) : NULL;
  if (answer && take_written (answer, error))
    return TRUE;

  unlink (path);
  if (!answer && !g_cancellable_set_error_if_cancelled (cancellable, error))
    set_problem (error, DANBI_FILE_UNWRITABLE, NULL);
  return FALSE;
}

/**
 * danbi_inspection_write_dicomdir:
 * @root: a folder of this program's own that holds the files
 * @file_ids: lawful File IDs under @root, '/' between levels, %NULL-terminated
 * @cancellable: (nullable): stops it
 * @error: what stood in the way; names the File ID where it was one file
 *
 * Has a confined child write `DICOMDIR` (mode 0600) under @root, which refers to exactly these
 * files, and read it back. The files are not changed. On failure no DICOMDIR is left.
 *
 * Returns: whether it stands there
 */
gboolean
danbi_inspection_write_dicomdir (const char         *root,
                                 const char *const  *file_ids,
                                 GCancellable       *cancellable,
                                 GError            **error)
{
  g_autofree char *stubs = g_build_filename (root, DANBI_DICOM_STUBS, NULL);
  g_autoptr (GError) untidy = NULL;
  gboolean ok;

  if (!danbi_dir_create (stubs, error))
    return FALSE;
  ok = write_dicomdir (root, file_ids, cancellable, error);
  if (!danbi_dir_remove (stubs, &untidy))
    g_warning ("%s", untidy->message);
  return ok;
}
