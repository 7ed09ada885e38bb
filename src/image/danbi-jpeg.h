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

/**
 * DanbiJpegKind:
 * @DANBI_JPEG_NONE: its head makes no sense
 * @DANBI_JPEG_USUAL: sequential or progressive, which libjpeg decodes
 * @DANBI_JPEG_OTHER: lossless or hierarchical
 * @DANBI_JPEG_LS: JPEG-LS
 *
 * What the head of a compressed picture says of the way it was coded.
 */
typedef enum
{
  DANBI_JPEG_NONE,
  DANBI_JPEG_USUAL,
  DANBI_JPEG_OTHER,
  DANBI_JPEG_LS,
} DanbiJpegKind;

DanbiJpegKind danbi_jpeg_get_kind (const guint8 *data, gsize size, guint *precision);
DanbiFileProblem danbi_jpeg_decode (const guint8 *data, gsize size, guint max_side, gboolean is_ybr,
                                    DanbiSamples *samples);

G_END_DECLS
