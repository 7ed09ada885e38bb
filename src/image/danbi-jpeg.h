/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "danbi-file-problem.h"
#include "danbi-file-shape.h"
#include "danbi-preview.h"
#include "danbi-samples.h"

G_BEGIN_DECLS

DanbiFileProblem danbi_jpeg_read (FILE *file, guint *width, guint *height);
gboolean danbi_jpeg_find_scan (const DanbiFileSource *source, guint64 *offset);
DanbiFileProblem danbi_jpeg_render (FILE *file, guint max_side, DanbiPreview **preview);

gboolean danbi_jpeg_get_precision (const guint8 *data, gsize size, guint *precision);
DanbiFileProblem danbi_jpeg_decode (const guint8 *data, gsize size, guint max_side, gboolean is_ybr,
                                    DanbiSamples *samples);

G_END_DECLS
