/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 資料上傳: the cases that are ready, to be ticked; how far each is; and what became of each. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-case-row.h"
#include "danbi-send-row.h"
#include "danbi-send-window.h"

/* The most cases that are offered at once: a batch is one CSV, and NHI asks for no more a day. */
#define MAX_OFFERED 500

struct _DanbiSendWindow
{
  AdwWindow parent_instance;

  GtkLabel *hint;
  GtkStack *stack;
  GtkListBox *list;
  GtkCheckButton *all;
  GtkRevealer *error_revealer;
  GtkLabel *error;
  GtkButton *send_button;
  GtkButton *cancel_button;

  DanbiDesk *desk;
  DanbiSending *sending;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (DanbiSendWindow, danbi_send_window, ADW_TYPE_WINDOW)

static DanbiSendRow *
get_row (DanbiSendWindow *self,
         int              index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  return row ? DANBI_SEND_ROW (row) : NULL;
}

static GVariant *
collect_ticked (DanbiSendWindow *self)
{
  g_auto (GVariantBuilder) ids = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ax"));
  DanbiSendRow *row;

  for (int i = 0; (row = get_row (self, i)); i++)
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

  while (get_row (self, (int) n_rows))
    n_rows++;
  gtk_button_set_label (self->send_button, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), n > 0);
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
  for (int i = 0; (row = get_row (self, i)); i++)
    danbi_send_row_set_ticked (row, gtk_check_button_get_active (all));
  self->updating = FALSE;
  show_ticked (self);
}

static void
send_cb (GtkButton       *button,
         DanbiSendWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GVariant) ids = collect_ticked (self);

  g_action_group_activate_action (G_ACTION_GROUP (parent), "send-cases", ids);
}

static void
cancel_cb (GtkButton       *button,
           DanbiSendWindow *self)
{
  danbi_sending_cancel (self->sending);
}

static void
fill_with_ready (DanbiSendWindow *self)
{
  GListModel *cases = danbi_desk_get_cases (self->desk);
  guint n = g_list_model_get_n_items (cases);
  guint n_rows = 0;

  for (guint i = 0; i < n && n_rows < MAX_OFFERED; i++)
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (cases, i);
      GtkWidget *widget;

      if (danbi_case_row_get_state (row) != DANBI_STATE_READY)
        continue;
      widget = danbi_send_row_new (row, danbi_desk_get_rulebook (self->desk));
      g_signal_connect_object (widget, "toggled", G_CALLBACK (row_toggled_cb), self, 0);
      gtk_list_box_append (self->list, widget);
      n_rows++;
    }
  gtk_stack_set_visible_child_name (self->stack, n_rows > 0 ? "cases" : "empty");
  show_ticked (self);
}

static const char *
stage_in_words (DanbiSendingStage stage)
{
  switch (stage)
    {
    case DANBI_SENDING_PACKING:
      return _("Packing and reading again what was packed…");
    case DANBI_SENDING_TRANSFER:
      return _("Sending…");
    case DANBI_SENDING_WAITING:
      return _("The receiver has everything and is checking it…");
    case DANBI_SENDING_DONE:
      return _("Done. What became of each case stands below.");
    case DANBI_SENDING_FAILED:
      return _("Nothing was sent. The cases are ready as before.");
    default:
      return _("Whether it arrived is not known. Ask the receiver before sending again.");
    }
}

static DanbiSendRow *
find_row (DanbiSendWindow *self,
          gint64           id)
{
  DanbiSendRow *row;

  for (int i = 0; (row = get_row (self, i)); i++)
    if (danbi_send_row_get_id (row) == id)
      return row;
  return NULL;
}

static void
show_rows (DanbiSendWindow *self)
{
  GListModel *rows = danbi_sending_get_rows (self->sending);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (DanbiSendingRow) sending = g_list_model_get_item (rows, i);
      DanbiSendRow *row = find_row (self, danbi_sending_row_get_case_id (sending));

      if (row)
        danbi_send_row_set_sending (row, sending);
      else
        gtk_list_box_append (self->list, danbi_send_row_new_for_sending (sending));
    }
  if (g_list_model_get_n_items (rows) > 0)
    gtk_stack_set_visible_child_name (self->stack, "cases");
}

static void
show_sending (DanbiSendWindow *self)
{
  gboolean finished = danbi_sending_get_finished (self->sending);
  const char *error = danbi_sending_get_error_message (self->sending);

  gtk_label_set_label (self->hint, stage_in_words (danbi_sending_get_stage (self->sending)));
  gtk_widget_set_visible (GTK_WIDGET (self->all), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), !finished);
  gtk_label_set_label (self->error, error ? error : "");
  gtk_revealer_set_reveal_child (self->error_revealer, error != NULL);
}

static void
sending_cb (DanbiSending    *sending,
            GParamSpec      *pspec,
            DanbiSendWindow *self)
{
  show_sending (self);
}

static void
rows_changed_cb (GListModel      *rows,
                 guint            position,
                 guint            removed,
                 guint            added,
                 DanbiSendWindow *self)
{
  show_rows (self);
}

/* Rows that were not ticked have no part in what follows. */
static void
remove_unticked (DanbiSendWindow *self)
{
  DanbiSendRow *row;
  int i = 0;

  while ((row = get_row (self, i)))
    if (danbi_send_row_get_ticked (row))
      i++;
    else
      gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
danbi_send_window_dispose (GObject *object)
{
  DanbiSendWindow *self = DANBI_SEND_WINDOW (object);

  g_clear_object (&self->sending);
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
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, all);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, error);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, send_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiSendWindow, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_send_window_init (DanbiSendWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_send_window_new:
 * @parent: the window that it belongs to
 * @desk: the desk whose ready cases are offered
 * @sending: (nullable): a batch that is under way already
 *
 * Returns: (transfer none): a window, owned by GTK
 */
DanbiSendWindow *
danbi_send_window_new (GtkWindow    *parent,
                       DanbiDesk    *desk,
                       DanbiSending *sending)
{
  DanbiSendWindow *self = g_object_new (DANBI_TYPE_SEND_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  if (sending)
    danbi_send_window_set_sending (self, sending);
  else
    fill_with_ready (self);
  return self;
}

/**
 * danbi_send_window_set_sending:
 * @self: the window
 * @sending: a batch on its way
 *
 * Follows the batch from now on.
 */
void
danbi_send_window_set_sending (DanbiSendWindow *self,
                               DanbiSending    *sending)
{
  g_set_object (&self->sending, sending);
  remove_unticked (self);
  g_signal_connect_object (sending, "notify", G_CALLBACK (sending_cb), self, 0);
  g_signal_connect_object (danbi_sending_get_rows (sending), "items-changed",
                           G_CALLBACK (rows_changed_cb), self, 0);
  show_rows (self);
  show_sending (self);
}
