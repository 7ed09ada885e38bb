/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying images into a folder that does not count until it is committed. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-store-private.h"

#define PROGRESS_INTERVAL_US (G_USEC_PER_SEC / 10)

/* Far more than the 8 levels of 8 characters that are lawful in what is sent; what was dropped may
 * be named otherwise, and File IDs come from a hostile disc. */
#define FILE_ID_MAX_BYTES 1024

typedef struct
{
  DanbiProgressFunc function;
  gpointer user_data;
  guint64 done_bytes;
  guint64 total_bytes;
  gint64 told_us;
} Progress;

static gboolean
is_safe_component (const char *name)
{
  return *name != '\0' && strcmp (name, ".") != 0 && strcmp (name, "..") != 0;
}

static gboolean
is_printable (const char *text)
{
  for (const char *c = text; *c; c++)
    if (g_ascii_iscntrl (*c))
      return FALSE;
  return g_utf8_validate (text, -1, NULL);
}

static gboolean
is_safe_file_id (const char *file_id)
{
  g_auto (GStrv) levels = NULL;

  if (strlen (file_id) > FILE_ID_MAX_BYTES || !is_printable (file_id))
    return FALSE;
  levels = g_strsplit (file_id, "/", -1);
  for (guint i = 0; levels[i]; i++)
    if (!is_safe_component (levels[i]))
      return FALSE;
  return levels[0] != NULL;
}

static gboolean
check_name (const char *file_id,
            GError    **error)
{
  g_autofree char *name = NULL;

  if (!file_id || is_safe_file_id (file_id))
    return TRUE;
  name = g_strescape (file_id, NULL);
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
               _("An image cannot be stored under the name “%s”. Rename it and choose it "
                 "again."),
               name);
  return FALSE;
}

static gboolean
check_names (GPtrArray *images,
             GError   **error)
{
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (!check_name (image->file_id, error) || !check_name (image->original_id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_sha256 (const DanbiImage *image,
              const char       *sha256,
              GError          **error)
{
  if (!image->sha256 || g_ascii_strcasecmp (image->sha256, sha256) == 0)
    return TRUE;
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
               _("The file %s is not what was inspected: it changed in the meantime. Choose the "
                 "images again."),
               image->file_id);
  return FALSE;
}

/* The file as it is, and the picture in it, by which it is known again under another header. */
static gboolean
take_digest (DanbiImage      *image,
             DanbiFileDigest *digest,
             GError         **error)
{
  if (!check_sha256 (image, digest->sha256, error))
    return FALSE;
  g_free (image->sha256);
  image->sha256 = g_steal_pointer (&digest->sha256);
  g_free (image->pixel_sha256);
  image->pixel_sha256 = g_steal_pointer (&digest->range_sha256);
  return TRUE;
}

/* A file of a set never changes, so a new set may share it. */
static gboolean
link_own_file (DanbiStore *self,
               const char *source,
               const char *target)
{
  g_autofree char *cases = danbi_store_dup_full_path (self, "cases" G_DIR_SEPARATOR_S);
  g_autofree char *canonical = g_canonicalize_filename (source, NULL);

  return g_str_has_prefix (canonical, cases) && link (canonical, target) == 0;
}

/* What came out of an archive, or from a slow medium, was copied to the store's disk already. */
static gboolean
link_spooled_file (DanbiStore *self,
                   const char *source,
                   const char *target)
{
  g_autofree char *spool = danbi_store_dup_full_path (self, "spool" G_DIR_SEPARATOR_S);
  g_autofree char *canonical = g_canonicalize_filename (source, NULL);

  return g_str_has_prefix (canonical, spool) && link (canonical, target) == 0;
}

static gboolean
copy_file (DanbiStore   *self,
           DanbiImage   *image,
           const char   *target,
           GCancellable *cancellable,
           GError      **error)
{
  g_autofree char *parent = g_path_get_dirname (target);
  g_auto (DanbiFileDigest) digest = { image->pixel_offset, image->pixel_bytes, NULL, NULL };

  if (!danbi_dir_create (parent, error))
    return FALSE;
  if (link_own_file (self, image->path, target))
    return image->sha256
           || (danbi_file_digest (target, &digest, cancellable, error)
               && take_digest (image, &digest, error));
  if (link_spooled_file (self, image->path, target))
    return danbi_file_digest (target, &digest, cancellable, error)
           && danbi_store_sync_file (target, error) && take_digest (image, &digest, error);
  return danbi_file_copy_digest (image->path, target, &digest, cancellable, error)
         && take_digest (image, &digest, error);
}

/* What the image was converted from stays with the case, as it came. */
static gboolean
keep_original (DanbiStore   *self,
               DanbiImage   *image,
               const char   *staged,
               GCancellable *cancellable,
               GError      **error)
{
  g_autofree char *target = NULL;
  g_autofree char *parent = NULL;

  if (!image->original_path || !image->original_id)
    return TRUE;
  target = g_build_filename (staged, image->original_id, NULL);
  parent = g_path_get_dirname (target);
  if (!danbi_dir_create (parent, error)
      || (!link_own_file (self, image->original_path, target)
          && !danbi_file_copy (image->original_path, target, NULL, cancellable, error)))
    return FALSE;
  g_free (image->original_path);
  image->original_path = g_steal_pointer (&target);
  return TRUE;
}

static DanbiImage *
stage_image (DanbiStore       *self,
             const DanbiImage *image,
             const char       *staged,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autoptr (DanbiImage) copy = danbi_image_copy (image);
  g_autofree char *target = NULL;

  if (!copy->source_path)
    copy->source_path = g_strdup (image->path);
  /* A file that only a finding names (absent, damaged, beside the DICOMDIR) stays where it is. */
  if (!image->file_id)
    return g_steal_pointer (&copy);

  target = g_build_filename (staged,
                             danbi_image_needs_conversion (image) && image->original_id
                               ? image->original_id : image->file_id,
                             NULL);
  if (!copy_file (self, copy, target, cancellable, error)
      || !keep_original (self, copy, staged, cancellable, error))
    return NULL;
  g_free (copy->path);
  copy->path = g_steal_pointer (&target);
  return g_steal_pointer (&copy);
}

static void
tell_progress (Progress *progress,
               gboolean  last)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!progress->function || (!last && now_us - progress->told_us < PROGRESS_INTERVAL_US))
    return;
  progress->told_us = now_us;
  progress->function (progress->done_bytes, progress->total_bytes, progress->user_data);
}

static GPtrArray *
stage_all (DanbiStore   *self,
           GPtrArray    *images,
           const char   *staged,
           Progress     *progress,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < images->len; i++)
    progress->total_bytes += ((DanbiImage *) g_ptr_array_index (images, i))->bytes;
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);
      DanbiImage *copy;

      tell_progress (progress, FALSE);
      copy = stage_image (self, image, staged, cancellable, error);
      if (!copy)
        return NULL;
      g_ptr_array_add (copies, copy);
      progress->done_bytes += image->bytes;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  tell_progress (progress, TRUE);
  return g_steal_pointer (&copies);
}

static gboolean
require_case (DanbiStore *self,
              gint64      case_id,
              GError    **error)
{
  DanbiState state;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  return database
         && danbi_store_end (self, danbi_store_find_state (database, case_id, &state, error),
                             error);
}

static char *
make_set_folder (DanbiStore *self,
                 gint64      case_id,
                 GError    **error)
{
  g_autofree char *set = g_strdup_printf (DANBI_STORE_SET_PREFIX "%08x%08x", g_random_int (),
                                          g_random_int ());
  g_autofree char *path = danbi_store_dup_case_path (case_id, set);
  g_autofree char *full = danbi_store_dup_full_path (self, path);
  g_autofree char *parent = g_path_get_dirname (full);

  if (!danbi_store_announce_stray (self, path, error) || !danbi_dir_create (parent, error))
    return NULL;
  if (mkdir (full, 0700) < 0)
    {
      danbi_store_fail_file (full, error);
      return NULL;
    }
  return g_steal_pointer (&path);
}

static void
replace_elements (GPtrArray *images,
                  GPtrArray *copies)
{
  for (guint i = 0; i < images->len; i++)
    {
      gpointer old = images->pdata[i];

      images->pdata[i] = copies->pdata[i];
      copies->pdata[i] = old;
    }
}

/**
 * danbi_store_stage_images:
 * @self: a store
 * @case_id: a case
 * @images: (element-type DanbiImage) (inout): what to store, each with a File ID, or with
 *   none where only a finding names the file. The array owns
 *   its elements; on success they are replaced by copies with the path in the staged folder, the
 *   place they came from, and the SHA-256 of the file and of the picture in it
 * @on_progress: (nullable): told of the bytes that are copied, in this thread
 * @progress_data: handed to @on_progress
 * @cancellable: (nullable): stops the copying
 * @error: the reason of a failure; nothing is left behind then
 *
 * Copies images into a new folder that does not count yet; one that is to be converted there stands
 * under its original's name, and what was converted brings its original. Files in the store are
 * shared, not copied. A file whose SHA-256 is known must still have it. Blocks: call it in a worker
 * thread; other calls go on meanwhile.
 *
 * Returns: (transfer full): the folder, for danbi_store_commit_images() or
 *   danbi_store_discard_images(). Further files may be written into it before
 */
char *
danbi_store_stage_images (DanbiStore       *self,
                          gint64            case_id,
                          GPtrArray        *images,
                          DanbiProgressFunc on_progress,
                          gpointer          progress_data,
                          GCancellable     *cancellable,
                          GError          **error)
{
  Progress progress = { .function = on_progress, .user_data = progress_data };
  g_autoptr (GPtrArray) copies = NULL;
  g_autofree char *path = NULL;
  g_autofree char *staged = NULL;

  if (!check_names (images, error) || !require_case (self, case_id, error))
    return NULL;
  path = make_set_folder (self, case_id, error);
  if (!path)
    return NULL;
  staged = danbi_store_dup_full_path (self, path);
  copies = stage_all (self, images, staged, &progress, cancellable, error);
  if (!copies)
    {
      danbi_store_drop_stray (self, path);
      return NULL;
    }
  replace_elements (images, copies);
  return g_steal_pointer (&staged);
}
