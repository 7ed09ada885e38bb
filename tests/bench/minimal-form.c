/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The peer of typing and scrolling: the least window of libadwaita with an entry and a list of
 * 100,000 lines. Does what frames does, and prints what it costs. */
#include "config.h"

#include <adwaita.h>

#include "frame-hand.h"
#include "frame-meter.h"

#define N_LINES 100000
#define N_WHEEL 200
#define SETTLE_MS 1500

static GtkWidget *entry;
static GtkWidget *list;

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item)
{
  GtkStringObject *line = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (line));
}

static GListModel *
make_lines (void)
{
  GtkStringList *lines = gtk_string_list_new (NULL);

  for (guint i = 0; i < N_LINES; i++)
    gtk_string_list_take (lines, g_strdup_printf ("A%09u", i));
  return G_LIST_MODEL (lines);
}

static GtkWidget *
make_list (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (make_lines ())),
                            factory);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
make_window (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  entry = gtk_entry_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), make_list ());
  adw_window_set_content (ADW_WINDOW (window), box);
  return window;
}

int
main (void)
{
  GtkWidget *window;

  adw_init ();
  frame_hand_open ();
  window = make_window ();
  frame_hand_park ();
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (entry);
  frame_hand_wait (SETTLE_MS);
  frame_meter_start ();
  frame_meter_watch (window);

  frame_meter_begin ("typing");
  for (guint i = 0; i < 5; i++)
    frame_hand_type ("a12345678975/1/15");
  frame_meter_end ();

  frame_hand_point_at (list);
  frame_meter_begin ("scrolling");
  frame_hand_turn_wheel (N_WHEEL);
  frame_meter_end ();
  return 0;
}
