/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of patients' files that nothing refers to: known by name, so that none is forgotten. */
#include "config.h"

#include <string.h>

#include "danbi-store-private.h"

static gboolean
run_with_path (DanbiDatabase *database,
               const char    *sql,
               const char    *path,
               GError       **error)
{
  g_autoptr (DanbiStatement) statement = danbi_database_prepare (database, sql, error);

  if (!statement)
    return FALSE;
  danbi_statement_set_text (statement, ":path", path);
  return danbi_statement_run (statement, error);
}

/**
 * danbi_store_mark_stray:
 * @database: a database in a write transaction
 * @path: a folder, relative to the store's
 * @error: the reason of a failure
 *
 * Notes that nothing refers to @path any more once the transaction is committed.
 *
 * Returns: whether it was noted
 */
gboolean
danbi_store_mark_stray (DanbiDatabase *database,
                        const char    *path,
                        GError       **error)
{
  return run_with_path (database, "INSERT OR IGNORE INTO strays (path) VALUES (:path)", path,
                        error);
}

/**
 * danbi_store_keep:
 * @database: a database in a write transaction
 * @path: a folder, relative to the store's
 * @error: the reason of a failure
 *
 * Notes that something refers to @path once the transaction is committed.
 *
 * Returns: whether it was noted
 */
gboolean
danbi_store_keep (DanbiDatabase *database,
                  const char    *path,
                  GError       **error)
{
  return run_with_path (database, "DELETE FROM strays WHERE path = :path", path, error);
}

/**
 * danbi_store_announce_stray:
 * @self: a store
 * @path: a folder that is about to be made, relative to the store's
 * @error: the reason of a failure
 *
 * Notes a folder before it exists, in a transaction of its own.
 *
 * Returns: whether it is on disk that @path may be left over
 */
gboolean
danbi_store_announce_stray (DanbiStore *self,
                            const char *path,
                            GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database && danbi_store_end (self, danbi_store_mark_stray (database, path, error), error);
}

static gboolean
remove_stray (DanbiStore *self,
              const char *path,
              GError    **error)
{
  g_autofree char *full = danbi_store_dup_full_path (self, path);
  DanbiDatabase *database;

  if (!danbi_dir_remove (full, error))
    return FALSE;
  database = danbi_store_begin_write (self, error);
  return database && danbi_store_end (self, danbi_store_keep (database, path, error), error);
}

/**
 * danbi_store_drop_stray:
 * @self: a store
 * @path: a folder to which nothing refers, relative to the store's
 *
 * Removes the folder, then the note of it. What cannot be removed now, perhaps because a program
 * is still reading it, is tried again when the store is opened the next time.
 */
void
danbi_store_drop_stray (DanbiStore *self,
                        const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!remove_stray (self, path, &error))
    g_warning ("%s", error->message);
}

/**
 * danbi_store_drop_strays:
 * @self: a store
 * @paths: (element-type filename): folders to which nothing refers, relative to the store's
 *
 * Removes each as danbi_store_drop_stray() does.
 */
void
danbi_store_drop_strays (DanbiStore *self,
                         GPtrArray  *paths)
{
  for (guint i = 0; i < paths->len; i++)
    danbi_store_drop_stray (self, g_ptr_array_index (paths, i));
}

static GPtrArray *
read_strays (DanbiDatabase *database,
             GError       **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database, "SELECT path FROM strays", error);
  if (!query)
    return NULL;
  do
    {
      if (!danbi_statement_next (query, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (paths, g_strdup (danbi_statement_get_text (query, 0)));
    }
  while (row);
  return g_steal_pointer (&paths);
}

static gboolean
exists (DanbiDatabase *database,
        const char    *sql,
        const char    *name,
        gboolean      *found,
        GError       **error)
{
  g_autoptr (DanbiStatement) query = danbi_database_prepare (database, sql, error);

  if (!query)
    return FALSE;
  danbi_statement_set_text (query, ":name", name);
  return danbi_statement_next (query, found, error);
}

/* Restoring an older copy of the database brings back folders it knows nothing of. */
static gboolean
add_unknown (DanbiStore    *self,
             DanbiDatabase *database,
             const char    *parent,
             const char    *sql,
             GPtrArray     *paths,
             GError       **error)
{
  g_autofree char *full = danbi_store_dup_full_path (self, parent);
  g_autoptr (GDir) dir = g_dir_open (full, 0, error);
  const char *name;

  if (!dir)
    return FALSE;
  while ((name = g_dir_read_name (dir)))
    {
      gboolean found;

      if (!exists (database, sql, name, &found, error))
        return FALSE;
      if (!found)
        g_ptr_array_add (paths, g_build_filename (parent, name, NULL));
    }
  return TRUE;
}

static GPtrArray *
find_strays (DanbiStore    *self,
             DanbiDatabase *database,
             GError       **error)
{
  g_autoptr (GPtrArray) paths = read_strays (database, error);

  if (paths
      && add_unknown (self, database, "cases",
                      "SELECT 1 FROM cases WHERE id = :name AND CAST (id AS TEXT) = :name", paths,
                      error)
      && add_unknown (self, database, "outbox",
                      "SELECT 1 FROM submissions WHERE key = :name"
                      " AND state NOT IN ('done', 'abandoned')",
                      paths, error))
    return g_steal_pointer (&paths);
  return NULL;
}

/**
 * danbi_store_sweep:
 * @self: a store that no other program has open
 * @error: the reason of a failure
 *
 * Removes the folders that an interruption left over.
 *
 * Returns: whether it could look for them
 */
gboolean
danbi_store_sweep (DanbiStore *self,
                   GError    **error)
{
  g_autoptr (GPtrArray) paths = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return FALSE;
  paths = find_strays (self, database, error);
  if (!danbi_store_end (self, paths != NULL, error))
    return FALSE;

  danbi_store_drop_strays (self, paths);
  return TRUE;
}
