/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case that is ready, to be ticked for a batch. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-clock.h"
#include "danbi-identity.h"
#include "danbi-phrases.h"
#include "danbi-send-row.h"
#include "danbi-tail-layout.h"

struct _DanbiSendRow
{
  GtkListBoxRow parent_instance;

  GtkCheckButton *check;
  GtkLabel *patient;
  GtkLabel *order;
  GtkLabel *detail;

  gint64 id;
  guint n_images;
  guint n_unseen;
  DanbiDeadline deadline;
  const DanbiLimits *limits; /* of the rulebook of the desk */
};

enum
{
  TOGGLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiSendRow, danbi_send_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_who (DanbiSendRow      *self,
          const DanbiRecord *record)
{
  const char *code = danbi_record_get (record, DANBI_FIELD_ORDER_CODE);
  g_autofree char *patient = danbi_identity_mask (danbi_record_get (record,
                                                                    DANBI_FIELD_PATIENT_ID));
  g_autofree char *name = g_strdup_printf ("%s %s", patient, code);

  gtk_label_set_label (self->patient, patient);
  gtk_label_set_label (self->order, code);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
toggled_cb (GtkCheckButton *check,
            DanbiSendRow   *self)
{
  g_signal_emit (self, signals[TOGGLED], 0);
}

static void
danbi_send_row_class_init (DanbiSendRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  /**
   * DanbiSendRow::toggled:
   *
   * The case was ticked, or not any more.
   */
  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DANBI_TYPE_TAIL_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-send-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, check);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, patient);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, order);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, detail);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
danbi_send_row_init (DanbiSendRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_send_row_new:
 * @row: a case that is ready
 * @rulebook: the rules, which stay
 *
 * Returns: (transfer full): a ticked row for it
 */
GtkWidget *
danbi_send_row_new (DanbiCaseRow        *row,
                    const DanbiRulebook *rulebook)
{
  DanbiSendRow *self = g_object_new (DANBI_TYPE_SEND_ROW, NULL);

  self->id = danbi_case_row_get_id (row);
  self->n_images = danbi_case_row_get_n_images (row);
  self->n_unseen = danbi_case_row_get_n_unseen (row);
  danbi_case_row_get_deadline (row, &self->deadline);
  self->limits = danbi_deadline_get_limits (&self->deadline, rulebook);
  show_who (self, danbi_case_row_get_record (row));
  danbi_send_row_tick (self);
  gtk_check_button_set_active (self->check, TRUE);
  return GTK_WIDGET (self);
}

/**
 * danbi_send_row_tick:
 * @self: the row
 *
 * Time went by: says how long the case may still wait.
 */
void
danbi_send_row_tick (DanbiSendRow *self)
{
  g_autofree char *images
    = g_strdup_printf (ngettext ("%u image", "%u images", self->n_images), self->n_images);
  g_autofree char *left
    = danbi_phrase_deadline (&self->deadline, self->limits, danbi_clock_now_s ());
  /* Translators: so many images or series of images */
  g_autofree char *unseen = g_strdup_printf (
    ngettext ("%u not looked at yet", "%u not looked at yet", self->n_unseen), self->n_unseen);
  g_autofree char *detail
    = g_strconcat (images, *left ? " · " : "", left, self->n_unseen > 0 ? " · " : "",
                   self->n_unseen > 0 ? unseen : "", NULL);

  gtk_label_set_label (self->detail, detail);
}

/**
 * danbi_send_row_get_id:
 * @self: the row
 *
 * Returns: the id of its case
 */
gint64
danbi_send_row_get_id (DanbiSendRow *self)
{
  return self->id;
}

/**
 * danbi_send_row_get_ticked:
 * @self: the row
 *
 * Returns: whether the case is to be sent
 */
gboolean
danbi_send_row_get_ticked (DanbiSendRow *self)
{
  return gtk_check_button_get_active (self->check);
}

/**
 * danbi_send_row_set_ticked:
 * @self: the row
 * @ticked: whether the case is to be sent
 */
void
danbi_send_row_set_ticked (DanbiSendRow *self,
                           gboolean      ticked)
{
  gtk_check_button_set_active (self->check, ticked);
}
