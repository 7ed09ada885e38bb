/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands at the paths that were dropped: found here, read by confined children. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "danbi-crew.h"
#include "danbi-dicom.h"
#include "danbi-disc.h"
#include "danbi-image-json.h"
#include "danbi-inspection.h"
#include "danbi-unpack.h"
#include "danbi-walk.h"
#include "danbi-worker.h"

#define PROGRESS_INTERVAL_US (G_USEC_PER_SEC / 10)
#define WRITE_MS_PER_FILE 100
#define MAX_IDLE_WORKERS 2
#define CHUNK_BYTES (256 * 1024)
#define MAX_CONVERTED_BYTES (1024 * 1024 * 1024) /* the memory that a child may have */

typedef struct
{
  DanbiFileSet *set;
  GPtrArray *files;       /* DanbiWalkFile */
  GPtrArray *owned;       /* DanbiJob */
  GPtrArray *jobs;        /* of these, one for each file that counts */
  GPtrArray *directories; /* of these, the DICOMDIRs */
  GHashTable *discs;      /* DanbiDisc by folder */
  DanbiInspectionOptions options;
  guint n_done;
  gint64 told_us;
} Inspection;

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

static void
inspection_clear (Inspection *self)
{
  g_clear_pointer (&self->discs, g_hash_table_unref);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->directories, g_ptr_array_unref);
  g_clear_pointer (&self->owned, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->set, danbi_file_set_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Inspection, inspection_clear)

/* The innermost DICOMDIR above a file speaks for it. */
static DanbiDisc *
find_disc (const Inspection *self,
           const char       *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_hash_table_size (self->discs) == 0)
    return NULL;
  for (;;)
    {
      DanbiDisc *disc = g_hash_table_lookup (self->discs, folder);
      char *upper = disc ? NULL : g_path_get_dirname (folder);

      if (disc || strcmp (upper, folder) == 0)
        {
          g_free (upper);
          return disc;
        }
      g_free (folder);
      folder = upper;
    }
}

static gboolean
has_suffix (const char *path,
            const char *suffix)
{
  gsize n = strlen (path);
  gsize n_suffix = strlen (suffix);

  return n > n_suffix && g_ascii_strcasecmp (path + n - n_suffix, suffix) == 0;
}

/* A viewer on a disc is no fault. A file that its name or the DICOMDIR calls an image is one. Names
 * that begin with a dot are notes of an operating system, such as "._IM1.dcm". */
static void
judge_other (DanbiImage *image,
             gboolean    referenced)
{
  g_autofree char *name = g_path_get_basename (danbi_image_get_display_path (image));
  DanbiFileProblem problem;

  if (referenced || (has_suffix (name, ".dcm") && *name != '.'))
    problem = DANBI_FILE_NOT_DICOM;
  else if ((has_suffix (name, ".jpg") || has_suffix (name, ".jpeg")) && *name != '.')
    problem = DANBI_FILE_NOT_JPEG;
  else
    return;
  image->error = danbi_file_problem_dup_sentence (problem, NULL);
}

static void
count (Inspection       *self,
       const DanbiImage *image,
       gboolean          referenced,
       gboolean          on_disc)
{
  gboolean is_image = image->kind == DANBI_IMAGE_DICOM || image->kind == DANBI_IMAGE_JPEG
                      || (image->kind == DANBI_IMAGE_OTHER && image->error);

  if (!on_disc && is_image)
    self->set->n_referenced++;
  if ((referenced || (!on_disc && is_image)) && !image->error)
    self->set->n_read++;
}

static void
tell_progress (Inspection *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!self->options.on_progress
      || (self->n_done < self->jobs->len && now_us - self->told_us < PROGRESS_INTERVAL_US))
    return;
  self->told_us = now_us;
  self->options.on_progress (self->n_done, self->jobs->len, self->options.progress_data);
}

static void
add_image (Inspection *self,
           DanbiImage *image)
{
  g_ptr_array_add (self->set->images, g_object_ref (image));
  if (self->options.on_image)
    self->options.on_image (image, self->options.image_data);
}

/* A file of an archive is shown under the archive's path, and may have been damaged in it. */
static void
add_origin (Inspection *self,
            DanbiImage *image)
{
  DanbiFileProblem problem = danbi_unpack_get_problem (self->set->unpack, image->path);

  image->source_path = danbi_unpack_dup_shown (self->set->unpack, image->path);
  if (problem == DANBI_FILE_OK)
    return;
  g_free (image->error);
  image->error = danbi_file_problem_dup_sentence (problem, NULL);
}

static void
job_done_cb (DanbiJob *job,
             gpointer  user_data)
{
  Inspection *self = user_data;
  DanbiDisc *disc = find_disc (self, job->path);
  gboolean referenced = disc && danbi_disc_refers_to (disc, job->path);

  /* A file of that name is no image, whatever is wrong with it. */
  if (job->is_directory)
    job->image->kind = DANBI_IMAGE_DICOMDIR;
  add_origin (self, job->image);
  if (job->directory)
    danbi_disc_audit_directory (disc, job->image);
  else
    {
      if (job->image->kind == DANBI_IMAGE_OTHER && !job->image->error)
        judge_other (job->image, referenced);
      if (disc)
        danbi_disc_audit (disc, job->image);
    }
  count (self, job->image, referenced, disc != NULL);
  self->n_done++;
  add_image (self, job->image);
  tell_progress (self);
}

static void
directory_done_cb (DanbiJob *job,
                   gpointer  user_data)
{
  Inspection *self = user_data;
  g_autofree char *folder = g_path_get_dirname (job->path);

  if (!job->directory || g_hash_table_contains (self->discs, folder))
    return;
  g_hash_table_insert (self->discs, g_strdup (folder), danbi_disc_new (folder, job->directory));
}

/* A folder that could not be opened stands in the list with its reason. */
static DanbiJob *
make_job (Inspection          *self,
          const DanbiWalkFile *file)
{
  DanbiJob *job = danbi_job_new (file->path, file->size,
                                 !file->failure && danbi_walk_is_dicomdir_name (file->path));

  g_ptr_array_add (self->owned, job);
  if (file->failure)
    {
      job->image = danbi_image_new (file->path);
      job->image->error = danbi_file_problem_dup_sentence (DANBI_FILE_UNREADABLE, file->failure);
    }
  return job;
}

/* DICOMDIRs come first, because each other file is held against them when it is told of. */
static gboolean
read_directories (Inspection   *self,
                  DanbiCrew    *crew,
                  GCancellable *cancellable,
                  GError      **error)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (self->files, i);

      if (!file->failure && danbi_walk_is_dicomdir_name (file->path))
        g_ptr_array_add (self->directories, make_job (self, file));
    }
  return danbi_crew_run (crew, self->directories, directory_done_cb, self, cancellable, error);
}

static void
resolve_discs (Inspection *self)
{
  GHashTableIter iter;
  gpointer disc;

  for (guint i = 0; i < self->files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (self->files, i);
      DanbiDisc *around = find_disc (self, file->path);

      if (around)
        danbi_disc_add_file (around, file->path);
    }
  g_hash_table_iter_init (&iter, self->discs);
  while (g_hash_table_iter_next (&iter, NULL, &disc))
    danbi_disc_resolve (disc);
}

static void
make_jobs (Inspection *self)
{
  guint next_directory = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (self->files, i);
      DanbiDisc *disc = find_disc (self, file->path);
      DanbiJob *directory = next_directory < self->directories->len
                              ? g_ptr_array_index (self->directories, next_directory) : NULL;

      if (directory && strcmp (directory->path, file->path) == 0)
        {
          next_directory++;
          g_ptr_array_add (self->jobs, directory);
        }
      else if (!file->if_referenced || !disc || danbi_disc_refers_to (disc, file->path))
        g_ptr_array_add (self->jobs, make_job (self, file));
    }
}

static void
add_missing (Inspection *self)
{
  for (guint i = 0; i < self->directories->len; i++)
    {
      const DanbiJob *job = g_ptr_array_index (self->directories, i);
      DanbiDisc *disc = find_disc (self, job->path);
      g_autoptr (GPtrArray) missing = NULL;

      if (!disc || !job->directory || danbi_disc_get_directory (disc) != job->directory)
        continue;
      missing = danbi_disc_dup_missing (disc);
      self->set->n_referenced += danbi_disc_get_n_references (disc);
      for (guint j = 0; j < missing->len; j++)
        {
          add_origin (self, g_ptr_array_index (missing, j));
          add_image (self, g_ptr_array_index (missing, j));
        }
      if (g_hash_table_size (self->discs) == 1)
        self->set->dicomdir_root = g_strdup (danbi_disc_get_root (disc));
    }
}

/* Nobody knows how many files an archive would have had, so each failure counts as one. */
static void
add_refused (Inspection *self)
{
  GPtrArray *refused = danbi_unpack_get_refused (self->set->unpack);

  for (guint i = 0; i < refused->len; i++)
    {
      self->set->n_referenced++;
      add_image (self, g_ptr_array_index (refused, i));
    }
}

/* Archives among what was dropped become folders; those that failed altogether fall out. */
static GStrv
unpack_archives (Inspection         *self,
                 const char *const  *paths,
                 GCancellable       *cancellable,
                 GError            **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; paths[i]; i++)
    {
      guint n_refused = danbi_unpack_get_refused (self->set->unpack)->len;
      g_autofree char *folder = NULL;

      if (danbi_unpack_is_archive (paths[i])
          && !danbi_unpack_run (self->set->unpack, paths[i], &folder,
                                self->options.on_progress, self->options.progress_data,
                                cancellable, error))
        return NULL;
      if (folder)
        g_strv_builder_add (builder, folder);
      else if (danbi_unpack_get_refused (self->set->unpack)->len == n_refused)
        g_strv_builder_add (builder, paths[i]);
    }
  return g_strv_builder_end (builder);
}

static gboolean
list_files (Inspection         *self,
            const char *const  *paths,
            GCancellable       *cancellable,
            GError            **error)
{
  g_auto (GStrv) unpacked = unpack_archives (self, paths, cancellable, error);

  if (unpacked)
    self->files = danbi_walk_run ((const char *const *) unpacked, cancellable, error);
  return self->files != NULL;
}

static void
inspection_init (Inspection *self)
{
  self->set = g_new0 (DanbiFileSet, 1);
  self->set->unpack = danbi_unpack_new ();
  self->set->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->owned = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_job_free);
  self->jobs = g_ptr_array_new ();
  self->directories = g_ptr_array_new ();
  self->discs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) danbi_disc_free);
}

/**
 * danbi_inspection_run:
 * @paths: files and folders that were dropped, a DICOMDIR or an archive among them perhaps
 * @options: (nullable): what is wanted of it
 * @cancellable: (nullable): stops the inspection
 * @error: a path that does not exist, more files than are allowed, or no inspector
 *
 * Lists the files below @paths and has two confined children read their headers. A ZIP, 7z, CAB or
 * ISO that was dropped is unpacked and read as a folder; its files go with the set. A DICOMDIR that
 * was dropped brings the files it refers to; one inside a dropped folder is held against all DICOM
 * files around it. A file that cannot be read, also one that makes a child crash or hang, has an
 * error in its #DanbiImage and does not stop the others.
 *
 * Returns: (transfer full) (nullable): what stands there
 */
DanbiFileSet *
danbi_inspection_run (const char *const             *paths,
                      const DanbiInspectionOptions  *options,
                      GCancellable                  *cancellable,
                      GError                       **error)
{
  g_autoptr (DanbiCrew) crew = NULL;
  g_auto (Inspection) self = { 0 };

  if (options)
    self.options = *options;
  crew = danbi_crew_new ((self.options.flags & DANBI_INSPECTION_HASH) != 0);
  inspection_init (&self);
  if (!danbi_crew_prepare (crew, 1, error))
    return NULL;
  if (!list_files (&self, paths, cancellable, error)
      || !danbi_crew_prepare (crew, self.files->len, error)
      || !read_directories (&self, crew, cancellable, error))
    return NULL;
  resolve_discs (&self);
  make_jobs (&self);
  if (!danbi_crew_run (crew, self.jobs, job_done_cb, &self, cancellable, error))
    return NULL;
  add_missing (&self);
  add_refused (&self);
  return g_steal_pointer (&self.set);
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
  g_set_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED,
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
 * @error: why there is no JPEG, a sentence for the user
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
