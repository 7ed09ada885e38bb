/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields in lines of six columns. Where the letters are large or the window is narrow a line that
 * has no room for its fields breaks, and the heading beside them goes above: nothing is ever cut
 * off or lies outside. */
#include "config.h"

#include "danbi-form-layout.h"

#define N_COLUMNS 6
#define COLUMN_SPACING 12
#define ROW_SPACING 10

/* The heading stands beside the fields where a line has room for so many digits. */
#define ROOMY_DIGITS 50

struct _DanbiFormLayoutChild
{
  GtkLayoutChild parent_instance;

  guint line;    /* of the whole form, as it is meant */
  guint columns; /* of six; 0: the heading */
};

enum
{
  PROP_0,
  PROP_LINE,
  PROP_COLUMNS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiFormLayoutChild, danbi_form_layout_child, GTK_TYPE_LAYOUT_CHILD)

struct _DanbiFormLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (DanbiFormLayout, danbi_form_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Where a field goes. */
typedef struct
{
  GtkWidget *widget;
  guint line;
  guint columns;
  int min_width;
  int natural_width;
  int x, y, width, height;
} Place;

/* All of it, for one width. */
typedef struct
{
  GArray *places; /* of Place, without the heading */
  GtkWidget *heading;
  int heading_width;
  int heading_height;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->places, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
plan_init (Plan             *plan,
           GtkLayoutManager *layout,
           GtkWidget        *widget)
{
  *plan = (Plan){ .places = g_array_new (FALSE, TRUE, sizeof (Place)) };
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      const DanbiFormLayoutChild *how
        = DANBI_FORM_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, child));
      Place place = { .widget = child, .line = how->line, .columns = how->columns };

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &place.min_width,
                          &place.natural_width, NULL, NULL);
      if (how->columns > 0)
        g_array_append_val (plan->places, place);
      else
        {
          plan->heading = child;
          plan->heading_width = place.natural_width;
        }
    }
}

static Place *
get_place (const Plan *plan,
           guint       i)
{
  return &g_array_index (plan->places, Place, i);
}

/* The edges of the columns, so that fields above each other end alike to the pixel. */
static int
get_edge (int   width,
          guint column)
{
  return (int) column * (width + COLUMN_SPACING) / N_COLUMNS;
}

static int
get_span (int   width,
          guint column,
          guint columns)
{
  return get_edge (width, column + columns) - COLUMN_SPACING - get_edge (width, column);
}

/* Whether @n fields from @first on have room in one line of fields as wide as @columns; 0: as wide
 * as they are meant to be. */
static gboolean
fits (const Plan *plan,
      guint       first,
      guint       n,
      guint       columns,
      int         width)
{
  guint column = 0;

  for (guint i = first; i < first + n; i++)
    {
      const Place *place = get_place (plan, i);
      guint span = columns > 0 ? columns : place->columns;

      if (get_span (width, column, span) < place->min_width)
        return FALSE;
      column += span;
    }
  return TRUE;
}

/* Of how many columns the fields of a line are where there is room for all of them; 0: as meant. */
static guint
choose_columns (const Plan *plan,
                guint       first,
                guint       n,
                int         width)
{
  static const guint equal[] = { 2, 3 };

  if (fits (plan, first, n, 0, width))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (equal); i++)
    {
      guint n_beside = N_COLUMNS / equal[i];
      gboolean all = TRUE;

      for (guint at = first; at < first + n; at += n_beside)
        all = all && fits (plan, at, MIN (n_beside, first + n - at), equal[i], width);
      if (all)
        return equal[i];
    }
  return N_COLUMNS;
}

/* Fields beside each other are of one height: Tab goes by where their middles are. */
static void
level (Plan *plan,
       guint first,
       guint end,
       int   height)
{
  for (guint i = first; i < end; i++)
    get_place (plan, i)->height = height;
}

/* Places the fields of one line that was meant, from @y on. Returns where it ends. */
static int
place_line (Plan *plan,
            guint first,
            guint n,
            int   x,
            int   y,
            int   width)
{
  guint columns = choose_columns (plan, first, n, width);
  guint begun = first;
  guint column = 0;
  int height = 0;

  for (guint i = first; i < first + n; i++)
    {
      Place *place = get_place (plan, i);
      guint span = columns > 0 ? columns : place->columns;

      if (column + span > N_COLUMNS)
        {
          level (plan, begun, i, height);
          y += height + ROW_SPACING;
          begun = i;
          column = 0;
          height = 0;
        }
      place->x = x + get_edge (width, column);
      place->y = y;
      place->width = MAX (get_span (width, column, span), place->min_width);
      gtk_widget_measure (place->widget, GTK_ORIENTATION_VERTICAL, place->width, NULL,
                          &place->height, NULL, NULL);
      height = MAX (height, place->height);
      column += span;
    }
  level (plan, begun, first + n, height);
  return y + height;
}

/* How many fields from @first on are meant for one line. */
static guint
count_line (const Plan *plan,
            guint       first)
{
  guint n = 1;

  while (first + n < plan->places->len
         && get_place (plan, first + n)->line == get_place (plan, first)->line)
    n++;
  return n;
}

static int
get_digit_width (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = pango_font_metrics_get_approximate_digit_width (metrics);

  pango_font_metrics_unref (metrics);
  return width / PANGO_SCALE;
}

/* Returns how high all of it is. */
static int
place_all (Plan      *plan,
           GtkWidget *widget,
           int        width)
{
  gboolean beside = plan->heading && width >= ROOMY_DIGITS * get_digit_width (widget);
  int x = beside ? plan->heading_width : 0;
  int y = 0;

  if (plan->heading)
    gtk_widget_measure (plan->heading, GTK_ORIENTATION_VERTICAL, -1, NULL, &plan->heading_height,
                        NULL, NULL);
  if (plan->heading && !beside)
    y = plan->heading_height + ROW_SPACING;
  for (guint i = 0, n; i < plan->places->len; i += n)
    {
      n = count_line (plan, i);
      y = place_line (plan, i, n, x, i > 0 ? y + ROW_SPACING : y, width - x);
    }
  return beside ? MAX (y, plan->heading_height) : y;
}

/* The narrowest is one field a line; the natural width is the one that is meant. */
static void
measure_width (const Plan *plan,
               int        *minimum,
               int        *natural)
{
  for (guint i = 0; i < plan->places->len; i++)
    {
      const Place *place = get_place (plan, i);
      int column = (place->natural_width + COLUMN_SPACING) / (int) place->columns + 1;

      *minimum = MAX (*minimum, place->min_width);
      *natural = MAX (*natural, column * N_COLUMNS - COLUMN_SPACING);
    }
  *minimum = MAX (*minimum, plan->heading_width);
  *natural = MAX (*natural + plan->heading_width, *minimum);
}

static void
danbi_form_layout_measure (GtkLayoutManager *layout,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  g_auto (Plan) plan = { 0 };
  int narrowest = 0, width = 0;

  plan_init (&plan, layout, widget);
  measure_width (&plan, &narrowest, &width);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = place_all (&plan, widget, for_size < 0 ? width : for_size);
      return;
    }
  *minimum = narrowest;
  *natural = width;
}

static void
danbi_form_layout_allocate (GtkLayoutManager *layout,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  g_auto (Plan) plan = { 0 };
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  plan_init (&plan, layout, widget);
  place_all (&plan, widget, width);
  for (guint i = 0; i < plan.places->len; i++)
    {
      const Place *place = get_place (&plan, i);
      int x = mirrored ? width - place->x - place->width : place->x;

      gtk_widget_size_allocate (place->widget,
                                &(GtkAllocation){ x, place->y, place->width, place->height }, -1);
    }
  if (plan.heading)
    gtk_widget_size_allocate (plan.heading,
                              &(GtkAllocation){ mirrored ? width - plan.heading_width : 0, 0,
                                                plan.heading_width, plan.heading_height },
                              -1);
}

static GtkSizeRequestMode
danbi_form_layout_get_request_mode (GtkLayoutManager *layout,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
danbi_form_layout_child_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  DanbiFormLayoutChild *self = DANBI_FORM_LAYOUT_CHILD (object);

  switch (prop_id)
    {
    case PROP_LINE:
      self->line = g_value_get_uint (value);
      break;
    case PROP_COLUMNS:
      self->columns = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  gtk_layout_manager_layout_changed (
    gtk_layout_child_get_layout_manager (GTK_LAYOUT_CHILD (self)));
}

static void
danbi_form_layout_child_class_init (DanbiFormLayoutChildClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = danbi_form_layout_child_set_property;

  /**
   * DanbiFormLayoutChild:line:
   *
   * The fields of one number stand in one line where there is room.
   */
  props[PROP_LINE] = g_param_spec_uint ("line", NULL, NULL, 0, G_MAXUINT, 0,
                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  /**
   * DanbiFormLayoutChild:columns:
   *
   * How many of the six columns it takes up; 0 for the heading.
   */
  props[PROP_COLUMNS] = g_param_spec_uint ("columns", NULL, NULL, 0, N_COLUMNS, 0,
                                           G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_form_layout_child_init (DanbiFormLayoutChild *self)
{
}

static void
danbi_form_layout_class_init (DanbiFormLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->layout_child_type = DANBI_TYPE_FORM_LAYOUT_CHILD;
  layout_class->measure = danbi_form_layout_measure;
  layout_class->allocate = danbi_form_layout_allocate;
  layout_class->get_request_mode = danbi_form_layout_get_request_mode;
}

static void
danbi_form_layout_init (DanbiFormLayout *self)
{
}
