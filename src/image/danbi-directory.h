/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-facts.h"

G_BEGIN_DECLS

#define DANBI_DIRECTORY_MAX_RECORDS 200000

/**
 * DanbiDirectoryRecord:
 * @file_id: the File ID that the record refers to, '/' between levels
 * @patient_id: (nullable): of the patient record above, %NULL where it has none
 * @study_uid: (nullable): of the study record above
 * @series_uid: (nullable): of the series record above
 * @sop_uid: (nullable): the SOP instance UID that the file should have
 * @transfer_syntax: (nullable): the transfer syntax that the file should have
 * @has_slash: whether the File ID has a '/' of its own within a level, as no lawful one has
 * @unreached: whether the offsets lead past the record
 *
 * One record of a DICOMDIR that refers to a file. A member that is %NULL is not compared.
 */
typedef struct
{
  char *file_id;
  char *patient_id;
  char *study_uid;
  char *series_uid;
  char *sop_uid;
  char *transfer_syntax;
  gboolean has_slash;
  gboolean unreached;
} DanbiDirectoryRecord;

/**
 * DanbiDirectory:
 * @records: (element-type DanbiDirectoryRecord): what refers to files, in the order of the file
 * @n_records: all records in use, those without a file among them
 * @n_reachable: how many of these the offsets lead to; fewer means that offsets are wrong
 *
 * What a DICOMDIR says.
 */
typedef struct
{
  GPtrArray *records;
  guint n_records;
  guint n_reachable;
} DanbiDirectory;

DanbiDirectory *danbi_directory_new (void);
void danbi_directory_free (DanbiDirectory *self);
DanbiDirectoryRecord *danbi_directory_add (DanbiDirectory *self, const char *file_id);

void danbi_directory_append_facts (const DanbiDirectoryRecord *record, GByteArray *line);
gboolean danbi_directory_add_facts (DanbiDirectory *self, DanbiFacts *facts, GError **error);

gboolean danbi_file_id_is_lawful (const char *file_id);
gboolean danbi_file_id_is_safe (const char *file_id);

gboolean danbi_directory_lists_exactly (const DanbiDirectory *self, const char *const *file_ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiDirectory, danbi_directory_free)

G_END_DECLS
