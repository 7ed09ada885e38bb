/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window that shows images large, in this process: what its actions do. Needs a display. */
#include "config.h"

#include "danbi-app-resources.h"
#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-fixture.h"
#include "danbi-gaze.h"
#include "danbi-picture-loader.h"
#include "danbi-stack.h"
#include "danbi-test-rulebook.h"
#include "danbi-viewer.h"

#define PATIENCE_S 60

typedef struct
{
  char *dir;
  DanbiDesk *desk;
  DanbiCase *item;
  DanbiViewer *viewer;
} Fixture;

static void
wait_for (gboolean (*done) (gpointer),
          gpointer data)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
add_images (Fixture    *f,
            const char *path)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_list_store_append (files, file);
  danbi_desk_add_images_async (f->desk, f->item, G_LIST_MODEL (files), NULL, NULL, NULL,
                               keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (danbi_desk_add_images_finish (f->desk, result, &error));
  g_assert_no_error (error);
}

static void
write_set (Fixture         *f,
           const char      *name,
           DanbiFixtureKind kind,
           guint            n_series,
           guint            n_images,
           guint            frames)
{
  g_autofree char *path = g_build_filename (f->dir, name, NULL);
  DanbiFixtureSet set;
  g_autoptr (GError) error = NULL;

  danbi_fixture_set_init (&set, kind);
  set.n_series = n_series;
  set.n_images = n_images;
  set.base.frames = frames;
  g_assert_true (danbi_fixture_write_set (path, &set, NULL, &error));
  g_assert_no_error (error);
  add_images (f, path);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autofree char *dir = NULL;
  g_autoptr (GError) error = NULL;

  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  f->dir = g_dir_make_tmp ("danbi-viewer-XXXXXX", &error);
  g_assert_no_error (error);
  dir = g_build_filename (f->dir, "data", NULL);
  f->desk = danbi_desk_open (dir, &error);
  g_assert_no_error (error);
  f->item = danbi_desk_new_case (f->desk);
}

static gboolean
has_place (gpointer data)
{
  return danbi_picture_view_get_viewport (danbi_viewer_get_view (data))->view_width > 0;
}

static void
open_viewer (Fixture *f)
{
  f->viewer = danbi_viewer_new (NULL, f->desk, f->item, NULL);
  g_assert_nonnull (f->viewer);
  g_object_add_weak_pointer (G_OBJECT (f->viewer), (gpointer *) &f->viewer);
  gtk_window_present (GTK_WINDOW (f->viewer));
  wait_for (has_place, f->viewer);
}

static gboolean
is_gone (gpointer data)
{
  return ((Fixture *) data)->viewer == NULL;
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  if (f->viewer)
    gtk_window_close (GTK_WINDOW (f->viewer));
  wait_for (is_gone, f);
  g_clear_object (&f->item);
  g_clear_object (&f->desk);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
}

static gboolean
has_picture (gpointer data)
{
  return danbi_picture_view_get_picture (danbi_viewer_get_view (((Fixture *) data)->viewer))
         != NULL;
}

static void
press (Fixture    *f,
       const char *action,
       int         parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (f->viewer), action, parameter ? "i" : NULL, parameter);
  wait_for (has_picture, f);
}

static const DanbiTone *
get_tone (Fixture *f)
{
  return danbi_picture_view_get_tone (danbi_viewer_get_view (f->viewer));
}

static const DanbiViewport *
get_viewport (Fixture *f)
{
  return danbi_picture_view_get_viewport (danbi_viewer_get_view (f->viewer));
}

/* Where the image on the screen stands in the list of the case. */
static guint
get_place (Fixture *f)
{
  g_autoptr (GPtrArray) stack = danbi_stack_new (danbi_case_get_images (f->item));

  return danbi_stack_find (stack, danbi_viewer_get_image (f->viewer));
}

static void
test_slices_and_series (Fixture      *f,
                        gconstpointer data)
{
  write_set (f, "disc", DANBI_FIXTURE_CT, 2, 3, 1);
  open_viewer (f);
  wait_for (has_picture, f);
  g_assert_cmpuint (get_place (f), ==, 0);
  press (f, "view.edge", 1);
  g_assert_cmpuint (get_place (f), ==, 2);
  press (f, "view.slice", 1);
  g_assert_cmpuint (get_place (f), ==, 2);
  press (f, "view.image", 1);
  g_assert_cmpuint (get_place (f), ==, 3);
  press (f, "view.series", -1);
  g_assert_cmpuint (get_place (f), ==, 0);
  press (f, "view.image", -1);
  g_assert_cmpuint (get_place (f), ==, 0);
}

static void
test_frames (Fixture      *f,
             gconstpointer data)
{
  write_set (f, "disc", DANBI_FIXTURE_ULTRASOUND, 1, 2, 4);
  open_viewer (f);
  wait_for (has_picture, f);
  press (f, "view.slice", 1);
  press (f, "view.slice", 1);
  g_assert_cmpuint (danbi_viewer_get_frame (f->viewer), ==, 2);
  press (f, "view.edge", 1);
  press (f, "view.slice", 1);
  g_assert_cmpuint (danbi_viewer_get_frame (f->viewer), ==, 3);
  g_assert_cmpuint (get_place (f), ==, 0);
  press (f, "view.image", 1);
  g_assert_cmpuint (danbi_viewer_get_frame (f->viewer), ==, 0);
  g_assert_cmpuint (get_place (f), ==, 1);
}

/* What was chosen for one slice holds for its series, and ends with it. */
static void
test_tone_stays_in_its_series (Fixture      *f,
                               gconstpointer data)
{
  DanbiTone of_file;

  write_set (f, "disc", DANBI_FIXTURE_CT, 2, 2, 1);
  open_viewer (f);
  wait_for (has_picture, f);
  of_file = *get_tone (f);
  gtk_widget_activate_action (GTK_WIDGET (f->viewer), "view.preset", "u", 2);
  g_assert_cmpfloat_with_epsilon (get_tone (f)->width, 1500, 1e-6);
  press (f, "view.invert", 0);
  press (f, "view.slice", 1);
  g_assert_cmpfloat_with_epsilon (get_tone (f)->width, 1500, 1e-6);
  g_assert_true (get_tone (f)->inverted);
  press (f, "view.series", 1);
  g_assert_true (danbi_tone_equal (get_tone (f), &of_file));
  press (f, "view.invert", 0);
  press (f, "view.reset", 0);
  g_assert_true (danbi_tone_equal (get_tone (f), &of_file));
}

static void
test_zoom (Fixture      *f,
           gconstpointer data)
{
  write_set (f, "disc", DANBI_FIXTURE_CT, 1, 2, 1);
  open_viewer (f);
  wait_for (has_picture, f);
  g_assert_true (get_viewport (f)->fits);
  press (f, "view.show-pixels", 0);
  g_assert_cmpfloat_with_epsilon (
    get_viewport (f)->zoom * gtk_widget_get_scale_factor (GTK_WIDGET (f->viewer)), 1, 1e-6);
  press (f, "view.zoom-in", 0);
  press (f, "view.zoom-in", 0);
  press (f, "view.slice", 1);
  g_assert_cmpfloat (get_viewport (f)->zoom, >, 1.5);
  press (f, "view.fit", 0);
  g_assert_true (get_viewport (f)->fits);
  press (f, "view.zoom-out", 0);
  g_assert_cmpfloat (get_viewport (f)->zoom, >=, 1);
}

static gboolean
is_looked_at (gpointer data)
{
  return danbi_viewer_get_image (((Fixture *) data)->viewer)->looked_at;
}

static void
test_a_look_needs_its_time (Fixture      *f,
                            gconstpointer data)
{
  g_autoptr (DanbiImage) passed = NULL;
  gint64 start;

  write_set (f, "disc", DANBI_FIXTURE_CT, 1, 2, 1);
  open_viewer (f);
  wait_for (has_picture, f);
  passed = g_object_ref (danbi_viewer_get_image (f->viewer));
  press (f, "view.slice", 1);
  start = g_get_monotonic_time ();
  wait_for (is_looked_at, f);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, (DANBI_GAZE_MS - 50) * 1000);
  g_assert_false (passed->looked_at);
}

/* Images came and went: the same file stays on the screen, and without any the window goes. */
static void
test_images_change (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr (GPtrArray) images = NULL;
  g_autofree char *sha256 = NULL;

  write_set (f, "disc", DANBI_FIXTURE_CT, 1, 3, 1);
  open_viewer (f);
  press (f, "view.edge", 1);
  sha256 = g_strdup (danbi_viewer_get_image (f->viewer)->sha256);
  images = danbi_case_dup_image_array (f->item);
  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *copy = danbi_image_copy (images->pdata[i]);

      g_object_unref (images->pdata[i]);
      images->pdata[i] = copy;
    }
  g_ptr_array_remove_index (images, 1);
  danbi_case_take_images (f->item, g_steal_pointer (&images));
  g_assert_cmpstr (danbi_viewer_get_image (f->viewer)->sha256, ==, sha256);
  danbi_case_take_images (f->item, g_ptr_array_new_with_free_func (g_object_unref));
  wait_for (is_gone, f);
}

static gboolean
has_problem (gpointer data)
{
  GObject *problem = gtk_widget_get_template_child (GTK_WIDGET (((Fixture *) data)->viewer),
                                                    DANBI_TYPE_VIEWER, "problem");

  return gtk_widget_get_visible (GTK_WIDGET (problem))
         && *gtk_label_get_label (GTK_LABEL (problem)) != '\0';
}

static void
test_a_problem_is_said_in_its_place (Fixture      *f,
                                     gconstpointer data)
{
  DanbiImage *image;

  write_set (f, "disc", DANBI_FIXTURE_CT, 1, 2, 1);
  open_viewer (f);
  wait_for (has_picture, f);
  image = danbi_viewer_get_image (f->viewer);
  gtk_window_destroy (GTK_WINDOW (f->viewer));
  wait_for (is_gone, f);

  g_free (image->path);
  image->path = g_build_filename (f->dir, "gone.dcm", NULL);
  open_viewer (f);
  wait_for (has_problem, f);
  g_assert_null (danbi_picture_view_get_picture (danbi_viewer_get_view (f->viewer)));
}

static void
test_a_case_without_pictures_has_no_window (Fixture      *f,
                                            gconstpointer data)
{
  g_assert_null (danbi_viewer_new (NULL, f->desk, f->item, NULL));
}

static gboolean
all_loaded (gpointer data)
{
  DanbiPicture *picture;
  const char *message;

  return danbi_picture_loader_peek (((gpointer *) data)[0], ((gpointer *) data)[1], &picture,
                                    &message);
}

static void
test_memory_is_bounded (Fixture      *f,
                        gconstpointer data)
{
  gsize slice = 512 * 512 * 2;
  g_autoptr (DanbiPictureLoader) loader = danbi_picture_loader_new (f->desk, 2 * slice);
  GListModel *images;

  write_set (f, "disc", DANBI_FIXTURE_CT, 1, 4, 1);
  images = danbi_case_get_images (f->item);
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (DanbiImage) image = g_list_model_get_item (images, i);
      DanbiPictureWish wish = { image, 0 };

      if (!danbi_image_has_pixels (image))
        continue;
      danbi_picture_loader_want (loader, &wish, 1);
      wait_for (all_loaded, (gpointer[]){ loader, &wish });
      g_assert_cmpuint (danbi_picture_loader_get_bytes (loader), >=, slice);
      g_assert_cmpuint (danbi_picture_loader_get_bytes (loader), <=, 2 * slice);
    }
}

#define ADD(name, func) g_test_add ("/danbi/app/viewer/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  /* A busy machine is no fault of the file. */
  g_setenv ("DANBI_INSPECTOR_TIMEOUT_MS", "60000", FALSE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  danbi_app_register_resource ();

  ADD ("the_wheel_stays_in_a_series", test_slices_and_series);
  ADD ("frames_are_gone_through_first", test_frames);
  ADD ("window_and_level_stay_in_their_series", test_tone_stays_in_its_series);
  ADD ("zoom_is_kept_from_slice_to_slice", test_zoom);
  ADD ("a_look_needs_its_time", test_a_look_needs_its_time);
  ADD ("the_same_file_stays_when_images_change", test_images_change);
  ADD ("a_problem_is_said_in_the_place_of_the_picture", test_a_problem_is_said_in_its_place);
  ADD ("a_case_without_pictures_has_no_window", test_a_case_without_pictures_has_no_window);
  ADD ("the_pictures_that_are_kept_have_a_bound", test_memory_is_bounded);
  return g_test_run ();
}
