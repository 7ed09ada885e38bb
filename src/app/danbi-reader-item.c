/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A box in an item of a list whose template says what the item is called. */
#include "config.h"

#include "danbi-reader-item.h"
#include "danbi-reader.h"

struct _DanbiReaderItem
{
  GtkBox parent_instance;

  char *said;
};

enum
{
  PROP_0,
  PROP_SAID,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiReaderItem, danbi_reader_item, GTK_TYPE_BOX)

static void
name_item (DanbiReaderItem *self)
{
  if (self->said)
    danbi_reader_name_item (GTK_WIDGET (self), self->said);
}

static void
danbi_reader_item_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  DanbiReaderItem *self = DANBI_READER_ITEM (object);

  switch (prop_id)
    {
    case PROP_SAID:
      g_free (self->said);
      self->said = g_value_dup_string (value);
      name_item (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* The template may say it before the box stands in the item. */
static void
danbi_reader_item_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (danbi_reader_item_parent_class)->root (widget);
  name_item (DANBI_READER_ITEM (widget));
}

static void
danbi_reader_item_finalize (GObject *object)
{
  g_free (DANBI_READER_ITEM (object)->said);

  G_OBJECT_CLASS (danbi_reader_item_parent_class)->finalize (object);
}

static void
danbi_reader_item_class_init (DanbiReaderItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = danbi_reader_item_set_property;
  object_class->finalize = danbi_reader_item_finalize;
  GTK_WIDGET_CLASS (klass)->root = danbi_reader_item_root;

  props[PROP_SAID] = g_param_spec_string ("said", NULL, NULL, NULL,
                                          G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_reader_item_init (DanbiReaderItem *self)
{
}
