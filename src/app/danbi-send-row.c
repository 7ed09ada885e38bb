/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case of a batch: to be ticked before, with its progress during and its outcome after. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-case-sidebar-row.h"
#include "danbi-clock.h"
#include "danbi-identity.h"
#include "danbi-phrases.h"
#include "danbi-send-row.h"

struct _DanbiSendRow
{
  GtkListBoxRow parent_instance;

  GtkCheckButton *check;
  GtkLabel *patient;
  GtkLabel *order;
  GtkLabel *detail;
  GtkProgressBar *progress;
  GtkBox *state_box;
  GtkImage *state_icon;
  GtkLabel *state;
  GtkLabel *outcome;

  gint64 id;
  DanbiSendingRow *sending;
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
}

static void
show_progress (DanbiSendRow *self)
{
  DanbiState state = danbi_sending_row_get_state (self->sending);
  const char *outcome = danbi_sending_row_get_outcome (self->sending);
  double fraction = danbi_sending_row_get_fraction (self->sending);
  g_autofree char *share = danbi_phrase_sent_share (fraction);
  gboolean under_way = state == DANBI_STATE_SENDING;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), under_way);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_progress_bar_set_text (self->progress, share);
  gtk_widget_set_visible (GTK_WIDGET (self->state_box), TRUE);
  gtk_image_set_from_icon_name (self->state_icon, danbi_state_get_icon (state));
  gtk_label_set_label (self->state, danbi_state_get_label (state));
  gtk_widget_set_css_classes (
    GTK_WIDGET (self->state_box),
    (const char *[]){ "send-state", danbi_state_get_nick (state), NULL });
  gtk_label_set_label (self->outcome, outcome ? outcome : "");
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), outcome && *outcome);
}

static void
sending_cb (DanbiSendingRow *sending,
            GParamSpec      *pspec,
            DanbiSendRow    *self)
{
  show_progress (self);
}

static void
toggled_cb (GtkCheckButton *check,
            DanbiSendRow   *self)
{
  g_signal_emit (self, signals[TOGGLED], 0);
}

static void
danbi_send_row_dispose (GObject *object)
{
  DanbiSendRow *self = DANBI_SEND_ROW (object);

  g_clear_object (&self->sending);

  G_OBJECT_CLASS (danbi_send_row_parent_class)->dispose (object);
}

static void
danbi_send_row_class_init (DanbiSendRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_send_row_dispose;

  /**
   * DanbiSendRow::toggled:
   *
   * The case was ticked, or not any more.
   */
  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-send-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, check);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, patient);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, order);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, detail);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, progress);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, state_box);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, state);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendRow, outcome);
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
 * @rulebook: the rules, for the deadline
 *
 * Returns: (transfer full): a ticked row for it
 */
GtkWidget *
danbi_send_row_new (DanbiCaseRow        *row,
                    const DanbiRulebook *rulebook)
{
  DanbiSendRow *self = g_object_new (DANBI_TYPE_SEND_ROW, NULL);
  const DanbiRecord *record = danbi_case_row_get_record (row);
  guint n_images = danbi_case_row_get_n_images (row);
  DanbiDeadline deadline;
  const DanbiLimits *limits;
  g_autofree char *images = NULL;
  guint n_unseen = danbi_case_row_get_n_unseen (row);
  g_autofree char *left = NULL;
  g_autofree char *unseen = NULL;
  g_autofree char *detail = NULL;

  self->id = danbi_case_row_get_id (row);
  show_who (self, record);
  danbi_case_row_get_deadline (row, &deadline);
  limits = danbi_rules_get_limits (danbi_rulebook_get_rules (rulebook, NULL));
  images = g_strdup_printf (ngettext ("%u image", "%u images", n_images), n_images);
  left = danbi_phrase_deadline (&deadline, limits, danbi_clock_now_s ());
  /* Translators: so many images or series of images */
  unseen = g_strdup_printf (ngettext ("%u not looked at yet", "%u not looked at yet", n_unseen),
                            n_unseen);
  detail = g_strconcat (images, *left ? " · " : "", left, n_unseen > 0 ? " · " : "",
                        n_unseen > 0 ? unseen : "", NULL);
  gtk_label_set_label (self->detail, detail);
  gtk_check_button_set_active (self->check, TRUE);
  return GTK_WIDGET (self);
}

/**
 * danbi_send_row_new_for_sending:
 * @row: a case on its way
 *
 * Returns: (transfer full): a row that follows it
 */
GtkWidget *
danbi_send_row_new_for_sending (DanbiSendingRow *row)
{
  DanbiSendRow *self = g_object_new (DANBI_TYPE_SEND_ROW, NULL);
  const DanbiRecord *record = danbi_sending_row_get_record (row);

  self->id = danbi_sending_row_get_case_id (row);
  if (record)
    show_who (self, record);
  danbi_send_row_set_sending (self, row);
  return GTK_WIDGET (self);
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

/**
 * danbi_send_row_set_sending:
 * @self: the row
 * @sending: the case on its way
 *
 * From now on the row tells how far the case is and what became of it.
 */
void
danbi_send_row_set_sending (DanbiSendRow    *self,
                            DanbiSendingRow *sending)
{
  if (!g_set_object (&self->sending, sending))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->check), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), FALSE);
  g_signal_connect_object (sending, "notify", G_CALLBACK (sending_cb), self, 0);
  show_progress (self);
}
