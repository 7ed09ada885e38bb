/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture as pixels in memory: bounded, without opacity, upright. */
#include "config.h"

#include <string.h>

#include "danbi-raster.h"

/**
 * danbi_raster_allocate:
 * @self: a raster without pixels
 * @width: pixels, as a header says
 * @height: pixels
 * @channels: 1 to 4
 *
 * Makes room before anything is decoded, within bounds: a header may promise any size.
 *
 * Returns: %DANBI_FILE_OK, or what is wrong with that size
 */
DanbiFileProblem
danbi_raster_allocate (DanbiRaster *self,
                       guint64      width,
                       guint64      height,
                       guint        channels)
{
  if (width == 0 || height == 0)
    return DANBI_FILE_ZERO_SIZE;
  if (width > DANBI_RASTER_MAX_SIDE || height > DANBI_RASTER_MAX_SIDE)
    return DANBI_FILE_TOO_WIDE;
  if (width * height > DANBI_RASTER_MAX_PIXELS)
    return DANBI_FILE_TOO_LARGE;
  self->pixels = g_try_malloc0 ((gsize) (width * height * channels));
  if (!self->pixels)
    return DANBI_FILE_TOO_LARGE;
  self->width = (guint) width;
  self->height = (guint) height;
  self->channels = channels;
  return DANBI_FILE_OK;
}

/**
 * danbi_raster_clear:
 * @self: a raster
 *
 * Lets the pixels go.
 */
void
danbi_raster_clear (DanbiRaster *self)
{
  g_clear_pointer (&self->pixels, g_free);
}

static gsize
count_pixels (const DanbiRaster *self)
{
  return (gsize) self->width * self->height;
}

/* What was cut off the end goes back to the system. */
static void
fit_memory (DanbiRaster *self)
{
  self->pixels = g_realloc (self->pixels, count_pixels (self) * self->channels);
}

/**
 * danbi_raster_flatten:
 * @self: a raster
 *
 * Lays it on white, as a scan lies on paper, where it has opacity. Opaque pixels stay as they are.
 */
void
danbi_raster_flatten (DanbiRaster *self)
{
  guint n_colours = self->channels - 1;
  guint8 *target = self->pixels;

  if (self->channels % 2 != 0)
    return;
  for (gsize i = 0; i < count_pixels (self); i++)
    {
      const guint8 *source = self->pixels + i * self->channels;
      guint opacity = source[n_colours];

      for (guint c = 0; c < n_colours; c++)
        *target++ = (guint8) ((source[c] * opacity + 255 * (255 - opacity) + 127) / 255);
    }
  self->channels = n_colours;
  fit_memory (self);
}

/**
 * danbi_raster_drop_colour:
 * @self: a raster of 1 or 3 channels
 *
 * Makes it grey where each of its pixels is.
 */
void
danbi_raster_drop_colour (DanbiRaster *self)
{
  gsize n_pixels = count_pixels (self);

  if (self->channels != 3)
    return;
  for (gsize i = 0; i < n_pixels; i++)
    if (self->pixels[3 * i] != self->pixels[3 * i + 1]
        || self->pixels[3 * i] != self->pixels[3 * i + 2])
      return;
  for (gsize i = 0; i < n_pixels; i++)
    self->pixels[i] = self->pixels[3 * i];
  self->channels = 1;
  fit_memory (self);
}

/**
 * danbi_orientation_swaps_sides:
 * @orientation: 1 to 8, as EXIF counts
 *
 * Returns: whether rows become columns where the picture is turned upright
 */
gboolean
danbi_orientation_swaps_sides (guint orientation)
{
  return orientation >= 5;
}

/* Where in the file's order the pixel stands that belongs at @x, @y of the upright picture: EXIF
 * says which sides of what is seen the first row and the first column are. */
static gsize
find_source (const DanbiRaster *self,
             guint              x,
             guint              y)
{
  static const struct
  {
    gboolean from_right;  /* columns of the file are counted backwards */
    gboolean from_bottom; /* rows of the file are */
  } turns[] = {
    { FALSE, FALSE }, { TRUE, FALSE }, { TRUE, TRUE }, { FALSE, TRUE },
    { FALSE, FALSE }, { FALSE, TRUE }, { TRUE, TRUE }, { TRUE, FALSE },
  };
  gboolean swaps = danbi_orientation_swaps_sides (self->orientation);
  guint column = swaps ? y : x;
  guint row = swaps ? x : y;

  if (turns[self->orientation - 1].from_right)
    column = self->width - 1 - column;
  if (turns[self->orientation - 1].from_bottom)
    row = self->height - 1 - row;
  return (gsize) row * self->width + column;
}

/**
 * danbi_raster_turn:
 * @self: a raster
 *
 * Turns it upright; each pixel keeps its value.
 *
 * Returns: %DANBI_FILE_OK, or that there is no memory for it
 */
DanbiFileProblem
danbi_raster_turn (DanbiRaster *self)
{
  gboolean swaps = danbi_orientation_swaps_sides (self->orientation);
  guint width = swaps ? self->height : self->width;
  guint height = swaps ? self->width : self->height;
  guint8 *turned;
  guint8 *target;

  if (self->orientation == 1)
    return DANBI_FILE_OK;
  target = turned = g_try_malloc (count_pixels (self) * self->channels);
  if (!turned)
    return DANBI_FILE_TOO_LARGE;
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++, target += self->channels)
      memcpy (target, self->pixels + find_source (self, x, y) * self->channels, self->channels);
  g_free (self->pixels);
  *self = (DanbiRaster) { width, height, self->channels, 1, turned };
  return DANBI_FILE_OK;
}
