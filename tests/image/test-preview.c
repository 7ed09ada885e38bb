/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of previews. */
#include "config.h"

#include "danbi-preview.h"

static const struct
{
  guint max_side, width, height, fitted_width, fitted_height;
} SIZES[] = {
  { 256, 512, 256, 256, 128 },
  { 256, 256, 512, 128, 256 },
  { 256, 256, 256, 256, 256 },
  { 256, 257, 257, 256, 256 },
  { 256, 100, 50, 100, 50 },
  { 256, 65535, 1, 256, 1 },
  { 1, 3000, 2000, 1, 1 },
  { 0, 65535, 65535, DANBI_PREVIEW_MAX_SIDE, DANBI_PREVIEW_MAX_SIDE },
  { 100000, 65535, 65535, DANBI_PREVIEW_MAX_SIDE, DANBI_PREVIEW_MAX_SIDE },
};

static void
test_fit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (SIZES); i++)
    {
      guint width = SIZES[i].width;
      guint height = SIZES[i].height;

      danbi_preview_fit (SIZES[i].max_side, &width, &height);
      g_assert_cmpuint (width, ==, SIZES[i].fitted_width);
      g_assert_cmpuint (height, ==, SIZES[i].fitted_height);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/image/preview/fits_and_keeps_its_shape", test_fit);
  return g_test_run ();
}
