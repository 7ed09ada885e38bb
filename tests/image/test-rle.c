/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run length encoding, whole and damaged. */
#include "config.h"

#include "danbi-rle.h"

#define HEAD 64

/* Two segments of two by two pixels of 16 bits: a run, and four bytes as they are. */
static const guint8 SEGMENTS[] = { 0xfd, 1, 0x80, 3, 10, 20, 30, 40 };

static void
make (guint8  frame[HEAD + sizeof SEGMENTS],
      guint32 n_segments,
      guint32 first,
      guint32 second)
{
  const guint32 head[] = { GUINT32_TO_LE (n_segments), GUINT32_TO_LE (first),
                           GUINT32_TO_LE (second) };

  memset (frame, 0, HEAD);
  memcpy (frame, head, sizeof head);
  memcpy (frame + HEAD, SEGMENTS, sizeof SEGMENTS);
}

static DanbiFileProblem
decode (const guint8 *frame,
        gsize         size,
        guint16       pixels[4])
{
  DanbiSamples samples = { .width = 2, .height = 2, .n_channels = 1, .bits_allocated = 16,
                           .data = (guint8 *) pixels, .size = 8 };

  memset (pixels, 0, 8);
  return danbi_rle_decode (frame, size, &samples);
}

static void
test_whole (void)
{
  guint8 frame[HEAD + sizeof SEGMENTS];
  guint16 pixels[4];

  make (frame, 2, HEAD, HEAD + 3);
  g_assert_cmpint (decode (frame, sizeof frame, pixels), ==, DANBI_FILE_OK);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (pixels[i], ==, 256 + 10 * (i + 1));
}

static void
test_cut (void)
{
  guint8 frame[HEAD + sizeof SEGMENTS];
  guint16 pixels[4];

  make (frame, 2, HEAD, HEAD + 3);
  g_assert_cmpint (decode (frame, sizeof frame - 2, pixels), ==, DANBI_FILE_OK);
  g_assert_cmpuint (pixels[1], ==, 256 + 20);
  g_assert_cmpuint (pixels[2], ==, 256);
}

static void
test_damaged (void)
{
  static const guint32 heads[][3] = {
    { 1, HEAD, HEAD + 3 }, { 3, HEAD, HEAD + 3 }, { 0, HEAD, HEAD + 3 }, { 2, 4, HEAD + 3 },
    { 2, HEAD + 5, HEAD + 3 }, { 2, HEAD, G_MAXUINT32 }, { 2, G_MAXUINT32, G_MAXUINT32 },
  };
  guint8 frame[HEAD + sizeof SEGMENTS];
  guint16 pixels[4];

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      make (frame, heads[i][0], heads[i][1], heads[i][2]);
      g_test_message ("%u", i);
      g_assert_cmpint (decode (frame, sizeof frame, pixels), ==, DANBI_FILE_BROKEN_PIXELS);
    }
  for (gsize size = 0; size < HEAD; size++)
    g_assert_cmpint (decode (frame, size, pixels), ==, DANBI_FILE_BROKEN_PIXELS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/image/rle/two_segments_make_16_bits", test_whole);
  g_test_add_func ("/danbi/image/rle/what_is_cut_off_stays_black", test_cut);
  g_test_add_func ("/danbi/image/rle/wrong_heads_are_refused", test_damaged);
  return g_test_run ();
}
