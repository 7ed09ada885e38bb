/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Removing a case. */
#include "config.h"

#include "danbi-store-private.h"

static gboolean
check_removable (DanbiDatabase *database,
                 gint64         id,
                 GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  DanbiState state;
  gboolean under_way;

  if (!danbi_store_find_state (database, id, &state, error))
    return FALSE;
  query = danbi_database_prepare (database,
                                  "SELECT 1 FROM submission_rows JOIN submissions"
                                  " ON submissions.id = submission_id WHERE case_id = :id"
                                  " AND submissions.state NOT IN ('done', 'abandoned')",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", id);
  return danbi_statement_next (query, &under_way, error)
         && ((danbi_store_is_editable (state) && !under_way) || danbi_store_refuse_state (error));
}

/* A batch of which no case is left says nothing any more. */
static gboolean
delete_batches (DanbiDatabase *database,
                gint64         id,
                GError       **error)
{
  g_autoptr (DanbiStatement) remove = NULL;

  remove = danbi_database_prepare (database,
                                   "DELETE FROM submissions WHERE state IN ('done', 'abandoned')"
                                   " AND id IN (SELECT submission_id FROM submission_rows"
                                   " WHERE case_id = :id)"
                                   " AND NOT EXISTS (SELECT 1 FROM submission_rows"
                                   " WHERE submission_id = submissions.id"
                                   " AND case_id IS NOT :id)",
                                   error);
  if (!remove)
    return FALSE;
  danbi_statement_set_int (remove, ":id", id);
  return danbi_statement_run (remove, error);
}

static gboolean
delete_case (DanbiDatabase *database,
             gint64         id,
             const char    *path,
             GError       **error)
{
  g_autoptr (DanbiStatement) remove = NULL;

  if (!check_removable (database, id, error) || !delete_batches (database, id, error))
    return FALSE;
  remove = danbi_database_prepare (database, "DELETE FROM cases WHERE id = :id", error);
  if (!remove)
    return FALSE;
  danbi_statement_set_int (remove, ":id", id);
  return danbi_statement_run (remove, error) && danbi_store_mark_stray (database, path, error);
}

/**
 * danbi_store_remove_case:
 * @self: a store
 * @id: a case
 * @error: %DANBI_STORE_ERROR_STATE where it is on its way or accepted
 *
 * Removes a draft, a ready or a rejected case with its images and its history, without a trace.
 *
 * Returns: whether it is removed
 */
gboolean
danbi_store_remove_case (DanbiStore *self,
                         gint64      id,
                         GError    **error)
{
  g_autofree char *path = danbi_store_dup_case_path (id, NULL);
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  if (!database || !danbi_store_end (self, delete_case (database, id, path, error), error))
    return FALSE;
  danbi_store_drop_stray (self, path);
  danbi_store_wipe_log (self);
  return TRUE;
}
