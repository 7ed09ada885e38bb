/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-tsv.h"

static DanbiTsv *
read_text (const char *text,
           GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return danbi_tsv_new (bytes, error);
}

static void
test_finds_cells_by_column (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiTsv) table = read_text ("a\tb\r\n# said aside\n\n1\t\xe4\xb8\x80\r\n2\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (danbi_tsv_get_n_rows (table), ==, 2);
  g_assert_true (danbi_tsv_has_column (table, "b"));
  g_assert_false (danbi_tsv_has_column (table, "c"));
  g_assert_cmpstr (danbi_tsv_get (table, 0, "b"), ==, "\xe4\xb8\x80");
  g_assert_cmpstr (danbi_tsv_get (table, 1, "a"), ==, "2");
  g_assert_cmpstr (danbi_tsv_get (table, 1, "b"), ==, "");
  g_assert_cmpstr (danbi_tsv_get (table, 1, "c"), ==, "");
}

static void
test_refuses_what_is_no_table (void)
{
  g_autoptr (GError) empty = NULL, binary = NULL;

  g_assert_null (read_text ("", &empty));
  g_assert_error (empty, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_null (read_text ("a\tb\n\xff\n", &binary));
  g_assert_error (binary, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/base/tsv/finds_cells_by_column", test_finds_cells_by_column);
  g_test_add_func ("/danbi/base/tsv/refuses_what_is_no_table", test_refuses_what_is_no_table);
  return g_test_run ();
}
