/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cases at the left, the most urgent first. */
#include "config.h"

#include "danbi-case-sidebar-row.h"
#include "danbi-case-sidebar.h"

struct _DanbiCaseSidebar
{
  GtkBox parent_instance;

  GtkStack *stack;
  GtkListView *list;
  GtkSingleSelection *selection;

  DanbiDesk *desk;
  gint64 current;
  gboolean following; /* the selection is being moved by the program */
  guint follow_id;
  GPtrArray *rows;    /* DanbiCaseSidebarRow, those that show a case now */
};

enum
{
  OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiCaseSidebar, danbi_case_sidebar, GTK_TYPE_BOX)

/* How many rows from the top are looked through for the current case: beyond, nobody sees it. */
#define MAX_SEARCHED 500

static guint
find_current (DanbiCaseSidebar *self)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  guint n = MIN (g_list_model_get_n_items (model), MAX_SEARCHED);

  for (guint i = 0; i < n && self->current != 0; i++)
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (model, i);

      if (row && danbi_case_row_get_id (row) == self->current)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* The list is sorted anew with each save: the selection stays with the case, not with the place. */
static gboolean
follow_current_cb (gpointer user_data)
{
  DanbiCaseSidebar *self = user_data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  self->follow_id = 0;
  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, find_current (self));
  self->following = FALSE;
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "cases" : "empty");
  return G_SOURCE_REMOVE;
}

static void
follow_current (DanbiCaseSidebar *self)
{
  if (self->follow_id == 0)
    self->follow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, follow_current_cb, self, NULL);
}

static void
selected_cb (GtkSingleSelection *selection,
             GParamSpec         *pspec,
             DanbiCaseSidebar      *self)
{
  DanbiCaseRow *row = gtk_single_selection_get_selected_item (selection);

  if (self->following || self->follow_id != 0 || !row ||
      danbi_case_row_get_id (row) == self->current)
    return;
  g_signal_emit (self, signals[OPEN], 0, danbi_case_row_get_id (row));
}

static void
items_changed_cb (GListModel    *model,
                  guint          position,
                  guint          removed,
                  guint          added,
                  DanbiCaseSidebar *self)
{
  follow_current (self);
}

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              DanbiCaseSidebar      *self)
{
  gtk_list_item_set_child (item, danbi_case_sidebar_row_new ());
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item,
             DanbiCaseSidebar      *self)
{
  DanbiCaseSidebarRow *row = DANBI_CASE_SIDEBAR_ROW (gtk_list_item_get_child (item));

  danbi_case_sidebar_row_show (row, gtk_list_item_get_item (item),
                            danbi_desk_get_rulebook (self->desk));
  g_ptr_array_add (self->rows, row);
}

static void
unbind_row_cb (GtkListItemFactory *factory,
               GtkListItem        *item,
               DanbiCaseSidebar      *self)
{
  g_ptr_array_remove_fast (self->rows, gtk_list_item_get_child (item));
}

static void
danbi_case_sidebar_dispose (GObject *object)
{
  DanbiCaseSidebar *self = DANBI_CASE_SIDEBAR (object);

  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_case_sidebar_parent_class)->dispose (object);
}

static void
danbi_case_sidebar_finalize (GObject *object)
{
  g_ptr_array_unref (DANBI_CASE_SIDEBAR (object)->rows);

  G_OBJECT_CLASS (danbi_case_sidebar_parent_class)->finalize (object);
}

static void
danbi_case_sidebar_class_init (DanbiCaseSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_case_sidebar_dispose;
  object_class->finalize = danbi_case_sidebar_finalize;

  /**
   * DanbiCaseSidebar::open:
   * @id: the id of the case
   *
   * The user went to a case.
   */
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-case-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiCaseSidebar, selection);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
danbi_case_sidebar_init (DanbiCaseSidebar *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_case_sidebar_set_desk:
 * @self: the list
 * @desk: the desk whose cases to show
 */
void
danbi_case_sidebar_set_desk (DanbiCaseSidebar *self,
                          DanbiDesk     *desk)
{
  GListModel *cases = danbi_desk_get_cases (desk);

  g_set_object (&self->desk, desk);
  g_signal_connect_object (cases, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  self->following = TRUE;
  gtk_single_selection_set_model (self->selection, cases);
  self->following = FALSE;
  follow_current (self);
}

/**
 * danbi_case_sidebar_set_current:
 * @self: the list
 * @id: the case that is open, 0 for one that was never saved
 *
 * Marks the open case in the list.
 */
void
danbi_case_sidebar_set_current (DanbiCaseSidebar *self,
                             gint64         id)
{
  self->current = id;
  follow_current (self);
}

/**
 * danbi_case_sidebar_tick:
 * @self: the list
 *
 * Time went by: the countdowns are told anew.
 */
void
danbi_case_sidebar_tick (DanbiCaseSidebar *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    danbi_case_sidebar_row_tick (g_ptr_array_index (self->rows, i));
}
