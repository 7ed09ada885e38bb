/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clinic's own codes in the welcome, and the window of templates. Needs a display. */
#include "config.h"

#include "danbi-app-resources.h"
#include "danbi-clinic-group.h"
#include "danbi-file.h"
#include "danbi-settings.h"
#include "danbi-templates-window.h"
#include "danbi-welcome.h"

typedef struct
{
  char *dir;
  DanbiDesk *desk;
  GSettings *settings;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("danbi-clinic-XXXXXX", &error);
  g_assert_no_error (error);
  f->desk = danbi_desk_open (f->dir, &error);
  g_assert_no_error (error);
  f->settings = danbi_settings_open ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->settings);
  g_clear_object (&f->desk);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
}

static void
destroy (gpointer window)
{
  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (window);
}

static void
assert_setting (Fixture    *f,
                const char *key,
                const char *expected)
{
  g_autofree char *value = g_settings_get_string (f->settings, key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_welcome (Fixture       *f,
              gconstpointer  data)
{
  const DanbiRules *rules = danbi_rulebook_get_rules (danbi_desk_get_rulebook (f->desk), NULL);
  DanbiWelcome *welcome = danbi_welcome_new (NULL, f->settings, rules, TRUE);
  GtkWidget *group = GTK_WIDGET (
    gtk_widget_get_template_child (GTK_WIDGET (welcome), DANBI_TYPE_WELCOME, "clinic"));
  gpointer id = gtk_widget_get_template_child (group, DANBI_TYPE_CLINIC_GROUP, "provider_id");
  gpointer problem = gtk_widget_get_template_child (group, DANBI_TYPE_CLINIC_GROUP,
                                                    "provider_id_problem");
  gpointer type = gtk_widget_get_template_child (group, DANBI_TYPE_CLINIC_GROUP, "provider_type");
  g_autoptr (DanbiCase) item = NULL;

  gtk_window_present (GTK_WINDOW (welcome));
  g_assert_true (g_settings_get_boolean (f->settings, "welcomed"));
  gtk_editable_set_text (id, "350120000");
  assert_setting (f, "provider-id", "");
  g_assert_false (gtk_widget_get_visible (problem));
  gtk_editable_set_text (id, "35012A0007");
  assert_setting (f, "provider-id", "");
  g_assert_true (gtk_widget_get_visible (problem));
  gtk_editable_set_text (id, "3501200007");
  assert_setting (f, "provider-id", "3501200007");
  g_assert_false (gtk_widget_get_visible (problem));
  adw_combo_row_set_selected (type, 1);
  assert_setting (f, "provider-type",
                  danbi_rules_get_code (rules, DANBI_CODE_TABLE_PROVIDER_TYPES, 0)->code);
  adw_combo_row_set_selected (type, 0);
  assert_setting (f, "provider-type", "");

  danbi_settings_tell_clinic (f->settings, f->desk);
  item = danbi_desk_new_case (f->desk);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PROVIDER_ID), ==, "3501200007");
  g_assert_false (danbi_case_needs_confirmation (item, DANBI_FIELD_PROVIDER_ID));
  destroy (welcome);
}

static GtkListBoxRow *
get_row (DanbiTemplatesWindow *window,
         int                   place)
{
  gpointer list = gtk_widget_get_template_child (GTK_WIDGET (window), DANBI_TYPE_TEMPLATES_WINDOW,
                                                 "list");

  return gtk_list_box_get_row_at_index (list, place);
}

/* The button of a row by its name, which may take the row with it. */
static gboolean
click (GtkWidget  *widget,
       const char *name)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0)
    {
      g_signal_emit_by_name (widget, "clicked");
      return TRUE;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (click (child, name))
      return TRUE;
  return FALSE;
}

static void
assert_names (Fixture    *f,
              const char *expected)
{
  GPtrArray *templates = danbi_desk_get_templates (f->desk);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < templates->len; i++)
    g_string_append_printf (names, "%s ",
                            ((DanbiTemplate *) g_ptr_array_index (templates, i))->name);
  g_assert_cmpstr (names->str, ==, expected);
}

static void
set_templates (Fixture *f)
{
  static const char *const codes[] = { "34004C", "33070B" };
  g_autoptr (GPtrArray) templates
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_template_free);

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (DanbiCase) item = danbi_case_new ();

      danbi_case_set_value (item, DANBI_FIELD_ORDER_CODE, codes[i], DANBI_ORIGIN_TYPED);
      g_ptr_array_add (templates, danbi_template_new_from_case (item));
    }
  danbi_desk_set_templates (f->desk, templates);
}

static void
test_templates_window (Fixture       *f,
                       gconstpointer  data)
{
  DanbiTemplatesWindow *window = danbi_templates_window_new (NULL, f->desk);

  gtk_window_present (GTK_WINDOW (window));
  g_assert_null (get_row (window, 0));
  set_templates (f);
  danbi_templates_window_name_last (window);
  gtk_editable_set_text (GTK_EDITABLE (get_row (window, 1)), "CT_1");
  assert_names (f, "34004C CT_1 ");
  gtk_editable_set_text (GTK_EDITABLE (get_row (window, 1)), "A123456789");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_row (window, 1)), "error"));
  assert_names (f, "34004C CT_1 ");

  g_assert_true (click (GTK_WIDGET (get_row (window, 1)), "Move up"));
  assert_names (f, "CT_1 34004C ");
  g_assert_true (click (GTK_WIDGET (get_row (window, 0)), "Delete this template"));
  assert_names (f, "34004C ");
  gtk_widget_activate_action (GTK_WIDGET (window), "templates.undo", NULL);
  assert_names (f, "CT_1 34004C ");
  destroy (window);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/danbi/app/clinic/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  danbi_app_register_resource ();

  ADD ("the_welcome_keeps_whole_codes_only", test_welcome);
  ADD ("templates_are_renamed_moved_and_deleted", test_templates_window);
  return g_test_run ();
}
