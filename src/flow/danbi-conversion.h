/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-image.h"

G_BEGIN_DECLS

char *danbi_conversion_describe (const DanbiImage *image);

/* Blocks: call it in a worker thread. */
gboolean danbi_conversion_run (GPtrArray *images, const char *root, GCancellable *cancellable,
                               GError **error);

G_END_DECLS
