/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Blocks: call it in a worker thread. */
gboolean danbi_batch_folder_write (const char *folder, const char *name, const char *csv_path,
                                   GPtrArray *archive_paths, char **path,
                                   GCancellable *cancellable, GError **error);
gboolean danbi_batch_folder_discard (const char *folder, const char *name, GError **error);

G_END_DECLS
