/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-archive-name.h"
#include "danbi-package.h"
#include "danbi-record.h"
#include "danbi-store.h"

G_BEGIN_DECLS

/**
 * DanbiPacked:
 * @record: the case with its archive name
 * @path: the archive
 * @package: its size, hash, number of files and method
 * @n_referenced: how many files the case refers to
 * @n_read: how many were read
 *
 * One packed case.
 */
typedef struct
{
  DanbiRecord *record;
  char *path;
  DanbiPackageResult package;
  guint n_referenced;
  guint n_read;
} DanbiPacked;

void danbi_packed_free (DanbiPacked *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPacked, danbi_packed_free)

/* All block: call them in a worker thread. */
DanbiPacked *danbi_packing_pack (DanbiStore *store, const DanbiRecord *record, GPtrArray *images,
                                 const char *dir, DanbiFormat format, guint64 line_bytes_per_s,
                                 guint64 max_bytes, DanbiProgressFunc on_progress,
                                 gpointer progress_data, GCancellable *cancellable,
                                 GError **error);
DanbiPacked *danbi_packing_take_ready (DanbiStore *store, gint64 case_id,
                                       const DanbiRecord *record, GPtrArray *images,
                                       const char *dir, DanbiFormat format, GError **error);
GPtrArray *danbi_packing_stage (GPtrArray *images, const char *dir, GCancellable *cancellable,
                                GError **error);
const char *danbi_packing_get_format_nick (DanbiFormat format);
gboolean danbi_packing_is_complete (GPtrArray *images);
DanbiPackagePlan *danbi_packing_make_plan (GPtrArray *images, GError **error);
char *danbi_packing_write_csv (DanbiStore *store, GPtrArray *records, const char *dir,
                               gint64 now_s, GError **error);

G_END_DECLS
