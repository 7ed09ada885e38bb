/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The samples of a DICOM frame, of whatever width, sign, order and colour, become a picture. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "danbi-samples.h"
#include "danbi-shrinker.h"

#define MAX_ASPECT 8.0   /* of a pixel; beyond, the numbers are wrong */
#define SQUARE 1.01
#define MAX_REAL 1e30f   /* of the values that are shown; floats hold more */

/**
 * danbi_samples_clear:
 * @self: samples
 */
void
danbi_samples_clear (DanbiSamples *self)
{
  g_clear_pointer (&self->data, g_free);
  danbi_lut_clear (&self->modality);
  danbi_lut_clear (&self->grey.lut);
  for (guint i = 0; i < G_N_ELEMENTS (self->palette); i++)
    danbi_lut_clear (&self->palette[i]);
}

/**
 * danbi_samples_get_target:
 * @self: samples, of which the full size and the aspect are known
 * @max_side: the longest side that is wanted, in pixels
 * @width: (out): the pixels that it will have on the screen
 * @height: (out): the rows
 *
 * Pixels that are not square become so where one side shrinks: what is round looks round, and
 * nothing is made up.
 */
void
danbi_samples_get_target (const DanbiSamples *self,
                          guint               max_side,
                          guint              *width,
                          guint              *height)
{
  *width = self->full_width;
  *height = self->full_height;
  if (self->aspect > SQUARE && self->aspect <= MAX_ASPECT)
    *width = (guint) MAX (*width / self->aspect + 0.5, 1);
  else if (self->aspect < 1 / SQUARE && self->aspect >= 1 / MAX_ASPECT)
    *height = (guint) MAX (*height * self->aspect + 0.5, 1);
  danbi_preview_fit (max_side, width, height);
}

/**
 * danbi_samples_get_n_bits:
 * @self: samples, of which all is known but the data
 *
 * Returns: how many bits the data of one frame take; widths and heights of 16 bits do not overflow
 */
guint64
danbi_samples_get_n_bits (const DanbiSamples *self)
{
  guint64 n_samples = (guint64) self->width * self->height * self->n_channels;

  if (self->halved)
    n_samples = (guint64) ((self->width + 1) / 2) * 4 * self->height;
  return n_samples * self->bits_allocated;
}

/* A sample as it lies in memory, at a place counted in samples. */
static inline guint32
load (const DanbiSamples *self,
      gsize               at)
{
  guint16 half;
  guint32 whole;

  switch (self->bits_allocated)
    {
    case 1:
      at += self->first_bit;
      return self->data[at / 8] >> at % 8 & 1;
    case 8:
      return self->data[at];
    case 16:
      memcpy (&half, self->data + at * 2, 2);
      return half;
    default:
      memcpy (&whole, self->data + at * 4, 4);
      return whole;
    }
}

static float
load_real (const DanbiSamples *self,
           gsize               at)
{
  float number;
  double longer;

  if (self->bits_allocated == 32)
    memcpy (&number, self->data + at * 4, 4);
  else
    {
      memcpy (&longer, self->data + at * 8, 8);
      number = (float) CLAMP (longer, (double) -MAX_REAL, (double) MAX_REAL);
    }
  return isnan (number) ? 0 : CLAMP (number, -MAX_REAL, MAX_REAL);
}

/* Cuts the stored bits out of a sample; what stands beside them, overlays perhaps, is left out. */
static inline double
cut_out (const DanbiSamples *self,
         guint32             sample)
{
  const guint shift = self->high_bit + 1 - self->bits_stored;
  const guint32 mask = self->bits_stored == 32 ? G_MAXUINT32 : (1u << self->bits_stored) - 1;
  guint32 value = sample >> shift & mask;

  if (self->is_signed && value >> (self->bits_stored - 1) != 0)
    return (double) value - (double) mask - 1;
  return value;
}

static void
fetch_grey (const DanbiSamples *self,
            guint               y,
            float              *row)
{
  const gsize begin = (gsize) y * self->width;

  for (guint x = 0; x < self->width; x++)
    {
      if (self->is_real)
        row[x] = load_real (self, begin + x);
      else
        row[x] = (float) cut_out (self, load (self, begin + x));
      if (self->modality.values)
        row[x] = (float) danbi_lut_get (&self->modality, row[x]);
    }
}

/* The usual case, which must be quick: 16 bits, of which the lower ones are used. */
static void
fetch_grey_16 (const DanbiSamples *self,
               guint               y,
               float              *row)
{
  const guint8 *from = self->data + (gsize) y * self->width * 2;
  const guint32 mask = (1u << self->bits_stored) - 1;
  const guint32 sign = self->is_signed ? 1u << (self->bits_stored - 1) : 0;

  for (guint x = 0; x < self->width; x++)
    {
      guint16 sample;

      memcpy (&sample, from + (gsize) x * 2, 2);
      row[x] = (float) ((int) ((sample & mask) ^ sign) - (int) sign);
    }
}

/* Bytes that are used as they are, grey or colours side by side. */
static void
fetch_bytes (const DanbiSamples *self,
             guint               y,
             float              *row)
{
  const gsize n = (gsize) self->width * self->n_channels;
  const guint8 *from = self->data + y * n;

  for (gsize i = 0; i < n; i++)
    row[i] = from[i];
}

static void
fetch_palette (const DanbiSamples *self,
               guint               y,
               float              *row)
{
  const gsize begin = (gsize) y * self->width;

  for (guint x = 0; x < self->width; x++)
    {
      double index = cut_out (self, load (self, begin + x));

      for (guint c = 0; c < 3; c++)
        row[x * 3 + c] = (float) danbi_lut_get (&self->palette[c], index) * 255
                         / (float) self->palette[c].max;
    }
}

/* Where channel @c of a pixel stands. */
static inline gsize
locate (const DanbiSamples *self,
        guint               x,
        guint               y,
        guint               c)
{
  const gsize pixel = (gsize) y * self->width + x;

  if (self->halved)
    return ((gsize) y * ((self->width + 1) / 2) + x / 2) * 4 + (c == 0 ? x % 2 : c + 1);
  return self->planar ? (gsize) c * self->width * self->height + pixel : pixel * 3 + c;
}

static void
fetch_colour (const DanbiSamples *self,
              guint               y,
              float              *row)
{
  const double max = (self->bits_stored == 32 ? G_MAXUINT32 : (1u << self->bits_stored) - 1);
  const float scale = (float) (255 / max);
  const float offset = self->is_signed ? 128 : 0;

  for (guint x = 0; x < self->width; x++)
    for (guint c = 0; c < 3; c++)
      row[x * 3 + c] = (float) cut_out (self, load (self, locate (self, x, y, c))) * scale + offset;
}

static guint8
to_byte (float value)
{
  return (guint8) (CLAMP (value, 0, 255) + 0.5f);
}

/* PS3.3 C.7.6.3.1.2: ITU-R BT.601, with all of 0 to 255 or with the range of video. */
static void
to_rgb (const DanbiSamples *self,
        const float        *pixel,
        guint8             *rgb)
{
  float y = pixel[0];
  float b = pixel[1] - 128;
  float r = pixel[2] - 128;

  if (self->colour == DANBI_SAMPLES_YBR_PARTIAL)
    {
      y = (y - 16) * (255.0f / 219);
      b *= 255.0f / 224;
      r *= 255.0f / 224;
    }
  rgb[0] = to_byte (y + 1.402f * r);
  rgb[1] = to_byte (y - 0.344136f * b - 0.714136f * r);
  rgb[2] = to_byte (y + 1.772f * b);
}

static DanbiPreview *
show_colour (const DanbiSamples *self,
             const float        *values,
             guint               width,
             guint               height)
{
  const gsize n = (gsize) width * height;
  const gboolean is_rgb = self->colour == DANBI_SAMPLES_RGB
                          || self->colour == DANBI_SAMPLES_PALETTE;
  guint8 *rgb = g_try_malloc_n (n, 3);

  if (!rgb)
    return NULL;
  for (gsize i = 0; i < n * 3; i += 3)
    if (!is_rgb)
      to_rgb (self, values + i, rgb + i);
    else
      for (guint c = 0; c < 3; c++)
        rgb[i + c] = to_byte (values[i + c]);
  return danbi_preview_new (width, height, 3, 8, rgb);
}

static void
apply_modality (const DanbiSamples *self,
                float              *values,
                gsize               n)
{
  if (self->modality.values || (self->slope == 1 && self->intercept == 0))
    return;
  for (gsize i = 0; i < n; i++)
    values[i] = CLAMP ((float) (values[i] * self->slope + self->intercept), -MAX_REAL, MAX_REAL);
}

typedef void (*FetchFunc) (const DanbiSamples *self, guint y, float *row);

static FetchFunc
choose_fetch (const DanbiSamples *self)
{
  const gboolean grey = self->colour == DANBI_SAMPLES_GREY;
  const gboolean plain = !self->is_real && !self->modality.values && !self->halved
                         && self->high_bit + 1 == self->bits_stored;

  if (self->colour == DANBI_SAMPLES_PALETTE)
    return fetch_palette;
  if (plain && self->bits_allocated == 8 && self->bits_stored == 8 && !self->is_signed
      && (grey || !self->planar))
    return fetch_bytes;
  if (!grey)
    return fetch_colour;
  return plain && self->bits_allocated == 16 ? fetch_grey_16 : fetch_grey;
}

/* All the rows, averaged down to the size that is wanted. */
static float *
shrink (const DanbiSamples *self,
        guint               width,
        guint               height)
{
  const FetchFunc fetch = choose_fetch (self);
  g_autoptr (DanbiShrinker) shrinker
    = danbi_shrinker_new (self->width, self->height, self->colour == DANBI_SAMPLES_GREY ? 1 : 3,
                          width, height);

  if (!shrinker)
    return NULL;
  for (guint y = 0; y < self->height; y++)
    {
      fetch (self, y, danbi_shrinker_get_row (shrinker));
      danbi_shrinker_add_row (shrinker);
    }
  return danbi_shrinker_steal (shrinker);
}

static gboolean
are_sound (const DanbiSamples *self)
{
  const guint n_channels = self->colour >= DANBI_SAMPLES_RGB ? 3 : 1;
  const gboolean palette = self->colour == DANBI_SAMPLES_PALETTE;
  guint64 n_bits = danbi_samples_get_n_bits (self) + self->first_bit;

  if (self->width == 0 || self->height == 0 || self->n_channels != n_channels
      || (n_bits + 7) / 8 > self->size)
    return FALSE;
  if (palette && !(self->palette[0].values && self->palette[1].values && self->palette[2].values))
    return FALSE;
  if (self->is_real)
    return n_channels == 1 && !palette
           && (self->bits_allocated == 32 || self->bits_allocated == 64);
  return self->bits_stored > 0 && self->high_bit + 1 >= self->bits_stored
         && self->high_bit < self->bits_allocated
         && (self->bits_allocated == 1 || self->bits_allocated == 8 || self->bits_allocated == 16
             || self->bits_allocated == 32);
}

/* Without a window, a picture of 8 bits is shown as it is. */
static void
find_range (const DanbiSamples *self,
            DanbiGrey          *grey)
{
  const double span = (double) (1u << MIN (self->bits_stored, 8)) - 1;
  const double first = self->is_signed ? -(span + 1) / 2 : 0;

  if (self->is_real || self->modality.values || self->bits_stored > 8)
    return;
  grey->has_range = TRUE;
  grey->low = first * self->slope + self->intercept;
  grey->high = (first + span) * self->slope + self->intercept;
  if (grey->low > grey->high)
    {
      double low = grey->high;

      grey->high = grey->low;
      grey->low = low;
    }
}

/**
 * danbi_samples_show:
 * @self: samples
 * @max_side: the longest side of the picture, in pixels
 * @deep: whether grey samples of more than 8 bits keep their depth
 * @preview: (out): the picture, unchanged where there is a problem
 *
 * Returns: %DANBI_FILE_OK, %DANBI_FILE_BROKEN_PIXELS where the samples are not what they say, or
 *   %DANBI_FILE_TOO_LARGE
 */
DanbiFileProblem
danbi_samples_show (const DanbiSamples *self,
                    guint               max_side,
                    gboolean            deep,
                    DanbiPreview      **preview)
{
  g_autofree float *values = NULL;
  DanbiGrey grey = self->grey;
  guint width, height;

  if (!are_sound (self))
    return DANBI_FILE_BROKEN_PIXELS;
  danbi_samples_get_target (self, max_side, &width, &height);
  width = MIN (width, self->width);
  height = MIN (height, self->height);
  values = shrink (self, width, height);
  if (!values)
    return DANBI_FILE_TOO_LARGE;
  if (self->colour != DANBI_SAMPLES_GREY)
    *preview = show_colour (self, values, width, height);
  else
    {
      apply_modality (self, values, (gsize) width * height);
      find_range (self, &grey);
      *preview = danbi_grey_show (&grey, values, width, height,
                                  deep && (self->is_real || self->bits_stored > 8));
    }
  if (!*preview)
    return DANBI_FILE_TOO_LARGE;
  (*preview)->full_width = self->full_width;
  (*preview)->full_height = self->full_height;
  return DANBI_FILE_OK;
}
