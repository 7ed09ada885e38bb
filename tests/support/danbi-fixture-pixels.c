/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures that look and compress like anatomy: smooth shapes under grain, the same every time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "danbi-fixture-pixels.h"

/* What one picture is drawn with; the waves are computed once for each line and column. */
typedef struct
{
  DanbiFixtureKind kind;
  guint rows;
  guint columns;
  float *wave_x;
  float *wave_y;
  guint32 state; /* of the noise */
  float white;   /* the greatest value */
  float grain;   /* how strong the noise is, as a share of white */
} Canvas;

static void
fill_wave (float *wave,
           guint  length,
           float  periods,
           float  phase)
{
  for (guint i = 0; i < length; i++)
    wave[i] = sinf (phase + 6.2831853f * periods * (float) i / (float) length);
}

static void
canvas_init (Canvas                  *self,
             const DanbiFixtureDicom *dicom,
             guint                    frame)
{
  static const float grains[DANBI_FIXTURE_N_KINDS]
    = { 0.008f, 0.012f, 0.006f, 0.12f, 0.005f, 0.008f, 0.0f, 0.0f };
  float teeth = dicom->kind == DANBI_FIXTURE_PANORAMIC ? 16.0f : 3.0f;
  guint32 mixed = dicom->seed * 2654435761u + dicom->series * 40503u + dicom->instance * 97u
                  + frame;

  self->kind = dicom->kind;
  self->rows = dicom->rows;
  self->columns = dicom->columns;
  self->wave_x = g_new (float, dicom->columns);
  self->wave_y = g_new (float, dicom->rows);
  self->state = mixed ? mixed : 1;
  self->white = (float) ((1u << dicom->stored) - 1u);
  self->grain = grains[dicom->kind];
  fill_wave (self->wave_x, dicom->columns, teeth, 0.05f * (float) (dicom->instance + frame));
  fill_wave (self->wave_y, dicom->rows, 2.0f, 0.11f * (float) dicom->instance);
}

static void
canvas_clear (Canvas *self)
{
  g_free (self->wave_x);
  g_free (self->wave_y);
}

/* Bell-shaped, about -1 to 1: the sum of four bytes of an xorshift generator. */
static float
next_noise (Canvas *self)
{
  guint32 r = self->state;

  r ^= r << 13;
  r ^= r >> 17;
  r ^= r << 5;
  self->state = r;
  return ((float) ((r & 0xFF) + ((r >> 8) & 0xFF) + ((r >> 16) & 0xFF) + (r >> 24)) - 510.0f)
         / 255.0f;
}

static float
shade_slice (float u,
             float v,
             float texture)
{
  float r = u * u / 0.78f + v * v / 0.55f;

  if (r > 1.0f)
    return 0.01f;
  if (r > 0.88f)
    return 0.55f;
  return 0.32f + 0.05f * texture - 0.04f * r;
}

static float
shade_panoramic (float u,
                 float v,
                 float texture)
{
  float arch = v - 0.25f * u * u;

  if (fabsf (arch) < 0.04f)
    return 0.12f;
  if (fabsf (arch) < 0.38f)
    return 0.5f + 0.22f * texture;
  return 0.3f - 0.15f * fabsf (v) + 0.03f * texture;
}

static float
shade_chest (float u,
             float v,
             float texture)
{
  float side = fabsf (u) - 0.42f;
  float lung = side * side / 0.09f + v * v / 0.45f;

  return (lung < 1.0f ? 0.18f + 0.2f * lung : 0.62f) + 0.05f * texture;
}

static float
shade_fan (float u,
           float v,
           float texture)
{
  float depth = (v + 1.0f) * 0.5f;

  return fabsf (u) < 0.15f + 0.7f * depth ? 0.35f - 0.2f * depth + 0.08f * texture : 0.0f;
}

/* The share of white at one point; @u and @v run from -1 to 1. */
static float
shade (const Canvas *self,
       float         u,
       float         v,
       float         texture)
{
  switch (self->kind)
    {
    case DANBI_FIXTURE_PANORAMIC:
      return shade_panoramic (u, v, texture);
    case DANBI_FIXTURE_CHEST:
    case DANBI_FIXTURE_LOCALIZER:
      return shade_chest (u, v, texture);
    case DANBI_FIXTURE_ULTRASOUND:
      return shade_fan (u, v, texture);
    case DANBI_FIXTURE_CT:
    case DANBI_FIXTURE_MR:
    case DANBI_FIXTURE_CAPTURE:
    case DANBI_FIXTURE_SR:
    default:
      return shade_slice (u, v, texture);
    }
}

static void
draw_row (Canvas  *self,
          guint    y,
          guint16 *row)
{
  float v = 2.0f * (float) y / (float) self->rows - 1.0f;

  for (guint x = 0; x < self->columns; x++)
    {
      float u = 2.0f * (float) x / (float) self->columns - 1.0f;
      float light = shade (self, u, v, self->wave_x[x] * self->wave_y[y]);
      float grain = light > 0.02f ? self->grain : self->grain * 0.2f;
      float value = (light + grain * next_noise (self)) * self->white;

      row[x] = (guint16) CLAMP (value, 0.0f, self->white);
    }
}

/* Spreads one row of grey values into the file's samples; colour gets a slight tint. */
static void
store_row (const guint16           *row,
           const DanbiFixtureDicom *dicom,
           guint8                  *out)
{
  for (guint x = 0; x < dicom->columns; x++)
    for (guint s = 0; s < dicom->samples; s++)
      {
        guint16 value = s == 2 ? (guint16) (row[x] - row[x] / 8) : row[x];

        *out++ = (guint8) value;
        if (dicom->bits == 16)
          *out++ = (guint8) (value >> 8);
      }
}

/**
 * danbi_fixture_pixels_new:
 * @dicom: what to draw
 * @frame: which frame, from 0
 *
 * Returns: (transfer full): the samples of one frame as they stand in Pixel Data
 */
GBytes *
danbi_fixture_pixels_new (const DanbiFixtureDicom *dicom,
                          guint                    frame)
{
  gsize stride = (gsize) dicom->columns * dicom->samples * (dicom->bits / 8);
  g_autofree guint16 *row = g_new (guint16, MAX (dicom->columns, 1));
  guint8 *out = g_malloc (MAX (stride * dicom->rows, 1));
  Canvas canvas;

  canvas_init (&canvas, dicom, frame);
  for (guint y = 0; y < dicom->rows; y++)
    {
      draw_row (&canvas, y, row);
      store_row (row, dicom, out + y * stride);
    }
  canvas_clear (&canvas);
  return g_bytes_new_take (out, stride * dicom->rows);
}

/**
 * danbi_fixture_jpeg_encode:
 * @pixels: 8-bit samples, grey or RGB
 * @width: columns
 * @height: rows
 * @channels: 1 or 3
 * @quality: 1 to 100
 *
 * Returns: (transfer full): a baseline JPEG
 */
GBytes *
danbi_fixture_jpeg_encode (GBytes *pixels,
                           guint   width,
                           guint   height,
                           guint   channels,
                           int     quality)
{
  const guint8 *data = g_bytes_get_data (pixels, NULL);
  struct jpeg_compress_struct encoder;
  struct jpeg_error_mgr errors;
  unsigned char *out = NULL;
  unsigned long length = 0;

  encoder.err = jpeg_std_error (&errors);
  jpeg_create_compress (&encoder);
  jpeg_mem_dest (&encoder, &out, &length);
  encoder.image_width = width;
  encoder.image_height = height;
  encoder.input_components = (int) channels;
  encoder.in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults (&encoder);
  jpeg_set_quality (&encoder, quality, TRUE);
  jpeg_start_compress (&encoder, TRUE);
  while (encoder.next_scanline < height)
    {
      JSAMPROW row = (JSAMPROW) data + (gsize) encoder.next_scanline * width * channels;

      jpeg_write_scanlines (&encoder, &row, 1);
    }
  jpeg_finish_compress (&encoder);
  jpeg_destroy_compress (&encoder);
  return g_bytes_new_with_free_func (out, length, free, out);
}
