/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of preferences: what is chosen there and what it keeps. Needs a display. */
#include "config.h"

#include "danbi-app-resources.h"
#include "danbi-file.h"
#include "danbi-preferences.h"
#include "danbi-settings.h"

typedef struct
{
  char *dir;
  DanbiDesk *desk;
  GSettings *settings;
  DanbiPreferences *preferences;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("danbi-preferences-XXXXXX", &error);
  g_assert_no_error (error);
  f->desk = danbi_desk_open (f->dir, &error);
  g_assert_no_error (error);
  f->settings = danbi_settings_open ();
  g_settings_set_boolean (f->settings, "practice", FALSE);
  f->preferences = danbi_preferences_new (NULL, f->desk, f->settings);
  gtk_window_present (GTK_WINDOW (f->preferences));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gpointer window = f->preferences;

  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (GTK_WINDOW (f->preferences));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (window);
  g_clear_object (&f->settings);
  g_clear_object (&f->desk);
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
}

static gpointer
part (Fixture    *f,
      const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (f->preferences), DANBI_TYPE_PREFERENCES, name);
}

static void
choose (Fixture    *f,
        const char *where)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->preferences), "preferences.send-to",
                                             "s", where));
}

static void
test_choice (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *destination = NULL;

  g_assert_true (gtk_widget_get_visible (part (f, "gateway_group")));
  choose (f, "folder");
  destination = g_settings_get_string (f->settings, "destination");
  g_assert_cmpstr (destination, ==, "folder");
  g_assert_true (gtk_widget_get_visible (part (f, "folder_group")));
  g_assert_false (gtk_widget_get_visible (part (f, "gateway_group")));
  g_assert_false (gtk_revealer_get_reveal_child (part (f, "restart_revealer")));

  choose (f, "practice");
  g_assert_true (g_settings_get_boolean (f->settings, "practice"));
  g_assert_true (gtk_revealer_get_reveal_child (part (f, "restart_revealer")));
  choose (f, "gateway");
  g_assert_false (g_settings_get_boolean (f->settings, "practice"));
  g_assert_false (gtk_revealer_get_reveal_child (part (f, "restart_revealer")));
}

static void
test_address (Fixture       *f,
              gconstpointer  data)
{
  static const struct
  {
    const char *address;
    gboolean problem;
    gboolean token;
  } cases[] = {
    { "", FALSE, FALSE },
    { "vpn.clinic", TRUE, FALSE },
    { "http://vpn.clinic/up", TRUE, FALSE },
    { "http://127.0.0.1:8080", FALSE, TRUE },
    { "https://vpn.clinic/up", FALSE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (part (f, "address"), cases[i].address);
      g_assert_cmpint (gtk_widget_get_visible (part (f, "address_problem")), ==,
                       cases[i].problem);
      g_assert_cmpint (gtk_widget_get_sensitive (part (f, "token")), ==, cases[i].token);
    }
}

static void
test_bound (Fixture       *f,
            gconstpointer  data)
{
  g_assert_false (gtk_widget_get_sensitive (part (f, "hour")));
  gtk_switch_set_active (part (f, "off_peak_switch"), TRUE);
  g_assert_true (gtk_widget_get_sensitive (part (f, "hour")));
  gtk_spin_button_set_value (part (f, "hour"), 22);
  g_assert_cmpint (g_settings_get_int (f->settings, "off-peak-hour"), ==, 22);
  g_assert_true (g_settings_get_boolean (f->settings, "off-peak"));
}

#define ADD(name, func)                                                                           \
  g_test_add ("/danbi/app/preferences/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  danbi_app_register_resource ();
  ADD ("what_is_chosen_shows_what_belongs_to_it", test_choice);
  ADD ("an_address_must_be_one_that_is_encrypted", test_address);
  ADD ("a_switch_keeps_and_opens_its_number", test_bound);
  return g_test_run ();
}
