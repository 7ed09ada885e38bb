/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The images of a case: each set in a folder of its own that never changes once it counts. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "danbi-clock.h"
#include "danbi-store-private.h"

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
  TEXT (series_description), TEXT (study_description), TEXT (pixel_sha256),
  TEXT (converted_from),  TEXT (original_id),
#undef TEXT
};
#define IMAGE_TEXT_COLUMNS                                                                         \
  "file_id, source_path, modality, sop_class_uid, sop_instance_uid, series_uid, study_uid, "       \
  "transfer_syntax, patient_id, patient_name, birth_date, sex, study_date, study_time, "           \
  "acquisition_date, image_type, sha256, error, dir_detail, series_description, "                 \
  "study_description, pixel_sha256, converted_from, original_id"

/* The numbers before them, in the order in which they are read. */
#define IMAGE_NUMBER_COLUMNS                                                                       \
  "kind, rows, columns, frames, bytes, dir_faults, name_is_guess, pixel_offset, pixel_bytes, "     \
  "looked_at"
#define N_IMAGE_NUMBERS 10

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

/**
 * danbi_store_dup_full_path:
 * @self: a store
 * @path: a path relative to the store's folder
 *
 * Returns: (transfer full): the absolute path
 */
char *
danbi_store_dup_full_path (DanbiStore *self,
                           const char *path)
{
  return g_build_filename (danbi_store_get_dir (self), path, NULL);
}

/**
 * danbi_store_fail_file:
 * @path: the file or folder of a set with which something failed; errno says what
 * @error: set to it
 *
 * Returns: %FALSE
 */
gboolean
danbi_store_fail_file (const char *path,
                       GError    **error)
{
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
               _("The images could not be stored: %s: %s."), path, g_strerror (errno));
  return FALSE;
}

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
  g_autofree char *path = danbi_store_dup_case_path (case_id, DANBI_STORE_SET_PREFIX);
  g_autofree char *prefix = danbi_store_dup_full_path (self, path);
  const char *set = strrchr (staged, G_DIR_SEPARATOR);

  if (g_str_has_prefix (staged, prefix) && set && strlen (prefix) > (gsize) (set - staged))
    return g_strdup (set + 1);
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
               _("The folder %s is no set of images of this case."), staged);
  return NULL;
}

/**
 * danbi_store_sync_file:
 * @path: a file that somebody else wrote
 * @error: the reason of a failure
 *
 * Waits until its bytes are on disk. A symbolic link is refused.
 *
 * Returns: whether they are
 */
gboolean
danbi_store_sync_file (const char *path,
                       GError    **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean ok = (fd >= 0 && fsync (fd) == 0) || danbi_store_fail_file (path, error);

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
                                                    : danbi_store_sync_file (child, error)))
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
    {
      DanbiImage *image = g_ptr_array_index (images, i);

      /* A DICOMDIR, or what a picture was converted to, may have been written after the copying. */
      if (image->kind != DANBI_IMAGE_DICOMDIR && !image->converted_from)
        g_hash_table_add (flushed, image->path);
    }
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
  danbi_statement_set_int (insert, ":name_is_guess", image->name_is_guess);
  danbi_statement_set_int (insert, ":pixel_offset", (gint64) image->pixel_offset);
  danbi_statement_set_int (insert, ":pixel_bytes", (gint64) image->pixel_bytes);
  danbi_statement_set_int (insert, ":looked_at", image->looked_at);
}

/* @looked_at is what a person looked at in the set before this one, a set of SHA-256. */
static gboolean
insert_images (DanbiDatabase *database,
               gint64         case_id,
               GPtrArray     *images,
               GHashTable    *looked_at,
               GError       **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (
    database,
    "INSERT INTO images (case_id, position, " IMAGE_NUMBER_COLUMNS ", " IMAGE_TEXT_COLUMNS ")"
    " VALUES (:case_id, :position, :kind, :rows, :columns, :frames, :bytes, :dir_faults,"
    " :name_is_guess, :pixel_offset, :pixel_bytes, :looked_at,"
    " :file_id, :source_path, :modality, :sop_class_uid, :sop_instance_uid, :series_uid,"
    " :study_uid, :transfer_syntax, :patient_id, :patient_name, :birth_date, :sex, :study_date,"
    " :study_time, :acquisition_date, :image_type, :sha256, :error, :dir_detail,"
    " :series_description, :study_description, :pixel_sha256, :converted_from, :original_id)",
    error);
  if (!insert)
    return FALSE;
  danbi_statement_set_int (insert, ":case_id", case_id);
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      bind_image (insert, image, i);
      if (image->sha256 && g_hash_table_contains (looked_at, image->sha256))
        danbi_statement_set_int (insert, ":looked_at", TRUE);
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

/* What a person counts: the DICOMDIR is none of the images. */
static guint
count_pictures (GPtrArray *images)
{
  guint n = 0;

  for (guint i = 0; i < images->len; i++)
    n += ((DanbiImage *) g_ptr_array_index (images, i))->kind != DANBI_IMAGE_DICOMDIR;
  return n;
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

/**
 * danbi_store_find_image_set:
 * @database: a database in a transaction
 * @case_id: a case
 * @set: (out) (nullable): the folder of its images in cases/<id>/, %NULL where it has none
 * @error: %DANBI_STORE_ERROR_NOT_FOUND and others
 *
 * Returns: whether there is such a case
 */
gboolean
danbi_store_find_image_set (DanbiDatabase *database,
                            gint64         case_id,
                            char         **set,
                            GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database, "SELECT image_dir FROM cases WHERE id = :id", error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", case_id);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  *set = row ? g_strdup (danbi_statement_get_text (query, 0)) : NULL;
  return row || danbi_store_not_found (error);
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

/* What was packed of the images before is of no use any more. */
static gboolean
forget_set (DanbiDatabase *database,
            gint64         case_id,
            GPtrArray     *strays,
            GError       **error)
{
  g_autofree char *set = NULL;
  char *path;

  if (!danbi_store_find_image_set (database, case_id, &set, error))
    return FALSE;
  if (!set)
    return TRUE;
  path = danbi_store_dup_case_path (case_id, set);
  g_ptr_array_add (strays, path);
  return danbi_store_mark_stray (database, path, error)
         && danbi_store_forget_ready (database, case_id, NULL, strays, error);
}

static gboolean
write_set (DanbiDatabase *database,
           gint64         case_id,
           const char    *set,
           GPtrArray     *images,
           GPtrArray     *strays,
           GError       **error)
{
  g_autoptr (GHashTable) looked_at = danbi_store_read_looked_at (database, case_id, error);

  return looked_at && check_replaceable (database, case_id, error)
         && (!set || claim_set (database, case_id, set, error))
         && forget_set (database, case_id, strays, error)
         && refer_to_set (database, case_id, set, count_pictures (images), error)
         && delete_images (database, case_id, error)
         && insert_images (database, case_id, images, looked_at, error)
         && danbi_store_recount_unseen (database, case_id, error);
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
  g_autoptr (GPtrArray) strays = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *set = NULL;
  DanbiDatabase *database;

  if (staged)
    {
      set = dup_set_name (self, id, staged, error);
      if (!set || !sync_set (staged, images, error))
        return FALSE;
    }
  database = danbi_store_begin_write (self, error);
  if (!database
      || !danbi_store_end (self, write_set (database, id, set, images, strays, error), error))
    return FALSE;

  if (strays->len > 0)
    {
      danbi_store_drop_strays (self, strays);
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
 * @staged: the folder that danbi_store_stage_images() gave, or that of a path that
 *   danbi_store_new_ready_path() gave
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
  const char *file_id = danbi_statement_get_text (row, N_IMAGE_NUMBERS);
  const char *source_path = danbi_statement_get_text (row, N_IMAGE_NUMBERS + 1);
  g_autofree char *path = file_id ? g_build_filename (dir, file_id, NULL) : g_strdup (source_path);
  DanbiImage *image = danbi_image_new (path ? path : "");

  image->kind = kind_from_nick (danbi_statement_get_text (row, 0));
  image->rows = (guint) danbi_statement_get_int (row, 1);
  image->columns = (guint) danbi_statement_get_int (row, 2);
  image->frames = (guint) danbi_statement_get_int (row, 3);
  image->bytes = (guint64) danbi_statement_get_int (row, 4);
  image->dir_faults = (DanbiDirFault) danbi_statement_get_int (row, 5);
  image->name_is_guess = danbi_statement_get_int (row, 6) != 0;
  image->pixel_offset = (guint64) danbi_statement_get_int (row, 7);
  image->pixel_bytes = (guint64) danbi_statement_get_int (row, 8);
  image->looked_at = danbi_statement_get_int (row, 9) != 0;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, image, texts[i].offset)
      = g_strdup (danbi_statement_get_text (row, N_IMAGE_NUMBERS + (int) i));
  if (image->original_id)
    image->original_path = g_build_filename (dir, image->original_id, NULL);
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
  g_autofree char *dir = danbi_store_dup_full_path (self, path);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT " IMAGE_NUMBER_COLUMNS ", " IMAGE_TEXT_COLUMNS
                                  " FROM images WHERE case_id = :id"
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
 * danbi_store_dup_image_set:
 * @self: a store
 * @case_id: a case
 * @error: %DANBI_STORE_ERROR_NOT_FOUND and others; not set where it has no images
 *
 * Returns: (transfer full) (nullable): a name that changes whenever the images of the case do,
 *   %NULL where it has none
 */
char *
danbi_store_dup_image_set (DanbiStore *self,
                           gint64      case_id,
                           GError    **error)
{
  g_autofree char *set = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database
      || !danbi_store_end (self, danbi_store_find_image_set (database, case_id, &set, error),
                           error))
    return NULL;
  return g_steal_pointer (&set);
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
  g_autofree char *set = NULL;
  g_autofree char *path = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database
      || !danbi_store_end (self, danbi_store_find_image_set (database, case_id, &set, error),
                           error))
    return NULL;
  if (set)
    {
      path = danbi_store_dup_case_path (case_id, set);
      return danbi_store_dup_full_path (self, path);
    }
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND,
                       _("The case has no images."));
  return NULL;
}
