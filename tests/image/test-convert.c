/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture becomes when it travels: the JPEG against what was dropped. */
#include "config.h"

#include <string.h>
#include <turbojpeg.h>

#include "danbi-convert.h"
#include "danbi-turbo.h"
#include "picture-test.h"

#define SIDE_A 48
#define SIDE_B 32

/* A marker with EXIF notes; the orientation goes where ORIENTATION_AT says. */
#define NOTES "\xff\xe1\0\x22" "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\0\0\0\0\0\0\0"
#define ORIENTATION_AT 29

/* A JPEG with notes that say how it lies. */
static char *
write_jpeg (const TestFolder *folder,
            guint             width,
            guint             height,
            int               format,
            int               sampling,
            guint             orientation)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree guint8 *pixels = g_malloc0 ((gsize) width * height * 4);
  guint channels = (guint) tjPixelSize[format];
  tjhandle turbo = tjInitCompress ();
  guint8 notes[] = NOTES;
  guchar *jpeg = NULL;
  gulong length = 0;

  for (guint i = 0; i < width * height; i++)
    for (guint c = 0; c < channels; c++)
      pixels[i * channels + c] = c == 3 ? 200
                                        : picture_get_sample (i % width % PICTURE_WIDTH,
                                                              i / width % PICTURE_HEIGHT, c);
  g_assert_cmpint (tjCompress2 (turbo, pixels, (int) width, 0, (int) height, format, &jpeg,
                                &length, sampling, 90, 0), ==, 0);
  notes[ORIENTATION_AT] = (guint8) orientation;
  g_byte_array_append (file, jpeg, 2);
  if (orientation > 0)
    g_byte_array_append (file, notes, sizeof notes - 1);
  g_byte_array_append (file, jpeg + 2, (guint) length - 2);
  tjFree (jpeg);
  tjDestroy (turbo);
  return test_folder_write (folder, "a.jpg", file->data, (gssize) file->len);
}

static DanbiFileProblem
convert (const char *path,
         GBytes    **jpeg,
         gboolean   *lossless)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autofree char *detail = NULL;

  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  return danbi_convert_run (&source, danbi_file_source_get_shape (&source), jpeg, lossless);
}

/* Decodes a JPEG, whatever its notes say. */
static void
decode (const TestFolder *folder,
        GBytes           *jpeg,
        DanbiRaster      *raster)
{
  g_autofree char *path = test_folder_write (folder, "out.jpg", g_bytes_get_data (jpeg, NULL),
                                             (gssize) g_bytes_get_size (jpeg));
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autofree char *detail = NULL;
  DanbiJpegMarks marks;

  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  danbi_jpeg_marks_read (&marks, &source);
  g_assert_cmpuint (marks.orientation, ==, 1);
  g_assert_cmpint (danbi_turbo_read (&source, &marks, raster), ==, DANBI_FILE_OK);
}

static void
decode_file (const char  *path,
             guint        orientation,
             DanbiRaster *raster)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autofree char *detail = NULL;
  DanbiJpegMarks marks;

  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  danbi_jpeg_marks_read (&marks, &source);
  g_assert_cmpuint (marks.orientation, ==, orientation);
  g_assert_cmpint (danbi_turbo_read (&source, &marks, raster), ==, DANBI_FILE_OK);
}

static void
assert_same (const DanbiRaster *a,
             const DanbiRaster *b,
             guint              tolerance)
{
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  g_assert_cmpuint (a->channels, ==, b->channels);
  for (guint y = 0; y < a->height; y++)
    for (guint x = 0; x < a->width; x++)
      for (guint c = 0; c < a->channels; c++)
        picture_assert_sample (a, x, y, c,
                               b->pixels[((gsize) y * b->width + x) * b->channels + c], tolerance);
}

/* Turning whole blocks gives the same pixels, but for the rounding of the decoder, which works
 * along rows first. */
static void
test_turned (void)
{
  static const int samplings[] = { TJSAMP_444, TJSAMP_420, TJSAMP_422, TJSAMP_GRAY };

  for (guint i = 0; i < G_N_ELEMENTS (samplings) * 8; i++)
    {
      guint orientation = i % 8 + 1;
      g_auto (TestFolder) folder = { 0 };
      g_auto (DanbiRaster) before = { .orientation = 1 };
      g_auto (DanbiRaster) after = { .orientation = 1 };
      g_autoptr (GBytes) jpeg = NULL;
      g_autofree char *path = NULL;
      gboolean lossless;

      test_folder_init (&folder);
      path = write_jpeg (&folder, SIDE_A, SIDE_B, TJPF_RGB, samplings[i / 8], orientation);
      g_assert_cmpint (convert (path, &jpeg, &lossless), ==, DANBI_FILE_OK);
      g_assert_true (lossless);
      decode_file (path, orientation, &before);
      danbi_raster_turn (&before);
      decode (&folder, jpeg, &after);
      /* Chroma at half resolution is smoothed in another order. */
      assert_same (&after, &before,
                   samplings[i / 8] == TJSAMP_444 || samplings[i / 8] == TJSAMP_GRAY ? 2 : 24);
    }
}

/* There and back again, the coded blocks are the same: so are the pixels, to the last bit. */
static void
test_coefficients (void)
{
  static const guint backs[] = { 1, 2, 3, 4, 5, 8, 7, 6 };

  for (guint orientation = 2; orientation <= 8; orientation++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_auto (DanbiRaster) before = { .orientation = 1 };
      g_auto (DanbiRaster) after = { .orientation = 1 };
      g_autoptr (GBytes) there = NULL;
      g_autoptr (GBytes) back = NULL;
      g_autoptr (GByteArray) noted = g_byte_array_new ();
      guint8 notes[] = NOTES;
      g_autofree char *path = NULL;
      g_autofree char *turned = NULL;
      gboolean lossless;

      test_folder_init (&folder);
      path = write_jpeg (&folder, SIDE_A, SIDE_B, TJPF_RGB, TJSAMP_420, orientation);
      g_assert_cmpint (convert (path, &there, &lossless), ==, DANBI_FILE_OK);
      notes[ORIENTATION_AT] = (guint8) backs[orientation - 1];
      g_byte_array_append (noted, g_bytes_get_data (there, NULL), 2);
      g_byte_array_append (noted, notes, sizeof notes - 1);
      g_byte_array_append (noted, (const guint8 *) g_bytes_get_data (there, NULL) + 2,
                           (guint) g_bytes_get_size (there) - 2);
      turned = test_folder_write (&folder, "turned.jpg", noted->data, (gssize) noted->len);
      g_assert_cmpint (convert (turned, &back, &lossless), ==, DANBI_FILE_OK);
      g_assert_true (lossless);
      decode_file (path, orientation, &before);
      decode (&folder, back, &after);
      before.orientation = 1;
      assert_same (&after, &before, 0);
    }
}

/* A side that ends within a block cannot come first: then the pixels are coded again. */
static void
test_recoded (void)
{
  for (guint orientation = 2; orientation <= 8; orientation++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_auto (DanbiRaster) before = { .orientation = 1 };
      g_auto (DanbiRaster) after = { .orientation = 1 };
      g_autoptr (GBytes) jpeg = NULL;
      g_autofree char *path = NULL;
      gboolean lossless;

      test_folder_init (&folder);
      path = write_jpeg (&folder, 37, 23, TJPF_RGB, TJSAMP_444, orientation);
      g_assert_cmpint (convert (path, &jpeg, &lossless), ==, DANBI_FILE_OK);
      g_assert_cmpint (lossless, ==, orientation == 5); /* nothing comes first that was last */
      decode_file (path, orientation, &before);
      danbi_raster_turn (&before);
      decode (&folder, jpeg, &after);
      assert_same (&after, &before, 16);
    }
}

/* Adobe's inks are inverted; libjpeg-turbo writes them so. */
static void
test_inks (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiRaster) raster = { .orientation = 1 };
  g_autoptr (GBytes) jpeg = NULL;
  g_autofree char *path = NULL;
  gboolean lossless;

  test_folder_init (&folder);
  path = write_jpeg (&folder, PICTURE_WIDTH, PICTURE_HEIGHT, TJPF_CMYK, TJSAMP_444, 0);
  g_assert_cmpint (convert (path, &jpeg, &lossless), ==, DANBI_FILE_OK);
  g_assert_false (lossless);
  decode (&folder, jpeg, &raster);
  g_assert_cmpuint (raster.channels, ==, 3);
  for (guint y = 0; y < PICTURE_HEIGHT; y++)
    for (guint x = 0; x < PICTURE_WIDTH; x++)
      for (guint c = 0; c < 3; c++)
        picture_assert_sample (&raster, x, y, c, picture_get_sample (x, y, c) * 200 / 255, 16);
}

static void
test_damaged_jpeg (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GBytes) jpeg = NULL;
  g_autofree char *path = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *data = NULL;
  gboolean lossless;
  gsize length;

  test_folder_init (&folder);
  path = write_jpeg (&folder, SIDE_A, SIDE_B, TJPF_RGB, TJSAMP_444, 6);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  cut = test_folder_write (&folder, "cut.jpg", data, (gssize) length * 2 / 3);
  g_assert_cmpint (convert (cut, &jpeg, &lossless), ==, DANBI_FILE_BROKEN_JPEG);
  g_assert_null (jpeg);
}

/* libjpeg-turbo says of a fault behind a warning that it is one, and hands over what is no JPEG. */
static void
test_a_fault_behind_a_warning (void)
{
  g_autofree char *path = g_build_filename (DANBI_SOURCE_ROOT, "tests", "fixtures",
                                            "upstream-crashes", "quantization-table.jpg", NULL);
  g_autoptr (GBytes) jpeg = NULL;
  gboolean lossless;

  g_assert_cmpint (convert (path, &jpeg, &lossless), ==, DANBI_FILE_ODD_JPEG);
  g_assert_null (jpeg);
}

/* What is said of the picture before it is converted, and what a preview shows of it. */
static void
test_facts (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autoptr (DanbiImage) image = NULL;
  g_autoptr (DanbiImage) upright = NULL;
  g_autofree char *path = NULL;
  g_autofree char *detail = NULL;

  test_folder_init (&folder);
  path = write_jpeg (&folder, SIDE_A, SIDE_B, TJPF_RGB, TJSAMP_444, 6);
  image = danbi_image_new (path);
  image->rows = SIDE_B;
  image->columns = SIDE_A;
  g_assert_cmpint (danbi_file_source_open (&source, path, &detail), ==, DANBI_FILE_OK);
  danbi_convert_judge_jpeg (&source, image);
  g_assert_cmpstr (image->converted_from, ==, "jpeg");
  g_assert_cmpuint (image->rows, ==, SIDE_A);
  g_assert_cmpuint (image->columns, ==, SIDE_B);
  danbi_file_source_clear (&source);

  for (guint orientation = 0; orientation < 2; orientation++)
    {
      g_autofree char *plain
        = write_jpeg (&folder, SIDE_A, SIDE_B, TJPF_RGB, TJSAMP_444, orientation);

      g_clear_object (&upright);
      upright = danbi_image_new (plain);
      g_assert_cmpint (danbi_file_source_open (&source, plain, &detail), ==, DANBI_FILE_OK);
      danbi_convert_judge_jpeg (&source, upright);
      g_assert_null (upright->converted_from);
      danbi_file_source_clear (&source);
    }
}

/* A picture of 16 bits from another format, all the way: as many pixels, grey stays one channel. */
static void
test_written (void)
{
  g_auto (DanbiRaster) grey = { .orientation = 1 };
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiRaster) read = { .orientation = 1 };
  g_autoptr (GBytes) jpeg = NULL;

  test_folder_init (&folder);
  g_assert_cmpint (danbi_raster_allocate (&grey, PICTURE_WIDTH, PICTURE_HEIGHT, 1), ==,
                   DANBI_FILE_OK);
  for (guint y = 0; y < PICTURE_HEIGHT; y++)
    for (guint x = 0; x < PICTURE_WIDTH; x++)
      grey.pixels[y * PICTURE_WIDTH + x] = picture_get_sample (x, y, 0);
  g_assert_cmpint (danbi_turbo_write (&grey, &jpeg), ==, DANBI_FILE_OK);
  decode (&folder, jpeg, &read);
  picture_assert_pattern (&read, FALSE, 8, 6);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/convert/" name, function)
  ADD ("whole_blocks_are_turned", test_turned);
  ADD ("coded_blocks_come_back_as_they_went", test_coefficients);
  ADD ("blocks_that_are_not_whole_are_coded_again", test_recoded);
  ADD ("inks_become_colours", test_inks);
  ADD ("a_damaged_jpeg_is_not_turned", test_damaged_jpeg);
  ADD ("a_fault_behind_a_warning_is_no_jpeg", test_a_fault_behind_a_warning);
  ADD ("the_sides_are_those_of_the_upright_picture", test_facts);
  ADD ("a_grey_picture_is_written_as_one", test_written);
  return g_test_run ();
}
