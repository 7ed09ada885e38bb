/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DANBI_DICOMDIR_MAX_BYTES (64 * 1024 * 1024)
#define DANBI_DICOMDIR_MAX_RECORDS 200000

/**
 * DanbiDicomdirRecord:
 * @file_id: (nullable): the file that it refers to, '/' between levels
 * @sop_uid: (nullable): the SOP Instance UID that the file should have
 * @transfer_syntax: (nullable): the transfer syntax that the file should have
 * @patient_id: (nullable): of the patient record above, or its own where it is one
 * @study_uid: (nullable): of the study record above, or its own
 * @series_uid: (nullable): of the series record above, or its own
 *
 * One directory record. A text that is %NULL says nothing of the file.
 */
typedef struct
{
  GRefString *file_id;
  GRefString *sop_uid;
  GRefString *transfer_syntax;
  GRefString *patient_id;
  GRefString *study_uid;
  GRefString *series_uid;

  /*< private >*/
  gsize offset;
  guint32 next;
  guint32 lower;
  guint parent;
  gboolean in_use;
} DanbiDicomdirRecord;

GArray *danbi_dicomdir_read (const guint8 *bytes, gsize length, GError **error);

G_END_DECLS
