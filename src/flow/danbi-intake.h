/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-file.h"
#include "danbi-image.h"
#include "danbi-json.h"

G_BEGIN_DECLS

/* Told of one file as soon as it was read; (transfer none). */
typedef void (*DanbiIntakeFunc) (DanbiImage *image, gpointer user_data);

/**
 * DanbiIntakePasswordFunc:
 * @archive: the archive that needs a password, as the user sees it
 * @wrong: whether the password that was given before did not open it
 * @user_data: what was handed over with the function
 *
 * Asks for a password, in the thread that inspects, and returns when there is an answer.
 *
 * Returns: (transfer full) (nullable): the password, %NULL where the user gives none
 */
typedef char *(*DanbiIntakePasswordFunc) (const char *archive, gboolean wrong, gpointer user_data);

/**
 * DanbiIntakeOptions:
 * @on_image: (nullable): told of each file in the order of the walk
 * @image_data: handed to @on_image
 * @on_progress: (nullable): told how many files of how many were read
 * @progress_data: handed to @on_progress
 * @on_bytes: (nullable): told how many bytes of how many were read of a disc or a stick
 * @bytes_data: handed to @on_bytes
 * @ask_password: (nullable): asked where an archive needs a password
 * @password_data: handed to @ask_password
 *
 * What may be wanted of an inspection; all of it is called in the thread that inspects.
 */
typedef struct
{
  DanbiIntakeFunc on_image;
  gpointer image_data;
  DanbiProgressFunc on_progress;
  gpointer progress_data;
  DanbiProgressFunc on_bytes;
  gpointer bytes_data;
  DanbiIntakePasswordFunc ask_password;
  gpointer password_data;
} DanbiIntakeOptions;

/**
 * DanbiIntake:
 * @images: (element-type DanbiImage): every file that was found, in the order of the walk
 * @dicomdir_root: (nullable): the folder of the one DICOMDIR
 * @n_referenced: how many files the DICOMDIR, or without one the folder, refers to
 * @n_read: how many of these were read
 * @paths: what was dropped, absolute
 * @set: holds the files that came out of archives: their paths are good as long as the intake
 *
 * What stands at the paths that were dropped.
 */
typedef struct
{
  GPtrArray *images;
  char *dicomdir_root;
  guint n_referenced;
  guint n_read;
  GStrv paths;
  struct _DanbiFileSet *set;
} DanbiIntake;

void danbi_intake_free (DanbiIntake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiIntake, danbi_intake_free)

/* Both block: call them in a worker thread. */
DanbiIntake *danbi_intake_inspect (const char *const *paths, const DanbiIntakeOptions *options,
                                   GCancellable *cancellable, GError **error);
gboolean danbi_intake_write_dicomdir (GPtrArray *images, const char *root,
                                      GCancellable *cancellable, GError **error);

GPtrArray *danbi_intake_select (const DanbiIntake *self);
gboolean danbi_intake_needs_folder (const DanbiIntake *self);
GPtrArray *danbi_intake_name_files (GPtrArray *images);
gboolean danbi_intake_has_dicomdir (GPtrArray *named);
gboolean danbi_intake_needs_dicomdir (GPtrArray *named);
GPtrArray *danbi_intake_merge (GPtrArray *present, GPtrArray *added);

void danbi_intake_count (GPtrArray *images, guint *n_referenced, guint *n_read);
const char *danbi_intake_get_kind (GPtrArray *images);
guint64 danbi_intake_get_bytes (GPtrArray *images);
json_t *danbi_intake_describe (DanbiImage *image);
json_t *danbi_intake_summarise (const DanbiIntake *self);

G_END_DECLS
