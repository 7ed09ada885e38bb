/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases that were found: one of them is the current one, any of them may be ticked. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-held-key.h"
#include "danbi-query-row.h"
#include "danbi-query-table.h"
#include "danbi-query-titles.h"

struct _DanbiQueryTable
{
  DanbiRowScroller parent_instance;

  DanbiQueryTitles *titles;
  DanbiQueryGrid *grid;

  DanbiCaseQuery *query;
  DanbiRulebook *rulebook;
  guint current;       /* the place that the keys are meant for */
  gint64 current_id;   /* the case there, which may move */
  gint64 anchor_id;    /* the case that was ticked last */
  guint top;           /* the place at the upper edge when rows were placed last */
  gint64 top_id;       /* the case there */
  guint resize_id;
  gboolean full_ids;
  gboolean binned;
};

enum
{
  OPEN,
  MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiQueryTable, danbi_query_table, DANBI_TYPE_ROW_SCROLLER)

static guint
count (DanbiQueryTable *self)
{
  return self->query ? g_list_model_get_n_items (G_LIST_MODEL (self->query)) : 0;
}

static GtkWidget *
get_row (DanbiQueryTable *self,
         guint            place)
{
  return danbi_row_scroller_get_row (DANBI_ROW_SCROLLER (self), place);
}

/* Ticks */

static void
tick_all_cb (DanbiQueryTitles *titles,
             gboolean          ticked,
             DanbiQueryTable  *self)
{
  danbi_case_query_tick_all (self->query, ticked);
}

static void
show_tick (DanbiQueryTable *self,
           GtkWidget       *row,
           guint            place)
{
  gint64 id = danbi_case_query_get_id (self->query, place);

  danbi_query_row_set_ticked (DANBI_QUERY_ROW (row), danbi_case_query_get_ticked (self->query, id));
}

static void
show_ticks (DanbiQueryTable *self)
{
  DanbiRowScroller *scroller = DANBI_ROW_SCROLLER (self);
  guint first = danbi_row_scroller_get_top (scroller);
  guint last = MIN (first + danbi_row_scroller_get_page (scroller) + 1, count (self));

  danbi_query_titles_show_ticks (self->titles, danbi_case_query_get_n_ticked (self->query),
                                 count (self));
  for (guint place = first; place < last; place++)
    if (get_row (self, place))
      show_tick (self, get_row (self, place), place);
}

static void
ticks_changed_cb (DanbiCaseQuery  *query,
                  DanbiQueryTable *self)
{
  show_ticks (self);
}

static void
tick_current (DanbiQueryTable *self)
{
  danbi_case_query_set_ticked (self->query, self->current_id,
                               !danbi_case_query_get_ticked (self->query, self->current_id));
  self->anchor_id = self->current_id;
}

/* From the case that was ticked last to the current one. */
static void
tick_range (DanbiQueryTable *self)
{
  guint from;

  if (!danbi_case_query_find (self->query, self->anchor_id, &from))
    from = self->current;
  danbi_case_query_tick_range (self->query, MIN (from, self->current), MAX (from, self->current));
  self->anchor_id = self->current_id;
}

/* The current case */

static void
set_current (DanbiQueryTable *self,
             guint            place)
{
  GtkWidget *row = get_row (self, self->current);

  if (row)
    danbi_query_row_set_current (DANBI_QUERY_ROW (row), FALSE);
  self->current = place;
  self->current_id = danbi_case_query_get_id (self->query, place);
  row = get_row (self, place);
  if (row)
    danbi_query_row_set_current (DANBI_QUERY_ROW (row), TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_signal_emit (self, signals[MOVED], 0);
}

static void
go_to (DanbiQueryTable *self,
       gint64           place)
{
  if (count (self) == 0)
    return;
  set_current (self, (guint) CLAMP (place, 0, (gint64) count (self) - 1));
  danbi_row_scroller_scroll_to (DANBI_ROW_SCROLLER (self), self->current);
}

static void
open_current (DanbiQueryTable *self)
{
  if (self->current_id != 0)
    g_signal_emit (self, signals[OPEN], 0, self->current_id);
}

static gboolean
has_focus_within (DanbiQueryTable *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus
         && (focus == GTK_WIDGET (self) || gtk_widget_get_parent (focus) == GTK_WIDGET (self));
}

/* Keys and clicks */

static gboolean
move_by_key (DanbiQueryTable *self,
             guint            keyval)
{
  gint64 at = self->current;
  gint64 page = danbi_row_scroller_get_page (DANBI_ROW_SCROLLER (self)) - 1;

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      go_to (self, at - 1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      go_to (self, at + 1);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      go_to (self, at - MAX (page, 1));
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      go_to (self, at + MAX (page, 1));
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      go_to (self, 0);
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      go_to (self, G_MAXUINT);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                DanbiQueryTable       *self)
{
  GdkModifierType held = modifiers & gtk_accelerator_get_default_mod_mask ();
  gboolean space = keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space;

  if (!has_focus_within (self) || count (self) == 0)
    return FALSE;
  if (space && held == GDK_SHIFT_MASK)
    {
      tick_range (self);
      return TRUE;
    }
  if (held != 0)
    return FALSE;
  if (space)
    {
      tick_current (self);
      return TRUE;
    }
  if (danbi_key_is_return (keyval))
    {
      open_current (self);
      return TRUE;
    }
  return move_by_key (self, keyval);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            DanbiQueryTable *self)
{
  DanbiRowScroller *scroller = DANBI_ROW_SCROLLER (self);
  GdkModifierType held
    = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean on_tick
    = x + danbi_row_scroller_get_left (scroller) < danbi_query_grid_get_tick_width (self->grid);
  guint place;

  if (!danbi_row_scroller_find_place (scroller, y, &place))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  go_to (self, place);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (held & GDK_SHIFT_MASK)
    tick_range (self);
  else if (on_tick || held & GDK_CONTROL_MASK)
    tick_current (self);
  else if (n_press == 2)
    open_current (self);
}

/* What was found */

static void
items_changed_cb (GListModel      *model,
                  guint            position,
                  guint            removed,
                  guint            added,
                  DanbiQueryTable *self)
{
  danbi_row_scroller_show_anew (DANBI_ROW_SCROLLER (self));
}

/* What is in sight stays in sight when other cases come or go; who looks at the newest sees them
 * come. */
static void
keep_top (DanbiQueryTable *self)
{
  guint place;

  if (self->top == 0 || danbi_case_query_get_id (self->query, self->top) == self->top_id
      || !danbi_case_query_find (self->query, self->top_id, &place))
    return;
  danbi_row_scroller_scroll_by (DANBI_ROW_SCROLLER (self), (gint64) place - self->top);
  self->top = place;
}

static void
keep_current (DanbiQueryTable *self)
{
  guint place;

  if (!danbi_case_query_find (self->query, self->current_id, &place))
    place = MIN (self->current, MAX (count (self), 1) - 1);
  set_current (self, place);
}

static void
answered_cb (DanbiCaseQuery  *query,
             gboolean         anew,
             DanbiQueryTable *self)
{
  danbi_row_scroller_set_n_rows (DANBI_ROW_SCROLLER (self), count (self));
  if (anew)
    {
      go_to (self, 0);
      set_current (self, 0);
    }
  else
    {
      keep_top (self);
      keep_current (self);
    }
  show_ticks (self);
}

/* Virtual functions */

static GtkWidget *
danbi_query_table_make_row (DanbiRowScroller *scroller)
{
  return danbi_query_row_new (DANBI_QUERY_TABLE (scroller)->grid);
}

static void
danbi_query_table_show_row (DanbiRowScroller *scroller,
                            GtkWidget        *row,
                            guint             place)
{
  DanbiQueryTable *self = DANBI_QUERY_TABLE (scroller);
  g_autoptr (DanbiCaseRow) item = g_list_model_get_item (G_LIST_MODEL (self->query), place);
  DanbiQueryView view;

  danbi_query_table_get_view (self, &view);
  danbi_query_row_show (DANBI_QUERY_ROW (row), item, &view);
  danbi_query_row_set_current (DANBI_QUERY_ROW (row), place == self->current);
  show_tick (self, row, place);
}

static int
danbi_query_table_get_row_height (DanbiRowScroller *scroller)
{
  return danbi_query_grid_get_row_height (DANBI_QUERY_TABLE (scroller)->grid);
}

/* What GTK knows of their height is of before. */
static gboolean
resize_titles_cb (gpointer user_data)
{
  DanbiQueryTable *self = user_data;

  self->resize_id = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self->titles));
  return G_SOURCE_REMOVE;
}

static int
danbi_query_table_fit (DanbiRowScroller *scroller,
                       int               width)
{
  DanbiQueryTable *self = DANBI_QUERY_TABLE (scroller);
  int n_lines = danbi_query_grid_get_n_lines (self->grid);
  int reach = danbi_query_grid_fit (self->grid, width);

  if (danbi_query_grid_get_n_lines (self->grid) != n_lines && self->resize_id == 0)
    self->resize_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, resize_titles_cb, self, NULL);
  return reach;
}

/* The current row has the focus, so that it is read out. When it is scrolled out of sight the table
 * itself has it, until a key comes. */
static void
danbi_query_table_placed (DanbiRowScroller *scroller)
{
  DanbiQueryTable *self = DANBI_QUERY_TABLE (scroller);

  self->top = danbi_row_scroller_get_top (scroller);
  self->top_id = self->query ? danbi_case_query_get_id (self->query, self->top) : 0;
  if (has_focus_within (self))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
danbi_query_table_grab_focus (GtkWidget *widget)
{
  DanbiQueryTable *self = DANBI_QUERY_TABLE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *row = get_row (self, self->current);
  GtkWidget *wanted = row ? row : widget;

  if (root && gtk_root_get_focus (root) != wanted)
    gtk_root_set_focus (root, wanted);
  return root != NULL;
}

/* All rows are one stop of Tab, after the tick of all. */
static gboolean
danbi_query_table_focus (GtkWidget       *widget,
                         GtkDirectionType direction)
{
  DanbiQueryTable *self = DANBI_QUERY_TABLE (widget);
  GtkWidget *titles = GTK_WIDGET (self->titles);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  gboolean in_titles = focus && gtk_widget_is_ancestor (focus, titles);

  if (count (self) == 0)
    return FALSE;
  if (has_focus_within (self))
    return direction == GTK_DIR_TAB_BACKWARD && gtk_widget_child_focus (titles, direction);
  if (in_titles && direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;
  if (!in_titles && direction == GTK_DIR_TAB_FORWARD
      && gtk_widget_child_focus (titles, direction))
    return TRUE;
  return gtk_widget_grab_focus (widget);
}

static void
danbi_query_table_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (danbi_query_table_parent_class)->css_changed (widget, change);

  danbi_query_grid_measure (DANBI_QUERY_TABLE (widget)->grid, widget);
  gtk_widget_queue_resize (widget);
}

static void
danbi_query_table_dispose (GObject *object)
{
  DanbiQueryTable *self = DANBI_QUERY_TABLE (object);

  g_clear_handle_id (&self->resize_id, g_source_remove);
  g_clear_object (&self->query);
  g_clear_pointer (&self->rulebook, danbi_rulebook_unref);

  G_OBJECT_CLASS (danbi_query_table_parent_class)->dispose (object);
}

static void
danbi_query_table_finalize (GObject *object)
{
  danbi_query_grid_free (DANBI_QUERY_TABLE (object)->grid);

  G_OBJECT_CLASS (danbi_query_table_parent_class)->finalize (object);
}

static void
bind_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "query.tick-all",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "query.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "query.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "query.delete", NULL);
}

static void
danbi_query_table_class_init (DanbiQueryTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  DanbiRowScrollerClass *scroller_class = DANBI_ROW_SCROLLER_CLASS (klass);

  object_class->dispose = danbi_query_table_dispose;
  object_class->finalize = danbi_query_table_finalize;
  widget_class->grab_focus = danbi_query_table_grab_focus;
  widget_class->focus = danbi_query_table_focus;
  widget_class->css_changed = danbi_query_table_css_changed;
  scroller_class->make_row = danbi_query_table_make_row;
  scroller_class->show_row = danbi_query_table_show_row;
  scroller_class->get_row_height = danbi_query_table_get_row_height;
  scroller_class->fit = danbi_query_table_fit;
  scroller_class->placed = danbi_query_table_placed;

  /**
   * DanbiQueryTable::open:
   * @id: a case
   *
   * Somebody wants to see it.
   */
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * DanbiQueryTable::moved:
   *
   * Another case may be the current one, or it may be in another state.
   */
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  bind_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "querytable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
danbi_query_table_init (DanbiQueryTable *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *click = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());

  self->grid = danbi_query_grid_new ();
  danbi_query_grid_measure (self->grid, widget);
  self->titles = DANBI_QUERY_TITLES (danbi_query_titles_new (self->grid));
  g_signal_connect_object (self->titles, "tick-all", G_CALLBACK (tick_all_cb), self, 0);
  danbi_row_scroller_set_titles (DANBI_ROW_SCROLLER (self), GTK_WIDGET (self->titles));
  gtk_widget_set_focusable (widget, TRUE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (widget, click);
}

/* Public functions */

/**
 * danbi_query_table_set_query:
 * @self: a table that has none yet
 * @query: what is found
 * @rulebook: the names of codes
 */
void
danbi_query_table_set_query (DanbiQueryTable *self,
                             DanbiCaseQuery  *query,
                             DanbiRulebook   *rulebook)
{
  self->query = g_object_ref (query);
  self->rulebook = danbi_rulebook_ref (rulebook);
  g_signal_connect_object (query, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  g_signal_connect_object (query, "answered", G_CALLBACK (answered_cb), self, 0);
  g_signal_connect_object (query, "ticks-changed", G_CALLBACK (ticks_changed_cb), self, 0);
  answered_cb (query, TRUE, self);
}

/**
 * danbi_query_table_set_full_ids:
 * @self: the table
 * @full_ids: whether identity numbers are shown whole; else as A12****789
 */
void
danbi_query_table_set_full_ids (DanbiQueryTable *self,
                                gboolean         full_ids)
{
  self->full_ids = full_ids;
  danbi_query_table_tell_anew (self);
}

/**
 * danbi_query_table_set_binned:
 * @self: the table
 * @binned: whether what is found lies in the bin
 */
void
danbi_query_table_set_binned (DanbiQueryTable *self,
                              gboolean         binned)
{
  self->binned = binned;
  danbi_query_titles_set_binned (self->titles, binned);
  danbi_query_table_tell_anew (self);
}

/**
 * danbi_query_table_tell_anew:
 * @self: the table
 *
 * Time went by: the countdowns are told anew.
 */
void
danbi_query_table_tell_anew (DanbiQueryTable *self)
{
  danbi_row_scroller_show_anew (DANBI_ROW_SCROLLER (self));
}

/**
 * danbi_query_table_get_current:
 * @self: the table
 *
 * Returns: the case that the keys are meant for; 0 where nothing was found
 */
gint64
danbi_query_table_get_current (DanbiQueryTable *self)
{
  return self->current_id;
}

/**
 * danbi_query_table_is_ready:
 * @self: the table
 *
 * Returns: whether the current case could be sent when it was last looked at
 */
gboolean
danbi_query_table_is_ready (DanbiQueryTable *self)
{
  g_autoptr (DanbiCaseRow) row
    = g_list_model_get_item (G_LIST_MODEL (self->query), self->current);

  return row && danbi_case_row_get_state (row) == DANBI_STATE_READY;
}

/**
 * danbi_query_table_get_view:
 * @self: the table
 * @view: (out): how its cases are told now
 */
void
danbi_query_table_get_view (DanbiQueryTable *self,
                            DanbiQueryView  *view)
{
  DanbiRocDate today;

  view->now_s = danbi_clock_now_s ();
  danbi_roc_date_from_unix (view->now_s, &today);
  view->rules = danbi_rulebook_get_rules (self->rulebook, &today);
  view->full_ids = self->full_ids;
  view->binned = self->binned;
}
