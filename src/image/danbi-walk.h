/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DANBI_WALK_MAX_FILES 200000
#define DANBI_WALK_MAX_DEPTH 32

/**
 * DanbiWalkFile:
 * @path: where the file is, absolute
 * @size: bytes
 * @failure: (nullable): why a folder could not be listed, or a file not even be looked at; @path is
 *   what it was
 * @if_referenced: whether it counts only where a DICOMDIR refers to it: a DICOMDIR was dropped and
 *   not its folder
 *
 * One file that was found.
 */
typedef struct
{
  char *path;
  guint64 size;
  char *failure;
  gboolean if_referenced;
} DanbiWalkFile;

GPtrArray *danbi_walk_run (const char *const *paths, GCancellable *cancellable, GError **error);
gboolean danbi_walk_is_dicomdir_name (const char *path);
char *danbi_walk_fold_name (const char *relative);

G_END_DECLS
