/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 傳送紀錄: what was sent, found again, read, printed and kept. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-file-dialog.h"
#include "danbi-receipt-paper.h"
#include "danbi-receipts-row.h"
#include "danbi-receipts-window.h"

/* How many are read at a time. */
#define PAGE 50
/* A batch of hundreds of cases is read on paper; the window shows so many lines of it. */
#define MAX_LINES 1000
/* How wide the names of a receipt are, in characters. */
#define NAME_CHARS 22

struct _DanbiReceiptsWindow
{
  AdwWindow parent_instance;

  GtkRevealer *problem_revealer;
  GtkLabel *problem;
  GtkEditable *search;
  GtkStack *list_stack;
  GtkListBox *list;
  GtkWidget *more_button;
  GtkTextView *view;

  DanbiDesk *desk;
  GCancellable *reading;
  guint n_rows;
  gint64 wanted;         /* the batch that is to be selected; 0: the first one */
  DanbiReceipt *receipt; /* the one that is shown */
};

G_DEFINE_FINAL_TYPE (DanbiReceiptsWindow, danbi_receipts_window, ADW_TYPE_WINDOW)

static void
show_problem (DanbiReceiptsWindow *self,
              const char          *message)
{
  gtk_label_set_label (self->problem, message ? message : "");
  gtk_revealer_set_reveal_child (self->problem_revealer, message != NULL);
}

/* One receipt */

/* A practice receipt must not be taken for one of the NHI's. */
static const char *
get_note (DanbiReceiptsWindow *self)
{
  return danbi_desk_is_practice (self->desk)
           ? _("Practice: nothing of this reached the NHI")
           : NULL;
}

static void
insert (GtkTextBuffer *buffer,
        const char    *text,
        const char    *tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, -1, tag, NULL);
}

static void
insert_line (GtkTextBuffer          *buffer,
             const DanbiReceiptLine *line,
             gboolean                first)
{
  g_auto (GStrv) parts = NULL;

  if (!line->value)
    {
      insert (buffer, line->label, first ? "title" : "heading");
      insert (buffer, "\n", "heading");
      return;
    }
  parts = g_strsplit (line->value, "\n", -1);
  insert (buffer, line->label, "name");
  for (guint i = 0; parts[i]; i++)
    {
      insert (buffer, "\t", "line");
      insert (buffer, parts[i], "line");
      insert (buffer, "\n", "line");
    }
}

static void
show_receipt (DanbiReceiptsWindow *self,
              DanbiReceipt        *receipt)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autoptr (GPtrArray) lines = receipt ? danbi_receipt_dup_lines (receipt) : g_ptr_array_new ();
  const char *note = get_note (self);
  GtkTextIter start;

  g_set_object (&self->receipt, receipt);
  gtk_text_buffer_set_text (buffer, "", -1);
  if (receipt && note)
    {
      insert (buffer, note, "heading");
      insert (buffer, "\n\n", "heading");
    }
  for (guint i = 0; i < MIN (lines->len, MAX_LINES); i++)
    insert_line (buffer, g_ptr_array_index (lines, i), i == 0);
  if (lines->len > MAX_LINES)
    insert (buffer, _("The rest stands in the printed receipt and in the PDF."), "heading");
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_view_scroll_to_iter (self->view, &start, 0, TRUE, 0, 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "receipts.print", receipt != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "receipts.save", receipt != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "receipts.copy", receipt != NULL);
}

/* Names stand in a column, and what is longer than its line goes on below itself. */
static void
make_tags (DanbiReceiptsWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->view));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int column = pango_font_metrics_get_approximate_char_width (metrics) * NAME_CHARS / PANGO_SCALE;
  g_autoptr (PangoTabArray) tabs
    = pango_tab_array_new_with_positions (1, TRUE, PANGO_TAB_LEFT, column);

  gtk_text_buffer_create_tag (buffer, "title", "weight", PANGO_WEIGHT_BOLD, "scale", 1.4, NULL);
  gtk_text_buffer_create_tag (buffer, "heading", "weight", PANGO_WEIGHT_BOLD,
                              "pixels-above-lines", 10, "pixels-below-lines", 4, NULL);
  gtk_text_buffer_create_tag (buffer, "line", "tabs", tabs, "indent", -column,
                              "pixels-below-lines", 3, NULL);
  gtk_text_buffer_create_tag (buffer, "name", "tabs", tabs, "indent", -column, "scale", 0.92,
                              "pixels-below-lines", 3, NULL);
  pango_font_metrics_unref (metrics);
}

static void
printed_cb (GtkPrintOperation       *operation,
            GtkPrintOperationResult  result,
            DanbiReceiptsWindow     *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  message = g_strdup_printf (_("The receipt could not be printed: %s. It can be saved as PDF."),
                             error ? error->message : "");
  show_problem (self, message);
}

static void
print_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  DanbiReceiptsWindow *self = DANBI_RECEIPTS_WINDOW (widget);

  g_autoptr (GtkPrintOperation) operation
    = danbi_receipt_print_new (self->receipt, get_note (self));

  show_problem (self, NULL);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), self, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self),
                           NULL);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiReceiptsWindow *self = DANBI_RECEIPTS_WINDOW (widget);
  g_autofree char *text = danbi_receipt_dup_text (self->receipt);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/* A receipt on its way into a file. */
typedef struct
{
  GPtrArray *lines;
  const char *note;
  char *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_ptr_array_unref (saving->lines);
  g_free (saving->path);
  g_free (saving);
}

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Saving *saving = task_data;
  GError *error = NULL;

  if (danbi_receipt_paper_write_pdf (saving->lines, saving->note, saving->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    show_problem (DANBI_RECEIPTS_WINDOW (source), error->message);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  DanbiReceiptsWindow *self = DANBI_RECEIPTS_WINDOW (source);
  g_autoptr (DanbiReceipt) receipt = user_data;
  g_autoptr (GListModel) files
    = danbi_file_dialog_choose_finish (GTK_WINDOW (self), result, NULL);
  g_autoptr (GFile) file = files ? g_list_model_get_item (files, 0) : NULL;
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  show_problem (self, NULL);
  if (!file || !self->desk)
    return;
  saving = g_new0 (Saving, 1);
  saving->lines = danbi_receipt_dup_lines (receipt);
  saving->note = get_note (self);
  saving->path = g_file_get_path (file);
  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DanbiReceiptsWindow *self = DANBI_RECEIPTS_WINDOW (widget);
  g_autofree char *name = danbi_receipt_dup_file_name (self->receipt);

  danbi_file_dialog_save_async (GTK_WINDOW (self), _("Save the Receipt"), name, chosen_cb,
                                g_object_ref (self->receipt));
}

/* The list */

static void
row_selected_cb (GtkListBox          *list,
                 GtkListBoxRow       *row,
                 DanbiReceiptsWindow *self)
{
  if (row)
    show_receipt (self, danbi_receipts_row_get_receipt (DANBI_RECEIPTS_ROW (row)));
}

static void
clear_list (DanbiReceiptsWindow *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->n_rows = 0;
}

static void
select_wanted (DanbiReceiptsWindow *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    {
      DanbiReceipt *receipt = danbi_receipts_row_get_receipt (DANBI_RECEIPTS_ROW (row));

      if (self->wanted == 0 || danbi_receipt_get_submission_id (receipt) == self->wanted)
        {
          gtk_list_box_select_row (self->list, row);
          return;
        }
    }
}

/* That nothing was sent yet is no search without a result. */
static const char *
get_list_page (DanbiReceiptsWindow *self)
{
  if (self->n_rows > 0)
    return "list";
  return *gtk_editable_get_text (self->search) ? "empty" : "none";
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (DanbiReceiptsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) receipts
    = danbi_desk_dup_receipts_finish (DANBI_DESK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  show_problem (self, error ? error->message : NULL);
  for (guint i = 0; receipts && i < receipts->len; i++)
    gtk_list_box_append (self->list, danbi_receipts_row_new (g_ptr_array_index (receipts, i)));
  self->n_rows += receipts ? receipts->len : 0;
  gtk_widget_set_visible (self->more_button, receipts && receipts->len == PAGE);
  gtk_stack_set_visible_child_name (self->list_stack, get_list_page (self));
  if (self->n_rows == 0)
    show_receipt (self, NULL);
  else if (!gtk_list_box_get_selected_row (self->list))
    select_wanted (self);
}

static void
read_more (DanbiReceiptsWindow *self)
{
  if (self->reading)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  danbi_desk_dup_receipts_async (self->desk, gtk_editable_get_text (self->search), self->n_rows,
                                 PAGE, self->reading, read_cb, g_object_ref (self));
}

static void
read_anew (DanbiReceiptsWindow *self)
{
  clear_list (self);
  read_more (self);
}

static void
more_cb (GtkButton           *button,
         DanbiReceiptsWindow *self)
{
  read_more (self);
}

static void
search_changed_cb (GtkSearchEntry      *search,
                   DanbiReceiptsWindow *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    self->wanted = 0;
  read_anew (self);
}

static void
search_activate_cb (GtkSearchEntry      *search,
                    DanbiReceiptsWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
stop_search_cb (GtkSearchEntry      *search,
                DanbiReceiptsWindow *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* A batch that is not among the latest is shown all the same. */
static void
one_read_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DanbiReceiptsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiReceipt) receipt
    = danbi_desk_dup_receipt_finish (DANBI_DESK (source), result, &error);

  if (receipt)
    show_receipt (self, receipt);
  else
    show_problem (self, error->message);
}

static void
danbi_receipts_window_dispose (GObject *object)
{
  DanbiReceiptsWindow *self = DANBI_RECEIPTS_WINDOW (object);

  if (self->reading)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->receipt);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_receipts_window_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "receipts.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "receipts.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "receipts.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK,
                                       "receipts.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "receipts.save",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "receipts.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
danbi_receipts_window_class_init (DanbiReceiptsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = danbi_receipts_window_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/danbi/Danbi/ui/danbi-receipts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsWindow, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsWindow, search);
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsWindow, list_stack);
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsWindow, more_button);
  gtk_widget_class_bind_template_child (widget_class, DanbiReceiptsWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  add_keys (widget_class);
}

static void
danbi_receipts_window_init (DanbiReceiptsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_tags (self);
}

/**
 * danbi_receipts_window_new:
 * @parent: (nullable): the window that it belongs to
 * @desk: the desk that sent
 *
 * Returns: (transfer none): a window, owned by GTK
 */
DanbiReceiptsWindow *
danbi_receipts_window_new (GtkWindow *parent,
                           DanbiDesk *desk)
{
  DanbiReceiptsWindow *self
    = g_object_new (DANBI_TYPE_RECEIPTS_WINDOW, "transient-for", parent, "application",
                    parent ? gtk_window_get_application (parent) : NULL, NULL);

  self->desk = g_object_ref (desk);
  show_receipt (self, NULL);
  return self;
}

/**
 * danbi_receipts_window_show:
 * @self: the window
 * @submission_id: a batch; 0: the latest
 *
 * Reads the list anew and shows the batch.
 */
void
danbi_receipts_window_show (DanbiReceiptsWindow *self,
                            gint64               submission_id)
{
  self->wanted = submission_id;
  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  read_anew (self);
  if (submission_id != 0)
    danbi_desk_dup_receipt_async (self->desk, submission_id, NULL, one_read_cb,
                                  g_object_ref (self));
}
