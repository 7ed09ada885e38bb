/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text and what belongs to it: the first child takes what the others leave, and they go below it
 * where that is less than it needs. */
#include "config.h"

#include "danbi-tail-layout.h"

#define COLUMN_SPACING 8
#define ROW_SPACING 2

struct _DanbiTailLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (DanbiTailLayout, danbi_tail_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
get_next (GtkWidget *child)
{
  do
    child = gtk_widget_get_next_sibling (child);
  while (child && !gtk_widget_should_layout (child));
  return child;
}

/* The text itself, which is always there. */
static GtkWidget *
get_head (GtkWidget *widget)
{
  return gtk_widget_get_first_child (widget);
}

static int
get_height_for (GtkWidget *child,
                int        width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

/* How wide what follows is, with the space between; 0: nothing does. */
static int
measure_tail (GtkWidget *widget,
              int       *minimum)
{
  int natural = 0;

  *minimum = 0;
  for (GtkWidget *child = get_next (get_head (widget)); child; child = get_next (child))
    {
      int space = natural > 0 ? COLUMN_SPACING : 0;
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum += space + child_minimum;
      natural += space + child_natural;
    }
  return natural;
}

/* In no more room than there is. */
static int
get_child_width (GtkWidget *child,
                 int        room)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return room < 0 ? natural : MIN (natural, room);
}

static int
get_tail_height (GtkWidget *widget,
                 int        room)
{
  int height = 0;

  for (GtkWidget *child = get_next (get_head (widget)); child; child = get_next (child))
    height = MAX (height, get_height_for (child, get_child_width (child, room)));
  return height;
}

static gboolean
stands_beside (GtkWidget *widget,
               int        tail_width,
               int        width)
{
  int minimum;

  gtk_widget_measure (get_head (widget), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  return tail_width > 0 && minimum + COLUMN_SPACING + tail_width <= width;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  int narrowest;
  int tail = measure_tail (widget, &narrowest);

  gtk_widget_measure (get_head (widget), GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL,
                      NULL);
  *minimum = MAX (*minimum, narrowest);
  *natural += tail > 0 ? COLUMN_SPACING + tail : 0;
}

static int
get_height (GtkWidget *widget,
            int        width)
{
  int narrowest;
  int tail = measure_tail (widget, &narrowest);
  GtkWidget *head = get_head (widget);

  if (width < 0 || stands_beside (widget, tail, width))
    return MAX (get_height_for (head, width < 0 ? -1 : width - COLUMN_SPACING - tail),
                get_tail_height (widget, -1));
  return get_height_for (head, width)
         + (tail > 0 ? ROW_SPACING + get_tail_height (widget, width) : 0);
}

static void
danbi_tail_layout_measure (GtkLayoutManager *layout,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (widget, minimum, natural);
  else
    *minimum = *natural = get_height (widget, for_size);
}

static void
allocate (GtkWidget *widget,
          GtkWidget *child,
          int        x,
          int        y,
          int        room,
          int        width,
          int        height)
{
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = room - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
danbi_tail_layout_allocate (GtkLayoutManager *layout,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  int narrowest;
  int tail = measure_tail (widget, &narrowest);
  gboolean beside = stands_beside (widget, tail, width);
  GtkWidget *head = get_head (widget);
  int head_width = beside ? width - COLUMN_SPACING - tail : width;
  int head_height = beside || tail == 0 ? height : get_height_for (head, width);
  int x = beside ? width - tail : 0;
  int y = beside ? 0 : head_height + ROW_SPACING;

  allocate (widget, head, 0, 0, width, head_width, head_height);
  for (GtkWidget *child = get_next (head); child; child = get_next (child))
    {
      int child_width = get_child_width (child, width);

      allocate (widget, child, x, y, width, child_width, MAX (height - y, 0));
      x += child_width + COLUMN_SPACING;
    }
}

static GtkSizeRequestMode
danbi_tail_layout_get_request_mode (GtkLayoutManager *layout,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
danbi_tail_layout_class_init (DanbiTailLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = danbi_tail_layout_measure;
  layout_class->allocate = danbi_tail_layout_allocate;
  layout_class->get_request_mode = danbi_tail_layout_get_request_mode;
}

static void
danbi_tail_layout_init (DanbiTailLayout *self)
{
}
