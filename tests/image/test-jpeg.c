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

/* EXIF notes that say how the camera was held, behind the mark of the file's beginning. */
static char *
write_turned (const TestFolder *folder,
              guint8            orientation)
{
  const guint8 notes[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', '*', 0, 8, 0, 0, 0,
                           1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0 };
  g_autofree char *path = write_jpeg (folder, TRUE);
  g_autofree char *data = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_byte_array_append (bytes, (const guint8 *) data, 2);
  g_byte_array_append (bytes, notes, sizeof notes);
  g_byte_array_append (bytes, (const guint8 *) data + 2, (guint) length - 2);
  return test_folder_write (folder, "b.jpg", bytes->data, bytes->len);
}

static DanbiPreview *
show (const char *path,
      guint       max_side)
{
  FILE *file = fopen (path, "rb");
  DanbiPreview *preview = NULL;

  g_assert_cmpint (danbi_jpeg_render (file, max_side, &preview), ==, DANBI_FILE_OK);
  fclose (file);
  return preview;
}

static void
test_turned (void)
{
  for (guint8 orientation = 1; orientation <= 8; orientation++)
    {
      const gboolean swaps = orientation > 4;
      g_auto (TestFolder) folder = { 0 };
      g_autofree char *path = NULL;
      g_autoptr (DanbiPreview) preview = NULL;

      test_folder_init (&folder);
      path = write_turned (&folder, orientation);
      preview = show (path, 100);
      g_assert_cmpuint (preview->width, ==, swaps ? 66 : 100);
      g_assert_cmpuint (preview->height, ==, swaps ? 100 : 66);
      g_assert_cmpuint (preview->full_width, ==, swaps ? 200 : 301);
      g_assert_cmpuint (preview->full_height, ==, swaps ? 301 : 200);
    }
}

/* The first pixel of the file comes to lie in another corner. */
static void
test_corner (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *upright = NULL;
  g_autofree char *turned = NULL;
  g_autoptr (DanbiPreview) first = NULL;
  g_autoptr (DanbiPreview) second = NULL;

  test_folder_init (&folder);
  upright = write_jpeg (&folder, TRUE);
  first = show (upright, 0);
  turned = write_turned (&folder, 6);
  second = show (turned, 0);
  g_assert_cmpuint (second->width, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (first->pixels, NULL), 3,
                   (const guint8 *) g_bytes_get_data (second->pixels, NULL) + 199 * 3, 3);
}

static const struct
{
  guint8 head[12];
  gsize size;
  DanbiJpegKind kind;
  guint precision;
} HEADS[] = {
  { { 0xff, 0xd8, 0xff, 0xc0, 0, 17, 8 }, 7, DANBI_JPEG_USUAL, 8 },
  { { 0xff, 0xd8, 0xff, 0xc1, 0, 17, 12 }, 7, DANBI_JPEG_USUAL, 12 },
  { { 0xff, 0xd8, 0xff, 0xc3, 0, 17, 16 }, 7, DANBI_JPEG_OTHER, 16 },
  { { 0xff, 0xd8, 0xff, 0xf7, 0, 17, 10 }, 7, DANBI_JPEG_LS, 10 },
  { { 0xff, 0xd8, 0xff, 0xff, 0xff, 0xc2, 0, 17, 8 }, 9, DANBI_JPEG_USUAL, 8 },
  { { 0xff, 0xd8, 0xff, 0xc4, 0, 2, 0xff, 0xc9, 0, 17, 8 }, 11, DANBI_JPEG_USUAL, 8 },
  { { 0xff, 0xd8, 0xff, 0xc0, 0, 17 }, 6, DANBI_JPEG_NONE, 0 },
  { { 0xff, 0xd8, 0, 0, 0, 0, 0, 0 }, 8, DANBI_JPEG_NONE, 0 },
  { { 0xff, 0xd8, 0xff, 0x01, 0xff, 0xc0, 0, 17, 8 }, 9, DANBI_JPEG_NONE, 0 },
  { { 0xff, 0xd8, 0xff, 0xd0, 0xff, 0xc0, 0, 17, 8 }, 9, DANBI_JPEG_NONE, 0 },
  { { 0xff, 0x01, 0xff, 0xc0, 0, 17, 8 }, 7, DANBI_JPEG_NONE, 0 },
  { { 0 }, 0, DANBI_JPEG_NONE, 0 },
};

static void
test_heads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (HEADS); i++)
    {
      guint precision = 0;

      g_assert_cmpint (danbi_jpeg_get_kind (HEADS[i].head, HEADS[i].size, &precision), ==,
                       HEADS[i].kind);
      g_assert_cmpuint (precision, ==, HEADS[i].precision);
    }
}

static void
test_within_another_file (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;

  test_folder_init (&folder);
  path = write_jpeg (&folder, TRUE);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  for (guint i = 0; i < 4; i++)
    {
      g_auto (DanbiSamples) samples = { .full_width = 301, .full_height = 200, .n_channels = 3,
                                        .slope = 1, .aspect = 1 };

      samples.full_width += i == 1;
      samples.full_height -= i == 2;
      samples.n_channels -= i == 3 ? 2 : 0;
      g_assert_cmpint (danbi_jpeg_decode ((const guint8 *) data, length, 100, TRUE, &samples), ==,
                       i == 0 ? DANBI_FILE_OK : DANBI_FILE_BROKEN_PIXELS);
      g_assert_cmpint (samples.colour, ==, DANBI_SAMPLES_RGB);
      g_assert_cmpuint (samples.width, <, 301);
    }
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
  ADD ("a_preview_lies_as_the_camera_was_held", test_turned);
  ADD ("a_turned_preview_has_its_corner_elsewhere", test_corner);
  ADD ("the_precision_is_found_in_the_head", test_heads);
  ADD ("a_picture_within_another_file_must_have_its_size", test_within_another_file);
  ADD ("half_a_picture_is_shown", test_half_a_picture_is_shown);
  ADD ("a_header_alone_is_no_picture", test_no_jpeg);
  return g_test_run ();
}
