/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiJpegScan:
 *
 * How far the markers of one JPEG file were followed. Begin with all zero.
 */
typedef struct
{
  guint state;
  guint marker;
  guint length;
  guint position;
  guint dimension;
  gboolean broken;
  gboolean has_frame;
  gboolean has_scan;
  gboolean has_end;
} DanbiJpegScan;

void danbi_jpeg_scan_feed (DanbiJpegScan *self, const guint8 *bytes, gsize length);
gboolean danbi_jpeg_scan_is_whole (const DanbiJpegScan *self);

G_END_DECLS
