/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DanbiPicture:
 * @width: pixels
 * @height: pixels
 * @channels: 1 (grey) or 3 (RGB)
 * @depth: bits a sample: 8, or 16 (one channel only, in the byte order of this machine)
 * @low: depth 16: the value (after the modality LUT, in CT Hounsfield units) of sample 0
 * @high: depth 16: the value of sample 65535, above @low
 * @window_center: depth 16: the middle of the window that the file asks for, in such values
 * @window_width: depth 16: its width; 0 where the file asks for none
 * @inverted: depth 16: the highest values are to be shown black
 * @frames: how many pictures the file holds, 1 or more
 * @full_width: columns of the picture as it stands in the file
 * @full_height: rows of it
 * @pixels: @width × @height × @channels samples, rows from the top without padding
 *
 * One picture of an image, as it came from the confined child that decoded it. It does not change
 * once it was made, so any thread may read it.
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
} DanbiPicture;

#define DANBI_TYPE_PICTURE (danbi_picture_get_type ())
GType danbi_picture_get_type (void);

DanbiPicture *danbi_picture_new (const DanbiPicture *fields);
DanbiPicture *danbi_picture_ref (DanbiPicture *self);
void danbi_picture_unref (DanbiPicture *self);
gsize danbi_picture_get_bytes (const DanbiPicture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPicture, danbi_picture_unref)

G_END_DECLS
