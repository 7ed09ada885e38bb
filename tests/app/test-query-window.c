/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 查詢: cases found, ticked, sent, deleted and taken back, by what a person presses. Needs a
 * display. */
#include "config.h"

#include <glib/gstdio.h>

#include "danbi-app-resources.h"
#include "danbi-autosave.h"
#include "danbi-clock.h"
#include "danbi-query-conditions.h"
#include "danbi-query-row.h"
#include "danbi-query-table.h"
#include "danbi-query-window.h"
#include "flow-test.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)
/* More than a window has room for. */
#define N_LONG 50

typedef struct
{
  FlowTest flow;
  DanbiAutosave *autosave;
  DanbiOutbox *outbox;
  DanbiQueryWindow *window;
  DanbiQueryTable *table;
  gint64 ids[3]; /* the oldest visit first; the second is ready */
  gint64 opened;
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

static gpointer
part (Fixture    *f,
      const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (f->window), DANBI_TYPE_QUERY_WINDOW, name);
}

static gpointer
condition (Fixture    *f,
           const char *name)
{
  return gtk_widget_get_template_child (part (f, "conditions"), DANBI_TYPE_QUERY_CONDITIONS, name);
}

static DanbiQueryRow *
get_row (Fixture *f,
         guint    place)
{
  return (DanbiQueryRow *) danbi_row_scroller_get_row (DANBI_ROW_SCROLLER (f->table), place);
}

/* "" where no row shows that place. */
static const char *
get_cell (Fixture         *f,
          guint            place,
          DanbiQueryColumn column)
{
  DanbiQueryRow *row = get_row (f, place);

  return row ? danbi_query_row_get_text (row, column) : "";
}

static gboolean
says (Fixture    *f,
      const char *text)
{
  return g_strcmp0 (gtk_label_get_label (part (f, "count")), text) == 0;
}

static void
press (Fixture    *f,
       const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->window), action, NULL));
}

static gboolean
press_key (Fixture         *f,
           guint            keyval,
           GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->table));
  gboolean handled = FALSE;

  gtk_widget_grab_focus (GTK_WIDGET (f->table));
  for (guint i = 0; !handled && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &handled);
    }
  return handled;
}

static void
search (Fixture    *f,
        const char *words)
{
  gtk_editable_set_text (condition (f, "search"), words);
}

/* All, the seven states, the bin. */
static void
choose_chip (Fixture *f,
             guint    n)
{
  GtkWidget *chip = gtk_widget_get_first_child (condition (f, "chips"));

  while (n-- > 0)
    chip = gtk_widget_get_next_sibling (chip);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
}

static void
open_cb (DanbiQueryWindow *window,
         gint64            id,
         Fixture          *f)
{
  f->opened = id;
}

static void
save_cases (Fixture *f)
{
  const char *const patients[] = { "F131104093", NULL, "A123456789" };
  const char *const times[] = { "1151120101500", NULL, "1151122153000" };
  g_autoptr (DanbiCase) ready = flow_test_new_ready_case (&f->flow, 1);

  flow_test_save (&f->flow, ready);
  f->ids[1] = danbi_case_get_id (ready);
  for (guint i = 0; i < 3; i += 2)
    {
      g_autoptr (DanbiCase) item = danbi_desk_new_case (f->flow.desk);

      danbi_desk_enter (f->flow.desk, item, DANBI_FIELD_PATIENT_ID, patients[i]);
      danbi_desk_enter (f->flow.desk, item, DANBI_FIELD_CARD_TIME, times[i]);
      danbi_desk_enter (f->flow.desk, item, DANBI_FIELD_ORDER_CODE, "33070B");
      flow_test_save (&f->flow, item);
      f->ids[i] = danbi_case_get_id (item);
    }
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;

  flow_test_set_up (&f->flow, NULL);
  path = g_build_filename (f->flow.dir, "batches", NULL);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  folder = g_strconcat ("folder:", path, NULL);
  danbi_desk_set_gateway (f->flow.desk, folder, NULL);
  danbi_queue_resume (danbi_desk_get_queue (f->flow.desk));
  if (!data)
    save_cases (f);
  f->autosave = danbi_autosave_new (f->flow.desk);
  f->outbox = danbi_outbox_new (f->flow.desk, f->autosave);
  f->window = danbi_query_window_new (application, f->flow.desk, f->outbox, NULL);
  f->table = part (f, "table");
  g_signal_connect (f->window, "open", G_CALLBACK (open_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
  if (!data)
    WAIT_FOR (says (f, "3 cases found") && *get_cell (f, 2, DANBI_QUERY_STATE));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gpointer window = f->window;

  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  WAIT_FOR (!window);
  g_clear_object (&f->outbox);
  g_clear_object (&f->autosave);
  flow_test_tear_down (&f->flow, NULL);
}

static DanbiState
get_state (Fixture *f,
           guint    i)
{
  g_autoptr (DanbiCase) item = flow_test_load (&f->flow, f->ids[i], NULL);

  return danbi_case_get_state (item);
}

static void
test_finds (Fixture       *f,
            gconstpointer  data)
{
  g_assert_cmpstr (get_cell (f, 0, DANBI_QUERY_PATIENT), ==, "A12****789");
  g_assert_cmpstr (get_cell (f, 0, DANBI_QUERY_CARD_TIME), ==, "115/11/22 15:30:00");
  g_assert_cmpstr (get_cell (f, 2, DANBI_QUERY_PATIENT), ==, "F13****093");
  search (f, "f1311");
  WAIT_FOR (says (f, "1 case found"));
  WAIT_FOR (g_str_equal (get_cell (f, 0, DANBI_QUERY_PATIENT), "F13****093"));
  search (f, "nothing has this");
  WAIT_FOR (says (f, "0 cases found"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (part (f, "stack")), ==, "nothing");
  press (f, "query.clear");
  WAIT_FOR (says (f, "3 cases found"));
  choose_chip (f, 1 + DANBI_STATE_READY);
  WAIT_FOR (says (f, "1 case found"));
  choose_chip (f, 1 + DANBI_N_STATES);
  WAIT_FOR (says (f, "0 cases found"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (part (f, "stack")), ==, "bin");
}

static void
type_day (Fixture    *f,
          const char *name,
          const char *text)
{
  gtk_editable_set_text (condition (f, name), text);
}

/* The clock stands at 115/11/22, a Sunday. */
static void
test_days (Fixture       *f,
           gconstpointer  data)
{
  GtkWidget *problem = condition (f, "problem");

  type_day (f, "from", "t");
  WAIT_FOR (says (f, "2 cases found"));
  g_signal_emit_by_name (condition (f, "from"), "activate");
  g_assert_cmpstr (gtk_editable_get_text (condition (f, "from")), ==, "115/11/22");
  type_day (f, "from", "11/20");
  type_day (f, "to", "11/20");
  WAIT_FOR (says (f, "1 case found"));

  /* Half a day is no day yet; what is none is told when one goes on. */
  type_day (f, "to", "11/2");
  WAIT_FOR (says (f, "1 case found"));
  type_day (f, "to", "11/");
  g_assert_false (gtk_widget_get_visible (problem));
  g_signal_emit_by_name (condition (f, "to"), "activate");
  g_assert_true (gtk_widget_get_visible (problem));
  g_assert_true (gtk_widget_has_css_class (condition (f, "to"), "error"));
  g_assert_true (says (f, "1 case found"));
  type_day (f, "to", "");
  WAIT_FOR (says (f, "3 cases found"));
  g_assert_false (gtk_widget_get_visible (problem));
}

static void
test_ids (Fixture       *f,
          gconstpointer  data)
{
  press (f, "query.full-ids");
  WAIT_FOR (g_str_equal (get_cell (f, 0, DANBI_QUERY_PATIENT), "A123456789"));
  search (f, "33070B");
  WAIT_FOR (says (f, "2 cases found"));
  WAIT_FOR (g_str_equal (get_cell (f, 1, DANBI_QUERY_PATIENT), "F13****093"));
  g_assert_cmpstr (get_cell (f, 0, DANBI_QUERY_PATIENT), ==, "A12****789");
}

static void
test_keys (Fixture       *f,
           gconstpointer  data)
{
  g_assert_true (press_key (f, GDK_KEY_Down, 0));
  g_assert_true (press_key (f, GDK_KEY_Return, 0));
  g_assert_cmpint (f->opened, ==, f->ids[1]);
  g_assert_true (press_key (f, GDK_KEY_space, 0));
  g_assert_true (says (f, "3 cases found, 1 ticked"));
  g_assert_true (press_key (f, GDK_KEY_End, 0));
  g_assert_true (press_key (f, GDK_KEY_space, GDK_SHIFT_MASK));
  g_assert_true (says (f, "3 cases found, 2 ticked"));
  press (f, "query.tick-all");
  g_assert_true (says (f, "3 cases found, 3 ticked"));
  press (f, "query.tick-all");
  g_assert_true (says (f, "3 cases found"));
  g_assert_true (press_key (f, GDK_KEY_Home, 0));
  g_assert_true (press_key (f, GDK_KEY_Up, 0));
  g_assert_cmpint (danbi_query_table_get_current (f->table), ==, f->ids[2]);
  g_assert_false (press_key (f, GDK_KEY_x, 0));
}

static void
test_send (Fixture       *f,
           gconstpointer  data)
{
  press (f, "query.tick-all");
  press (f, "query.send");
  WAIT_FOR (get_state (f, 1) == DANBI_STATE_SENT);
  WAIT_FOR (g_str_equal (get_cell (f, 1, DANBI_QUERY_STATE), "Sent"));
  g_assert_cmpint (get_state (f, 0), ==, DANBI_STATE_DRAFT);
  g_assert_true (says (f, "3 cases found, 3 ticked"));
}

static void
test_bin (Fixture       *f,
          gconstpointer  data)
{
  press_key (f, GDK_KEY_End, 0);
  press (f, "query.delete");
  WAIT_FOR (says (f, "2 cases found"));
  g_assert_cmpint (danbi_query_table_get_current (f->table), ==, f->ids[1]);
  press (f, "query.undo");
  WAIT_FOR (says (f, "3 cases found"));

  press_key (f, GDK_KEY_End, 0);
  press (f, "query.delete");
  WAIT_FOR (says (f, "2 cases found"));
  choose_chip (f, 1 + DANBI_N_STATES);
  WAIT_FOR (says (f, "1 case found"));
  WAIT_FOR (g_str_equal (get_cell (f, 0, DANBI_QUERY_DEADLINE), "deleted in 30 days"));
  press_key (f, GDK_KEY_Return, 0);
  g_assert_cmpint (f->opened, ==, 0);
  press (f, "query.restore");
  WAIT_FOR (says (f, "0 cases found"));
  g_assert_cmpint (get_state (f, 0), ==, DANBI_STATE_DRAFT);
}

/* It is asked, in the place of the buttons; no is what has the focus. */
static void
test_erase (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  press_key (f, GDK_KEY_End, 0);
  press (f, "query.delete");
  WAIT_FOR (says (f, "2 cases found"));
  choose_chip (f, 1 + DANBI_N_STATES);
  WAIT_FOR (says (f, "1 case found"));
  press (f, "query.delete");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (part (f, "bar")), ==, "question");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f->window)) == part (f, "cancel_button"));
  press (f, "query.back");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (part (f, "bar")), ==, "actions");
  g_assert_true (says (f, "1 case found"));
  press (f, "query.delete");
  press (f, "query.erase");
  WAIT_FOR (says (f, "0 cases found"));
  g_assert_null (flow_test_load (&f->flow, f->ids[0], &error));
  g_assert_nonnull (error);
}

static void
got_text_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (Fixture       *f,
           gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (f->window));
  g_autofree char *text = NULL;

  press_key (f, GDK_KEY_End, 0);
  press (f, "query.copy");
  WAIT_FOR (gdk_clipboard_get_content (clipboard));
  gdk_clipboard_read_text_async (clipboard, NULL, got_text_cb, &text);
  WAIT_FOR (text);
  g_assert_nonnull (g_strstr_len (text, -1, "\tF13****093\t33070B\t"));
  g_assert_null (g_strstr_len (text, -1, "A12****789"));
  gdk_clipboard_set_content (clipboard, NULL);
}

/* What is saved beside it shows, and the case that the keys are meant for stays that. */
static void
test_follows (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (f->flow.desk);

  press_key (f, GDK_KEY_Down, 0);
  g_assert_cmpint (danbi_query_table_get_current (f->table), ==, f->ids[1]);
  danbi_desk_enter (f->flow.desk, item, DANBI_FIELD_CARD_TIME, "1151122155900");
  flow_test_save (&f->flow, item);
  WAIT_FOR (says (f, "4 cases found"));
  g_assert_cmpint (danbi_query_table_get_current (f->table), ==, f->ids[1]);
  WAIT_FOR (g_str_equal (get_cell (f, 0, DANBI_QUERY_CARD_TIME), "115/11/22 15:59:00"));
}

/* Rows are there for what is in sight and no more. The focus is with the row that the keys are meant
 * for, and with the table while that is out of sight. */
static void
test_long (Fixture       *f,
           gconstpointer  data)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->table));
  GtkWindow *window = GTK_WINDOW (f->window);
  guint n = 3;

  for (guint i = 0; i < N_LONG; i++)
    {
      g_autoptr (DanbiCase) item = danbi_desk_new_case (f->flow.desk);
      g_autofree char *time = g_strdup_printf ("11511210900%02u", i);

      danbi_desk_enter (f->flow.desk, item, DANBI_FIELD_CARD_TIME, time);
      flow_test_save (&f->flow, item);
    }
  WAIT_FOR (says (f, "53 cases found"));
  press_key (f, GDK_KEY_End, 0);
  WAIT_FOR (g_str_equal (get_cell (f, n + N_LONG - 1, DANBI_QUERY_PATIENT), "F13****093"));
  WAIT_FOR (gtk_window_get_focus (window) == GTK_WIDGET (get_row (f, n + N_LONG - 1)));
  g_assert_null (get_row (f, 0));
  g_assert_cmpuint (danbi_row_scroller_get_page (DANBI_ROW_SCROLLER (f->table)), <, N_LONG);

  gtk_adjustment_set_value (adjustment, 0);
  WAIT_FOR (g_str_equal (get_cell (f, 0, DANBI_QUERY_PATIENT), "A12****789"));
  WAIT_FOR (gtk_window_get_focus (window) == GTK_WIDGET (f->table));
  g_assert_null (get_row (f, n + N_LONG - 1));
  press_key (f, GDK_KEY_Up, 0);
  WAIT_FOR (gtk_window_get_focus (window) == GTK_WIDGET (get_row (f, n + N_LONG - 2)));

  /* A list that is shorter shows nothing of what was there. */
  search (f, "f1311");
  WAIT_FOR (says (f, "1 case found"));
  WAIT_FOR (g_str_equal (get_cell (f, 0, DANBI_QUERY_PATIENT), "F13****093"));
  g_assert_null (get_row (f, 1));
}

static void
test_empty (Fixture       *f,
            gconstpointer  data)
{
  WAIT_FOR (g_str_equal (gtk_stack_get_visible_child_name (part (f, "stack")), "none"));
  g_assert_true (says (f, "0 cases found"));
  g_assert_false (gtk_widget_get_sensitive (part (f, "send_button")));
  g_assert_false (gtk_widget_get_sensitive (part (f, "delete_button")));
}

#define ADD(name, data, func)                                                                     \
  g_test_add ("/danbi/app/query-window/" name, Fixture, data, set_up, func, tear_down)

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
  ADD ("cases_are_found_by_words_and_states", NULL, test_finds);
  ADD ("days_are_typed_as_everywhere", NULL, test_days);
  ADD ("whole_numbers_are_shown_until_another_search", NULL, test_ids);
  ADD ("keys_move_tick_and_open", NULL, test_keys);
  ADD ("of_what_is_ticked_goes_what_is_ready", NULL, test_send);
  ADD ("what_is_deleted_can_be_taken_back", NULL, test_bin);
  ADD ("deleting_for_good_is_asked", NULL, test_erase);
  ADD ("a_table_is_copied_masked", NULL, test_copy);
  ADD ("the_current_case_stays_current", NULL, test_follows);
  ADD ("a_long_list_has_the_rows_in_sight", NULL, test_long);
  ADD ("without_a_case_it_says_what_will_be_there", "empty", test_empty);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
