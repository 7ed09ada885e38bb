/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-table.h"

#define ORDERS "item\tcode\tname_zh\tclass\tjpg_allowed\tsite_scheme\tsite_required\n" \
               "1\t33070B\tscan\tCT\tno\tregion\tyes\n" \
               "x\t33071B\tscan\tCT\tno\t\tyes\n"

static DanbiTable *
read_table (const char *file_name,
            const char *text,
            GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return danbi_table_new (file_name, bytes, error);
}

static void
test_file_name_tells_table_and_day (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiTable) first = read_table ("order-codes.tsv", ORDERS, &error);
  g_autoptr (DanbiTable) later = read_table ("order-codes@2027-01-01.tsv", ORDERS, &error);
  g_autoptr (DanbiTable) visits = read_table ("visit-types@2024-02-29.tsv",
                                              "code\tname_zh\tgroup\tsource\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (first->kind, ==, DANBI_TABLE_ORDERS);
  g_assert_cmpstr (first->from, ==, "");
  g_assert_cmpuint (later->kind, ==, DANBI_TABLE_ORDERS);
  g_assert_cmpstr (later->from, ==, "2027-01-01");
  g_assert_cmpuint (visits->kind, ==, DANBI_CODE_TABLE_VISIT_TYPES);
  g_assert_cmpstr (visits->from, ==, "2024-02-29");
}

static void
test_other_file_names_are_refused (void)
{
  static const char *const names[] = {
    "",           ".tsv",          "order-codes",         "order-codes.csv",
    "orders.tsv", "README.md",     "order-codes@.tsv",    "order-codes@2027.tsv",
    "@2027-01-01.tsv", "order-codes@2027-1-1.tsv", "order-codes@2027-02-29.tsv",
    "order-codes@2027-01-01", "order-codes@20270101.tsv", "order-codes@2027-01-01x.tsv",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_table (names[i], ORDERS, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, names[i]));
    }
}

static void
test_every_kind_has_a_name_of_its_own (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint kind = 0; kind < DANBI_N_TABLES; kind++)
    g_assert_true (g_hash_table_add (seen, (gpointer) danbi_table_kind_get_name (kind)));
}

static void
test_missing_column_is_named (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) empty = NULL;

  g_assert_null (read_table ("site-teeth.tsv", "code\tname_zh\n11\t11\n", &error));
  g_assert_cmpstr (error->message, ==, "Could not use site-teeth.tsv: column kind is missing");
  g_assert_null (read_table ("site-teeth.tsv", "", &empty));
  g_assert_true (g_str_has_prefix (empty->message, "Could not use site-teeth.tsv: "));
}

static void
test_cells_are_read_or_named (void)
{
  static const char *const words[] = { "", "region", NULL };
  g_autoptr (DanbiTable) table = read_table ("order-codes.tsv", ORDERS, NULL);
  g_autoptr (GError) no_number = NULL;
  g_autoptr (GError) too_great = NULL;
  g_autoptr (GError) no_word = NULL;
  g_autoptr (GError) no_day = NULL;
  guint64 number = 77;
  guint place = 77;

  g_assert_cmpuint (danbi_table_get_n_rows (table), ==, 2);
  g_assert_cmpstr (danbi_table_get (table, 1, "code"), ==, "33071B");
  g_assert_true (danbi_table_get_number (table, 0, "item", 1, &number, NULL));
  g_assert_cmpuint (number, ==, 1);
  g_assert_false (danbi_table_get_number (table, 0, "item", 0, &number, &too_great));
  g_assert_false (danbi_table_get_number (table, 1, "item", 9, &number, &no_number));
  g_assert_cmpuint (number, ==, 1);
  g_assert_cmpstr (no_number->message, ==, "Could not use order-codes.tsv: row 2, column item: "
                                           "“x” is no number in the range of this column");
  g_assert_true (danbi_table_get_word (table, 0, "site_scheme", words, &place, NULL));
  g_assert_cmpuint (place, ==, 1);
  g_assert_true (danbi_table_get_word (table, 1, "site_scheme", words, &place, NULL));
  g_assert_cmpuint (place, ==, 0);
  g_assert_false (danbi_table_get_word (table, 1, "class", words, &place, &no_word));
  g_assert_nonnull (strstr (no_word->message, "row 2, column class: “CT”"));
  g_assert_false (danbi_table_get_day (table, 0, "item", &no_day));
  g_assert_nonnull (strstr (no_day->message, "row 1, column item: “1”"));
}

static void
test_days_are_gregorian_and_real (void)
{
  static const char *const bad[] = { "", "2021-10", "2021-10-32", "2021/10/01", "2021-10/01",
                                     "20211001", "2021-1-001", "110-10-01", "2021-10-01 ",
                                     "-021-10-01" };
  DanbiRocDate day = { .year = 77 };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (danbi_table_read_day (bad[i], &day));
      g_assert_cmpint (day.year, ==, 77);
    }
  g_assert_true (danbi_table_read_day ("2021-10-01", &day));
  g_assert_cmpint (day.year * 10000 + day.month * 100 + day.day, ==, 20211001);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/table/" #name, test_##name)
  ADD (file_name_tells_table_and_day);
  ADD (other_file_names_are_refused);
  ADD (every_kind_has_a_name_of_its_own);
  ADD (missing_column_is_named);
  ADD (cells_are_read_or_named);
  ADD (days_are_gregorian_and_real);
#undef ADD
  return g_test_run ();
}
