/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <jansson.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

json_t *danbi_json_parse (const char *text, gsize length, GError **error);
json_t *danbi_json_parse_with_nul (const char *text, gsize length, GError **error);
json_t *danbi_json_load_file (const char *path, gsize max_bytes, GError **error);
char *danbi_json_to_line (const json_t *value);

const char *danbi_json_get_string (const json_t *object, const char *key);
json_t *danbi_json_string_or_null (const char *text);

G_END_DECLS
