/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DanbiShrinker DanbiShrinker;

DanbiShrinker *danbi_shrinker_new (guint width, guint height, guint channels, guint new_width,
                                   guint new_height);
void danbi_shrinker_free (DanbiShrinker *self);
float *danbi_shrinker_get_row (DanbiShrinker *self);
void danbi_shrinker_add_row (DanbiShrinker *self);
float *danbi_shrinker_steal (DanbiShrinker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiShrinker, danbi_shrinker_free)

G_END_DECLS
