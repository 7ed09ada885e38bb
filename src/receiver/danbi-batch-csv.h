/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-record.h"

G_BEGIN_DECLS

#define DANBI_BATCH_CSV_MAX_BYTES (4 * 1024 * 1024)
#define DANBI_BATCH_CSV_MAX_ROWS 10000
#define DANBI_BATCH_CSV_MAX_ROW_BYTES 1024

/**
 * DanbiCsvRow:
 * @record: (nullable): the 17 values; %NULL where the row does not have them
 * @fault_code: (nullable): NHI's code of what is wrong with the row's shape
 * @fault_column: the column that is wrong, 0 for the row as a whole
 *
 * One row of a batch's CSV.
 */
typedef struct
{
  DanbiRecord *record;
  const char *fault_code;
  guint fault_column;
} DanbiCsvRow;

GPtrArray *danbi_batch_csv_parse (const char *bytes, gsize length, GError **error);
gboolean danbi_batch_csv_parse_name (const char *name, char provider_id[11]);

G_END_DECLS
