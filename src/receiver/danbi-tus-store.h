/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiTusUpload:
 * @id: its name in URLs and on disk, 32 hexadecimal digits
 * @length: how many bytes it shall have
 * @offset: how many are on disk
 * @filename: (nullable): its file name
 * @sha256: (nullable): its SHA-256
 *
 * What is known of one upload at one moment.
 */
typedef struct
{
  char *id;
  guint64 length;
  guint64 offset;
  char *filename;
  char *sha256;
} DanbiTusUpload;

void danbi_tus_upload_free (DanbiTusUpload *self);
gboolean danbi_tus_upload_is_complete (const DanbiTusUpload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTusUpload, danbi_tus_upload_free)

/* The uploads of the receiver: one file of bytes and one of facts for each, in one folder. */
typedef struct _DanbiTusStore DanbiTusStore;

DanbiTusStore *danbi_tus_store_new (const char *dir, GError **error);
void danbi_tus_store_free (DanbiTusStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTusStore, danbi_tus_store_free)

char *danbi_tus_store_create (DanbiTusStore *self, guint64 length, const char *filename,
                              const char *sha256, GError **error);
DanbiTusUpload *danbi_tus_store_find (DanbiTusStore *self, const char *id);
gboolean danbi_tus_store_remove (DanbiTusStore *self, const char *id, GError **error);
void danbi_tus_store_expire (DanbiTusStore *self, gint64 before_s);
char *danbi_tus_store_dup_path (DanbiTusStore *self, const char *id);

gboolean danbi_tus_store_lock (DanbiTusStore *self, const char *id);
void danbi_tus_store_unlock (DanbiTusStore *self, const char *id);

G_END_DECLS
