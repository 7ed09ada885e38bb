/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One inspection: walked, read by the crew, held against DICOMDIRs, archives opened on the way. */
#include "config.h"

#include <string.h>

#include "danbi-archive-kind.h"
#include "danbi-crew.h"
#include "danbi-disc.h"
#include "danbi-keyring.h"
#include "danbi-media.h"
#include "danbi-name-text.h"
#include "danbi-survey.h"
#include "danbi-unpack.h"
#include "danbi-walk.h"

#define PROGRESS_INTERVAL_US (G_USEC_PER_SEC / 10)

typedef struct
{
  const DanbiInspectionOptions *options;
  GCancellable *cancellable;
  DanbiFileSet *set;
  DanbiCrew *crew;
  DanbiKeyring *keyring;
  guint n_done;
  guint n_jobs;
  guint n_discs;
  gint64 told_us;
  GPtrArray *found; /* DanbiImage: archives among the files; %NULL while these are read */
  GPtrArray *held;  /* (nullable): DanbiImage of such an archive, until one proves to be an image */

  /* One round: what was dropped, then each archive that was found in it. */
  GPtrArray *files;       /* DanbiWalkFile */
  GPtrArray *owned;       /* DanbiJob */
  GPtrArray *jobs;        /* of these, one for each file that counts */
  GPtrArray *directories; /* of these, the DICOMDIRs */
  GHashTable *discs;      /* DanbiDisc by folder */
  GHashTable *copies;     /* (nullable): DanbiMediaFile by the path of the copy: a slow medium */
} Survey;

static void
clear_round (Survey *self)
{
  g_clear_pointer (&self->copies, g_hash_table_unref);
  g_clear_pointer (&self->discs, g_hash_table_unref);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->directories, g_ptr_array_unref);
  g_clear_pointer (&self->owned, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
}

static void
survey_clear (Survey *self)
{
  clear_round (self);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->crew, danbi_crew_free);
  g_clear_pointer (&self->keyring, danbi_keyring_free);
  g_clear_pointer (&self->set, danbi_file_set_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Survey, survey_clear)

static void
begin_round (Survey *self)
{
  clear_round (self);
  self->owned = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_job_free);
  self->jobs = g_ptr_array_new ();
  self->directories = g_ptr_array_new ();
  self->discs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) danbi_disc_free);
}

/* The DICOMDIRs above a file, the innermost first; %NULL where there is none. */
static GPtrArray *
find_discs (const Survey *self,
            const char   *path)
{
  g_autofree char *folder = NULL;
  GPtrArray *discs = NULL;

  if (g_hash_table_size (self->discs) == 0)
    return NULL;
  folder = g_path_get_dirname (path);
  for (;;)
    {
      DanbiDisc *disc = g_hash_table_lookup (self->discs, folder);
      g_autofree char *upper = g_path_get_dirname (folder);

      if (disc && !discs)
        discs = g_ptr_array_new ();
      if (disc)
        g_ptr_array_add (discs, disc);
      if (strcmp (upper, folder) == 0)
        return discs;
      g_free (folder);
      folder = g_steal_pointer (&upper);
    }
}

/* Of the DICOMDIRs above a file the innermost one that refers to it speaks for it; the innermost of
 * all where none does. */
static DanbiDisc *
find_disc (const Survey *self,
           const char   *path)
{
  g_autoptr (GPtrArray) discs = find_discs (self, path);

  for (guint i = 0; discs && i < discs->len; i++)
    if (danbi_disc_refers_to (g_ptr_array_index (discs, i), path))
      return g_ptr_array_index (discs, i);
  return discs ? g_ptr_array_index (discs, 0) : NULL;
}

/* What the DICOMDIR in the folder of @path says. */
static DanbiDisc *
find_own_disc (const Survey *self,
               const char   *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_hash_table_lookup (self->discs, folder);
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
count (Survey       *self,
       const DanbiImage *image,
       gboolean          referenced,
       gboolean          on_disc)
{
  gboolean is_image = image->kind == DANBI_IMAGE_DICOM || image->kind == DANBI_IMAGE_JPEG
                      || (image->kind == DANBI_IMAGE_OTHER && image->error);

  if (!referenced && (on_disc || !is_image))
    return;
  self->set->n_referenced++;
  if (!image->error)
    self->set->n_read++;
}

static void
tell_progress (Survey *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!self->options->on_progress
      || (self->n_done < self->n_jobs && now_us - self->told_us < PROGRESS_INTERVAL_US))
    return;
  self->told_us = now_us;
  self->options->on_progress (self->n_done, self->n_jobs, self->options->progress_data);
}

static void
add_image (Survey     *self,
           DanbiImage *image)
{
  if (self->held)
    {
      g_ptr_array_add (self->held, g_object_ref (image));
      return;
    }
  g_ptr_array_add (self->set->images, g_object_ref (image));
  if (self->options->on_image)
    self->options->on_image (image, self->options->image_data);
}

/* A file of an archive is shown under the archive's path, and may have been damaged in it. */
static void
add_origin (Survey *self,
            DanbiImage *image)
{
  DanbiFileProblem problem = danbi_unpack_get_problem (self->set->unpack, image->path);

  image->source_path = danbi_unpack_dup_shown (self->set->unpack, image->path);
  if (!image->source_path && !g_utf8_validate (image->path, -1, NULL))
    image->source_path = danbi_name_to_text (image->path);
  if (problem == DANBI_FILE_OK)
    return;
  g_free (image->error);
  image->error = danbi_file_problem_dup_sentence (problem, NULL);
}

/* A JPEG in the place of a slice is no picture of the case, but a slice that is not there. */
static gboolean
is_no_image (DanbiImage *image,
             gboolean    referenced)
{
  if (referenced && image->kind == DANBI_IMAGE_JPEG)
    image->kind = DANBI_IMAGE_OTHER;
  return image->kind == DANBI_IMAGE_OTHER && !image->error;
}

static void
judge (Survey    *self,
       DanbiJob  *job,
       DanbiDisc *disc)
{
  gboolean referenced = disc && danbi_disc_refers_to (disc, job->path);

  if (job->directory)
    danbi_disc_audit_directory (find_own_disc (self, job->path), job->image);
  else
    {
      if (is_no_image (job->image, referenced))
        judge_other (job->image, referenced);
      if (disc)
        danbi_disc_audit (disc, job->image);
    }
  count (self, job->image, referenced, disc != NULL);
  add_image (self, job->image);
}

/* Archives in archives were opened with the outermost. */
static gboolean
is_found_archive (const Survey     *self,
                  const DanbiImage *image)
{
  return self->found && image->kind == DANBI_IMAGE_OTHER && !image->error
         && !danbi_archive_is_document_name (image->path) && danbi_archive_is_one (image->path);
}

static void
job_done_cb (DanbiJob *job,
             gpointer  user_data)
{
  Survey *self = user_data;
  const DanbiMediaFile *copy
    = self->copies ? g_hash_table_lookup (self->copies, job->path) : NULL;

  if (copy && copy->state == DANBI_MEDIA_PASSED_OVER)
    job->image->bytes = copy->size;
  /* A file of that name is no image, whatever is wrong with it. */
  if (job->is_directory)
    job->image->kind = DANBI_IMAGE_DICOMDIR;
  add_origin (self, job->image);
  if (is_found_archive (self, job->image))
    g_ptr_array_add (self->found, g_object_ref (job->image));
  else
    judge (self, job, find_disc (self, job->path));
  self->n_done++;
  tell_progress (self);
}

static void
directory_done_cb (DanbiJob *job,
                   gpointer  user_data)
{
  Survey *self = user_data;
  g_autofree char *folder = g_path_get_dirname (job->path);

  if (!job->directory || g_hash_table_contains (self->discs, folder))
    return;
  g_hash_table_insert (self->discs, g_strdup (folder), danbi_disc_new (folder, job->directory));
}

/* A folder that could not be opened stands in the list with its reason. */
static DanbiJob *
make_job (Survey          *self,
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
static void
list_directories (Survey *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (self->files, i);

      if (!file->failure && danbi_walk_is_dicomdir_name (file->path))
        g_ptr_array_add (self->directories, make_job (self, file));
    }
}

static void
resolve_discs (Survey *self)
{
  GHashTableIter iter;
  gpointer disc;

  for (guint i = 0; i < self->files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (self->files, i);
      g_autoptr (GPtrArray) around = find_discs (self, file->path);

      for (guint j = 0; around && j < around->len; j++)
        danbi_disc_add_file (g_ptr_array_index (around, j), file->path);
    }
  g_hash_table_iter_init (&iter, self->discs);
  while (g_hash_table_iter_next (&iter, NULL, &disc))
    danbi_disc_resolve (disc);
}

static void
make_jobs (Survey *self)
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
  self->n_jobs += self->jobs->len;
}

static void
add_missing (Survey *self)
{
  for (guint i = 0; i < self->directories->len; i++)
    {
      const DanbiJob *job = g_ptr_array_index (self->directories, i);
      DanbiDisc *disc = find_own_disc (self, job->path);
      g_autoptr (GPtrArray) missing = NULL;

      if (!disc || !job->directory || danbi_disc_get_directory (disc) != job->directory)
        continue;
      missing = danbi_disc_dup_missing (disc);
      self->set->n_referenced += missing->len;
      for (guint j = 0; j < missing->len; j++)
        {
          add_origin (self, g_ptr_array_index (missing, j));
          add_image (self, g_ptr_array_index (missing, j));
        }
      g_free (self->set->dicomdir_root);
      self->set->dicomdir_root
        = ++self->n_discs == 1 ? g_strdup (danbi_disc_get_root (disc)) : NULL;
    }
}

/* Files below folders that can be read again and again. */
static gboolean
run_round (Survey             *self,
           const char *const  *paths,
           GError            **error)
{
  begin_round (self);
  self->files = danbi_walk_run (paths, self->cancellable, error);
  if (!self->files)
    return FALSE;
  list_directories (self);
  if (!danbi_crew_run (self->crew, self->directories, directory_done_cb, self, self->cancellable,
                       error))
    return FALSE;
  resolve_discs (self);
  make_jobs (self);
  if (!danbi_crew_run (self->crew, self->jobs, job_done_cb, self, self->cancellable, error))
    return FALSE;
  add_missing (self);
  return TRUE;
}

/* Slow media */

/* Each file that was found gets a place in the spool under the path that it has on the medium. */
static gboolean
place_copies (Survey  *self,
              GError **error)
{
  DanbiSpool *spool = danbi_unpack_get_spool (self->set->unpack, error);
  g_autofree char *root = spool ? danbi_spool_add_root (spool, "", error) : NULL;

  self->copies = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) danbi_media_file_free);
  for (guint i = 0; root && i < self->files->len; i++)
    {
      DanbiWalkFile *file = g_ptr_array_index (self->files, i);
      DanbiFileProblem problem;
      char *path = NULL;
      DanbiMediaFile *copy;

      if (file->failure)
        continue;
      if (!danbi_spool_place (spool, root, file->path + 1, &path, &problem, error))
        return FALSE;
      if (!path || g_hash_table_contains (self->copies, path))
        {
          g_free (path);
          path = danbi_spool_dup_path_for (spool, root, file->path);
        }
      copy = danbi_media_file_new (file->path, path, file->size);
      g_hash_table_insert (self->copies, copy->copy, copy);
      g_free (file->path);
      file->path = path;
    }
  return root != NULL;
}

/* A file that could not be copied is known without the inspector. */
static void
settle_job (DanbiJob             *job,
            const DanbiMediaFile *file)
{
  if (file->state != DANBI_MEDIA_FAILED)
    return;
  job->image = danbi_image_new (job->path);
  job->image->bytes = file->size;
  job->image->error = danbi_file_problem_dup_sentence (DANBI_FILE_UNREADABLE, file->failure);
}

/* Reads the jobs while their files are copied: those that are there, as often as there are more. */
static gboolean
read_copies (Survey        *self,
             const char    *root,
             GPtrArray     *jobs,
             GPtrArray     *files,
             DanbiJobFunc   on_done,
             GError       **error)
{
  g_autoptr (DanbiMedia) media = danbi_media_new (root, files, self->cancellable);
  guint n_read = 0;

  while (n_read < jobs->len)
    {
      g_autoptr (GPtrArray) ready = g_ptr_array_new ();
      guint n_copied = n_read;
      guint64 n_bytes;

      if (!danbi_media_wait (media, &n_copied, &n_bytes, error))
        return FALSE;
      for (; n_read < n_copied; n_read++)
        {
          settle_job (g_ptr_array_index (jobs, n_read), g_ptr_array_index (files, n_read));
          g_ptr_array_add (ready, g_ptr_array_index (jobs, n_read));
        }
      if (self->options->on_bytes)
        self->options->on_bytes (n_bytes, danbi_media_get_total (media),
                                 self->options->bytes_data);
      if (!danbi_crew_run (self->crew, ready, on_done, self, self->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* The jobs in the order in which their files lie on the medium. */
static gboolean
read_in_disc_order (Survey        *self,
                    const char    *root,
                    GPtrArray     *jobs,
                    DanbiJobFunc   on_done,
                    GError       **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < jobs->len; i++)
    {
      DanbiJob *job = g_ptr_array_index (jobs, i);
      DanbiMediaFile *file = g_hash_table_lookup (self->copies, job->path);

      if (!file || danbi_job_is_done (job))
        continue;
      g_hash_table_insert (by_path, job->path, job);
      g_ptr_array_add (files, file);
    }
  danbi_media_sort (files);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (sorted,
                     g_hash_table_lookup (by_path, ((DanbiMediaFile *) files->pdata[i])->copy));
  return read_copies (self, root, sorted, files, on_done, error);
}

static guint64
sum_sizes (GPtrArray *files)
{
  guint64 sum = 0;

  for (guint i = 0; i < files->len; i++)
    sum += ((const DanbiWalkFile *) g_ptr_array_index (files, i))->size;
  return sum;
}

/* Those that are known already: DICOMDIRs, and folders that could not be opened. */
static gboolean
tell_known (Survey  *self,
            GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  for (guint i = 0; i < self->jobs->len; i++)
    if (danbi_job_is_done (g_ptr_array_index (self->jobs, i)))
      g_ptr_array_add (known, g_ptr_array_index (self->jobs, i));
  return danbi_crew_run (self->crew, known, job_done_cb, self, self->cancellable, error);
}

/* What lies on a slow medium is copied once, and read while it is copied. */
static gboolean
run_slow_round (Survey             *self,
                const char *const  *paths,
                GError            **error)
{
  g_autofree char *folder = g_file_test (paths[0], G_FILE_TEST_IS_DIR)
                              ? g_strdup (paths[0]) : g_path_get_dirname (paths[0]);

  begin_round (self);
  self->files = danbi_walk_run (paths, self->cancellable, error);
  if (!self->files || !place_copies (self, error)
      || !danbi_media_has_room (danbi_spool_get_path (danbi_unpack_get_spool (self->set->unpack,
                                                                              NULL)),
                                sum_sizes (self->files), error))
    return FALSE;
  list_directories (self);
  if (!read_in_disc_order (self, folder, self->directories, directory_done_cb, error))
    return FALSE;
  resolve_discs (self);
  make_jobs (self);
  if (!tell_known (self, error)
      || !read_in_disc_order (self, folder, self->jobs, job_done_cb, error))
    return FALSE;
  add_missing (self);
  return TRUE;
}

/* Archives among what was dropped become folders; those that failed altogether fall out. What lies
 * on slow media is set aside: an archive there is opened when it was copied. */
static GStrv
unpack_dropped (Survey             *self,
                const char *const  *paths,
                GStrvBuilder       *slow,
                GError            **error)
{
  DanbiUnpack *unpack = self->set->unpack;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; paths[i]; i++)
    {
      guint n_refused = danbi_unpack_get_refused (unpack)->len;
      g_autofree char *folder = NULL;

      if (danbi_media_is_slow (paths[i]))
        {
          g_strv_builder_add (slow, paths[i]);
          continue;
        }
      if (danbi_archive_is_one (paths[i])
          && !danbi_unpack_run (unpack, paths[i], &folder, error))
        return NULL;
      if (folder)
        g_strv_builder_add (builder, folder);
      else if (danbi_unpack_get_refused (unpack)->len == n_refused)
        g_strv_builder_add (builder, paths[i]);
    }
  return g_strv_builder_end (builder);
}

static gboolean
holds_image (GPtrArray *images)
{
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (image->kind != DANBI_IMAGE_OTHER || image->error)
        return TRUE;
    }
  return FALSE;
}

static void
add_held_cb (DanbiImage *image,
             Survey     *self)
{
  add_image (self, image);
}

/* Returns in @any whether there is an image, or what should have been one, below @folder. */
static gboolean
read_unpacked (Survey      *self,
               const char  *folder,
               gboolean    *any,
               GError     **error)
{
  const char *paths[] = { folder, NULL };
  g_autoptr (GPtrArray) images = NULL;
  gboolean ok;

  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  ok = run_round (self, paths, error);
  images = g_steal_pointer (&self->held);
  *any = ok && holds_image (images);
  if (*any)
    g_ptr_array_foreach (images, (GFunc) add_held_cb, self);
  return ok;
}

/* One that holds no image is a file like others, passed over; what was left out of it does not
 * matter then. One that fails is named by what is refused. */
static gboolean
read_archive (Survey      *self,
              DanbiImage  *archive,
              GError     **error)
{
  DanbiUnpack *unpack = self->set->unpack;
  guint n_refused = danbi_unpack_get_refused (unpack)->len;
  guint n_left_out = danbi_unpack_get_left_out (unpack)->len;
  g_autofree char *folder = NULL;
  gboolean any = FALSE;

  if (!danbi_unpack_run (unpack, archive->path, &folder, error)
      || (folder && !read_unpacked (self, folder, &any, error)))
    return FALSE;
  if (!any)
    g_ptr_array_set_size (danbi_unpack_get_left_out (unpack), (int) n_left_out);
  if (!any && danbi_unpack_get_refused (unpack)->len == n_refused)
    add_image (self, archive);
  return TRUE;
}

static gboolean
read_found (Survey  *self,
            GError **error)
{
  g_autoptr (GPtrArray) found = g_steal_pointer (&self->found);

  for (guint i = 0; i < found->len; i++)
    if (!read_archive (self, g_ptr_array_index (found, i), error))
      return FALSE;
  return TRUE;
}

/* Nobody knows how many files an archive would have had, so each failure counts as one. */
static void
add_refused (Survey    *self,
             GPtrArray *refused)
{
  for (guint i = 0; i < refused->len; i++)
    {
      self->set->n_referenced++;
      add_image (self, g_ptr_array_index (refused, i));
    }
}

static void
survey_init (Survey                       *self,
             const DanbiInspectionOptions *options,
             GCancellable                 *cancellable)
{
  self->options = options;
  self->cancellable = cancellable;
  self->crew = danbi_crew_new ((options->flags & DANBI_INSPECTION_HASH) != 0);
  self->keyring = danbi_keyring_new (options->ask_password, options->password_data);
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  self->set = g_new0 (DanbiFileSet, 1);
  self->set->unpack = danbi_unpack_new ();
  self->set->images = g_ptr_array_new_with_free_func (g_object_unref);
  danbi_unpack_attend (self->set->unpack, self->keyring, options->on_progress,
                       options->progress_data, cancellable);
}

/**
 * danbi_survey_run:
 * @paths: files and folders that were dropped
 * @options: what is wanted of it
 * @cancellable: (nullable): stops it
 * @error: as for danbi_inspection_run()
 *
 * Does what danbi_inspection_run() says.
 *
 * Returns: (transfer full) (nullable): what stands there
 */
DanbiFileSet *
danbi_survey_run (const char *const             *paths,
                  const DanbiInspectionOptions  *options,
                  GCancellable                  *cancellable,
                  GError                       **error)
{
  g_auto (Survey) self = { 0 };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) unpacked = NULL;
  g_auto (GStrv) slow = NULL;

  survey_init (&self, options, cancellable);
  if (!danbi_crew_prepare (self.crew, error))
    return NULL;
  unpacked = unpack_dropped (&self, paths, builder, error);
  slow = g_strv_builder_end (builder);
  if (!unpacked || (*unpacked && !run_round (&self, (const char *const *) unpacked, error))
      || (*slow && !run_slow_round (&self, (const char *const *) slow, error))
      || !read_found (&self, error))
    return NULL;
  add_refused (&self, danbi_unpack_get_left_out (self.set->unpack));
  add_refused (&self, danbi_unpack_get_refused (self.set->unpack));
  danbi_unpack_attend (self.set->unpack, NULL, NULL, NULL, NULL);
  return g_steal_pointer (&self.set);
}
