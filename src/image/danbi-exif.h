/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-shape.h"

G_BEGIN_DECLS

/**
 * DanbiJpegMarks:
 * @orientation: how the picture is to be turned, 1 (upright) to 8, as EXIF counts
 * @components: 1 (grey), 3 (colour) or 4 (inks); 0: unknown
 * @adobe: whether Adobe's marker is there, which means that inks are stored inverted
 *
 * What the markers before a JPEG's picture say of it.
 */
typedef struct
{
  guint orientation;
  guint components;
  gboolean adobe;
} DanbiJpegMarks;

guint danbi_exif_get_orientation (const guint8 *exif, gsize length);
void danbi_jpeg_marks_read (DanbiJpegMarks *self, const DanbiFileSource *source);

G_END_DECLS
