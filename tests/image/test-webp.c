/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WebP pictures, lossless and lossy, with opacity, turned, and damaged. */
#include "config.h"

#include <string.h>
#include <webp/encode.h>

#include "danbi-webp.h"
#include "picture-test.h"

#define N_PIXELS (PICTURE_WIDTH * PICTURE_HEIGHT)

static guint8 *
encode (gboolean  lossy,
        guint     opacity,
        gsize    *length)
{
  guint8 pixels[N_PIXELS * 4];
  guint8 *data;

  for (guint i = 0; i < N_PIXELS; i++)
    {
      for (guint c = 0; c < 3; c++)
        pixels[4 * i + c] = picture_get_sample (i % PICTURE_WIDTH, i / PICTURE_WIDTH, c);
      pixels[4 * i + 3] = (guint8) opacity;
    }
  *length = lossy ? WebPEncodeRGBA (pixels, PICTURE_WIDTH, PICTURE_HEIGHT, PICTURE_WIDTH * 4, 95,
                                    &data)
                  : WebPEncodeLosslessRGBA (pixels, PICTURE_WIDTH, PICTURE_HEIGHT,
                                            PICTURE_WIDTH * 4, &data);
  g_assert_cmpuint (*length, >, 0);
  return data;
}

static char *
write_webp (const TestFolder *folder,
            gboolean          lossy,
            guint             opacity)
{
  gsize length;
  guint8 *data = encode (lossy, opacity, &length);
  char *path = test_folder_write (folder, "a.webp", data, (gssize) length);

  WebPFree (data);
  return path;
}

static DanbiFileProblem
read_cb (DanbiFileSource *source,
         DanbiRaster     *raster)
{
  DanbiFileProblem problem = danbi_webp_read (source, raster);

  if (problem == DANBI_FILE_OK)
    danbi_raster_flatten (raster);
  return problem;
}

static void
test_kinds (void)
{
  for (int lossy = 0; lossy < 2; lossy++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_auto (DanbiRaster) raster = { .orientation = 1 };
      g_autofree char *path = NULL;

      test_folder_init (&folder);
      path = write_webp (&folder, lossy, 255);
      g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_OK);
      picture_assert_pattern (&raster, TRUE, 8, lossy ? 16 : 0);
    }
}

static void
test_opacity (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiRaster) raster = { .orientation = 1 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = write_webp (&folder, FALSE, 1);
  g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_OK);
  g_assert_cmpuint (raster.channels, ==, 3);
  for (guint i = 0; i < N_PIXELS; i++)
    picture_assert_sample (&raster, i % PICTURE_WIDTH, i / PICTURE_WIDTH, 0, 254, 1);
}

static void
test_cuts (void)
{
  for (int lossy = 0; lossy < 2; lossy++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_autofree char *path = NULL;

      test_folder_init (&folder);
      path = write_webp (&folder, lossy, 255);
      picture_assert_cuts (&folder, path, read_cb, 20, 0);
    }
}

static void
add_chunk (GByteArray *file,
           const char *name,
           const void *data,
           guint       length)
{
  guint32 size = GUINT32_TO_LE (length);

  g_byte_array_append (file, (const guint8 *) name, 4);
  g_byte_array_append (file, (const guint8 *) &size, 4);
  g_byte_array_append (file, data, length);
  if (length % 2)
    g_byte_array_append (file, (const guint8 *) "", 1);
}

/* The extended form, with notes behind the picture. */
static char *
write_noted (const TestFolder *folder,
             guint8            flags,
             const void       *notes,
             guint             n_notes)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  guint8 header[10] = { flags, 0, 0, 0, PICTURE_WIDTH - 1, 0, 0, PICTURE_HEIGHT - 1, 0, 0 };
  guint32 size;
  gsize length;
  guint8 *plain = encode (FALSE, 255, &length);

  g_byte_array_append (file, (const guint8 *) "RIFF\0\0\0\0WEBP", 12);
  add_chunk (file, "VP8X", header, sizeof header);
  g_byte_array_append (file, plain + 12, (guint) length - 12);
  add_chunk (file, "EXIF", notes, n_notes);
  size = GUINT32_TO_LE (file->len - 8);
  memcpy (file->data + 4, &size, 4);
  WebPFree (plain);
  return test_folder_write (folder, "n.webp", file->data, (gssize) file->len);
}

static void
test_orientation (void)
{
  static const char with_mark[] = "Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0";

  for (guint skipped = 0; skipped <= 6; skipped += 6)
    {
      g_auto (TestFolder) folder = { 0 };
      g_auto (DanbiRaster) raster = { .orientation = 1 };
      g_autofree char *path = NULL;

      test_folder_init (&folder);
      path = write_noted (&folder, 0x08, with_mark + skipped, sizeof with_mark - 1 - skipped);
      g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_OK);
      g_assert_cmpuint (raster.orientation, ==, 6);
    }
}

static void
test_animation (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiRaster) raster = { .orientation = 1 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = write_noted (&folder, 0x02, "", 0);
  g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_ODD_PICTURE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/webp/" name, function)
  ADD ("lossless_is_exact_and_lossy_is_near", test_kinds);
  ADD ("what_is_clear_lies_on_white", test_opacity);
  ADD ("a_cut_picture_is_noticed_wherever_it_was_cut", test_cuts);
  ADD ("the_orientation_is_found", test_orientation);
  ADD ("an_animation_is_no_picture", test_animation);
  return g_test_run ();
}
