/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-exif.h"
#include "danbi-raster.h"

G_BEGIN_DECLS

DanbiFileProblem danbi_turbo_read (const DanbiFileSource *source, const DanbiJpegMarks *marks,
                                   DanbiRaster *raster);
DanbiFileProblem danbi_turbo_write (const DanbiRaster *raster, GBytes **jpeg);
GBytes *danbi_turbo_turn (const DanbiFileSource *source, const DanbiJpegMarks *marks);

G_END_DECLS
