/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiArchiveKind:
 * @DANBI_ARCHIVE_DICOM: prefix `DCF`: a DICOMDIR and what it refers to
 * @DANBI_ARCHIVE_JPG: prefix `ATT`: JPG files
 */
typedef enum
{
  DANBI_ARCHIVE_DICOM,
  DANBI_ARCHIVE_JPG,
} DanbiArchiveKind;

#define DANBI_ARCHIVE_MAX_ENTRIES 100000
#define DANBI_ARCHIVE_MAX_PACKED_BYTES G_GUINT64_CONSTANT (4500000000)
#define DANBI_ARCHIVE_MAX_UNPACKED_BYTES G_GUINT64_CONSTANT (20000000000)

gboolean danbi_archive_name_parse (const char *name, const char *provider_id,
                                   DanbiArchiveKind *kind, gboolean *cab, char case_number[13]);
gboolean danbi_archive_check (const char *path, DanbiArchiveKind kind, gboolean cab,
                              GError **error);

G_END_DECLS
