/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames in DICOM's run length encoding. DCMTK's decoder loses what stands in a second fragment. */
#include "config.h"

#include <string.h>

#include "danbi-rle.h"

#define HEAD_BYTES 64
#define MAX_SEGMENTS 15

/* Unpacks bytes until one of the two ends; PS3.5 G.3.2. */
static void
unpack (const guint8 *from,
        gsize         n_from,
        guint8       *to,
        gsize         n_to,
        gsize         step)
{
  gsize at = 0;
  gsize done = 0;

  while (at + 1 < n_from && done < n_to)
    {
      const gint8 code = (gint8) from[at++];
      gsize n = code >= 0 ? (gsize) code + 1 : (gsize) (1 - code);

      if (code == -128)
        continue;
      n = MIN (n, n_to - done);
      if (code >= 0)
        n = MIN (n, n_from - at);
      for (gsize i = 0; i < n; i++)
        to[(done + i) * step] = code >= 0 ? from[at + i] : from[at];
      done += n;
      at += code >= 0 ? n : 1;
    }
}

static guint32
get_word (const guint8 *data,
          guint         index)
{
  guint32 word;

  memcpy (&word, data + index * 4, 4);
  return GUINT32_FROM_LE (word);
}

/**
 * danbi_rle_decode:
 * @data: a frame, of all its fragments
 * @size: how many bytes
 * @samples: what the file says of the frame; its data, of zeros and large enough, are filled, one
 *   channel after the other
 *
 * Each byte of each channel is a segment, the highest byte first (PS3.5 G.2). What is cut off stays
 * zero.
 *
 * Returns: %DANBI_FILE_OK or %DANBI_FILE_BROKEN_PIXELS
 */
DanbiFileProblem
danbi_rle_decode (const guint8 *data,
                  gsize         size,
                  DanbiSamples *samples)
{
  const gsize n_pixels = (gsize) samples->width * samples->height;
  const guint n_bytes = samples->bits_allocated / 8;
  const guint n_segments = n_bytes * samples->n_channels;

  if (size < HEAD_BYTES || n_segments == 0 || n_segments > MAX_SEGMENTS
      || get_word (data, 0) != n_segments || samples->size < n_pixels * n_segments)
    return DANBI_FILE_BROKEN_PIXELS;
  for (guint i = 0; i < n_segments; i++)
    {
      const gsize begin = get_word (data, i + 1);
      const gsize end = i + 1 < n_segments ? MIN (get_word (data, i + 2), size) : size;
      const gsize byte = G_BYTE_ORDER == G_LITTLE_ENDIAN ? n_bytes - 1 - i % n_bytes : i % n_bytes;

      if (begin < HEAD_BYTES || begin > end)
        return DANBI_FILE_BROKEN_PIXELS;
      unpack (data + begin, end - begin, samples->data + i / n_bytes * n_pixels * n_bytes + byte,
              n_pixels, n_bytes);
    }
  samples->planar = TRUE;
  samples->halved = FALSE;
  return DANBI_FILE_OK;
}
