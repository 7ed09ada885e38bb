/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-up tables, plain, packed and in segments. */
#include "config.h"

#include "danbi-lut.h"

#define MAX_WORDS 16

static const struct
{
  const char *name;
  int descriptor[3];
  guint16 words[MAX_WORDS];
  gsize n_words;
  gboolean segmented;
  guint n_values; /* 0: refused */
  guint16 values[MAX_WORDS];
  guint max;
} CASES[] = {
  { "plain", { 3, 0, 16 }, { 0, 500, 65535 }, 3, FALSE, 3, { 0, 500, 65535 }, 65535 },
  { "8 bits called 16", { 3, 0, 16 }, { 0, 5, 255 }, 3, FALSE, 3, { 0, 5, 255 }, 255 },
  { "16 bits called 8", { 3, 0, 8 }, { 0, 5, 25600 }, 3, FALSE, 3, { 0, 5, 25600 }, 65535 },
  { "12 bits", { 2, 0, 12 }, { 1, 4095 }, 2, FALSE, 2, { 1, 4095 }, 4095 },
  { "packed", { 4, 0, 8 }, { 0x0201, 0x0403 }, 2, FALSE, 4, { 1, 2, 3, 4 }, 255 },
  { "packed, odd", { 3, 0, 8 }, { 0x0201, 0x0003 }, 2, FALSE, 3, { 1, 2, 3 }, 255 },
  { "shorter than it says", { 10, 0, 16 }, { 1, 2, 300 }, 3, FALSE, 3, { 1, 2, 300 }, 65535 },
  { "none", { 3, 0, 16 }, { 0 }, 0, FALSE, 0, { 0 }, 0 },
  { "discrete segment", { 3, 0, 16 }, { 0, 3, 7, 8, 900 }, 5, TRUE, 3, { 7, 8, 900 }, 65535 },
  { "linear segment", { 5, 0, 16 }, { 0, 1, 100, 1, 4, 900 }, 6, TRUE, 5,
    { 100, 300, 500, 700, 900 }, 65535 },
  { "falling segment", { 3, 0, 16 }, { 0, 1, 900, 1, 2, 100 }, 6, TRUE, 3, { 900, 500, 100 },
    65535 },
  { "repeated segment", { 4, 0, 16 }, { 0, 2, 300, 400, 2, 1, 0, 0 }, 8, TRUE, 4,
    { 300, 400, 300, 400 }, 65535 },
  { "linear at the beginning", { 5, 0, 16 }, { 1, 4, 900 }, 3, TRUE, 0, { 0 }, 0 },
  { "segment beyond the end", { 3, 0, 16 }, { 0, 9, 1 }, 3, TRUE, 0, { 0 }, 0 },
  { "more than it says", { 2, 0, 16 }, { 0, 3, 7, 8, 9 }, 5, TRUE, 0, { 0 }, 0 },
  { "repeats itself", { 9, 0, 16 }, { 0, 1, 300, 2, 1, 6, 0 }, 7, TRUE, 0, { 0 }, 0 },
  { "unknown segment", { 2, 0, 16 }, { 3, 1, 7 }, 3, TRUE, 0, { 0 }, 0 },
};

static void
test_tables (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_auto (DanbiLut) lut = { 0 };

      g_test_message ("%s", CASES[i].name);
      g_assert_cmpint (danbi_lut_init (&lut, CASES[i].descriptor, CASES[i].words,
                                       CASES[i].n_words, CASES[i].segmented),
                       ==, CASES[i].n_values > 0);
      g_assert_cmpuint (lut.n_values, ==, CASES[i].n_values);
      if (CASES[i].n_values == 0)
        continue;
      g_assert_cmpmem (lut.values, lut.n_values * 2, CASES[i].values, CASES[i].n_values * 2);
      g_assert_cmpuint (lut.max, ==, CASES[i].max);
    }
}

static void
test_ends (void)
{
  const int descriptor[3] = { 2, -10, 16 };
  const guint16 words[] = { 7, 900 };
  g_auto (DanbiLut) lut = { 0 };

  g_assert_true (danbi_lut_init (&lut, descriptor, words, 2, FALSE));
  g_assert_cmpuint (danbi_lut_get (&lut, -1000), ==, 7);
  g_assert_cmpuint (danbi_lut_get (&lut, -10), ==, 7);
  g_assert_cmpuint (danbi_lut_get (&lut, -9), ==, 900);
  g_assert_cmpuint (danbi_lut_get (&lut, -8), ==, 900);
  g_assert_cmpuint (danbi_lut_get (&lut, 1e9), ==, 900);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/image/lut/tables_of_every_kind", test_tables);
  g_test_add_func ("/danbi/image/lut/beyond_its_ends", test_ends);
  return g_test_run ();
}
