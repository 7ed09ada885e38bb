/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case that was found, drawn as a line of a table: a row of widgets would cost ten times as
 * much as its text, each time that somebody scrolls. */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "danbi-case-sidebar-row.h"
#include "danbi-query-row.h"

/* So little is left of the full points that the case should be next. */
#define URGENT_S (3 * 60 * 60)
#define TICK_RADIUS 4

struct _DanbiQueryRow
{
  GtkWidget parent_instance;

  DanbiQueryGrid *grid; /* of the table, which lives longer */
  char *texts[DANBI_QUERY_N_COLUMNS];
  PangoLayout *layouts[DANBI_QUERY_N_COLUMNS]; /* NULL until they are drawn */
  DanbiState state;
  gboolean urgent;
  gboolean ticked;
};

G_DEFINE_FINAL_TYPE (DanbiQueryRow, danbi_query_row, GTK_TYPE_WIDGET)

static void
clear_layouts (DanbiQueryRow *self)
{
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    g_clear_object (&self->layouts[i]);
}

/* Colours */

static GdkRGBA
get_color (DanbiQueryRow *self,
           const char    *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA color;

  if (!name || !gtk_style_context_lookup_color (context, name, &color))
    gtk_style_context_get_color (context, &color);
  return color;
}

/* Colour is never the only sign: each state has its icon and its word. */
static const char *
get_state_color (DanbiState state)
{
  switch (state)
    {
    case DANBI_STATE_READY:
    case DANBI_STATE_ACCEPTED:
      return "success_color";
    case DANBI_STATE_REJECTED:
      return "error_color";
    case DANBI_STATE_UNKNOWN:
      return "warning_color";
    default:
      return NULL;
    }
}

static GdkRGBA
get_text_color (DanbiQueryRow   *self,
                DanbiQueryColumn column)
{
  if (column == DANBI_QUERY_STATE)
    return get_color (self, get_state_color (self->state));
  return get_color (self, column == DANBI_QUERY_DEADLINE && self->urgent ? "warning_color" : NULL);
}

/* Drawing */

/* The middle of a line of the row. */
static int
get_middle (DanbiQueryRow *self,
            int            line)
{
  int height = danbi_query_grid_get_line_height (self->grid);
  int n_lines = danbi_query_grid_get_n_lines (self->grid);

  return (gtk_widget_get_height (GTK_WIDGET (self)) + (2 * line + 1 - n_lines) * height) / 2;
}

static void
draw_icon (DanbiQueryRow *self,
           GtkSnapshot   *snapshot,
           const char    *name,
           int            x,
           int            middle,
           const GdkRGBA *color)
{
  GtkSymbolicPaintable *icon
    = danbi_query_grid_get_icon (self->grid, GTK_WIDGET (self), name);
  int size = danbi_query_grid_get_icon_size (self->grid);
  GdkRGBA colors[] = { *color, *color, *color, *color };

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, middle - size / 2));
  gtk_symbolic_paintable_snapshot_symbolic (icon, snapshot, size, size, colors,
                                            G_N_ELEMENTS (colors));
  gtk_snapshot_restore (snapshot);
}

static void
draw_tick (DanbiQueryRow *self,
           GtkSnapshot   *snapshot)
{
  float size = (float) danbi_query_grid_get_icon_size (self->grid);
  float x = ((float) danbi_query_grid_get_tick_width (self->grid) - size) / 2;
  int middle = gtk_widget_get_height (GTK_WIDGET (self)) / 2;
  float y = (float) middle - size / 2;
  GdkRGBA fill = get_color (self, "accent_bg_color");
  GdkRGBA mark = get_color (self, "accent_fg_color");
  GdkRGBA line = get_color (self, self->ticked ? "accent_bg_color" : NULL);
  GskRoundedRect box;

  if (!self->ticked)
    line.alpha *= 0.6f;
  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT (x, y, size, size), TICK_RADIUS);
  if (self->ticked)
    {
      gtk_snapshot_push_rounded_clip (snapshot, &box);
      gtk_snapshot_append_color (snapshot, &fill, &box.bounds);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_append_border (snapshot, &box, (float[]){ 1.5f, 1.5f, 1.5f, 1.5f },
                              (GdkRGBA[]){ line, line, line, line });
  if (self->ticked)
    draw_icon (self, snapshot, "object-select-symbolic", (int) x, middle, &mark);
}

/* Who the patient is and what waits no longer stand out. */
static gboolean
is_bold (DanbiQueryRow   *self,
         DanbiQueryColumn column)
{
  return column == DANBI_QUERY_PATIENT || (column == DANBI_QUERY_DEADLINE && self->urgent);
}

static PangoLayout *
make_layout (DanbiQueryRow   *self,
             DanbiQueryColumn column)
{
  PangoLayout *layout
    = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->texts[column]);

  pango_layout_set_ellipsize (layout, column == DANBI_QUERY_RECEIPT ? PANGO_ELLIPSIZE_MIDDLE
                                                                    : PANGO_ELLIPSIZE_END);
  if (is_bold (self, column))
    {
      g_autoptr (PangoAttrList) bold = pango_attr_list_new ();

      pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (layout, bold);
    }
  return layout;
}

static void
draw_text (DanbiQueryRow   *self,
           GtkSnapshot     *snapshot,
           DanbiQueryColumn column)
{
  GdkRGBA color = get_text_color (self, column);
  int x, width, height, icon;
  int line = danbi_query_grid_get_column (self->grid, column, &x, &width);
  int middle = get_middle (self, line);

  if (column == DANBI_QUERY_STATE)
    {
      icon = danbi_query_grid_get_icon_size (self->grid);
      draw_icon (self, snapshot, danbi_state_get_icon (self->state), x, middle, &color);
      x += icon * 4 / 3;
      width -= icon * 4 / 3;
    }
  if (!self->layouts[column])
    self->layouts[column] = make_layout (self, column);
  pango_layout_set_width (self->layouts[column], MAX (width, 1) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layouts[column], NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, middle - height / 2));
  gtk_snapshot_append_layout (snapshot, self->layouts[column], &color);
  gtk_snapshot_restore (snapshot);
}

/* Virtual functions */

static void
danbi_query_row_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  DanbiQueryRow *self = DANBI_QUERY_ROW (widget);

  if (!self->texts[0])
    return;
  draw_tick (self, snapshot);
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    if (*self->texts[i])
      draw_text (self, snapshot, i);
}

/* The table gives it its place. */
static void
danbi_query_row_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
danbi_query_row_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  clear_layouts (DANBI_QUERY_ROW (widget));

  GTK_WIDGET_CLASS (danbi_query_row_parent_class)->css_changed (widget, change);
}

static void
danbi_query_row_finalize (GObject *object)
{
  DanbiQueryRow *self = DANBI_QUERY_ROW (object);

  clear_layouts (self);
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (danbi_query_row_parent_class)->finalize (object);
}

static void
danbi_query_row_class_init (DanbiQueryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = danbi_query_row_finalize;
  widget_class->snapshot = danbi_query_row_snapshot;
  widget_class->measure = danbi_query_row_measure;
  widget_class->css_changed = danbi_query_row_css_changed;

  gtk_widget_class_set_css_name (widget_class, "queryrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
danbi_query_row_init (DanbiQueryRow *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* Public functions */

/**
 * danbi_query_row_new:
 * @grid: where the columns are; it lives longer than the row
 *
 * Returns: (transfer floating): a row that shows nothing
 */
GtkWidget *
danbi_query_row_new (DanbiQueryGrid *grid)
{
  DanbiQueryRow *self = g_object_new (DANBI_TYPE_QUERY_ROW, NULL);

  self->grid = grid;
  return GTK_WIDGET (self);
}

static gboolean
is_urgent (DanbiCaseRow         *row,
           const DanbiQueryView *view)
{
  DanbiDeadline deadline;

  danbi_case_row_get_deadline (row, &deadline);
  return !view->binned
         && danbi_deadline_get_reward (&deadline, view->now_s) == DANBI_REWARD_FULL
         && deadline.full_until_s - view->now_s < URGENT_S;
}

/**
 * danbi_query_row_show:
 * @self: a row
 * @row: the case
 * @view: how cases are told
 */
void
danbi_query_row_show (DanbiQueryRow        *self,
                      DanbiCaseRow         *row,
                      const DanbiQueryView *view)
{
  g_autofree char *name = NULL;

  clear_layouts (self);
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    {
      g_free (self->texts[i]);
      self->texts[i] = danbi_query_phrase_cell (i, row, view);
    }
  self->state = danbi_case_row_get_state (row);
  self->urgent = is_urgent (row, view);
  name = danbi_query_phrase_row ((const char *const *) self->texts, view->binned);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * danbi_query_row_set_ticked:
 * @self: a row
 * @ticked: whether its case is ticked
 */
void
danbi_query_row_set_ticked (DanbiQueryRow *self,
                            gboolean       ticked)
{
  self->ticked = ticked;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               ticked ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                      : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * danbi_query_row_set_current:
 * @self: a row
 * @current: whether it is the one that the keys are meant for
 */
void
danbi_query_row_set_current (DanbiQueryRow *self,
                             gboolean       current)
{
  if (current)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, current, -1);
}

/**
 * danbi_query_row_get_text:
 * @self: a row
 * @column: a column
 *
 * Returns: (transfer none) (nullable): what stands there; %NULL where the row shows nothing yet
 */
const char *
danbi_query_row_get_text (DanbiQueryRow   *self,
                          DanbiQueryColumn column)
{
  return self->texts[column];
}
