/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-image.h"

G_BEGIN_DECLS

struct _DanbiStore;

gboolean danbi_reuse_note (struct _DanbiStore *store, gint64 case_id, GPtrArray *images,
                           GError **error);
gboolean danbi_reuse_note_in_dir (const char *dir, GPtrArray *images, GCancellable *cancellable,
                                  GError **error);
void danbi_reuse_take (GPtrArray *images, GPtrArray *owners);

G_END_DECLS
