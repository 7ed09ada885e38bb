/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DANBI_DICOMDIR_MAX_BYTES (64 * 1024 * 1024)
#define DANBI_DICOMDIR_MAX_RECORDS 200000

GHashTable *danbi_dicomdir_read_file_ids (const guint8 *bytes, gsize length, GError **error);

G_END_DECLS
