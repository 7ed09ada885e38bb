/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receiver's reading of a batch's CSV: strict, bounded, row by row. */
#include "config.h"

#include <string.h>

#include "danbi-batch-csv.h"
#include "danbi-receiver.h"

/* Spelling (RULEBOOK section 4): no header, 17 columns parted by commas, no quoting, each row ends
 * with CR LF, printable ASCII. A row that breaks this is rejected alone: 01 for its length, 02 for
 * what stands in it or after it. */

#define CODE_LENGTH "01"
#define CODE_CHARACTERS "02"

static void
row_free (gpointer data)
{
  DanbiCsvRow *self = data;

  g_clear_pointer (&self->record, danbi_record_free);
  g_free (self);
}

static void
set_fault (DanbiCsvRow *self,
           guint        column,
           const char  *code)
{
  self->fault_column = column;
  self->fault_code = code;
}

/* The quotation mark is refused because a reader that knows quoting would see other columns. */
static gboolean
value_is_clean (const char *value,
                gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (value[i]) || value[i] == '"')
      return FALSE;
  return TRUE;
}

static guint
count_columns (const char *line,
               gsize       length)
{
  guint columns = 1;

  for (gsize i = 0; i < length; i++)
    columns += line[i] == ',';
  return columns;
}

static void
read_columns (DanbiCsvRow *self,
              const char  *line,
              gsize        length)
{
  const char *end = line + length;
  const char *value = line;

  self->record = danbi_record_new ();
  for (guint column = DANBI_FIRST_FIELD; column <= DANBI_LAST_FIELD; column++)
    {
      const char *comma = memchr (value, ',', (gsize) (end - value));
      gsize value_length = (gsize) ((comma ? comma : end) - value);

      if (value_is_clean (value, value_length))
        danbi_record_take (self->record, (DanbiField) column, g_strndup (value, value_length));
      else if (!self->fault_code)
        set_fault (self, column, CODE_CHARACTERS);
      value = comma ? comma + 1 : end;
    }
}

/* @line is a row without its LF; @ended says whether there was one. */
static DanbiCsvRow *
parse_row (const char *line,
           gsize       length,
           gboolean    ended)
{
  DanbiCsvRow *self = g_new0 (DanbiCsvRow, 1);
  gboolean has_return = length > 0 && line[length - 1] == '\r';

  if (has_return)
    length--;
  if (length > DANBI_BATCH_CSV_MAX_ROW_BYTES || count_columns (line, length) != DANBI_N_FIELDS)
    {
      set_fault (self, 0, CODE_LENGTH);
      return self;
    }
  if (!has_return || !ended)
    set_fault (self, 0, CODE_CHARACTERS);
  read_columns (self, line, length);
  return self;
}

/**
 * danbi_batch_csv_parse:
 * @bytes: a CSV
 * @length: its length
 * @error: set to %DANBI_RECEIVER_ERROR_FAILED where it is no list of rows at all: empty, over
 *   4 MiB, over 10,000 rows
 *
 * Returns: (transfer full) (nullable) (element-type DanbiCsvRow): its rows in order
 */
GPtrArray *
danbi_batch_csv_parse (const char *bytes,
                       gsize       length,
                       GError    **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  const char *end = bytes + length;

  if (length == 0 || length > DANBI_BATCH_CSV_MAX_BYTES)
    {
      g_set_error_literal (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED,
                           "The CSV is empty or larger than 4 MiB.");
      return NULL;
    }
  while (bytes < end)
    {
      const char *line_end = memchr (bytes, '\n', (gsize) (end - bytes));
      gsize line_length = (gsize) ((line_end ? line_end : end) - bytes);

      if (rows->len >= DANBI_BATCH_CSV_MAX_ROWS)
        {
          g_set_error_literal (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED,
                               "The CSV has more than 10,000 rows.");
          return NULL;
        }
      g_ptr_array_add (rows, parse_row (bytes, line_length, line_end != NULL));
      bytes = line_end ? line_end + 1 : end;
    }
  return g_steal_pointer (&rows);
}

static gboolean
read_digits (const char *text,
             guint       count,
             guint      *number)
{
  *number = 0;
  for (guint i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (guint) (text[i] - '0');
    }
  return TRUE;
}

static gboolean
is_provider (const char *text)
{
  for (guint i = 0; i < 10; i++)
    if (!g_ascii_isdigit (text[i]) && !g_ascii_isupper (text[i]))
      return FALSE;
  return TRUE;
}

/**
 * danbi_batch_csv_parse_name:
 * @name: the name of a CSV
 * @provider_id: (out): the provider that it names, with a NUL after it
 *
 * Reads F1, `_`, Gregorian date `YYYYMMDD`, `_`, serial of 3 to 6 digits, `.csv`.
 *
 * Returns: whether the name has this shape
 */
gboolean
danbi_batch_csv_parse_name (const char *name,
                            char        provider_id[11])
{
  gsize length = strlen (name);
  guint year, month, day, serial;

  if (length < 27 || length > 30 || name[10] != '_' || name[19] != '_'
      || !g_str_equal (name + length - 4, ".csv") || !is_provider (name))
    return FALSE;
  if (!read_digits (name + 11, 4, &year) || !read_digits (name + 15, 2, &month)
      || !read_digits (name + 17, 2, &day)
      || !read_digits (name + 20, (guint) (length - 24), &serial)
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  memcpy (provider_id, name, 10);
  provider_id[10] = '\0';
  return TRUE;
}
