/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a long list has its content while it is in sight. Needs a display. */
#include "config.h"

#include "danbi-lazy-bin.h"

#define N_ITEMS 500
#define ROW_HEIGHT 30
#define PATIENCE_S 20
/* What a window of so many pixels may have in sight, with what is cut off at both ends. */
#define WINDOW_HEIGHT 300
#define MOST_IN_SIGHT (WINDOW_HEIGHT / ROW_HEIGHT + 2)

typedef struct
{
  GtkWidget *window;
  GtkWidget *scroller;
  int height;
  guint n_alive;
  guint n_made;
} Fixture;

static void
gone_cb (Fixture *f)
{
  f->n_alive--;
}

static GtkWidget *
make_content (gpointer item,
              gpointer user_data)
{
  Fixture *f = user_data;
  GtkWidget *label = gtk_label_new (gtk_string_object_get_string (item));

  gtk_widget_set_size_request (label, -1, ROW_HEIGHT);
  g_signal_connect_swapped (label, "destroy", G_CALLBACK (gone_cb), f);
  f->n_alive++;
  f->n_made++;
  return label;
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item,
          Fixture            *f)
{
  gtk_list_item_set_child (item, danbi_lazy_bin_new (&f->height, make_content, f));
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         Fixture            *f)
{
  danbi_lazy_bin_set_item (DANBI_LAZY_BIN (gtk_list_item_get_child (item)),
                           gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *item,
           Fixture            *f)
{
  danbi_lazy_bin_set_item (DANBI_LAZY_BIN (gtk_list_item_get_child (item)), NULL);
}

static GListModel *
make_items (void)
{
  GtkStringList *items = gtk_string_list_new (NULL);

  for (guint i = 0; i < N_ITEMS; i++)
    gtk_string_list_take (items, g_strdup_printf ("%u", i));
  return G_LIST_MODEL (items);
}

static GtkAdjustment *
get_adjustment (Fixture *f)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (f->scroller));
}

static void
wait_until_made (Fixture *f,
                 guint    n)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (f->n_made < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *model = GTK_SELECTION_MODEL (gtk_no_selection_new (make_items ()));

  f->height = ROW_HEIGHT;
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), f);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), f);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), f);
  f->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (f->scroller),
                                 gtk_list_view_new (model, factory));
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 200, WINDOW_HEIGHT);
  gtk_window_set_child (GTK_WINDOW (f->window), f->scroller);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until_made (f, 5);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_assert_cmpuint (f->n_alive, ==, 0);
}

static void
test_in_sight (Fixture       *f,
               gconstpointer  data)
{
  guint n_before = f->n_made;

  g_assert_cmpuint (f->n_alive, >, 0);
  g_assert_cmpuint (f->n_alive, <=, MOST_IN_SIGHT);

  /* Others come, and those before go. */
  gtk_adjustment_set_value (get_adjustment (f), 200 * ROW_HEIGHT);
  wait_until_made (f, n_before + 5);
  g_assert_cmpuint (f->n_alive, <=, MOST_IN_SIGHT);
}

/* Or the list would jump as it is scrolled. */
static void
test_height (Fixture       *f,
             gconstpointer  data)
{
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_adjustment (f)), >=, N_ITEMS * ROW_HEIGHT);
}

static void
test_hidden (Fixture       *f,
             gconstpointer  data)
{
  gtk_widget_set_visible (f->scroller, FALSE);
  g_assert_cmpuint (f->n_alive, ==, 0);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/danbi/app/lazy-bin/" path, Fixture, NULL, set_up, function, tear_down)

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
  ADD ("only_what_is_in_sight_has_its_content", test_in_sight);
  ADD ("what_is_out_of_sight_is_as_high_as_the_others", test_height);
  ADD ("nothing_has_its_content_while_the_list_is_hidden", test_hidden);
  return g_test_run ();
}
