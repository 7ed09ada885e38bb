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

/* Keys. The list has its lines as children, and they have ours. GTK 4.8 gives a line that cannot be
 * selected no focus, and so stops at the headings: who walks through the cases is led past them. */

static gboolean
is_heading (GtkWidget *line)
{
  return DANBI_IS_CASE_GROUP_ROW (gtk_widget_get_first_child (line));
}

static GtkWidget *
get_neighbour (GtkWidget *line,
               gboolean   up)
{
  return up ? gtk_widget_get_prev_sibling (line) : gtk_widget_get_next_sibling (line);
}

/* The first case so many pixels from a line, or the last one before that; %NULL: there is none. */
static GtkWidget *
find_case_beyond (GtkWidget *line,
                  gboolean   up,
                  int        distance)
{
  GtkWidget *found = NULL;
  int least = gtk_widget_get_height (line); /* of a line that is out of sight, and has no height */
  int passed = 0;

  for (line = get_neighbour (line, up); line && (!found || passed < distance);
       line = get_neighbour (line, up))
    {
      passed += MAX (gtk_widget_get_height (line), least);
      if (!is_heading (line))
        found = line;
    }
  return found;
}

/* As GTK goes to a line: it has the focus, and is selected. */
static void
go_to_line (GtkWidget *line)
{
  if (line && gtk_widget_grab_focus (line))
    gtk_widget_activate_action (line, "listitem.select", "(bb)", FALSE, FALSE);
}

static GtkWidget *
find_first_case (DanbiCaseSidebar *self)
{
  GtkWidget *first;

  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
  first = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  return first && is_heading (first) ? find_case_beyond (first, FALSE, 0) : first;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                DanbiCaseSidebar      *self)
{
  GtkWidget *line = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  int page = gtk_widget_get_height (GTK_WIDGET (self->list));

  if (!line || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      go_to_line (find_case_beyond (line, TRUE, 0));
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      go_to_line (find_case_beyond (line, FALSE, 0));
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      go_to_line (find_case_beyond (line, TRUE, page));
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      go_to_line (find_case_beyond (line, FALSE, page));
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      go_to_line (find_first_case (self));
      return TRUE;
    default:
      return FALSE;
    }
}

static GtkWidget *
find_selected (DanbiCaseSidebar *self)
{
  GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  while (line && !(gtk_widget_get_state_flags (line) & GTK_STATE_FLAG_SELECTED))
    line = gtk_widget_get_next_sibling (line);
  return line;
}

/* Into the list by Tab: to the open case, or else to the first, where GTK would go to a heading. It
 * is not opened by that. */
static gboolean
danbi_case_sidebar_focus (GtkWidget       *widget,
                          GtkDirectionType direction)
{
  DanbiCaseSidebar *self = DANBI_CASE_SIDEBAR (widget);

  if (!gtk_widget_get_focus_child (widget) && gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    {
      GtkWidget *line = find_selected (self);

      if (!line)
        line = find_first_case (self);
      if (line && gtk_widget_grab_focus (line))
        return TRUE;
    }
  return GTK_WIDGET_CLASS (danbi_case_sidebar_parent_class)->focus (widget, direction);
}

static void
danbi_case_sidebar_dispose (GObject *object)
{
  DanbiCaseSidebar *self = DANBI_CASE_SIDEBAR (object);

  g_clear_handle_id (&self->follow_id, g_source_remove);
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
  widget_class->focus = danbi_case_sidebar_focus;

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
 * Time went by: the countdowns are told anew, and what came to the end of a group goes into the
 * next.
 */
void
danbi_case_sidebar_tick (DanbiCaseSidebar *self)
{
  danbi_case_groups_recount (self->groups);
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_get_mapped (g_ptr_array_index (self->rows, i)))
      danbi_case_sidebar_row_tick (g_ptr_array_index (self->rows, i));
}
