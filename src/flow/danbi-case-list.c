/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All cases of the store, most urgent first, read page by page as the list is scrolled. */
#include "config.h"

#include "danbi-case-list.h"
#include "danbi-case-row-private.h"

#define PAGE_ROWS 128
#define MAX_PAGES 16
/* Of which so many are read anew when something changed: those that were used last hold all that a
 * window shows, and the others are read when they are shown again. */
#define MAX_FRESH_PAGES 8
/* So many lines are made anew at once where several cases changed places. */
#define MAX_STRETCH 32
#define NOWHERE G_MAXUINT

typedef struct
{
  guint first;
  GPtrArray *rows; /* DanbiCaseRow */
} Page;

struct _DanbiCaseList
{
  GObject parent_instance;

  DanbiStore *store;
  guint n_cases;
  guint hidden; /* the place of a case that moves and is told of in a moment, or NOWHERE */
  GQueue pages; /* Page, the one used last at the head */
};

/* How the list differs from what it was, if by one case that came, went or moved. */
typedef struct
{
  guint removed; /* where it was, or NOWHERE */
  guint added;   /* where it is, or NOWHERE */
} Change;

enum
{
  REFRESHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void danbi_case_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DanbiCaseList, danbi_case_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      danbi_case_list_model_init))

static void
page_free (Page *page)
{
  g_ptr_array_unref (page->rows);
  g_free (page);
}

static Page *
read_page (DanbiCaseList *self,
           guint          first)
{
  Page *page = g_new0 (Page, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = danbi_store_list_cases (self->store, DANBI_CASE_ORDER_URGENT, first,
                                                        PAGE_ROWS, &error);
  g_autofree gpointer *summaries = NULL;
  gsize n_summaries = 0;

  page->first = first;
  page->rows = g_ptr_array_new_with_free_func (g_object_unref);
  if (found)
    summaries = g_ptr_array_steal (found, &n_summaries);
  else
    g_warning ("%s", error->message);

  for (gsize i = 0; i < n_summaries; i++)
    g_ptr_array_add (page->rows, danbi_case_row_new (summaries[i]));
  return page;
}

static Page *
find_page (DanbiCaseList *self,
           guint          first)
{
  for (GList *link = self->pages.head; link; link = link->next)
    if (((Page *) link->data)->first == first)
      return link->data;
  return NULL;
}

/* The page moves to the head, and the one that was not used longest goes. */
static Page *
get_page (DanbiCaseList *self,
          guint          first)
{
  Page *page = find_page (self, first);

  if (page)
    {
      g_queue_remove (&self->pages, page);
      g_queue_push_head (&self->pages, page);
      return page;
    }

  g_queue_push_head (&self->pages, read_page (self, first));
  if (self->pages.length > MAX_PAGES)
    page_free (g_queue_pop_tail (&self->pages));
  return self->pages.head->data;
}

/* Changes. Whoever shows the list makes every line anew that it is told of, so of a case that came,
 * went or moved it is told exactly that. */

static int
compare_pages (gconstpointer a,
               gconstpointer b)
{
  const Page *one = *(const Page *const *) a;
  const Page *other = *(const Page *const *) b;

  return one->first < other->first ? -1 : 1;
}

/* Reads the pages in memory anew. Returns those that they were, in the order of the list. */
static GPtrArray *
read_pages_anew (DanbiCaseList *self)
{
  GPtrArray *before = g_ptr_array_new_with_free_func ((GDestroyNotify) page_free);

  while (self->pages.length > MAX_FRESH_PAGES)
    page_free (g_queue_pop_tail (&self->pages));
  for (GList *link = self->pages.head; link; link = link->next)
    {
      g_ptr_array_add (before, link->data);
      link->data = read_page (self, ((Page *) link->data)->first);
    }
  g_ptr_array_sort (before, compare_pages);
  return before;
}

/* What stands at a place, %NULL where that is not in memory. */
static DanbiCaseRow *
peek (DanbiCaseList *self,
      guint          place)
{
  Page *page = find_page (self, place - place % PAGE_ROWS);
  guint i = place % PAGE_ROWS;

  return page && i < page->rows->len ? g_ptr_array_index (page->rows, i) : NULL;
}

static gboolean
is_at (DanbiCaseList *self,
       DanbiCaseRow  *row,
       guint          place)
{
  DanbiCaseRow *there = peek (self, place);

  return there && danbi_case_row_get_id (there) == danbi_case_row_get_id (row);
}

/* By how much the case of @row moved from @place, if by one or not at all. */
static gboolean
find_shift (DanbiCaseList *self,
            DanbiCaseRow  *row,
            guint          place,
            int           *shift)
{
  static const int near[] = { 0, 1, -1 };

  for (guint i = 0; i < G_N_ELEMENTS (near); i++)
    if (is_at (self, row, place + (guint) near[i]))
      {
        *shift = near[i];
        return TRUE;
      }
  return FALSE;
}

/* Goes on by one row of the list as it was; @shift is that of the row before. Returns whether all
 * of it is still one case that came, went or moved. */
static gboolean
follow (DanbiCaseList *self,
        DanbiCaseRow  *row,
        guint          place,
        int           *shift,
        Change        *change)
{
  int now = *shift;

  if (!find_shift (self, row, place, &now))
    {
      /* Its page may be known up to here only. */
      if (!peek (self, place + (guint) *shift))
        return TRUE;
      if (change->removed != NOWHERE)
        return FALSE;
      change->removed = place;
      now = *shift - 1;
    }
  else if (now == *shift + 1 && change->added == NOWHERE)
    change->added = place + (guint) *shift;
  else if (now == *shift - 1 && change->removed == NOWHERE)
    change->removed = place - 1;
  else if (now == *shift - 2 && change->removed == NOWHERE
           && change->added + 1 == place + (guint) *shift - 1)
    {
      /* It was no case that came: the one before changed places with this one. */
      change->removed = place - 1;
      change->added++;
      now = *shift - 1;
    }
  else if (now != *shift)
    return FALSE;
  *shift = now;
  return TRUE;
}

/* What is not in memory is shown by nobody, so a case that came from there, or went there, may do
 * so anywhere. */
static gboolean
find_change (DanbiCaseList *self,
             GPtrArray     *before,
             guint          n_before,
             Change        *change)
{
  int shift = 0;

  *change = (Change){ NOWHERE, NOWHERE };
  for (guint i = 0; i < before->len; i++)
    {
      const Page *page = g_ptr_array_index (before, i);

      for (guint n = 0; n < page->rows->len; n++)
        if (!follow (self, g_ptr_array_index (page->rows, n), page->first + n, &shift, change))
          return FALSE;
    }
  if (change->added == NOWHERE && (guint) ((int) n_before + shift) < self->n_cases)
    {
      change->added = self->n_cases - 1;
      shift++;
    }
  else if (change->removed == NOWHERE && (guint) ((int) n_before + shift) > self->n_cases)
    {
      change->removed = n_before - 1;
      shift--;
    }
  return (guint) ((int) n_before + shift) == self->n_cases;
}

/* One after the other, and the list is each time as it is told. */
static void
tell_change (DanbiCaseList *self,
             const Change  *change)
{
  if (change->removed != NOWHERE)
    {
      self->hidden = change->added;
      g_list_model_items_changed (G_LIST_MODEL (self), change->removed, 1, 0);
      self->hidden = NOWHERE;
    }
  if (change->added != NOWHERE)
    g_list_model_items_changed (G_LIST_MODEL (self), change->added, 0, 1);
}

/* Cases that stayed where they were, or moved by one, and say something else now. */
static void
tell_rows (DanbiCaseList *self,
           GPtrArray     *before,
           const Change  *change)
{
  for (guint i = 0; i < before->len; i++)
    {
      const Page *page = g_ptr_array_index (before, i);

      for (guint n = 0; n < page->rows->len; n++)
        {
          DanbiCaseRow *row = g_ptr_array_index (page->rows, n);
          guint place = page->first + n;
          int shift;

          if (place != change->removed && find_shift (self, row, place, &shift)
              && !danbi_case_row_equal (row, peek (self, place + (guint) shift)))
            g_list_model_items_changed (G_LIST_MODEL (self), place + (guint) shift, 1, 1);
        }
    }
}

/* From the first to the last place in memory where another case stands. Returns %FALSE where that
 * is more than a few, or where the list has another length. */
static gboolean
find_stretch (DanbiCaseList *self,
              GPtrArray     *before,
              guint          n_before,
              guint         *first,
              guint         *last)
{
  *first = NOWHERE;
  *last = 0;
  for (guint i = 0; i < before->len; i++)
    {
      const Page *page = g_ptr_array_index (before, i);

      for (guint n = 0; n < page->rows->len; n++)
        if (!is_at (self, g_ptr_array_index (page->rows, n), page->first + n))
          {
            *first = MIN (*first, page->first + n);
            *last = page->first + n;
          }
    }
  return n_before == self->n_cases && *first != NOWHERE && *last - *first < MAX_STRETCH;
}

/* GTK 4.8 fetches every new item when a list is replaced in one change, so it is emptied and filled
 * in two. */
static void
tell_all (DanbiCaseList *self,
          guint          n_before)
{
  guint n_cases = self->n_cases;

  self->n_cases = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  self->n_cases = n_cases;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_cases);
}

static GType
danbi_case_list_get_item_type (GListModel *model)
{
  return DANBI_TYPE_CASE_ROW;
}

static guint
danbi_case_list_get_n_items (GListModel *model)
{
  DanbiCaseList *self = DANBI_CASE_LIST (model);

  return self->hidden == NOWHERE ? self->n_cases : self->n_cases - 1;
}

static gpointer
danbi_case_list_get_item (GListModel *model,
                          guint       position)
{
  DanbiCaseList *self = DANBI_CASE_LIST (model);
  Page *page;

  if (position >= danbi_case_list_get_n_items (model))
    return NULL;
  if (position >= self->hidden)
    position++;
  page = get_page (self, position - position % PAGE_ROWS);
  position %= PAGE_ROWS;
  if (position < page->rows->len)
    return g_object_ref (g_ptr_array_index (page->rows, position));

  /* Another process removed cases since they were counted; the next refresh shortens the list. */
  return danbi_case_row_new_blank ();
}

static void
danbi_case_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = danbi_case_list_get_item_type;
  iface->get_n_items = danbi_case_list_get_n_items;
  iface->get_item = danbi_case_list_get_item;
}

static void
danbi_case_list_finalize (GObject *object)
{
  DanbiCaseList *self = DANBI_CASE_LIST (object);

  g_queue_clear_full (&self->pages, (GDestroyNotify) page_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (danbi_case_list_parent_class)->finalize (object);
}

static void
danbi_case_list_class_init (DanbiCaseListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_case_list_finalize;

  /**
   * DanbiCaseList::refreshed:
   *
   * Something was saved, sent or answered: also where no row that anybody has read says so.
   */
  signals[REFRESHED] = g_signal_new ("refreshed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
danbi_case_list_init (DanbiCaseList *self)
{
  g_queue_init (&self->pages);
  self->hidden = NOWHERE;
}

/**
 * danbi_case_list_new:
 * @store: the store
 *
 * Returns: (transfer full): a #GListModel of #DanbiCaseRow
 */
DanbiCaseList *
danbi_case_list_new (DanbiStore *store)
{
  DanbiCaseList *self = g_object_new (DANBI_TYPE_CASE_LIST, NULL);

  self->store = g_object_ref (store);
  danbi_case_list_refresh (self);
  return self;
}

/**
 * danbi_case_list_refresh:
 * @self: a list
 *
 * Reads anew what the store has, and tells what is different.
 */
void
danbi_case_list_refresh (DanbiCaseList *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  gint64 n_cases = danbi_store_count_cases (self->store, &error);
  guint n_before = self->n_cases;
  guint first, last;
  Change change;

  g_signal_emit (self, signals[REFRESHED], 0);
  if (n_cases < 0)
    {
      g_warning ("%s", error->message);
      return;
    }
  before = read_pages_anew (self);
  self->n_cases = (guint) MIN (n_cases, G_MAXINT);
  if (n_before > 0 && find_change (self, before, n_before, &change))
    tell_change (self, &change);
  else if (n_before > 0 && find_stretch (self, before, n_before, &first, &last))
    {
      change = (Change){ NOWHERE, NOWHERE };
      g_list_model_items_changed (G_LIST_MODEL (self), first, last - first + 1, last - first + 1);
    }
  else
    {
      tell_all (self, n_before);
      return;
    }
  tell_rows (self, before, &change);
}
