/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each case of a batch said when it was packed: it may be edited after it was rejected. */
#include "config.h"

#include "danbi-store-private.h"

/**
 * danbi_store_keep_sent:
 * @database: a database in a write transaction
 * @submission_id: a submission that was just written
 * @error: the reason of a failure
 *
 * Writes down what its packed cases say, once: they are locked from before they are packed until
 * they have their outcome.
 *
 * Returns: whether it is written down
 */
gboolean
danbi_store_keep_sent (DanbiDatabase *database,
                       gint64         submission_id,
                       GError       **error)
{
  g_autoptr (DanbiStatement) insert = NULL;

  insert = danbi_database_prepare (database,
                                   "INSERT OR IGNORE INTO sent_records"
                                   " SELECT :id, id, " DANBI_STORE_FIELD_COLUMNS
                                   " FROM cases WHERE id IN (SELECT case_id FROM submission_rows"
                                   " WHERE submission_id = :id AND archive_name NOT NULL)",
                                   error);
  if (!insert)
    return FALSE;
  danbi_statement_set_int (insert, ":id", submission_id);
  return danbi_statement_run (insert, error);
}

static gboolean
read_record (DanbiDatabase *database,
             gint64         submission_id,
             gint64         case_id,
             DanbiRecord  **record,
             GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  query = danbi_database_prepare (database,
                                  "SELECT " DANBI_STORE_FIELD_COLUMNS " FROM sent_records"
                                  " WHERE submission_id = :submission_id AND case_id = :case_id",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":submission_id", submission_id);
  danbi_statement_set_int (query, ":case_id", case_id);
  if (!danbi_statement_next (query, &row, error))
    return FALSE;
  *record = row ? danbi_store_read_record (query, 0) : NULL;
  return TRUE;
}

/**
 * danbi_store_dup_sent_record:
 * @self: a store
 * @submission_id: a submission
 * @case_id: one of its cases
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): what the case said when it was packed, without the name of
 *   its archive; %NULL without @error: it was not packed yet
 */
DanbiRecord *
danbi_store_dup_sent_record (DanbiStore *self,
                             gint64      submission_id,
                             gint64      case_id,
                             GError    **error)
{
  g_autoptr (DanbiRecord) record = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database
      || !danbi_store_end (self, read_record (database, submission_id, case_id, &record, error),
                           error))
    return NULL;
  return g_steal_pointer (&record);
}
