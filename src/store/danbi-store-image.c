/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The images of a case: each set in a folder of its own that never changes once it counts. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-clock.h"
#include "danbi-store-private.h"

#define SET_PREFIX "set-"
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

/* The texts of an image as they stand in the table, in the order of IMAGE_TEXT_COLUMNS. */
static const struct
{
  const char *parameter;
  gsize offset;
} texts[] = {
#define TEXT(name) { ":" #name, G_STRUCT_OFFSET (DanbiImage, name) }
  TEXT (file_id),         TEXT (source_path),      TEXT (modality),   TEXT (sop_class_uid),
  TEXT (sop_instance_uid), TEXT (series_uid),      TEXT (study_uid),  TEXT (transfer_syntax),
  TEXT (patient_id),      TEXT (patient_name),     TEXT (birth_date), TEXT (sex),
  TEXT (study_date),      TEXT (study_time),       TEXT (acquisition_date),
  TEXT (image_type),      TEXT (sha256),           TEXT (error),      TEXT (dir_detail),
#undef TEXT
};
#define IMAGE_TEXT_COLUMNS                                                                         \
  "file_id, source_path, modality, sop_class_uid, sop_instance_uid, series_uid, study_uid, "       \
  "transfer_syntax, patient_id, patient_name, birth_date, sex, study_date, study_time, "           \
  "acquisition_date, image_type, sha256, error, dir_detail"

static const char *const kinds[] = {
  [DANBI_IMAGE_OTHER] = "other",
  [DANBI_IMAGE_DICOM] = "dicom",
  [DANBI_IMAGE_JPEG] = "jpeg",
  [DANBI_IMAGE_DICOMDIR] = "dicomdir",
};

/**
 * danbi_store_dup_case_path:
 * @case_id: a case
 * @image_dir: (nullable): one set of its images
 *
 * Returns: (transfer full): the folder of the case or of the set, relative to the store's
 */
char *
danbi_store_dup_case_path (gint64      case_id,
                           const char *image_dir)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, case_id);

  return g_build_filename ("cases", id, image_dir, NULL);
}

static char *
dup_full_path (DanbiStore *self,
               const char *path)
{
  return g_build_filename (danbi_store_get_dir (self), path, NULL);
}

static gboolean
fail_errno (const char *path,
            GError    **error)
{
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
               _("The images could not be stored: %s: %s."), path, g_strerror (errno));
  return FALSE;
}

/* Staging */

static gboolean
is_safe_component (const char *name)
{
  return *name != '\0' && strcmp (name, ".") != 0 && strcmp (name, "..") != 0;
}

static gboolean
is_safe_file_id (const char *file_id)
{
  g_auto (GStrv) levels = NULL;

  if (!file_id || strlen (file_id) > FILE_ID_MAX_BYTES)
    return FALSE;
  levels = g_strsplit (file_id, "/", -1);
  for (guint i = 0; levels[i]; i++)
    if (!is_safe_component (levels[i]))
      return FALSE;
  return levels[0] != NULL;
}

static gboolean
check_names (GPtrArray *images,
             GError   **error)
{
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (!is_safe_file_id (image->file_id))
        {
          g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
                       _("An image cannot be stored under the name “%s”."),
                       image->file_id ? image->file_id : "");
          return FALSE;
        }
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

/* A file of a set never changes, so a new set may share it. */
static gboolean
link_own_file (DanbiStore *self,
               const char *source,
               const char *target)
{
  g_autofree char *cases = dup_full_path (self, "cases" G_DIR_SEPARATOR_S);
  g_autofree char *canonical = g_canonicalize_filename (source, NULL);

  return g_str_has_prefix (canonical, cases) && link (canonical, target) == 0;
}

static gboolean
copy_file (DanbiStore   *self,
           DanbiImage   *image,
           const char   *target,
           GCancellable *cancellable,
           GError      **error)
{
  g_autofree char *parent = g_path_get_dirname (target);
  g_autofree char *sha256 = NULL;

  if (!danbi_dir_create (parent, error))
    return FALSE;
  if (link_own_file (self, image->path, target))
    sha256 = image->sha256 ? g_strdup (image->sha256)
                           : danbi_file_sha256 (target, cancellable, error);
  else if (!danbi_file_copy (image->path, target, &sha256, cancellable, error))
    return FALSE;

  if (!sha256 || !check_sha256 (image, sha256, error))
    return FALSE;
  g_free (image->sha256);
  image->sha256 = g_steal_pointer (&sha256);
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
  g_autofree char *target = g_build_filename (staged, image->file_id, NULL);

  /* What a DICOMDIR refers to in vain is kept as a finding without a file. */
  if (!(image->dir_faults & DANBI_DIR_MISSING)
      && !copy_file (self, copy, target, cancellable, error))
    return NULL;
  if (!copy->source_path)
    copy->source_path = g_strdup (image->path);
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
  g_autofree char *set = g_strdup_printf (SET_PREFIX "%08x%08x", g_random_int (),
                                          g_random_int ());
  g_autofree char *path = danbi_store_dup_case_path (case_id, set);
  g_autofree char *full = dup_full_path (self, path);
  g_autofree char *parent = g_path_get_dirname (full);

  if (!danbi_store_announce_stray (self, path, error) || !danbi_dir_create (parent, error))
    return NULL;
  if (mkdir (full, 0700) < 0)
    {
      fail_errno (full, error);
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
 * @images: (element-type DanbiImage) (inout): what to store, each with a File ID. The array owns
 *   its elements; on success they are replaced by copies with the path in the staged folder, the
 *   place they came from, and their SHA-256
 * @on_progress: (nullable): told of the bytes that are copied, in this thread
 * @progress_data: handed to @on_progress
 * @cancellable: (nullable): stops the copying
 * @error: the reason of a failure; nothing is left behind then
 *
 * Copies images into a new folder that does not count yet. Files that are in the store already are
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
  staged = dup_full_path (self, path);
  copies = stage_all (self, images, staged, &progress, cancellable, error);
  if (!copies)
    {
      danbi_store_drop_stray (self, path);
      return NULL;
    }
  replace_elements (images, copies);
  return g_steal_pointer (&staged);
}

/* Committing */

static gboolean
fail_gone (GError **error)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND,
                       _("The images are no longer where they were copied to. Choose them "
                         "again."));
  return FALSE;
}

/* Takes `<dir>/cases/<case_id>/set-…` apart. */
static char *
dup_set_name (DanbiStore *self,
              gint64      case_id,
              const char *staged,
              GError    **error)
{
  g_autofree char *path = danbi_store_dup_case_path (case_id, SET_PREFIX);
  g_autofree char *prefix = dup_full_path (self, path);
  const char *set = strrchr (staged, G_DIR_SEPARATOR);

  if (g_str_has_prefix (staged, prefix) && set && strlen (prefix) > (gsize) (set - staged))
    return g_strdup (set + 1);
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
               _("The folder %s is no set of images of this case."), staged);
  return NULL;
}

static gboolean
sync_file (const char *path,
           GError    **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean ok = (fd >= 0 && fsync (fd) == 0) || fail_errno (path, error);

  if (fd >= 0)
    close (fd);
  return ok;
}

/* The images were flushed when they were copied; what was added to them since was not. */
static gboolean
sync_tree (const char *path,
           GHashTable *flushed,
           GError    **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  const char *name;

  if (!dir)
    return FALSE;
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_hash_table_contains (flushed, child))
        continue;
      if (!(g_file_test (child, G_FILE_TEST_IS_DIR) ? sync_tree (child, flushed, error)
                                                    : sync_file (child, error)))
        return FALSE;
    }
  return danbi_dir_sync (path, error);
}

static gboolean
sync_set (const char *staged,
          GPtrArray  *images,
          GError    **error)
{
  g_autoptr (GHashTable) flushed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *item_dir = g_path_get_dirname (staged);
  g_autofree char *cases_dir = g_path_get_dirname (item_dir);

  for (guint i = 0; i < images->len; i++)
    g_hash_table_add (flushed, ((DanbiImage *) g_ptr_array_index (images, i))->path);
  return sync_tree (staged, flushed, error) && danbi_dir_sync (item_dir, error)
         && danbi_dir_sync (cases_dir, error);
}

static void
bind_image (DanbiStatement   *insert,
            const DanbiImage *image,
            guint             position)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    danbi_statement_set_text (insert, texts[i].parameter,
                              G_STRUCT_MEMBER (char *, image, texts[i].offset));
  danbi_statement_set_int (insert, ":position", position);
  danbi_statement_set_text (insert, ":kind", kinds[image->kind]);
  danbi_statement_set_int (insert, ":rows", image->rows);
  danbi_statement_set_int (insert, ":columns", image->columns);
  danbi_statement_set_int (insert, ":frames", image->frames);
  danbi_statement_set_int (insert, ":bytes", (gint64) image->bytes);
  danbi_statement_set_int (insert, ":dir_faults", image->dir_faults);
}

static gboolean
insert_images (DanbiDatabase *database,
               gint64         case_id,
               GPtrArray     *images,
               GError       **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (
    database,
    "INSERT INTO images (case_id, position, kind, rows, columns, frames, bytes, dir_faults,"
    " " IMAGE_TEXT_COLUMNS ")"
    " VALUES (:case_id, :position, :kind, :rows, :columns, :frames, :bytes, :dir_faults,"
    " :file_id, :source_path, :modality, :sop_class_uid, :sop_instance_uid, :series_uid,"
    " :study_uid, :transfer_syntax, :patient_id, :patient_name, :birth_date, :sex, :study_date,"
    " :study_time, :acquisition_date, :image_type, :sha256, :error, :dir_detail)",
    error);
  if (!insert)
    return FALSE;
  danbi_statement_set_int (insert, ":case_id", case_id);
  for (guint i = 0; i < images->len; i++)
    {
      bind_image (insert, g_ptr_array_index (images, i), i);
      if (!danbi_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_images (DanbiDatabase *database,
               gint64         case_id,
               GError       **error)
{
  g_autoptr (DanbiStatement) remove = NULL;

  remove = danbi_database_prepare (database, "DELETE FROM images WHERE case_id = :id", error);
  if (!remove)
    return FALSE;
  danbi_statement_set_int (remove, ":id", case_id);
  return danbi_statement_run (remove, error);
}

static gboolean
refer_to_set (DanbiDatabase *database,
              gint64         case_id,
              const char    *set,
              guint          n_images,
              GError       **error)
{
  g_autoptr (DanbiStatement) update = NULL;

  update = danbi_database_prepare (database,
                                   "UPDATE cases SET image_dir = :set, n_images = :n,"
                                   " saved_s = :now WHERE id = :id",
                                   error);
  if (!update)
    return FALSE;
  danbi_statement_set_text (update, ":set", set);
  danbi_statement_set_int (update, ":n", n_images);
  danbi_statement_set_int (update, ":now", danbi_clock_now_s ());
  danbi_statement_set_int (update, ":id", case_id);
  return danbi_statement_run (update, error);
}

/* Images are replaced while a person works on the case, or after acceptance (RULEBOOK section 6),
 * never while a batch with them is under way. */
static gboolean
check_replaceable (DanbiDatabase *database,
                   gint64         case_id,
                   GError       **error)
{
  DanbiState state;

  if (!danbi_store_find_state (database, case_id, &state, error))
    return FALSE;
  if (state == DANBI_STATE_SENDING || state == DANBI_STATE_SENT || state == DANBI_STATE_UNKNOWN)
    return danbi_store_refuse_state (error);
  return TRUE;
}

/* Sets @path to the folder of the images that the case refers to, %NULL where it has none. */
static gboolean
find_image_path (DanbiDatabase *database,
                 gint64         case_id,
                 char         **path,
                 GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT image_dir FROM cases WHERE id = :id"
                                  " AND image_dir IS NOT NULL",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", case_id);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  *path = row ? danbi_store_dup_case_path (case_id, danbi_statement_get_text (query, 0)) : NULL;
  return TRUE;
}

/* A folder that was discarded, or counts already, is no longer known as a stray. */
static gboolean
claim_set (DanbiDatabase *database,
           gint64         case_id,
           const char    *set,
           GError       **error)
{
  g_autofree char *path = danbi_store_dup_case_path (case_id, set);

  if (!danbi_store_keep (database, path, error))
    return FALSE;
  return danbi_database_get_n_changed (database) == 1 || fail_gone (error);
}

static gboolean
write_set (DanbiDatabase *database,
           gint64         case_id,
           const char    *set,
           GPtrArray     *images,
           char         **old_path,
           GError       **error)
{
  return check_replaceable (database, case_id, error)
         && find_image_path (database, case_id, old_path, error)
         && (!set || claim_set (database, case_id, set, error))
         && (!*old_path || danbi_store_mark_stray (database, *old_path, error))
         && refer_to_set (database, case_id, set, images->len, error)
         && delete_images (database, case_id, error)
         && insert_images (database, case_id, images, error);
}

/**
 * danbi_store_commit_images:
 * @self: a store
 * @item: the case
 * @staged: (nullable): the folder that danbi_store_stage_images() gave; %NULL: no images any more
 * @images: (element-type DanbiImage): the images in it
 * @error: the reason of a failure; the case keeps its old images then
 *
 * Makes a case refer to a new set of images, in one step, and removes the old set. The images of
 * @item itself are the caller's to change.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_commit_images (DanbiStore *self,
                           DanbiCase  *item,
                           const char *staged,
                           GPtrArray  *images,
                           GError    **error)
{
  gint64 id = danbi_case_get_id (item);
  g_autofree char *set = NULL;
  g_autofree char *old_path = NULL;
  DanbiDatabase *database;

  if (staged)
    {
      set = dup_set_name (self, id, staged, error);
      if (!set || !sync_set (staged, images, error))
        return FALSE;
    }
  database = danbi_store_begin_write (self, error);
  if (!database
      || !danbi_store_end (self, write_set (database, id, set, images, &old_path, error), error))
    return FALSE;

  if (old_path)
    {
      danbi_store_drop_stray (self, old_path);
      danbi_store_wipe_log (self);
    }
  return TRUE;
}

static gboolean
is_stray (DanbiStore *self,
          const char *path,
          gboolean   *stray,
          GError    **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return FALSE;
  query = danbi_database_prepare (database, "SELECT 1 FROM strays WHERE path = :path", error);
  if (!query)
    return danbi_store_end (self, FALSE, error);
  danbi_statement_set_text (query, ":path", path);
  return danbi_store_end (self, danbi_statement_next (query, stray, error), error);
}

/**
 * danbi_store_discard_images:
 * @self: a store
 * @staged: the folder that danbi_store_stage_images() gave
 * @error: the reason of a failure
 *
 * Removes a staged folder. One that a case refers to is never removed.
 *
 * Returns: whether it is gone, or known to go
 */
gboolean
danbi_store_discard_images (DanbiStore *self,
                            const char *staged,
                            GError    **error)
{
  gsize dir_length = strlen (danbi_store_get_dir (self));
  const char *path;
  gboolean stray;

  if (!g_str_has_prefix (staged, danbi_store_get_dir (self)) || staged[dir_length] == '\0')
    return fail_gone (error);
  path = staged + dir_length + 1;
  if (!is_stray (self, path, &stray, error))
    return FALSE;
  if (!stray)
    return fail_gone (error);
  danbi_store_drop_stray (self, path);
  return TRUE;
}

/* Reading */

static DanbiImageKind
kind_from_nick (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i], nick) == 0)
      return i;
  return DANBI_IMAGE_OTHER;
}

static DanbiImage *
read_image (DanbiStatement *row,
            const char     *dir)
{
  g_autofree char *path = g_build_filename (dir, danbi_statement_get_text (row, 6), NULL);
  DanbiImage *image = danbi_image_new (path);

  image->kind = kind_from_nick (danbi_statement_get_text (row, 0));
  image->rows = (guint) danbi_statement_get_int (row, 1);
  image->columns = (guint) danbi_statement_get_int (row, 2);
  image->frames = (guint) danbi_statement_get_int (row, 3);
  image->bytes = (guint64) danbi_statement_get_int (row, 4);
  image->dir_faults = (DanbiDirFault) danbi_statement_get_int (row, 5);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, image, texts[i].offset)
      = g_strdup (danbi_statement_get_text (row, 6 + (int) i));
  return image;
}

/**
 * danbi_store_read_images:
 * @self: a store
 * @database: its database, in a transaction
 * @case_id: a case
 * @image_dir: (nullable): the folder of its images
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (element-type DanbiImage): its images, in their order
 */
GPtrArray *
danbi_store_read_images (DanbiStore    *self,
                         DanbiDatabase *database,
                         gint64         case_id,
                         const char    *image_dir,
                         GError       **error)
{
  g_autofree char *path = danbi_store_dup_case_path (case_id, image_dir);
  g_autofree char *dir = dup_full_path (self, path);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT kind, rows, columns, frames, bytes, dir_faults, "
                                  IMAGE_TEXT_COLUMNS " FROM images WHERE case_id = :id"
                                  " ORDER BY position",
                                  error);
  if (!query)
    return NULL;
  danbi_statement_set_int (query, ":id", case_id);
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&images);
      g_ptr_array_add (images, read_image (query, dir));
    }
  return NULL;
}

/**
 * danbi_store_dup_image_dir:
 * @self: a store
 * @case_id: a case
 * @error: %DANBI_STORE_ERROR_NOT_FOUND where it has no images
 *
 * Returns: (transfer full): the folder of its images, in which each stands under its File ID
 */
char *
danbi_store_dup_image_dir (DanbiStore *self,
                           gint64      case_id,
                           GError    **error)
{
  g_autofree char *path = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database
      || !danbi_store_end (self, find_image_path (database, case_id, &path, error), error))
    return NULL;
  if (path)
    return dup_full_path (self, path);
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND,
                       _("The case has no images."));
  return NULL;
}
