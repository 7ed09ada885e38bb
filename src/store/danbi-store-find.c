/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding what was sent: by its receipt, an archive, or something of a case in it. */
#include "config.h"

#include "danbi-store-private.h"
#include "danbi-store-words.h"

/* After so many rows, some milliseconds, others may use the store in between. */
#define STRIDE_ROWS 8192

/* The page that is asked for, while it is gathered from the newest submission down. */
typedef struct
{
  guint skip;
  guint limit;
  GArray *ids;  /* element-type gint64 */
  gint64 below; /* what was walked: all from this one on */
  gboolean done;
} Page;

static void
page_add (Page  *self,
          gint64 id)
{
  if (self->skip > 0)
    self->skip--;
  else
    g_array_append_val (self->ids, id);
  self->done = self->ids->len == self->limit;
}

/* Takes the rows of a submission together, as each word may be that of another row. Stops between
 * two submissions. */
static gboolean
walk_rows (DanbiStatement   *query,
           const DanbiWords *search,
           Page             *page,
           GError          **error)
{
  gint64 id = 0;
  gint64 added_id = 0;
  guint32 bits = 0;
  gboolean row;

  for (guint n = 0; !page->done; n++)
    {
      if (!danbi_statement_next (query, &row, error))
        return FALSE;
      page->done = !row;
      if (page->done || (n >= STRIDE_ROWS && danbi_statement_get_int (query, 0) != id))
        break;
      bits = danbi_statement_get_int (query, 0) == id ? bits : 0;
      bits |= danbi_words_match (search, danbi_statement_get_text (query, 1), FALSE);
      id = danbi_statement_get_int (query, 0);
      page->below = id;
      if (bits != danbi_words_get_all (search) || added_id == id)
        continue;
      page_add (page, id);
      added_id = id;
    }
  return TRUE;
}

/* The index holds all that is asked for. */
static gboolean
walk (DanbiDatabase    *database,
      const DanbiWords *search,
      Page             *page,
      GError          **error)
{
  g_autoptr (DanbiStatement) query = NULL;

  query = danbi_database_prepare (database,
                                  "SELECT submission_id, words FROM submission_rows"
                                  " INDEXED BY submission_rows_found WHERE words IS NOT NULL"
                                  " AND submission_id < :below ORDER BY submission_id DESC",
                                  error);
  if (!query)
    return FALSE;
  danbi_statement_set_int (query, ":below", page->below);
  return walk_rows (query, search, page, error);
}

static gboolean
gather (DanbiStore       *self,
        const DanbiWords *search,
        Page             *page,
        GError          **error)
{
  while (!page->done)
    {
      DanbiDatabase *database = danbi_store_begin_read (self, error);

      if (!database || !danbi_store_end (self, walk (database, search, page, error), error))
        return FALSE;
    }
  return TRUE;
}

/* What was removed in the meantime is left out. */
static GPtrArray *
read_all (DanbiDatabase *database,
          GArray        *ids,
          GError       **error)
{
  g_autoptr (GPtrArray) submissions = NULL;

  submissions = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_submission_free);
  for (guint i = 0; i < ids->len; i++)
    {
      DanbiSubmission *submission;

      if (!danbi_store_read_submission (database, g_array_index (ids, gint64, i), &submission,
                                        error))
        return NULL;
      if (submission)
        g_ptr_array_add (submissions, submission);
    }
  return g_steal_pointer (&submissions);
}

/**
 * danbi_store_find_submissions:
 * @self: a store
 * @words: (nullable): words with spaces between them, each of which must stand in the receipt, in
 *   the name of an archive, or, of one of the cases, in the order code or the date of the
 *   examination, or at the beginning of the patient's number; %NULL or "": all submissions
 * @offset: how many to skip
 * @limit: how many to give at most
 * @error: the reason of a failure
 *
 * Finds what the receiver has, or what was handed over in a folder, newest first. Neither the case
 * of letters nor their width counts. Where too little is found all that was ever sent is walked
 * (100,000 in some 20 ms, while others may use the store in between): call it in a worker thread.
 *
 * Returns: (transfer full) (element-type DanbiSubmission): the page
 */
GPtrArray *
danbi_store_find_submissions (DanbiStore *self,
                              const char *words,
                              guint       offset,
                              guint       limit,
                              GError    **error)
{
  g_auto (DanbiWords) search = { 0 };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) submissions = NULL;
  Page page = { .skip = offset, .limit = limit, .ids = ids, .below = G_MAXINT64 };
  DanbiDatabase *database;

  page.done = limit == 0;
  danbi_words_init (&search, words);
  if (!gather (self, &search, &page, error))
    return NULL;
  database = danbi_store_begin_read (self, error);
  if (!database)
    return NULL;
  submissions = read_all (database, ids, error);
  return danbi_store_end (self, submissions != NULL, error) ? g_steal_pointer (&submissions) : NULL;
}

#define RENEW_ROWS                                                                                 \
  "UPDATE submission_rows SET words = (SELECT words FROM found_by"                                 \
  " WHERE found_by.submission_id = submission_rows.submission_id"                                  \
  " AND found_by.position = submission_rows.position)"

#define RENEW_CASES                                                                                \
  "UPDATE cases SET words = (SELECT words FROM case_words WHERE case_words.id = cases.id)"

static gboolean
renew (DanbiDatabase *database,
       const char    *sql,
       gint64         id,
       GError       **error)
{
  g_autoptr (DanbiStatement) update = danbi_database_prepare (database, sql, error);

  if (!update)
    return FALSE;
  danbi_statement_set_int (update, ":id", id);
  return danbi_statement_run (update, error);
}

/**
 * danbi_store_renew_words:
 * @database: a database in a write transaction
 * @submission_id: a submission that was written in it
 * @error: the reason of a failure
 *
 * Returns: whether it and its cases are found by what it says now
 */
gboolean
danbi_store_renew_words (DanbiDatabase *database,
                         gint64         submission_id,
                         GError       **error)
{
  return renew (database, RENEW_ROWS " WHERE submission_id = :id", submission_id, error)
         && renew (database,
                   RENEW_CASES " WHERE id IN (SELECT case_id FROM submission_rows"
                               " WHERE submission_id = :id)",
                   submission_id, error);
}

/**
 * danbi_store_renew_words_of_case:
 * @database: a database in a write transaction
 * @case_id: a case that was written in it
 * @error: the reason of a failure
 *
 * Returns: whether it and the submissions that hold it are found by what it says now
 */
gboolean
danbi_store_renew_words_of_case (DanbiDatabase *database,
                                 gint64         case_id,
                                 GError       **error)
{
  return renew (database, RENEW_ROWS " WHERE case_id = :id", case_id, error)
         && renew (database, RENEW_CASES " WHERE id = :id", case_id, error);
}
