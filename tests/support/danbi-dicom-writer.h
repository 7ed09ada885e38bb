/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiDicomWriter:
 * @bytes: what was written so far
 * @implicit_vr: whether elements are written without their VR
 *
 * Writes little-endian DICOM elements in the order in which it is told.
 */
typedef struct
{
  GByteArray *bytes;
  gboolean implicit_vr;
} DanbiDicomWriter;

void danbi_dicom_put_text (DanbiDicomWriter *self, guint32 tag, const char *vr, const char *text);
void danbi_dicom_put_number (DanbiDicomWriter *self, guint32 tag, const char *vr, guint number);
void danbi_dicom_put_u16 (DanbiDicomWriter *self, guint32 tag, guint16 value);
void danbi_dicom_put_u32 (DanbiDicomWriter *self, guint32 tag, guint32 value);
void danbi_dicom_put_data (DanbiDicomWriter *self, guint32 tag, const char *vr, const void *data,
                           gsize length);

gsize danbi_dicom_begin_sequence (DanbiDicomWriter *self, guint32 tag);
gsize danbi_dicom_begin_item (DanbiDicomWriter *self);
void danbi_dicom_end (DanbiDicomWriter *self, gsize begin);
void danbi_dicom_put_encapsulated (DanbiDicomWriter *self, GPtrArray *frames);

void danbi_dicom_patch_u32 (DanbiDicomWriter *self, gsize at, guint32 value);
void danbi_dicom_put_file_meta (DanbiDicomWriter *self, gboolean preamble,
                                const char *sop_class_uid, const char *sop_instance_uid,
                                const char *transfer_syntax);

G_END_DECLS
