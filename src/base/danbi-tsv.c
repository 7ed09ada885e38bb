/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of tab-separated text: the first line names the columns. */
#include "config.h"

#include <string.h>

#include "danbi-tsv.h"

#define MAX_BYTES (4 * 1024 * 1024)

struct _DanbiTsv
{
  char **columns;
  GPtrArray *rows; /* char **, as many cells as there are columns */
};

/* A row may end early: trailing empty cells need no tabs. */
static char **
split_row (const char *line,
           guint       n_columns)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", (int) n_columns);
  char **row = g_new0 (char *, n_columns + 1);
  guint n_cells = g_strv_length (cells);

  for (guint i = 0; i < n_columns; i++)
    row[i] = g_strdup (i < n_cells ? cells[i] : "");
  return row;
}

static int
find_column (const DanbiTsv *self,
             const char     *column)
{
  for (int i = 0; self->columns[i]; i++)
    if (strcmp (self->columns[i], column) == 0)
      return i;
  return -1;
}

/**
 * danbi_tsv_new:
 * @bytes: UTF-8 text, one row a line, cells parted by tabs, at most 4 MiB
 * @error: %G_IO_ERROR_INVALID_DATA with the reason
 *
 * Reads a table. Empty lines and lines that begin with `#` are passed over.
 *
 * Returns: (transfer full) (nullable): the table
 */
DanbiTsv *
danbi_tsv_new (GBytes  *bytes,
               GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (DanbiTsv) self = g_new0 (DanbiTsv, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  if (length > MAX_BYTES || !g_utf8_validate_len (data, length, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "Could not read the table: it is not UTF-8 text of at most 4 MiB");
      return NULL;
    }

  /* Empty bytes have no data. */
  text = g_strndup (length > 0 ? data : "", length);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      char *line = g_strdelimit (lines[i], "\r", '\0');

      if (*line == '\0' || *line == '#')
        continue;
      if (!self->columns)
        self->columns = g_strsplit (line, "\t", -1);
      else
        g_ptr_array_add (self->rows, split_row (line, g_strv_length (self->columns)));
    }

  if (!self->columns)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "Could not read the table: it has no line that names the columns");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * danbi_tsv_free:
 * @self: (nullable): a table
 */
void
danbi_tsv_free (DanbiTsv *self)
{
  if (!self)
    return;
  g_strfreev (self->columns);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * danbi_tsv_get_n_rows:
 * @self: a table
 *
 * Returns: the number of rows, without the line of names
 */
guint
danbi_tsv_get_n_rows (const DanbiTsv *self)
{
  return self->rows->len;
}

/**
 * danbi_tsv_has_column:
 * @self: a table
 * @column: a column's name
 *
 * Returns: whether the first line names it
 */
gboolean
danbi_tsv_has_column (const DanbiTsv *self,
                      const char     *column)
{
  return find_column (self, column) >= 0;
}

/**
 * danbi_tsv_get:
 * @self: a table
 * @row: from 0 to danbi_tsv_get_n_rows() − 1
 * @column: a column's name
 *
 * Returns: (transfer none): the cell, "" where the column does not exist
 */
const char *
danbi_tsv_get (const DanbiTsv *self,
               guint           row,
               const char     *column)
{
  char **cells = g_ptr_array_index (self->rows, row);
  int i = find_column (self, column);

  return i >= 0 ? cells[i] : "";
}
