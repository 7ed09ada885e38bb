/* SPDX-License-Identifier: GPL-3.0-or-later */
/* image-list fill DIR FOLDER: takes the images of FOLDER into a new case of the store in DIR.
 * image-list scroll DIR: shows the images of that case as the window does, scrolls through all of
 * them, prints what the main loop worked for it, and stays open until its input ends. */
#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "danbi-app-resources.h"
#include "danbi-image-list.h"

/* A quick hand, and one that looks: in both all rows come by once. */
#define QUICK_PIXELS 300
#define QUICK_MS 16
#define SLOW_MS 250

typedef struct
{
  GtkAdjustment *adjustment;
  double step;
  gint64 last_us;    /* of the processor, in this thread */
  gint64 longest_us;
  gboolean done;
} Scroll;

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static int
fill (DanbiDesk  *desk,
      const char *folder)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (desk);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_list_store_append (files, file);
  danbi_desk_add_images_async (desk, item, G_LIST_MODEL (files), NULL, NULL, NULL, keep_result_cb,
                               &result);
  if (!danbi_desk_add_images_finish (desk, await (&result), &error))
    g_error ("%s", error->message);
  return 0;
}

static DanbiCase *
load (DanbiDesk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DanbiCase *item;

  danbi_desk_load_case_async (desk, 1, NULL, keep_result_cb, &result);
  item = danbi_desk_load_case_finish (desk, await (&result), &error);
  if (!item)
    g_error ("%s", error->message);
  return item;
}

static GtkWidget *
find_kind (GtkWidget *widget,
           GType      kind)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, kind) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_kind (child, kind);
  return found;
}

/* Not the clock on the wall: what else the machine does is not the list's doing. */
static gint64
get_own_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
scroll_cb (gpointer user_data)
{
  Scroll *scroll = user_data;
  double end = gtk_adjustment_get_upper (scroll->adjustment)
               - gtk_adjustment_get_page_size (scroll->adjustment);
  double at = gtk_adjustment_get_value (scroll->adjustment);
  gint64 now_us = get_own_us ();

  if (scroll->last_us)
    scroll->longest_us = MAX (scroll->longest_us, now_us - scroll->last_us);
  scroll->last_us = now_us;
  gtk_adjustment_set_value (scroll->adjustment, MIN (at + scroll->step, end));
  scroll->done = at >= end;
  return scroll->done ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* Returns: what the main loop worked at most between two steps, in milliseconds. */
static double
scroll_through (GtkAdjustment *adjustment,
                double         step,
                guint          interval_ms)
{
  Scroll scroll = { adjustment, step, 0, 0, FALSE };

  gtk_adjustment_set_value (adjustment, 0);
  g_timeout_add (interval_ms, scroll_cb, &scroll);
  while (!scroll.done)
    g_main_context_iteration (NULL, TRUE);
  return (double) scroll.longest_us / 1000;
}

static void
wait_ms (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < until)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static int
show (DanbiDesk *desk)
{
  g_autoptr (DanbiCase) item = load (desk);
  GtkWidget *window = gtk_window_new ();
  DanbiImageList *list = g_object_new (DANBI_TYPE_IMAGE_LIST, NULL);
  GtkAdjustment *adjustment;
  double quick_ms, slow_ms;

  gtk_window_set_default_size (GTK_WINDOW (window), 400, 700);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (list));
  danbi_image_list_set_case (list, desk, item);
  danbi_image_list_refresh (list);
  gtk_window_present (GTK_WINDOW (window));
  wait_ms (2000);
  adjustment = gtk_scrollable_get_vadjustment (
    GTK_SCROLLABLE (find_kind (GTK_WIDGET (list), GTK_TYPE_LIST_VIEW)));
  quick_ms = scroll_through (adjustment, QUICK_PIXELS, QUICK_MS);
  slow_ms = scroll_through (adjustment, gtk_adjustment_get_page_size (adjustment), SLOW_MS);
  wait_ms (1000);
  g_print ("%u %.1f %.1f\n", g_list_model_get_n_items (danbi_case_get_images (item)), quick_ms,
           slow_ms);
  getchar ();
  return 0;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (DanbiDesk) desk = NULL;
  g_autoptr (GError) error = NULL;

  desk = danbi_desk_open (argv[2], &error);
  if (!desk)
    g_error ("%s", error->message);
  if (g_str_equal (argv[1], "fill"))
    return fill (desk, argv[3]);
  adw_init ();
  danbi_app_register_resource ();
  return show (desk);
}
