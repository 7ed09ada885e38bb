/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-json.h"

G_BEGIN_DECLS

#define DANBI_PREVIEW_MAX_SIDE 4096

/**
 * DanbiRenderOptions:
 * @max_side: the longer side of the picture in pixels, at most; 0: %DANBI_PREVIEW_MAX_SIDE
 * @frame: which picture of the file, from 0
 * @deep: whether grey pictures of more than 8 bits keep their depth, for window and level
 */
typedef struct
{
  guint max_side;
  guint frame;
  gboolean deep;
} DanbiRenderOptions;

/**
 * DanbiPreview:
 * @width: pixels
 * @height: pixels
 * @channels: 1 (grey) or 3 (RGB)
 * @depth: bits a sample: 8, or 16 (one channel only, in the byte order of this machine)
 * @low: depth 16: the value (after the modality LUT, in CT Hounsfield units) of sample 0
 * @high: depth 16: the value of sample 65535, above @low
 * @window_center: depth 16: the middle of the window to begin with, in such values: the file's own,
 *   otherwise one that suits the picture
 * @window_width: depth 16: its width; 0 where there is none
 * @inverted: depth 16: the highest values are to be shown black
 * @frames: how many pictures the file holds, 1 or more
 * @full_width: columns of the picture as it stands in the file; turned with the picture where EXIF
 *   says so
 * @full_height: rows of it
 * @pixels: @width × @height × @channels samples, rows from the top without padding
 *
 * A picture for the screen and nothing else of the file it came from. The pixels of the screen are
 * square: where those of the file are not, @width and @height differ in shape from the full size.
 */
typedef struct
{
  guint width;
  guint height;
  guint channels;
  guint depth;
  double low;
  double high;
  double window_center;
  double window_width;
  gboolean inverted;
  guint frames;
  guint full_width;
  guint full_height;
  GBytes *pixels;
} DanbiPreview;

DanbiPreview *danbi_preview_new (guint width, guint height, guint channels, guint depth,
                                 gpointer pixels);
void danbi_preview_free (DanbiPreview *self);
void danbi_preview_fit (guint max_side, guint *width, guint *height);

json_t *danbi_preview_to_json (const DanbiPreview *self);
DanbiPreview *danbi_preview_from_json (const json_t *object);
gsize danbi_preview_get_bytes (const DanbiPreview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPreview, danbi_preview_free)

G_END_DECLS
