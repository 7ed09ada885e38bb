/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long each of the five ranges of the list is, and when that changes by itself. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-store-private.h"

/* Which cases of the list have something to lose. The rest of each range stands as in
 * danbi-store-list.c, and each is answered by an index alone. */
#define OPEN "binned_s = 0 AND is_open = 1"

/* Almost all cases are accepted ones, so these are what the other ranges leave of the whole, which
 * SQLite counts without a look at each of them. */
static const char count_sql[]
  = "SELECT"
    " (SELECT count(*) FROM cases INDEXED BY cases_full"
    "  WHERE " OPEN " AND full_until_s >= :now),"
    " (SELECT count(*) FROM cases INDEXED BY cases_half"
    "  WHERE " OPEN " AND half_until_s >= :now AND full_until_s < :now),"
    " (SELECT count(*) FROM cases INDEXED BY cases_half"
    "  WHERE " OPEN " AND half_until_s = 0),"
    " (SELECT count(*) FROM cases INDEXED BY cases_half"
    "  WHERE " OPEN " AND half_until_s > 0 AND half_until_s < :now),"
    " (" DANBI_STORE_COUNT_LISTED ")";

/* The end of half the points of a case that still earns all is never the nearest of all ends. */
static const char end_sql[]
  = "SELECT"
    " (SELECT min(full_until_s) FROM cases INDEXED BY cases_full"
    "  WHERE " OPEN " AND full_until_s >= :now),"
    " (SELECT min(half_until_s) FROM cases INDEXED BY cases_half"
    "  WHERE " OPEN " AND half_until_s >= :now)";

typedef void (*RowFunc) (DanbiStatement *row, gpointer user_data);

/* Asks for the one row of a query about now. */
static gboolean
ask (DanbiStore *self,
     const char *sql,
     RowFunc     func,
     gpointer    user_data,
     GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_look (self, DANBI_STORE_WINDOW, error);
  DanbiStatement *query;
  gboolean row = FALSE;

  if (!database)
    return FALSE;
  query = danbi_database_prepare (database, sql, error);
  if (query)
    {
      danbi_statement_set_int (query, ":now", danbi_clock_now_s ());
      if (danbi_statement_next (query, &row, error) && row)
        func (query, user_data);
      danbi_statement_release (query);
    }
  return danbi_store_end_look (self, DANBI_STORE_WINDOW, row, error);
}

static void
take_counts (DanbiStatement *row,
             gpointer        user_data)
{
  guint *counts = user_data;
  gint64 left = danbi_statement_get_int (row, DANBI_URGENCY_ACCEPTED);

  for (guint i = 0; i < DANBI_URGENCY_ACCEPTED; i++)
    {
      counts[i] = (guint) danbi_statement_get_int (row, (int) i);
      left -= counts[i];
    }
  counts[DANBI_URGENCY_ACCEPTED] = (guint) CLAMP (left, 0, G_MAXUINT);
}

/**
 * danbi_store_count_groups:
 * @self: a store
 * @counts: (out caller-allocates) (array fixed-size=5): how many cases of each #DanbiUrgency there
 *   are
 * @error: the reason of a failure
 *
 * Counts the ranges of which the list in the order of urgency consists. As they are, they depend on
 * danbi_clock_now_s().
 *
 * Returns: whether they were counted
 */
gboolean
danbi_store_count_groups (DanbiStore *self,
                          guint       counts[DANBI_N_URGENCIES],
                          GError    **error)
{
  return ask (self, count_sql, take_counts, counts, error);
}

static void
take_end (DanbiStatement *row,
          gpointer        user_data)
{
  gint64 full_s = danbi_statement_get_int (row, 0);
  gint64 half_s = danbi_statement_get_int (row, 1);

  *(gint64 *) user_data = full_s > 0 && half_s > 0 ? MIN (full_s, half_s) : MAX (full_s, half_s);
}

/**
 * danbi_store_get_next_end:
 * @self: a store
 * @end_s: (out): the last second before a case loses points, seconds since the epoch; 0 where none
 *   has anything to lose
 * @error: the reason of a failure
 *
 * Returns: whether it was read
 */
gboolean
danbi_store_get_next_end (DanbiStore *self,
                          gint64     *end_s,
                          GError    **error)
{
  return ask (self, end_sql, take_end, end_s, error);
}
