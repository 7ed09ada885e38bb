/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the receiver's reading of a CSV. */
#include "config.h"

#include <string.h>

#include "danbi-batch-csv.h"
#include "danbi-receiver.h"

#define ROW "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17"

static void
test_rows (void)
{
  const struct
  {
    const char *text;
    guint n_rows;
    const char *code; /* of the last row */
    guint column;
  } cases[] = {
    { ROW "\r\n", 1, NULL, 0 },
    { ROW "\r\n" ROW "\r\n", 2, NULL, 0 },
    { ",,,,,,,,,,,,,,,,\r\n", 1, NULL, 0 },
    { ROW "\n", 1, "02", 0 },
    { ROW, 1, "02", 0 },
    { ROW "\r", 1, "02", 0 },
    { ROW "\r\r\n", 1, "02", 17 },
    { ROW "\r\n" ROW "\n", 2, "02", 0 },
    { ROW ",18\r\n", 1, "01", 0 },
    { "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16\r\n", 1, "01", 0 },
    { "\r\n", 1, "01", 0 },
    { "\n", 1, "01", 0 },
    { "\xef\xbb\xbf" ROW "\r\n", 1, "02", 1 },
    { "\"1\",2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\r\n", 1, "02", 1 },
    { "1,2,3,4,5,6,7,8,9,10,11,12,\xe5\x85\xa8,14,15,16,17\r\n", 1, "02", 13 },
    { "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,\t\r\n", 1, "02", 17 },
    { "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,\x7f\r\n", 1, "02", 17 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rows =
          danbi_batch_csv_parse (cases[i].text, strlen (cases[i].text), &error);
      const DanbiCsvRow *row;

      g_test_message ("case %u", i);
      g_assert_no_error (error);
      g_assert_cmpuint (rows->len, ==, cases[i].n_rows);
      row = rows->pdata[rows->len - 1];
      g_assert_cmpstr (row->fault_code, ==, cases[i].code);
      g_assert_cmpuint (row->fault_column, ==, cases[i].column);
    }
}

static void
test_values (void)
{
  g_autoptr (GPtrArray) rows = danbi_batch_csv_parse (ROW "\r\n", strlen (ROW "\r\n"), NULL);
  const DanbiCsvRow *row = rows->pdata[0];

  for (guint field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autofree char *number = g_strdup_printf ("%u", field);

      g_assert_cmpstr (danbi_record_get (row->record, (DanbiField) field), ==, number);
    }
}

static void
test_nul (void)
{
  const char text[] = "1\0,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\r\n";
  g_autoptr (GPtrArray) rows = danbi_batch_csv_parse (text, sizeof text - 1, NULL);
  const DanbiCsvRow *row = rows->pdata[0];

  g_assert_cmpstr (row->fault_code, ==, "02");
  g_assert_cmpuint (row->fault_column, ==, 1);
}

static void
test_row_length (void)
{
  for (int extra = -1; extra <= 1; extra++)
    {
      gsize filling = (gsize) (DANBI_BATCH_CSV_MAX_ROW_BYTES - 16 + extra);
      g_autofree char *filler = g_strnfill (filling, 'x');
      g_autofree char *text = g_strconcat (filler, ",,,,,,,,,,,,,,,,\r\n", NULL);
      g_autoptr (GPtrArray) rows = danbi_batch_csv_parse (text, strlen (text), NULL);
      const DanbiCsvRow *row = rows->pdata[0];

      g_assert_cmpstr (row->fault_code, ==, extra <= 0 ? NULL : "01");
    }
}

static void
test_list_bounds (void)
{
  for (int extra = -1; extra <= 1; extra++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *large = g_strnfill ((gsize) (DANBI_BATCH_CSV_MAX_BYTES + extra), 'x');
      g_autoptr (GPtrArray) rows = NULL;
      g_autoptr (GPtrArray) one = NULL;

      for (int i = 0; i < DANBI_BATCH_CSV_MAX_ROWS + extra; i++)
        g_string_append (text, "x\r\n");
      rows = danbi_batch_csv_parse (text->str, text->len, NULL);
      one = danbi_batch_csv_parse (large, strlen (large), NULL);
      g_assert_cmpint (rows != NULL, ==, extra <= 0);
      g_assert_cmpint (one != NULL, ==, extra <= 0);
    }
}

static void
test_empty (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_batch_csv_parse ("", 0, &error));
  g_assert_error (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED);
}

static void
test_names (void)
{
  const struct
  {
    const char *name;
    gboolean lawful;
  } cases[] = {
    { "3501200007_20261122_001.csv", TRUE },      { "3501200007_20261122_123456.csv", TRUE },
    { "35012000A7_20240229_0001.csv", TRUE },     { "3501200007_20261122_01.csv", FALSE },
    { "3501200007_20261122_1234567.csv", FALSE }, { "3501200007_20230229_001.csv", FALSE },
    { "3501200007_20261301_001.csv", FALSE },     { "3501200007_20261122_00a.csv", FALSE },
    { "3501200007_20261122_001.CSV", FALSE },     { "3501200007-20261122_001.csv", FALSE },
    { "3501200007_20261122-001.csv", FALSE },     { "350120000_20261122_001.csv", FALSE },
    { "350120000a_20261122_001.csv", FALSE },     { "3501200007_00001122_001.csv", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char provider_id[11] = "";

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (danbi_batch_csv_parse_name (cases[i].name, provider_id), ==,
                       cases[i].lawful);
      if (cases[i].lawful)
        g_assert_true (g_str_has_prefix (cases[i].name, provider_id));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/receiver/batch-csv/a_wrong_row_is_told_with_its_column", test_rows);
  g_test_add_func ("/danbi/receiver/batch-csv/values_stand_in_their_fields", test_values);
  g_test_add_func ("/danbi/receiver/batch-csv/a_nul_does_not_end_a_value", test_nul);
  g_test_add_func ("/danbi/receiver/batch-csv/a_row_has_a_greatest_length", test_row_length);
  g_test_add_func ("/danbi/receiver/batch-csv/a_list_has_bounds", test_list_bounds);
  g_test_add_func ("/danbi/receiver/batch-csv/an_empty_list_is_none", test_empty);
  g_test_add_func ("/danbi/receiver/batch-csv/names_have_one_shape", test_names);
  return g_test_run ();
}
