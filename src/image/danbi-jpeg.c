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

#include "danbi-jpeg.h"

#define MAX_SCANS 500 /* no camera writes a tenth of it; a bomb writes ten thousands */
#define MAX_MARKERS 10000
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
  guint8 *row;     /* one decoded row */
  guint32 *sums;   /* of the pixels that make up one row of the preview */
  guint32 *counts; /* how many these were, for each column */
  guint8 *pixels;  /* the preview */
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
decoder_open (Decoder *self,
              FILE    *file)
{
  self->cinfo.err = jpeg_std_error (&self->errors.base);
  self->errors.base.error_exit = error_exit_cb;
  self->errors.base.emit_message = emit_message_cb;
  self->errors.base.output_message = output_message_cb;
  jpeg_create_decompress (&self->cinfo);
  self->progress.progress_monitor = progress_cb;
  self->cinfo.progress = &self->progress;
  jpeg_stdio_src (&self->cinfo, file);
  jpeg_read_header (&self->cinfo, TRUE);
}

static void
decoder_clear (Decoder *self)
{
  jpeg_destroy_decompress (&self->cinfo);
  g_clear_pointer (&self->row, g_free);
  g_clear_pointer (&self->sums, g_free);
  g_clear_pointer (&self->counts, g_free);
  g_clear_pointer (&self->pixels, g_free);
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

static void
add_row (Decoder *self,
         guint    width,
         guint    channels)
{
  for (guint x = 0; x < self->cinfo.output_width; x++)
    {
      guint target = (guint) ((guint64) x * width / self->cinfo.output_width);

      self->counts[target]++;
      for (guint c = 0; c < channels; c++)
        self->sums[target * channels + c] += self->row[(gsize) x * channels + c];
    }
}

static void
flush_row (Decoder *self,
           guint    y,
           guint    width,
           guint    channels)
{
  guint8 *target = self->pixels + (gsize) y * width * channels;

  for (guint i = 0; i < width * channels; i++)
    target[i] = (guint8) (self->sums[i] / MAX (self->counts[i / channels], 1));
  memset (self->sums, 0, sizeof (guint32) * width * channels);
  memset (self->counts, 0, sizeof (guint32) * width);
}

/* Averages the decoded pixels that fall on each pixel of the preview. */
static void
decode_scaled (Decoder *self,
               guint    width,
               guint    height,
               guint    channels)
{
  self->row = g_malloc0 ((gsize) self->cinfo.output_width * self->cinfo.output_components);
  self->sums = g_new0 (guint32, (gsize) width * channels);
  self->counts = g_new0 (guint32, width);
  self->pixels = g_malloc0 ((gsize) width * height * channels);

  while (self->cinfo.output_scanline < self->cinfo.output_height)
    {
      guint64 y = self->cinfo.output_scanline;
      JSAMPROW row = self->row;

      jpeg_read_scanlines (&self->cinfo, &row, 1);
      if (self->cinfo.output_components == 4)
        cmyk_to_rgb (self, self->row);
      add_row (self, width, channels);
      if ((y + 1) * height / self->cinfo.output_height != y * height / self->cinfo.output_height)
        flush_row (self, (guint) (y * height / self->cinfo.output_height), width, channels);
    }
}

static void
start_render (Decoder *self,
              guint    max_side,
              guint   *width,
              guint   *height)
{
  *width = self->cinfo.image_width;
  *height = self->cinfo.image_height;
  danbi_preview_fit (max_side, width, height);
  choose_scale (self, *width, *height);
  if (self->cinfo.num_components == 4)
    self->cinfo.out_color_space = JCS_CMYK;
  else
    self->cinfo.out_color_space = self->cinfo.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress (&self->cinfo);
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
  DanbiFileProblem problem;
  guint width, height;

  if (setjmp (self.errors.escape) == 0)
    {
      decoder_open (&self, file);
      start_render (&self, max_side, &width, &height);
      decode_scaled (&self, width, height, self.cinfo.num_components == 1 ? 1 : 3);
      *preview = danbi_preview_new (width, height, self.cinfo.num_components == 1 ? 1 : 3, 8,
                                    g_steal_pointer (&self.pixels));
      (*preview)->full_width = self.cinfo.image_width;
      (*preview)->full_height = self.cinfo.image_height;
    }
  problem = decoder_get_problem (&self);
  decoder_clear (&self);
  return problem;
}
