/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-shape.h"
#include "danbi-image.h"
#include "danbi-preview.h"

G_BEGIN_DECLS

gboolean danbi_convert_takes (DanbiFileShape shape);
DanbiFileProblem danbi_convert_inspect (DanbiFileSource *source, DanbiFileShape shape,
                                        DanbiImage *image);
void danbi_convert_judge_jpeg (const DanbiFileSource *source, DanbiImage *image);
DanbiFileProblem danbi_convert_render (DanbiFileSource *source, DanbiFileShape shape,
                                       guint max_side, DanbiPreview **preview);
DanbiFileProblem danbi_convert_run (DanbiFileSource *source, DanbiFileShape shape, GBytes **jpeg,
                                    gboolean *lossless);

G_END_DECLS
