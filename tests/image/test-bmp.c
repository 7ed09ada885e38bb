/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BMP pictures of every depth and header, and those that lie. */
#include "config.h"

#include <string.h>

#include "danbi-bmp.h"
#include "picture-test.h"

typedef struct
{
  const char *name;
  guint header_bytes;
  guint bits;
  guint coding;
  guint masks[3];
  gboolean from_top;
  gboolean colour;
  guint exact_bits; /* of each channel of the pattern, that the file can hold */
} Kind;

static const Kind KINDS[] = {
  { "1", 40, 1, 0, { 0 }, FALSE, FALSE, 1 },
  { "4", 40, 4, 0, { 0 }, FALSE, FALSE, 4 },
  { "8", 40, 8, 0, { 0 }, FALSE, FALSE, 8 },
  { "8 of OS/2", 12, 8, 0, { 0 }, FALSE, FALSE, 8 },
  { "8 from the top", 40, 8, 0, { 0 }, TRUE, FALSE, 8 },
  { "16", 40, 16, 0, { 0x7c00, 0x03e0, 0x001f }, FALSE, TRUE, 5 },
  { "16 of masks", 40, 16, 3, { 0xf000, 0x0f00, 0x00f0 }, FALSE, TRUE, 4 },
  { "24", 40, 24, 0, { 0 }, FALSE, TRUE, 8 },
  { "24 of OS/2", 12, 24, 0, { 0 }, FALSE, TRUE, 8 },
  { "24 from the top", 40, 24, 0, { 0 }, TRUE, TRUE, 8 },
  { "32", 40, 32, 0, { 0xff0000, 0xff00, 0xff }, FALSE, TRUE, 8 },
  { "32 of masks", 108, 32, 3, { 0xff, 0xff00, 0xff0000 }, FALSE, TRUE, 8 },
  { "32 of 10 bits", 56, 32, 3, { 0x3ff00000, 0xffc00, 0x3ff }, FALSE, TRUE, 8 },
  { "32 of a new header", 124, 32, 0, { 0xff0000, 0xff00, 0xff }, TRUE, TRUE, 8 },
};

static void
add_number (GByteArray *file,
            guint32     number,
            guint       n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8) (number >> (8 * i));

      g_byte_array_append (file, &byte, 1);
    }
}

static void
set_number (GByteArray *file,
            guint       at,
            guint32     number)
{
  for (guint i = 0; i < 4; i++)
    file->data[at + i] = (guint8) (number >> (8 * i));
}

static void
add_header (GByteArray *file,
            const Kind *kind)
{
  g_byte_array_append (file, (const guint8 *) "BM\0\0\0\0\0\0\0\0\0\0\0\0", 14);
  add_number (file, kind->header_bytes, 4);
  add_number (file, PICTURE_WIDTH, kind->header_bytes == 12 ? 2 : 4);
  add_number (file, kind->from_top ? (guint32) -PICTURE_HEIGHT : PICTURE_HEIGHT,
              kind->header_bytes == 12 ? 2 : 4);
  add_number (file, 1, 2);
  add_number (file, kind->bits, 2);
  if (kind->header_bytes == 12)
    return;
  add_number (file, kind->coding, 4);
  for (guint i = 0; i < 5; i++)
    add_number (file, 0, 4);
  for (guint i = 0; i < 3 && (kind->header_bytes > 40 || kind->coding == 3); i++)
    add_number (file, kind->masks[i], 4);
  while (file->len < 14 + kind->header_bytes)
    add_number (file, 0, 4);
}

static void
add_colours (GByteArray *file,
             const Kind *kind)
{
  for (guint i = 0; kind->bits <= 8 && i < 1u << kind->bits; i++)
    {
      guint grey = picture_widen (i, kind->bits);

      add_number (file, grey << 16 | grey << 8 | grey, kind->header_bytes == 12 ? 3 : 4);
    }
}

static guint32
make_pixel (const Kind *kind,
            guint       x,
            guint       y)
{
  guint32 pixel = 0;

  if (kind->bits <= 8)
    return picture_quantise (picture_get_sample (x, y, 0), kind->bits);
  if (kind->bits == 24)
    return (guint32) picture_get_sample (x, y, 0) << 16
           | (guint32) picture_get_sample (x, y, 1) << 8 | picture_get_sample (x, y, 2);
  for (guint c = 0; c < 3; c++)
    {
      guint shift = (guint) __builtin_ctz (kind->masks[c]);
      guint n_bits = (guint) __builtin_popcount (kind->masks[c]);

      pixel |= picture_quantise (picture_get_sample (x, y, c), n_bits) << shift;
    }
  return pixel;
}

static void
add_row (GByteArray *file,
         const Kind *kind,
         guint       y)
{
  guint start = file->len;
  guint gathered = 0;
  guint8 byte = 0;

  for (guint x = 0; x < PICTURE_WIDTH; x++)
    if (kind->bits >= 8)
      add_number (file, make_pixel (kind, x, y), kind->bits / 8);
    else
      {
        byte = (guint8) (byte << kind->bits | make_pixel (kind, x, y));
        gathered += kind->bits;
        if (gathered % 8 == 0)
          g_byte_array_append (file, &byte, 1);
      }
  if (gathered % 8 != 0)
    add_number (file, (guint32) byte << (8 - gathered % 8), 1);
  while ((file->len - start) % 4 != 0)
    add_number (file, 0, 1);
}

static GByteArray *
make_bmp (const Kind *kind)
{
  GByteArray *file = g_byte_array_new ();

  add_header (file, kind);
  add_colours (file, kind);
  set_number (file, 10, file->len);
  for (guint i = 0; i < PICTURE_HEIGHT; i++)
    add_row (file, kind, kind->from_top ? i : PICTURE_HEIGHT - 1 - i);
  return file;
}

static DanbiFileProblem
read_cb (DanbiFileSource *source,
         DanbiRaster     *raster)
{
  DanbiFileProblem problem = danbi_bmp_read (source, raster);

  if (problem == DANBI_FILE_OK)
    danbi_raster_drop_colour (raster);
  return problem;
}

static DanbiFileProblem
read_bytes (const TestFolder *folder,
            const GByteArray *file,
            DanbiRaster      *raster)
{
  g_autofree char *path = test_folder_write (folder, "a.bmp", file->data, (gssize) file->len);

  return picture_read (path, read_cb, raster);
}

static void
test_kinds (void)
{
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      g_autoptr (GByteArray) file = make_bmp (&KINDS[i]);
      g_auto (DanbiRaster) raster = { .orientation = 1 };

      g_test_message ("%s", KINDS[i].name);
      g_assert_cmpint (read_bytes (&folder, file, &raster), ==, DANBI_FILE_OK);
      picture_assert_pattern (&raster, KINDS[i].colour, KINDS[i].exact_bits,
                              KINDS[i].bits == 32 && KINDS[i].header_bytes == 56 ? 1 : 0);
    }
}

static void
test_cuts (void)
{
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      g_autoptr (GByteArray) file = make_bmp (&KINDS[i]);
      g_autofree char *path = test_folder_write (&folder, "a.bmp", file->data, (gssize) file->len);

      picture_assert_cuts (&folder, path, read_cb, 20, 3);
    }
}

/* RLE */

static GByteArray *
make_runs (guint         bits,
           const guint8 *codes,
           gsize         n_codes)
{
  const Kind kind = { "runs", 40, bits, bits == 8 ? 1 : 2, { 0 }, FALSE, FALSE, bits };
  GByteArray *file = g_byte_array_new ();

  add_header (file, &kind);
  set_number (file, 18, 6);
  set_number (file, 22, 3);
  add_colours (file, &kind);
  set_number (file, 10, file->len);
  g_byte_array_append (file, codes, (guint) n_codes);
  return file;
}

typedef struct
{
  const char *name;
  guint bits;
  gsize n_codes;
  guint8 codes[24];
  DanbiFileProblem problem;
  const char *picture; /* three rows of six, the upper one first, in hexadecimal digits */
} Runs;

static const Runs RUNS[] = {
  { "8: runs and rows", 8, 12, { 6, 15, 0, 0, 3, 10, 3, 11, 0, 0, 0, 1 }, DANBI_FILE_OK,
    "000000" "aaabbb" "ffffff" },
  { "8: literals", 8, 10, { 0, 5, 1, 2, 3, 4, 5, 0, 0, 1 }, DANBI_FILE_OK,
    "000000" "000000" "123450" },
  { "8: a step", 8, 8, { 0, 2, 2, 1, 2, 7, 0, 1 }, DANBI_FILE_OK, "000000" "007700" "000000" },
  { "8: beyond the right edge", 8, 4, { 9, 7, 0, 1 }, DANBI_FILE_OK,
    "000000" "000000" "777777" },
  { "8: no end", 8, 6, { 6, 1, 0, 0, 6, 2 }, DANBI_FILE_BROKEN_PICTURE, NULL },
  { "8: above the top", 8, 6, { 0, 2, 0, 3, 1, 1 }, DANBI_FILE_BROKEN_PICTURE, NULL },
  { "8: cut literals", 8, 4, { 0, 6, 1, 2 }, DANBI_FILE_BROKEN_PICTURE, NULL },
  { "4: two by two", 4, 4, { 5, 0x3c, 0, 1 }, DANBI_FILE_OK, "000000" "000000" "3c3c30" },
  { "4: literals", 4, 8, { 0, 5, 0x12, 0x34, 0x50, 0, 0, 1 }, DANBI_FILE_OK,
    "000000" "000000" "123450" },
};

static void
test_runs (void)
{
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  for (guint i = 0; i < G_N_ELEMENTS (RUNS); i++)
    {
      g_autoptr (GByteArray) file = make_runs (RUNS[i].bits, RUNS[i].codes, RUNS[i].n_codes);
      g_auto (DanbiRaster) raster = { .orientation = 1 };

      g_test_message ("%s", RUNS[i].name);
      g_assert_cmpint (read_bytes (&folder, file, &raster), ==, RUNS[i].problem);
      for (guint at = 0; RUNS[i].picture && at < 18; at++)
        picture_assert_sample (&raster, at % 6, at / 6, 0,
                               picture_widen ((guint) g_ascii_xdigit_value (RUNS[i].picture[at]),
                                              RUNS[i].bits),
                               0);
    }
}

/* Headers that lie */

typedef struct
{
  const char *name;
  guint at;
  guint32 number;
  DanbiFileProblem problem;
} Lie;

static const Lie LIES[] = {
  { "no width", 18, 0, DANBI_FILE_ZERO_SIZE },
  { "a width below 0", 18, 0x80000000, DANBI_FILE_ZERO_SIZE },
  { "no height", 22, 0, DANBI_FILE_ZERO_SIZE },
  { "the lowest height", 22, 0x80000000, DANBI_FILE_BROKEN_PICTURE },
  { "more rows than bytes", 22, 60000, DANBI_FILE_BROKEN_PICTURE },
  { "a width beyond all", 18, 0x7fffffff, DANBI_FILE_BROKEN_PICTURE },
  { "pixels within the header", 10, 20, DANBI_FILE_BROKEN_PICTURE },
  { "pixels behind the end", 10, 1 << 30, DANBI_FILE_BROKEN_PICTURE },
  { "3 bits", 28, 3, DANBI_FILE_ODD_PICTURE },
  { "a JPEG inside", 30, 4, DANBI_FILE_ODD_PICTURE },
  { "a coding nobody knows", 30, 77, DANBI_FILE_ODD_PICTURE },
  { "a header nobody knows", 14, 41, DANBI_FILE_BROKEN_PICTURE },
  { "too few colours", 46, 2, DANBI_FILE_BROKEN_PICTURE },
};

static void
test_lies (void)
{
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  for (guint i = 0; i < G_N_ELEMENTS (LIES); i++)
    {
      g_autoptr (GByteArray) file = make_bmp (&KINDS[2]);
      g_auto (DanbiRaster) raster = { .orientation = 1 };

      g_test_message ("%s", LIES[i].name);
      set_number (file, LIES[i].at, LIES[i].number);
      g_assert_cmpint (read_bytes (&folder, file, &raster), ==, LIES[i].problem);
    }
}

/* A run-length coded picture may be far larger than its file: bounded by the raster. */
static void
test_bomb (void)
{
  static const guint8 end[] = { 0, 1 };
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiRaster) raster = { .orientation = 1 };
  g_autoptr (GByteArray) file = make_runs (8, end, sizeof end);

  test_folder_init (&folder);
  set_number (file, 18, 60000);
  set_number (file, 22, 60000);
  g_assert_cmpint (read_bytes (&folder, file, &raster), ==, DANBI_FILE_TOO_LARGE);
  g_assert_null (raster.pixels);
}

static void
test_header (void)
{
  g_autoptr (GByteArray) file = make_bmp (&KINDS[2]);

  g_assert_true (danbi_bmp_is_header (file->data, file->len));
  g_assert_false (danbi_bmp_is_header (file->data, 25));
  g_assert_false (danbi_bmp_is_header ((const guint8 *) "BMW and other makes of cars", 27));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/bmp/" name, function)
  ADD ("every_depth_and_header_gives_the_same_pixels", test_kinds);
  ADD ("a_cut_picture_is_noticed_wherever_it_was_cut", test_cuts);
  ADD ("run_length_codes_are_followed", test_runs);
  ADD ("a_header_that_lies_is_found_out", test_lies);
  ADD ("room_is_made_within_bounds", test_bomb);
  ADD ("two_letters_are_no_picture", test_header);
  return g_test_run ();
}
