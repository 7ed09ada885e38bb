/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JPEG that a confined child makes and the program writes, and children that fail at it. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "danbi-inspection.h"
#include "image-test.h"

#define HANG_TIMEOUT_MS "300"

/* 2×1 pixels of 24 bits. */
static const char BMP[] = "BM\x3e\0\0\0\0\0\0\0\x36\0\0\0"
                          "\x28\0\0\0\2\0\0\0\1\0\0\0\1\0\x18\0\0\0\0\0"
                          "\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\x20\x30\x40\x50\x60\0\0";

typedef struct
{
  TestFolder folder;
  char *path;
  char *target;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  test_folder_init (&fixture->folder);
  fixture->path = test_folder_write (&fixture->folder, "a.bmp", BMP, sizeof BMP - 1);
  fixture->target = test_folder_dup_path (&fixture->folder, "a.jpg");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_free (fixture->path);
  g_free (fixture->target);
  test_folder_clear (&fixture->folder);
}

static gboolean
convert (Fixture       *fixture,
         GCancellable  *cancellable,
         GError       **error)
{
  gboolean lossless = TRUE;
  gboolean ok = danbi_inspection_convert (fixture->path, fixture->target, &lossless, cancellable,
                                          error);

  g_assert_true (!ok || !lossless);
  return ok;
}

static void
test_written (Fixture       *fixture,
              gconstpointer  data)
{
  const char *paths[] = { fixture->target, NULL };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autoptr (GError) error = NULL;
  const DanbiImage *image;
  GStatBuf status;

  g_assert_true (convert (fixture, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->target, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  set = danbi_inspection_run (paths, NULL, NULL, &error);
  g_assert_no_error (error);
  image = g_ptr_array_index (set->images, 0);
  g_assert_cmpint (image->kind, ==, DANBI_IMAGE_JPEG);
  g_assert_null (image->converted_from);
  g_assert_cmpuint (image->columns, ==, 2);
  g_assert_cmpuint (image->rows, ==, 1);
}

static void
test_present (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *there = test_folder_write (&fixture->folder, "a.jpg", "there", 5);
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (convert (fixture, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (there, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "there");
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *bytes;
    gssize length;
  } files[] = { { BMP, sizeof BMP - 5 }, { "no picture at all", 17 }, { "", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_free (fixture->path);
      fixture->path = test_folder_write (&fixture->folder, "b.bmp", files[i].bytes,
                                         files[i].length);
      g_assert_false (convert (fixture, NULL, &error));
      g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
      g_assert_false (g_file_test (fixture->target, G_FILE_TEST_EXISTS));
    }
}

static void
test_trials (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const trials[]
    = { "crash:a.bmp", "hang:a.bmp", "babble:a.bmp", "leave:a.bmp" };

  g_setenv ("DANBI_INSPECTOR_TIMEOUT_MS", HANG_TIMEOUT_MS, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
    {
      g_autoptr (GError) error = NULL;

      g_setenv ("DANBI_INSPECTOR_TEST", trials[i], TRUE);
      g_assert_false (convert (fixture, NULL, &error));
      g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
      g_assert_false (g_file_test (fixture->target, G_FILE_TEST_EXISTS));
    }
  g_unsetenv ("DANBI_INSPECTOR_TEST");
  g_unsetenv ("DANBI_INSPECTOR_TIMEOUT_MS");
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (convert (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (fixture->target, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/danbi/image/inspection-convert/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("the_program_writes_what_the_child_made", test_written);
  ADD ("a_file_that_is_there_stays", test_present);
  ADD ("what_is_no_picture_leaves_nothing", test_damaged);
  ADD ("a_child_that_fails_leaves_nothing", test_trials);
  ADD ("a_conversion_can_be_cancelled", test_cancelled);
  return g_test_run ();
}
