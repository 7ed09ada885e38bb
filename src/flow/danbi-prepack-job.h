/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-package.h"
#include "danbi-store.h"

G_BEGIN_DECLS

/**
 * DanbiPrepackStep:
 * @DANBI_PREPACK_FIRST: the archive that is packed and sent soonest
 * @DANBI_PREPACK_SMALLEST: the one that is sent soonest once it is packed
 */
typedef enum
{
  DANBI_PREPACK_FIRST,
  DANBI_PREPACK_SMALLEST,
} DanbiPrepackStep;

/**
 * DanbiPrepackOrder:
 * @case_id: the case
 * @step: which archive of it
 * @format: how archives are written
 * @line_bytes_per_s: the line as last measured; 0: not known
 * @max_bytes: the largest archive that is of use
 *
 * What is to be packed. A plain value.
 */
typedef struct
{
  gint64 case_id;
  DanbiPrepackStep step;
  DanbiFormat format;
  guint64 line_bytes_per_s;
  guint64 max_bytes;
} DanbiPrepackOrder;

/* One archive that is packed before anybody asks for it. Preparing and ending it talk to the store;
 * what takes long is between them, and knows only files. */
typedef struct _DanbiPrepackJob DanbiPrepackJob;

DanbiPrepackJob *danbi_prepack_job_prepare (DanbiStore *store, const DanbiPrepackOrder *order,
                                            gboolean *smaller_wanted, GError **error);
void danbi_prepack_job_free (DanbiPrepackJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPrepackJob, danbi_prepack_job_free)

gint64 danbi_prepack_job_get_case_id (const DanbiPrepackJob *self);
DanbiPrepackStep danbi_prepack_job_get_step (const DanbiPrepackJob *self);
guint64 danbi_prepack_job_get_bytes (const DanbiPrepackJob *self);

/* For the thread that packs. */
gboolean danbi_prepack_job_choose (DanbiPrepackJob *self, gboolean *smaller_wanted,
                                   GError **error);
gboolean danbi_prepack_job_write (DanbiPrepackJob *self, GError **error);

void danbi_prepack_job_cancel (DanbiPrepackJob *self);
gboolean danbi_prepack_job_end (DanbiPrepackJob *self, DanbiStore *store, GError **error);

G_END_DECLS
