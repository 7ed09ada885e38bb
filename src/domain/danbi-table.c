/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One version of one table of the rulebook: which table it is, from when it holds, its cells. */
#include "config.h"

#include <string.h>

#include "danbi-table.h"

#define MAX_COLUMNS 8

/* The columns that a table must have; the first is its key. A code table's second is the meaning,
 * the third its group and the fourth its source, where it has them. */
static const struct
{
  const char *name;
  const char *columns[MAX_COLUMNS];
} kinds[] = {
  [DANBI_CODE_TABLE_PROVIDER_TYPES] = { "provider-types", { "code", "name_zh" } },
  [DANBI_CODE_TABLE_VISIT_TYPES] = { "visit-types", { "code", "name_zh", "group", "source" } },
  [DANBI_CODE_TABLE_VISIT_SEQ_EXCEPTIONS] = { "visit-seq-exceptions",
                                              { "code", "meaning_zh", "when" } },
  [DANBI_CODE_TABLE_TEETH] = { "site-teeth", { "code", "name_zh", "kind" } },
  [DANBI_CODE_TABLE_REGIONS] = { "site-regions", { "code", "name_zh" } },
  [DANBI_CODE_TABLE_NHI_ERRORS] = { "nhi-error-codes", { "code", "text_zh" } },
  [DANBI_TABLE_CLASSES] = { "image-classes", { "class", "name_zh", "name_en", "min_long",
                                               "min_short", "dicom_modalities" } },
  [DANBI_TABLE_ORDERS] = { "order-codes", { "code", "item", "name_zh", "class", "jpg_allowed",
                                            "site_scheme", "site_required" } },
  [DANBI_TABLE_LIMITS] = { "limits", { "key", "value", "unit", "source" } },
  [DANBI_TABLE_PHONETICS] = { "phonetics", { "character", "pinyin", "zhuyin" } },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == DANBI_N_TABLES);

/* Takes `order-codes@2027-01-01.tsv` apart. */
static gboolean
read_file_name (DanbiTable *self,
                GError    **error)
{
  gsize length = strlen (self->file_name);
  g_autofree char *stem = g_str_has_suffix (self->file_name, ".tsv")
                            ? g_strndup (self->file_name, length - strlen (".tsv"))
                            : g_strdup ("");
  char *at = strchr (stem, '@');
  DanbiRocDate day;

  if (at)
    *at++ = '\0';
  self->from = g_strdup (at ? at : "");
  while (self->kind < DANBI_N_TABLES && strcmp (stem, kinds[self->kind].name) != 0)
    self->kind++;
  if (self->kind < DANBI_N_TABLES && (!at || danbi_table_read_day (at, &day)))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "Could not use %s: no table of the rulebook is named so", self->file_name);
  return FALSE;
}

static gboolean
has_columns (const DanbiTable *self,
             GError          **error)
{
  const char *const *columns = danbi_table_get_columns (self);

  for (guint i = 0; i < MAX_COLUMNS && columns[i]; i++)
    if (!danbi_tsv_has_column (self->tsv, columns[i]))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                     "Could not use %s: column %s is missing", self->file_name, columns[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * danbi_table_new:
 * @file_name: `order-codes.tsv`, or `order-codes@2027-01-01.tsv` for the version that holds from
 *   that day on
 * @bytes: what stands in the file
 * @error: %G_IO_ERROR_INVALID_DATA, naming the file and what is wrong with it
 *
 * Returns: (transfer full) (nullable): a table that has the columns it must have
 */
DanbiTable *
danbi_table_new (const char *file_name,
                 GBytes     *bytes,
                 GError    **error)
{
  g_autoptr (DanbiTable) self = g_new0 (DanbiTable, 1);

  self->file_name = g_strdup (file_name);
  if (!read_file_name (self, error))
    return NULL;
  self->tsv = danbi_tsv_new (bytes, error);
  if (!self->tsv)
    {
      g_prefix_error (error, "Could not use %s: ", file_name);
      return NULL;
    }
  return has_columns (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * danbi_table_free:
 * @self: (nullable): a table
 */
void
danbi_table_free (DanbiTable *self)
{
  if (!self)
    return;
  g_free (self->file_name);
  g_free (self->from);
  danbi_tsv_free (self->tsv);
  g_free (self);
}

/**
 * danbi_table_kind_get_name:
 * @kind: a kind of table
 *
 * Returns: (transfer none): the name of its file, without `.tsv`
 */
const char *
danbi_table_kind_get_name (guint kind)
{
  return kinds[kind].name;
}

/**
 * danbi_table_get_columns:
 * @self: a table
 *
 * Returns: (transfer none) (array zero-terminated=1): the columns it must have, the key first
 */
const char *const *
danbi_table_get_columns (const DanbiTable *self)
{
  return kinds[self->kind].columns;
}

/**
 * danbi_table_get_n_rows:
 * @self: a table
 *
 * Returns: how many rows it has
 */
guint
danbi_table_get_n_rows (const DanbiTable *self)
{
  return danbi_tsv_get_n_rows (self->tsv);
}

/**
 * danbi_table_get:
 * @self: a table
 * @row: from 0
 * @column: one of its columns
 *
 * Returns: (transfer none): the cell; lives as long as the table
 */
const char *
danbi_table_get (const DanbiTable *self,
                 guint             row,
                 const char       *column)
{
  return danbi_tsv_get (self->tsv, row, column);
}

/**
 * danbi_table_fail:
 * @self: a table
 * @row: from 0
 * @column: one of its columns
 * @why: what is wrong with the cell, going on from its text
 * @error: (out): the sentence, which counts rows from 1 without the line of names, empty lines and
 *   comments
 *
 * Returns: %FALSE
 */
gboolean
danbi_table_fail (const DanbiTable *self,
                  guint             row,
                  const char       *column,
                  const char       *why,
                  GError          **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "Could not use %s: row %u, column %s: “%s” %s", self->file_name, row + 1, column,
               danbi_table_get (self, row, column), why);
  return FALSE;
}

/**
 * danbi_table_get_number:
 * @self: a table
 * @row: from 0
 * @column: one of its columns
 * @max: the greatest lawful number
 * @number: (out): the number in the cell, unchanged on failure
 * @error: names the cell
 *
 * Returns: whether the cell is a number from 0 to @max
 */
gboolean
danbi_table_get_number (const DanbiTable *self,
                        guint             row,
                        const char       *column,
                        guint64           max,
                        guint64          *number,
                        GError          **error)
{
  const char *cell = danbi_table_get (self, row, column);

  return g_ascii_string_to_unsigned (cell, 10, 0, max, number, NULL)
         || danbi_table_fail (self, row, column, "is no number in the range of this column", error);
}

/**
 * danbi_table_get_word:
 * @self: a table
 * @row: from 0
 * @column: one of its columns
 * @words: (array zero-terminated=1): what may stand in the cell
 * @place: (out): which of @words does, from 0; unchanged on failure
 * @error: names the cell
 *
 * Returns: whether the cell is one of @words
 */
gboolean
danbi_table_get_word (const DanbiTable  *self,
                      guint              row,
                      const char        *column,
                      const char *const *words,
                      guint             *place,
                      GError           **error)
{
  g_autofree char *list = g_strjoinv (", ", (char **) words);
  g_autofree char *why = g_strdup_printf ("is none of: %s", list);

  for (guint i = 0; words[i]; i++)
    if (strcmp (danbi_table_get (self, row, column), words[i]) == 0)
      {
        *place = i;
        return TRUE;
      }
  return danbi_table_fail (self, row, column, why, error);
}

/**
 * danbi_table_get_day:
 * @self: a table
 * @row: from 0
 * @column: one of its columns
 * @error: names the cell
 *
 * Returns: whether the cell is a day such as `2021-10-01`
 */
gboolean
danbi_table_get_day (const DanbiTable *self,
                     guint             row,
                     const char       *column,
                     GError          **error)
{
  DanbiRocDate day;

  return danbi_table_read_day (danbi_table_get (self, row, column), &day)
         || danbi_table_fail (self, row, column, "is no day such as 2021-10-01", error);
}

/**
 * danbi_table_read_day:
 * @text: a Gregorian day as `2021-10-01`
 * @day: (out): that day, unchanged on failure
 *
 * Returns: whether @text is a day
 */
gboolean
danbi_table_read_day (const char   *text,
                      DanbiRocDate *day)
{
  g_autofree char *digits = NULL;

  if (strlen (text) != strlen ("2021-10-01") || text[4] != '-' || text[7] != '-')
    return FALSE;
  digits = g_strdup_printf ("%.4s%.2s%.2s", text, text + 5, text + 8);
  return danbi_roc_date_from_dicom (digits, NULL, day);
}
