/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch that stands in a folder: where to go with it, each field in the order of the VPN page,
 * and what the page answered. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-hand-over-row.h"
#include "danbi-hand-over.h"
#include "danbi-reader.h"

struct _DanbiHandOver
{
  AdwWindow parent_instance;

  GtkRevealer *problem_revealer;
  GtkLabel *problem;
  GtkLabel *path;
  GtkWidget *copy_path_button;
  GtkEditable *receipt;
  GtkWidget *accepted_button;
  GtkWidget *rejected_button;
  GtkLabel *case_title;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *copied;
  GtkListBox *fields;

  DanbiDesk *desk;
  DanbiSending *sending;
  DanbiReceipt *batch; /* NULL until it is loaded */
  guint shown;         /* which of its cases */
};

G_DEFINE_FINAL_TYPE (DanbiHandOver, danbi_hand_over, ADW_TYPE_WINDOW)

static void
show_problem (DanbiHandOver *self,
              const char    *message)
{
  gtk_label_set_label (self->problem, message ? message : "");
  gtk_revealer_set_reveal_child (self->problem_revealer, message != NULL);
}

/* The fields of one case */

static DanbiHandOverRow *
get_row (DanbiHandOver *self,
         int            index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->fields, index);

  return row ? DANBI_HAND_OVER_ROW (row) : NULL;
}

static void
show_title (DanbiHandOver   *self,
            DanbiReceiptRow *row)
{
  guint n = danbi_receipt_get_n_cases (self->batch);
  g_autofree char *patient = danbi_receipt_row_dup_masked_id (row);
  const char *order = danbi_receipt_row_get_value (row, DANBI_FIELD_ORDER_CODE);
  /* Translators: number of a case, how many there are, the masked patient, the order code */
  g_autofree char *title
    = g_strdup_printf (_("Case %u of %u · %s %s"), self->shown + 1, n, patient, order);

  gtk_label_set_label (self->case_title, title);
  gtk_widget_set_visible (self->previous_button, n > 1);
  gtk_widget_set_visible (self->next_button, n > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "hand-over.previous", self->shown > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "hand-over.next", self->shown + 1 < n);
}

static void
show_case (DanbiHandOver *self)
{
  g_autoptr (DanbiReceiptRow) row
    = g_list_model_get_item (danbi_receipt_get_rows (self->batch), self->shown);
  GListModel *fields = danbi_receipt_row_get_fields (row);
  DanbiHandOverRow *old;

  while ((old = get_row (self, 0)))
    gtk_list_box_remove (self->fields, GTK_WIDGET (old));
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (DanbiReceiptField) field = g_list_model_get_item (fields, i);

      gtk_list_box_append (self->fields, danbi_hand_over_row_new (field));
    }
  show_title (self, row);
}

static void
step (DanbiHandOver *self,
      int            by)
{
  self->shown = (guint) ((int) self->shown + by);
  show_case (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_row (self, 0)));
}

static void
previous_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  step (DANBI_HAND_OVER (widget), -1);
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  step (DANBI_HAND_OVER (widget), 1);
}

static void
focus_next_filled (DanbiHandOver *self,
                   int            after)
{
  DanbiHandOverRow *row;

  for (int i = after + 1; (row = get_row (self, i)); i++)
    if (!danbi_hand_over_row_is_empty (row))
      {
        gtk_list_box_select_row (self->fields, GTK_LIST_BOX_ROW (row));
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
}

static void
field_activated_cb (GtkListBox    *fields,
                    GtkListBoxRow *row,
                    DanbiHandOver *self)
{
  DanbiReceiptField *field = danbi_hand_over_row_get_field (DANBI_HAND_OVER_ROW (row));
  g_autofree char *said = g_strdup_printf (_("Copied: %s"), danbi_receipt_field_get_name (field));

  danbi_hand_over_row_copy (DANBI_HAND_OVER_ROW (row));
  gtk_label_set_label (self->copied, said);
  focus_next_filled (self, gtk_list_box_row_get_index (row));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiHandOver *self = DANBI_HAND_OVER (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->fields);

  if (row && !danbi_hand_over_row_is_empty (DANBI_HAND_OVER_ROW (row)))
    danbi_hand_over_row_copy (DANBI_HAND_OVER_ROW (row));
}

/* The files */

static void
copy_path_cb (GtkButton     *button,
              DanbiHandOver *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->path));
  gtk_button_set_label (button, _("Copied"));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiHandOver) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    show_problem (self, _("No program shows folders here. Copy the path and open it on the page."));
}

static void
open_folder_cb (GtkButton     *button,
                DanbiHandOver *self)
{
  g_autofree char *uri = g_filename_to_uri (gtk_label_get_label (self->path), NULL, NULL);

  if (uri)
    g_app_info_launch_default_for_uri_async (
      uri, G_APP_LAUNCH_CONTEXT (gdk_display_get_app_launch_context (gtk_widget_get_display (
                                   GTK_WIDGET (self)))),
      NULL, opened_cb, g_object_ref (self));
}

/* The answer */

static char *
dup_receipt (DanbiHandOver *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->receipt)));
}

static void
receipt_changed_cb (GtkEditable   *editable,
                    DanbiHandOver *self)
{
  g_autofree char *receipt = dup_receipt (self);

  gtk_widget_set_sensitive (self->accepted_button, *receipt != '\0');
}

static void
told_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DanbiHandOver) self = user_data;
  g_autoptr (GError) error = NULL;

  if (danbi_queue_tell_finish (DANBI_QUEUE (source), result, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  show_problem (self, error->message);
  gtk_widget_set_sensitive (self->rejected_button, TRUE);
  receipt_changed_cb (self->receipt, self);
}

static void
tell (DanbiHandOver *self,
      DanbiState     outcome)
{
  g_autofree char *receipt = dup_receipt (self);

  show_problem (self, NULL);
  gtk_widget_set_sensitive (self->accepted_button, FALSE);
  gtk_widget_set_sensitive (self->rejected_button, FALSE);
  danbi_queue_tell_async (danbi_desk_get_queue (self->desk), self->sending, outcome,
                          *receipt ? receipt : NULL, NULL, told_cb, g_object_ref (self));
}

static void
accepted_cb (GtkButton     *button,
             DanbiHandOver *self)
{
  tell (self, DANBI_STATE_ACCEPTED);
}

static void
rejected_cb (GtkButton     *button,
             DanbiHandOver *self)
{
  tell (self, DANBI_STATE_REJECTED);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DanbiHandOver) self = user_data;
  g_autoptr (GError) error = NULL;

  self->batch = danbi_desk_dup_receipt_finish (DANBI_DESK (source), result, &error);
  if (!self->batch)
    show_problem (self, error->message);
  else if (danbi_receipt_get_n_cases (self->batch) > 0)
    show_case (self);
}

static void
danbi_hand_over_dispose (GObject *object)
{
  DanbiHandOver *self = DANBI_HAND_OVER (object);

  g_clear_object (&self->batch);
  g_clear_object (&self->sending);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_hand_over_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, problem);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, path);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, copy_path_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, receipt);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, accepted_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, rejected_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, case_title);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, previous_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, next_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, copied);
  gtk_widget_class_bind_template_child (widget_class, DanbiHandOver, fields);
  gtk_widget_class_bind_template_callback (widget_class, copy_path_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, receipt_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
  gtk_widget_class_bind_template_callback (widget_class, rejected_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_activated_cb);
}

static void
danbi_hand_over_class_init (DanbiHandOverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_hand_over_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/danbi/Danbi/ui/danbi-hand-over.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "hand-over.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "hand-over.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "hand-over.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "hand-over.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK,
                                       "hand-over.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "hand-over.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_hand_over_init (DanbiHandOver *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * danbi_hand_over_new:
 * @parent: the window that it belongs to
 * @desk: the desk
 * @sending: a batch that stands in a folder
 *
 * Returns: (transfer none): a window, owned by GTK
 */
DanbiHandOver *
danbi_hand_over_new (GtkWindow    *parent,
                     DanbiDesk    *desk,
                     DanbiSending *sending)
{
  DanbiHandOver *self = g_object_new (DANBI_TYPE_HAND_OVER, "transient-for", parent, "application",
                                      parent ? gtk_window_get_application (parent) : NULL, NULL);
  const char *folder = danbi_sending_get_folder (sending);

  self->desk = g_object_ref (desk);
  self->sending = g_object_ref (sending);
  gtk_label_set_label (self->path, folder ? folder : "");
  danbi_reader_focus_first (GTK_WIDGET (self), self->copy_path_button);
  danbi_desk_dup_receipt_async (desk, danbi_sending_get_submission_id (sending), NULL, loaded_cb,
                                g_object_ref (self));
  return self;
}

/**
 * danbi_hand_over_get_sending:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the batch that it is about; %NULL once it is closed
 */
DanbiSending *
danbi_hand_over_get_sending (DanbiHandOver *self)
{
  return self->sending;
}
