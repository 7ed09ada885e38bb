/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a picture smaller, row by row: each new pixel is the average of the area it stands for, so
 * that a thin line gets fainter and does not vanish. */
#include "config.h"

#include <string.h>

#include "danbi-shrinker.h"

struct _DanbiShrinker
{
  guint width, height, channels;
  guint new_width, new_height;
  guint y;      /* rows that were added */
  float *row;   /* the next row, as it comes in */
  float *sums;  /* @row, summed up to the new width */
  float *done;  /* the new picture; its rows are summed up in place */
};

/**
 * danbi_shrinker_new:
 * @width: pixels that come in
 * @height: rows that come in
 * @channels: samples a pixel
 * @new_width: pixels that come out, 1 to @width
 * @new_height: rows that come out, 1 to @height
 *
 * Returns: (transfer full) (nullable): the shrinker, %NULL where memory does not suffice
 */
DanbiShrinker *
danbi_shrinker_new (guint width,
                    guint height,
                    guint channels,
                    guint new_width,
                    guint new_height)
{
  g_autoptr (DanbiShrinker) self = g_new0 (DanbiShrinker, 1);

  g_return_val_if_fail (new_width > 0 && new_width <= width, NULL);
  g_return_val_if_fail (new_height > 0 && new_height <= height, NULL);
  *self = (DanbiShrinker) { width, height, channels, new_width, new_height, 0, NULL, NULL, NULL };
  self->row = g_try_new0 (float, (gsize) width * channels);
  self->sums = g_try_new0 (float, (gsize) new_width * channels);
  self->done = g_try_malloc0_n ((gsize) new_width * new_height, channels * sizeof (float));
  return self->row && self->sums && self->done ? g_steal_pointer (&self) : NULL;
}

/**
 * danbi_shrinker_free:
 * @self: (nullable): a shrinker
 */
void
danbi_shrinker_free (DanbiShrinker *self)
{
  if (!self)
    return;
  g_free (self->row);
  g_free (self->sums);
  g_free (self->done);
  g_free (self);
}

/**
 * danbi_shrinker_get_row:
 * @self: a shrinker
 *
 * Returns: (transfer none): where the next row is to be written, before danbi_shrinker_add_row()
 */
float *
danbi_shrinker_get_row (DanbiShrinker *self)
{
  return self->row;
}

/* Four sums at once: one would wait for its last addition each time. */
static float
sum_run (const float *from,
         gsize        n,
         gsize        step)
{
  float sums[4] = { 0 };
  gsize i = 0;

  for (; i + 4 <= n; i += 4)
    for (gsize j = 0; j < 4; j++)
      sums[j] += from[(i + j) * step];
  for (; i < n; i++)
    sums[0] += from[i * step];
  return sums[0] + sums[1] + (sums[2] + sums[3]);
}

/* The new pixel @i of @n_new covers the old ones from i × n / n_new on; in units of 1 / n_new. */
static void
sum_across (DanbiShrinker *self,
            guint          channel)
{
  const float *from = self->row + channel;
  float *to = self->sums + channel;
  const float unit = 1.0f / (float) self->new_width;
  guint64 begin = 0;

  for (guint i = 0; i < self->new_width; i++, begin += self->width)
    {
      guint64 end = begin + self->width;
      gsize first = (gsize) (begin / self->new_width);
      gsize last = (gsize) ((end - 1) / self->new_width);
      float sum;

      if (first == last)
        sum = from[first * self->channels] * (float) self->width * unit;
      else
        {
          sum = from[first * self->channels]
                * (float) ((first + 1) * self->new_width - begin) * unit;
          sum += sum_run (from + (first + 1) * self->channels, last - first - 1, self->channels);
          sum += from[last * self->channels] * (float) (end - last * self->new_width) * unit;
        }
      to[(gsize) i * self->channels] = sum;
    }
}

static void
add_weighted (DanbiShrinker *self,
              guint          y,
              double         weight)
{
  const gsize n = (gsize) self->new_width * self->channels;
  const float factor = (float) (weight * self->new_width / self->width
                                * self->new_height / self->height);
  float *target = self->done + y * n;

  for (gsize i = 0; i < n; i++)
    target[i] += self->sums[i] * factor;
}

/**
 * danbi_shrinker_add_row:
 * @self: a shrinker
 *
 * Takes what stands in danbi_shrinker_get_row(), the first row first. What is more than its height
 * is left out.
 */
void
danbi_shrinker_add_row (DanbiShrinker *self)
{
  const gsize n = (gsize) self->width * self->channels;
  guint64 begin = (guint64) self->y * self->new_height;
  guint64 end = begin + self->new_height;
  guint first = (guint) (begin / self->height);
  guint last = (guint) ((end - 1) / self->height);

  if (self->y >= self->height)
    return;
  self->y++;
  if (self->new_width == self->width && self->new_height == self->height)
    {
      memcpy (self->done + (self->y - 1) * n, self->row, n * sizeof (float));
      return;
    }
  for (guint channel = 0; channel < self->channels; channel++)
    sum_across (self, channel);
  if (first == last)
    add_weighted (self, first, 1);
  else
    {
      double upper = (double) ((guint64) last * self->height - begin) / self->new_height;

      add_weighted (self, first, upper);
      add_weighted (self, last, 1 - upper);
    }
}

/**
 * danbi_shrinker_steal:
 * @self: a shrinker
 *
 * Returns: (transfer full): the new picture, its width × its height × channels samples; rows that
 *   never came are 0
 */
float *
danbi_shrinker_steal (DanbiShrinker *self)
{
  return g_steal_pointer (&self->done);
}
