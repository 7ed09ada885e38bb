/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window in the process of a test, and what a person does to it. */
#include "config.h"

#include "danbi-application.h"
#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-test-rulebook.h"
#include "window-test.h"

#define PATIENCE_S 20

static DanbiApplication *application;

/* The main loop turns until @done says so. */
void
wait_for (gboolean (*done) (gpointer),
          gpointer data)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, g_get_monotonic_time () % 4 == 0);
      g_usleep (500);
    }
}

/* What was queued for the next frame is done. */
void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
open_window (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->desk = danbi_desk_open (f->dir, &error);
  g_assert_no_error (error);
  f->window = danbi_window_new (GTK_APPLICATION (application), f->desk, NULL);
  gtk_window_present (GTK_WINDOW (f->window));
  settle ();
}

void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  f->dir = g_dir_make_tmp ("danbi-window-XXXXXX", &error);
  g_assert_no_error (error);
  open_window (f);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
close_window (Fixture *f)
{
  gpointer window = f->window;

  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_close (GTK_WINDOW (window));
  wait_for (is_gone, &window);
  f->window = NULL;
  g_clear_object (&f->desk);
}

void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (f->window)
    close_window (f);
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
}

DanbiCase *
get_case (Fixture *f)
{
  return danbi_case_page_get_case (danbi_window_get_page (f->window));
}

DanbiFieldRow *
find_row (GtkWidget  *widget,
          DanbiField  field)
{
  if (DANBI_IS_FIELD_ROW (widget) &&
      danbi_field_row_get_field (DANBI_FIELD_ROW (widget)) == field)
    return DANBI_FIELD_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      DanbiFieldRow *row = find_row (child, field);

      if (row)
        return row;
    }
  return NULL;
}

gpointer
part_of_row (Fixture    *f,
             DanbiField  field,
             const char *part)
{
  DanbiFieldRow *row = find_row (GTK_WIDGET (f->window), field);

  return gtk_widget_get_template_child (GTK_WIDGET (row), DANBI_TYPE_FIELD_ROW, part);
}

/* As a person does: into the entry, the text, and on. */
void
type (Fixture    *f,
      DanbiField  field,
      const char *text)
{
  GtkWidget *entry = part_of_row (f, field, "entry");

  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
  settle ();
}

const char *
text_of (Fixture    *f,
         DanbiField  field)
{
  return gtk_editable_get_text (part_of_row (f, field, "entry"));
}

void
press (Fixture    *f,
       const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, NULL);
  settle ();
}

gboolean
has_one_case (gpointer data)
{
  return g_list_model_get_n_items (danbi_desk_get_cases (((Fixture *) data)->desk)) == 1;
}

void
window_test_init (int    *argc,
                  char ***argv)
{
  g_autoptr (GError) error = NULL;

  gtk_test_init (argc, argv, NULL);
  application = danbi_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
}

int
window_test_run (void)
{
  int status = g_test_run ();

  g_object_unref (application);
  return status;
}
