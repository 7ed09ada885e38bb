/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV byte for byte, and the values that may not get into it. */
#include <string.h>

#include "danbi-csv.h"
#include "danbi-package.h"

#define ROW "3501200000,12,11108,1110812152003,02,0020,1,A123456789,0750115,34004C,1," \
            "11108121520,FM,DCF3501200000_00000000000Z.7z,,,\r\n"

static DanbiRecord *
make_record (void)
{
  static const char *const values[] = {
    "3501200000", "12", "11108", "1110812152003", "02", "0020", "1", "A123456789", "0750115",
    "34004C", "1", "11108121520", "FM", "DCF3501200000_00000000000Z.7z", "", "", "",
  };
  DanbiRecord *record = danbi_record_new ();

  G_STATIC_ASSERT (G_N_ELEMENTS (values) == DANBI_N_FIELDS);
  for (guint i = 0; i < DANBI_N_FIELDS; i++)
    danbi_record_set (record, (DanbiField) (i + 1), values[i]);
  return record;
}

static void
test_row_is_exact (void)
{
  g_autoptr (DanbiRecord) record = make_record ();
  g_autoptr (GError) error = NULL;
  g_autofree char *row = danbi_csv_format_row (record, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (row, ==, ROW);
}

static void
test_empty_row_has_sixteen_commas (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  g_autofree char *row = danbi_csv_format_row (record, NULL);

  g_assert_cmpstr (row, ==, ",,,,,,,,,,,,,,,,\r\n");
}

static void
test_every_column_has_its_place (void)
{
  for (guint field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autoptr (DanbiRecord) record = danbi_record_new ();
      g_autofree char *row = NULL;
      g_auto (GStrv) columns = NULL;

      danbi_record_set (record, (DanbiField) field, "X");
      row = danbi_csv_format_row (record, NULL);
      g_assert_true (g_str_has_suffix (row, "\r\n"));
      row[strlen (row) - 2] = '\0';
      columns = g_strsplit (row, ",", -1);
      g_assert_cmpuint (g_strv_length (columns), ==, DANBI_N_FIELDS);
      g_assert_cmpstr (columns[field - 1], ==, "X");
    }
}

static void
test_file_is_its_rows (void)
{
  g_autoptr (GPtrArray) records
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_record_free);
  g_autofree char *none = danbi_csv_format (records, NULL);
  g_autofree char *two = NULL;

  g_assert_cmpstr (none, ==, "");
  g_ptr_array_add (records, make_record ());
  g_ptr_array_add (records, make_record ());
  two = danbi_csv_format (records, NULL);
  g_assert_cmpstr (two, ==, ROW ROW);
}

static void
test_unlawful_values_are_refused (void)
{
  static const char *const values[]
    = { ",", "a,b", "\"", "a\r", "a\n", "\t", "\x7f", "王", "\x01", "\x80" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GPtrArray) records
        = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_record_free);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) again = NULL;
      DanbiRecord *record = make_record ();

      danbi_record_set (record, DANBI_FIELD_RECEIVED_TIME, values[i]);
      g_ptr_array_add (records, make_record ());
      g_ptr_array_add (records, record);
      g_assert_null (danbi_csv_format_row (record, &error));
      g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message,
                                danbi_field_get_label (DANBI_FIELD_RECEIVED_TIME)));
      g_assert_null (danbi_csv_format (records, &again));
      g_assert_error (again, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_VALUE);
    }
}

static void
test_bounds_of_the_alphabet_pass (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  g_autofree char *row = NULL;

  danbi_record_set (record, DANBI_FIELD_PROVIDER_ID, " !~'");
  row = danbi_csv_format_row (record, NULL);
  g_assert_cmpstr (row, ==, " !~',,,,,,,,,,,,,,,,\r\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/package/csv/row_is_exact", test_row_is_exact);
  g_test_add_func ("/danbi/package/csv/empty_row_has_sixteen_commas",
                   test_empty_row_has_sixteen_commas);
  g_test_add_func ("/danbi/package/csv/every_column_has_its_place",
                   test_every_column_has_its_place);
  g_test_add_func ("/danbi/package/csv/file_is_its_rows", test_file_is_its_rows);
  g_test_add_func ("/danbi/package/csv/unlawful_values_are_refused",
                   test_unlawful_values_are_refused);
  g_test_add_func ("/danbi/package/csv/bounds_of_the_alphabet_pass",
                   test_bounds_of_the_alphabet_pass);
  return g_test_run ();
}
