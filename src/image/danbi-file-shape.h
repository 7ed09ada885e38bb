/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "danbi-file-problem.h"

G_BEGIN_DECLS

/* What is read of every file at once: most headers are shorter. */
#define DANBI_FILE_HEAD_BYTES (16 * 1024)

/* The largest picture that is read as a whole. */
#define DANBI_FILE_MAX_WHOLE_BYTES (256 * 1024 * 1024)

/**
 * DanbiFileShape:
 * @DANBI_FILE_SHAPE_OTHER: none of the others
 * @DANBI_FILE_SHAPE_JPEG: JPEG
 * @DANBI_FILE_SHAPE_DICOM: DICOM, with `DICM` behind a preamble
 * @DANBI_FILE_SHAPE_BARE_DICOM: DICOM that begins with its first data element
 * @DANBI_FILE_SHAPE_PNG: PNG
 * @DANBI_FILE_SHAPE_BMP: BMP
 * @DANBI_FILE_SHAPE_TIFF: TIFF, also the large kind
 * @DANBI_FILE_SHAPE_WEBP: WebP
 *
 * What a file is, whatever its name.
 */
typedef enum
{
  DANBI_FILE_SHAPE_OTHER,
  DANBI_FILE_SHAPE_JPEG,
  DANBI_FILE_SHAPE_DICOM,
  DANBI_FILE_SHAPE_BARE_DICOM,
  DANBI_FILE_SHAPE_PNG,
  DANBI_FILE_SHAPE_BMP,
  DANBI_FILE_SHAPE_TIFF,
  DANBI_FILE_SHAPE_WEBP,
} DanbiFileShape;

/**
 * DanbiFileSource:
 * @fd: the file, open for reading
 * @size: bytes of the file
 * @head: its first bytes
 * @n_head: how many these are
 * @stream: (nullable): see danbi_file_source_get_stream()
 *
 * An opened file. Initialise it with `{ .fd = -1 }`.
 */
typedef struct
{
  int fd;
  guint64 size;
  gsize n_head;
  FILE *stream;
  guint8 head[DANBI_FILE_HEAD_BYTES];
} DanbiFileSource;

DanbiFileProblem danbi_file_source_open (DanbiFileSource *self, const char *path, char **detail);
void danbi_file_source_clear (DanbiFileSource *self);
gboolean danbi_file_source_read (const DanbiFileSource *self, guint64 offset, void *buffer,
                                 gsize length);
DanbiFileProblem danbi_file_source_read_all (const DanbiFileSource *self, guint8 **bytes);
FILE *danbi_file_source_get_stream (DanbiFileSource *self);
char *danbi_file_source_dup_sha256 (const DanbiFileSource *self);
DanbiFileShape danbi_file_source_get_shape (const DanbiFileSource *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiFileSource, danbi_file_source_clear)

G_END_DECLS
