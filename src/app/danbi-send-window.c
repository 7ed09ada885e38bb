/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 資料上傳: what is on its way and what became of it; and the cases that are ready, to be ticked. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-batch-row.h"
#include "danbi-case-row.h"
#include "danbi-clock.h"
#include "danbi-hand-over.h"
#include "danbi-reader.h"
#include "danbi-send-row.h"
#include "danbi-send-window.h"
#include "danbi-settings.h"

/* The most cases that are offered at once: a batch is one CSV, and NHI asks for no more a day. */
#define MAX_OFFERED 500
/* Countdowns are told in minutes. */
#define TICK_S 20

struct _DanbiSendWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkWidget *queue_group;
  GtkListBox *queue_list;
  GtkWidget *ready_group;
  GtkListBox *list;
  GtkCheckButton *all;
  GtkCheckButton *after_hours;
  GtkButton *send_button;

  DanbiDesk *desk;
  DanbiOutbox *outbox;
  GSettings *settings;
  DanbiHandOver *hand_over; /* the last one, while it is open */
  guint hour;
  guint refresh_id;
  guint tick_id;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (DanbiSendWindow, danbi_send_window, ADW_TYPE_WINDOW)

/* The cases that are ready */

static DanbiSendRow *
get_row (DanbiSendWindow *self,
         guint            index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) index);

  return row ? DANBI_SEND_ROW (row) : NULL;
}

static GVariant *
collect_ticked (DanbiSendWindow *self)
{
  g_auto (GVariantBuilder) ids = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ax"));
  DanbiSendRow *row;

  for (guint i = 0; (row = get_row (self, i)); i++)
    if (danbi_send_row_get_ticked (row))
      g_variant_builder_add (&ids, "x", danbi_send_row_get_id (row));
  return g_variant_ref_sink (g_variant_builder_end (&ids));
}

static void
show_ticked (DanbiSendWindow *self)
{
  g_autoptr (GVariant) ids = collect_ticked (self);
  guint n = (guint) g_variant_n_children (ids);
  guint n_rows = 0;
  g_autofree char *label = g_strdup_printf (ngettext ("Send %u Case", "Send %u Cases", n), n);

  while (get_row (self, n_rows))
    n_rows++;
  gtk_button_set_label (self->send_button, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), n_rows > 0);
  self->updating = TRUE;
  gtk_check_button_set_active (self->all, n > 0 && n == n_rows);
  gtk_check_button_set_inconsistent (self->all, n > 0 && n < n_rows);
  self->updating = FALSE;
}

static void
row_toggled_cb (DanbiSendRow    *row,
                DanbiSendWindow *self)
{
  if (!self->updating)
    show_ticked (self);
}

static void
all_toggled_cb (GtkCheckButton  *all,
                DanbiSendWindow *self)
{
  DanbiSendRow *row;

  if (self->updating)
    return;
  self->updating = TRUE;
  for (guint i = 0; (row = get_row (self, i)); i++)
    danbi_send_row_set_ticked (row, gtk_check_button_get_active (all));
  self->updating = FALSE;
  show_ticked (self);
}

static void
send_cb (GtkButton       *button,
         DanbiSendWindow *self)
{
  g_autoptr (GVariant) ids = collect_ticked (self);
  gsize n;
  const gint64 *first = g_variant_get_fixed_array (ids, &n, sizeof *first);
  gint64 not_before_s = gtk_check_button_get_active (self->after_hours)
                          ? danbi_off_peak_start_s (danbi_clock_now_s (), self->hour)
                          : 0;

  danbi_outbox_send (self->outbox, first, n, not_before_s);
}

static GPtrArray *
collect_ready (DanbiSendWindow *self)
{
  GListModel *cases = danbi_desk_get_cases (self->desk);
  guint n = g_list_model_get_n_items (cases);
  GPtrArray *ready = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n && ready->len < MAX_OFFERED; i++)
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (cases, i);

      if (danbi_case_row_get_state (row) == DANBI_STATE_READY)
        g_ptr_array_add (ready, g_steal_pointer (&row));
    }
  return ready;
}

static gboolean
shows_same_cases (DanbiSendWindow *self,
                  GPtrArray       *ready)
{
  for (guint i = 0; i < ready->len; i++)
    {
      DanbiSendRow *row = get_row (self, i);

      if (!row || danbi_send_row_get_id (row) != danbi_case_row_get_id (ready->pdata[i]))
        return FALSE;
    }
  return get_row (self, ready->len) == NULL;
}

/* Who took a tick away meant it, also when another case comes. */
static GHashTable *
collect_unticked (DanbiSendWindow *self)
{
  GHashTable *unticked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  DanbiSendRow *row;

  for (guint i = 0; (row = get_row (self, i)); i++)
    if (!danbi_send_row_get_ticked (row))
      {
        gint64 id = danbi_send_row_get_id (row);

        g_hash_table_add (unticked, g_memdup2 (&id, sizeof id));
      }
  return unticked;
}

static void
show_ready (DanbiSendWindow *self)
{
  g_autoptr (GPtrArray) ready = collect_ready (self);
  g_autoptr (GHashTable) unticked = collect_unticked (self);
  DanbiSendRow *row;

  gtk_widget_set_visible (self->ready_group, ready->len > 0);
  if (shows_same_cases (self, ready))
    return;
  while ((row = get_row (self, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < ready->len; i++)
    {
      GtkWidget *widget
        = danbi_send_row_new (ready->pdata[i], danbi_desk_get_rulebook (self->desk));
      gint64 id = danbi_case_row_get_id (ready->pdata[i]);

      danbi_send_row_set_ticked (DANBI_SEND_ROW (widget), !g_hash_table_contains (unticked, &id));
      g_signal_connect_object (widget, "toggled", G_CALLBACK (row_toggled_cb), self, 0);
      gtk_list_box_append (self->list, widget);
    }
}

/* What is on its way */

static DanbiBatchRow *
get_batch (DanbiSendWindow *self,
           guint            index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->queue_list, (int) index);

  return row ? DANBI_BATCH_ROW (row) : NULL;
}

static GtkWidget *
find_batch (DanbiSendWindow *self,
            guint            from,
            DanbiSending    *sending)
{
  DanbiBatchRow *row;

  for (guint i = from; (row = get_batch (self, i)); i++)
    if (danbi_batch_row_get_sending (row) == sending)
      return GTK_WIDGET (row);
  return NULL;
}

/* A row that stays keeps the focus, and what is being selected in it. */
static void
place_batch (DanbiSendWindow *self,
             guint            place,
             DanbiSending    *sending)
{
  GtkWidget *row = find_batch (self, place, sending);

  if (!row)
    row = danbi_batch_row_new (danbi_desk_get_queue (self->desk), sending);
  else if (row == GTK_WIDGET (get_batch (self, place)))
    row = NULL;
  else
    {
      g_object_ref (row);
      gtk_list_box_remove (self->queue_list, row);
    }
  if (!row)
    return;
  gtk_list_box_insert (self->queue_list, row, (int) place);
}

static void
show_queue (DanbiSendWindow *self)
{
  GListModel *queue = G_LIST_MODEL (danbi_desk_get_queue (self->desk));
  guint n = g_list_model_get_n_items (queue);
  DanbiBatchRow *row;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiSending) sending = g_list_model_get_item (queue, i);

      place_batch (self, i, sending);
      danbi_batch_row_set_place (get_batch (self, i),
                                 danbi_outbox_get_place (self->outbox, sending));
    }
  while ((row = get_batch (self, n)))
    gtk_list_box_remove (self->queue_list, GTK_WIDGET (row));
  gtk_widget_set_visible (self->queue_group, n > 0);
}

static void
show_after_hours (DanbiSendWindow *self)
{
  gint64 now_s = danbi_clock_now_s ();
  g_autofree char *label
    = danbi_phrase_after_hours (danbi_off_peak_start_s (now_s, self->hour), now_s);

  gtk_check_button_set_label (self->after_hours, label);
}

static gboolean
refresh_cb (gpointer user_data)
{
  DanbiSendWindow *self = user_data;

  self->refresh_id = 0;
  show_queue (self);
  show_ready (self);
  show_ticked (self);
  gtk_stack_set_visible_child_name (self->stack, gtk_widget_get_visible (self->queue_group)
                                                     || gtk_widget_get_visible (self->ready_group)
                                                   ? "cases"
                                                   : "empty");
  return G_SOURCE_REMOVE;
}

/* A batch that moves within the queue is taken out and put in: both are drawn as one. */
static void
changed_cb (GListModel      *model,
            guint            position,
            guint            removed,
            guint            added,
            DanbiSendWindow *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add (refresh_cb, self);
}

/* The place of each batch follows from the stages of those before it. */
static void
moved_cb (DanbiOutbox     *outbox,
          DanbiSendWindow *self)
{
  changed_cb (NULL, 0, 0, 0, self);
}

static gboolean
tick_cb (gpointer user_data)
{
  DanbiSendWindow *self = user_data;
  DanbiBatchRow *batch;
  DanbiSendRow *row;

  for (guint i = 0; (batch = get_batch (self, i)); i++)
    danbi_batch_row_tick (batch);
  for (guint i = 0; (row = get_row (self, i)); i++)
    danbi_send_row_tick (row);
  show_after_hours (self);
  return G_SOURCE_CONTINUE;
}

static void
receipts_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  g_action_group_activate_action (G_ACTION_GROUP (parent), "receipts", NULL);
}

static void
receipt_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  g_action_group_activate_action (G_ACTION_GROUP (parent), "receipt", parameter);
}

static void
present_hand_over (DanbiSendWindow *self,
                   DanbiSending    *sending)
{
  if (self->hand_over && danbi_hand_over_get_sending (self->hand_over) != sending)
    gtk_window_close (GTK_WINDOW (self->hand_over));
  if (!self->hand_over || danbi_hand_over_get_sending (self->hand_over) != sending)
    g_set_weak_pointer (&self->hand_over,
                        danbi_hand_over_new (GTK_WINDOW (self), self->desk, sending));
  gtk_window_present (GTK_WINDOW (self->hand_over));
}

static void
hand_over_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  DanbiSendWindow *self = DANBI_SEND_WINDOW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  DanbiBatchRow *row;

  for (guint i = 0; (row = get_batch (self, i)); i++)
    if (danbi_sending_get_submission_id (danbi_batch_row_get_sending (row)) == id)
      present_hand_over (self, danbi_batch_row_get_sending (row));
}

static void
danbi_send_window_dispose (GObject *object)
{
  DanbiSendWindow *self = DANBI_SEND_WINDOW (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_weak_pointer (&self->hand_over);
  g_clear_object (&self->settings);
  g_clear_object (&self->outbox);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_send_window_parent_class)->dispose (object);
}

static void
danbi_send_window_class_init (DanbiSendWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = danbi_send_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-send-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, queue_group);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, queue_list);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, ready_group);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, all);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, after_hours);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, send_button);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_install_action (widget_class, "sending.receipts", NULL, receipts_action);
  gtk_widget_class_install_action (widget_class, "sending.receipt", "x", receipt_action);
  gtk_widget_class_install_action (widget_class, "sending.hand-over", "x", hand_over_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK,
                                       "sending.receipts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_send_window_init (DanbiSendWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Whoever set an hour in the preferences gets it; everybody else may ask for it. */
static void
offer_after_hours (DanbiSendWindow *self)
{
  self->hour = danbi_settings_get_off_peak_hour (self->settings);
  gtk_check_button_set_active (self->after_hours, danbi_settings_get_off_peak (self->settings));
  show_after_hours (self);
}

/**
 * danbi_send_window_new:
 * @parent: the window that it belongs to, which has the actions "receipts" and "receipt"
 * @desk: the desk whose ready cases are offered
 * @outbox: what queues them
 * @settings: (nullable): whether and when it is after hours
 *
 * Returns: (transfer none): a window, owned by GTK
 */
DanbiSendWindow *
danbi_send_window_new (GtkWindow   *parent,
                       DanbiDesk   *desk,
                       DanbiOutbox *outbox,
                       GSettings   *settings)
{
  DanbiSendWindow *self = g_object_new (DANBI_TYPE_SEND_WINDOW, "transient-for", parent,
                                        "application", gtk_window_get_application (parent), NULL);

  self->desk = g_object_ref (desk);
  self->outbox = g_object_ref (outbox);
  self->settings = settings ? g_object_ref (settings) : NULL;
  g_signal_connect_object (danbi_desk_get_cases (desk), "items-changed", G_CALLBACK (changed_cb),
                           self, 0);
  g_signal_connect_object (danbi_desk_get_queue (desk), "items-changed", G_CALLBACK (changed_cb),
                           self, 0);
  g_signal_connect_object (outbox, "moved", G_CALLBACK (moved_cb), self, 0);
  self->tick_id = g_timeout_add_seconds (TICK_S, tick_cb, self);
  offer_after_hours (self);
  refresh_cb (self);
  danbi_reader_focus_first (GTK_WIDGET (self), GTK_WIDGET (self->send_button));
  return self;
}
