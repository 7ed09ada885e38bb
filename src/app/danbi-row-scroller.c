/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of one height, any number of them, of which only those in sight are there, below titles that
 * stay.
 *
 * GTK 4.8's own lists keep some two hundred rows, of which a new answer makes every cell anew: that
 * takes longer than the eye waits. */
#include "config.h"

#include "danbi-row-scroller.h"

/* What the wheel moves by, in rows. */
#define STEP_ROWS 3
/* How many rows a window has room for that nobody has made smaller. */
#define NATURAL_ROWS 12
#define NOTHING G_MAXUINT

typedef struct
{
  GtkWidget *titles;
  GPtrArray *rows; /* that of a place is the one at its remainder */
  GArray *shown;   /* guint: which place each of them shows, or NOTHING */
  guint n_rows;
  guint wanted;    /* how many rows there is room for */
  guint ensure_id;
  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hpolicy;
  GtkScrollablePolicy vpolicy;
} DanbiRowScrollerPrivate;

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (DanbiRowScroller, danbi_row_scroller, GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (DanbiRowScroller)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static DanbiRowScrollerPrivate *
get_private (DanbiRowScroller *self)
{
  return danbi_row_scroller_get_instance_private (self);
}

static int
get_row_height (DanbiRowScroller *self)
{
  return DANBI_ROW_SCROLLER_GET_CLASS (self)->get_row_height (self);
}

static int
get_titles_height (DanbiRowScroller *self)
{
  GtkWidget *titles = get_private (self)->titles;
  int height = 0;

  if (titles)
    gtk_widget_measure (titles, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  return height;
}

static int
get_room (DanbiRowScroller *self)
{
  return MAX (gtk_widget_get_height (GTK_WIDGET (self)) - get_titles_height (self), 0);
}

static double
get_value (GtkAdjustment *adjustment)
{
  return adjustment ? gtk_adjustment_get_value (adjustment) : 0;
}

/* Rows */

/* Its focus goes to the scroller. */
static void
drop_row (DanbiRowScroller *self)
{
  DanbiRowScrollerPrivate *private = get_private (self);
  guint last = private->rows->len - 1;

  if (gtk_widget_is_focus (private->rows->pdata[last]))
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), GTK_WIDGET (self));
  gtk_widget_unparent (private->rows->pdata[last]);
  g_ptr_array_set_size (private->rows, (int) last);
}

static void
ensure_rows (DanbiRowScroller *self)
{
  DanbiRowScrollerPrivate *private = get_private (self);
  guint n = MIN (private->wanted, private->n_rows);

  if (private->rows->len == n)
    return;
  while (private->rows->len > n)
    drop_row (self);
  while (private->rows->len < n)
    {
      GtkWidget *row = DANBI_ROW_SCROLLER_GET_CLASS (self)->make_row (self);

      gtk_widget_insert_before (row, GTK_WIDGET (self), private->titles);
      g_ptr_array_add (private->rows, row);
    }
  g_array_set_size (private->shown, n);
  for (guint i = 0; i < n; i++)
    g_array_index (private->shown, guint, i) = NOTHING;
}

static gboolean
ensure_rows_cb (gpointer user_data)
{
  DanbiRowScroller *self = user_data;

  get_private (self)->ensure_id = 0;
  ensure_rows (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Rows do not come and go while they are being placed: GTK would have to begin anew. */
static void
want_rows (DanbiRowScroller *self,
           guint             n)
{
  DanbiRowScrollerPrivate *private = get_private (self);

  private->wanted = n;
  if (private->rows->len != MIN (n, private->n_rows) && private->ensure_id == 0)
    private->ensure_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, ensure_rows_cb, self, NULL);
}

static void
show_place (DanbiRowScroller *self,
            GtkWidget        *row,
            guint             place)
{
  DanbiRowScrollerPrivate *private = get_private (self);
  guint *shown = &g_array_index (private->shown, guint, place % private->shown->len);

  if (*shown != place)
    DANBI_ROW_SCROLLER_GET_CLASS (self)->show_row (self, row, place);
  *shown = place;
}

/* Each row shows something, so that nothing is left of what was there before; at the end of the
 * list some stand above what is in sight. */
static void
place_rows (DanbiRowScroller *self,
            int               width,
            int               below)
{
  DanbiRowScrollerPrivate *private = get_private (self);
  int height = get_row_height (self);
  guint n = MIN (private->rows->len, private->n_rows);
  guint first = MIN (danbi_row_scroller_get_top (self), private->n_rows - n);

  for (guint place = first; place < first + n; place++)
    {
      GtkWidget *row = private->rows->pdata[place % private->rows->len];
      gint64 y = (gint64) place * height - (gint64) get_value (private->vadjustment);

      show_place (self, row, place);
      gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (row,
                                &(GtkAllocation){ (int) -get_value (private->hadjustment),
                                                  below + (int) y, width, height },
                                -1);
    }
}

/* Scrolling */

static void
value_changed_cb (GtkAdjustment    *adjustment,
                  DanbiRowScroller *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (DanbiRowScroller *self,
                GtkAdjustment   **which,
                GtkAdjustment    *adjustment)
{
  if (*which)
    g_signal_handlers_disconnect_by_func (*which, value_changed_cb, self);
  g_set_object (which, adjustment);
  if (adjustment)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self, 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
configure (GtkAdjustment *adjustment,
           double         all,
           double         page,
           double         step)
{
  if (adjustment)
    gtk_adjustment_configure (adjustment,
                              CLAMP (gtk_adjustment_get_value (adjustment), 0, MAX (all - page, 0)),
                              0, MAX (all, page), step, MAX (page - step, step), page);
}

static void
configure_vertically (DanbiRowScroller *self,
                      int               room)
{
  DanbiRowScrollerPrivate *private = get_private (self);
  int height = get_row_height (self);

  configure (private->vadjustment, (double) private->n_rows * height, room, STEP_ROWS * height);
}

/* Virtual functions */

static void
danbi_row_scroller_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  DanbiRowScroller *self = DANBI_ROW_SCROLLER (widget);
  DanbiRowScrollerPrivate *private = get_private (self);
  int all = DANBI_ROW_SCROLLER_GET_CLASS (self)->fit (self, width);
  int below = get_titles_height (self);
  int room = MAX (height - below, 0);

  configure (private->hadjustment, all, width, width / 10.0);
  configure_vertically (self, room);
  want_rows (self, (guint) (room / get_row_height (self) + 2));
  place_rows (self, all, below);
  if (private->titles)
    gtk_widget_size_allocate (
      private->titles,
      &(GtkAllocation){ (int) -get_value (private->hadjustment), 0, all, below }, -1);
  DANBI_ROW_SCROLLER_GET_CLASS (self)->placed (self);
}

static void
danbi_row_scroller_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  DanbiRowScroller *self = DANBI_ROW_SCROLLER (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *minimum = get_titles_height (self);
  *natural = *minimum + NATURAL_ROWS * get_row_height (self);
}

/* Rows go below the titles, also for the eye. */
static void
danbi_row_scroller_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  DanbiRowScroller *self = DANBI_ROW_SCROLLER (widget);
  DanbiRowScrollerPrivate *private = get_private (self);
  float below = (float) get_titles_height (self);

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, below, (float) gtk_widget_get_width (widget),
                                               (float) get_room (self)));
  for (guint i = 0; i < private->rows->len; i++)
    gtk_widget_snapshot_child (widget, private->rows->pdata[i], snapshot);
  gtk_snapshot_pop (snapshot);
  if (private->titles)
    gtk_widget_snapshot_child (widget, private->titles, snapshot);
}

static void
danbi_row_scroller_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  DanbiRowScrollerPrivate *private = get_private (DANBI_ROW_SCROLLER (object));

  switch (prop_id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, private->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, private->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, private->hpolicy);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, private->vpolicy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_row_scroller_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  DanbiRowScroller *self = DANBI_ROW_SCROLLER (object);
  DanbiRowScrollerPrivate *private = get_private (self);

  switch (prop_id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, &private->hadjustment, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &private->vadjustment, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      private->hpolicy = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      private->vpolicy = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_row_scroller_dispose (GObject *object)
{
  DanbiRowScroller *self = DANBI_ROW_SCROLLER (object);
  DanbiRowScrollerPrivate *private = get_private (self);

  g_clear_handle_id (&private->ensure_id, g_source_remove);
  while (private->rows->len > 0)
    drop_row (self);
  g_clear_pointer (&private->titles, gtk_widget_unparent);
  g_clear_object (&private->hadjustment);
  g_clear_object (&private->vadjustment);

  G_OBJECT_CLASS (danbi_row_scroller_parent_class)->dispose (object);
}

static void
danbi_row_scroller_finalize (GObject *object)
{
  DanbiRowScrollerPrivate *private = get_private (DANBI_ROW_SCROLLER (object));

  g_ptr_array_unref (private->rows);
  g_array_unref (private->shown);

  G_OBJECT_CLASS (danbi_row_scroller_parent_class)->finalize (object);
}

static void
danbi_row_scroller_class_init (DanbiRowScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = danbi_row_scroller_get_property;
  object_class->set_property = danbi_row_scroller_set_property;
  object_class->dispose = danbi_row_scroller_dispose;
  object_class->finalize = danbi_row_scroller_finalize;
  widget_class->size_allocate = danbi_row_scroller_size_allocate;
  widget_class->measure = danbi_row_scroller_measure;
  widget_class->snapshot = danbi_row_scroller_snapshot;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
danbi_row_scroller_init (DanbiRowScroller *self)
{
  DanbiRowScrollerPrivate *private = get_private (self);

  private->rows = g_ptr_array_new ();
  private->shown = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/* Public functions */

/**
 * danbi_row_scroller_set_titles:
 * @self: a scroller that has none yet
 * @titles: (transfer floating): what stays above the rows, and is as wide as they are
 */
void
danbi_row_scroller_set_titles (DanbiRowScroller *self,
                               GtkWidget        *titles)
{
  get_private (self)->titles = titles;
  gtk_widget_set_parent (titles, GTK_WIDGET (self));
}

/**
 * danbi_row_scroller_set_n_rows:
 * @self: the scroller
 * @n_rows: how many there are from now on; all of them are shown anew
 */
void
danbi_row_scroller_set_n_rows (DanbiRowScroller *self,
                               guint             n_rows)
{
  get_private (self)->n_rows = n_rows;
  ensure_rows (self);
  configure_vertically (self, get_room (self));
  danbi_row_scroller_show_anew (self);
}

/**
 * danbi_row_scroller_show_anew:
 * @self: the scroller
 *
 * Rows say something else than before.
 */
void
danbi_row_scroller_show_anew (DanbiRowScroller *self)
{
  GArray *shown = get_private (self)->shown;

  for (guint i = 0; i < shown->len; i++)
    g_array_index (shown, guint, i) = NOTHING;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * danbi_row_scroller_get_top:
 * @self: the scroller
 *
 * Returns: the first place in sight
 */
guint
danbi_row_scroller_get_top (DanbiRowScroller *self)
{
  return (guint) (get_value (get_private (self)->vadjustment) / get_row_height (self));
}

/**
 * danbi_row_scroller_get_page:
 * @self: the scroller
 *
 * Returns: how many rows are in sight as a whole; at least one
 */
guint
danbi_row_scroller_get_page (DanbiRowScroller *self)
{
  return (guint) MAX (get_room (self) / get_row_height (self), 1);
}

/**
 * danbi_row_scroller_find_place:
 * @self: the scroller
 * @y: a point in it
 * @place: (out): which row is there
 *
 * Returns: whether there is one
 */
gboolean
danbi_row_scroller_find_place (DanbiRowScroller *self,
                               double            y,
                               guint            *place)
{
  DanbiRowScrollerPrivate *private = get_private (self);
  double below = get_titles_height (self);

  if (y < below)
    return FALSE;
  *place = (guint) ((y - below + get_value (private->vadjustment)) / get_row_height (self));
  return *place < private->n_rows;
}

/**
 * danbi_row_scroller_get_left:
 * @self: the scroller
 *
 * Returns: by how much the rows are moved to the left
 */
double
danbi_row_scroller_get_left (DanbiRowScroller *self)
{
  return get_value (get_private (self)->hadjustment);
}

/**
 * danbi_row_scroller_get_row:
 * @self: the scroller
 * @place: a place
 *
 * Returns: (transfer none) (nullable): the row that shows it, %NULL where it is out of sight
 */
GtkWidget *
danbi_row_scroller_get_row (DanbiRowScroller *self,
                            guint             place)
{
  DanbiRowScrollerPrivate *private = get_private (self);
  guint i = private->rows->len > 0 ? place % private->rows->len : 0;

  if (i >= private->rows->len || g_array_index (private->shown, guint, i) != place)
    return NULL;
  return private->rows->pdata[i];
}

/**
 * danbi_row_scroller_scroll_to:
 * @self: the scroller
 * @place: a place
 *
 * Brings a row into sight, by as little as that takes.
 */
void
danbi_row_scroller_scroll_to (DanbiRowScroller *self,
                              guint             place)
{
  GtkAdjustment *adjustment = get_private (self)->vadjustment;
  double y = (double) place * get_row_height (self);

  if (adjustment)
    gtk_adjustment_clamp_page (adjustment, y, y + get_row_height (self));
}

/**
 * danbi_row_scroller_scroll_by:
 * @self: the scroller
 * @n_rows: how many rows came in above, or went
 *
 * What is in sight stays where it is.
 */
void
danbi_row_scroller_scroll_by (DanbiRowScroller *self,
                              gint64            n_rows)
{
  GtkAdjustment *adjustment = get_private (self)->vadjustment;

  if (adjustment)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment)
                                            + (double) n_rows * get_row_height (self));
}
