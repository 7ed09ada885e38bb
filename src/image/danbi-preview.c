/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small picture for the screen: 8 bits a channel, nothing of the file it came from. */
#include "config.h"

#include "danbi-preview.h"

/**
 * danbi_preview_new:
 * @width: pixels, 1 or more
 * @height: pixels, 1 or more
 * @channels: 1 (grey) or 3 (RGB)
 * @pixels: (transfer full): @width × @height × @channels bytes from g_malloc()
 *
 * Returns: (transfer full): the picture
 */
DanbiPreview *
danbi_preview_new (guint   width,
                   guint   height,
                   guint   channels,
                   guint8 *pixels)
{
  DanbiPreview *self = g_new0 (DanbiPreview, 1);

  self->width = width;
  self->height = height;
  self->channels = channels;
  self->pixels = g_bytes_new_take (pixels, (gsize) width * height * channels);
  return self;
}

/**
 * danbi_preview_free:
 * @self: (nullable): a picture
 */
void
danbi_preview_free (DanbiPreview *self)
{
  if (!self)
    return;
  g_bytes_unref (self->pixels);
  g_free (self);
}

/**
 * danbi_preview_fit:
 * @max_side: the longest side that is wanted, in pixels; 0: %DANBI_PREVIEW_MAX_SIDE
 * @width: (inout): pixels; made smaller with @height so that the longer one is @max_side
 * @height: (inout): pixels
 *
 * Never enlarges, and leaves at least one pixel.
 */
void
danbi_preview_fit (guint  max_side,
                   guint *width,
                   guint *height)
{
  guint bound = max_side > 0 ? MIN (max_side, DANBI_PREVIEW_MAX_SIDE) : DANBI_PREVIEW_MAX_SIDE;
  guint64 longer = MAX (*width, *height);

  if (longer <= bound)
    return;
  *width = (guint) MAX ((*width * (guint64) bound + longer / 2) / longer, 1);
  *height = (guint) MAX ((*height * (guint64) bound + longer / 2) / longer, 1);
}
