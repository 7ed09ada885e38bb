/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-directory.h"
#include "danbi-file-problem.h"
#include "danbi-image.h"

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
DanbiFileProblem danbi_dicom_write_directory (const char *root, const char *const *file_ids,
                                              guint *failed, char **detail);

/* Of a look-up table, of which a file has up to three. */
#define DANBI_DICOM_MAX_TABLE_BYTES (1024 * 1024)

typedef struct _DanbiDicomFile DanbiDicomFile;

/**
 * DanbiDicomPlace:
 * @groups: a sequence of functional groups (PS3.3 C.7.6.16); 0: none
 * @group: which item of it, from 0
 * @sequence: a sequence in there, of which the first item is meant; 0: none
 * @tag: the element, its group in the upper half
 *
 * Where an element of a DICOM file stands.
 */
typedef struct
{
  guint32 groups;
  guint group;
  guint32 sequence;
  guint32 tag;
} DanbiDicomPlace;

DanbiFileProblem danbi_dicom_file_open (const char *path, DanbiDicomFile **file);
void danbi_dicom_file_free (DanbiDicomFile *self);
char *danbi_dicom_file_dup_text (DanbiDicomFile *self, const DanbiDicomPlace *place);
gboolean danbi_dicom_file_get_words (DanbiDicomFile *self, const DanbiDicomPlace *place,
                                     GByteArray *words);
guint danbi_dicom_file_get_n_fragments (DanbiDicomFile *self);
gsize danbi_dicom_file_get_part_bytes (DanbiDicomFile *self, guint fragment);
gboolean danbi_dicom_file_read_part (DanbiDicomFile *self, guint fragment, guint64 offset,
                                     void *buffer, gsize length);
DanbiFileProblem danbi_dicom_file_decode (DanbiDicomFile *self, guint frame, guint first,
                                          void *buffer, gsize size, char **colours);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiDicomFile, danbi_dicom_file_free)

G_END_DECLS
