/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures that are no plain JPEG become one: the same pixels, upright, quality stated. */
#include "config.h"

#include "danbi-bmp.h"
#include "danbi-convert.h"
#include "danbi-jpeg.h"
#include "danbi-png.h"
#include "danbi-samples.h"
#include "danbi-tiff.h"
#include "danbi-turbo.h"
#include "danbi-webp.h"

static const char *const NICKS[] = {
  [DANBI_FILE_SHAPE_PNG] = "png",
  [DANBI_FILE_SHAPE_BMP] = "bmp",
  [DANBI_FILE_SHAPE_TIFF] = "tiff",
  [DANBI_FILE_SHAPE_WEBP] = "webp",
};

/**
 * danbi_convert_takes:
 * @shape: what a file is
 *
 * Returns: whether it is a picture that travels as a JPEG made of it
 */
gboolean
danbi_convert_takes (DanbiFileShape shape)
{
  return shape < G_N_ELEMENTS (NICKS) && NICKS[shape];
}

static gboolean
is_plain (const DanbiJpegMarks *marks)
{
  return marks->orientation == 1 && marks->components != 4;
}

static DanbiFileProblem
decode (DanbiFileSource *source,
        DanbiFileShape   shape,
        DanbiRaster     *raster)
{
  DanbiJpegMarks marks;

  switch (shape)
    {
    case DANBI_FILE_SHAPE_PNG:
      return danbi_png_read (source, raster);
    case DANBI_FILE_SHAPE_BMP:
      return danbi_bmp_read (source, raster);
    case DANBI_FILE_SHAPE_TIFF:
      return danbi_tiff_read (source, raster);
    case DANBI_FILE_SHAPE_WEBP:
      return danbi_webp_read (source, raster);
    case DANBI_FILE_SHAPE_JPEG:
      danbi_jpeg_marks_read (&marks, source);
      return danbi_turbo_read (source, &marks, raster);
    case DANBI_FILE_SHAPE_OTHER:
    case DANBI_FILE_SHAPE_DICOM:
    case DANBI_FILE_SHAPE_BARE_DICOM:
    default:
      return DANBI_FILE_ODD_PICTURE;
    }
}

/* The picture as it will travel, but for the coding. */
static DanbiFileProblem
decode_upright (DanbiFileSource *source,
                DanbiFileShape   shape,
                DanbiRaster     *raster)
{
  DanbiFileProblem problem = decode (source, shape, raster);

  if (problem != DANBI_FILE_OK)
    return problem;
  danbi_raster_flatten (raster);
  danbi_raster_drop_colour (raster);
  return danbi_raster_turn (raster);
}

/**
 * danbi_convert_inspect:
 * @source: a picture that danbi_convert_takes()
 * @shape: what it is
 * @image: its facts are set: what it will be as a JPEG, and what it comes from
 *
 * Decodes the whole picture, so that damage is found while the user is still there.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_convert_inspect (DanbiFileSource *source,
                       DanbiFileShape   shape,
                       DanbiImage      *image)
{
  g_auto (DanbiRaster) raster = { .orientation = 1 };
  DanbiFileProblem problem = decode (source, shape, &raster);
  gboolean swaps = danbi_orientation_swaps_sides (raster.orientation);

  image->kind = DANBI_IMAGE_JPEG;
  image->frames = 1;
  image->columns = swaps ? raster.height : raster.width;
  image->rows = swaps ? raster.width : raster.height;
  g_free (image->converted_from);
  image->converted_from = g_strdup (NICKS[shape]);
  return problem;
}

/**
 * danbi_convert_judge_jpeg:
 * @source: a JPEG file
 * @image: its facts; what is to be converted is marked so, and its sides are those of the upright
 *   picture
 *
 * A JPEG travels as it is, byte for byte, unless it lies on its side or is made of inks: then
 * whoever opens it may see something else than what is seen here.
 */
void
danbi_convert_judge_jpeg (const DanbiFileSource *source,
                          DanbiImage            *image)
{
  DanbiJpegMarks marks;
  guint rows = image->rows;

  danbi_jpeg_marks_read (&marks, source);
  if (is_plain (&marks))
    return;
  g_free (image->converted_from);
  image->converted_from = g_strdup ("jpeg");
  if (danbi_orientation_swaps_sides (marks.orientation))
    {
      image->rows = image->columns;
      image->columns = rows;
    }
}

/**
 * danbi_convert_render:
 * @source: a picture that danbi_convert_takes()
 * @shape: what it is
 * @max_side: the longest side of the preview, in pixels; 0: %DANBI_PREVIEW_MAX_SIDE
 * @preview: (out): the preview; unchanged where the picture cannot be decoded
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_convert_render (DanbiFileSource  *source,
                      DanbiFileShape    shape,
                      guint             max_side,
                      DanbiPreview    **preview)
{
  g_auto (DanbiRaster) raster = { .orientation = 1 };
  g_auto (DanbiSamples) samples = { .slope = 1, .aspect = 1 };
  DanbiFileProblem problem = decode_upright (source, shape, &raster);

  if (problem != DANBI_FILE_OK)
    return problem;
  samples.width = samples.full_width = raster.width;
  samples.height = samples.full_height = raster.height;
  samples.colour = raster.channels == 1 ? DANBI_SAMPLES_GREY : DANBI_SAMPLES_RGB;
  samples.n_channels = raster.channels;
  samples.bits_allocated = samples.bits_stored = 8;
  samples.high_bit = 7;
  samples.size = (gsize) raster.width * raster.height * raster.channels;
  samples.data = g_steal_pointer (&raster.pixels);
  return danbi_samples_show (&samples, max_side, FALSE, preview);
}

static DanbiFileProblem
turn_jpeg (DanbiFileSource  *source,
           GBytes          **jpeg)
{
  FILE *stream = danbi_file_source_get_stream (source);
  DanbiJpegMarks marks;
  guint width, height;
  DanbiFileProblem problem
    = stream ? danbi_jpeg_read (stream, &width, &height) : DANBI_FILE_UNREADABLE;

  danbi_jpeg_marks_read (&marks, source);
  if (problem == DANBI_FILE_OK && marks.components != 4)
    *jpeg = danbi_turbo_turn (source, &marks);
  return problem;
}

/**
 * danbi_convert_run:
 * @source: a picture that danbi_convert_takes(), or a JPEG that danbi_convert_judge_jpeg() marked
 * @shape: what it is
 * @jpeg: (out): the JPEG that travels; unchanged where there is none
 * @lossless: (out): whether its pixels were turned without being coded again
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_convert_run (DanbiFileSource  *source,
                   DanbiFileShape    shape,
                   GBytes          **jpeg,
                   gboolean         *lossless)
{
  g_auto (DanbiRaster) raster = { .orientation = 1 };
  DanbiFileProblem problem = DANBI_FILE_OK;

  *lossless = FALSE;
  if (shape == DANBI_FILE_SHAPE_JPEG)
    problem = turn_jpeg (source, jpeg);
  if (problem != DANBI_FILE_OK)
    return problem;
  *lossless = *jpeg != NULL;
  if (*lossless)
    return DANBI_FILE_OK;
  problem = decode_upright (source, shape, &raster);
  return problem == DANBI_FILE_OK ? danbi_turbo_write (&raster, jpeg) : problem;
}
