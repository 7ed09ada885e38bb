/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-file-problem.h"
#include "danbi-file.h"
#include "danbi-keyring.h"
#include "danbi-spool.h"

G_BEGIN_DECLS

#define DANBI_UNPACK_MAX_FILES 200000
#define DANBI_UNPACK_MAX_DEPTH 3
#define DANBI_UNPACK_MAX_INNER 256 /* archives in one archive */
#define DANBI_UNPACK_MAX_TOO_DEEP 8 /* of these, named one by one and not opened */
#define DANBI_UNPACK_MAX_BYTES G_GUINT64_CONSTANT (20000000000)
#define DANBI_UNPACK_MAX_RATIO 200
#define DANBI_UNPACK_FREE_BYTES G_GUINT64_CONSTANT (64000000) /* to which no ratio is applied */
#define DANBI_UNPACK_CHUNK_BYTES (256 * 1024)

typedef struct _DanbiUnpack DanbiUnpack;

DanbiUnpack *danbi_unpack_new (void);
void danbi_unpack_free (DanbiUnpack *self);

void danbi_unpack_attend (DanbiUnpack *self, DanbiKeyring *keyring, DanbiProgressFunc on_progress,
                          gpointer progress_data, GCancellable *cancellable);
DanbiSpool *danbi_unpack_get_spool (DanbiUnpack *self, GError **error);
gboolean danbi_unpack_run (DanbiUnpack *self, const char *archive, char **folder, GError **error);

char *danbi_unpack_dup_shown (const DanbiUnpack *self, const char *path);
DanbiFileProblem danbi_unpack_get_problem (const DanbiUnpack *self, const char *path);
GPtrArray *danbi_unpack_get_refused (const DanbiUnpack *self);
GPtrArray *danbi_unpack_get_left_out (const DanbiUnpack *self);

void danbi_unpack_sweep (const char *dir);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiUnpack, danbi_unpack_free)

G_END_DECLS
