/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding cases, all that answer at once: by a word of them, the day of the visit, their state. */
#include "config.h"

#include "danbi-store-private.h"
#include "danbi-store-words.h"

/* After so many rows, well below a millisecond, it is asked whether anybody still waits. */
#define STRIDE_ROWS 1024

/* Below and above all that a case can say of its visit. Where only the end of a span is given, what
 * has no date is left out, as it is where only its beginning is. */
#define FIRST_MOMENT ""
#define FIRST_DATE "0"
#define LAST_MOMENT "\364\217\277\277"

/* The index holds all that is asked for. A row says first when the patient was here, so it is in
 * the order that is wanted most, and a span of days is a range of it. The bin is small. */
static const char found_sql[] =
  "SELECT id, words, state, saved_s FROM cases INDEXED BY cases_found"
  " WHERE binned_s = 0 AND words >= :from AND words < :to"
  " ORDER BY words DESC, state DESC, saved_s DESC, id DESC";

static const char binned_sql[] =
  "SELECT id, words, state, binned_s FROM cases INDEXED BY cases_found"
  " WHERE binned_s > 0 AND words >= :from AND words < :to ORDER BY words DESC, id DESC";

typedef struct
{
  gint64 id;
  gint64 changed_s; /* when it was saved or deleted */
} Found;

typedef struct
{
  const DanbiCaseFilter *filter;
  DanbiWords words;
  GCancellable *cancellable;
  GArray *found; /* element-type Found */
} Seek;

static void
seek_clear (Seek *self)
{
  danbi_words_clear (&self->words);
  g_array_unref (self->found);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seek, seek_clear)

static gboolean
is_given (const char *text)
{
  return text && *text;
}

static gboolean
answers (const Seek     *self,
         DanbiStatement *row)
{
  DanbiState state = DANBI_STATE_DRAFT;

  if (self->filter->states != 0)
    {
      danbi_state_from_nick (danbi_statement_get_text (row, 2), &state);
      if (!(self->filter->states & (1u << state)))
        return FALSE;
    }
  return self->words.n == 0
         || danbi_words_match (&self->words,
                               danbi_words_skip_line (danbi_statement_get_text (row, 1)), TRUE)
              == danbi_words_get_all (&self->words);
}

static gboolean
walk (Seek           *self,
      DanbiStatement *query,
      GError        **error)
{
  gboolean row = TRUE;

  for (guint n = 1; danbi_statement_next (query, &row, error); n++)
    {
      if (!row)
        return TRUE;
      if (n % STRIDE_ROWS == 0 && g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (answers (self, query))
        {
          Found found = { danbi_statement_get_int (query, 0), danbi_statement_get_int (query, 3) };

          g_array_append_val (self->found, found);
        }
    }
  return FALSE;
}

static gboolean
seek (Seek          *self,
      DanbiDatabase *database,
      GError       **error)
{
  const DanbiCaseFilter *filter = self->filter;
  g_autofree char *to = is_given (filter->to) ? g_strconcat (filter->to, "~", NULL) : NULL;
  g_autoptr (DanbiStatement) query = NULL;

  query = danbi_database_prepare (database, filter->binned ? binned_sql : found_sql, error);
  if (!query)
    return FALSE;
  danbi_statement_set_text (query, ":from",
                            is_given (filter->from) ? filter->from
                            : to                    ? FIRST_DATE
                                                    : FIRST_MOMENT);
  danbi_statement_set_text (query, ":to", to ? to : LAST_MOMENT);
  return walk (self, query, error);
}

static int
compare_changed (gconstpointer a,
                 gconstpointer b)
{
  const Found *first = a;
  const Found *second = b;

  if (first->changed_s != second->changed_s)
    return first->changed_s < second->changed_s ? 1 : -1;
  return first->id < second->id ? 1 : first->id > second->id ? -1 : 0;
}

static GArray *
dup_ids (GArray *found)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), found->len);

  for (guint i = 0; i < found->len; i++)
    g_array_append_val (ids, g_array_index (found, Found, i).id);
  return ids;
}

/* Of all cases in the order of urgency, those that were found. */
static GArray *
pick_urgent (DanbiDatabase *database,
             GArray        *found,
             GError       **error)
{
  g_autoptr (GArray) all = danbi_store_read_urgent_ids (database, error);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) picked = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!all)
    return NULL;
  for (guint i = 0; i < found->len; i++)
    g_hash_table_add (ids, &g_array_index (found, Found, i).id);
  for (guint i = 0; i < all->len; i++)
    if (g_hash_table_contains (ids, &g_array_index (all, gint64, i)))
      g_array_append_val (picked, g_array_index (all, gint64, i));
  return g_steal_pointer (&picked);
}

static GArray *
seek_in_order (Seek          *self,
               DanbiDatabase *database,
               GError       **error)
{
  if (!seek (self, database, error))
    return NULL;
  if (self->filter->order == DANBI_CASE_BY_URGENCY && !self->filter->binned)
    return pick_urgent (database, self->found, error);
  if (self->filter->order == DANBI_CASE_BY_SAVED)
    g_array_sort (self->found, compare_changed);
  return dup_ids (self->found);
}

/**
 * danbi_store_find_cases:
 * @self: a store
 * @filter: what is asked for
 * @cancellable: (nullable): stops it
 * @error: the reason of a failure
 *
 * Finds every case that answers. Neither the case of letters nor their width counts. It walks one
 * index, 100,000 cases in tens of milliseconds: call it in a worker thread.
 *
 * Returns: (transfer full) (element-type gint64): their ids, in the order of the filter
 */
GArray *
danbi_store_find_cases (DanbiStore            *self,
                        const DanbiCaseFilter *filter,
                        GCancellable          *cancellable,
                        GError               **error)
{
  g_auto (Seek) state = {
    .filter = filter,
    .cancellable = cancellable,
    .found = g_array_new (FALSE, FALSE, sizeof (Found)),
  };
  g_autoptr (GArray) ids = NULL;
  DanbiDatabase *database;

  danbi_words_init (&state.words, filter->text);
  database = danbi_store_begin_look (self, DANBI_STORE_SEEK, error);
  if (!database)
    return NULL;
  ids = seek_in_order (&state, database, error);
  return danbi_store_end_look (self, DANBI_STORE_SEEK, ids != NULL, error)
           ? g_steal_pointer (&ids)
           : NULL;
}
