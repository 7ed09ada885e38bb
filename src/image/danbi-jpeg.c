/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JPEG files: their size in pixels, whether they are whole, and a small picture of them. */
#include "config.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* jpeglib.h needs stdio.h before it. */
#include <jpeglib.h>
#include <jerror.h>

#include "danbi-exif.h"
#include "danbi-jpeg.h"
#include "danbi-raster.h"

#define EXIF_HEAD_BYTES 6
#define JPEG_LS_FRAME 0xf7 /* the marker of its frame header */
#define MAX_SCANS 500 /* no camera writes a tenth of it; a bomb writes ten thousands */
#define MAX_MARKERS 10000
#define JPEG_SOI 0xd8
#define JPEG_SOS 0xda

/* libjpeg reports by calling back; `base` stands first because it hands out pointers to it. */
typedef struct
{
  struct jpeg_error_mgr base;
  jmp_buf escape;
  gboolean damaged;
  gboolean exhausted;
  gboolean odd;
} Errors;

typedef struct
{
  struct jpeg_decompress_struct cinfo;
  struct jpeg_progress_mgr progress;
  Errors errors;
  guint8 *row; /* one decoded row */
} Decoder;

static G_NORETURN void
error_exit_cb (j_common_ptr common)
{
  Errors *errors = (Errors *) common->err;

  errors->exhausted = errors->base.msg_code == JERR_OUT_OF_MEMORY;
  errors->odd = errors->base.msg_code == JERR_BAD_PRECISION
                || errors->base.msg_code == JERR_SOF_UNSUPPORTED;
  errors->damaged = TRUE;
  longjmp (errors->escape, 1);
}

/* libjpeg fills in what is missing and only warns. These warnings mean missing picture; others,
 * such as stray bytes before a marker, do not. */
static void
emit_message_cb (j_common_ptr common,
                 int          level)
{
  Errors *errors = (Errors *) common->err;

  if (level >= 0)
    return;
  switch (errors->base.msg_code)
    {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
      errors->damaged = TRUE;
      break;
    default:
      break;
    }
}

static void
output_message_cb (j_common_ptr common)
{
}

static void
progress_cb (j_common_ptr common)
{
  if (common->is_decompressor
      && ((j_decompress_ptr) common)->input_scan_number > MAX_SCANS)
    error_exit_cb (common);
}

static void
decoder_init (Decoder *self)
{
  self->cinfo.err = jpeg_std_error (&self->errors.base);
  self->errors.base.error_exit = error_exit_cb;
  self->errors.base.emit_message = emit_message_cb;
  self->errors.base.output_message = output_message_cb;
  jpeg_create_decompress (&self->cinfo);
  self->progress.progress_monitor = progress_cb;
  self->cinfo.progress = &self->progress;
}

static void
decoder_open (Decoder *self,
              FILE    *file)
{
  decoder_init (self);
  jpeg_stdio_src (&self->cinfo, file);
  jpeg_save_markers (&self->cinfo, JPEG_APP0 + 1, G_MAXUINT16);
  jpeg_read_header (&self->cinfo, TRUE);
}

static void
decoder_clear (Decoder *self)
{
  jpeg_destroy_decompress (&self->cinfo);
  g_clear_pointer (&self->row, g_free);
}

static DanbiFileProblem
decoder_get_problem (const Decoder *self)
{
  if (self->errors.exhausted)
    return DANBI_FILE_TOO_LARGE;
  if (self->errors.odd)
    return DANBI_FILE_ODD_JPEG;
  return self->errors.damaged ? DANBI_FILE_BROKEN_JPEG : DANBI_FILE_OK;
}

/* An eighth of each side is enough to meet every coded bit. */
static void
decode_all (Decoder *self)
{
  self->cinfo.scale_num = 1;
  self->cinfo.scale_denom = 8;
  self->cinfo.out_color_space = self->cinfo.jpeg_color_space;
  jpeg_start_decompress (&self->cinfo);
  self->row = g_malloc ((gsize) self->cinfo.output_width * self->cinfo.output_components);
  while (self->cinfo.output_scanline < self->cinfo.output_height)
    {
      JSAMPROW row = self->row;

      jpeg_read_scanlines (&self->cinfo, &row, 1);
    }
  jpeg_finish_decompress (&self->cinfo);
}

/**
 * danbi_jpeg_read:
 * @file: a file, at its beginning
 * @width: (out): pixels, unchanged where the header cannot be read
 * @height: (out): pixels
 *
 * Decodes the whole picture: a cut file has a good header, and the decoder fills up its picture.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_jpeg_read (FILE  *file,
                 guint *width,
                 guint *height)
{
  Decoder self = { 0 };
  DanbiFileProblem problem;

  if (setjmp (self.errors.escape) == 0)
    {
      decoder_open (&self, file);
      *width = self.cinfo.image_width;
      *height = self.cinfo.image_height;
      decode_all (&self);
    }
  problem = decoder_get_problem (&self);
  decoder_clear (&self);
  return problem;
}

/**
 * danbi_jpeg_find_scan:
 * @source: a JPEG file
 * @offset: (out): where its first SOS marker stands, unchanged where there is none
 *
 * From there on a file holds its picture; before stand notes, the date of a copy among them, and
 * small pictures within these.
 *
 * Returns: whether there is one
 */
gboolean
danbi_jpeg_find_scan (const DanbiFileSource *source,
                      guint64               *offset)
{
  guint64 at = 2;
  guint8 marker[4];

  for (guint i = 0; i < MAX_MARKERS; i++)
    {
      if (!danbi_file_source_read (source, at, marker, sizeof marker) || marker[0] != 0xff)
        return FALSE;
      if (marker[1] == JPEG_SOS)
        {
          *offset = at;
          return TRUE;
        }
      /* Bytes 0xff may fill up before a marker. */
      at += marker[1] == 0xff ? 1 : 2 + (guint64) (marker[2] << 8 | marker[3]);
    }
  return FALSE;
}

static gboolean
is_frame (guint8 code)
{
  return (code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc)
         || code == JPEG_LS_FRAME;
}

static DanbiJpegKind
kind_of_frame (guint8 code)
{
  if (code == JPEG_LS_FRAME)
    return DANBI_JPEG_LS;
  return code <= 0xc2 || code == 0xc9 || code == 0xca ? DANBI_JPEG_USUAL : DANBI_JPEG_OTHER;
}

/**
 * danbi_jpeg_get_kind:
 * @data: a JPEG or JPEG-LS
 * @size: how many bytes
 * @precision: (out): bits of a sample, unchanged where its head makes no sense
 *
 * Follows the segments up to the frame header. A marker that stands alone has no place among them
 * (T.81, figure B.2): DCMTK's reader of heads would turn on the spot at TEM for ever.
 *
 * Returns: how it was coded
 */
DanbiJpegKind
danbi_jpeg_get_kind (const guint8 *data,
                     gsize         size,
                     guint        *precision)
{
  gsize at = 2;

  if (size < 2 || data[0] != 0xff || data[1] != JPEG_SOI)
    return DANBI_JPEG_NONE;
  for (guint i = 0; i < MAX_MARKERS && at + 5 <= size && data[at] == 0xff; i++)
    {
      const guint8 code = data[at + 1];

      if (is_frame (code))
        {
          *precision = data[at + 4];
          return kind_of_frame (code);
        }
      if (code < 0xc0 || (code >= JPEG_RST0 && code <= JPEG_EOI))
        return DANBI_JPEG_NONE;
      at += code == 0xff ? 1 : 2 + (gsize) (data[at + 2] << 8 | data[at + 3]);
    }
  return DANBI_JPEG_NONE;
}

/* The smallest of libjpeg's sizes (eighths) that is not below the preview. */
static void
choose_scale (Decoder *self,
              guint    width,
              guint    height)
{
  self->cinfo.scale_denom = 8;
  for (self->cinfo.scale_num = 1; self->cinfo.scale_num < 8; self->cinfo.scale_num++)
    if (self->cinfo.image_width * self->cinfo.scale_num / 8 >= width
        && self->cinfo.image_height * self->cinfo.scale_num / 8 >= height)
      return;
}

/* libjpeg turns YCbCr to RGB and YCCK to CMYK; the last step to RGB is ours. Adobe writes the four
 * inks inverted, which makes it a plain product. */
static void
cmyk_to_rgb (const Decoder *self,
             guint8        *row)
{
  gboolean inverted = self->cinfo.saw_Adobe_marker;

  for (guint x = 0; x < self->cinfo.output_width; x++)
    {
      const guint8 *ink = row + 4 * (gsize) x;
      guint black = inverted ? ink[3] : 255 - ink[3];

      for (guint c = 0; c < 3; c++)
        row[3 * (gsize) x + c] = (guint8) ((inverted ? ink[c] : 255 - ink[c]) * black / 255);
    }
}

/* Colours as the file says where the picture itself does not: libjpeg takes three components
 * without a mark for YCbCr. */
static void
choose_colours (Decoder  *self,
                gboolean  is_rgb)
{
  const gboolean unmarked = !self->cinfo.saw_JFIF_marker && !self->cinfo.saw_Adobe_marker;

  if (is_rgb && unmarked && self->cinfo.num_components == 3)
    self->cinfo.jpeg_color_space = JCS_RGB;
  if (self->cinfo.num_components == 4)
    self->cinfo.out_color_space = JCS_CMYK;
  else
    self->cinfo.out_color_space = self->cinfo.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
}

/* Makes room for a picture that is not smaller than it will be shown, and begins to decode it. */
static gboolean
start_decoding (Decoder      *self,
                guint         max_side,
                DanbiSamples *samples)
{
  guint width, height;

  samples->full_width = self->cinfo.image_width;
  samples->full_height = self->cinfo.image_height;
  danbi_samples_get_target (samples, max_side, &width, &height);
  choose_scale (self, width, height);
  jpeg_start_decompress (&self->cinfo);
  samples->width = self->cinfo.output_width;
  samples->height = self->cinfo.output_height;
  samples->n_channels = self->cinfo.num_components == 1 ? 1 : 3;
  samples->bits_allocated = samples->bits_stored = 8;
  samples->high_bit = 7;
  samples->planar = samples->halved = FALSE;
  samples->colour = samples->n_channels == 1 ? DANBI_SAMPLES_GREY : DANBI_SAMPLES_RGB;
  samples->size = (gsize) samples->width * samples->height * samples->n_channels;
  samples->data = g_try_malloc0 (samples->size);
  self->row = g_try_malloc0 ((gsize) self->cinfo.output_width * self->cinfo.output_components);
  self->errors.exhausted = !samples->data || !self->row;
  return !self->errors.exhausted;
}

static void
decode_rows (Decoder      *self,
             DanbiSamples *samples)
{
  const gsize row_bytes = (gsize) samples->width * samples->n_channels;

  while (self->cinfo.output_scanline < self->cinfo.output_height)
    {
      const gsize y = self->cinfo.output_scanline;
      JSAMPROW row = self->row;

      jpeg_read_scanlines (&self->cinfo, &row, 1);
      if (self->cinfo.output_components == 4)
        cmyk_to_rgb (self, self->row);
      memcpy (samples->data + y * row_bytes, self->row, row_bytes);
    }
}

static guint
find_orientation (const Decoder *self)
{
  for (jpeg_saved_marker_ptr marker = self->cinfo.marker_list; marker; marker = marker->next)
    if (marker->data_length > EXIF_HEAD_BYTES && memcmp (marker->data, "Exif\0", 6) == 0)
      return danbi_exif_get_orientation (marker->data + EXIF_HEAD_BYTES,
                                         marker->data_length - EXIF_HEAD_BYTES);
  return 1;
}

/* As the camera was held. */
static DanbiFileProblem
turn (DanbiPreview **preview,
      guint          orientation)
{
  DanbiPreview *lying = *preview;
  const gboolean swaps = danbi_orientation_swaps_sides (orientation);
  g_auto (DanbiRaster) raster = { lying->width, lying->height, lying->channels, orientation, NULL };
  gsize size;

  raster.pixels = g_bytes_unref_to_data (g_steal_pointer (&lying->pixels), &size);
  if (danbi_raster_turn (&raster) != DANBI_FILE_OK)
    {
      g_clear_pointer (preview, danbi_preview_free);
      return DANBI_FILE_TOO_LARGE;
    }
  *preview = danbi_preview_new (raster.width, raster.height, raster.channels, 8,
                                g_steal_pointer (&raster.pixels));
  (*preview)->full_width = swaps ? lying->full_height : lying->full_width;
  (*preview)->full_height = swaps ? lying->full_width : lying->full_height;
  danbi_preview_free (lying);
  return DANBI_FILE_OK;
}

/**
 * danbi_jpeg_render:
 * @file: a file, at its beginning
 * @max_side: the longest side of the preview, in pixels
 * @preview: (out): the preview, also of a damaged picture as far as it goes; unchanged where the
 *   picture cannot be decoded at all
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_jpeg_render (FILE          *file,
                   guint          max_side,
                   DanbiPreview **preview)
{
  Decoder self = { 0 };
  g_auto (DanbiSamples) samples = { .slope = 1, .aspect = 1 };
  DanbiFileProblem problem, shown;
  guint orientation;

  if (setjmp (self.errors.escape) == 0)
    {
      decoder_open (&self, file);
      choose_colours (&self, FALSE);
      if (start_decoding (&self, max_side, &samples))
        decode_rows (&self, &samples);
    }
  problem = decoder_get_problem (&self);
  orientation = find_orientation (&self);
  decoder_clear (&self);
  if (!samples.data)
    return problem;
  shown = danbi_samples_show (&samples, max_side, FALSE, preview);
  if (shown == DANBI_FILE_OK && orientation != 1)
    shown = turn (preview, orientation);
  return problem != DANBI_FILE_OK ? problem : shown;
}

/**
 * danbi_jpeg_decode:
 * @data: a JPEG of 8 bits within another file
 * @size: how many bytes
 * @max_side: the longest side that will be shown, in pixels
 * @is_ybr: whether that file says that its colours are YCbCr; the marks of the JPEG go before
 * @samples: what the file says of the picture; what the JPEG says of its samples, and these, are
 *   set
 *
 * Decodes it no larger than it takes for a picture of that size. A damaged JPEG gives what there is
 * of it.
 *
 * Returns: what is wrong with it, where there is nothing to show
 */
DanbiFileProblem
danbi_jpeg_decode (const guint8 *data,
                   gsize         size,
                   guint         max_side,
                   gboolean      is_ybr,
                   DanbiSamples *samples)
{
  Decoder self = { 0 };
  const guint width = samples->full_width;
  const guint height = samples->full_height;
  const guint n_channels = samples->n_channels;
  DanbiFileProblem problem;

  if (setjmp (self.errors.escape) == 0)
    {
      decoder_init (&self);
      jpeg_mem_src (&self.cinfo, data, size);
      jpeg_read_header (&self.cinfo, TRUE);
      choose_colours (&self, !is_ybr);
      if (start_decoding (&self, max_side, samples))
        decode_rows (&self, samples);
    }
  problem = decoder_get_problem (&self);
  decoder_clear (&self);
  if (problem == DANBI_FILE_TOO_LARGE)
    return problem;
  return samples->data && samples->full_width == width && samples->full_height == height
         && samples->n_channels == n_channels ? DANBI_FILE_OK : DANBI_FILE_BROKEN_PIXELS;
}
