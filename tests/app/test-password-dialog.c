/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog that asks for the password of an archive: typed, given up. Needs a display. */
#include "config.h"

#include "danbi-app-resources.h"
#include "danbi-password-dialog.h"

static GtkWidget *
find_child (GtkWidget *widget,
            GType      type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_child (child, type);
  return found;
}

/* What is typed and Return, or the dialog closed as Escape does. */
static char *
answer (gboolean    wrong,
        const char *typed)
{
  g_autoptr (DanbiPasswordRequest) request
    = danbi_password_request_new ("/media/disc/hospital.zip", wrong);
  GtkWidget *dialog = danbi_password_dialog_new (NULL, request);
  GtkWidget *entry = find_child (dialog, GTK_TYPE_PASSWORD_ENTRY);
  GtkWidget *open_button = gtk_window_get_default_widget (GTK_WINDOW (dialog));

  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_false (gtk_widget_get_sensitive (open_button));
  gtk_editable_set_text (GTK_EDITABLE (entry), typed);
  g_assert_true (gtk_widget_get_sensitive (open_button) == (*typed != '\0'));
  if (*typed)
    g_signal_emit_by_name (open_button, "clicked");
  else
    gtk_window_close (GTK_WINDOW (dialog));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return danbi_password_request_wait (request, NULL);
}

static void
test_typed (void)
{
  g_autofree char *password = answer (FALSE, "secret");

  g_assert_cmpstr (password, ==, "secret");
}

static void
test_given_up (void)
{
  g_assert_null (answer (TRUE, ""));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  danbi_app_register_resource ();
  g_test_add_func ("/danbi/app/password-dialog/what_is_typed_is_the_answer", test_typed);
  g_test_add_func ("/danbi/app/password-dialog/closing_it_gives_none", test_given_up);
  return g_test_run ();
}
