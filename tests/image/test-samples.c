/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples of every layout and colour. */
#include "config.h"

#include "danbi-samples.h"

#define N_MAX 16

/* Two pixels in a row each, at their full size. */
static const struct
{
  const char *name;
  DanbiSamples samples;
  guint8 data[N_MAX];
  gsize size;
  guint8 pixels[6];
} CASES[] = {
  { "8 bits", { .n_channels = 1, .bits_allocated = 8, .bits_stored = 8, .high_bit = 7 },
    { 10, 200 }, 2, { 10, 200 } },
  { "7 bits and an overlay", { .n_channels = 1, .bits_allocated = 8, .bits_stored = 7,
                               .high_bit = 6 }, { 0x80, 0xff }, 2, { 0, 255 } },
  { "upper bits", { .n_channels = 1, .bits_allocated = 16, .bits_stored = 8, .high_bit = 15 },
    { 0xff, 10, 0xff, 200 }, 4, { 10, 200 } },
  { "signed", { .n_channels = 1, .bits_allocated = 8, .bits_stored = 8, .high_bit = 7,
                .is_signed = TRUE }, { 0x80, 0x7f }, 2, { 0, 255 } },
  { "1 bit", { .n_channels = 1, .bits_allocated = 1, .bits_stored = 1, .first_bit = 3 },
    { 0x10 }, 1, { 0, 255 } },
  { "16 bits", { .n_channels = 1, .bits_allocated = 16, .bits_stored = 12, .high_bit = 11,
                 .grey = { .center = 2048, .width = 4096 } },
    { 0, 0xf0, 0xff, 0x0f }, 4, { 0, 255 } },
  { "16 bits, signed", { .n_channels = 1, .bits_allocated = 16, .bits_stored = 12, .high_bit = 11,
                         .is_signed = TRUE, .grey = { .center = 0, .width = 4096 } },
    { 0, 0x08, 0xff, 0x07 }, 4, { 0, 255 } },
  { "32 bits", { .n_channels = 1, .bits_allocated = 32, .bits_stored = 32, .high_bit = 31 },
    { 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff }, 8, { 0, 255 } },
  { "32 bits, signed", { .n_channels = 1, .bits_allocated = 32, .bits_stored = 32,
                         .high_bit = 31, .is_signed = TRUE },
    { 0, 0, 0, 0x80, 0xff, 0xff, 0xff, 0x7f }, 8, { 0, 255 } },
  { "real numbers", { .n_channels = 1, .bits_allocated = 32, .is_real = TRUE },
    { 0, 0, 0x80, 0xbf, 0, 0, 0x80, 0x3f }, 8, { 0, 255 } },
  { "no numbers", { .n_channels = 1, .bits_allocated = 32, .is_real = TRUE },
    { 0, 0, 0x80, 0xff, 0, 0, 0xc0, 0x7f }, 8, { 0, 255 } },
  { "longer numbers", { .n_channels = 1, .bits_allocated = 64, .is_real = TRUE },
    { 0, 0, 0, 0, 0, 0, 0xf0, 0xbf, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f }, 16, { 0, 255 } },
  { "falling slope", { .n_channels = 1, .bits_allocated = 8, .bits_stored = 8, .high_bit = 7,
                       .slope = -1 }, { 10, 200 }, 2, { 245, 55 } },
  { "RGB", { .colour = DANBI_SAMPLES_RGB, .n_channels = 3, .bits_allocated = 8, .bits_stored = 8,
             .high_bit = 7 }, { 1, 2, 3, 4, 5, 6 }, 6, { 1, 2, 3, 4, 5, 6 } },
  { "planes", { .colour = DANBI_SAMPLES_RGB, .n_channels = 3, .bits_allocated = 8,
                .bits_stored = 8, .high_bit = 7, .planar = TRUE },
    { 1, 4, 2, 5, 3, 6 }, 6, { 1, 2, 3, 4, 5, 6 } },
  { "RGB of 16 bits", { .colour = DANBI_SAMPLES_RGB, .n_channels = 3, .bits_allocated = 16,
                        .bits_stored = 16, .high_bit = 15 },
    { 0, 0, 0xff, 0xff, 0, 0, 0, 0x80, 0, 0, 0, 0 }, 12, { 0, 255, 0, 128, 0, 0 } },
  { "YBR", { .colour = DANBI_SAMPLES_YBR, .n_channels = 3, .bits_allocated = 8, .bits_stored = 8,
             .high_bit = 7 }, { 76, 85, 255, 150, 44, 21 }, 6, { 254, 0, 0, 0, 255, 1 } },
  { "YBR, halved", { .colour = DANBI_SAMPLES_YBR, .n_channels = 3, .bits_allocated = 8,
                     .bits_stored = 8, .high_bit = 7, .halved = TRUE },
    { 76, 100, 128, 128 }, 4, { 76, 76, 76, 100, 100, 100 } },
  { "YBR of video", { .colour = DANBI_SAMPLES_YBR_PARTIAL, .n_channels = 3, .bits_allocated = 8,
                      .bits_stored = 8, .high_bit = 7 },
    { 16, 128, 128, 235, 128, 128 }, 6, { 0, 0, 0, 255, 255, 255 } },
};

static void
test_layouts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      DanbiSamples samples = CASES[i].samples;
      const guint n = samples.n_channels * 2;
      g_autoptr (DanbiPreview) preview = NULL;
      g_autoptr (DanbiPreview) cut = NULL;
      const guint8 *pixels;

      g_test_message ("%s", CASES[i].name);
      samples.width = samples.full_width = 2;
      samples.height = samples.full_height = 1;
      samples.aspect = 1;
      samples.slope = samples.slope == 0 ? 1 : samples.slope;
      samples.intercept = samples.slope == -1 ? 255 : 0;
      if (samples.slope == -1)
        samples.grey = (DanbiGrey) { .center = 127.5, .width = 255,
                                     .function = DANBI_WINDOW_LINEAR_EXACT };
      samples.data = (guint8 *) CASES[i].data;
      samples.size = CASES[i].size;
      g_assert_cmpint (danbi_samples_show (&samples, 0, FALSE, &preview), ==, DANBI_FILE_OK);
      g_assert_cmpuint (preview->channels, ==, samples.n_channels);
      pixels = g_bytes_get_data (preview->pixels, NULL);
      for (guint j = 0; j < n; j++)
        g_assert_cmpint (ABS (pixels[j] - CASES[i].pixels[j]), <=, 1);

      samples.size--;
      g_assert_cmpint (danbi_samples_show (&samples, 0, FALSE, &cut), ==,
                       DANBI_FILE_BROKEN_PIXELS);
    }
}

static const struct
{
  double aspect;
  guint max_side, width, height;
} SHAPES[] = {
  { 1, 0, 400, 200 },     { 1.005, 0, 400, 200 }, { 2, 0, 200, 200 },   { 0.5, 0, 400, 100 },
  { 2, 100, 100, 100 },   { 9, 0, 400, 200 },     { 0.1, 0, 400, 200 }, { 1, 100, 100, 50 },
  { 8, 0, 50, 200 },
};

static void
test_shapes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (SHAPES); i++)
    {
      const DanbiSamples samples = { .full_width = 400, .full_height = 200,
                                     .aspect = SHAPES[i].aspect };
      guint width, height;

      danbi_samples_get_target (&samples, SHAPES[i].max_side, &width, &height);
      g_assert_cmpuint (width, ==, SHAPES[i].width);
      g_assert_cmpuint (height, ==, SHAPES[i].height);
    }
}

/* Numbers that no decoder may be asked to believe. */
static void
test_nonsense (void)
{
  static const DanbiSamples wrong[] = {
    { .width = 0, .height = 1, .n_channels = 1, .bits_allocated = 8, .bits_stored = 8,
      .high_bit = 7 },
    { .width = 1, .height = 1, .n_channels = 2, .bits_allocated = 8, .bits_stored = 8,
      .high_bit = 7 },
    { .width = 1, .height = 1, .n_channels = 1, .bits_allocated = 12, .bits_stored = 12,
      .high_bit = 11 },
    { .width = 1, .height = 1, .n_channels = 1, .bits_allocated = 8, .bits_stored = 0,
      .high_bit = 7 },
    { .width = 1, .height = 1, .n_channels = 1, .bits_allocated = 8, .bits_stored = 8,
      .high_bit = 8 },
    { .width = 1, .height = 1, .n_channels = 1, .bits_allocated = 8, .bits_stored = 8,
      .high_bit = 6 },
    { .width = 1, .height = 1, .n_channels = 1, .bits_allocated = 16, .is_real = TRUE },
    { .width = 65535, .height = 65535, .n_channels = 1, .bits_allocated = 8, .bits_stored = 8,
      .high_bit = 7 },
    { .width = 1, .height = 1, .n_channels = 1, .bits_allocated = 8, .bits_stored = 8,
      .high_bit = 7, .colour = DANBI_SAMPLES_PALETTE },
  };
  guint8 data[8] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      DanbiSamples samples = wrong[i];
      g_autoptr (DanbiPreview) preview = NULL;

      samples.full_width = samples.width;
      samples.full_height = samples.height;
      samples.slope = samples.aspect = 1;
      samples.data = data;
      samples.size = sizeof data;
      g_test_message ("%u", i);
      g_assert_cmpint (danbi_samples_show (&samples, 0, TRUE, &preview), ==,
                       DANBI_FILE_BROKEN_PIXELS);
      g_assert_null (preview);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/image/samples/every_layout_and_colour", test_layouts);
  g_test_add_func ("/danbi/image/samples/what_is_round_looks_round", test_shapes);
  g_test_add_func ("/danbi/image/samples/nonsense_is_refused", test_nonsense);
  return g_test_run ();
}
