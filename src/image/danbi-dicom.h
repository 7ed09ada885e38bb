/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-directory.h"
#include "danbi-file-problem.h"
#include "danbi-image.h"
#include "danbi-preview.h"

G_BEGIN_DECLS

/* The folder, below the one of a new DICOMDIR, for copies of headers while it is written; made and
 * removed by whoever asks for the DICOMDIR. */
#define DANBI_DICOM_STUBS ".stubs"

/* The only door to DCMTK. Nothing here throws; none of it may be called by two threads at once. */

/**
 * DanbiDicomLayout:
 * @DANBI_DICOM_UNKNOWN: the standard does not know the element
 * @DANBI_DICOM_VALUE: it has a value
 * @DANBI_DICOM_ITEMS: it has items, each with elements of its own
 */
typedef enum
{
  DANBI_DICOM_UNKNOWN,
  DANBI_DICOM_VALUE,
  DANBI_DICOM_ITEMS,
} DanbiDicomLayout;

gboolean danbi_dicom_init (void);
DanbiDicomLayout danbi_dicom_get_layout (guint32 tag);

DanbiFileProblem danbi_dicom_read_header (const char *path, gboolean without_preamble,
                                          DanbiImage *image, char **detail);
DanbiFileProblem danbi_dicom_read_directory (const char *path, DanbiImage *image,
                                             DanbiDirectory **directory, char **detail);
DanbiFileProblem danbi_dicom_render (const char *path, const DanbiRenderOptions *options,
                                     DanbiPreview **preview, char **detail);
DanbiFileProblem danbi_dicom_write_directory (const char *root, const char *const *file_ids,
                                              guint *failed, char **detail);

G_END_DECLS
