/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _DanbiTsv DanbiTsv;

DanbiTsv *danbi_tsv_new (GBytes *bytes, GError **error);
void danbi_tsv_free (DanbiTsv *self);

guint danbi_tsv_get_n_rows (const DanbiTsv *self);
gboolean danbi_tsv_has_column (const DanbiTsv *self, const char *column);
const char *danbi_tsv_get (const DanbiTsv *self, guint row, const char *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTsv, danbi_tsv_free)

G_END_DECLS
