/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiProgressFunc:
 * @done: bytes (or items) done so far
 * @total: bytes (or items) in all, 0 while unknown
 * @user_data: what was handed over with the function
 *
 * Told of progress, in the thread that does the work, at most some times a second.
 */
typedef void (*DanbiProgressFunc) (guint64 done, guint64 total, gpointer user_data);

gboolean danbi_file_read (const char *path, gsize max_bytes, char **contents, gsize *length,
                          GError **error);
gboolean danbi_file_write (const char *path, const void *data, gsize length, GError **error);
gboolean danbi_file_write_all (int fd, const void *data, gsize length);
gboolean danbi_file_copy (const char *source, const char *target, char **sha256,
                          GCancellable *cancellable, GError **error);
char *danbi_file_sha256 (const char *path, GCancellable *cancellable, GError **error);

gboolean danbi_dir_create (const char *path, GError **error);
gboolean danbi_dir_sync (const char *path, GError **error);
gboolean danbi_dir_remove (const char *path, GError **error);

G_END_DECLS
