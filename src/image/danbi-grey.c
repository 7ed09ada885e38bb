/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values become grey tones: by the file's window or table, or by one that suits the picture. */
#include "config.h"

#include <math.h>

#include "danbi-grey.h"

#define N_BINS 4096
#define CUT 0.005          /* of the pixels at each end may be wholly black or white */
#define BACKGROUND 0.01    /* so many pixels of the very same extreme value are no picture */
#define MIN_SPAN 1e-9

/* What the values of one picture are. */
typedef struct
{
  float min, max;          /* of all */
  float low, high;         /* without padding and background */
  gsize n_counted;
} Span;

static gboolean
is_padding (const DanbiGrey *self,
            float            value)
{
  return self->has_padding && value >= self->padding_low && value <= self->padding_high;
}

static gboolean
counts (const DanbiGrey *self,
        const Span      *span,
        float            value)
{
  return value >= span->low && value <= span->high && !is_padding (self, value);
}

/* The next value inwards is the end of the picture where an extreme one is background. */
static void
leave_out_background (const DanbiGrey *self,
                      Span            *span,
                      const float     *values,
                      gsize            n)
{
  float second_low = span->high;
  float second_high = span->low;
  gsize n_low = 0;
  gsize n_high = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (is_padding (self, values[i]))
        continue;
      n_low += values[i] <= span->low;
      n_high += values[i] >= span->high;
      if (values[i] > span->low)
        second_low = MIN (second_low, values[i]);
      if (values[i] < span->high)
        second_high = MAX (second_high, values[i]);
    }
  if (second_low >= second_high)
    return;
  if ((double) n_low > BACKGROUND * (double) n)
    span->low = second_low;
  if ((double) n_high > BACKGROUND * (double) n)
    span->high = second_high;
}

static void
measure (const DanbiGrey *self,
         Span            *span,
         const float     *values,
         gsize            n)
{
  *span = (Span) { INFINITY, -INFINITY, INFINITY, -INFINITY, 0 };
  for (gsize i = 0; i < n; i++)
    {
      span->min = MIN (span->min, values[i]);
      span->max = MAX (span->max, values[i]);
      if (is_padding (self, values[i]))
        continue;
      span->low = MIN (span->low, values[i]);
      span->high = MAX (span->high, values[i]);
      span->n_counted++;
    }
  if (span->n_counted == 0)
    {
      span->low = span->min;
      span->high = span->max;
    }
}

/* The value below which the given part of the counted pixels lies. */
static double
find_share (const gsize *bins,
            gsize        n_counted,
            double       share,
            const Span  *span)
{
  double wanted = share * (double) n_counted;
  double seen = 0;
  guint bin = 0;

  while (bin < N_BINS - 1 && seen + (double) bins[bin] <= wanted)
    seen += (double) bins[bin++];
  return span->low + ((double) span->high - span->low) * (bin + 0.5) / N_BINS;
}

static void
choose_window (const DanbiGrey *self,
               DanbiGrey       *chosen,
               Span            *span,
               const float     *values,
               gsize            n)
{
  gsize bins[N_BINS] = { 0 };
  gsize n_counted = 0;
  double low, high, scale;

  leave_out_background (self, span, values, n);
  scale = N_BINS / MAX ((double) span->high - span->low, MIN_SPAN);
  for (gsize i = 0; i < n; i++)
    if (counts (self, span, values[i]))
      {
        bins[MIN ((gsize) ((values[i] - (double) span->low) * scale), N_BINS - 1)]++;
        n_counted++;
      }
  low = find_share (bins, n_counted, CUT, span);
  high = find_share (bins, n_counted, 1 - CUT, span);
  if (!(high - low > MIN_SPAN))
    {
      low = span->min;
      high = MAX (span->max, low + MIN_SPAN);
    }
  chosen->function = DANBI_WINDOW_LINEAR_EXACT;
  chosen->center = (low + high) / 2;
  chosen->width = high - low;
}

static guint8
window_one (const DanbiGrey *self,
            double           value)
{
  double tone;

  if (self->lut.values)
    tone = (double) danbi_lut_get (&self->lut, floor (value + 0.5)) / self->lut.max;
  else if (self->function == DANBI_WINDOW_SIGMOID)
    tone = 1 / (1 + exp (-4 * (value - self->center) / self->width));
  else
    tone = value > self->center - 0.5;
  return (guint8) ((self->inverted ? 1 - tone : tone) * 255 + 0.5);
}

/* A straight line from black to white is drawn without asking for each pixel what it is. A linear
 * window of one value or less is a step, which is none. */
static gboolean
window_straight (const DanbiGrey *self,
                 const float     *values,
                 gsize            n,
                 guint8          *tones)
{
  const gboolean exact = self->function == DANBI_WINDOW_LINEAR_EXACT;
  const double span = exact ? self->width : self->width - 1;
  const double sign = self->inverted ? -1 : 1;
  float factor, offset;

  if (self->lut.values || self->function == DANBI_WINDOW_SIGMOID || !(span > 0))
    return FALSE;
  factor = (float) (sign * 255 / span);
  offset = (float) (127.5 - sign * 255 * (self->center - (exact ? 0 : 0.5)) / span + 0.5);
  for (gsize i = 0; i < n; i++)
    {
      float tone = values[i] * factor + offset;

      tones[i] = (guint8) CLAMP (tone, 0, 255.5f);
    }
  return TRUE;
}

/* Returns whether the picture came out with more than one tone. */
static gboolean
window_all (const DanbiGrey *self,
            const float     *values,
            gsize            n,
            guint8          *tones)
{
  if (!window_straight (self, values, n, tones))
    for (gsize i = 0; i < n; i++)
      tones[i] = window_one (self, values[i]);
  for (gsize i = 1; i < n; i++)
    if (tones[i] != tones[0])
      return TRUE;
  return FALSE;
}

static gboolean
has_own (const DanbiGrey *self)
{
  return self->lut.values || self->width > 0;
}

static void
begin_with (const DanbiGrey *self,
            DanbiGrey       *chosen,
            Span            *span,
            const float     *values,
            gsize            n)
{
  *chosen = *self;
  if (has_own (self))
    return;
  if (!self->has_range)
    {
      choose_window (self, chosen, span, values, n);
      return;
    }
  chosen->function = DANBI_WINDOW_LINEAR_EXACT;
  chosen->center = (self->low + self->high) / 2;
  chosen->width = MAX (self->high - self->low, MIN_SPAN);
}

static DanbiPreview *
show_tones (const DanbiGrey *self,
            DanbiGrey       *chosen,
            Span            *span,
            const float     *values,
            guint            width,
            guint            height)
{
  const gsize n = (gsize) width * height;
  g_autofree guint8 *tones = g_try_malloc (n);

  if (!tones)
    return NULL;
  /* A window that shows nothing is a fault of the file, not of the picture. */
  if (!window_all (chosen, values, n, tones) && has_own (self) && span->min < span->max)
    {
      chosen->lut.values = NULL;
      choose_window (self, chosen, span, values, n);
      window_all (chosen, values, n, tones);
    }
  return danbi_preview_new (width, height, 1, 8, g_steal_pointer (&tones));
}

static DanbiPreview *
show_deep (const DanbiGrey *chosen,
           const Span      *span,
           const float     *values,
           guint            width,
           guint            height)
{
  const gsize n = (gsize) width * height;
  const double low = span->min;
  const double high = MAX ((double) span->max, low + MAX (fabs (low) * MIN_SPAN, MIN_SPAN));
  guint16 *samples = g_try_new (guint16, n);
  DanbiPreview *preview;
  double factor;

  if (!samples)
    return NULL;
  factor = G_MAXUINT16 / (high - low);
  for (gsize i = 0; i < n; i++)
    samples[i] = (guint16) ((values[i] - low) * factor + 0.5);
  preview = danbi_preview_new (width, height, 1, 16, samples);
  preview->low = low;
  preview->high = high;
  preview->inverted = chosen->inverted;
  preview->window_center = chosen->center;
  preview->window_width = chosen->width;
  if (chosen->lut.values)
    {
      preview->window_center = chosen->lut.first + chosen->lut.n_values / 2.0;
      preview->window_width = chosen->lut.n_values;
    }
  return preview;
}

/**
 * danbi_grey_show:
 * @self: what the file says
 * @values: @width × @height values, all finite
 * @width: pixels
 * @height: pixels
 * @deep: whether they keep their depth
 *
 * Without a window or table of the file, and where its own shows nothing, the darkest and the
 * brightest two hundredth of the pixels are cut off; what is padding or background does not count.
 *
 * Returns: (transfer full) (nullable): the picture, %NULL where memory does not suffice
 */
DanbiPreview *
danbi_grey_show (const DanbiGrey *self,
                 const float     *values,
                 guint            width,
                 guint            height,
                 gboolean         deep)
{
  Span span;
  DanbiGrey chosen;

  measure (self, &span, values, (gsize) width * height);
  begin_with (self, &chosen, &span, values, (gsize) width * height);
  return deep ? show_deep (&chosen, &span, values, width, height)
              : show_tones (self, &chosen, &span, values, width, height);
}
