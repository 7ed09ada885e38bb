/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting a case: into the bin, out of it again, and for good. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-store-private.h"

/* What was never accepted and is on no open batch, in the bin or not. */
static gboolean
check_removable (DanbiDatabase *database,
                 gint64         id,
                 DanbiState    *state,
                 GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gint64 binned_s;
  gboolean under_way;

  if (!danbi_store_find_stored (database, id, state, &binned_s, error))
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
         && ((danbi_store_is_editable (*state) && !under_way) || danbi_store_refuse_state (error));
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
  DanbiState state;

  if (!check_removable (database, id, &state, error) || !delete_batches (database, id, error))
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
 * @id: a case, in the bin or not
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

static gboolean
set_binned (DanbiDatabase *database,
            gint64         id,
            gint64         binned_s,
            GError       **error)
{
  g_autoptr (DanbiStatement) update = NULL;

  update = danbi_database_prepare (database,
                                   "UPDATE cases SET binned_s = :binned_s WHERE id = :id", error);
  if (!update)
    return FALSE;
  danbi_statement_set_int (update, ":binned_s", binned_s);
  danbi_statement_set_int (update, ":id", id);
  return danbi_statement_run (update, error);
}

static gboolean
bin_case (DanbiDatabase *database,
          gint64         id,
          GPtrArray     *strays,
          GError       **error)
{
  DanbiState state;

  return danbi_store_find_state (database, id, &state, error)
         && check_removable (database, id, &state, error)
         && set_binned (database, id, danbi_clock_now_s (), error)
         && danbi_store_forget_ready (database, id, NULL, strays, error)
         && danbi_store_append_history (database, id, state, "binned", error);
}

/**
 * danbi_store_bin_case:
 * @self: a store
 * @id: a draft, a ready or a rejected case
 * @error: %DANBI_STORE_ERROR_STATE where it is on its way, accepted, or in the bin already
 *
 * Puts a case into the bin, in one transaction: it is in no list but that of the bin, and nothing
 * can be done with it but danbi_store_restore_case() and danbi_store_remove_case(). Its images
 * stay, what was packed of them goes.
 *
 * Returns: whether it is there
 */
gboolean
danbi_store_bin_case (DanbiStore *self,
                      gint64      id,
                      GError    **error)
{
  g_autoptr (GPtrArray) strays = g_ptr_array_new_with_free_func (g_free);
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  if (!database || !danbi_store_end (self, bin_case (database, id, strays, error), error))
    return FALSE;
  danbi_store_drop_strays (self, strays);
  return TRUE;
}

static gboolean
restore_case (DanbiDatabase *database,
              gint64         id,
              GError       **error)
{
  DanbiState state;
  gint64 binned_s;

  if (!danbi_store_find_stored (database, id, &state, &binned_s, error))
    return FALSE;
  return binned_s == 0
         || (set_binned (database, id, 0, error)
             && danbi_store_append_history (database, id, state, "restored", error));
}

/**
 * danbi_store_restore_case:
 * @self: a store
 * @id: a case; one that is not in the bin stays as it is
 * @error: %DANBI_STORE_ERROR_NOT_FOUND where it was removed for good, and others
 *
 * Takes a case out of the bin, in the state in which it was put there, in one transaction.
 *
 * Returns: whether it is among the others
 */
gboolean
danbi_store_restore_case (DanbiStore *self,
                          gint64      id,
                          GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database && danbi_store_end (self, restore_case (database, id, error), error);
}

static gboolean
find_outdated (DanbiDatabase *database,
               gint64         before_s,
               gint64        *id,
               GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT id FROM cases WHERE binned_s > 0 AND binned_s < :before"
                                  " ORDER BY binned_s LIMIT 1",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":before", before_s);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  *id = row ? danbi_statement_get_int (query, 0) : 0;
  return TRUE;
}

/* Looked up and removed in one transaction: another program may have restored it. Sets @id to the
 * case, 0 where there is none left. */
static gboolean
purge_one (DanbiStore *self,
           gint64      before_s,
           gint64     *id,
           GError    **error)
{
  g_autofree char *path = NULL;
  DanbiDatabase *database = danbi_store_begin_write (self, error);
  gboolean ok;

  if (!database)
    return FALSE;
  ok = find_outdated (database, before_s, id, error);
  path = danbi_store_dup_case_path (*id, NULL);
  if (!danbi_store_end (self, ok && (*id == 0 || delete_case (database, *id, path, error)), error))
    return FALSE;
  if (*id != 0)
    danbi_store_drop_stray (self, path);
  return TRUE;
}

/**
 * danbi_store_purge_bin:
 * @self: a store
 * @before_s: an instant
 * @error: the reason of a failure
 *
 * Removes what was put into the bin before an instant, each case as danbi_store_remove_case() does
 * it. Blocks while it removes their images: call it in a worker thread.
 *
 * Returns: how many cases were removed, -1 on failure
 */
gint64
danbi_store_purge_bin (DanbiStore *self,
                       gint64      before_s,
                       GError    **error)
{
  gint64 n = -1;
  gint64 id = 0;

  do
    {
      if (!purge_one (self, before_s, &id, error))
        return -1;
      n++;
    }
  while (id != 0);
  if (n > 0)
    danbi_store_wipe_log (self);
  return n;
}
