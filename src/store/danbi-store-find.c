/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding what was sent: by its receipt, an archive, or something of a case in it. */
#include "config.h"

#include <string.h>

#include "danbi-store-private.h"

/* One bit each; a person gives two or three. */
#define MAX_WORDS 32

/* After so many rows, some milliseconds, others may use the store in between. */
#define STRIDE_ROWS 8192

/* What may stand between the parts of a date. */
#define DATE_SEPARATORS "/-."

/* What a person asked for, in capitals. */
typedef struct
{
  guint n;
  char *words[MAX_WORDS];
  char *dates[MAX_WORDS]; /* the digits of a word that may be a part of a date, otherwise NULL */
} Search;

static void
search_clear (Search *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_free (self->words[i]);
      g_free (self->dates[i]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* `115/11/22`, `115/11`, `1151122`, `1122`: what stands between the separators are digits. */
static char *
dup_date_digits (const char *word)
{
  GString *digits = NULL;

  if (word[strspn (word, G_CSET_DIGITS DATE_SEPARATORS)] != '\0')
    return NULL;
  digits = g_string_new (NULL);
  for (const char *c = word; *c; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
  return g_string_free (digits, digits->len == 0);
}

/* An input method may give full-width letters and spaces. */
static void
search_init (Search     *self,
             const char *text)
{
  g_autofree char *half_width = g_utf8_normalize (text ? text : "", -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *capital = g_ascii_strup (half_width ? half_width : text, -1);
  g_auto (GStrv) words = g_strsplit_set (capital, " \t\r\n", -1);

  self->n = 0;
  for (guint i = 0; words[i] && self->n < MAX_WORDS; i++)
    if (*words[i])
      {
        self->words[self->n] = g_strdup (words[i]);
        self->dates[self->n++] = dup_date_digits (words[i]);
      }
}

/* Where the view found_by puts what: the patient, the date, and all the rest, in lines. */
static gboolean
row_has (const char *row,
         const char *date,
         const char *rest,
         const char *word,
         const char *word_as_date)
{
  const char *found;

  if (g_str_has_prefix (row, word) || strstr (rest, word))
    return TRUE;
  found = word_as_date ? strstr (date, word_as_date) : NULL;
  return found && found < rest;
}

/* Which of the words a row has, as bits. */
static guint32
search_row (const Search *self,
            const char   *row)
{
  const char *date = strchr (row, '\n') + 1;
  const char *rest = strchr (date, '\n') + 1;
  guint32 bits = 0;

  for (guint i = 0; i < self->n; i++)
    if (row_has (row, date, rest, self->words[i], self->dates[i]))
      bits |= 1u << i;
  return bits;
}

static guint32
search_get_all (const Search *self)
{
  return self->n == MAX_WORDS ? G_MAXUINT32 : (1u << self->n) - 1;
}

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
walk_rows (DanbiStatement *query,
           const Search   *search,
           Page           *page,
           GError        **error)
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
      bits |= search_row (search, danbi_statement_get_text (query, 1));
      id = danbi_statement_get_int (query, 0);
      page->below = id;
      if (bits != search_get_all (search) || added_id == id)
        continue;
      page_add (page, id);
      added_id = id;
    }
  return TRUE;
}

/* The index holds all that is asked for. */
static gboolean
walk (DanbiDatabase *database,
      const Search  *search,
      Page          *page,
      GError       **error)
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
gather (DanbiStore   *self,
        const Search *search,
        Page         *page,
        GError      **error)
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
  g_auto (Search) search = { 0 };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) submissions = NULL;
  Page page = { .skip = offset, .limit = limit, .ids = ids, .below = G_MAXINT64 };
  DanbiDatabase *database;

  page.done = limit == 0;
  search_init (&search, words);
  if (!gather (self, &search, &page, error))
    return NULL;
  database = danbi_store_begin_read (self, error);
  if (!database)
    return NULL;
  submissions = read_all (database, ids, error);
  return danbi_store_end (self, submissions != NULL, error) ? g_steal_pointer (&submissions) : NULL;
}

#define RENEW                                                                                      \
  "UPDATE submission_rows SET words = (SELECT words FROM found_by"                                 \
  " WHERE found_by.submission_id = submission_rows.submission_id"                                  \
  " AND found_by.position = submission_rows.position)"

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
 * Returns: whether it is found by what it says now
 */
gboolean
danbi_store_renew_words (DanbiDatabase *database,
                         gint64         submission_id,
                         GError       **error)
{
  return renew (database, RENEW " WHERE submission_id = :id", submission_id, error);
}

/**
 * danbi_store_renew_words_of_case:
 * @database: a database in a write transaction
 * @case_id: a case that was written in it
 * @error: the reason of a failure
 *
 * Returns: whether the submissions that hold it are found by what it says now
 */
gboolean
danbi_store_renew_words_of_case (DanbiDatabase *database,
                                 gint64         case_id,
                                 GError       **error)
{
  return renew (database, RENEW " WHERE case_id = :id", case_id, error);
}
