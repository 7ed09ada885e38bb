/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG pictures of every kind, and damaged ones. */
#include "config.h"

#include <png.h>
#include <string.h>
#include <zlib.h>

#include "danbi-png.h"
#include "picture-test.h"

typedef struct
{
  const char *name;
  int type;
  int bits;
  gboolean interlaced;
} Kind;

static const Kind KINDS[] = {
  { "grey 1", PNG_COLOR_TYPE_GRAY, 1, FALSE },
  { "grey 2", PNG_COLOR_TYPE_GRAY, 2, FALSE },
  { "grey 4", PNG_COLOR_TYPE_GRAY, 4, FALSE },
  { "grey 4, interlaced", PNG_COLOR_TYPE_GRAY, 4, TRUE },
  { "grey 8", PNG_COLOR_TYPE_GRAY, 8, FALSE },
  { "grey 8, interlaced", PNG_COLOR_TYPE_GRAY, 8, TRUE },
  { "grey 16", PNG_COLOR_TYPE_GRAY, 16, FALSE },
  { "colours of a palette, 4", PNG_COLOR_TYPE_PALETTE, 4, FALSE },
  { "colours of a palette, 8", PNG_COLOR_TYPE_PALETTE, 8, TRUE },
  { "RGB 8", PNG_COLOR_TYPE_RGB, 8, FALSE },
  { "RGB 8, interlaced", PNG_COLOR_TYPE_RGB, 8, TRUE },
  { "RGB 16", PNG_COLOR_TYPE_RGB, 16, FALSE },
  { "RGB 16, interlaced", PNG_COLOR_TYPE_RGB, 16, TRUE },
  { "grey and opacity 8", PNG_COLOR_TYPE_GRAY_ALPHA, 8, FALSE },
  { "grey and opacity 16", PNG_COLOR_TYPE_GRAY_ALPHA, 16, FALSE },
  { "RGB and opacity 8", PNG_COLOR_TYPE_RGB_ALPHA, 8, TRUE },
  { "RGB and opacity 16", PNG_COLOR_TYPE_RGB_ALPHA, 16, FALSE },
};

static gboolean
is_colour (const Kind *kind)
{
  return kind->type == PNG_COLOR_TYPE_RGB || kind->type == PNG_COLOR_TYPE_RGB_ALPHA;
}

static guint
count_channels (const Kind *kind)
{
  switch (kind->type)
    {
    case PNG_COLOR_TYPE_GRAY_ALPHA:
      return 2;
    case PNG_COLOR_TYPE_RGB:
      return 3;
    case PNG_COLOR_TYPE_RGB_ALPHA:
      return 4;
    default:
      return 1;
    }
}

static void
set_palette (png_structp png,
             png_infop   info,
             int         bits)
{
  png_color colours[256];

  for (guint i = 0; i < 1u << bits; i++)
    colours[i].red = colours[i].green = colours[i].blue = picture_widen (i, (guint) bits);
  png_set_PLTE (png, info, colours, 1 << bits);
}

/* Rows of 8 or 16 bits a sample, opaque; libpng packs what is smaller. */
static void
fill_row (const Kind *kind,
          guint       y,
          guint8     *row)
{
  guint n_channels = count_channels (kind);
  gboolean opacity = n_channels % 2 == 0;

  for (guint i = 0; i < PICTURE_WIDTH * n_channels; i++)
    {
      guint c = i % n_channels;
      guint bits = (guint) kind->bits;
      guint value = opacity && c == n_channels - 1
                      ? (1u << bits) - 1
                      : picture_quantise (picture_get_sample (i / n_channels, y, c), bits);

      if (kind->bits == 16)
        *row++ = (guint8) (value >> 8);
      *row++ = (guint8) value;
    }
}

static void
write_png (const char *path,
           const Kind *kind,
           guint       orientation)
{
  guint8 exif[] = "MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\0\0\0\0\0\0";
  FILE *file = fopen (path, "wb");
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  guint8 row[PICTURE_WIDTH * 8];
  int n_passes;

  png_init_io (png, file);
  png_set_IHDR (png, info, PICTURE_WIDTH, PICTURE_HEIGHT, kind->bits, kind->type,
                kind->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, 0, 0);
  if (kind->type == PNG_COLOR_TYPE_PALETTE)
    set_palette (png, info, kind->bits);
  exif[19] = (guint8) orientation;
  if (orientation > 0)
    png_set_eXIf_1 (png, info, sizeof exif - 1, exif);
  png_write_info (png, info);
  png_set_packing (png);
  n_passes = png_set_interlace_handling (png);
  for (int pass = 0; pass < n_passes; pass++)
    for (guint y = 0; y < PICTURE_HEIGHT; y++)
      {
        fill_row (kind, y, row);
        png_write_row (png, row);
      }
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  fclose (file);
}

static DanbiFileProblem
read_cb (DanbiFileSource *source,
         DanbiRaster     *raster)
{
  DanbiFileProblem problem = danbi_png_read (source, raster);

  if (problem != DANBI_FILE_OK)
    return problem;
  danbi_raster_flatten (raster);
  danbi_raster_drop_colour (raster);
  return problem;
}

static void
test_kinds (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.png");
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };

      g_test_message ("%s", KINDS[i].name);
      write_png (path, &KINDS[i], 0);
      g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_OK);
      picture_assert_pattern (&raster, is_colour (&KINDS[i]), (guint) MIN (KINDS[i].bits, 8), 0);
    }
}

static void
test_cuts (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.png");
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      write_png (path, &KINDS[i], 0);
      picture_assert_cuts (&folder, path, read_cb, 20, 4);
    }
}

/* Each byte from the size on is under a checksum; only what libpng need not know may differ. */
static void
test_flipped_bytes (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.png");
  write_png (path, &KINDS[4], 0);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  for (gsize at = 8; at < length - 12; at++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };
      g_autofree char *flipped = NULL;

      data[at] ^= 0x55;
      flipped = test_folder_write (&folder, "b.png", data, (gssize) length);
      g_assert_cmpint (picture_read (flipped, read_cb, &raster), !=, DANBI_FILE_OK);
      data[at] ^= 0x55;
    }
}

/* 60,000 × 60,000 pixels in a hundred bytes: refused before there is room for them. */
static void
test_bomb (void)
{
  static const struct
  {
    guint8 width[4];
    DanbiFileProblem problem;
  } cases[] = {
    { { 0, 0, 0xea, 0x60 }, DANBI_FILE_TOO_LARGE },
    { { 0, 1, 0xea, 0x60 }, DANBI_FILE_TOO_WIDE },
    { { 0x7f, 0xff, 0xff, 0xff }, DANBI_FILE_TOO_WIDE },
  };
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.png");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };
      g_autofree char *data = NULL;
      g_autofree char *bomb = NULL;
      gsize length;
      guint32 sum;

      write_png (path, &KINDS[4], 0);
      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      memcpy (data + 16, cases[i].width, 4);
      memcpy (data + 20, "\0\0\xea\x60", 4);
      sum = GUINT32_TO_BE ((guint32) crc32 (0, (const guint8 *) data + 12, 17));
      memcpy (data + 29, &sum, 4);
      bomb = test_folder_write (&folder, "b.png", data, (gssize) length);
      g_assert_cmpint (picture_read (bomb, read_cb, &raster), ==, cases[i].problem);
      g_assert_null (raster.pixels);
    }
}

static void
test_orientation (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.png");
  for (guint orientation = 0; orientation <= 9; orientation++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };

      write_png (path, &KINDS[9], orientation);
      g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_OK);
      g_assert_cmpuint (raster.orientation, ==,
                        orientation == 0 || orientation == 9 ? 1 : orientation);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/png/" name, function)
  ADD ("every_kind_gives_the_same_pixels", test_kinds);
  ADD ("a_cut_picture_is_noticed_wherever_it_was_cut", test_cuts);
  ADD ("a_flipped_byte_is_noticed_wherever_it_stands", test_flipped_bytes);
  ADD ("a_bomb_is_refused_before_there_is_room", test_bomb);
  ADD ("the_orientation_is_found", test_orientation);
  return g_test_run ();
}
