/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was dropped, in ways that a chooser of images does not see: a DICOMDIR alone, an archive
 * beside a disc, a slow medium. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-intake.h"
#include "flow-test.h"
#include "image-test.h"
#include "test-archive.h"

static DanbiIntake *
inspect (const char *path)
{
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  DanbiIntake *intake = danbi_intake_inspect (paths, NULL, NULL, &error);

  g_assert_no_error (error);
  return intake;
}

/* As a sandbox hands it over: the file and nothing around it. */
static char *
write_lone_dicomdir (FlowTest *test)
{
  g_autofree char *portal = g_build_filename (test->dir, "doc", NULL);
  TestFolder disc = { g_build_filename (test->dir, "disc", NULL) };
  g_autofree char *whole = g_build_filename (disc.path, "DICOMDIR", NULL);
  char *alone = g_build_filename (portal, "DICOMDIR", NULL);

  test_folder_write_set (&disc, 3, DANBI_FIXTURE_FAULT_NONE);
  g_assert_cmpint (g_mkdir (portal, 0700), ==, 0);
  g_assert_cmpint (g_rename (whole, alone), ==, 0);
  g_free (disc.path);
  return alone;
}

static void
test_lone_dicomdir (FlowTest     *test,
                    gconstpointer data)
{
  g_autofree char *path = write_lone_dicomdir (test);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (DanbiIntake) intake = inspect (path);
  g_autoptr (DanbiIntake) whole = inspect (folder);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_intake_needs_folder (intake));
  /* Who chose the folder is not asked for it again. */
  g_assert_false (danbi_intake_needs_folder (whole));
  g_assert_false (flow_test_add_images (test, item, path, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_NEEDS_FOLDER);
}

static void
test_dicomdir_with_files (FlowTest     *test,
                          gconstpointer data)
{
  TestFolder disc = { g_build_filename (test->dir, "disc", NULL) };
  g_autofree char *path = g_build_filename (disc.path, "DICOMDIR", NULL);
  g_autoptr (DanbiIntake) intake = NULL;

  test_folder_write_set (&disc, 3, DANBI_FIXTURE_FAULT_MISSING);
  intake = inspect (path);
  g_assert_false (danbi_intake_needs_folder (intake));
  g_free (disc.path);
}

/* An image out of an archive beside the DICOMDIR is packed too, with a DICOMDIR that names it. */
static void
test_archive_beside_a_disc (FlowTest     *test,
                            gconstpointer data)
{
  TestFolder disc = { g_build_filename (test->dir, "disc", NULL) };
  g_autofree char *image = NULL;
  g_autofree char *archive = g_build_filename (disc.path, "more.zip", NULL);
  DanbiFixtureDicom dicom;
  g_autoptr (DanbiIntake) intake = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GPtrArray) named = NULL;

  test_folder_write_set (&disc, 2, DANBI_FIXTURE_FAULT_NONE);
  danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_CAPTURE);
  dicom.study = dicom.series = dicom.instance = 9;
  image = g_build_filename (test->dir, "more", NULL);
  g_assert_true (danbi_fixture_write_dicom (image, &dicom, NULL));
  test_archive_write (archive, "zip", NULL,
                      (TestEntry[]) { { .name = "IM1", .source = image }, { 0 } });
  intake = inspect (disc.path);
  chosen = danbi_intake_select (intake);
  named = danbi_intake_name_files (chosen);
  g_assert_cmpuint (named->len, ==, 3);
  for (guint i = 0; i < named->len; i++)
    {
      const DanbiImage *file = g_ptr_array_index (named, i);

      g_test_message ("%s: %s", danbi_image_get_display_path (file), file->error);
      g_assert_nonnull (file->file_id);
    }
  g_assert_true (danbi_intake_needs_dicomdir (named));
  g_free (disc.path);
}

static void
progress_cb (DanbiDesk *desk,
             guint64    done,
             guint64    total,
             guint     *n_told)
{
  g_assert_cmpuint (done, <=, total);
  (*n_told)++;
}

static void
ready_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* From the medium to the store's disk once: what the case has is the copy itself. */
static void
test_slow_medium (FlowTest     *test,
                  gconstpointer data)
{
  TestFolder disc = { g_build_filename (test->dir, "disc", NULL) };
  g_autoptr (GFile) file = g_file_new_for_path (disc.path);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiDrop) drop = NULL;
  guint n_told = 0;

  test_folder_write_set (&disc, 3, DANBI_FIXTURE_FAULT_NONE);
  g_setenv ("DANBI_SLOW_MEDIA", disc.path, TRUE);
  g_list_store_append (files, file);
  g_signal_connect (test->desk, "medium-progress", G_CALLBACK (progress_cb), &n_told);
  danbi_desk_read_drop_async (test->desk, item, G_LIST_MODEL (files), NULL, NULL, NULL, ready_cb,
                              &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  drop = danbi_desk_read_drop_finish (test->desk, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (drop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_told, >, 0);
  g_unsetenv ("DANBI_SLOW_MEDIA");
  g_free (disc.path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/danbi/flow/intake/" name, FlowTest, NULL, flow_test_set_up, function,              \
              flow_test_tear_down)
  ADD ("a_dicomdir_that_came_alone_needs_its_folder", test_lone_dicomdir);
  ADD ("a_dicomdir_with_some_of_its_files_does_not", test_dicomdir_with_files);
  ADD ("an_archive_beside_a_disc_gets_a_new_dicomdir", test_archive_beside_a_disc);
  ADD ("a_slow_medium_tells_how_far_it_is", test_slow_medium);
  return g_test_run ();
}
