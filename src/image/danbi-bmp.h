/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-shape.h"
#include "danbi-raster.h"

G_BEGIN_DECLS

gboolean danbi_bmp_is_header (const guint8 *head, gsize length);
DanbiFileProblem danbi_bmp_read (const DanbiFileSource *source, DanbiRaster *raster);

G_END_DECLS
