/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reader of the screen is told: names, what is wrong, what is new. Needs a display. */
#include "config.h"

#include <adwaita.h>

#include "danbi-reader.h"

/* GTK 4.14 has this; a program that is built with 4.8 finds it all the same. */
void hear (GtkAccessible *accessible, const char *message, int priority)
  __asm__ ("gtk_accessible_announce");

static char *heard = NULL;

void
hear (GtkAccessible *accessible,
      const char    *message,
      int            priority)
{
  g_free (heard);
  heard = g_strdup (message);
}

static void
test_announcements_are_heard (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new ("Sent"));

  danbi_reader_announce (label, "Accepted");
  g_assert_cmpstr (heard, ==, "Accepted");
  g_clear_pointer (&heard, g_free);
  g_object_unref (label);
}

static void
test_an_entry_is_described_when_that_changes (void)
{
  GtkWidget *entry = g_object_ref_sink (gtk_entry_new ());

  g_assert_true (danbi_reader_describe (entry, "required", FALSE));
  g_assert_false (danbi_reader_describe (entry, "required", FALSE));
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "required");
  g_assert_true (danbi_reader_describe (entry, "There is no such day.", TRUE));
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "There is no such day.");
  gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (danbi_reader_describe (entry, "", FALSE));
  gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
  g_object_unref (entry);
}

static GtkWidget *
find_child (GtkWidget *widget,
            GType      type)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (child && !G_TYPE_CHECK_INSTANCE_TYPE (child, type))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
test_what_gtk_leaves_without_a_name_has_one (void)
{
  GtkWidget *button = g_object_ref_sink (adw_split_button_new ());
  GtkWidget *arrow = find_child (button, GTK_TYPE_MENU_BUTTON);
  GtkWidget *item = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  GtkWidget *child = gtk_label_new ("34004C");

  danbi_reader_name_inside (button, GTK_TYPE_MENU_BUTTON, "Templates");
  gtk_test_accessible_assert_property (arrow, GTK_ACCESSIBLE_PROPERTY_LABEL, "Templates");
  danbi_reader_name_item (child, "nowhere");
  gtk_box_append (GTK_BOX (item), child);
  danbi_reader_name_item (child, "34004C FM");
  gtk_test_accessible_assert_property (item, GTK_ACCESSIBLE_PROPERTY_LABEL, "34004C FM");
  g_object_unref (item);
  g_object_unref (button);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/danbi/app/reader/announcements_are_heard", test_announcements_are_heard);
  g_test_add_func ("/danbi/app/reader/an_entry_is_described_when_that_changes",
                   test_an_entry_is_described_when_that_changes);
  g_test_add_func ("/danbi/app/reader/what_gtk_leaves_without_a_name_has_one",
                   test_what_gtk_leaves_without_a_name_has_one);
  return g_test_run ();
}
