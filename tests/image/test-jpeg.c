/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JPEG files, whole and cut. */
#include "config.h"

#include <unistd.h>

#include "danbi-jpeg.h"
#include "image-test.h"

static char *
write_jpeg (const TestFolder *folder,
            gboolean          colour)
{
  g_autoptr (GError) error = NULL;
  char *path = test_folder_dup_path (folder, "a.jpg");

  danbi_fixture_write_jpeg (path, 301, 200, colour, 90, 7, &error);
  g_assert_no_error (error);
  return path;
}

static DanbiFileProblem
read_jpeg (const char *path,
           guint      *width,
           guint      *height)
{
  FILE *file = fopen (path, "rb");
  DanbiFileProblem problem = danbi_jpeg_read (file, width, height);

  fclose (file);
  return problem;
}

static void
test_whole (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  guint width = 0, height = 0;

  test_folder_init (&folder);
  path = write_jpeg (&folder, TRUE);
  g_assert_cmpint (read_jpeg (path, &width, &height), ==, DANBI_FILE_OK);
  g_assert_cmpuint (width, ==, 301);
  g_assert_cmpuint (height, ==, 200);
}

static void
test_cut (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;

  test_folder_init (&folder);
  path = write_jpeg (&folder, FALSE);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  for (gsize cut = 2; cut < length; cut += length / 20)
    {
      guint width = 0, height = 0;

      g_assert_cmpint (truncate (path, (off_t) (length - cut)), ==, 0);
      g_assert_cmpint (read_jpeg (path, &width, &height), ==, DANBI_FILE_BROKEN_JPEG);
    }
}

/* The preview is the average of what lies under each of its pixels, in grey as in colour. */
static void
test_render (void)
{
  for (int colour = 0; colour < 2; colour++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_autoptr (DanbiPreview) preview = NULL;
      g_autofree char *path = NULL;
      FILE *file;

      test_folder_init (&folder);
      path = write_jpeg (&folder, colour);
      file = fopen (path, "rb");
      g_assert_cmpint (danbi_jpeg_render (file, 100, &preview), ==, DANBI_FILE_OK);
      fclose (file);
      g_assert_cmpuint (preview->width, ==, 100);
      g_assert_cmpuint (preview->height, ==, 66);
      g_assert_cmpuint (preview->channels, ==, colour ? 3 : 1);
      g_assert_cmpuint (g_bytes_get_size (preview->pixels), ==, 100 * 66 * (colour ? 3 : 1));
    }
}

static void
test_half_a_picture_is_shown (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiPreview) preview = NULL;
  g_autofree char *path = NULL;
  FILE *file;

  test_folder_init (&folder);
  path = write_jpeg (&folder, FALSE);
  g_assert_cmpint (truncate (path, 3000), ==, 0);
  file = fopen (path, "rb");
  g_assert_cmpint (danbi_jpeg_render (file, 100, &preview), ==, DANBI_FILE_BROKEN_JPEG);
  fclose (file);
  g_assert_nonnull (preview);
}

static void
test_no_jpeg (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiPreview) preview = NULL;
  g_autofree char *path = NULL;
  guint width = 0, height = 0;
  FILE *file;

  test_folder_init (&folder);
  path = test_folder_write (&folder, "a.jpg", "\xff\xd8\xff\xe0", 4);
  g_assert_cmpint (read_jpeg (path, &width, &height), ==, DANBI_FILE_BROKEN_JPEG);
  g_assert_cmpuint (width, ==, 0);
  file = fopen (path, "rb");
  g_assert_cmpint (danbi_jpeg_render (file, 100, &preview), ==, DANBI_FILE_BROKEN_JPEG);
  fclose (file);
  g_assert_null (preview);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/jpeg/" name, function)
  ADD ("a_whole_picture_has_its_size", test_whole);
  ADD ("a_cut_picture_is_noticed_wherever_it_was_cut", test_cut);
  ADD ("a_preview_fits", test_render);
  ADD ("half_a_picture_is_shown", test_half_a_picture_is_shown);
  ADD ("a_header_alone_is_no_picture", test_no_jpeg);
  return g_test_run ();
}
