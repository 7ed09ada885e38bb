/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-directory.h"
#include "danbi-image.h"

G_BEGIN_DECLS

typedef struct _DanbiDisc DanbiDisc;

DanbiDisc *danbi_disc_new (const char *root, const DanbiDirectory *directory);
void danbi_disc_free (DanbiDisc *self);
const char *danbi_disc_get_root (const DanbiDisc *self);
const DanbiDirectory *danbi_disc_get_directory (const DanbiDisc *self);

void danbi_disc_add_file (DanbiDisc *self, const char *path);
void danbi_disc_resolve (DanbiDisc *self);
gboolean danbi_disc_refers_to (const DanbiDisc *self, const char *path);

void danbi_disc_audit (const DanbiDisc *self, DanbiImage *image);
void danbi_disc_audit_directory (const DanbiDisc *self, DanbiImage *image);
GPtrArray *danbi_disc_dup_missing (const DanbiDisc *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiDisc, danbi_disc_free)

G_END_DECLS
