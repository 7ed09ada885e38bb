/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures made smaller by averaging areas. */
#include "config.h"

#include "danbi-shrinker.h"

static const struct
{
  guint width, height, channels, new_width, new_height;
  float from[16];
  float to[16];
} CASES[] = {
  { 2, 2, 1, 2, 2, { 1, 2, 3, 4 }, { 1, 2, 3, 4 } },
  { 4, 2, 1, 2, 1, { 1, 3, 10, 20, 5, 7, 30, 40 }, { 4, 25 } },
  { 3, 1, 1, 2, 1, { 3, 6, 9 }, { 4, 8 } },
  { 1, 3, 1, 1, 2, { 3, 6, 9 }, { 4, 8 } },
  { 5, 1, 1, 1, 1, { 0, 0, 100, 0, 0 }, { 20 } },
  { 2, 1, 3, 1, 1, { 1, 10, 100, 3, 30, 200 }, { 2, 20, 150 } },
  { 9, 1, 1, 1, 1, { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 5 } },
};

static void
test_averages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (DanbiShrinker) shrinker
        = danbi_shrinker_new (CASES[i].width, CASES[i].height, CASES[i].channels,
                              CASES[i].new_width, CASES[i].new_height);
      const guint n = CASES[i].width * CASES[i].channels;
      g_autofree float *done = NULL;

      for (guint y = 0; y < CASES[i].height; y++)
        {
          memcpy (danbi_shrinker_get_row (shrinker), CASES[i].from + y * n, n * sizeof (float));
          danbi_shrinker_add_row (shrinker);
        }
      danbi_shrinker_add_row (shrinker); /* one too many is left out */
      done = danbi_shrinker_steal (shrinker);
      for (guint j = 0; j < CASES[i].new_width * CASES[i].new_height * CASES[i].channels; j++)
        g_assert_cmpfloat_with_epsilon (done[j], CASES[i].to[j], 1e-4);
    }
}

/* Whatever the ratio, a plain picture stays plain. */
static void
test_plain (void)
{
  for (guint n = 1; n <= 97; n += 3)
    {
      g_autoptr (DanbiShrinker) shrinker = danbi_shrinker_new (97, 97, 1, n, 98 - n);
      g_autofree float *done = NULL;

      for (guint x = 0; x < 97; x++)
        danbi_shrinker_get_row (shrinker)[x] = 1000;
      for (guint y = 0; y < 97; y++)
        danbi_shrinker_add_row (shrinker);
      done = danbi_shrinker_steal (shrinker);
      for (guint i = 0; i < n * (98 - n); i++)
        g_assert_cmpfloat_with_epsilon (done[i], 1000, 0.02);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/image/shrinker/each_pixel_is_the_average_of_its_area", test_averages);
  g_test_add_func ("/danbi/image/shrinker/a_plain_picture_stays_plain", test_plain);
  return g_test_run ();
}
