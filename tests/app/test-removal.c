/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting a case in the window, and taking that back. Needs a display. */
#include "config.h"

#include <string.h>

#include "danbi-test-rulebook.h"
#include "window-test.h"

static guint
count_cases (Fixture *f)
{
  return g_list_model_get_n_items (danbi_desk_get_cases (f->desk));
}

static gboolean
has_no_case (gpointer data)
{
  return count_cases (data) == 0;
}

static gboolean
shows_a_stored_case (gpointer data)
{
  return danbi_case_get_id (get_case (data)) != 0;
}

/* The first of a type below a widget. */
static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found)
        return found;
    }
  return NULL;
}

/* The toast is a widget of libadwaita's own. */
static GtkWidget *
find_toast (Fixture *f)
{
  return find_widget (GTK_WIDGET (f->window), g_type_from_name ("AdwToastWidget"));
}

static void
assert_close_button_is_named (GtkWidget *toast)
{
  GtkWidget *last = gtk_widget_get_last_child (toast);

  g_assert_true (GTK_IS_BUTTON (last));
  gtk_test_accessible_assert_property (last, GTK_ACCESSIBLE_PROPERTY_LABEL, "Close this message");
}

static gboolean
has_a_toast (gpointer data)
{
  return find_toast (data) != NULL;
}

static void
save_one (Fixture *f)
{
  type (f, DANBI_FIELD_PATIENT_ID, "A123456789");
  type (f, DANBI_FIELD_ORDER_CODE, "34004C");
  wait_for (has_one_case, f);
}

/* Gives its number. */
static gint64
remove_one (Fixture *f)
{
  gint64 id;

  save_one (f);
  id = danbi_case_get_id (get_case (f));
  press (f, "remove-case");
  g_assert_cmpint (danbi_case_get_id (get_case (f)), ==, 0);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "");
  wait_for (has_no_case, f);
  wait_for (has_a_toast, f);
  return id;
}

static void
press_undo (Fixture *f)
{
  gtk_widget_activate_action (GTK_WIDGET (danbi_window_get_page (f->window)), "case.undo", NULL);
  settle ();
}

static void
assert_back (Fixture *f,
             gint64   id)
{
  wait_for (shows_a_stored_case, f);
  g_assert_cmpint (danbi_case_get_id (get_case (f)), ==, id);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  g_assert_cmpuint (count_cases (f), ==, 1);
}

static void
test_the_toast_names_it_masked_and_brings_it_back (Fixture      *f,
                                                   gconstpointer data)
{
  gint64 id = remove_one (f);
  GtkWidget *toast = find_toast (f);
  GtkWidget *title = find_widget (toast, GTK_TYPE_LABEL);

  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (title)), ==, "A12****789 34004C is in the bin");
  assert_close_button_is_named (toast);
  g_signal_emit_by_name (find_widget (toast, GTK_TYPE_BUTTON), "clicked");
  assert_back (f, id);
}

static void
test_ctrl_z_brings_it_back (Fixture      *f,
                            gconstpointer data)
{
  gint64 id = remove_one (f);

  press_undo (f);
  assert_back (f, id);
  /* And it can be edited again, and saved. */
  type (f, DANBI_FIELD_ORDER_CODE, "33070B");
  close_window (f);
  open_window (f);
  g_assert_cmpuint (count_cases (f), ==, 1);
}

static void
test_ctrl_z_takes_back_the_form_first (Fixture      *f,
                                       gconstpointer data)
{
  gint64 id = remove_one (f);

  type (f, DANBI_FIELD_ORDER_CODE, "33070B");
  press_undo (f);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_ORDER_CODE), ==, "");
  g_assert_cmpint (danbi_case_get_id (get_case (f)), !=, id);
  press_undo (f);
  while (danbi_case_get_id (get_case (f)) != id)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
}

static void
test_the_last_one_comes_back_first (Fixture      *f,
                                    gconstpointer data)
{
  gint64 first = remove_one (f);
  gint64 second = remove_one (f);

  g_assert_cmpint (first, !=, second);
  press_undo (f);
  assert_back (f, second);
  press_undo (f);
  while (danbi_case_get_id (get_case (f)) != first)
    g_main_context_iteration (NULL, TRUE);
  press_undo (f);
  g_assert_cmpint (danbi_case_get_id (get_case (f)), ==, first);
  g_assert_cmpuint (count_cases (f), ==, 2);
}

static void
test_a_blank_form_is_no_case_to_delete (Fixture      *f,
                                        gconstpointer data)
{
  press (f, "remove-case");
  settle ();
  g_assert_cmpuint (count_cases (f), ==, 0);
  g_assert_null (find_toast (f));
  press_undo (f);
  g_assert_cmpint (danbi_case_get_id (get_case (f)), ==, 0);
}

/* What was typed a moment ago is in it, too. */
static void
test_what_is_not_saved_yet_goes_with_it (Fixture      *f,
                                         gconstpointer data)
{
  type (f, DANBI_FIELD_PATIENT_ID, "A123456789");
  press (f, "remove-case");
  wait_for (has_a_toast, f);
  g_assert_cmpuint (count_cases (f), ==, 0);
  press_undo (f);
  wait_for (shows_a_stored_case, f);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
}

static void
binned_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GArray) gone = danbi_desk_bin_cases_finish (DANBI_DESK (source), result, NULL);

  g_assert_cmpuint (gone->len, ==, 1);
}

/* Deleted in another window, while somebody types into it. */
static void
test_a_case_that_is_deleted_elsewhere_is_left (Fixture      *f,
                                               gconstpointer data)
{
  gint64 id;

  save_one (f);
  id = danbi_case_get_id (get_case (f));
  danbi_desk_bin_cases_async (f->desk, &id, 1, NULL, binned_cb, NULL);
  type (f, DANBI_FIELD_SITE, "11");
  while (danbi_case_get_id (get_case (f)) == id)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (text_of (f, DANBI_FIELD_PATIENT_ID), ==, "");
  /* Nothing is left that could not be saved. */
  close_window (f);
  open_window (f);
  g_assert_cmpuint (count_cases (f), ==, 0);
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/app/removal/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int    argc,
      char **argv)
{
  window_test_init (&argc, &argv);
  ADD (the_toast_names_it_masked_and_brings_it_back);
  ADD (ctrl_z_brings_it_back);
  ADD (ctrl_z_takes_back_the_form_first);
  ADD (the_last_one_comes_back_first);
  ADD (a_blank_form_is_no_case_to_delete);
  ADD (what_is_not_saved_yet_goes_with_it);
  ADD (a_case_that_is_deleted_elsewhere_is_left);
  return window_test_run ();
}
