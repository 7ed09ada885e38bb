/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window knows beforehand, and that nothing of one patient is left for the next. Needs a
 * display. */
#include "config.h"

#include <string.h>

#include "danbi-application.h"
#include "danbi-case-sidebar.h"
#include "danbi-choice-popover.h"
#include "danbi-clock.h"
#include "danbi-field-row.h"
#include "danbi-file.h"
#include "danbi-identity.h"
#include "danbi-query-conditions.h"
#include "danbi-query-row.h"
#include "danbi-query-window.h"
#include "danbi-store.h"
#include "danbi-test-rulebook.h"
#include "danbi-window.h"

#define PATIENCE_S 30
/* A program that watches itself is slow. */
#ifdef __SANITIZE_ADDRESS__
#define N_SESSIONS 50
#else
#define N_SESSIONS 1000
#endif
#define N_IN_A_ROW 200

static DanbiApplication *application;

typedef struct
{
  char *dir;
  DanbiDesk *desk;
  DanbiWindow *window;
} Fixture;

/* What was queued for the next frame is done. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* As if a case with this visit type had been sent. */
static void
remember (const char *dir,
          const char *visit_type)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  g_autoptr (DanbiStore) store = danbi_store_open (dir, NULL);

  danbi_record_set (record, DANBI_FIELD_VISIT_TYPE, visit_type);
  g_assert_true (danbi_store_remember (store, record, NULL));
}

/* @data: a visit type that was used before, or %NULL. */
static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;

  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  f->dir = g_dir_make_tmp ("danbi-knowing-XXXXXX", &error);
  g_assert_no_error (error);
  if (data)
    remember (f->dir, data);
  f->desk = danbi_desk_open (f->dir, &error);
  g_assert_no_error (error);
  f->window = danbi_window_new (GTK_APPLICATION (application), f->desk, NULL);
  gtk_window_present (GTK_WINDOW (f->window));
  while (!gtk_window_is_active (GTK_WINDOW (f->window)))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  settle ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gpointer window = f->window;
  gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  g_object_add_weak_pointer (window, &window);
  gtk_window_close (GTK_WINDOW (window));
  while (window)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  g_clear_object (&f->desk);
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
}

static DanbiCase *
get_case (Fixture *f)
{
  return danbi_case_page_get_case (danbi_window_get_page (f->window));
}

static GtkWidget *
find_widget (GtkWidget *widget,
             gboolean (*wanted) (GtkWidget *widget, gconstpointer data),
             gconstpointer data)
{
  if (wanted (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, wanted, data);

      if (found)
        return found;
    }
  return NULL;
}

static gboolean
is_row_of (GtkWidget     *widget,
           gconstpointer  data)
{
  return DANBI_IS_FIELD_ROW (widget) &&
         danbi_field_row_get_field (DANBI_FIELD_ROW (widget)) ==
           (DanbiField) GPOINTER_TO_UINT (data);
}

static gboolean
is_popover (GtkWidget     *widget,
            gconstpointer  data)
{
  return DANBI_IS_CHOICE_POPOVER (widget);
}

/* What is folded away is not in the window at all. */
static void
unfold (GtkWidget *widget)
{
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    unfold (child);
}

static GtkWidget *
get_row (Fixture    *f,
         DanbiField  field)
{
  return find_widget (GTK_WIDGET (f->window), is_row_of, GUINT_TO_POINTER (field));
}

static gpointer
part_of_row (Fixture    *f,
             DanbiField  field,
             const char *part)
{
  return gtk_widget_get_template_child (get_row (f, field), DANBI_TYPE_FIELD_ROW, part);
}

static void
type (Fixture    *f,
      DanbiField  field,
      const char *text)
{
  GtkWidget *entry = part_of_row (f, field, "entry");

  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* A key, as the entry hears of it before it takes it for text. Returns whether it was handled. */
static gboolean
press_key (Fixture         *f,
           DanbiField       field,
           guint            keyval,
           GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers
    = gtk_widget_observe_controllers (part_of_row (f, field, "entry"));
  gboolean handled = FALSE;

  for (guint i = 0; !handled && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &handled);
    }
  return handled;
}

static void
press (Fixture    *f,
       const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), action, NULL);
  settle ();
}

static void
use_template (Fixture *f,
              int      n)
{
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "use-template",
                                  g_variant_new_int32 (n));
}

static const char *
value_of (Fixture    *f,
          DanbiField  field)
{
  return danbi_case_get_value (get_case (f), field);
}

/* What the list of a popover holds, shown or not. */
static guint
count_choices (GtkWidget *popover)
{
  gpointer list = gtk_widget_get_template_child (popover, DANBI_TYPE_CHOICE_POPOVER, "list");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list)));
}

static guint
count_patients (Fixture *f)
{
  GtkWidget *popover = find_widget (get_row (f, DANBI_FIELD_PATIENT_ID), is_popover, NULL);

  return popover ? count_choices (popover) : 0;
}

/* They are looked up in a thread. */
static void
wait_for_patients (Fixture *f,
                   guint    n)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (count_patients (f) != n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static gboolean
is_saved (Fixture *f,
          guint    n)
{
  return g_list_model_get_n_items (danbi_desk_get_cases (f->desk)) >= n;
}

static void
wait_for_saved (Fixture *f,
                guint    n)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (!is_saved (f, n))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static void
enter_earlier_case (Fixture *f)
{
  type (f, DANBI_FIELD_PATIENT_ID, "A123456789");
  type (f, DANBI_FIELD_BIRTH_DATE, "075/1/15");
  type (f, DANBI_FIELD_CARD_TIME, "115/11/20 091500");
  type (f, DANBI_FIELD_VISIT_SEQ, "20");
  type (f, DANBI_FIELD_ORDER_CODE, "34004C");
  type (f, DANBI_FIELD_SITE, "FM");
  press (f, "new-case");
  wait_for_saved (f, 1);
}

static void
test_known_patient (Fixture       *f,
                    gconstpointer  data)
{
  const char *understood;

  enter_earlier_case (f);
  type (f, DANBI_FIELD_PATIENT_ID, "a");
  g_assert_cmpuint (count_patients (f), ==, 0);
  type (f, DANBI_FIELD_PATIENT_ID, "a1");
  wait_for_patients (f, 1);
  g_assert_cmpstr (value_of (f, DANBI_FIELD_BIRTH_DATE), ==, "");

  /* One alone is not chosen by Return before somebody has moved to them. */
  g_assert_false (press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Return, 0));
  g_assert_cmpstr (value_of (f, DANBI_FIELD_PATIENT_ID), ==, "A1");
  g_assert_true (press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Down, 0));
  g_assert_true (press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Return, 0));
  settle ();
  g_assert_cmpstr (value_of (f, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  g_assert_cmpstr (value_of (f, DANBI_FIELD_BIRTH_DATE), ==, "0750115");
  g_assert_cmpstr (value_of (f, DANBI_FIELD_CARD_TIME), ==, "");
  g_assert_cmpuint (count_patients (f), ==, 0);
  g_assert_cmpstr (
    gtk_editable_get_text (part_of_row (f, DANBI_FIELD_PATIENT_ID, "entry")), ==, "A123456789");
  /* Also where the focus has gone to meanwhile. */
  g_assert_cmpstr (
    gtk_editable_get_text (part_of_row (f, DANBI_FIELD_BIRTH_DATE, "entry")), ==, "075/01/15");
  understood = gtk_label_get_label (part_of_row (f, DANBI_FIELD_PATIENT_ID, "understood"));
  g_assert_true (g_str_has_prefix (understood, "from an earlier case"));
  g_assert_false (gtk_widget_get_visible (part_of_row (f, DANBI_FIELD_PATIENT_ID,
                                                       "confirm_button")));
}

/* Down in an empty field shows who was here last, and stands on the first of them. */
static void
test_last_patient (Fixture       *f,
                   gconstpointer  data)
{
  enter_earlier_case (f);
  gtk_widget_grab_focus (part_of_row (f, DANBI_FIELD_PATIENT_ID, "entry"));
  press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Down, 0);
  wait_for_patients (f, 1);
  press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Return, 0);
  g_assert_cmpstr (value_of (f, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  press (f, "new-case");
  g_assert_cmpstr (value_of (f, DANBI_FIELD_PATIENT_ID), ==, "");
}

/* Nobody is taken whom no one has seen, and what is found too late is not shown. */
static void
test_unseen_patient (Fixture       *f,
                     gconstpointer  data)
{
  int end = 2;

  enter_earlier_case (f);
  gtk_widget_grab_focus (part_of_row (f, DANBI_FIELD_PATIENT_ID, "entry"));
  press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Down, 0);
  g_assert_false (press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Return, 0));
  g_assert_cmpstr (value_of (f, DANBI_FIELD_PATIENT_ID), ==, "");
  g_assert_true (press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Escape, 0));
  g_usleep (50000);
  settle ();
  g_assert_cmpuint (count_patients (f), ==, 0);

  /* Also where the list before still stands there. */
  type (f, DANBI_FIELD_PATIENT_ID, "a1");
  wait_for_patients (f, 1);
  g_assert_true (press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Down, 0));
  gtk_editable_insert_text (part_of_row (f, DANBI_FIELD_PATIENT_ID, "entry"), "2", -1, &end);
  g_assert_cmpuint (count_patients (f), ==, 1);
  g_assert_false (press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Return, 0));
  g_assert_cmpstr (value_of (f, DANBI_FIELD_PATIENT_ID), ==, "A12");
}

static guint
count_suggestions (Fixture *f)
{
  g_auto (GStrv) values = danbi_desk_dup_suggestions (f->desk, get_case (f),
                                                      DANBI_FIELD_VISIT_TYPE);

  return g_strv_length (values);
}

/* Nothing is remembered in a new store, so there is nothing that Delete may forget. */
static void
test_delete_forgets_only_what_was_used (Fixture       *f,
                                        gconstpointer  data)
{
  gtk_widget_grab_focus (part_of_row (f, DANBI_FIELD_VISIT_TYPE, "entry"));
  g_assert_cmpuint (count_suggestions (f), ==, 0);
  press_key (f, DANBI_FIELD_VISIT_TYPE, GDK_KEY_Down, 0);
  g_assert_false (press_key (f, DANBI_FIELD_VISIT_TYPE, GDK_KEY_Delete, 0));
  /* Ctrl+Z is the form's then. */
  press_key (f, DANBI_FIELD_VISIT_TYPE, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpuint (count_suggestions (f), ==, 0);
}

static void
test_delete_forgets (Fixture       *f,
                     gconstpointer  data)
{
  gtk_widget_grab_focus (part_of_row (f, DANBI_FIELD_VISIT_TYPE, "entry"));
  g_assert_cmpuint (count_suggestions (f), ==, 1);
  press_key (f, DANBI_FIELD_VISIT_TYPE, GDK_KEY_Down, 0);
  g_assert_true (press_key (f, DANBI_FIELD_VISIT_TYPE, GDK_KEY_Delete, 0));
  g_assert_cmpuint (count_suggestions (f), ==, 0);
  g_assert_true (press_key (f, DANBI_FIELD_VISIT_TYPE, GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_cmpuint (count_suggestions (f), ==, 1);

  /* What was typed is nobody's to delete but who typed it. */
  press_key (f, DANBI_FIELD_VISIT_TYPE, GDK_KEY_Escape, 0);
  g_assert_false (press_key (f, DANBI_FIELD_VISIT_TYPE, GDK_KEY_Delete, 0));
  g_assert_cmpuint (count_suggestions (f), ==, 1);
}

static void
test_template (Fixture       *f,
               gconstpointer  data)
{
  press (f, "keep-template");
  g_assert_cmpuint (danbi_desk_get_templates (f->desk)->len, ==, 0);
  type (f, DANBI_FIELD_ORDER_CODE, "34004C");
  type (f, DANBI_FIELD_SITE, "FM");
  type (f, DANBI_FIELD_PATIENT_ID, "A123456789");
  press (f, "keep-template");
  g_assert_cmpuint (danbi_desk_get_templates (f->desk)->len, ==, 1);

  /* The open case has its examination, so a new one is meant. */
  use_template (f, 1);
  settle ();
  g_assert_cmpstr (value_of (f, DANBI_FIELD_ORDER_CODE), ==, "34004C");
  g_assert_cmpstr (value_of (f, DANBI_FIELD_SITE), ==, "FM");
  g_assert_cmpstr (value_of (f, DANBI_FIELD_PATIENT_ID), ==, "");

  /* One that only has its patient is filled. */
  press (f, "new-case");
  type (f, DANBI_FIELD_PATIENT_ID, "F131104093");
  use_template (f, 1);
  use_template (f, 2);
  g_assert_cmpstr (value_of (f, DANBI_FIELD_ORDER_CODE), ==, "34004C");
  g_assert_cmpstr (value_of (f, DANBI_FIELD_PATIENT_ID), ==, "F131104093");
}

/* The property: after a new case nothing is left of anybody before (issue 5, Done 2). */

/* Everything of patients so far that could be left somewhere, as it would be shown. */
typedef struct
{
  GHashTable *marks;
  guint n_images;
} Past;

static void
mark (Past       *past,
      const char *text)
{
  g_hash_table_add (past->marks, g_strdup (text));
}

static char *
dup_random_identity (void)
{
  g_autofree char *id = NULL;

  do
    {
      g_free (id);
      id = g_strdup_printf ("%c%d%08d", g_test_rand_int_range ('A', 'Z' + 1),
                            g_test_rand_int_range (1, 3),
                            g_test_rand_int_range (0, 100000000));
    }
  while (!danbi_identity_has_valid_checksum (id));
  return g_steal_pointer (&id);
}

static void
type_marked (Fixture    *f,
             Past       *past,
             DanbiField  field,
             const char *text)
{
  g_auto (GStrv) tokens = g_strsplit (text, " ", -1);

  for (guint i = 0; tokens[i]; i++)
    mark (past, tokens[i]);
  type (f, field, text);
}

static void
type_patient (Fixture *f,
              Past    *past)
{
  g_autofree char *id = dup_random_identity ();
  g_autofree char *born = g_strdup_printf ("%03d/%02d/%02d", g_test_rand_int_range (20, 110),
                                           g_test_rand_int_range (1, 13),
                                           g_test_rand_int_range (1, 29));

  type_marked (f, past, DANBI_FIELD_PATIENT_ID, id);
  if (g_test_rand_bit ())
    type_marked (f, past, DANBI_FIELD_BIRTH_DATE, born);
}

static void
type_visit (Fixture *f,
            Past    *past)
{
  g_autofree char *card = g_strdup_printf ("115/%02d/%02d %02d:%02d:%02d",
                                           g_test_rand_int_range (1, 11),
                                           g_test_rand_int_range (1, 29),
                                           g_test_rand_int_range (0, 24),
                                           g_test_rand_int_range (0, 60),
                                           g_test_rand_int_range (0, 60));
  g_autofree char *number = g_strdup_printf ("W%03d", g_test_rand_int_range (1, 1000));

  type_marked (f, past, DANBI_FIELD_CARD_TIME, card);
  type_marked (f, past, DANBI_FIELD_VISIT_SEQ, number);
}

static void
type_rare (Fixture *f,
           Past    *past)
{
  g_autofree char *born = g_strdup_printf ("115/%02d/%02d", g_test_rand_int_range (1, 11),
                                           g_test_rand_int_range (1, 29));
  g_autofree char *received = g_strdup_printf ("115/%02d/%02d %02d:%02d",
                                               g_test_rand_int_range (1, 11),
                                               g_test_rand_int_range (1, 29),
                                               g_test_rand_int_range (0, 24),
                                               g_test_rand_int_range (0, 60));

  unfold (GTK_WIDGET (f->window));
  type_marked (f, past, DANBI_FIELD_NEWBORN_BIRTH_DATE, born);
  type (f, DANBI_FIELD_NEWBORN_MARK, "A");
  type_marked (f, past, DANBI_FIELD_RECEIVED_TIME, received);
}

static void
add_images (Fixture *f,
            Past    *past)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = g_test_rand_int_range (1, 4); i > 0; i--)
    {
      g_autofree char *name = g_strdup_printf ("FILM%06u.JPG", past->n_images++);
      g_autofree char *path = g_strconcat ("/nowhere/", name, NULL);
      DanbiImage *image = danbi_image_new (path);

      image->source_path = g_strdup (path);
      image->error = g_strdup ("no such file");
      image->patient_id = dup_random_identity ();
      mark (past, name);
      mark (past, image->patient_id);
      g_ptr_array_add (images, image);
    }
  danbi_case_take_images (get_case (f), g_steal_pointer (&images));
}

/* Whoever was here before, by keys; the list may also stay open. */
static void
look_for_patient (Fixture *f,
                  Past    *past)
{
  g_autofree char *prefix = g_strdup_printf ("%c", g_test_rand_int_range ('A', 'Z' + 1));

  type (f, DANBI_FIELD_PATIENT_ID, g_test_rand_bit () ? prefix : "");
  press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Down, 0);
  if (g_test_rand_bit ())
    g_usleep (3000); /* they are found meanwhile, or the next thing comes before */
  settle ();
  if (g_test_rand_bit ())
    press_key (f, DANBI_FIELD_PATIENT_ID, GDK_KEY_Return, 0);
}

static void
copy_something (Fixture *f,
                Past    *past)
{
  GtkEditable *entry = part_of_row (f, DANBI_FIELD_PATIENT_ID, "entry");

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_select_region (entry, 0, -1);
  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (entry)), "clipboard.copy",
                              NULL);
}

/* %NULL while it is not open. */
static GtkWidget *
find_query (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at; at = at->next)
    if (DANBI_IS_QUERY_WINDOW (at->data))
      return at->data;
  return NULL;
}

static gboolean
is_conditions (GtkWidget     *widget,
               gconstpointer  data)
{
  return DANBI_IS_QUERY_CONDITIONS (widget);
}

/* Whoever stands at the desk is looked for in 查詢, shown whole, and copied; now and then, as a window
 * takes its time. */
static void
look_up (Fixture *f,
         Past    *past)
{
  const char *id = value_of (f, DANBI_FIELD_PATIENT_ID);
  GtkWidget *query;
  GtkEditable *search;

  if (g_test_rand_int_range (0, 4) > 0)
    return;
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "query", NULL);
  query = find_query ();
  g_assert_nonnull (query);
  search = GTK_EDITABLE (gtk_widget_get_template_child (find_widget (query, is_conditions, NULL),
                                                        DANBI_TYPE_QUERY_CONDITIONS, "search"));
  gtk_editable_set_text (search, id);
  gtk_widget_activate_action (query, "query.full-ids", NULL);
  if (g_test_rand_bit ())
    settle ();
  gtk_widget_activate_action (query, "query.copy", NULL);
}

static void
go_on (Fixture *f,
       Past    *past)
{
  if (g_test_rand_bit ())
    press (f, "next-order");
  else
    use_template (f, 1);
}

/* What stands in a widget for anybody to read. */
static void
add_texts (GtkWidget *widget,
           GString   *texts)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (GTK_IS_LABEL (widget))
    g_string_append_printf (texts, "%s\n", gtk_label_get_label (GTK_LABEL (widget)));
  if (GTK_IS_EDITABLE (widget))
    g_string_append_printf (texts, "%s\n", gtk_editable_get_text (GTK_EDITABLE (widget)));
  for (guint i = 0; DANBI_IS_QUERY_ROW (widget) && i < DANBI_QUERY_N_COLUMNS; i++)
    {
      const char *cell = danbi_query_row_get_text (DANBI_QUERY_ROW (widget), i);

      g_string_append_printf (texts, "%s\n", cell ? cell : "");
    }
  if (tooltip)
    g_string_append_printf (texts, "%s\n", tooltip);
}

/* GTK keeps the text of the tooltip that was shown last, where nobody can see it any more. */
static gboolean
is_hidden_tooltip (GtkWidget *widget)
{
  return strcmp (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow") == 0 &&
         !gtk_widget_get_mapped (widget);
}

/* The list of cases at the side is there to show earlier ones, masked; it is read apart. */
static void
collect (GtkWidget *widget,
         GString   *texts)
{
  if (DANBI_IS_CASE_SIDEBAR (widget) || is_hidden_tooltip (widget))
    return;
  if (DANBI_IS_CHOICE_POPOVER (widget))
    g_assert_cmpuint (count_choices (widget), ==, 0);
  add_texts (widget, texts);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect (child, texts);
}

static void
collect_sidebar (GtkWidget *widget,
                 GString   *texts)
{
  add_texts (widget, texts);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect_sidebar (child, texts);
}

static gboolean
is_sidebar (GtkWidget     *widget,
            gconstpointer  data)
{
  return DANBI_IS_CASE_SIDEBAR (widget);
}

/* Whole words only: 115/01/02 in one patient's date is nothing of another's 1115/01/021. */
static void
assert_unmarked (Past       *past,
                 const char *texts,
                 gboolean    identities_only)
{
  g_auto (GStrv) words = g_strsplit_set (texts, " \n\t,()·“”", -1);

  for (guint i = 0; words[i]; i++)
    if (*words[i] != '\0' && g_hash_table_contains (past->marks, words[i]) &&
        (!identities_only || danbi_identity_has_valid_checksum (words[i])))
      {
        g_test_message ("“%s” is left", words[i]);
        g_test_fail ();
      }
}

static void
undo_everywhere (Fixture *f)
{
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    if (get_row (f, field))
      gtk_widget_activate_action (
        GTK_WIDGET (gtk_editable_get_delegate (part_of_row (f, field, "entry"))), "text.undo",
        NULL);
}

static void
assert_nothing_left (Fixture *f,
                     Past    *past)
{
  g_autoptr (GString) texts = g_string_new (NULL);
  g_autoptr (GString) aside = g_string_new (NULL);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (f->window));

  unfold (GTK_WIDGET (f->window));
  undo_everywhere (f);
  collect (GTK_WIDGET (f->window), texts);
  if (find_query ())
    collect (find_query (), texts);
  assert_unmarked (past, texts->str, FALSE);
  collect_sidebar (find_widget (GTK_WIDGET (f->window), is_sidebar, NULL), aside);
  assert_unmarked (past, aside->str, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (get_case (f))), ==, 0);
  g_assert_false (gdk_clipboard_is_local (clipboard) && gdk_clipboard_get_content (clipboard));
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    if (field != DANBI_FIELD_CARD_MAKEUP && field != DANBI_FIELD_REPORT_SEQ)
      g_assert_cmpstr (value_of (f, field), ==, "");
}

/* One after another in the same window, with a template at hand. */
static void
hold_sessions (Fixture *f,
               Past    *past)
{
  static void (*const deeds[]) (Fixture *f, Past *past) = {
    type_patient, type_patient, type_visit, type_rare, add_images, look_for_patient,
    copy_something, look_up,      go_on,
  };

  type (f, DANBI_FIELD_ORDER_CODE, "34004C");
  press (f, "keep-template");
  press (f, "new-case");
  for (guint i = 0; i < N_IN_A_ROW && !g_test_failed (); i++)
    {
      type_patient (f, past);
      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        deeds[g_test_rand_int_range (0, G_N_ELEMENTS (deeds))](f, past);
      if (g_test_rand_bit ())
        settle ();
      press (f, "new-case");
      assert_nothing_left (f, past);
    }
}

/* Each day begins with an empty list. */
static void
test_nothing_is_left (Fixture       *f,
                      gconstpointer  data)
{
  Past past = { .marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  for (guint day = 0; day < N_SESSIONS / N_IN_A_ROW && !g_test_failed (); day++)
    {
      hold_sessions (f, &past);
      tear_down (f, NULL);
      set_up (f, NULL);
    }
  g_hash_table_unref (past.marks);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/danbi/app/knowing/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  application = danbi_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  ADD ("a_known_patient_is_taken_by_a_choice_only", test_known_patient);
  ADD ("the_arrow_finds_who_was_here_last", test_last_patient);
  ADD ("nobody_is_taken_who_was_not_shown", test_unseen_patient);
  ADD ("delete_forgets_only_what_was_used", test_delete_forgets_only_what_was_used);
  g_test_add ("/danbi/app/knowing/delete_forgets_and_undo_recalls", Fixture, "AF", set_up,
              test_delete_forgets, tear_down);
  ADD ("a_template_fills_a_case_of_nobody", test_template);
  ADD ("nothing_is_left_of_a_patient_in_a_thousand_sessions", test_nothing_is_left);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
