/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TIFF pictures of every kind that is in use, and damaged ones. */
#include "config.h"

#include <string.h>
#include <tiffio.h>

#include "danbi-tiff.h"
#include "picture-test.h"

typedef struct
{
  const char *name;
  const char *mode; /* b: big-endian, 8: 64 bits */
  guint channels;
  guint bits;
  guint photometric;
  guint compression;
  guint tolerance;
} Kind;

static const Kind KINDS[] = {
  { "grey 1", "w", 1, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_NONE, 0 },
  { "grey 1, white is 0", "w", 1, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_PACKBITS, 0 },
  { "fax", "w", 1, 1, PHOTOMETRIC_MINISWHITE, COMPRESSION_CCITTFAX4, 0 },
  { "grey 4", "w", 1, 4, PHOTOMETRIC_MINISBLACK, COMPRESSION_NONE, 0 },
  { "grey 8", "w", 1, 8, PHOTOMETRIC_MINISBLACK, COMPRESSION_NONE, 0 },
  { "grey 8, white is 0", "w", 1, 8, PHOTOMETRIC_MINISWHITE, COMPRESSION_LZW, 0 },
  { "grey 8, big-endian", "wb", 1, 8, PHOTOMETRIC_MINISBLACK, COMPRESSION_ADOBE_DEFLATE, 0 },
  { "grey 16", "w", 1, 16, PHOTOMETRIC_MINISBLACK, COMPRESSION_NONE, 1 },
  { "grey 16, big-endian", "wb", 1, 16, PHOTOMETRIC_MINISBLACK, COMPRESSION_LZW, 1 },
  { "palette", "w", 1, 8, PHOTOMETRIC_PALETTE, COMPRESSION_LZW, 0 },
  { "RGB", "w", 3, 8, PHOTOMETRIC_RGB, COMPRESSION_NONE, 0 },
  { "RGB, 64 bits", "w8", 3, 8, PHOTOMETRIC_RGB, COMPRESSION_LZW, 0 },
  { "RGB 16", "wb", 3, 16, PHOTOMETRIC_RGB, COMPRESSION_ADOBE_DEFLATE, 1 },
  { "JPEG inside", "w", 1, 8, PHOTOMETRIC_MINISBLACK, COMPRESSION_JPEG, 12 },
};

static void
set_fields (TIFF       *tiff,
            const Kind *kind,
            guint       orientation)
{
  guint16 colours[256];

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, PICTURE_WIDTH);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, PICTURE_HEIGHT);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, kind->bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, kind->channels);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, kind->photometric);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, kind->compression);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, kind->compression == COMPRESSION_JPEG ? 16 : 7);
  if (orientation > 0)
    TIFFSetField (tiff, TIFFTAG_ORIENTATION, orientation);
  for (guint i = 0; i < 256; i++)
    colours[i] = (guint16) (i * 257);
  if (kind->photometric == PHOTOMETRIC_PALETTE)
    TIFFSetField (tiff, TIFFTAG_COLORMAP, colours, colours, colours);
}

static void
put_sample (const Kind *kind,
            guint8     *row,
            guint       at,
            guint       value)
{
  if (kind->photometric == PHOTOMETRIC_MINISWHITE)
    value = (1u << kind->bits) - 1 - value;
  if (kind->bits == 16)
    ((guint16 *) (gpointer) row)[at] = (guint16) value;
  else
    row[at * kind->bits / 8] |= (guint8) (value << (8 - kind->bits - at * kind->bits % 8));
}

static void
write_page (TIFF       *tiff,
            const Kind *kind,
            guint       orientation)
{
  set_fields (tiff, kind, orientation);
  for (guint y = 0; y < PICTURE_HEIGHT; y++)
    {
      guint16 row[PICTURE_WIDTH * 3] = { 0 };

      for (guint at = 0; at < PICTURE_WIDTH * kind->channels; at++)
        put_sample (kind, (guint8 *) row, at,
                    picture_quantise (picture_get_sample (at / kind->channels, y,
                                                          at % kind->channels),
                                      kind->bits));
      g_assert_cmpint (TIFFWriteScanline (tiff, row, y, 0), ==, 1);
    }
}

static void
write_tiff (const char *path,
            const Kind *kind,
            guint       orientation)
{
  TIFF *tiff = TIFFOpen (path, kind->mode);

  write_page (tiff, kind, orientation);
  TIFFClose (tiff);
}

static DanbiFileProblem
read_cb (DanbiFileSource *source,
         DanbiRaster     *raster)
{
  DanbiFileProblem problem = danbi_tiff_read (source, raster);

  if (problem == DANBI_FILE_OK)
    danbi_raster_drop_colour (raster);
  return problem;
}

static void
test_kinds (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.tif");
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };

      g_test_message ("%s", KINDS[i].name);
      write_tiff (path, &KINDS[i], 0);
      g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_OK);
      picture_assert_pattern (&raster, KINDS[i].channels == 3, MIN (KINDS[i].bits, 8),
                              KINDS[i].tolerance);
    }
}

/* The directory stands at the end, behind the pixels. */
static void
test_cuts (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.tif");
  write_tiff (path, &KINDS[10], 0);
  picture_assert_cuts (&folder, path, read_cb, 20, 40);
}

/* The directory is whole, and the pixels before it are not. */
static void
test_damaged_strips (void)
{
  static const guint deflated[] = { 6, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (deflated); i++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_auto (DanbiRaster) raster = { .orientation = 1 };
      g_autofree char *path = NULL;
      g_autofree char *data = NULL;
      g_autofree char *damaged = NULL;
      gsize length;

      test_folder_init (&folder);
      path = test_folder_dup_path (&folder, "a.tif");
      write_tiff (path, &KINDS[deflated[i]], 0);
      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      memset (data + 12, 0xff, 16);
      damaged = test_folder_write (&folder, "b.tif", data, (gssize) length);
      g_assert_cmpint (picture_read (damaged, read_cb, &raster), ==, DANBI_FILE_BROKEN_PICTURE);
    }
}

static void
test_inks (void)
{
  static const Kind kind = { "inks", "w", 4, 8, PHOTOMETRIC_SEPARATED, COMPRESSION_NONE, 0 };
  g_auto (TestFolder) folder = { 0 };
  g_auto (DanbiRaster) raster = { .orientation = 1 };
  g_autofree char *path = NULL;
  guint8 row[PICTURE_WIDTH * 4] = { 0 };
  TIFF *tiff;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.tif");
  tiff = TIFFOpen (path, "w");
  set_fields (tiff, &kind, 0);
  row[0] = 255; /* cyan */
  row[7] = 255; /* black */
  for (guint y = 0; y < PICTURE_HEIGHT; y++)
    TIFFWriteScanline (tiff, row, y, 0);
  TIFFClose (tiff);
  g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_OK);
  g_assert_cmpmem (raster.pixels, 9, "\x00\xff\xff\x00\x00\x00\xff\xff\xff", 9);
}

static void
test_orientation (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.tif");
  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };

      write_tiff (path, &KINDS[10], orientation);
      g_assert_cmpint (picture_read (path, read_cb, &raster), ==, DANBI_FILE_OK);
      g_assert_cmpuint (raster.orientation, ==, orientation);
      picture_assert_pattern (&raster, TRUE, 8, 0);
    }
}

/* A small copy beside the picture is no page; a second picture is one; a copy alone is none. */
static void
test_pages (void)
{
  static const struct
  {
    guint types[2];
    guint n_pages;
    DanbiFileProblem problem;
  } cases[] = {
    { { 0, FILETYPE_REDUCEDIMAGE }, 2, DANBI_FILE_OK },
    { { FILETYPE_REDUCEDIMAGE, 0 }, 2, DANBI_FILE_OK },
    { { 0, FILETYPE_MASK }, 2, DANBI_FILE_OK },
    { { FILETYPE_PAGE, FILETYPE_PAGE }, 2, DANBI_FILE_MANY_PAGES },
    { { 0, 0 }, 2, DANBI_FILE_MANY_PAGES },
    { { FILETYPE_REDUCEDIMAGE }, 1, DANBI_FILE_ODD_PICTURE },
  };
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.tif");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };
      TIFF *tiff = TIFFOpen (path, "w");

      for (guint page = 0; page < cases[i].n_pages; page++)
        {
          TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, cases[i].types[page]);
          write_page (tiff, &KINDS[cases[i].types[page] & FILETYPE_REDUCEDIMAGE ? 4 : 10], 0);
          TIFFWriteDirectory (tiff);
        }
      TIFFClose (tiff);
      g_assert_cmpint (picture_read (path, read_cb, &raster), ==, cases[i].problem);
      if (cases[i].problem == DANBI_FILE_OK)
        picture_assert_pattern (&raster, TRUE, 8, 0);
    }
}

/* Sizes, strips and codings that make no sense: two bytes of the directory at a time. */
static void
test_lies (void)
{
  static const guint8 values[][4] = { { 0xff, 0xff, 0xff, 0xff }, { 0xff, 0xff, 0xff, 0x7f },
                                      { 0, 0, 0, 0 }, { 0x60, 0xea, 0, 0 } };
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;
  guint32 directory;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.tif");
  write_tiff (path, &KINDS[4], 0);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  memcpy (&directory, data + 4, 4);
  for (gsize at = directory; at + 4 <= length; at += 2)
    for (guint i = 0; i < G_N_ELEMENTS (values); i++)
      {
        g_auto (DanbiRaster) raster = { .orientation = 1 };
        g_autofree char *lying = NULL;
        g_autofree char *lies = g_memdup2 (data, length);

        memcpy (lies + at, values[i], 4);
        lying = test_folder_write (&folder, "b.tif", lies, (gssize) length);
        if (picture_read (lying, read_cb, &raster) == DANBI_FILE_OK)
          g_assert_cmpuint ((guint64) raster.width * raster.height, <=, DANBI_RASTER_MAX_PIXELS);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/tiff/" name, function)
  ADD ("every_kind_gives_the_same_pixels", test_kinds);
  ADD ("a_cut_picture_is_noticed_wherever_it_was_cut", test_cuts);
  ADD ("damaged_pixels_are_noticed", test_damaged_strips);
  ADD ("inks_become_colours", test_inks);
  ADD ("the_orientation_is_found", test_orientation);
  ADD ("several_pages_are_not_guessed_at", test_pages);
  ADD ("a_directory_that_lies_harms_nothing", test_lies);
  return g_test_run ();
}
