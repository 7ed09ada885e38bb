/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files of a disc, a stick or a network drive: copied once, one after the other as they lie there,
 * while whoever waits reads the copies. */
typedef enum
{
  DANBI_MEDIA_WAITING,
  DANBI_MEDIA_COPIED,
  DANBI_MEDIA_PASSED_OVER, /* begins as a program, a text or a film: only that is copied */
  DANBI_MEDIA_FAILED,
} DanbiMediaState;

/**
 * DanbiMediaFile:
 * @source: on the medium
 * @copy: where it is copied to; a file that does not exist yet
 * @size: bytes
 * @position: where it lies on the medium; only good for comparing
 * @state: what became of it
 * @failure: (nullable): the system's reason why it could not be read
 *
 * One file of a slow medium.
 */
typedef struct
{
  char *source;
  char *copy;
  guint64 size;
  guint64 position;
  DanbiMediaState state;
  char *failure;
} DanbiMediaFile;

DanbiMediaFile *danbi_media_file_new (const char *source, const char *copy, guint64 size);
void danbi_media_file_free (DanbiMediaFile *self);
void danbi_media_sort (GPtrArray *files);

gboolean danbi_media_is_slow (const char *path);
gboolean danbi_media_is_removable (const char *sys_block, guint major, guint minor);
gboolean danbi_media_has_room (const char *folder, guint64 n_bytes, GError **error);

typedef struct _DanbiMedia DanbiMedia;

DanbiMedia *danbi_media_new (const char *root, GPtrArray *files, GCancellable *cancellable);
void danbi_media_free (DanbiMedia *self);
gboolean danbi_media_wait (DanbiMedia *self, guint *n_done, guint64 *n_bytes, GError **error);
guint64 danbi_media_get_total (const DanbiMedia *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiMedia, danbi_media_free)

G_END_DECLS
