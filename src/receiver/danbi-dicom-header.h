/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiDicomPull:
 * @data: whatever belongs to it
 * @buffer: where the next bytes of a file go
 * @length: how many there may be, at least 1
 *
 * Returns: how many there were; 0 at the end of the file, -1 where it cannot be read on
 */
typedef gssize (*DanbiDicomPull) (gpointer data, guint8 *buffer, gsize length);

/**
 * DanbiDicomHeader:
 * @passed_over: the transfer syntax is deflated: nothing but that syntax was read
 * @transfer_syntax: (nullable): that the file names, otherwise the one it was read as
 * @sop_uid: (nullable): SOP Instance UID
 * @study_uid: (nullable): Study Instance UID
 * @series_uid: (nullable): Series Instance UID
 * @patient_id: (nullable): PatientID
 * @photometric: (nullable): Photometric Interpretation
 * @frames: (nullable): Number of Frames, as it is written
 * @rows: 0 where there is none
 * @columns: 0 where there is none
 * @bits: Bits Allocated
 * @samples: Samples per Pixel
 *
 * What the receiver wants to know of one DICOM file. Begin with all zero; texts have no padding
 * and at least one character. A text of more than %DANBI_DICOM_HEADER_MAX_TEXT_BYTES is left out.
 */
typedef struct
{
  gboolean passed_over;
  char *transfer_syntax;
  char *sop_uid;
  char *study_uid;
  char *series_uid;
  char *patient_id;
  char *photometric;
  char *frames;
  guint rows;
  guint columns;
  guint bits;
  guint samples;
} DanbiDicomHeader;

#define DANBI_DICOM_HEADER_MAX_TEXT_BYTES 256

gboolean danbi_dicom_header_read (DanbiDicomHeader *self, DanbiDicomPull pull, gpointer data,
                                  GError **error);
void danbi_dicom_header_clear (DanbiDicomHeader *self);
void danbi_dicom_header_free (DanbiDicomHeader *self);

char *danbi_dicom_text_dup (const guint8 *value, gsize length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiDicomHeader, danbi_dicom_header_clear)

G_END_DECLS
