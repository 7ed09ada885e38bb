/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV of a batch: 17 columns per case, byte for byte as RULEBOOK section 4 has it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-csv.h"
#include "danbi-package.h"

/* ALL.charset: the file knows no quoting, so what would need it must not get in. */
static gboolean
is_lawful_value (const char *value)
{
  for (; *value; value++)
    if (!g_ascii_isprint (*value) || strchr (",\"", *value))
      return FALSE;
  return TRUE;
}

static gboolean
append_row (GString           *csv,
            const DanbiRecord *record,
            GError           **error)
{
  for (guint field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      const char *value = danbi_record_get (record, (DanbiField) field);

      if (!is_lawful_value (value))
        {
          g_set_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_VALUE,
                       _("Could not write the CSV: “%s” has a character other than letters, digits "
                         "and plain signs. Correct it in the form."),
                       danbi_field_get_label ((DanbiField) field));
          return FALSE;
        }
      if (field > DANBI_FIRST_FIELD)
        g_string_append_c (csv, ',');
      g_string_append (csv, value);
    }
  g_string_append (csv, "\r\n");
  return TRUE;
}

/**
 * danbi_csv_format_row:
 * @record: the case
 * @error: %DANBI_PACKAGE_ERROR_VALUE where a value is not lawful (rule ALL.charset)
 *
 * Returns: (transfer full) (nullable): the row of one case, CR LF at its end
 */
char *
danbi_csv_format_row (const DanbiRecord *record,
                      GError           **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);

  if (!append_row (csv, record, error))
    return NULL;
  return g_string_free (g_steal_pointer (&csv), FALSE);
}

/**
 * danbi_csv_format:
 * @records: (element-type DanbiRecord): the cases of the batch, a row each
 * @error: %DANBI_PACKAGE_ERROR_VALUE where a value is not lawful
 *
 * Returns: (transfer full) (nullable): the whole file; it is ASCII and has no header
 */
char *
danbi_csv_format (GPtrArray *records,
                  GError   **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    if (!append_row (csv, g_ptr_array_index (records, i), error))
      return NULL;
  return g_string_free (g_steal_pointer (&csv), FALSE);
}
