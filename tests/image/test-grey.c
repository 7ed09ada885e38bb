/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows, and what is shown where a file has none. */
#include "config.h"

#include "danbi-grey.h"

#define N_MAX 8

static const struct
{
  const char *name;
  DanbiGrey grey;
  float values[N_MAX];
  guint n;
  guint8 tones[N_MAX];
} CASES[] = {
  /* PS3.3 C.11.2.1.2.1: of width 256 around 128, each value of 8 bits is itself. */
  { "linear", { .center = 128, .width = 256 }, { -5, 0, 1, 128, 255, 300 }, 6,
    { 0, 0, 1, 128, 255, 255 } },
  { "exact", { .center = 50, .width = 100, .function = DANBI_WINDOW_LINEAR_EXACT },
    { 0, 25, 50, 100 }, 4, { 0, 64, 128, 255 } },
  { "soft", { .center = 0, .width = 4, .function = DANBI_WINDOW_SIGMOID }, { -100, 0, 100 }, 3,
    { 0, 128, 255 } },
  { "step", { .center = 10, .width = 1 }, { 9, 9.5, 9.75, 10, 11 }, 5, { 0, 0, 255, 255, 255 } },
  { "inverted", { .center = 128, .width = 256, .inverted = TRUE }, { 0, 1, 254, 255 }, 4,
    { 255, 254, 1, 0 } },
  { "as it is", { .has_range = TRUE, .low = 0, .high = 255 }, { 3, 4, 200 }, 3, { 3, 4, 200 } },
  { "darkest to brightest", { 0 }, { 10, 20, 30 }, 3, { 0, 128, 255 } },
  { "plain", { 0 }, { 7, 7, 7 }, 3, { 0, 0, 0 } },
  { "window besides the picture", { .center = 9000, .width = 100 }, { 0, 50, 100 }, 3,
    { 0, 128, 255 } },
  { "padding", { .has_padding = TRUE, .padding_low = -2000, .padding_high = -2000 },
    { -2000, 0, 50, 100 }, 4, { 0, 0, 128, 255 } },
};

static void
test_tones (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (DanbiPreview) preview
        = danbi_grey_show (&CASES[i].grey, CASES[i].values, CASES[i].n, 1, FALSE);
      const guint8 *tones = g_bytes_get_data (preview->pixels, NULL);

      g_test_message ("%s", CASES[i].name);
      for (guint j = 0; j < CASES[i].n; j++)
        g_assert_cmpint (ABS (tones[j] - CASES[i].tones[j]), <=, 1);
    }
}

static void
test_table (void)
{
  guint16 tones[] = { 0, 4095, 1000 };
  const DanbiGrey grey = { .center = 1, .width = 1, .lut = { tones, 3, 100, 4095 } };
  const float values[] = { 0, 100, 100.6f, 101, 102, 500 };
  const guint8 expected[] = { 0, 0, 255, 255, 62, 62 };
  g_autoptr (DanbiPreview) preview = danbi_grey_show (&grey, values, 6, 1, FALSE);
  g_autoptr (DanbiPreview) deep = danbi_grey_show (&grey, values, 6, 1, TRUE);

  g_assert_cmpmem (g_bytes_get_data (preview->pixels, NULL), 6, expected, 6);
  g_assert_cmpfloat (deep->window_center, ==, 101.5);
  g_assert_cmpfloat (deep->window_width, ==, 3);
}

static void
test_deep (void)
{
  const DanbiGrey grey = { .center = 40, .width = 400, .inverted = TRUE };
  const float values[] = { -1024, 0, 3071 };
  g_autoptr (DanbiPreview) deep = danbi_grey_show (&grey, values, 3, 1, TRUE);
  const guint16 *samples = g_bytes_get_data (deep->pixels, NULL);

  g_assert_cmpuint (deep->depth, ==, 16);
  g_assert_cmpfloat (deep->low, ==, -1024);
  g_assert_cmpfloat (deep->high, ==, 3071);
  g_assert_cmpfloat (deep->window_center, ==, 40);
  g_assert_cmpfloat (deep->window_width, ==, 400);
  g_assert_true (deep->inverted);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (deep->low + samples[i] * (deep->high - deep->low) / G_MAXUINT16,
                                    values[i], 0.05);
}

static void
test_deep_and_plain (void)
{
  const DanbiGrey grey = { 0 };
  const float values[] = { 1e20f, 1e20f };
  g_autoptr (DanbiPreview) deep = danbi_grey_show (&grey, values, 2, 1, TRUE);

  g_assert_cmpfloat (deep->low, <, deep->high);
  g_assert_cmpuint (*(const guint16 *) g_bytes_get_data (deep->pixels, NULL), ==, 0);
}

/* What an X-ray machine leaves around the picture must not make the picture dull. */
static void
test_background (void)
{
  const DanbiGrey grey = { 0 };
  float values[100];
  g_autoptr (DanbiPreview) preview = NULL;
  const guint8 *tones;

  for (guint i = 0; i < 100; i++)
    values[i] = i < 30 ? -3000.0f : i > 90 ? 30000.0f : 1000.0f + (float) i;
  preview = danbi_grey_show (&grey, values, 10, 10, FALSE);
  tones = g_bytes_get_data (preview->pixels, NULL);
  g_assert_cmpuint (tones[0], ==, 0);
  g_assert_cmpuint (tones[31], <, 20);
  g_assert_cmpuint (tones[60], >, 100);
  g_assert_cmpuint (tones[60], <, 156);
  g_assert_cmpuint (tones[90], >, 235);
  g_assert_cmpuint (tones[99], ==, 255);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/grey/" name, function)
  ADD ("windows", test_tones);
  ADD ("a_table_of_tones_goes_before_the_window", test_table);
  ADD ("deep_samples_stand_for_values", test_deep);
  ADD ("a_plain_picture_has_a_range_too", test_deep_and_plain);
  ADD ("background_does_not_count", test_background);
  return g_test_run ();
}
