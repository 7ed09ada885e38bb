/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One batch in the list of what was sent: its number, whom it was about, what became of it. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-receipts-row.h"

struct _DanbiReceiptsRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *number;
  GtkLabel *cases;
  GtkLabel *state;

  DanbiReceipt *receipt;
};

G_DEFINE_FINAL_TYPE (DanbiReceiptsRow, danbi_receipts_row, GTK_TYPE_LIST_BOX_ROW)

static void
danbi_receipts_row_dispose (GObject *object)
{
  DanbiReceiptsRow *self = DANBI_RECEIPTS_ROW (object);

  g_clear_object (&self->receipt);

  G_OBJECT_CLASS (danbi_receipts_row_parent_class)->dispose (object);
}

static void
danbi_receipts_row_class_init (DanbiReceiptsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_receipts_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-receipts-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsRow, number);
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsRow, cases);
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsRow, state);
}

static void
danbi_receipts_row_init (DanbiReceiptsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The first case by its masked number, the others counted. */
static char *
describe_cases (DanbiReceipt *receipt)
{
  g_autoptr (DanbiReceiptRow) first
    = g_list_model_get_item (danbi_receipt_get_rows (receipt), 0);
  g_autofree char *patient = first ? danbi_receipt_row_dup_masked_id (first) : g_strdup ("");
  const char *order = first ? danbi_receipt_row_get_value (first, DANBI_FIELD_ORDER_CODE) : "";
  guint n = danbi_receipt_get_n_cases (receipt);

  if (n <= 1)
    return g_strdup_printf ("%s %s", patient, order);
  return g_strdup_printf (ngettext ("%s %s and %u more", "%s %s and %u more", n - 1), patient,
                          order, n - 1);
}

/**
 * danbi_receipts_row_new:
 * @receipt: a batch
 *
 * Returns: (transfer full): a row that shows it
 */
GtkWidget *
danbi_receipts_row_new (DanbiReceipt *receipt)
{
  DanbiReceiptsRow *self = g_object_new (DANBI_TYPE_RECEIPTS_ROW, NULL);
  const char *number = danbi_receipt_get_receipt (receipt);
  const char *sent = danbi_receipt_get_sent_at (receipt);
  g_autofree char *cases = describe_cases (receipt);
  g_autofree char *state = g_strdup_printf ("%s%s%s", sent, *sent ? " · " : "",
                                            danbi_receipt_get_state (receipt));
  g_autofree char *said = NULL;

  self->receipt = g_object_ref (receipt);
  number = number && *number ? number : _("No receipt yet");
  said = g_strdup_printf ("%s %s %s", number, cases, state);
  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->cases, cases);
  gtk_label_set_label (self->state, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  return GTK_WIDGET (self);
}

/**
 * danbi_receipts_row_get_receipt:
 * @self: the row
 *
 * Returns: (transfer none): the batch that it shows
 */
DanbiReceipt *
danbi_receipts_row_get_receipt (DanbiReceiptsRow *self)
{
  return self->receipt;
}
