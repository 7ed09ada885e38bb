/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-directory.h"
#include "danbi-image.h"

G_BEGIN_DECLS

typedef struct _DanbiCrew DanbiCrew;

/**
 * DanbiJob:
 * @path: the file
 * @size: its bytes, as the walk saw them
 * @is_directory: whether it is to be read as a DICOMDIR
 * @image: (nullable): what was learnt, once it is done
 * @directory: (nullable): what the DICOMDIR says, where it could be read
 * @n_awaited: lines of the answer that are still to come
 *
 * One file to read.
 */
typedef struct
{
  char *path;
  guint64 size;
  gboolean is_directory;
  DanbiImage *image;
  DanbiDirectory *directory;
  guint n_awaited;
} DanbiJob;

DanbiJob *danbi_job_new (const char *path, guint64 size, gboolean is_directory);
void danbi_job_free (DanbiJob *job);
gboolean danbi_job_is_done (const DanbiJob *job);

typedef void (*DanbiJobFunc) (DanbiJob *job, gpointer user_data);

DanbiCrew *danbi_crew_new (gboolean hash);
void danbi_crew_free (DanbiCrew *self);
gboolean danbi_crew_prepare (DanbiCrew *self, GError **error);
gboolean danbi_crew_run (DanbiCrew *self, GPtrArray *jobs, DanbiJobFunc on_done, gpointer user_data,
                         GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiCrew, danbi_crew_free)

G_END_DECLS
