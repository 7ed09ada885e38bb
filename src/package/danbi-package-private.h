/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-package-belt.h"
#include "danbi-package.h"

G_BEGIN_DECLS

/* What one cabinet can hold when libgcab writes it: one folder of 65,535 blocks of 32 KiB, and as
 * many files as 16 bits count. It checks neither and writes a broken cabinet beyond. */
#define DANBI_CAB_MAX_BYTES G_GUINT64_CONSTANT (2147450880)
#define DANBI_CAB_MAX_FILES 65535

/**
 * DanbiPackageJob:
 * @plan: what is packed
 * @name: the archive's name, for messages
 * @method: how its content is packed
 * @max_bytes: the bound of the archive
 * @plain_bytes: the sizes of all sources together
 * @sizes: the size of each entry's source, in bytes
 * @sha256: (array length=n_entries): what each entry's source was when it was packed
 * @total: bytes to be gone through in all passes
 * @done: bytes gone through so far
 * @told_at_us: when progress was last told
 * @cancellable: stops all threads of the job: cancelled by the caller's, or by the side that fails
 *
 * One archive being written: what its passes share. @done and what tells of it belong to the thread
 * that called, @sha256 to the one that reads the sources, until it has ended.
 */
typedef struct
{
  const DanbiPackagePlan *plan;
  const char *name;
  DanbiMethod method;
  guint64 max_bytes;
  guint64 plain_bytes;
  guint64 *sizes;
  GPtrArray *sha256;
  guint64 total;
  guint64 done;
  gint64 told_at_us;
  DanbiProgressFunc on_progress;
  gpointer progress_data;
  GCancellable *cancellable;
  GCancellable *of_caller;
  gulong of_caller_id;
} DanbiPackageJob;

void danbi_package_job_init (DanbiPackageJob *self, const DanbiPackagePlan *plan, const char *name,
                             GCancellable *cancellable);
void danbi_package_job_clear (DanbiPackageJob *self);
gboolean danbi_package_job_measure (DanbiPackageJob *self, GError **error);

void danbi_package_job_advance (DanbiPackageJob *self, guint64 bytes);
gboolean danbi_package_job_check_bytes (const DanbiPackageJob *self, guint64 bytes,
                                        GError **error);

gboolean danbi_package_job_set_unwritten (const DanbiPackageJob *self, GError *cause,
                                          GError **error);
gboolean danbi_package_entry_set_changed (const DanbiPackageEntry *entry, GError **error);

gboolean danbi_package_job_settle (GError *ours, GError *theirs, GError **error);

/* A thread that reads the sources and hashes them. */
typedef struct _DanbiPackageReader DanbiPackageReader;
DanbiPackageReader *danbi_package_reader_start (DanbiPackageJob *job, DanbiPackageBelt *belt);
GError *danbi_package_reader_join (DanbiPackageReader *self);

gboolean danbi_seven_zip_write (DanbiPackageJob *job, GOutputStream *stream, GError **error);
GByteArray *danbi_seven_zip_pack (DanbiMethod method, const void *data, gsize length,
                                  GError **error);
gboolean danbi_cab_check_bounds (guint64 bytes, guint n_files, GError **error);
gboolean danbi_cab_write (DanbiPackageJob *job, GOutputStream *stream, GError **error);
GByteArray *danbi_cab_pack (DanbiMethod method, const void *data, gsize length, GError **error);
gboolean danbi_package_job_verify (DanbiPackageJob *self, const char *path, char **sha256,
                                   guint *n_files, GError **error);
gboolean danbi_package_unpack (const void *data, gsize length, GError **error);

G_END_DECLS
