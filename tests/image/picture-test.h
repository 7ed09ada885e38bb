/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-shape.h"
#include "danbi-raster.h"
#include "image-test.h"

G_BEGIN_DECLS

#define PICTURE_WIDTH 37
#define PICTURE_HEIGHT 23

guint8 picture_get_sample (guint x, guint y, guint channel);
guint picture_quantise (guint sample, guint bits);
guint8 picture_widen (guint value, guint bits);

typedef DanbiFileProblem (*PictureReader) (DanbiFileSource *source, DanbiRaster *raster);

DanbiFileProblem picture_read (const char *path, PictureReader reader, DanbiRaster *raster);
void picture_assert_sample (const DanbiRaster *raster, guint x, guint y, guint channel,
                            guint expected, guint tolerance);
void picture_assert_pattern (const DanbiRaster *raster, gboolean colour, guint bits,
                             guint tolerance);
void picture_assert_cuts (const TestFolder *folder, const char *path, PictureReader reader,
                          guint n_cuts, gsize last_bytes_free);

G_END_DECLS
