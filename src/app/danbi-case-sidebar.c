/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cases at the left, in groups, the most urgent first. */
#include "config.h"

#include "danbi-case-group-row.h"
#include "danbi-case-groups.h"
#include "danbi-case-sidebar-row.h"
#include "danbi-case-sidebar.h"

struct _DanbiCaseSidebar
{
  GtkBox parent_instance;

  GtkStack *stack;
  GtkListView *list;
  GtkSingleSelection *selection;

  DanbiDesk *desk;
  DanbiCaseGroups *groups; /* what the list shows */
  gint64 current;
  gboolean following; /* the selection is being moved by the program */
  guint follow_id;
  guint leave_id;
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
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      if (DANBI_IS_CASE_ROW (item)
          && danbi_case_row_get_id (DANBI_CASE_ROW (item)) == self->current)
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
  GObject *item = gtk_single_selection_get_selected_item (selection);

  if (self->following || self->follow_id != 0 || !DANBI_IS_CASE_ROW (item)
      || danbi_case_row_get_id (DANBI_CASE_ROW (item)) == self->current)
    return;
  g_signal_emit (self, signals[OPEN], 0, danbi_case_row_get_id (DANBI_CASE_ROW (item)));
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

/* A line shows a case or the heading of a group, whichever comes to stand there. */
static gpointer
give_child (GtkListItem *item,
            GType        type)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  if (!child || G_OBJECT_TYPE (child) != type)
    {
      child = g_object_new (type, NULL);
      gtk_list_item_set_child (item, child);
    }
  return child;
}

static void
show_group (DanbiCaseSidebar *self,
            GtkListItem      *item,
            DanbiCaseGroup   *group)
{
  danbi_case_group_row_show (give_child (item, DANBI_TYPE_CASE_GROUP_ROW), group,
                             danbi_desk_get_rulebook (self->desk));
}

static void
show_case (DanbiCaseSidebar *self,
           GtkListItem      *item,
           DanbiCaseRow     *row)
{
  DanbiCaseSidebarRow *child = give_child (item, DANBI_TYPE_CASE_SIDEBAR_ROW);

  danbi_case_sidebar_row_show (child, row);
  g_ptr_array_add (self->rows, child);
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item,
             DanbiCaseSidebar   *self)
{
  GObject *shown = gtk_list_item_get_item (item);
  gboolean is_case = DANBI_IS_CASE_ROW (shown);

  gtk_list_item_set_selectable (item, is_case);
  gtk_list_item_set_activatable (item, is_case);
  if (is_case)
    show_case (self, item, DANBI_CASE_ROW (shown));
  else
    show_group (self, item, DANBI_CASE_GROUP (shown));
}

static void
unbind_row_cb (GtkListItemFactory *factory,
               GtkListItem        *item,
               DanbiCaseSidebar   *self)
{
  g_ptr_array_remove_fast (self->rows, gtk_list_item_get_child (item));
}

/* Keys. The list has its lines as children, and they have ours. GTK lets every line have the focus,
 * so who walks through the cases is led past the headings. */

static gboolean
is_heading (GtkWidget *line)
{
  return line && DANBI_IS_CASE_GROUP_ROW (gtk_widget_get_first_child (line));
}

static gboolean
is_at_heading (DanbiCaseSidebar *self)
{
  return is_heading (gtk_widget_get_focus_child (GTK_WIDGET (self->list)));
}

static void
step (DanbiCaseSidebar *self,
      GtkDirectionType  direction)
{
  GtkWidget *list = GTK_WIDGET (self->list);
  GtkDirectionType back = direction == GTK_DIR_UP ? GTK_DIR_DOWN : GTK_DIR_UP;

  gtk_widget_child_focus (list, direction);
  if (is_at_heading (self))
    gtk_widget_child_focus (list, direction);
  /* Above the first case there is nothing but its heading. */
  if (is_at_heading (self))
    gtk_widget_child_focus (list, back);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                DanbiCaseSidebar      *self)
{
  gboolean up = keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up;
  gboolean down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;

  if ((!up && !down) || (state & gtk_accelerator_get_default_mod_mask ()) != 0
      || !gtk_widget_get_focus_child (GTK_WIDGET (self->list)))
    return FALSE;
  step (self, up ? GTK_DIR_UP : GTK_DIR_DOWN);
  return TRUE;
}

/* Any other way to a heading ends at the case below it, which is not opened by that. */
static gboolean
leave_heading_cb (gpointer user_data)
{
  DanbiCaseSidebar *self = user_data;
  GtkWidget *line = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  self->leave_id = 0;
  if (is_heading (line) && gtk_widget_get_next_sibling (line))
    gtk_widget_grab_focus (gtk_widget_get_next_sibling (line));
  return G_SOURCE_REMOVE;
}

static void
focus_moved_cb (GtkRoot          *root,
                GParamSpec       *pspec,
                DanbiCaseSidebar *self)
{
  if (is_at_heading (self) && self->leave_id == 0)
    self->leave_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, leave_heading_cb, self, NULL);
}

static void
danbi_case_sidebar_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (danbi_case_sidebar_parent_class)->root (widget);

  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget",
                           G_CALLBACK (focus_moved_cb), widget, 0);
}

static void
danbi_case_sidebar_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), focus_moved_cb, widget);

  GTK_WIDGET_CLASS (danbi_case_sidebar_parent_class)->unroot (widget);
}

static void
danbi_case_sidebar_dispose (GObject *object)
{
  DanbiCaseSidebar *self = DANBI_CASE_SIDEBAR (object);

  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_handle_id (&self->leave_id, g_source_remove);
  g_clear_object (&self->groups);
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
  widget_class->root = danbi_case_sidebar_root;
  widget_class->unroot = danbi_case_sidebar_unroot;

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
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
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
                             DanbiDesk        *desk)
{
  g_set_object (&self->desk, desk);
  g_clear_object (&self->groups);
  self->groups = danbi_case_groups_new (desk);
  g_signal_connect_object (self->groups, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  self->following = TRUE;
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->groups));
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
 * Time went by: the countdowns are told anew, and what came to the end of a group goes into the next.
 */
void
danbi_case_sidebar_tick (DanbiCaseSidebar *self)
{
  danbi_case_groups_recount (self->groups);
  for (guint i = 0; i < self->rows->len; i++)
    danbi_case_sidebar_row_tick (g_ptr_array_index (self->rows, i));
}
