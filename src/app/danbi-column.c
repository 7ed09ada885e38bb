/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column that is as wide as it is told, and no wider than its child needs, whatever its height. */
#include "config.h"

#include "danbi-column.h"

struct _DanbiColumn
{
  GtkWidget parent_instance;

  GtkWidget *child;
};

enum
{
  PROP_0,
  PROP_CHILD,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiColumn, danbi_column, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
danbi_column_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A box of GTK 4.8 also asks how wide a child would be in its least height. What wraps finds that
 * out by trying one width after the other, with all letters shaped anew each time: most of the time
 * of a frame, for a number that changes nothing here. */
static void
danbi_column_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  DanbiColumn *self = DANBI_COLUMN (widget);
  int width;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->child, orientation, -1, minimum, NULL, NULL, NULL);
      *natural = *minimum;
      return;
    }
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (self->child, orientation, width, minimum, natural, NULL, NULL);
}

static void
danbi_column_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  gtk_widget_allocate (DANBI_COLUMN (widget)->child, width, height, baseline, NULL);
}

static void
danbi_column_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  DanbiColumn *self = DANBI_COLUMN (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      self->child = g_value_get_object (value);
      gtk_widget_set_parent (self->child, GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_column_dispose (GObject *object)
{
  DanbiColumn *self = DANBI_COLUMN (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (danbi_column_parent_class)->dispose (object);
}

static void
danbi_column_class_init (DanbiColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = danbi_column_set_property;
  object_class->dispose = danbi_column_dispose;
  widget_class->get_request_mode = danbi_column_get_request_mode;
  widget_class->measure = danbi_column_measure;
  widget_class->size_allocate = danbi_column_size_allocate;

  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                                             | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_column_init (DanbiColumn *self)
{
}
