/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case of a batch that is on its way: whom it is about, and what became of it. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-batch-case.h"
#include "danbi-case-sidebar-row.h"
#include "danbi-identity.h"
#include "danbi-queue-phrases.h"

struct _DanbiBatchCase
{
  GtkBox parent_instance;

  GtkLabel *patient;
  GtkLabel *order;
  GtkWidget *state_box;
  GtkImage *state_icon;
  GtkLabel *state;
  GtkWidget *open_button;
  GtkLabel *outcome;

  DanbiSendingRow *row;
};

G_DEFINE_FINAL_TYPE (DanbiBatchCase, danbi_batch_case, GTK_TYPE_BOX)

static void
show_who (DanbiBatchCase    *self,
          const DanbiRecord *record)
{
  g_autofree char *patient = danbi_identity_mask (danbi_record_get (record,
                                                                    DANBI_FIELD_PATIENT_ID));
  g_autofree char *name = danbi_phrase_case_name (record);
  g_autofree char *open = g_strdup_printf (_("Open %s"), name);

  gtk_label_set_label (self->patient, patient);
  gtk_label_set_label (self->order, danbi_record_get (record, DANBI_FIELD_ORDER_CODE));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, open, -1);
}

/* As long as it goes with its batch there is nothing to say of one case. */
static void
show_state (DanbiBatchCase *self)
{
  DanbiState state = danbi_sending_row_get_state (self->row);
  const char *outcome = danbi_sending_row_get_outcome (self->row);

  gtk_widget_set_visible (self->state_box, state == DANBI_STATE_ACCEPTED
                                             || state == DANBI_STATE_REJECTED);
  gtk_image_set_from_icon_name (self->state_icon, danbi_state_get_icon (state));
  gtk_label_set_label (self->state, danbi_state_get_label (state));
  gtk_widget_set_css_classes (self->state_box,
                              (const char *[]){ "send-state", danbi_state_get_nick (state), NULL });
  gtk_label_set_label (self->outcome, outcome ? outcome : "");
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), outcome && *outcome);
}

static void
row_cb (DanbiSendingRow *row,
        GParamSpec      *pspec,
        DanbiBatchCase  *self)
{
  show_state (self);
}

static void
danbi_batch_case_dispose (GObject *object)
{
  DanbiBatchCase *self = DANBI_BATCH_CASE (object);

  g_clear_object (&self->row);

  G_OBJECT_CLASS (danbi_batch_case_parent_class)->dispose (object);
}

static void
danbi_batch_case_class_init (DanbiBatchCaseClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_batch_case_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-batch-case.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchCase, patient);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchCase, order);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchCase, state_box);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchCase, state_icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchCase, state);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchCase, open_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchCase, outcome);
}

static void
danbi_batch_case_init (DanbiBatchCase *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_batch_case_new:
 * @row: a case of a batch
 *
 * Returns: (transfer full): a line that follows it
 */
GtkWidget *
danbi_batch_case_new (DanbiSendingRow *row)
{
  DanbiBatchCase *self = g_object_new (DANBI_TYPE_BATCH_CASE, NULL);
  const DanbiRecord *record = danbi_sending_row_get_record (row);

  self->row = g_object_ref (row);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "x",
                                    danbi_sending_row_get_case_id (row));
  if (record)
    show_who (self, record);
  g_signal_connect_object (row, "notify", G_CALLBACK (row_cb), self, 0);
  show_state (self);
  return GTK_WIDGET (self);
}
