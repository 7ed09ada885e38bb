/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-shape.h"
#include "danbi-raster.h"

G_BEGIN_DECLS

DanbiFileProblem danbi_webp_read (const DanbiFileSource *source, DanbiRaster *raster);

G_END_DECLS
