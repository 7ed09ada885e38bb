/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cases: one page at a time, quickly, whatever its length. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-store-private.h"

#define SUMMARY_COLUMNS                                                                            \
  "cases.id, state, n_images, n_blocking, full_until_s, half_until_s, saved_s, receipt, "          \
  "n_unseen, binned_s, " DANBI_STORE_FIELD_COLUMNS
#define FIRST_FIELD_COLUMN 10

/*
 * What is urgent changes with the time, so the order cannot be stored. It is the concatenation of
 * five ranges, each of which an index has in order already:
 *
 * 1. open cases that still earn all points, the nearest end first;
 * 2. open cases that still earn half, the nearest end first;
 * 3. open cases whose clock has not started, newest first;
 * 4. open cases that earn nothing any more, the latest first;
 * 5. accepted cases, newest first.
 *
 * The limits are inclusive, as in danbi_deadline_get_reward(). Each range asks for nothing beyond
 * its index (cases_full, cases_half, cases_open), so skipping 50,000 rows does not touch the
 * table; what is in the bin stands elsewhere in each. The LIMIT -1 forbids SQLite to drop the ORDER
 * BY of a subquery, which later versions may.
 */
#define URGENT_IDS                                                                                 \
  " SELECT id FROM (SELECT id FROM cases INDEXED BY cases_full"                                    \
  "  WHERE binned_s = 0 AND is_open = 1 AND full_until_s >= :now"                                  \
  "  ORDER BY full_until_s, id LIMIT -1)"                                                          \
  " UNION ALL"                                                                                     \
  " SELECT id FROM (SELECT id FROM cases INDEXED BY cases_half"                                    \
  "  WHERE binned_s = 0 AND is_open = 1 AND half_until_s >= :now AND full_until_s < :now"          \
  "  ORDER BY half_until_s, full_until_s, id LIMIT -1)"                                            \
  " UNION ALL"                                                                                     \
  " SELECT id FROM (SELECT id FROM cases INDEXED BY cases_half"                                    \
  "  WHERE binned_s = 0 AND is_open = 1 AND half_until_s = 0"                                      \
  "  ORDER BY full_until_s DESC, id DESC LIMIT -1)"                                                \
  " UNION ALL"                                                                                     \
  " SELECT id FROM (SELECT id FROM cases INDEXED BY cases_half"                                    \
  "  WHERE binned_s = 0 AND is_open = 1 AND half_until_s > 0 AND half_until_s < :now"              \
  "  ORDER BY half_until_s DESC, full_until_s DESC, id DESC LIMIT -1)"                             \
  " UNION ALL"                                                                                     \
  " SELECT id FROM (SELECT id FROM cases INDEXED BY cases_open"                                    \
  "  WHERE binned_s = 0 AND is_open = 0 ORDER BY id DESC LIMIT -1)"

static const char urgent_sql[] =
  "SELECT " SUMMARY_COLUMNS " FROM (" URGENT_IDS " LIMIT :limit OFFSET :offset)"
  " AS page CROSS JOIN cases ON cases.id = page.id";

/* The fifth range alone. Almost all cases are accepted ones, and a plain range is walked in half
 * the time that it takes as a part of the compound query. */
static const char accepted_sql[] =
  "SELECT " SUMMARY_COLUMNS " FROM ("
  " SELECT id FROM cases INDEXED BY cases_open"
  " WHERE binned_s = 0 AND is_open = 0 ORDER BY id DESC LIMIT :limit OFFSET :offset)"
  " AS page CROSS JOIN cases ON cases.id = page.id";

static const char newest_sql[] =
  "SELECT " SUMMARY_COLUMNS " FROM ("
  " SELECT id FROM cases INDEXED BY cases_newest WHERE binned_s = 0"
  " ORDER BY id DESC LIMIT :limit OFFSET :offset)"
  " AS page CROSS JOIN cases ON cases.id = page.id";

static const char one_sql[] = "SELECT " SUMMARY_COLUMNS " FROM cases WHERE id = :id";

/**
 * danbi_case_summary_free:
 * @self: a summary
 */
void
danbi_case_summary_free (DanbiCaseSummary *self)
{
  danbi_record_free (self->record);
  g_free (self->receipt);
  g_free (self);
}

/**
 * danbi_store_read_record:
 * @row: a statement on a row
 * @first_column: where the columns of %DANBI_STORE_FIELD_COLUMNS begin
 *
 * Returns: (transfer full): the 17 values
 */
DanbiRecord *
danbi_store_read_record (DanbiStatement *row,
                         int             first_column)
{
  DanbiRecord *record = danbi_record_new ();

  for (guint i = 0; i < DANBI_N_FIELDS; i++)
    danbi_record_set (record, DANBI_FIRST_FIELD + i,
                      danbi_statement_get_text (row, first_column + (int) i));
  return record;
}

static DanbiCaseSummary *
read_summary (DanbiStatement *row)
{
  DanbiCaseSummary *summary = g_new0 (DanbiCaseSummary, 1);

  summary->id = danbi_statement_get_int (row, 0);
  danbi_state_from_nick (danbi_statement_get_text (row, 1), &summary->state);
  summary->n_images = (guint) danbi_statement_get_int (row, 2);
  summary->n_blocking = (guint) danbi_statement_get_int (row, 3);
  summary->full_until_s = danbi_statement_get_int (row, 4);
  summary->half_until_s = danbi_statement_get_int (row, 5);
  summary->saved_s = danbi_statement_get_int (row, 6);
  summary->receipt = g_strdup (danbi_statement_get_text (row, 7));
  summary->n_unseen = (guint) danbi_statement_get_int (row, 8);
  summary->binned_s = danbi_statement_get_int (row, 9);
  summary->record = danbi_store_read_record (row, FIRST_FIELD_COLUMN);
  return summary;
}

/* A case that is gone has none. */
static void
free_summary_cb (gpointer summary)
{
  if (summary)
    danbi_case_summary_free (summary);
}

static GPtrArray *
read_summaries (DanbiStatement *query,
                guint           offset,
                guint           limit,
                GError        **error)
{
  g_autoptr (GPtrArray) page = NULL;
  gboolean row;

  page = g_ptr_array_new_with_free_func (free_summary_cb);
  danbi_statement_set_int (query, ":limit", limit);
  danbi_statement_set_int (query, ":offset", offset);
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&page);
      g_ptr_array_add (page, read_summary (query));
    }
  return NULL;
}

static GPtrArray *
read_plain_page (DanbiDatabase *database,
                 const char    *sql,
                 guint          offset,
                 guint          limit,
                 GError       **error)
{
  g_autoptr (DanbiStatement) query = danbi_database_prepare (database, sql, error);

  return query ? read_summaries (query, offset, limit, error) : NULL;
}

static GPtrArray *
read_urgent_page (DanbiDatabase *database,
                  guint          offset,
                  guint          limit,
                  GError       **error)
{
  g_autoptr (DanbiStatement) query = NULL;
  gint64 n_open;

  if (!danbi_database_get_number (
        database, "SELECT count(*) FROM cases WHERE binned_s = 0 AND is_open = 1", &n_open, error))
    return NULL;
  if (offset >= n_open)
    return read_plain_page (database, accepted_sql, offset - (guint) n_open, limit, error);
  query = danbi_database_prepare (database, urgent_sql, error);
  if (!query)
    return NULL;
  danbi_statement_set_int (query, ":now", danbi_clock_now_s ());
  return read_summaries (query, offset, limit, error);
}

/**
 * danbi_store_list_cases:
 * @self: a store
 * @order: in which order
 * @offset: how many cases to skip
 * @limit: how many to give at most
 * @error: the reason of a failure
 *
 * Reads a page of the list, in which nothing of the bin stands. In the order of urgency the page
 * depends on danbi_clock_now_s().
 *
 * Returns: (transfer full) (element-type DanbiCaseSummary): the page
 */
GPtrArray *
danbi_store_list_cases (DanbiStore    *self,
                        DanbiCaseOrder order,
                        guint          offset,
                        guint          limit,
                        GError       **error)
{
  g_autoptr (GPtrArray) page = NULL;
  DanbiDatabase *database = danbi_store_begin_look (self, DANBI_STORE_WINDOW, error);

  if (!database)
    return NULL;
  page = order == DANBI_CASE_ORDER_URGENT
           ? read_urgent_page (database, offset, limit, error)
           : read_plain_page (database, newest_sql, offset, limit, error);
  return danbi_store_end_look (self, DANBI_STORE_WINDOW, page != NULL, error)
           ? g_steal_pointer (&page)
           : NULL;
}

/**
 * danbi_store_read_urgent_ids:
 * @database: a database in a transaction
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (element-type gint64): every case in the order of urgency
 */
GArray *
danbi_store_read_urgent_ids (DanbiDatabase *database,
                             GError       **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DanbiStatement) query = danbi_database_prepare (database, URGENT_IDS, error);
  gboolean row;

  if (!query)
    return NULL;
  danbi_statement_set_int (query, ":now", danbi_clock_now_s ());
  while (danbi_statement_next (query, &row, error))
    {
      gint64 id = row ? danbi_statement_get_int (query, 0) : 0;

      if (!row)
        return g_steal_pointer (&ids);
      g_array_append_val (ids, id);
    }
  return NULL;
}

static GPtrArray *
read_by_id (DanbiDatabase *database,
            const gint64  *ids,
            guint          n,
            GError       **error)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new_full (n, free_summary_cb);
  g_autoptr (DanbiStatement) query = danbi_database_prepare (database, one_sql, error);
  gboolean row;

  if (!query)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      danbi_statement_set_int (query, ":id", ids[i]);
      if (!danbi_statement_next (query, &row, error))
        return NULL;
      g_ptr_array_add (page, row ? read_summary (query) : NULL);
      danbi_statement_release (query);
    }
  return g_steal_pointer (&page);
}

/**
 * danbi_store_list_by_id:
 * @self: a store
 * @ids: (array length=n): cases, in the bin or not
 * @n: how many
 * @error: the reason of a failure
 *
 * Reads a page of a list whose ids danbi_store_find_cases() gave.
 *
 * Returns: (transfer full) (element-type DanbiCaseSummary): the cases in this order, %NULL in the
 *   place of one that is gone
 */
GPtrArray *
danbi_store_list_by_id (DanbiStore   *self,
                        const gint64 *ids,
                        guint         n,
                        GError      **error)
{
  g_autoptr (GPtrArray) page = NULL;
  DanbiDatabase *database = danbi_store_begin_look (self, DANBI_STORE_WINDOW, error);

  if (!database)
    return NULL;
  page = read_by_id (database, ids, n, error);
  return danbi_store_end_look (self, DANBI_STORE_WINDOW, page != NULL, error)
           ? g_steal_pointer (&page)
           : NULL;
}

/**
 * danbi_store_count_cases:
 * @self: a store
 * @error: the reason of a failure
 *
 * Returns: how many cases there are, without those in the bin; -1 on failure
 */
gint64
danbi_store_count_cases (DanbiStore *self,
                         GError    **error)
{
  gint64 n = -1;
  gboolean ok;
  DanbiDatabase *database = danbi_store_begin_look (self, DANBI_STORE_WINDOW, error);

  if (!database)
    return -1;
  ok = danbi_database_get_number (database, DANBI_STORE_COUNT_LISTED, &n, error);
  return danbi_store_end_look (self, DANBI_STORE_WINDOW, ok, error) ? n : -1;
}

static GPtrArray *
read_visit (DanbiDatabase     *database,
            const DanbiRecord *record,
            gint64             except_id,
            GError           **error)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (DanbiStatement) query = NULL;
  gboolean row;

  records = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_record_free);
  query = danbi_database_prepare (database,
                                  "SELECT " DANBI_STORE_FIELD_COLUMNS " FROM cases"
                                  " WHERE patient_id = :patient AND card_time = :time"
                                  " AND provider_id = :provider AND binned_s = 0 AND id <> :except"
                                  " AND patient_id <> '' AND card_time <> '' AND provider_id <> ''"
                                  " ORDER BY id",
                                  error);
  if (!query)
    return NULL;
  danbi_statement_set_text (query, ":patient", danbi_record_get (record, DANBI_FIELD_PATIENT_ID));
  danbi_statement_set_text (query, ":time", danbi_record_get (record, DANBI_FIELD_CARD_TIME));
  danbi_statement_set_text (query, ":provider", danbi_record_get (record, DANBI_FIELD_PROVIDER_ID));
  danbi_statement_set_int (query, ":except", except_id);
  while (danbi_statement_next (query, &row, error))
    {
      if (!row)
        return g_steal_pointer (&records);
      g_ptr_array_add (records, danbi_store_read_record (query, 0));
    }
  return NULL;
}

/**
 * danbi_store_dup_visit:
 * @self: a store
 * @record: a case
 * @except_id: its id, 0 where it has none
 * @error: the reason of a failure
 *
 * Finds the other orders of the same visit (the same F1, F4 and F8), which F11.sequence asks for.
 *
 * Returns: (transfer full) (element-type DanbiRecord): the other cases; none where @record is of
 *   no visit yet
 */
GPtrArray *
danbi_store_dup_visit (DanbiStore        *self,
                       const DanbiRecord *record,
                       gint64             except_id,
                       GError           **error)
{
  g_autoptr (GPtrArray) records = NULL;
  DanbiDatabase *database = danbi_store_begin_read (self, error);

  if (!database)
    return NULL;
  records = read_visit (database, record, except_id, error);
  return danbi_store_end (self, records != NULL, error) ? g_steal_pointer (&records) : NULL;
}
