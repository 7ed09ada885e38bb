/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which images a person has looked at, and of how many series nobody has looked at any. */
#include "config.h"

#include "danbi-store-private.h"

/* The same rule as danbi_unseen_count(): a series counts as looked at with the first of its images,
 * an image without a series stands for itself. */
#define COUNT_UNSEEN                                                                               \
  "SELECT count(*) FROM (SELECT max(looked_at) AS seen FROM images WHERE case_id = :id"            \
  " AND kind IN ('dicom', 'jpeg') AND error IS NULL AND rows > 0 AND columns > 0"                  \
  " AND file_id <> '' GROUP BY coalesce(nullif(series_uid, ''), position)) WHERE seen = 0"

/**
 * danbi_store_recount_unseen:
 * @database: in a transaction that writes
 * @case_id: a case
 * @error: the reason of a failure
 *
 * Writes down, for the list of cases, of how many series of a case nobody has looked at any image.
 *
 * Returns: whether it did
 */
gboolean
danbi_store_recount_unseen (DanbiDatabase *database,
                            gint64         case_id,
                            GError       **error)
{
  g_autoptr (DanbiStatement) update = NULL;

  update = danbi_database_prepare (database,
                                   "UPDATE cases SET n_unseen = (" COUNT_UNSEEN ") WHERE id = :id",
                                   error);
  if (!update)
    return FALSE;
  danbi_statement_set_int (update, ":id", case_id);
  return danbi_statement_run (update, error);
}

/**
 * danbi_store_read_looked_at:
 * @database: in a transaction
 * @case_id: a case
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): the SHA-256 of its files that were looked at, a set
 */
GHashTable *
danbi_store_read_looked_at (DanbiDatabase *database,
                            gint64         case_id,
                            GError       **error)
{
  g_autoptr (GHashTable) set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT sha256 FROM images WHERE case_id = :id"
                                  " AND looked_at <> 0 AND sha256 IS NOT NULL",
                                  error);
  if (!query)
    return NULL;
  danbi_statement_set_int (query, ":id", case_id);
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&set);
      g_hash_table_add (set, g_strdup (danbi_statement_get_text (query, 0)));
    }
  return NULL;
}

static gboolean
mark (DanbiDatabase *database,
      gint64         case_id,
      const char    *sha256,
      GError       **error)
{
  g_autoptr (DanbiStatement) update = NULL;
  DanbiState state;

  if (!danbi_store_find_state (database, case_id, &state, error))
    return FALSE;
  update = danbi_database_prepare (database,
                                   "UPDATE images SET looked_at = 1 WHERE case_id = :id"
                                   " AND sha256 = :sha256",
                                   error);
  if (!update)
    return FALSE;
  danbi_statement_set_int (update, ":id", case_id);
  danbi_statement_set_text (update, ":sha256", sha256);
  return danbi_statement_run (update, error)
         && danbi_store_recount_unseen (database, case_id, error);
}

/**
 * danbi_store_mark_looked_at:
 * @self: a store
 * @case_id: a case, in whatever state
 * @sha256: the SHA-256 of one of its files, as danbi_store_stage_images() sets it; a file that the
 *   case does not have is without effect. A name would not do: in another set of the same case it
 *   may be another picture's
 * @error: the reason of a failure
 *
 * Notes that a person had an image on the screen. What follows from a later
 * danbi_store_commit_images() keeps that note for the same file.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_mark_looked_at (DanbiStore *self,
                            gint64      case_id,
                            const char *sha256,
                            GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database && danbi_store_end (self, mark (database, case_id, sha256, error), error);
}
