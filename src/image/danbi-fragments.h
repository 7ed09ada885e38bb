/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-dicom.h"

G_BEGIN_DECLS

/* A frame of more than this many bytes, as it stands in the file or decoded, is not shown: the
 * child has 1 GiB for all. */
#define DANBI_FRAGMENTS_MAX_BYTES (512u * 1024 * 1024)

/**
 * DanbiFragments:
 * @first: the piece in which the frame begins, from 1
 * @n_fragments: how many pieces it has
 *
 * The pieces of one compressed frame among those of a file (PS3.5 A.4).
 */
typedef struct
{
  guint first;
  guint n_fragments;
} DanbiFragments;

gboolean danbi_fragments_find (DanbiFragments *self, DanbiDicomFile *file, guint frame,
                               guint n_frames);
DanbiFileProblem danbi_fragments_join (const DanbiFragments *self, DanbiDicomFile *file,
                                       guint8 **data, gsize *size);

G_END_DECLS
