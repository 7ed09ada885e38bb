/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-problem.h"

G_BEGIN_DECLS

/* The most that libjpeg writes. */
#define DANBI_RASTER_MAX_SIDE 65500

/* Ten times the largest film scan; three bytes each leave room within the child's memory. */
#define DANBI_RASTER_MAX_PIXELS (100 * 1000 * 1000)

/**
 * DanbiRaster:
 * @width: pixels, as they stand in the file
 * @height: pixels
 * @channels: samples of 8 bits a pixel: 1 grey, 2 grey and opacity, 3 RGB, 4 RGB and opacity
 * @orientation: how it is to be turned, 1 (upright) to 8, as EXIF counts
 * @pixels: (nullable): rows from the top, without padding
 *
 * A decoded picture. Begin with `{ .orientation = 1 }`.
 */
typedef struct
{
  guint width;
  guint height;
  guint channels;
  guint orientation;
  guint8 *pixels;
} DanbiRaster;

DanbiFileProblem danbi_raster_allocate (DanbiRaster *self, guint64 width, guint64 height,
                                        guint channels);
void danbi_raster_clear (DanbiRaster *self);
void danbi_raster_flatten (DanbiRaster *self);
void danbi_raster_drop_colour (DanbiRaster *self);
DanbiFileProblem danbi_raster_turn (DanbiRaster *self);

gboolean danbi_orientation_swaps_sides (guint orientation);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiRaster, danbi_raster_clear)

G_END_DECLS
