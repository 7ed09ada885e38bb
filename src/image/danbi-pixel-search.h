/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-shape.h"

G_BEGIN_DECLS

gboolean danbi_pixel_search_run (const DanbiFileSource *source, guint64 wanted, guint64 *offset,
                                 guint64 *length);

G_END_DECLS
