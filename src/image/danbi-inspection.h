/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-file.h"
#include "danbi-image.h"
#include "danbi-preview.h"

G_BEGIN_DECLS

#define DANBI_INSPECTION_ERROR (danbi_inspection_error_quark ())
typedef enum
{
  DANBI_INSPECTION_ERROR_NO_INSPECTOR, /* danbi-inspector could not be started */
  DANBI_INSPECTION_ERROR_TOO_MUCH,     /* more files, or deeper folders, than the bounds allow */
  DANBI_INSPECTION_ERROR_FAILED,
} DanbiInspectionError;
GQuark danbi_inspection_error_quark (void);

/**
 * DanbiInspectionFlags:
 * @DANBI_INSPECTION_HASH: also compute the SHA-256 of each file
 */
typedef enum /*< flags >*/
{
  DANBI_INSPECTION_DEFAULT = 0,
  DANBI_INSPECTION_HASH = 1 << 0,
} DanbiInspectionFlags;

/**
 * DanbiInspectionFunc:
 * @image: what was learnt about one file; (transfer none)
 * @user_data: what was handed over with the function
 *
 * Told of one file as soon as it is known, in the order of the walk, in the thread that inspects.
 */
typedef void (*DanbiInspectionFunc) (DanbiImage *image, gpointer user_data);

/**
 * DanbiPasswordFunc:
 * @archive: the archive that needs a password, as the user sees it
 * @wrong: whether the password that was given before did not open it
 * @user_data: what was handed over with the function
 *
 * Asks for a password, in the thread that inspects, and returns when there is an answer. Asked once
 * for what was dropped: the passwords that were given are tried on each archive first.
 *
 * Returns: (transfer full) (nullable): the password, %NULL where the user gives none
 */
typedef char *(*DanbiPasswordFunc) (const char *archive, gboolean wrong, gpointer user_data);

/**
 * DanbiInspectionOptions:
 * @flags: what else is wanted
 * @on_image: (nullable): told of each file in the order of the walk, missing files at the end
 * @image_data: for @on_image
 * @on_progress: (nullable): told of the files done and of how many there are
 * @progress_data: for @on_progress
 * @on_bytes: (nullable): told of the bytes that were read of a slow medium, and of how many
 * @bytes_data: for @on_bytes
 * @ask_password: (nullable): asked where an archive needs a password
 * @password_data: for @ask_password
 *
 * What may be wanted of an inspection; all zeros is the usual.
 */
typedef struct
{
  DanbiInspectionFlags flags;
  DanbiInspectionFunc on_image;
  gpointer image_data;
  DanbiProgressFunc on_progress;
  gpointer progress_data;
  DanbiProgressFunc on_bytes;
  gpointer bytes_data;
  DanbiPasswordFunc ask_password;
  gpointer password_data;
} DanbiInspectionOptions;

/**
 * DanbiFileSet:
 * @images: (element-type DanbiImage): all files in the order of the walk, DICOMDIRs and files that
 *   could not be read among them; missing files of a DICOMDIR stand there with
 *   %DANBI_DIR_MISSING
 * @dicomdir_root: (nullable): the folder of the one DICOMDIR, %NULL where there is none or several
 * @n_referenced: how many files the DICOMDIR (without one: the folder) refers to
 * @n_read: how many of these were read
 * @unpack: holds the files that came out of archives, which go with the set
 *
 * What stands at the paths that were dropped.
 */
typedef struct _DanbiFileSet
{
  GPtrArray *images;
  char *dicomdir_root;
  guint n_referenced;
  guint n_read;
  struct _DanbiUnpack *unpack;
} DanbiFileSet;

void danbi_file_set_free (DanbiFileSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiFileSet, danbi_file_set_free)

/* All of these block: call them in a worker thread. */
DanbiFileSet *danbi_inspection_run (const char *const *paths, const DanbiInspectionOptions *options,
                                    GCancellable *cancellable, GError **error);

DanbiPreview *danbi_inspection_render (const char *path, const DanbiRenderOptions *options,
                                       GCancellable *cancellable, GError **error);

/* Of the JPEGs that danbi_inspection_convert() makes. */
#define DANBI_INSPECTION_JPEG_QUALITY 95

gboolean danbi_inspection_convert (const char *path, const char *target, gboolean *lossless,
                                   GCancellable *cancellable, GError **error);

gboolean danbi_inspection_write_dicomdir (const char *root, const char *const *file_ids,
                                          GCancellable *cancellable, GError **error);

G_END_DECLS
