/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-package.h"

G_BEGIN_DECLS

#define DANBI_PACKAGE_BUFFER_BYTES (256 * 1024)

/* What one cabinet can hold when libgcab writes it: one folder of 65,535 blocks of 32 KiB, and as
 * many files as 16 bits count. It checks neither and writes a broken cabinet beyond. */
#define DANBI_CAB_MAX_BYTES G_GUINT64_CONSTANT (2147450880)
#define DANBI_CAB_MAX_FILES 65535

/**
 * DanbiPackageJob:
 * @plan: what is packed
 * @name: the archive's name, for messages
 * @compress: whether compressing is worth it
 * @max_bytes: the bound of the archive
 * @sizes: the size of each entry's source, in bytes
 * @sha256: (array length=n_entries): what each entry's source was when it was packed
 * @total: bytes to be gone through in all passes
 * @done: bytes gone through so far
 * @told_at_us: when progress was last told
 *
 * One archive being written: what its passes share.
 */
typedef struct
{
  const DanbiPackagePlan *plan;
  const char *name;
  gboolean compress;
  guint64 max_bytes;
  guint64 *sizes;
  GPtrArray *sha256;
  guint64 total;
  guint64 done;
  gint64 told_at_us;
  DanbiProgressFunc on_progress;
  gpointer progress_data;
  GCancellable *cancellable;
} DanbiPackageJob;

void danbi_package_job_advance (DanbiPackageJob *self, guint64 bytes);
gboolean danbi_package_job_check_bytes (const DanbiPackageJob *self, guint64 bytes,
                                        GError **error);

gboolean danbi_package_job_set_unwritten (const DanbiPackageJob *self, GError *cause,
                                          GError **error);
gboolean danbi_package_entry_set_changed (const DanbiPackageEntry *entry, GError **error);

/* Called with each piece of a source; FALSE with an error set stops the reading. */
typedef gboolean (*DanbiPackagePieceFunc) (const void *data, gsize length, gpointer user_data,
                                           GError **error);
gboolean danbi_package_job_read (DanbiPackageJob *self, guint index, DanbiPackagePieceFunc on_piece,
                                 gpointer user_data, GError **error);

gboolean danbi_package_plan_is_compressible (const DanbiPackagePlan *self);
gboolean danbi_seven_zip_write (DanbiPackageJob *job, GOutputStream *stream, GError **error);
gboolean danbi_cab_check_bounds (guint64 bytes, guint n_files, GError **error);
gboolean danbi_cab_write (DanbiPackageJob *job, GOutputStream *stream, GError **error);
gboolean danbi_package_job_verify (DanbiPackageJob *self, const char *path, guint *n_files,
                                   GError **error);

G_END_DECLS
