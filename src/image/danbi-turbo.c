/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JPEG pictures written, and turned upright without being decoded, by libjpeg-turbo. */
#include "config.h"

#include <turbojpeg.h>

#include "danbi-inspection.h"
#include "danbi-jpeg.h"
#include "danbi-turbo.h"

#define FLAGS (TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)

typedef void Turbo; /* a tjhandle is a pointer to it */

static void
turbo_close (Turbo *turbo)
{
  tjDestroy (turbo);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Turbo, turbo_close)

static void
free_jpeg_cb (gpointer jpeg)
{
  tjFree (jpeg);
}

static GBytes *
take_jpeg (guchar *jpeg,
           gulong  length)
{
  return g_bytes_new_with_free_func (jpeg, length, free_jpeg_cb, jpeg);
}

/* Four inks become RGB by the plain formula; without a colour profile nobody knows better. Adobe
 * stores them inverted, which makes it a product. */
static void
mix_inks (DanbiRaster *raster,
          gboolean     inverted)
{
  gsize n_pixels = (gsize) raster->width * raster->height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      const guint8 *inks = raster->pixels + 4 * i;
      guint black = inverted ? inks[3] : 255 - inks[3];

      for (guint c = 0; c < 3; c++)
        raster->pixels[3 * i + c]
          = (guint8) (((inverted ? inks[c] : 255 - inks[c]) * black + 127) / 255);
    }
  raster->channels = 3;
}

static DanbiFileProblem
decode (Turbo                *turbo,
        const guint8         *data,
        gulong                length,
        const DanbiJpegMarks *marks,
        DanbiRaster          *raster)
{
  int width, height, sampling, colours;
  int format = marks->components == 4 ? TJPF_CMYK : marks->components == 1 ? TJPF_GRAY : TJPF_RGB;
  DanbiFileProblem problem;

  if (tjDecompressHeader3 (turbo, data, length, &width, &height, &sampling, &colours) != 0)
    return DANBI_FILE_ODD_JPEG;
  problem = danbi_raster_allocate (raster, (guint64) width, (guint64) height,
                                   (guint) tjPixelSize[format]);
  if (problem != DANBI_FILE_OK)
    return problem;
  /* A warning is no failure: whether the file is whole was found out before. */
  if (tjDecompress2 (turbo, data, length, raster->pixels, width, 0, height, format, FLAGS) != 0
      && tjGetErrorCode (turbo) != TJERR_WARNING)
    return DANBI_FILE_BROKEN_JPEG;
  raster->orientation = marks->orientation;
  if (format == TJPF_CMYK)
    mix_inks (raster, marks->adobe);
  return DANBI_FILE_OK;
}

/**
 * danbi_turbo_read:
 * @source: a JPEG file
 * @marks: its marks
 * @raster: to be filled
 *
 * Decodes the whole picture; inks become RGB.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_turbo_read (const DanbiFileSource *source,
                  const DanbiJpegMarks  *marks,
                  DanbiRaster           *raster)
{
  g_autoptr (Turbo) turbo = tjInitDecompress ();
  g_autofree guint8 *data = NULL;
  DanbiFileProblem problem = danbi_file_source_read_all (source, &data);

  if (problem != DANBI_FILE_OK)
    return problem;
  return turbo ? decode (turbo, data, (gulong) source->size, marks, raster)
               : DANBI_FILE_TOO_LARGE;
}

/**
 * danbi_turbo_write:
 * @raster: an upright raster of 1 or 3 channels
 * @jpeg: (out): the JPEG: baseline, %DANBI_INSPECTION_JPEG_QUALITY, colours at full resolution
 *
 * Returns: %DANBI_FILE_OK, or that there is no memory for it
 */
DanbiFileProblem
danbi_turbo_write (const DanbiRaster  *raster,
                   GBytes            **jpeg)
{
  g_autoptr (Turbo) turbo = tjInitCompress ();
  gboolean grey = raster->channels == 1;
  guchar *data = NULL;
  gulong length = 0;

  if (!turbo
      || tjCompress2 (turbo, raster->pixels, (int) raster->width, 0, (int) raster->height,
                      grey ? TJPF_GRAY : TJPF_RGB, &data, &length, grey ? TJSAMP_GRAY : TJSAMP_444,
                      DANBI_INSPECTION_JPEG_QUALITY, TJFLAG_ACCURATEDCT) != 0)
    {
      tjFree (data);
      return DANBI_FILE_TOO_LARGE;
    }
  *jpeg = take_jpeg (data, length);
  return DANBI_FILE_OK;
}

/* A fault behind a warning has the code of a warning, and leaves room where a JPEG should stand. */
static gboolean
is_whole (guchar *jpeg,
          gulong  length)
{
  FILE *stream = length > 0 ? fmemopen (jpeg, length, "rb") : NULL;
  guint width, height;
  gboolean whole = stream && danbi_jpeg_read (stream, &width, &height) == DANBI_FILE_OK;

  if (stream)
    fclose (stream);
  return whole;
}

/**
 * danbi_turbo_turn:
 * @source: a whole JPEG file
 * @marks: its marks
 *
 * Turns the coded blocks themselves, so that nothing of the quality is lost. That goes where the
 * blocks of what becomes the first row or column are whole ones. Notes are left out: they would
 * turn the picture once more.
 *
 * Returns: (transfer full) (nullable): the upright JPEG, %NULL where it does not go
 */
GBytes *
danbi_turbo_turn (const DanbiFileSource *source,
                  const DanbiJpegMarks  *marks)
{
  static const int turns[] = {
    TJXOP_NONE, TJXOP_HFLIP, TJXOP_ROT180, TJXOP_VFLIP,
    TJXOP_TRANSPOSE, TJXOP_ROT90, TJXOP_TRANSVERSE, TJXOP_ROT270,
  };
  g_autoptr (Turbo) turbo = tjInitTransform ();
  g_autofree guint8 *data = NULL;
  tjtransform turn = { .options = TJXOPT_PERFECT | TJXOPT_COPYNONE };
  guchar *turned = NULL;
  gulong length = 0;

  turn.op = turns[marks->orientation - 1];
  if (turbo && danbi_file_source_read_all (source, &data) == DANBI_FILE_OK
      && (tjTransform (turbo, data, (gulong) source->size, 1, &turned, &length, &turn,
                       TJFLAG_LIMITSCANS) == 0
          || (tjGetErrorCode (turbo) == TJERR_WARNING && is_whole (turned, length)))
      && turned)
    return take_jpeg (turned, length);
  tjFree (turned);
  return NULL;
}
