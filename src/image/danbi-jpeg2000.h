/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-samples.h"

G_BEGIN_DECLS

DanbiFileProblem danbi_jpeg2000_decode (const guint8 *data, gsize size, guint max_side,
                                        DanbiSamples *samples);

G_END_DECLS
