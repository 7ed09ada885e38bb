/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases that answer a question, found in a thread and read page by page as they are shown. */
#include "config.h"

#include "danbi-case-query.h"
#include "danbi-case-row-private.h"
#include "danbi-case-ticks.h"
#include "danbi-desk-private.h"

/* What is read at once on the main loop, and how many of these are kept: what a screen shows lies
 * in one or two. */
#define PAGE_ROWS 64
#define MAX_PAGES 4
/* While somebody types a case it is saved each second; so soon the answer follows. */
#define REFRESH_MS 200
/* How many cases are read at a time in a thread; in between, others may use the store. */
#define STRIDE_ROWS 256

typedef struct
{
  guint first;
  GPtrArray *rows; /* DanbiCaseRow */
} Page;

struct _DanbiCaseQuery
{
  GObject parent_instance;

  DanbiStore *store;
  DanbiCaseFilter filter; /* with texts of its own */
  GArray *ids;            /* gint64: those that were told */
  GQueue pages;           /* Page, the one used last at the head */
  DanbiCaseTicks *ticks;
  GCancellable *finding;  /* NULL: nothing is being looked for */
  gboolean asked;         /* the answer to come is one to other conditions */
  guint refresh_id;
};

enum
{
  PROP_0,
  PROP_SEARCHING,
  N_PROPS,
};

enum
{
  ANSWERED,
  TICKS_CHANGED,
  FAILED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void danbi_case_query_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DanbiCaseQuery, danbi_case_query, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      danbi_case_query_model_init))

static gint64
get_id (DanbiCaseQuery *self,
        guint           position)
{
  return g_array_index (self->ids, gint64, position);
}

/* Pages */

static void
page_free (Page *page)
{
  g_ptr_array_unref (page->rows);
  g_free (page);
}

/* What happened to be removed since it was found is a row that says nothing; the next refresh
 * shortens the list. */
static GPtrArray *
read_rows (DanbiStore   *store,
           const gint64 *ids,
           guint         n,
           GError      **error)
{
  g_autoptr (GPtrArray) found = danbi_store_list_by_id (store, ids, n, error);
  GPtrArray *rows;

  if (!found)
    return NULL;
  rows = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < found->len; i++)
    {
      DanbiCaseSummary *summary = g_steal_pointer (&found->pdata[i]);

      g_ptr_array_add (rows, summary ? danbi_case_row_new (summary) : danbi_case_row_new_blank ());
    }
  return rows;
}

static Page *
read_page (DanbiCaseQuery *self,
           guint           first)
{
  Page *page = g_new0 (Page, 1);
  g_autoptr (GError) error = NULL;

  page->first = first;
  page->rows = read_rows (self->store, &g_array_index (self->ids, gint64, first),
                          MIN (PAGE_ROWS, self->ids->len - first), &error);
  if (!page->rows)
    {
      g_warning ("%s", error->message);
      page->rows = g_ptr_array_new ();
    }
  return page;
}

static Page *
get_page (DanbiCaseQuery *self,
          guint           first)
{
  GList *link = self->pages.head;

  while (link && ((Page *) link->data)->first != first)
    link = link->next;
  if (link)
    {
      g_queue_unlink (&self->pages, link);
      g_queue_push_head_link (&self->pages, link);
      return link->data;
    }
  if (self->pages.length == MAX_PAGES)
    page_free (g_queue_pop_tail (&self->pages));
  g_queue_push_head (&self->pages, read_page (self, first));
  return self->pages.head->data;
}

static void
clear_pages (DanbiCaseQuery *self)
{
  g_queue_clear_full (&self->pages, (GDestroyNotify) page_free);
}

/* What is not found any more is not ticked any more. */
static void
keep_ticks (DanbiCaseQuery *self)
{
  g_autoptr (DanbiCaseTicks) before = self->ticks;
  guint n_before = danbi_case_ticks_count (before);

  self->ticks = danbi_case_ticks_new (self->ids);
  for (guint i = 0; n_before > 0 && i < self->ids->len; i++)
    if (danbi_case_ticks_get (before, get_id (self, i)))
      danbi_case_ticks_set (self->ticks, get_id (self, i), TRUE);
  if (danbi_case_ticks_count (self->ticks) != n_before)
    g_signal_emit (self, signals[TICKS_CHANGED], 0);
}

/* Answers */

/* GTK 4.8 fetches every new item when a list is replaced in one change, so there are two. What
 * stayed at both ends is not told. */
static void
tell_difference (DanbiCaseQuery *self,
                 GArray         *found)
{
  guint n_same = MIN (self->ids->len, found->len);
  guint first = 0;
  guint last = 0;
  guint removed, added;

  while (first < n_same && get_id (self, first) == g_array_index (found, gint64, first))
    first++;
  while (last < n_same - first
         && get_id (self, self->ids->len - 1 - last)
              == g_array_index (found, gint64, found->len - 1 - last))
    last++;
  removed = self->ids->len - first - last;
  added = found->len - first - last;
  if (removed > 0)
    {
      g_array_remove_range (self->ids, first, removed);
      g_list_model_items_changed (G_LIST_MODEL (self), first, removed, 0);
    }
  clear_pages (self);
  if (added > 0)
    {
      g_array_insert_vals (self->ids, first, &g_array_index (found, gint64, first), added);
      g_list_model_items_changed (G_LIST_MODEL (self), first, 0, added);
    }
}

/* Rows that stay where they were, but say something else now. */
static void
tell_changed_rows (DanbiCaseQuery *self,
                   GHashTable     *before)
{
  GHashTableIter iter;
  gpointer position, row;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &position, &row))
    {
      guint at = GPOINTER_TO_UINT (position);
      g_autoptr (DanbiCaseRow) now = g_list_model_get_item (G_LIST_MODEL (self), at);

      if (now && danbi_case_row_get_id (now) == danbi_case_row_get_id (row)
          && !danbi_case_row_equal (now, row))
        g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 1);
    }
}

static GHashTable *
dup_loaded_rows (DanbiCaseQuery *self)
{
  GHashTable *rows = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);

  for (GList *link = self->pages.head; link; link = link->next)
    {
      const Page *page = link->data;

      for (guint i = 0; i < page->rows->len; i++)
        g_hash_table_insert (rows, GUINT_TO_POINTER (page->first + i),
                             g_object_ref (page->rows->pdata[i]));
    }
  return rows;
}

static void
take_answer (DanbiCaseQuery *self,
             GArray         *found)
{
  g_autoptr (GHashTable) before = dup_loaded_rows (self);
  gboolean asked = self->asked;

  self->asked = FALSE;
  tell_difference (self, found);
  tell_changed_rows (self, before);
  keep_ticks (self);
  g_signal_emit (self, signals[ANSWERED], 0, asked);
}

/* Finding */

static void
filter_clear (DanbiCaseFilter *self)
{
  g_free ((char *) self->text);
  g_free ((char *) self->from);
  g_free ((char *) self->to);
  *self = (DanbiCaseFilter){ 0 };
}

/* What a thread works on. It knows nothing of the query, which ends in the main thread. */
typedef struct
{
  DanbiStore *store;
  DanbiCaseFilter filter; /* what is looked for */
  GArray *ids;            /* or what is read */
} Job;

static Job *
job_new (DanbiCaseQuery *self,
         GArray         *ids)
{
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (self->store);
  job->filter = self->filter;
  job->filter.text = g_strdup (self->filter.text);
  job->filter.from = g_strdup (self->filter.from);
  job->filter.to = g_strdup (self->filter.to);
  job->ids = ids ? g_array_ref (ids) : NULL;
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->store);
  filter_clear (&job->filter);
  g_clear_pointer (&job->ids, g_array_unref);
  g_free (job);
}

static void
find_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Job *job = task_data;
  GError *error = NULL;
  GArray *ids = danbi_store_find_cases (job->store, &job->filter, cancellable, &error);

  if (ids)
    g_task_return_pointer (task, ids, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DanbiCaseQuery) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->finding)
    return;
  g_clear_object (&self->finding);
  if (found)
    take_answer (self, found);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEARCHING]);
}

static void
find (DanbiCaseQuery *self)
{
  gboolean searching = self->finding != NULL;
  g_autoptr (GTask) task = NULL;

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (searching)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  self->finding = g_cancellable_new ();
  task = g_task_new (NULL, self->finding, found_cb, g_object_ref (self));
  g_task_set_task_data (task, job_new (self, NULL), job_free);
  g_task_run_in_thread (task, find_in_thread);
  if (!searching)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEARCHING]);
}

static gboolean
refresh_cb (gpointer user_data)
{
  DanbiCaseQuery *self = user_data;

  self->refresh_id = 0;
  find (self);
  return G_SOURCE_REMOVE;
}

/* What is being looked for may have been read before that. */
static void
refreshed_cb (GListModel     *cases,
              DanbiCaseQuery *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

/* The model */

static GType
danbi_case_query_get_item_type (GListModel *model)
{
  return DANBI_TYPE_CASE_ROW;
}

static guint
danbi_case_query_get_n_items (GListModel *model)
{
  return DANBI_CASE_QUERY (model)->ids->len;
}

static gpointer
danbi_case_query_get_item (GListModel *model,
                           guint       position)
{
  DanbiCaseQuery *self = DANBI_CASE_QUERY (model);
  Page *page;

  if (position >= self->ids->len)
    return NULL;
  page = get_page (self, position - position % PAGE_ROWS);
  position %= PAGE_ROWS;
  if (position < page->rows->len)
    return g_object_ref (page->rows->pdata[position]);
  return danbi_case_row_new_blank ();
}

static void
danbi_case_query_model_init (GListModelInterface *iface)
{
  iface->get_item_type = danbi_case_query_get_item_type;
  iface->get_n_items = danbi_case_query_get_n_items;
  iface->get_item = danbi_case_query_get_item;
}

static void
danbi_case_query_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  DanbiCaseQuery *self = DANBI_CASE_QUERY (object);

  switch (prop_id)
    {
    case PROP_SEARCHING:
      g_value_set_boolean (value, danbi_case_query_get_searching (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_case_query_dispose (GObject *object)
{
  DanbiCaseQuery *self = DANBI_CASE_QUERY (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->finding)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);

  G_OBJECT_CLASS (danbi_case_query_parent_class)->dispose (object);
}

static void
danbi_case_query_finalize (GObject *object)
{
  DanbiCaseQuery *self = DANBI_CASE_QUERY (object);

  clear_pages (self);
  filter_clear (&self->filter);
  g_array_unref (self->ids);
  danbi_case_ticks_free (self->ticks);
  g_object_unref (self->store);

  G_OBJECT_CLASS (danbi_case_query_parent_class)->finalize (object);
}

static void
danbi_case_query_class_init (DanbiCaseQueryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = danbi_case_query_get_property;
  object_class->dispose = danbi_case_query_dispose;
  object_class->finalize = danbi_case_query_finalize;

  props[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * DanbiCaseQuery::answered:
   * @anew: whether it is the first answer to its conditions
   *
   * The list holds what the store has.
   */
  signals[ANSWERED] = g_signal_new ("answered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  /**
   * DanbiCaseQuery::ticks-changed:
   *
   * Other cases are ticked than before.
   */
  signals[TICKS_CHANGED] = g_signal_new ("ticks-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
  /**
   * DanbiCaseQuery::failed:
   * @message: a sentence
   *
   * The store could not be asked; the list is as it was.
   */
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
danbi_case_query_init (DanbiCaseQuery *self)
{
  g_queue_init (&self->pages);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->ticks = danbi_case_ticks_new (self->ids);
}

/* Public functions */

/**
 * danbi_case_query_new:
 * @desk: the desk
 *
 * Returns: (transfer full): a list that is empty until something is asked
 */
DanbiCaseQuery *
danbi_case_query_new (DanbiDesk *desk)
{
  DanbiCaseQuery *self = g_object_new (DANBI_TYPE_CASE_QUERY, NULL);

  self->store = g_object_ref (danbi_desk_get_store (desk));
  g_signal_connect_object (danbi_desk_get_cases (desk), "refreshed",
                           G_CALLBACK (refreshed_cb), self, 0);
  return self;
}

/**
 * danbi_case_query_ask:
 * @self: a query
 * @conditions: which cases are wanted; copied
 *
 * Looks for them in a thread. The answer to what was asked last is the one that counts. From then
 * on the list follows what happens to the cases.
 */
void
danbi_case_query_ask (DanbiCaseQuery            *self,
                      const DanbiCaseConditions *conditions)
{
  filter_clear (&self->filter);
  self->filter.text = g_strdup (conditions->words);
  self->filter.from = g_strdup (conditions->from);
  self->filter.to = g_strdup (conditions->to);
  self->filter.states = conditions->states;
  self->filter.binned = conditions->binned;
  self->asked = TRUE;
  find (self);
}

/**
 * danbi_case_query_refresh:
 * @self: a query
 *
 * Asks the same again: something happened that the list of cases does not tell of.
 */
void
danbi_case_query_refresh (DanbiCaseQuery *self)
{
  find (self);
}

/**
 * danbi_case_query_get_searching:
 * @self: a query
 *
 * Returns: whether an answer is still to come
 */
gboolean
danbi_case_query_get_searching (DanbiCaseQuery *self)
{
  return self->finding != NULL;
}

/**
 * danbi_case_query_get_id:
 * @self: a query
 * @position: a place in the list
 *
 * Returns: the case there, without reading it; 0 where the list is shorter
 */
gint64
danbi_case_query_get_id (DanbiCaseQuery *self,
                         guint           position)
{
  return position < self->ids->len ? get_id (self, position) : 0;
}

/**
 * danbi_case_query_find:
 * @self: a query
 * @id: a case
 * @position: (out): where it stands
 *
 * Returns: whether it is in the list
 */
gboolean
danbi_case_query_find (DanbiCaseQuery *self,
                       gint64          id,
                       guint          *position)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (get_id (self, i) == id)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * danbi_case_query_set_ticked:
 * @self: a query
 * @id: a case in the list
 * @ticked: whether it is ticked from now on
 */
void
danbi_case_query_set_ticked (DanbiCaseQuery *self,
                             gint64          id,
                             gboolean        ticked)
{
  if (danbi_case_ticks_set (self->ticks, id, ticked))
    g_signal_emit (self, signals[TICKS_CHANGED], 0);
}

/**
 * danbi_case_query_get_ticked:
 * @self: a query
 * @id: a case
 *
 * Returns: whether it is ticked
 */
gboolean
danbi_case_query_get_ticked (DanbiCaseQuery *self,
                             gint64          id)
{
  return danbi_case_ticks_get (self->ticks, id);
}

/**
 * danbi_case_query_tick_all:
 * @self: a query
 * @ticked: whether all that were found are ticked, or none
 */
void
danbi_case_query_tick_all (DanbiCaseQuery *self,
                           gboolean        ticked)
{
  danbi_case_ticks_free (self->ticks);
  self->ticks = danbi_case_ticks_new (self->ids);
  for (guint i = 0; ticked && i < self->ids->len; i++)
    danbi_case_ticks_set (self->ticks, get_id (self, i), TRUE);
  g_signal_emit (self, signals[TICKS_CHANGED], 0);
}

/**
 * danbi_case_query_tick_range:
 * @self: a query
 * @first: a place in the list
 * @last: a place that is not before it
 *
 * Ticks all cases from one place to the other.
 */
void
danbi_case_query_tick_range (DanbiCaseQuery *self,
                             guint           first,
                             guint           last)
{
  for (guint i = first; i <= last && i < self->ids->len; i++)
    danbi_case_ticks_set (self->ticks, get_id (self, i), TRUE);
  g_signal_emit (self, signals[TICKS_CHANGED], 0);
}

/**
 * danbi_case_query_get_n_ticked:
 * @self: a query
 *
 * Returns: how many cases are ticked
 */
guint
danbi_case_query_get_n_ticked (DanbiCaseQuery *self)
{
  return danbi_case_ticks_count (self->ticks);
}

/**
 * danbi_case_query_dup_ticked:
 * @self: a query
 *
 * Returns: (transfer full) (element-type gint64): the cases that are ticked, in the order of the
 *   list
 */
GArray *
danbi_case_query_dup_ticked (DanbiCaseQuery *self)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64),
                                   danbi_case_ticks_count (self->ticks));

  for (guint i = 0; i < self->ids->len; i++)
    if (danbi_case_ticks_get (self->ticks, get_id (self, i)))
      g_array_append_vals (ids, &g_array_index (self->ids, gint64, i), 1);
  return ids;
}

/* Reads all of @ids, and leaves out what is gone. */
static GPtrArray *
read_all (DanbiStore   *store,
          GArray       *ids,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ids->len; i += STRIDE_ROWS)
    {
      g_autoptr (GPtrArray) found
        = danbi_store_list_by_id (store, &g_array_index (ids, gint64, i),
                                  MIN (STRIDE_ROWS, ids->len - i), error);

      if (!found || g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      for (guint j = 0; j < found->len; j++)
        if (found->pdata[j])
          g_ptr_array_add (all, danbi_case_row_new (g_steal_pointer (&found->pdata[j])));
    }
  return g_steal_pointer (&all);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Job *job = task_data;
  GError *error = NULL;
  GPtrArray *rows = read_all (job->store, job->ids, cancellable, &error);

  if (rows)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * danbi_case_query_read_async:
 * @self: a query
 * @ids: (element-type gint64): cases
 * @cancellable: (nullable): stops it
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Reads cases in a thread, as they are now: there may be many, and what was done with them since
 * they were shown counts.
 */
void
danbi_case_query_read_async (DanbiCaseQuery     *self,
                             GArray             *ids,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, job_new (self, ids), job_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * danbi_case_query_read_finish:
 * @self: a query
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable) (element-type DanbiCaseRow): the cases
 */
GPtrArray *
danbi_case_query_read_finish (DanbiCaseQuery *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
