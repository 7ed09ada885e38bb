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
/**
 * DanbiFileDigest:
 * @range_offset: where a part of the file begins that is to be hashed by itself
 * @range_bytes: how long that part is; 0: none
 * @sha256: of the whole file, lower-case hexadecimal
 * @range_sha256: of the part; %NULL where none was asked for, the file ends before it does, or all
 *   of its bytes are the same
 *
 * What to hash of a file, and the hashes. The two texts are owned; begin with zeros.
 */
typedef struct
{
  guint64 range_offset;
  guint64 range_bytes;
  char *sha256;
  char *range_sha256;
} DanbiFileDigest;

void danbi_file_digest_clear (DanbiFileDigest *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiFileDigest, danbi_file_digest_clear)

gboolean danbi_file_copy_digest (const char *source, const char *target, DanbiFileDigest *digest,
                                 GCancellable *cancellable, GError **error);
gboolean danbi_file_digest (const char *path, DanbiFileDigest *digest, GCancellable *cancellable,
                            GError **error);
char *danbi_file_sha256 (const char *path, GCancellable *cancellable, GError **error);

gboolean danbi_dir_create (const char *path, GError **error);
gboolean danbi_dir_sync (const char *path, GError **error);
gboolean danbi_dir_remove (const char *path, GError **error);

G_END_DECLS
