/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives that stand packed before their case is sent, each in a folder of its own. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "danbi-store-private.h"

#define READY_PREFIX "ready-"
#define ARCHIVE_NAME "images."

/**
 * danbi_ready_archive_free:
 * @self: a ready archive
 */
void
danbi_ready_archive_free (DanbiReadyArchive *self)
{
  g_free (self->path);
  g_free (self->format);
  g_free (self->method);
  g_free (self->sha256);
  g_free (self);
}

static gboolean
is_format (const char *format)
{
  return g_strcmp0 (format, "7z") == 0 || g_strcmp0 (format, "cab") == 0;
}

static gboolean
announce (DanbiDatabase *database,
          gint64         case_id,
          const char    *path,
          GError       **error)
{
  DanbiState state;

  return danbi_store_find_state (database, case_id, &state, error)
         && danbi_store_mark_stray (database, path, error);
}

/**
 * danbi_store_new_ready_path:
 * @self: a store
 * @case_id: a case
 * @format: `7z` or `cab`
 * @error: %DANBI_STORE_ERROR_NOT_FOUND and others
 *
 * Makes a folder in which an archive may be written, with whatever its writer leaves beside it. It
 * is left over until danbi_store_put_ready() has the archive: danbi_store_discard_images() removes
 * the folder where nothing comes of it, and so does opening the store.
 *
 * Returns: (transfer full): the path for the archive; nothing stands there yet
 */
char *
danbi_store_new_ready_path (DanbiStore *self,
                            gint64      case_id,
                            const char *format,
                            GError    **error)
{
  g_autofree char *dir = g_strdup_printf (READY_PREFIX "%08x%08x", g_random_int (),
                                          g_random_int ());
  g_autofree char *path = danbi_store_dup_case_path (case_id, dir);
  g_autofree char *full = danbi_store_dup_full_path (self, path);
  g_autofree char *name = NULL;
  DanbiDatabase *database;

  g_return_val_if_fail (is_format (format), NULL);

  database = danbi_store_begin_write (self, error);
  if (!database
      || !danbi_store_end (self, announce (database, case_id, path, error), error)
      || !danbi_dir_create (full, error))
    return NULL;
  name = g_strconcat (ARCHIVE_NAME, format, NULL);
  return g_build_filename (full, name, NULL);
}

/* Takes `<dir>/cases/<case_id>/ready-…/images.<format>` apart. */
static char *
dup_ready_dir (DanbiStore              *self,
               const DanbiReadyArchive *archive,
               GError                 **error)
{
  g_autofree char *full = g_path_get_dirname (archive->path);
  g_autofree char *dir = g_path_get_basename (full);
  g_autofree char *name = g_strconcat (ARCHIVE_NAME, archive->format, NULL);
  g_autofree char *path = danbi_store_dup_case_path (archive->case_id, dir);
  g_autofree char *expected = danbi_store_dup_full_path (self, path);

  if (g_str_has_prefix (dir, READY_PREFIX) && strcmp (full, expected) == 0
      && g_str_has_suffix (archive->path, name))
    return g_steal_pointer (&dir);
  g_set_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
               _("The file %s is no place for an archive of this case."), archive->path);
  return NULL;
}

static gboolean
has_size (const char *path,
          guint64     bytes)
{
  GStatBuf status;

  return g_lstat (path, &status) == 0 && S_ISREG (status.st_mode)
         && (guint64) status.st_size == bytes;
}

static gboolean
fail_gone (GError **error)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
                       _("The packed images are not where they were written. They are packed again "
                         "when they are sent."));
  return FALSE;
}

static gboolean
sync_archive (const DanbiReadyArchive *archive,
              GError                 **error)
{
  g_autofree char *dir = g_path_get_dirname (archive->path);
  g_autofree char *case_dir = g_path_get_dirname (dir);

  return (has_size (archive->path, archive->bytes) || fail_gone (error))
         && danbi_store_sync_file (archive->path, error) && danbi_dir_sync (dir, error)
         && danbi_dir_sync (case_dir, error);
}

/**
 * danbi_store_forget_ready:
 * @database: a database in a write transaction
 * @case_id: a case
 * @format: (nullable): of which format; %NULL: of any
 * @paths: (element-type filename): what nothing refers to any more is added here, for
 *   danbi_store_drop_strays() after the transaction
 * @error: the reason of a failure
 *
 * Returns: whether the case refers to no such ready archive any more
 */
gboolean
danbi_store_forget_ready (DanbiDatabase *database,
                          gint64         case_id,
                          const char    *format,
                          GPtrArray     *paths,
                          GError       **error)
{
  g_autoptr (DanbiStatement) remove = NULL;
  gboolean row;

  remove = danbi_database_prepare (database,
                                   "DELETE FROM ready_archives WHERE case_id = :id"
                                   " AND format = coalesce (:format, format) RETURNING dir",
                                   error);
  if (!remove)
    return FALSE;
  danbi_statement_set_int (remove, ":id", case_id);
  danbi_statement_set_text (remove, ":format", format);
  while (danbi_statement_next (remove, &row, error))
    {
      char *path;

      if (!row)
        return TRUE;
      path = danbi_store_dup_case_path (case_id, danbi_statement_get_text (remove, 0));
      g_ptr_array_add (paths, path);
      if (!danbi_store_mark_stray (database, path, error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
check_set (DanbiDatabase *database,
           gint64         case_id,
           const char    *image_set,
           GError       **error)
{
  g_autofree char *present = NULL;
  DanbiState state;

  if (!danbi_store_find_state (database, case_id, &state, error)
      || !danbi_store_find_image_set (database, case_id, &present, error))
    return FALSE;
  if (g_strcmp0 (present, image_set) == 0)
    return TRUE;
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE,
                       _("The images of the case were replaced while they were packed. They are "
                         "packed again."));
  return FALSE;
}

/* What was put already, or discarded, is no longer known as a stray. */
static gboolean
claim (DanbiDatabase *database,
       gint64         case_id,
       const char    *dir,
       GError       **error)
{
  g_autofree char *path = danbi_store_dup_case_path (case_id, dir);

  return danbi_store_keep (database, path, error)
         && (danbi_database_get_n_changed (database) == 1 || fail_gone (error));
}

static gboolean
insert_ready (DanbiDatabase           *database,
              const DanbiReadyArchive *archive,
              const char              *dir,
              const char              *image_set,
              GError                 **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (database,
                                   "INSERT INTO ready_archives (case_id, format, image_set, dir,"
                                   " method, bytes, sha256, n_files, smallest)"
                                   " VALUES (:id, :format, :set, :dir, :method, :bytes, :sha256,"
                                   " :n_files, :smallest)",
                                   error);
  if (!insert)
    return FALSE;
  danbi_statement_set_int (insert, ":id", archive->case_id);
  danbi_statement_set_text (insert, ":format", archive->format);
  danbi_statement_set_text (insert, ":set", image_set);
  danbi_statement_set_text (insert, ":dir", dir);
  danbi_statement_set_text (insert, ":method", archive->method);
  danbi_statement_set_int (insert, ":bytes", (gint64) archive->bytes);
  danbi_statement_set_text (insert, ":sha256", archive->sha256);
  danbi_statement_set_int (insert, ":n_files", archive->n_files);
  danbi_statement_set_int (insert, ":smallest", archive->smallest != FALSE);
  return danbi_statement_run (insert, error);
}

static gboolean
write_ready (DanbiStore              *self,
             const DanbiReadyArchive *archive,
             const char              *dir,
             const char              *image_set,
             GError                 **error)
{
  g_autoptr (GPtrArray) strays = g_ptr_array_new_with_free_func (g_free);
  DanbiDatabase *database = danbi_store_begin_write (self, error);
  gboolean ok;

  if (!database)
    return FALSE;
  ok = check_set (database, archive->case_id, image_set, error)
       && claim (database, archive->case_id, dir, error)
       && danbi_store_forget_ready (database, archive->case_id, archive->format, strays, error)
       && insert_ready (database, archive, dir, image_set, error);
  if (!danbi_store_end (self, ok, error))
    return FALSE;
  danbi_store_drop_strays (self, strays);
  return TRUE;
}

/**
 * danbi_store_put_ready:
 * @self: a store
 * @archive: what stands now at the path that danbi_store_new_ready_path() gave
 * @image_set: what danbi_store_dup_image_set() gave before it was packed
 * @error: %DANBI_STORE_ERROR_STATE where the case has other images by now or is in the bin, and
 *   others; the archive is removed then
 *
 * Keeps an archive ready in the place of an earlier one of the same format, which is removed.
 * Blocks until it is on disk: call it in a worker thread.
 *
 * Returns: whether it is kept
 */
gboolean
danbi_store_put_ready (DanbiStore              *self,
                       const DanbiReadyArchive *archive,
                       const char              *image_set,
                       GError                 **error)
{
  g_autofree char *full = g_path_get_dirname (archive->path);
  g_autofree char *dir = NULL;

  g_return_val_if_fail (is_format (archive->format) && image_set, FALSE);

  dir = dup_ready_dir (self, archive, error);
  if (!dir)
    return FALSE;
  if (sync_archive (archive, error) && write_ready (self, archive, dir, image_set, error))
    return TRUE;
  danbi_store_discard_images (self, full, NULL);
  return FALSE;
}

static DanbiReadyArchive *
read_ready (DanbiStore     *self,
            DanbiStatement *row,
            gint64          case_id,
            const char     *format)
{
  DanbiReadyArchive *archive = g_new0 (DanbiReadyArchive, 1);
  g_autofree char *dir = danbi_store_dup_case_path (case_id, danbi_statement_get_text (row, 0));
  g_autofree char *full = danbi_store_dup_full_path (self, dir);
  g_autofree char *name = g_strconcat (ARCHIVE_NAME, format, NULL);

  archive->case_id = case_id;
  archive->path = g_build_filename (full, name, NULL);
  archive->format = g_strdup (format);
  archive->method = g_strdup (danbi_statement_get_text (row, 1));
  archive->bytes = (guint64) danbi_statement_get_int (row, 2);
  archive->sha256 = g_strdup (danbi_statement_get_text (row, 3));
  archive->n_files = (guint) danbi_statement_get_int (row, 4);
  archive->smallest = danbi_statement_get_int (row, 5) != 0;
  return archive;
}

static gboolean
find_ready (DanbiStore         *self,
            DanbiDatabase      *database,
            gint64              case_id,
            const char         *format,
            DanbiReadyArchive **archive,
            GError            **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT dir, method, bytes, sha256, ready_archives.n_files,"
                                  " smallest FROM ready_archives JOIN cases ON cases.id = case_id"
                                  " WHERE case_id = :id AND format = :format"
                                  " AND image_set = image_dir",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", case_id);
  danbi_statement_set_text (query, ":format", format);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  *archive = row ? read_ready (self, query, case_id, format) : NULL;
  return TRUE;
}

/**
 * danbi_store_dup_ready:
 * @self: a store
 * @case_id: a case
 * @format: `7z` or `cab`
 * @error: the reason of a failure; not set where there is none
 *
 * Returns: (transfer full) (nullable): the archive that is kept ready of the images that the case
 *   has now, if there is one and its file is there
 */
DanbiReadyArchive *
danbi_store_dup_ready (DanbiStore *self,
                       gint64      case_id,
                       const char *format,
                       GError    **error)
{
  g_autoptr (DanbiReadyArchive) archive = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database
      || !danbi_store_end (self, find_ready (self, database, case_id, format, &archive, error),
                           error))
    return NULL;
  return archive && has_size (archive->path, archive->bytes) ? g_steal_pointer (&archive) : NULL;
}

/**
 * danbi_store_count_ready_bytes:
 * @self: a store
 * @error: the reason of a failure
 *
 * Returns: how much all ready archives take on disk; 0 also on failure
 */
guint64
danbi_store_count_ready_bytes (DanbiStore *self,
                               GError    **error)
{
  gint64 bytes = 0;
  gboolean ok;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return 0;
  ok = danbi_database_get_number (database, "SELECT sum (bytes) FROM ready_archives", &bytes,
                                  error);
  return danbi_store_end (self, ok, error) ? (guint64) bytes : 0;
}

static gint64
find_oldest (DanbiDatabase *database,
             gint64         except_id,
             GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row = FALSE;

  query = danbi_database_prepare (database,
                                  "SELECT case_id FROM ready_archives WHERE case_id != :except"
                                  " ORDER BY at_s, case_id LIMIT 1",
                                  error);
  if (!query)
    return 0;
  danbi_statement_set_int (query, ":except", except_id);
  return danbi_statement_next (query, &row, error) && row ? danbi_statement_get_int (query, 0) : 0;
}

/**
 * danbi_store_get_oldest_ready:
 * @self: a store
 * @except_id: a case that is passed over
 *
 * Returns: the case whose archive stands ready for longest; 0: there is none, also on failure
 */
gint64
danbi_store_get_oldest_ready (DanbiStore *self,
                              gint64      except_id)
{
  g_autoptr (GError) error = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, &error);
  gint64 case_id = database ? find_oldest (database, except_id, &error) : 0;

  if (!database || !danbi_store_end (self, !error, &error))
    {
      g_warning ("%s", error->message);
      return 0;
    }
  return case_id;
}

/**
 * danbi_store_drop_ready:
 * @self: a store
 * @case_id: a case
 * @error: the reason of a failure
 *
 * Removes what is kept ready of a case.
 *
 * Returns: whether nothing is ready any more
 */
gboolean
danbi_store_drop_ready (DanbiStore *self,
                        gint64      case_id,
                        GError    **error)
{
  g_autoptr (GPtrArray) strays = g_ptr_array_new_with_free_func (g_free);
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  if (!database
      || !danbi_store_end (self, danbi_store_forget_ready (database, case_id, NULL, strays, error),
                           error))
    return FALSE;
  danbi_store_drop_strays (self, strays);
  return TRUE;
}
