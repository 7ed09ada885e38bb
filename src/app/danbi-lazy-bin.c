/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a long list whose content is made when it comes into sight, and goes when it leaves it.
 *
 * A list of GTK 4.8 keeps two hundred rows, of which a dozen are in sight, and all of them cost: to
 * make and to free, to give other words, and whenever the focus moves and styles are looked up.
 * Those that are out of sight are not mapped. */
#include "config.h"

#include "danbi-lazy-bin.h"

struct _DanbiLazyBin
{
  GtkWidget parent_instance;

  GObject *item;
  GtkWidget *child; /* NULL: out of sight */
  int *height;      /* of the last content of the list, which stands for what is out of sight */
  DanbiLazyFill fill;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (DanbiLazyBin, danbi_lazy_bin, GTK_TYPE_WIDGET)

static void
show_content (DanbiLazyBin *self)
{
  if (self->child || !self->item)
    return;
  self->child = self->fill (self->item, self->user_data);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
drop_content (DanbiLazyBin *self)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
}

static void
danbi_lazy_bin_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (danbi_lazy_bin_parent_class)->map (widget);
  show_content (DANBI_LAZY_BIN (widget));
}

/* Where the keyboard is, the content stays. */
static void
danbi_lazy_bin_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (danbi_lazy_bin_parent_class)->unmap (widget);
  if (!gtk_widget_get_focus_child (widget))
    drop_content (DANBI_LAZY_BIN (widget));
}

static GtkSizeRequestMode
danbi_lazy_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
danbi_lazy_bin_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  DanbiLazyBin *self = DANBI_LAZY_BIN (widget);

  if (self->child)
    {
      gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        *self->height = *natural;
      return;
    }
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? *self->height : 0;
}

static void
danbi_lazy_bin_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  DanbiLazyBin *self = DANBI_LAZY_BIN (widget);
  int least;

  if (!self->child)
    return;
  /* It may have been made since the list asked for its size; that asks again in the same frame. */
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  gtk_widget_allocate (self->child, width, MAX (height, least), baseline, NULL);
}

static void
danbi_lazy_bin_dispose (GObject *object)
{
  DanbiLazyBin *self = DANBI_LAZY_BIN (object);

  drop_content (self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (danbi_lazy_bin_parent_class)->dispose (object);
}

static void
danbi_lazy_bin_class_init (DanbiLazyBinClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_lazy_bin_dispose;
  widget_class->map = danbi_lazy_bin_map;
  widget_class->unmap = danbi_lazy_bin_unmap;
  widget_class->get_request_mode = danbi_lazy_bin_get_request_mode;
  widget_class->measure = danbi_lazy_bin_measure;
  widget_class->size_allocate = danbi_lazy_bin_size_allocate;
}

static void
danbi_lazy_bin_init (DanbiLazyBin *self)
{
}

/**
 * danbi_lazy_bin_new:
 * @height: (inout): what rows of the list are high, shared by all of them
 * @fill: (scope forever): makes the content
 * @user_data: for @fill
 *
 * Returns: (transfer full): a row without an item
 */
GtkWidget *
danbi_lazy_bin_new (int           *height,
                    DanbiLazyFill  fill,
                    gpointer       user_data)
{
  DanbiLazyBin *self = g_object_new (DANBI_TYPE_LAZY_BIN, NULL);

  self->height = height;
  self->fill = fill;
  self->user_data = user_data;
  return GTK_WIDGET (self);
}

/**
 * danbi_lazy_bin_set_item:
 * @self: a row
 * @item: (nullable): what it stands for from now on
 *
 * What it showed goes.
 */
void
danbi_lazy_bin_set_item (DanbiLazyBin *self,
                         gpointer      item)
{
  drop_content (self);
  g_set_object (&self->item, item);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_content (self);
}

/**
 * danbi_lazy_bin_get_child:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): its content, where it is in sight
 */
GtkWidget *
danbi_lazy_bin_get_child (DanbiLazyBin *self)
{
  return self->child;
}
