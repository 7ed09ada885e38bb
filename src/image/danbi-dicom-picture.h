/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-problem.h"
#include "danbi-preview.h"

G_BEGIN_DECLS

DanbiFileProblem danbi_dicom_picture_render (const char *path, const DanbiRenderOptions *options,
                                             DanbiPreview **preview, char **detail);

G_END_DECLS
