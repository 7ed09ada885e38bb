/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the quick reader and DCMTK make of one file. */
typedef enum
{
  SCAN_IS_NO_DICOM,
  SCAN_DOUBTS,
  SCAN_AGREES,
  SCAN_DIFFERS,
} ScanResult;

ScanResult scan_compare (const char *path, char **difference);
ScanResult scan_compare_bytes (const void *data, gsize length, char **difference);

G_END_DECLS
