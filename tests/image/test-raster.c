/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels in memory: bounds, opacity, turning. */
#include "config.h"

#include <string.h>

#include "danbi-raster.h"

static void
test_bounds (void)
{
  static const struct
  {
    guint64 width, height;
    DanbiFileProblem problem;
  } cases[] = {
    { 0, 1, DANBI_FILE_ZERO_SIZE },
    { 1, 0, DANBI_FILE_ZERO_SIZE },
    { 1, 1, DANBI_FILE_OK },
    { 65500, 1, DANBI_FILE_OK },
    { 65501, 1, DANBI_FILE_TOO_WIDE },
    { 1, 65501, DANBI_FILE_TOO_WIDE },
    { 10000, 10000, DANBI_FILE_OK },
    { 10000, 10001, DANBI_FILE_TOO_LARGE },
    { G_MAXUINT32, G_MAXUINT32, DANBI_FILE_TOO_WIDE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };

      g_assert_cmpint (danbi_raster_allocate (&raster, cases[i].width, cases[i].height, 1), ==,
                       cases[i].problem);
      g_assert_true ((raster.pixels != NULL) == (cases[i].problem == DANBI_FILE_OK));
    }
}

/* Opaque pixels keep their value, clear ones are white, half-clear ones lie between. */
static void
test_flatten (void)
{
  static const guint8 colours[] = { 10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 200, 128 };
  static const guint8 on_white[] = { 10, 20, 30, 255, 255, 255, 127, 177, 227 };
  static const guint8 greys[] = { 7, 255, 7, 0, 0, 51 };
  g_auto (DanbiRaster) colour = { 3, 1, 4, 1, g_memdup2 (colours, sizeof colours) };
  g_auto (DanbiRaster) grey = { 3, 1, 2, 1, g_memdup2 (greys, sizeof greys) };

  danbi_raster_flatten (&colour);
  g_assert_cmpuint (colour.channels, ==, 3);
  g_assert_cmpmem (colour.pixels, 9, on_white, sizeof on_white);
  danbi_raster_flatten (&grey);
  g_assert_cmpuint (grey.channels, ==, 1);
  g_assert_cmpmem (grey.pixels, 3, "\x07\xff\xcc", 3);
}

static void
test_drop_colour (void)
{
  g_auto (DanbiRaster) grey = { 2, 1, 3, 1, g_memdup2 ("\1\1\1\2\2\2", 6) };
  g_auto (DanbiRaster) blue = { 2, 1, 3, 1, g_memdup2 ("\1\1\1\2\2\3", 6) };

  danbi_raster_drop_colour (&grey);
  g_assert_cmpuint (grey.channels, ==, 1);
  g_assert_cmpmem (grey.pixels, 2, "\1\2", 2);
  danbi_raster_drop_colour (&blue);
  g_assert_cmpuint (blue.channels, ==, 3);
}

/* The letter F, as each of the eight ways lays it into the file (EXIF 2.32, 4.6.4, Orientation). */
static void
test_turn (void)
{
  static const char upright[] = "###" "#.." "##." "#..";
  static const struct
  {
    guint width, height;
    const char *lying;
  } cases[] = {
    { 3, 4, "###" "#.." "##." "#.." }, { 3, 4, "###" "..#" ".##" "..#" },
    { 3, 4, "..#" ".##" "..#" "###" }, { 3, 4, "#.." "##." "#.." "###" },
    { 4, 3, "####" "#.#." "#..." },    { 4, 3, "#..." "#.#." "####" },
    { 4, 3, "...#" ".#.#" "####" },    { 4, 3, "####" ".#.#" "...#" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DanbiRaster) raster = { cases[i].width, cases[i].height, 1, i + 1,
                                      g_memdup2 (cases[i].lying, 12) };

      g_test_message ("orientation %u", i + 1);
      g_assert_cmpint (danbi_raster_turn (&raster), ==, DANBI_FILE_OK);
      g_assert_cmpuint (raster.width, ==, 3);
      g_assert_cmpuint (raster.height, ==, 4);
      g_assert_cmpuint (raster.orientation, ==, 1);
      g_assert_cmpmem (raster.pixels, 12, upright, 12);
      g_assert_cmpint (danbi_orientation_swaps_sides (i + 1), ==, cases[i].width == 4);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/raster/" name, function)
  ADD ("no_size_beyond_the_bounds_is_made_room_for", test_bounds);
  ADD ("what_is_clear_lies_on_white", test_flatten);
  ADD ("a_grey_picture_has_one_channel", test_drop_colour);
  ADD ("a_picture_is_upright_however_it_lay", test_turn);
  return g_test_run ();
}
