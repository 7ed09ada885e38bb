/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of the form: where Return goes, what comes in by whichever way, and taking back. */
#include "config.h"

#include <string.h>

#include "window-test.h"

static GtkWidget *
get_focused_row (Fixture *f)
{
  return gtk_widget_get_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), DANBI_TYPE_FIELD_ROW);
}

static void
assert_at (Fixture    *f,
           DanbiField  field)
{
  GtkWidget *row = get_focused_row (f);

  g_assert_nonnull (row);
  g_assert_cmpint (danbi_field_row_get_field (DANBI_FIELD_ROW (row)), ==, field);
}

/* A key as the row gets it, before the entry and any input method do. */
static gboolean
press_key (Fixture         *f,
           DanbiField       field,
           guint            keyval,
           GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers
    = gtk_widget_observe_controllers (part_of_row (f, field, "entry"));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &taken);
    }
  settle ();
  return taken;
}

/* What is filled and confirmed is passed by, what the program filled in is not. */
static void
test_return (Fixture       *f,
             gconstpointer  data)
{
  type (f, DANBI_FIELD_BIRTH_DATE, "75/1/15");
  type (f, DANBI_FIELD_CARD_TIME, "115/11/22 152003");
  type (f, DANBI_FIELD_PATIENT_ID, "A123456789");
  assert_at (f, DANBI_FIELD_VISIT_TYPE);
  type (f, DANBI_FIELD_VISIT_SEQ, "20");
  assert_at (f, DANBI_FIELD_CARD_MAKEUP);
  g_assert_true (press_key (f, DANBI_FIELD_CARD_MAKEUP, GDK_KEY_Return, GDK_SHIFT_MASK));
  assert_at (f, DANBI_FIELD_VISIT_SEQ);
  g_assert_true (danbi_case_needs_confirmation (get_case (f), DANBI_FIELD_CARD_MAKEUP));
  type (f, DANBI_FIELD_PROVIDER_TYPE, "13");
  g_assert_null (get_focused_row (f));
  g_assert_true (gtk_widget_is_ancestor (
    gtk_root_get_focus (GTK_ROOT (f->window)),
    GTK_WIDGET (danbi_case_page_get_status_line (danbi_window_get_page (f->window)))));
}

static void
test_keys (Fixture       *f,
           gconstpointer  data)
{
  gtk_widget_grab_focus (part_of_row (f, DANBI_FIELD_BIRTH_DATE, "entry"));
  g_assert_true (press_key (f, DANBI_FIELD_BIRTH_DATE, GDK_KEY_7, 0));
  g_assert_true (press_key (f, DANBI_FIELD_BIRTH_DATE, GDK_KEY_KP_5, 0));
  g_assert_true (press_key (f, DANBI_FIELD_BIRTH_DATE, GDK_KEY_slash, 0));
  g_assert_cmpstr (text_of (f, DANBI_FIELD_BIRTH_DATE), ==, "75/");
  gtk_editable_select_region (part_of_row (f, DANBI_FIELD_BIRTH_DATE, "entry"), 0, -1);
  g_assert_true (press_key (f, DANBI_FIELD_BIRTH_DATE, GDK_KEY_t, 0));
  g_assert_cmpstr (text_of (f, DANBI_FIELD_BIRTH_DATE), ==, "t");
  g_assert_false (press_key (f, DANBI_FIELD_BIRTH_DATE, GDK_KEY_1, GDK_CONTROL_MASK));
  g_assert_false (press_key (f, DANBI_FIELD_BIRTH_DATE, GDK_KEY_1, GDK_ALT_MASK));
  g_assert_false (press_key (f, DANBI_FIELD_BIRTH_DATE, GDK_KEY_dead_acute, 0));
  g_assert_false (press_key (f, DANBI_FIELD_BIRTH_DATE, GDK_KEY_Tab, 0));
  g_assert_cmpstr (text_of (f, DANBI_FIELD_BIRTH_DATE), ==, "t");

  /* Words come by the input method where codes are searched by them, and codes do not. */
  gtk_widget_grab_focus (part_of_row (f, DANBI_FIELD_ORDER_CODE, "entry"));
  g_assert_false (press_key (f, DANBI_FIELD_ORDER_CODE, GDK_KEY_c, 0));
  g_assert_true (press_key (f, DANBI_FIELD_ORDER_CODE, GDK_KEY_3, 0));
  g_assert_true (press_key (f, DANBI_FIELD_ORDER_CODE, GDK_KEY_c, 0));
  g_assert_cmpstr (text_of (f, DANBI_FIELD_ORDER_CODE), ==, "3c");
}

/* As it is pasted, dropped, or committed by an input method. */
static void
insert (Fixture    *f,
        DanbiField  field,
        const char *text)
{
  GtkEditable *entry = part_of_row (f, field, "entry");
  int position = gtk_editable_get_position (entry);

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_insert_text (gtk_editable_get_delegate (entry), text, -1, &position);
  g_assert_cmpint (position, <=, (int) g_utf8_strlen (gtk_editable_get_text (entry), -1));
  gtk_editable_set_position (entry, position);
  settle ();
}

static void
test_full_width (Fixture       *f,
                 gconstpointer  data)
{
  insert (f, DANBI_FIELD_PATIENT_ID, "Ａ");
  insert (f, DANBI_FIELD_PATIENT_ID, "１");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "A1");
  insert (f, DANBI_FIELD_ORDER_CODE, "３４００４Ｃ");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_ORDER_CODE), ==, "34004C");
  insert (f, DANBI_FIELD_BIRTH_DATE, "出生日期：７５／１／１５");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_BIRTH_DATE), ==, "75/1/15");
}

#define LIST_LINE "11511\t1151122152003\t02 牙醫門診\t0020\tA123456789\t34004C\t115\t已收件"

static const char *
get_problem (Fixture *f)
{
  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (
    GTK_WIDGET (f->window), DANBI_TYPE_WINDOW, "problem")));
}

static void
test_pasted_line (Fixture       *f,
                  gconstpointer  data)
{
  insert (f, DANBI_FIELD_PATIENT_ID, LIST_LINE);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_CARD_TIME), ==, "115/11/22 15:20:03");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_ORDER_CODE), ==, "34004C");
  g_assert_cmpstr (get_problem (f), ==, "");
  g_assert_true (press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_EXAM_TIME), ==, "");

  type (f, DANBI_FIELD_VISIT_SEQ, "21");
  insert (f, DANBI_FIELD_PATIENT_ID, LIST_LINE);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_VISIT_SEQ), ==, "0021");
  g_assert_nonnull (strstr (get_problem (f), "Visit sequence"));
}

static void
test_pasted_stranger (Fixture       *f,
                      gconstpointer  data)
{
  type (f, DANBI_FIELD_PATIENT_ID, "F131104093");
  insert (f, DANBI_FIELD_VISIT_SEQ, LIST_LINE);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_VISIT_SEQ), ==, "");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_ORDER_CODE), ==, "");
  g_assert_nonnull (strstr (get_problem (f), "another patient"));
}

static void
test_undo (Fixture       *f,
           gconstpointer  data)
{
  type (f, DANBI_FIELD_PATIENT_ID, "A12345678");
  type (f, DANBI_FIELD_CARD_TIME, "115/11/22 152003");
  type (f, DANBI_FIELD_VISIT_SEQ, "20");
  g_assert_true (press_key (f, DANBI_FIELD_VISIT_SEQ, GDK_KEY_z, GDK_CONTROL_MASK));
  assert_at (f, DANBI_FIELD_VISIT_SEQ);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_VISIT_SEQ), ==, "");
  g_assert_true (press_key (f, DANBI_FIELD_VISIT_SEQ, GDK_KEY_z, GDK_CONTROL_MASK));
  assert_at (f, DANBI_FIELD_CARD_TIME);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_CARD_TIME), ==, "");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_EXAM_TIME), ==, "");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "A12345678");
  press_key (f, DANBI_FIELD_CARD_TIME, GDK_KEY_Z, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_EXAM_TIME), ==, "115/11/22 15:20");
  press_key (f, DANBI_FIELD_CARD_TIME, GDK_KEY_y, GDK_CONTROL_MASK);
  g_assert_cmpstr (danbi_case_get_value (get_case (f), DANBI_FIELD_VISIT_SEQ), ==, "0020");

  press (f, "new-case");
  press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "");
}

/* Where Tab would go from the field that has the focus. */
static GtkWidget *
tab (Fixture *f)
{
  gtk_widget_child_focus (GTK_WIDGET (f->window), GTK_DIR_TAB_FORWARD);
  settle ();
  return gtk_root_get_focus (GTK_ROOT (f->window));
}

static void
test_locked (Fixture       *f,
             gconstpointer  data)
{
  type (f, DANBI_FIELD_PATIENT_ID, "A123456789");
  gtk_widget_grab_focus (part_of_row (f, DANBI_FIELD_PATIENT_ID, "entry"));
  tab (f);
  assert_at (f, DANBI_FIELD_BIRTH_DATE);
  danbi_case_set_state (get_case (f), DANBI_STATE_ACCEPTED);
  settle ();
  gtk_widget_grab_focus (part_of_row (f, DANBI_FIELD_PATIENT_ID, "entry"));
  assert_at (f, DANBI_FIELD_PATIENT_ID);
  tab (f);
  g_assert_null (get_focused_row (f));
}

static void
test_keep_case (Fixture       *f,
                gconstpointer  data)
{
  type (f, DANBI_FIELD_PATIENT_ID, "A123456789");
  press (f, "keep-case");
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "");
  assert_at (f, DANBI_FIELD_PATIENT_ID);
  wait_for (has_one_case, f);
}

#define ADD(name, func) g_test_add ("/danbi/app/typing/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  window_test_init (&argc, &argv);
  ADD ("return_goes_where_something_is_needed", test_return);
  ADD ("digits_and_letters_do_not_reach_an_input_method", test_keys);
  ADD ("full_width_text_becomes_ascii", test_full_width);
  ADD ("a_pasted_line_fills_what_is_empty", test_pasted_line);
  ADD ("a_pasted_line_of_another_patient_is_refused", test_pasted_stranger);
  ADD ("steps_are_taken_back_one_field_at_a_time", test_undo);
  ADD ("tab_passes_by_what_is_locked", test_locked);
  ADD ("a_case_that_is_kept_makes_room_for_the_next", test_keep_case);
  return window_test_run ();
}
