/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-file-problem.h"

G_BEGIN_DECLS

typedef struct _DanbiSpool DanbiSpool;

DanbiSpool *danbi_spool_new (GError **error);
void danbi_spool_free (DanbiSpool *self);
const char *danbi_spool_get_path (const DanbiSpool *self);

char *danbi_spool_add_root (DanbiSpool *self, const char *shown, GError **error);
gboolean danbi_spool_place (DanbiSpool *self, const char *root, const char *name, char **path,
                            DanbiFileProblem *problem, GError **error);
char *danbi_spool_dup_other_path (DanbiSpool *self, const char *path);
char *danbi_spool_dup_path_for (DanbiSpool *self, const char *root, const char *shown);
char *danbi_spool_dup_spare_path (DanbiSpool *self);
char *danbi_spool_dup_shown (const DanbiSpool *self, const char *path);
guint danbi_spool_get_n_folders (const DanbiSpool *self);

void danbi_spool_set_error (GError **error);
void danbi_spool_sweep (const char *dir);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiSpool, danbi_spool_free)

G_END_DECLS
