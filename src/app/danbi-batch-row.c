/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One batch of the queue: what is going on, with which cases, what is wrong, what can be done. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-batch-case.h"
#include "danbi-batch-row.h"
#include "danbi-clock.h"
#include "danbi-queue-phrases.h"

/* More cases than this are counted; they stand in the list of cases. */
#define MAX_SHOWN 12

struct _DanbiBatchRow
{
  GtkListBoxRow parent_instance;

  GtkBox *head;
  GtkImage *icon;
  GtkLabel *way;
  GtkLabel *deadline;
  GtkProgressBar *progress;
  GtkBox *cases;
  GtkLabel *more;
  GtkLabel *trouble;
  GtkWidget *cancel_button;
  GtkWidget *receipt_button;
  GtkWidget *retry_button;
  GtkWidget *hand_over_button;

  DanbiQueue *queue;
  DanbiSending *sending;
  guint place;
};

G_DEFINE_FINAL_TYPE (DanbiBatchRow, danbi_batch_row, GTK_TYPE_LIST_BOX_ROW)

/* What would do nothing is not offered. */
static void
show_buttons (DanbiBatchRow  *self,
              const DanbiWay *way)
{
  gboolean retry = way->stage == DANBI_SENDING_RESTING || way->stage == DANBI_SENDING_HELD
                   || way->stage == DANBI_SENDING_UNKNOWN
                   || (way->stage == DANBI_SENDING_QUEUED && way->not_before_s > 0);

  gtk_widget_set_visible (self->cancel_button, danbi_sending_can_cancel (self->sending));
  gtk_widget_set_visible (self->retry_button, retry);
  gtk_button_set_label (GTK_BUTTON (self->retry_button),
                        way->stage == DANBI_SENDING_UNKNOWN  ? _("Ask Now")
                        : way->stage == DANBI_SENDING_QUEUED ? _("Start Now")
                                                             : _("Try Now"));
  gtk_widget_set_visible (self->receipt_button,
                          danbi_sending_get_receipt (self->sending) != NULL);
  gtk_widget_set_visible (self->hand_over_button, way->stage == DANBI_SENDING_HANDED);
}

/* What keeps it, or the number under which the receiver has it. */
static void
show_trouble (DanbiBatchRow *self)
{
  const char *trouble = danbi_sending_get_error_message (self->sending);
  const char *receipt = danbi_sending_get_receipt (self->sending);
  g_autofree char *text = NULL;

  if (!trouble && receipt)
    text = g_strdup_printf (_("Receipt %s"), receipt);
  gtk_label_set_label (self->trouble, trouble ? trouble : text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble || text);
}

static void
show_all (DanbiBatchRow *self)
{
  gint64 now_s = danbi_clock_now_s ();
  DanbiWay way;
  g_autofree char *text = NULL;
  g_autofree char *deadline = NULL;
  gboolean open = !danbi_sending_get_finished (self->sending);

  danbi_way_init (&way, self->sending, self->place);
  text = danbi_phrase_way (&way, now_s);
  deadline = open ? danbi_phrase_lost_next (danbi_sending_get_deadline (self->sending), now_s)
                  : g_strdup ("");
  gtk_image_set_from_icon_name (self->icon, danbi_way_get_icon (&way));
  gtk_label_set_label (self->way, text);
  gtk_label_set_label (self->deadline, deadline);
  gtk_widget_set_css_classes (GTK_WIDGET (self->head),
                              (const char *[]){ danbi_way_get_style (&way), NULL });
  gtk_widget_set_visible (GTK_WIDGET (self->progress), way.stage == DANBI_SENDING_PACKING
                                                         || way.stage == DANBI_SENDING_TRANSFER);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (way.fraction, 0, 1));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  show_trouble (self);
  show_buttons (self, &way);
}

static void
row_cb (DanbiSendingRow *row,
        GParamSpec      *pspec,
        DanbiBatchRow   *self)
{
  show_all (self);
}

static void
show_cases (DanbiBatchRow *self)
{
  GListModel *rows = danbi_sending_get_rows (self->sending);
  guint n = g_list_model_get_n_items (rows);
  guint n_more = n > MAX_SHOWN ? n - MAX_SHOWN : 0;
  g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", n_more), n_more);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cases))))
    gtk_box_remove (self->cases, child);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (rows, i);

      g_signal_handlers_disconnect_by_func (row, row_cb, self);
      g_signal_connect_object (row, "notify", G_CALLBACK (row_cb), self, 0);
      if (i < MAX_SHOWN)
        gtk_box_append (self->cases, danbi_batch_case_new (row));
    }
  gtk_label_set_label (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n_more > 0);
}

static void
rows_changed_cb (GListModel    *rows,
                 guint          position,
                 guint          removed,
                 guint          added,
                 DanbiBatchRow *self)
{
  show_cases (self);
  show_all (self);
}

static void
sending_cb (DanbiSending  *sending,
            GParamSpec    *pspec,
            DanbiBatchRow *self)
{
  show_all (self);
}

static void
cancel_cb (GtkButton     *button,
           DanbiBatchRow *self)
{
  danbi_sending_cancel (self->sending);
}

static void
retry_cb (GtkButton     *button,
          DanbiBatchRow *self)
{
  danbi_queue_retry (self->queue, self->sending);
}

static void
receipt_cb (GtkButton     *button,
            DanbiBatchRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sending.receipt", "x",
                              danbi_sending_get_submission_id (self->sending));
}

static void
hand_over_cb (GtkButton     *button,
              DanbiBatchRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sending.hand-over", "x",
                              danbi_sending_get_submission_id (self->sending));
}

static void
danbi_batch_row_dispose (GObject *object)
{
  DanbiBatchRow *self = DANBI_BATCH_ROW (object);

  g_clear_object (&self->sending);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (danbi_batch_row_parent_class)->dispose (object);
}

static void
danbi_batch_row_class_init (DanbiBatchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_batch_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-batch-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, head);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, way);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, deadline);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, progress);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, cases);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, more);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, trouble);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, receipt_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiBatchRow, hand_over_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, receipt_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, hand_over_cb);
}

static void
danbi_batch_row_init (DanbiBatchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_batch_row_new:
 * @queue: the queue
 * @sending: a batch of it
 *
 * The actions "sending.receipt" and "sending.hand-over", each with the batch's number, are those of
 * the window around it.
 *
 * Returns: (transfer full): a row that follows the batch
 */
GtkWidget *
danbi_batch_row_new (DanbiQueue   *queue,
                     DanbiSending *sending)
{
  DanbiBatchRow *self = g_object_new (DANBI_TYPE_BATCH_ROW, NULL);

  self->queue = g_object_ref (queue);
  self->sending = g_object_ref (sending);
  g_signal_connect_object (sending, "notify", G_CALLBACK (sending_cb), self, 0);
  g_signal_connect_object (danbi_sending_get_rows (sending), "items-changed",
                           G_CALLBACK (rows_changed_cb), self, 0);
  show_cases (self);
  show_all (self);
  return GTK_WIDGET (self);
}

/**
 * danbi_batch_row_get_sending:
 * @self: the row
 *
 * Returns: (transfer none): the batch that it follows
 */
DanbiSending *
danbi_batch_row_get_sending (DanbiBatchRow *self)
{
  return self->sending;
}

/**
 * danbi_batch_row_set_place:
 * @self: the row
 * @place: the batch's place among those that wait, from 1; 0 where it does not wait
 */
void
danbi_batch_row_set_place (DanbiBatchRow *self,
                           guint          place)
{
  if (self->place == place)
    return;
  self->place = place;
  show_all (self);
}

/**
 * danbi_batch_row_tick:
 * @self: the row
 *
 * Time went by: what is counted in minutes is told anew.
 */
void
danbi_batch_row_tick (DanbiBatchRow *self)
{
  show_all (self);
}
