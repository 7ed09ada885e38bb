/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the CSV of a batch: no crash, and what is a row has all its values or a fault. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>

#include "danbi-batch-csv.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GPtrArray) rows = danbi_batch_csv_parse ((const char *) data, size, NULL);
  g_autofree char *name = g_strndup ((const char *) data, MIN (size, 64));
  char provider_id[11] = "";

  danbi_batch_csv_parse_name (name, provider_id);
  for (guint i = 0; rows && i < rows->len; i++)
    {
      const DanbiCsvRow *row = rows->pdata[i];

      if (!row->record && !row->fault_code)
        g_error ("Row %u has neither values nor a fault", i);
      for (guint field = 1; row->record && field <= DANBI_N_FIELDS; field++)
        if (!danbi_record_get (row->record, (DanbiField) field))
          g_error ("Row %u lacks field %u", i, field);
    }
  return 0;
}
