/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-archive-name.h"
#include "danbi-csv.h"
#include "danbi-file.h"
#include "danbi-record.h"

G_BEGIN_DECLS

#define DANBI_PACKAGE_ERROR (danbi_package_error_quark ())
typedef enum
{
  DANBI_PACKAGE_ERROR_TOO_LARGE,  /* over the bound of the archive or of a CAB */
  DANBI_PACKAGE_ERROR_NAME,       /* a name that NHI does not allow in an archive */
  DANBI_PACKAGE_ERROR_DIFFERS,    /* the archive, read again, is not what was put in */
  DANBI_PACKAGE_ERROR_VALUE,      /* a value that may not stand in the CSV */
  DANBI_PACKAGE_ERROR_FAILED,
} DanbiPackageError;
GQuark danbi_package_error_quark (void);

/* RULEBOOK section 4: at most so many bytes per archive, decimal. */
#define DANBI_PACKAGE_MAX_BYTES G_GUINT64_CONSTANT (4500000000)

/**
 * DanbiPackageEntry:
 * @source: the file to pack
 * @name: its name in the archive, '/' between levels
 * @sha256: (nullable): what the file was when it was inspected; %NULL: it is taken as it is
 */
typedef struct
{
  char *source;
  char *name;
  char *sha256;
} DanbiPackageEntry;

/* What goes into one archive, in this order. */
typedef struct _DanbiPackagePlan DanbiPackagePlan;

DanbiPackagePlan *danbi_package_plan_new (DanbiImageKind kind);
void danbi_package_plan_free (DanbiPackagePlan *self);
gboolean danbi_package_plan_add (DanbiPackagePlan *self, const char *source, const char *name,
                                 const char *sha256, GError **error);
DanbiImageKind danbi_package_plan_get_kind (const DanbiPackagePlan *self);
guint danbi_package_plan_get_n_entries (const DanbiPackagePlan *self);
const DanbiPackageEntry *danbi_package_plan_get_entry (const DanbiPackagePlan *self, guint index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPackagePlan, danbi_package_plan_free)

/**
 * DanbiMethod:
 * @DANBI_METHOD_COPY: stored; `none` in a CAB
 * @DANBI_METHOD_DEFLATE: Deflate at its quickest; `mszip` in a CAB
 * @DANBI_METHOD_BZIP2: BZip2, of a .7z only
 * @DANBI_METHOD_PPMD: PPMd, of a .7z only
 *
 * How the content of an archive is packed, the quickest first. One method packs all of an archive.
 */
typedef enum
{
  DANBI_METHOD_COPY,
  DANBI_METHOD_DEFLATE,
  DANBI_METHOD_BZIP2,
  DANBI_METHOD_PPMD,
  DANBI_N_METHODS,
} DanbiMethod;

const char *danbi_method_get_nick (DanbiMethod self);

/**
 * DanbiMethodEstimate:
 * @ratio: packed bytes through plain ones
 * @bytes_per_s: plain bytes packed and verified in a second; 0: the format has not this method
 *
 * What a method makes of a package, as its sample says.
 */
typedef struct
{
  double ratio;
  double bytes_per_s;
} DanbiMethodEstimate;

/**
 * DanbiPackageSample:
 * @bytes: the plain bytes of the package
 * @methods: what each method makes of it
 *
 * What it would take to pack a package.
 */
typedef struct
{
  guint64 bytes;
  DanbiMethodEstimate methods[DANBI_N_METHODS];
} DanbiPackageSample;

/* The line that is assumed where none was measured: 20 Mbit/s. */
#define DANBI_PACKAGE_LINE_BYTES_PER_S G_GUINT64_CONSTANT (2500000)

/* Blocks: call it in a worker thread. */
gboolean danbi_package_sample (const DanbiPackagePlan *plan, DanbiFormat format,
                               DanbiPackageSample *sample, GCancellable *cancellable,
                               GError **error);
DanbiMethod danbi_package_sample_choose (const DanbiPackageSample *sample,
                                         guint64 line_bytes_per_s);
DanbiMethod danbi_package_sample_smallest (const DanbiPackageSample *sample);

/**
 * DanbiPackageResult:
 * @bytes: the size of the archive
 * @sha256: its SHA-256, lower-case hexadecimal
 * @n_files: how many files it holds, counted when it was opened again
 * @method: the method as the format calls it: danbi_method_get_nick() in a .7z, `none` or `mszip`
 *   in a CAB
 */
typedef struct
{
  guint64 bytes;
  char *sha256;
  guint n_files;
  const char *method;
} DanbiPackageResult;

void danbi_package_result_clear (DanbiPackageResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiPackageResult, danbi_package_result_clear)

/* To be called once, before threads start. */
gboolean danbi_package_set_spool_dir (const char *dir, GError **error);

/* Both block: call them in a worker thread. */
gboolean danbi_package_write (const DanbiPackagePlan *plan, DanbiFormat format, DanbiMethod method,
                              const char *path, guint64 max_bytes, DanbiPackageResult *result,
                              DanbiProgressFunc on_progress, gpointer progress_data,
                              GCancellable *cancellable, GError **error);
gboolean danbi_package_verify (const DanbiPackagePlan *plan, const char *path, guint *n_files,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
