/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-image-facts.h"
#include "danbi-json.h"

G_BEGIN_DECLS

json_t *danbi_image_to_json (const DanbiImage *self);

gboolean danbi_image_json_get_text (const json_t *object, const char *key, gsize max_bytes,
                                    char **text, GError **error);
gboolean danbi_image_json_get_count (const json_t *object, const char *key, guint64 max,
                                     guint64 *count, GError **error);

G_END_DECLS
