/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"

G_BEGIN_DECLS

/**
 * DanbiPackReport:
 * @csv: the path of the CSV
 * @archive: the path of the archive
 * @bytes: its size
 * @sha256: its SHA-256, lower-case hexadecimal
 * @n_files: how many files it holds, the DICOMDIR among them
 * @method: the compression method
 * @n_referenced: how many images the case refers to
 * @n_read: how many were read
 * @n_packed: how many the archive, opened again, holds
 * @n_converted: how many of these are JPGs that were made of other pictures
 *
 * What a batch of one case became (`pack --json` of CONTRACT).
 */
typedef struct
{
  char *csv;
  char *archive;
  guint64 bytes;
  char *sha256;
  guint n_files;
  const char *method;
  guint n_referenced;
  guint n_read;
  guint n_packed;
  guint n_converted;
} DanbiPackReport;

void danbi_pack_report_free (DanbiPackReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiPackReport, danbi_pack_report_free)

/* Blocks: call it in a worker thread. */
DanbiPackReport *danbi_desk_pack (DanbiDesk *self, const DanbiRecord *record, GPtrArray *images,
                                  const char *dir, gboolean cab, DanbiProgressFunc on_progress,
                                  gpointer progress_data, GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
