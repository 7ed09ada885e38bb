/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-samples.h"

G_BEGIN_DECLS

DanbiFileProblem danbi_rle_decode (const guint8 *data, gsize size, DanbiSamples *samples);

G_END_DECLS
