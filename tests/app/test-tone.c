/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of window and level, and of what is painted with them. */
#include "config.h"

#include <math.h>

#include "danbi-painter.h"
#include "danbi-tone.h"

/* A deep picture of one row whose samples stand for -1024 to 3071. */
static DanbiPicture *
new_deep (const guint16 *samples,
          guint          n)
{
  g_autoptr (GBytes) pixels = g_bytes_new (samples, n * sizeof *samples);

  return danbi_picture_new (&(DanbiPicture) {
    .width = n, .height = 1, .channels = 1, .depth = 16, .low = -1024, .high = 3071,
    .window_center = 40, .window_width = 400, .frames = 1, .full_width = n, .full_height = 1,
    .pixels = pixels });
}

static DanbiPicture *
new_shallow (const guint8 *samples,
             guint         width,
             guint         height,
             guint         channels)
{
  g_autoptr (GBytes) pixels = g_bytes_new (samples, (gsize) width * height * channels);

  return danbi_picture_new (&(DanbiPicture) { .width = width, .height = height,
                                              .channels = channels, .depth = 8, .frames = 1,
                                              .full_width = width, .full_height = height,
                                              .pixels = pixels });
}

static guint16
sample_of (double value)
{
  return (guint16) lround ((value + 1024) / 4095 * 65535);
}

static void
test_the_first_tone_is_that_of_the_file (void)
{
  g_autoptr (DanbiPicture) picture = new_deep ((guint16[]){ 0 }, 1);
  DanbiPicture without = *picture;
  DanbiTone tone;

  danbi_tone_init (&tone, picture);
  g_assert_true (danbi_tone_equal (&tone, &(DanbiTone){ 40, 400, FALSE }));
  without.window_width = 0;
  without.inverted = TRUE;
  danbi_tone_init (&tone, &without);
  g_assert_true (danbi_tone_equal (&tone, &(DanbiTone){ 1023.5, 4095, TRUE }));
}

static void
test_a_picture_of_8_bits_is_shown_as_it_stands (void)
{
  g_autoptr (DanbiPicture) picture = new_shallow ((guint8[]){ 0 }, 1, 1, 1);
  g_autofree guint8 *table = NULL;
  DanbiTone tone;

  danbi_tone_init (&tone, picture);
  table = danbi_tone_dup_table (&tone, picture);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpuint (table[i], ==, i);
}

static void
test_the_window_lies_between_black_and_white (void)
{
  static const struct
  {
    DanbiTone tone;
    double value;
    guint shade;
  } cases[] = {
    { { 40, 400, FALSE }, -160, 0 },   { { 40, 400, FALSE }, -500, 0 },
    { { 40, 400, FALSE }, 240, 255 },  { { 40, 400, FALSE }, 3071, 255 },
    { { 40, 400, FALSE }, 40, 128 },   { { 40, 400, FALSE }, 140, 191 },
    { { 40, 400, TRUE }, -160, 255 },  { { 40, 400, TRUE }, 240, 0 },
    { { 40, 80, FALSE }, 60, 191 },    { { -600, 1500, FALSE }, -600, 128 },
    { { 40, 1, FALSE }, 38, 0 },       { { 40, 1, FALSE }, 42, 255 },
  };
  g_autoptr (DanbiPicture) picture = new_deep ((guint16[]){ 0 }, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *table = danbi_tone_dup_table (&cases[i].tone, picture);
      int shade = table[sample_of (cases[i].value)];

      g_assert_cmpint (ABS (shade - (int) cases[i].shade), <=, 1);
    }
}

static void
test_a_drag_widens_to_the_right_and_darkens_downwards (void)
{
  g_autoptr (DanbiPicture) picture = new_deep ((guint16[]){ 0 }, 1);
  DanbiTone tone = { 40, 400, FALSE };

  danbi_tone_drag (&tone, picture, 100, 0);
  g_assert_cmpfloat (tone.width, >, 400);
  g_assert_cmpfloat_with_epsilon (tone.center, 40, 1e-9);
  danbi_tone_drag (&tone, picture, -100, 0);
  g_assert_cmpfloat_with_epsilon (tone.width, 400, 1e-6);
  danbi_tone_drag (&tone, picture, 0, 100);
  g_assert_cmpfloat (tone.center, >, 40);
  danbi_tone_drag (&tone, picture, -1e6, -1e9);
  g_assert_cmpfloat (tone.width, >, 0);
  g_assert_cmpfloat (tone.center, >=, -1024 - 4095);
  danbi_tone_drag (&tone, picture, 1e6, 1e9);
  g_assert_cmpfloat (tone.width, <=, 4 * 4095);
  g_assert_cmpfloat (tone.center, <=, 3071 + 4095);
}

static void
test_only_ct_has_presets (void)
{
  guint n;

  danbi_tone_get_presets ("CT", &n);
  g_assert_cmpuint (n, >=, 4);
  danbi_tone_get_presets ("MR", &n);
  g_assert_cmpuint (n, ==, 0);
  danbi_tone_get_presets (NULL, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_a_half_is_the_mean_of_four (void)
{
  static const guint8 grey[] = { 0, 10, 100, 20, 30, 200, 7, 9, 250 };
  static const guint8 rgb[] = { 0, 10, 20, 100, 110, 120 };
  g_autoptr (DanbiPicture) odd = new_shallow (grey, 3, 3, 1);
  g_autoptr (DanbiPicture) colour = new_shallow (rgb, 2, 1, 3);
  g_autoptr (DanbiPicture) deep = new_deep ((guint16[]){ 0, 65535, 40000 }, 3);
  g_autoptr (DanbiPicture) half = danbi_picture_halve (odd);
  g_autoptr (DanbiPicture) half_colour = danbi_picture_halve (colour);
  g_autoptr (DanbiPicture) half_deep = danbi_picture_halve (deep);
  const guint8 *shades = g_bytes_get_data (half->pixels, NULL);
  const guint8 *colours = g_bytes_get_data (half_colour->pixels, NULL);
  const guint16 *values = g_bytes_get_data (half_deep->pixels, NULL);

  g_assert_cmpuint (half->width, ==, 2);
  g_assert_cmpuint (half->height, ==, 2);
  g_assert_cmpuint (shades[0], ==, 15);
  g_assert_cmpuint (shades[1], ==, 150);
  g_assert_cmpuint (shades[2], ==, 8);
  g_assert_cmpuint (shades[3], ==, 250);
  g_assert_cmpuint (half->full_width, ==, 3);
  g_assert_cmpuint (colours[0], ==, 50);
  g_assert_cmpuint (colours[2], ==, 70);
  g_assert_cmpuint (values[0], ==, 32768);
  g_assert_cmpuint (values[1], ==, 40000);
}

static void
assert_painted (DanbiPicture    *picture,
                const DanbiTone *tone,
                const guint32   *expected)
{
  g_autoptr (GdkTexture) texture = danbi_picture_paint (picture, tone);
  guint32 pixels[4];

  gdk_texture_download (texture, (guchar *) pixels, picture->width * sizeof *pixels);
  for (guint i = 0; i < picture->width; i++)
    g_assert_cmphex (pixels[i], ==, expected[i]);
}

static void
test_what_is_painted_is_opaque_and_in_its_colours (void)
{
  g_autoptr (DanbiPicture) deep
    = new_deep ((guint16[]){ sample_of (-160), sample_of (40), sample_of (240) }, 3);
  g_autoptr (DanbiPicture) colour = new_shallow ((guint8[]){ 1, 2, 3, 255, 0, 128 }, 2, 1, 3);

  assert_painted (deep, &(DanbiTone){ 40, 400, FALSE },
                  (guint32[]){ 0xff000000, 0xff808080, 0xffffffff });
  assert_painted (deep, &(DanbiTone){ 40, 400, TRUE },
                  (guint32[]){ 0xffffffff, 0xff7f7f7f, 0xff000000 });
  assert_painted (colour, &(DanbiTone){ 127.5, 255, FALSE }, (guint32[]){ 0xff010203, 0xffff0080 });
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/app/tone/" #name, test_##name)
  ADD (the_first_tone_is_that_of_the_file);
  ADD (a_picture_of_8_bits_is_shown_as_it_stands);
  ADD (the_window_lies_between_black_and_white);
  ADD (a_drag_widens_to_the_right_and_darkens_downwards);
  ADD (only_ct_has_presets);
  ADD (a_half_is_the_mean_of_four);
  ADD (what_is_painted_is_opaque_and_in_its_colours);
#undef ADD
  return g_test_run ();
}
