/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The states of a case, now and before, and why its rules were overridden. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-store-private.h"

/**
 * danbi_store_find_stored:
 * @database: a database in a transaction
 * @case_id: a case, in the bin or not
 * @state: (out): its state
 * @binned_s: (out): when it was deleted; 0: it is not in the bin
 * @error: %DANBI_STORE_ERROR_NOT_FOUND and others
 *
 * Returns: whether there is such a case
 */
gboolean
danbi_store_find_stored (DanbiDatabase *database,
                         gint64         case_id,
                         DanbiState    *state,
                         gint64        *binned_s,
                         GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database, "SELECT state, binned_s FROM cases WHERE id = :id",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":id", case_id);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  if (!row || !danbi_state_from_nick (danbi_statement_get_text (query, 0), state))
    return danbi_store_not_found (error);
  *binned_s = danbi_statement_get_int (query, 1);
  return TRUE;
}

/**
 * danbi_store_find_state:
 * @database: a database in a transaction
 * @case_id: a case
 * @state: (out): its state
 * @error: %DANBI_STORE_ERROR_NOT_FOUND, %DANBI_STORE_ERROR_STATE where it is in the bin, and others
 *
 * Whoever is about to do something with a case asks this first, so that nothing is done with one
 * that is in the bin.
 *
 * Returns: whether there is such a case
 */
gboolean
danbi_store_find_state (DanbiDatabase *database,
                        gint64         case_id,
                        DanbiState    *state,
                        GError       **error)
{
  gint64 binned_s;

  return danbi_store_find_stored (database, case_id, state, &binned_s, error)
         && (binned_s == 0 || danbi_store_refuse_binned (error));
}

/**
 * danbi_store_append_history:
 * @database: a database in a write transaction
 * @case_id: a case
 * @state: its state from now on
 * @note: (nullable): a reason or receipt; no patient data
 * @error: the reason of a failure
 *
 * Returns: whether it was written
 */
gboolean
danbi_store_append_history (DanbiDatabase *database,
                            gint64         case_id,
                            DanbiState     state,
                            const char    *note,
                            GError       **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (database,
                                   "INSERT INTO history (case_id, at_s, state, note)"
                                   " VALUES (:id, :now, :state, :note)",
                                   error);
  if (!insert)
    return FALSE;
  danbi_statement_set_int (insert, ":id", case_id);
  danbi_statement_set_int (insert, ":now", danbi_clock_now_s ());
  danbi_statement_set_text (insert, ":state", danbi_state_get_nick (state));
  danbi_statement_set_text (insert, ":note", note);
  return danbi_statement_run (insert, error);
}

/**
 * danbi_store_write_state:
 * @database: a database in a write transaction
 * @case_id: a case
 * @state: its state from now on
 * @note: (nullable): a reason or receipt; no patient data
 * @error: %DANBI_STORE_ERROR_NOT_FOUND, %DANBI_STORE_ERROR_STATE where it is in the bin, and others
 *
 * Returns: whether it was written, into its history too
 */
gboolean
danbi_store_write_state (DanbiDatabase *database,
                         gint64         case_id,
                         DanbiState     state,
                         const char    *note,
                         GError       **error)
{
  g_autoptr (DanbiStatement) update = NULL;
  DanbiState before;

  update = danbi_database_prepare (database,
                                   "UPDATE cases SET state = :state, is_open = :is_open"
                                   " WHERE id = :id",
                                   error);
  if (!update || !danbi_store_find_state (database, case_id, &before, error))
    return FALSE;
  danbi_statement_set_int (update, ":id", case_id);
  danbi_statement_set_text (update, ":state", danbi_state_get_nick (state));
  danbi_statement_set_int (update, ":is_open", state != DANBI_STATE_ACCEPTED);
  return danbi_statement_run (update, error)
         && danbi_store_append_history (database, case_id, state, note, error);
}

/**
 * danbi_store_set_state:
 * @self: a store
 * @case_id: a case
 * @state: its state from now on
 * @note: (nullable): a reason or receipt; no patient data
 * @error: %DANBI_STORE_ERROR_NOT_FOUND, %DANBI_STORE_ERROR_STATE where it is in the bin, and others
 *
 * Changes the state of a case and writes it into its history, in one transaction. Every step of a
 * transfer goes this way; danbi_store_save_case() cannot take one back.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_set_state (DanbiStore *self,
                       gint64      case_id,
                       DanbiState  state,
                       const char *note,
                       GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database
         && danbi_store_end (self,
                             danbi_store_write_state (database, case_id, state, note, error),
                             error);
}

static DanbiHistoryEntry *
read_entry (DanbiStatement *row)
{
  DanbiHistoryEntry *entry = g_new0 (DanbiHistoryEntry, 1);

  entry->at_s = danbi_statement_get_int (row, 0);
  danbi_state_from_nick (danbi_statement_get_text (row, 1), &entry->state);
  entry->note = g_strdup (danbi_statement_get_text (row, 2));
  return entry;
}

static GPtrArray *
read_history (DanbiDatabase *database,
              gint64         case_id,
              GError       **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (
    (GDestroyNotify) danbi_history_entry_free);
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT at_s, state, note FROM history WHERE case_id = :id"
                                  " ORDER BY id",
                                  error);
  if (!query)
    return NULL;
  danbi_statement_set_int (query, ":id", case_id);
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&entries);
      g_ptr_array_add (entries, read_entry (query));
    }
  return NULL;
}

/**
 * danbi_store_dup_history:
 * @self: a store
 * @case_id: a case
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (element-type DanbiHistoryEntry): its states, oldest first; empty where
 *   there is no such case
 */
GPtrArray *
danbi_store_dup_history (DanbiStore *self,
                         gint64      case_id,
                         GError    **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  DanbiDatabase *database = danbi_store_begin_look (self, DANBI_STORE_WINDOW, error);

  if (!database)
    return NULL;
  entries = read_history (database, case_id, error);
  return danbi_store_end_look (self, DANBI_STORE_WINDOW, entries != NULL, error)
           ? g_steal_pointer (&entries)
           : NULL;
}
