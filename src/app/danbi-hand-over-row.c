/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field as the VPN page asks for it: its number and name there, its value, to be copied. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-hand-over-row.h"

struct _DanbiHandOverRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *number;
  GtkLabel *name;
  GtkLabel *value;
  GtkImage *icon;

  DanbiReceiptField *field;
};

G_DEFINE_FINAL_TYPE (DanbiHandOverRow, danbi_hand_over_row, GTK_TYPE_LIST_BOX_ROW)

static void
danbi_hand_over_row_dispose (GObject *object)
{
  DanbiHandOverRow *self = DANBI_HAND_OVER_ROW (object);

  g_clear_object (&self->field);

  G_OBJECT_CLASS (danbi_hand_over_row_parent_class)->dispose (object);
}

static void
danbi_hand_over_row_class_init (DanbiHandOverRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_hand_over_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-hand-over-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOverRow, number);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOverRow, name);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOverRow, value);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOverRow, icon);
}

static void
danbi_hand_over_row_init (DanbiHandOverRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_hand_over_row_new:
 * @field: a field of a case
 *
 * The name is NHI's own: that is what stands on the VPN page, in whatever language the program is.
 *
 * Returns: (transfer full): a row that shows it
 */
GtkWidget *
danbi_hand_over_row_new (DanbiReceiptField *field)
{
  DanbiHandOverRow *self = g_object_new (DANBI_TYPE_HAND_OVER_ROW, NULL);
  const char *value = danbi_receipt_field_get_value (field);
  g_autofree char *number = g_strdup_printf ("%d", (int) danbi_receipt_field_get_field (field));
  g_autofree char *said = g_strdup_printf ("%s %s", danbi_receipt_field_get_name (field), value);

  self->field = g_object_ref (field);
  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->name, danbi_receipt_field_get_name (field));
  gtk_label_set_label (self->value, *value ? value : "—");
  gtk_widget_set_visible (GTK_WIDGET (self->icon), *value != '\0');
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), *value != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  return GTK_WIDGET (self);
}

/**
 * danbi_hand_over_row_get_field:
 * @self: the row
 *
 * Returns: (transfer none): the field that it shows
 */
DanbiReceiptField *
danbi_hand_over_row_get_field (DanbiHandOverRow *self)
{
  return self->field;
}

/**
 * danbi_hand_over_row_is_empty:
 * @self: the row
 *
 * Returns: whether there is nothing to copy
 */
gboolean
danbi_hand_over_row_is_empty (DanbiHandOverRow *self)
{
  return *danbi_receipt_field_get_value (self->field) == '\0';
}

/**
 * danbi_hand_over_row_copy:
 * @self: the row
 *
 * Copies the value, and shows that it was.
 */
void
danbi_hand_over_row_copy (DanbiHandOverRow *self)
{
  g_autofree char *said = g_strdup_printf (_("%s %s, copied"),
                                           danbi_receipt_field_get_name (self->field),
                                           danbi_receipt_field_get_value (self->field));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          danbi_receipt_field_get_value (self->field));
  gtk_image_set_from_icon_name (self->icon, "object-select-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self), "copied");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}
