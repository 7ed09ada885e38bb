/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-problem.h"
#include "danbi-image.h"
#include "danbi-json.h"

G_BEGIN_DECLS

/* No text of a header is longer than this many bytes of UTF-8; the inspector cuts, the program
 * refuses. */
#define DANBI_IMAGE_MAX_TEXT_BYTES 1024

json_t *danbi_image_to_json (const DanbiImage *self);
json_t *danbi_image_facts_to_json (const DanbiImage *self, DanbiFileProblem problem,
                                   const char *detail);
DanbiImage *danbi_image_from_json (const json_t *object, const char *path, GError **error);

gboolean danbi_image_json_get_text (const json_t *object, const char *key, gsize max_bytes,
                                    char **text, GError **error);
gboolean danbi_image_json_get_count (const json_t *object, const char *key, guint64 max,
                                     guint64 *count, GError **error);

G_END_DECLS
