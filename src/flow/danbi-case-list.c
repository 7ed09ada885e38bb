/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All cases of the store, most urgent first, read page by page as the list is scrolled. */
#include "config.h"

#include "danbi-case-list.h"
#include "danbi-case-row-private.h"

#define PAGE_ROWS 128
#define MAX_PAGES 16

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
  GQueue pages; /* Page, the one used last at the head */
};

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

/* The page moves to the head, and the one that was not used longest goes. */
static Page *
get_page (DanbiCaseList *self,
          guint          first)
{
  for (GList *link = self->pages.head; link; link = link->next)
    {
      Page *page = link->data;

      if (page->first == first)
        {
          g_queue_unlink (&self->pages, link);
          g_queue_push_head_link (&self->pages, link);
          return page;
        }
    }

  g_queue_push_head (&self->pages, read_page (self, first));
  if (self->pages.length > MAX_PAGES)
    page_free (g_queue_pop_tail (&self->pages));
  return self->pages.head->data;
}

/* Rows that changed in a page that is loaded; pages that are not are read when they are shown. */
static void
refresh_page (DanbiCaseList *self,
              Page          *page)
{
  Page *fresh = read_page (self, page->first);
  guint n_rows = MAX (page->rows->len, fresh->rows->len);
  g_autoptr (GPtrArray) before = page->rows;

  page->rows = g_steal_pointer (&fresh->rows);
  g_free (fresh);
  for (guint i = 0; i < n_rows; i++)
    if (i >= before->len || i >= page->rows->len
        || !danbi_case_row_equal (before->pdata[i], page->rows->pdata[i]))
      g_list_model_items_changed (G_LIST_MODEL (self), page->first + i, 1, 1);
}

static void
refresh_pages (DanbiCaseList *self)
{
  g_autoptr (GPtrArray) loaded = g_ptr_array_new ();

  for (GList *link = self->pages.head; link; link = link->next)
    g_ptr_array_add (loaded, link->data);
  for (guint i = 0; i < loaded->len; i++)
    refresh_page (self, loaded->pdata[i]);
}

static GType
danbi_case_list_get_item_type (GListModel *model)
{
  return DANBI_TYPE_CASE_ROW;
}

static guint
danbi_case_list_get_n_items (GListModel *model)
{
  return DANBI_CASE_LIST (model)->n_cases;
}

static gpointer
danbi_case_list_get_item (GListModel *model,
                          guint       position)
{
  DanbiCaseList *self = DANBI_CASE_LIST (model);
  Page *page;

  if (position >= self->n_cases)
    return NULL;
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
 * Reads anew what the store has. GTK 4.8 fetches every new item when a list is replaced in one
 * change, so a list of another length is emptied and filled in two.
 */
void
danbi_case_list_refresh (DanbiCaseList *self)
{
  g_autoptr (GError) error = NULL;
  gint64 n_cases = danbi_store_count_cases (self->store, &error);
  guint n_before = self->n_cases;

  g_signal_emit (self, signals[REFRESHED], 0);
  if (n_cases < 0)
    {
      g_warning ("%s", error->message);
      return;
    }
  if (n_before == MIN (n_cases, G_MAXUINT))
    {
      refresh_pages (self);
      return;
    }

  g_queue_clear_full (&self->pages, (GDestroyNotify) page_free);
  self->n_cases = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  self->n_cases = (guint) MIN (n_cases, G_MAXUINT);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->n_cases);
}
