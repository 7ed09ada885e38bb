/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JPEG 2000: whole, small, cut, and not what the header of the file says. */
#include "config.h"

#include "danbi-jpeg2000.h"
#include "test-codestream.h"

static const TestCodestream KINDS[] = {
  { 40, 30, 1, 8, FALSE, FALSE },  { 40, 30, 1, 16, FALSE, FALSE }, { 40, 30, 1, 12, TRUE, FALSE },
  { 40, 30, 3, 8, FALSE, FALSE },  { 40, 30, 3, 8, FALSE, TRUE },
};

static void
describe (DanbiSamples         *samples,
          const TestCodestream *kind)
{
  *samples = (DanbiSamples) {
    .width = kind->width, .height = kind->height, .full_width = kind->width,
    .full_height = kind->height, .n_channels = kind->n_channels, .is_signed = kind->is_signed,
    .colour = kind->n_channels == 3 ? DANBI_SAMPLES_YBR : DANBI_SAMPLES_GREY, .slope = 1,
    .aspect = 1,
  };
}

static int
get_sample (const DanbiSamples   *samples,
            const TestCodestream *kind,
            guint                 i,
            guint                 c)
{
  guint16 sample = ((const guint16 *) (gpointer) samples->data)[i * kind->n_channels + c];

  return kind->is_signed ? (gint16) sample : sample;
}

static void
test_lossless (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (KINDS); k++)
    {
      const TestCodestream *kind = &KINDS[k];
      g_autoptr (GByteArray) bytes = test_codestream_encode (kind);
      g_auto (DanbiSamples) samples = { 0 };

      describe (&samples, kind);
      g_assert_cmpint (danbi_jpeg2000_decode (bytes->data, bytes->len, 0, &samples), ==,
                       DANBI_FILE_OK);
      g_assert_cmpuint (samples.bits_stored, ==, kind->bits);
      for (guint i = 0; i < kind->width * kind->height; i++)
        for (guint c = 0; c < kind->n_channels; c++)
          g_assert_cmpint (get_sample (&samples, kind, i, c), ==,
                           test_codestream_get_sample (kind, i % kind->width, i / kind->width, c));
    }
}

/* A transform that is undone leaves RGB, whatever the header says; none leaves what it says. */
static void
test_colours (void)
{
  for (guint k = 3; k < G_N_ELEMENTS (KINDS); k++)
    {
      g_autoptr (GByteArray) bytes = test_codestream_encode (&KINDS[k]);
      g_auto (DanbiSamples) samples = { 0 };

      describe (&samples, &KINDS[k]);
      danbi_jpeg2000_decode (bytes->data, bytes->len, 0, &samples);
      g_assert_cmpint (samples.colour, ==, KINDS[k].transform ? DANBI_SAMPLES_RGB
                                                              : DANBI_SAMPLES_YBR);
    }
}

static void
test_small (void)
{
  const TestCodestream kind = { 800, 400, 1, 8, FALSE, FALSE };
  g_autoptr (GByteArray) bytes = test_codestream_encode (&kind);
  g_auto (DanbiSamples) samples = { 0 };

  describe (&samples, &kind);
  g_assert_cmpint (danbi_jpeg2000_decode (bytes->data, bytes->len, 100, &samples), ==,
                   DANBI_FILE_OK);
  g_assert_cmpuint (samples.width, ==, 100);
  g_assert_cmpuint (samples.height, ==, 50);
  g_assert_cmpuint (samples.full_width, ==, 800);
}

static void
test_cut (void)
{
  const TestCodestream kind = { 200, 200, 1, 8, FALSE, FALSE };
  g_autoptr (GByteArray) bytes = test_codestream_encode (&kind);

  for (guint cut = 0; cut < bytes->len; cut += MAX (bytes->len / 50, 1))
    {
      g_auto (DanbiSamples) samples = { 0 };
      DanbiFileProblem problem;

      describe (&samples, &kind);
      problem = danbi_jpeg2000_decode (bytes->data, cut, 0, &samples);
      g_assert_true (problem == DANBI_FILE_OK || problem == DANBI_FILE_BROKEN_PIXELS);
      g_assert_cmpint (problem == DANBI_FILE_OK, ==, samples.data != NULL);
    }
}

static void
test_other_size (void)
{
  g_autoptr (GByteArray) bytes = test_codestream_encode (&KINDS[0]);

  for (guint i = 0; i < 3; i++)
    {
      g_auto (DanbiSamples) samples = { 0 };

      describe (&samples, &KINDS[0]);
      samples.full_width += i == 0;
      samples.full_height -= i == 1;
      samples.n_channels += i == 2 ? 2 : 0;
      g_assert_cmpint (danbi_jpeg2000_decode (bytes->data, bytes->len, 0, &samples), ==,
                       DANBI_FILE_BROKEN_PIXELS);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/jpeg2000/" name, function)
  ADD ("lossless_samples_come_back", test_lossless);
  ADD ("a_colour_transform_is_undone", test_colours);
  ADD ("a_small_picture_is_decoded_small", test_small);
  ADD ("a_cut_frame_gives_what_there_is", test_cut);
  ADD ("another_size_than_the_header_says_is_refused", test_other_size);
  return g_test_run ();
}
