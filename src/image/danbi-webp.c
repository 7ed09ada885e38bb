/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WebP pictures, decoded by libwebp. */
#include "config.h"

#include <string.h>
#include <webp/decode.h>

#include "danbi-exif.h"
#include "danbi-webp.h"

#define RIFF_HEADER_BYTES 12
#define CHUNK_HEADER_BYTES 8

static gsize
get_chunk_length (const guint8 *chunk)
{
  return (gsize) chunk[4] | (gsize) chunk[5] << 8 | (gsize) chunk[6] << 16 | (gsize) chunk[7] << 24;
}

/* EXIF notes stand in a chunk of their own behind the picture; some writers put JPEG's mark before
 * them. */
static guint
find_orientation (const guint8 *data,
                  gsize         length)
{
  gsize at = RIFF_HEADER_BYTES;

  while (at + CHUNK_HEADER_BYTES <= length)
    {
      gsize n = get_chunk_length (data + at);
      const guint8 *notes = data + at + CHUNK_HEADER_BYTES;

      if (n > length - at - CHUNK_HEADER_BYTES)
        return 1;
      if (memcmp (data + at, "EXIF", 4) == 0)
        return n > 6 && memcmp (notes, "Exif\0", 6) == 0
                 ? danbi_exif_get_orientation (notes + 6, n - 6)
                 : danbi_exif_get_orientation (notes, n);
      at += CHUNK_HEADER_BYTES + n + n % 2;
    }
  return 1;
}

static DanbiFileProblem
decode (const guint8 *data,
        gsize         length,
        DanbiRaster  *raster)
{
  WebPBitstreamFeatures features;
  DanbiFileProblem problem;
  gsize size, stride;
  gboolean whole;

  if (WebPGetFeatures (data, length, &features) != VP8_STATUS_OK)
    return DANBI_FILE_BROKEN_PICTURE;
  if (features.has_animation)
    return DANBI_FILE_ODD_PICTURE;
  problem = danbi_raster_allocate (raster, (guint64) features.width, (guint64) features.height,
                                   features.has_alpha ? 4 : 3);
  if (problem != DANBI_FILE_OK)
    return problem;
  stride = (gsize) raster->width * raster->channels;
  size = stride * raster->height;
  whole = features.has_alpha
            ? WebPDecodeRGBAInto (data, length, raster->pixels, size, (int) stride) != NULL
            : WebPDecodeRGBInto (data, length, raster->pixels, size, (int) stride) != NULL;
  raster->orientation = find_orientation (data, length);
  return whole ? DANBI_FILE_OK : DANBI_FILE_BROKEN_PICTURE;
}

/**
 * danbi_webp_read:
 * @source: a WebP file
 * @raster: to be filled
 *
 * Decodes the whole picture, lossy and lossless, with opacity; an animation is none.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_webp_read (const DanbiFileSource *source,
                 DanbiRaster           *raster)
{
  g_autofree guint8 *data = NULL;
  DanbiFileProblem problem = danbi_file_source_read_all (source, &data);

  return problem == DANBI_FILE_OK ? decode (data, (gsize) source->size, raster) : problem;
}
