/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DANBI_PREVIEW_MAX_SIDE 4096

/**
 * DanbiPreview:
 * @width: pixels
 * @height: pixels
 * @channels: 1 (grey) or 3 (RGB), 8 bits each, rows without padding
 * @pixels: @width × @height × @channels bytes
 */
typedef struct
{
  guint width;
  guint height;
  guint channels;
  GBytes *pixels;
} DanbiPreview;

DanbiPreview *danbi_preview_new (guint width, guint height, guint channels, guint8 *pixels);
void danbi_preview_free (DanbiPreview *self);
void danbi_preview_fit (guint max_side, guint *width, guint *height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPreview, danbi_preview_free)

G_END_DECLS
