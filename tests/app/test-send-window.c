/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The windows of sending over a real queue: a folder, a gateway that is not there, the receipt of
 * what was sent. Needs a display. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-app-resources.h"
#include "danbi-autosave.h"
#include "danbi-batch-row.h"
#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-hand-over-row.h"
#include "danbi-hand-over.h"
#include "danbi-receipt-paper.h"
#include "danbi-receipts-row.h"
#include "danbi-receipts-window.h"
#include "danbi-send-window.h"
#include "flow-test.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)
/* No program listens there: a connection is refused at once. */
#define NOBODY "http://127.0.0.1:1"

typedef struct
{
  FlowTest flow;
  GtkWindow *parent;
  DanbiAutosave *autosave;
  DanbiOutbox *outbox;
  DanbiSendWindow *window;
  gint64 case_id;
} Fixture;

static GtkApplication *application;

#define WAIT_FOR(condition)                                                                       \
  G_STMT_START                                                                                    \
  {                                                                                               \
    gint64 until = g_get_monotonic_time () + PATIENCE_US;                                         \
                                                                                                  \
    while (!(condition))                                                                          \
      {                                                                                           \
        g_assert_cmpint (g_get_monotonic_time (), <, until);                                      \
        if (!g_main_context_iteration (NULL, FALSE))                                              \
          g_usleep (1000);                                                                        \
      }                                                                                           \
  }                                                                                               \
  G_STMT_END

static void
set_up (Fixture       *f,
        gconstpointer  destination)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;

  flow_test_set_up (&f->flow, NULL);
  path = g_build_filename (f->flow.dir, "batches", NULL);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  f->parent = GTK_WINDOW (gtk_application_window_new (application));
  item = flow_test_new_ready_case (&f->flow, 1);
  flow_test_save (&f->flow, item);
  f->case_id = danbi_case_get_id (item);

  folder = g_strconcat ("folder:", path, NULL);
  danbi_desk_set_gateway (f->flow.desk, destination ? destination : folder, NULL);
  danbi_queue_resume (danbi_desk_get_queue (f->flow.desk));
  f->autosave = danbi_autosave_new (f->flow.desk);
  f->outbox = danbi_outbox_new (f->flow.desk, f->autosave);
  f->window = danbi_send_window_new (f->parent, f->flow.desk, f->outbox, NULL);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gpointer window = f->window;

  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  WAIT_FOR (!window);
  gtk_window_destroy (f->parent);
  g_clear_object (&f->outbox);
  g_clear_object (&f->autosave);
  flow_test_tear_down (&f->flow, NULL);
}

static gpointer
part (Fixture    *f,
      const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (f->window), DANBI_TYPE_SEND_WINDOW, name);
}

static DanbiBatchRow *
get_batch (Fixture *f)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (part (f, "queue_list"), 0);

  return row ? DANBI_BATCH_ROW (row) : NULL;
}

static gpointer
part_of_batch (Fixture    *f,
               const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (get_batch (f)), DANBI_TYPE_BATCH_ROW, name);
}

static gboolean
is_at (Fixture           *f,
       DanbiSendingStage  stage)
{
  return get_batch (f)
         && danbi_sending_get_stage (danbi_batch_row_get_sending (get_batch (f))) == stage;
}

static DanbiState
get_state (Fixture *f)
{
  g_autoptr (DanbiCase) item = flow_test_load (&f->flow, f->case_id, NULL);

  return danbi_case_get_state (item);
}

static void
press (gpointer button)
{
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
}

static gpointer
find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at; at = at->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (at->data, type))
      return at->data;
  return NULL;
}

/* The way by hand: into the folder, field by field, and the answer told. */
static void
hand_over (Fixture *f)
{
  DanbiHandOver *window;
  GtkListBox *fields;
  GtkListBoxRow *first;

  press (part_of_batch (f, "hand_over_button"));
  window = find_window (DANBI_TYPE_HAND_OVER);
  fields = GTK_LIST_BOX (
    gtk_widget_get_template_child (GTK_WIDGET (window), DANBI_TYPE_HAND_OVER, "fields"));
  WAIT_FOR (gtk_list_box_get_row_at_index (fields, 16));
  g_assert_null (gtk_list_box_get_row_at_index (fields, 17));

  first = gtk_list_box_get_row_at_index (fields, 0);
  g_signal_emit_by_name (fields, "row-activated", first);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (first), "copied"));
  g_assert_true (gtk_list_box_get_selected_row (fields)
                 == gtk_list_box_get_row_at_index (fields, 1));
  /* The newborn's fields, 15 and 16, and the last are empty here: nothing comes after 14. */
  gtk_list_box_select_row (fields, gtk_list_box_get_row_at_index (fields, 13));
  g_signal_emit_by_name (fields, "row-activated", gtk_list_box_get_row_at_index (fields, 13));
  g_assert_true (gtk_list_box_get_selected_row (fields)
                 == gtk_list_box_get_row_at_index (fields, 13));

  gtk_editable_set_text (
    GTK_EDITABLE (gtk_widget_get_template_child (GTK_WIDGET (window), DANBI_TYPE_HAND_OVER,
                                                 "receipt")),
    " 1151122000123 ");
  press (gtk_widget_get_template_child (GTK_WIDGET (window), DANBI_TYPE_HAND_OVER,
                                        "accepted_button"));
  WAIT_FOR (!find_window (DANBI_TYPE_HAND_OVER));
}

static void
assert_pdf (Fixture      *f,
            DanbiReceipt *receipt)
{
  g_autofree char *path = g_build_filename (f->flow.dir, "receipt.pdf", NULL);
  g_autofree char *name = danbi_receipt_dup_file_name (receipt);
  g_autofree char *bytes = NULL;
  g_autoptr (GPtrArray) lines = danbi_receipt_dup_lines (receipt);
  g_autoptr (GError) error = NULL;
  GStatBuf about;

  g_assert_cmpstr (name, ==, "receipt-1151122000123.pdf");
  g_assert_true (danbi_receipt_paper_write_pdf (lines, "Practice", path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  g_assert_cmpint (g_stat (path, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0600);
}

/* Printing draws the same pages; into a file it needs no printer. */
static void
assert_prints (Fixture      *f,
               DanbiReceipt *receipt)
{
  g_autoptr (GtkPrintOperation) operation = danbi_receipt_print_new (receipt, NULL);
  g_autofree char *path = g_build_filename (f->flow.dir, "printed.pdf", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                                            f->parent, &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
}

/* On a sheet of 200 points nothing is lost, and no page is without a line. */
static void
assert_pages (DanbiReceipt *receipt)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (GPtrArray) lines = danbi_receipt_dup_lines (receipt);
  g_autoptr (DanbiReceiptPaper) one = danbi_receipt_paper_new (lines, NULL, context, 500, 700);
  g_autoptr (DanbiReceiptPaper) many = danbi_receipt_paper_new (lines, NULL, context, 500, 200);

  g_assert_cmpuint (danbi_receipt_paper_get_n_pages (one), ==, 1);
  g_assert_cmpuint (danbi_receipt_paper_get_n_pages (many), >, 1);
  g_assert_cmpuint (danbi_receipt_paper_get_n_pages (many), <, 6);
  g_object_unref (context);
}

static void
assert_receipt (Fixture *f)
{
  DanbiReceiptsWindow *window = danbi_receipts_window_new (f->parent, f->flow.desk);
  GtkWidget *widget = GTK_WIDGET (window);
  GtkListBox *list = GTK_LIST_BOX (
    gtk_widget_get_template_child (widget, DANBI_TYPE_RECEIPTS_WINDOW, "list"));
  GtkEditable *search = GTK_EDITABLE (
    gtk_widget_get_template_child (widget, DANBI_TYPE_RECEIPTS_WINDOW, "search"));
  g_autoptr (DanbiReceipt) receipt = NULL;

  danbi_receipts_window_show (window, 0);
  WAIT_FOR (gtk_list_box_get_selected_row (list));
  receipt = g_object_ref (danbi_receipts_row_get_receipt (
    DANBI_RECEIPTS_ROW (gtk_list_box_get_selected_row (list))));
  g_assert_cmpstr (danbi_receipt_get_receipt (receipt), ==, "1151122000123");
  gtk_editable_set_text (search, "1151122000999");
  WAIT_FOR (!gtk_list_box_get_row_at_index (list, 0));
  gtk_editable_set_text (search, "000123 34004C");
  WAIT_FOR (gtk_list_box_get_row_at_index (list, 0));
  assert_pdf (f, receipt);
  assert_pages (receipt);
  assert_prints (f, receipt);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_folder (Fixture       *f,
             gconstpointer  data)
{
  g_assert_true (gtk_widget_get_visible (part (f, "ready_group")));
  g_assert_false (gtk_widget_get_visible (part (f, "queue_group")));
  press (part (f, "send_button"));
  WAIT_FOR (is_at (f, DANBI_SENDING_HANDED));
  WAIT_FOR (!gtk_widget_get_visible (part (f, "ready_group")));
  g_assert_false (gtk_widget_get_visible (part_of_batch (f, "cancel_button")));
  hand_over (f);
  WAIT_FOR (is_at (f, DANBI_SENDING_DONE));
  g_assert_cmpint (get_state (f), ==, DANBI_STATE_ACCEPTED);
  g_assert_false (gtk_widget_get_visible (part_of_batch (f, "hand_over_button")));
  g_assert_true (gtk_widget_get_visible (part_of_batch (f, "receipt_button")));
  assert_receipt (f);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
press_retry (Fixture *f)
{
  press (part_of_batch (f, "retry_button"));
}

static void
test_nobody (Fixture       *f,
             gconstpointer  data)
{
  guint n_told = 0;
  DanbiWay way;

  g_assert_null (danbi_outbox_find (f->outbox, f->case_id, NULL));
  press (part (f, "send_button"));
  WAIT_FOR (is_at (f, DANBI_SENDING_RESTING));
  g_assert_nonnull (danbi_outbox_find (f->outbox, f->case_id, &way));
  g_assert_cmpint (way.stage, ==, DANBI_SENDING_RESTING);
  g_assert_cmpint (way.next_try_s, >, danbi_clock_now_s ());
  g_assert_true (gtk_widget_get_visible (part_of_batch (f, "trouble")));
  g_signal_connect (danbi_batch_row_get_sending (get_batch (f)), "notify",
                    G_CALLBACK (count_cb), &n_told);
  /* Who presses while the last try is still being written down presses again. */
  WAIT_FOR (n_told > 0 || (press_retry (f), FALSE));
  WAIT_FOR (is_at (f, DANBI_SENDING_RESTING));
  g_signal_handlers_disconnect_by_func (danbi_batch_row_get_sending (get_batch (f)), count_cb,
                                        &n_told);

  press (part_of_batch (f, "cancel_button"));
  WAIT_FOR (is_at (f, DANBI_SENDING_FAILED));
  g_assert_cmpint (get_state (f), ==, DANBI_STATE_READY);
  g_assert_null (danbi_outbox_find (f->outbox, f->case_id, NULL));
  WAIT_FOR (gtk_widget_get_visible (part (f, "ready_group")));
}

static void
test_later (Fixture       *f,
            gconstpointer  data)
{
  const char *said = gtk_check_button_get_label (part (f, "after_hours"));
  DanbiWay way;

  g_assert_cmpstr (said, ==, "Start after hours, at 20:00, unless a deadline comes first");
  gtk_check_button_set_active (part (f, "after_hours"), TRUE);
  press (part (f, "send_button"));
  WAIT_FOR (is_at (f, DANBI_SENDING_QUEUED));
  WAIT_FOR (danbi_outbox_find (f->outbox, f->case_id, &way));
  g_assert_cmpint (way.not_before_s, >, danbi_clock_now_s ());
  g_assert_cmpuint (way.place, ==, 1);
  press (part_of_batch (f, "retry_button"));
  WAIT_FOR (is_at (f, DANBI_SENDING_HANDED));
}

#define ADD(name, destination, func)                                                              \
  g_test_add ("/danbi/app/send-window/" name, Fixture, destination, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  danbi_app_register_resource ();
  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  ADD ("a_batch_goes_by_a_folder_to_its_receipt", NULL, test_folder);
  ADD ("a_batch_that_nobody_takes_rests_and_can_be_called_back", NOBODY, test_nobody);
  ADD ("a_batch_waits_for_its_hour_until_it_is_told_to_start", NULL, test_later);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
