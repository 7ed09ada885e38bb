/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands around what wraps, and says how wide that is without trying one height after the other. */
#include "config.h"

#include "danbi-wrapping.h"

struct _DanbiWrapping
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

G_DEFINE_FINAL_TYPE (DanbiWrapping, danbi_wrapping, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
danbi_wrapping_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A box of GTK 4.8 also asks how wide a child would be in its least height. A label finds that out
 * by trying one width after the other, with all letters shaped anew each time. That was most of the
 * time of a frame, for a number that changes nothing here. */
static void
danbi_wrapping_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;
  gtk_widget_measure (DANBI_WRAPPING (widget)->child, orientation, for_size, minimum, natural, NULL,
                      NULL);
}

static void
danbi_wrapping_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  gtk_widget_allocate (DANBI_WRAPPING (widget)->child, width, height, baseline, NULL);
}

static void
danbi_wrapping_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  DanbiWrapping *self = DANBI_WRAPPING (object);

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
danbi_wrapping_dispose (GObject *object)
{
  DanbiWrapping *self = DANBI_WRAPPING (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (danbi_wrapping_parent_class)->dispose (object);
}

static void
danbi_wrapping_class_init (DanbiWrappingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = danbi_wrapping_set_property;
  object_class->dispose = danbi_wrapping_dispose;
  widget_class->get_request_mode = danbi_wrapping_get_request_mode;
  widget_class->measure = danbi_wrapping_measure;
  widget_class->size_allocate = danbi_wrapping_size_allocate;

  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                                             | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_wrapping_init (DanbiWrapping *self)
{
}
