/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-rulebook.h"

static const char *const names[] = {
  "image-classes.tsv", "limits.tsv",       "nhi-error-codes.tsv",
  "order-codes.tsv",   "phonetics.tsv",    "provider-types.tsv",
  "site-regions.tsv",  "site-teeth.tsv",   "visit-seq-exceptions.tsv",
  "visit-types.tsv",
};

static char *
load_text (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("DANBI_TABLES"), name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static gboolean
add_text (DanbiRulebook *rulebook,
          const char    *name,
          const char    *text,
          GError       **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return danbi_rulebook_add_table (rulebook, name, bytes, error);
}

/* All tables of the source tree, but @changed with @from replaced by @to; without @to it is left
 * out. */
static DanbiRulebook *
new_changed (const char *changed,
             const char *from,
             const char *to,
             GError    **error)
{
  DanbiRulebook *rulebook = danbi_rulebook_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = load_text (names[i]);
      g_autoptr (GString) edited = g_string_new (text);

      if (g_strcmp0 (changed, names[i]) == 0)
        {
          if (!to)
            continue;
          g_assert_cmpuint (g_string_replace (edited, from, to, 1), ==, 1);
        }
      if (!add_text (rulebook, names[i], edited->str, error))
        break;
    }
  return rulebook;
}

static void
add_later (DanbiRulebook *rulebook,
           const char    *name,
           const char    *text)
{
  g_autoptr (GError) error = NULL;

  add_text (rulebook, name, text, &error);
  g_assert_no_error (error);
}

static void
test_one_set_holds_from_the_beginning (void)
{
  static const DanbiRocDate days[] = { { 1813, 1, 1 }, { 2021, 9, 30 }, { 2021, 10, 1 },
                                       { 2910, 12, 31 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiRulebook) rulebook = new_changed (NULL, NULL, NULL, &error);
  const DanbiRules *first;

  g_assert_no_error (error);
  danbi_rulebook_seal (rulebook, &error);
  g_assert_no_error (error);
  first = danbi_rulebook_get_rules (rulebook, NULL);
  g_assert_cmpstr (danbi_rules_get_effective_from (first), ==, "2021-10-01");
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    g_assert_true (danbi_rulebook_get_rules (rulebook, &days[i]) == first);
}

static void
test_later_tables_hold_from_their_day (void)
{
  static const struct
  {
    DanbiRocDate on;
    const char *from;
    guint n_orders;
    guint max_age;
  } cases[] = {
    { { 2020, 1, 1 }, "2021-10-01", 56, 130 },
    { { 2026, 12, 31, 23, 59, 59 }, "2021-10-01", 56, 130 },
    { { 2027, 1, 1 }, "2027-01-01", 1, 130 },
    { { 2027, 6, 30 }, "2027-01-01", 1, 130 },
    { { 2027, 7, 1 }, "2027-07-01", 1, 131 },
    { { 2028, 1, 31 }, "2027-07-01", 1, 131 },
    { { 2028, 2, 1 }, "2028-02-01", 2, 131 },
    { { 2910, 12, 31 }, "2028-02-01", 2, 131 },
  };
  static const char *const columns
    = "item\tcode\tname_zh\tclass\tjpg_allowed\tsite_scheme\tsite_required\n";
  g_autoptr (DanbiRulebook) rulebook = danbi_rulebook_new ();
  g_autofree char *one = g_strconcat (columns, "1\t99999X\tnew\tMR\tno\t\tno\n", NULL);
  g_autofree char *two = g_strconcat (one, "2\t99998X\tnew\tCT\tyes\ttooth\tyes\n", NULL);
  g_autofree char *limits = load_text ("limits.tsv");
  g_autoptr (GString) older = g_string_new (limits);
  g_autoptr (GError) error = NULL;

  g_string_replace (older, "max_age_years\t130", "max_age_years\t131", 1);
  /* In no order: later ones first, and before the first ones. */
  add_later (rulebook, "order-codes@2028-02-01.tsv", two);
  add_later (rulebook, "limits@2027-07-01.tsv", older->str);
  add_later (rulebook, "order-codes@2027-01-01.tsv", one);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = load_text (names[i]);

      add_later (rulebook, names[i], text);
    }
  danbi_rulebook_seal (rulebook, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, &cases[i].on);

      g_assert_cmpstr (danbi_rules_get_effective_from (rules), ==, cases[i].from);
      g_assert_cmpuint (danbi_rules_get_n_orders (rules), ==, cases[i].n_orders);
      g_assert_cmpuint (danbi_rules_get_limits (rules)->max_age_years, ==, cases[i].max_age);
      g_assert_cmpint (danbi_rules_find_order (rules, "99999X") != NULL, ==, i >= 2);
      /* A table that did not change stays. */
      g_assert_nonnull (danbi_rules_find_code (rules, DANBI_CODE_TABLE_TEETH, "FM"));
    }
}

static void
test_bad_tables_are_named_by_file_row_and_column (void)
{
  static const struct
  {
    const char *file;
    const char *from;
    const char *to;
    const char *message;
  } cases[] = {
    { "site-teeth.tsv", NULL, NULL, "Could not read the rulebook: site-teeth.tsv is missing" },
    { "limits.tsv", NULL, NULL, "Could not read the rulebook: limits.tsv is missing" },
    { "order-codes.tsv", "jpg_allowed", "jpg",
      "Could not use order-codes.tsv: column jpg_allowed is missing" },
    { "visit-types.tsv", "02\t", "01\t",
      "Could not use visit-types.tsv: row 3, column code: “01” stands in two rows" },
    { "visit-types.tsv", "\n02\t", "\n\t",
      "Could not use visit-types.tsv: row 3, column code: “” is empty" },
    { "order-codes.tsv", "34004C", "33070B",
      "Could not use order-codes.tsv: row 6, column code: “33070B” stands in two rows" },
    { "order-codes.tsv", "\tXR\t", "\tXX\t",
      "Could not use order-codes.tsv: row 6, column class: “XX” is no class of image-classes.tsv" },
    { "order-codes.tsv", "\n6\t", "\nsix\t",
      "Could not use order-codes.tsv: row 6, column item: “six” is no number in the range of this "
      "column" },
    { "order-codes.tsv", "\tyes\ttooth", "\tja\ttooth",
      "Could not use order-codes.tsv: row 6, column jpg_allowed: “ja” is none of: no, yes" },
    { "order-codes.tsv", "tooth\tyes", "tooth\t",
      "Could not use order-codes.tsv: row 6, column site_required: “” is none of: no, yes" },
    { "order-codes.tsv", "tooth", "teeth",
      "Could not use order-codes.tsv: row 6, column site_scheme: “teeth” is none of: , tooth, "
      "region" },
    { "image-classes.tsv", "1400\t1400", "wide\t1400",
      "Could not use image-classes.tsv: row 3, column min_long: “wide” is no number in the range "
      "of this column" },
    { "image-classes.tsv", "1400\t1400", "1400\t65536",
      "Could not use image-classes.tsv: row 3, column min_short: “65536” is no number in the range "
      "of this column" },
    { "image-classes.tsv", "256\t192", "192\t256",
      "Could not use image-classes.tsv: row 2, column min_long: “192” is less than min_short" },
    { "image-classes.tsv", "MR\t", "CT\t",
      "Could not use image-classes.tsv: row 2, column class: “CT” stands in two rows" },
    { "phonetics.tsv", "\n一\t", "\n一上\t",
      "Could not use phonetics.tsv: row 1, column character: “一上” is more than one character" },
    { "phonetics.tsv", "\n一\ty\tㄧ", "\n一\ty\t",
      "Could not use phonetics.tsv: row 1, column zhuyin: “” is empty" },
    { "limits.tsv", "max_age_years", "max_age",
      "Could not use limits.tsv: row 7, column key: “max_age” is no limit that the program knows" },
    { "limits.tsv", "max_age_years", "half_points_s",
      "Could not use limits.tsv: row 7, column key: “half_points_s” stands in two rows" },
    { "limits.tsv", "\nmax_age_years", "\n#",
      "Could not use limits.tsv: column key: no row has “max_age_years”" },
    { "limits.tsv", "\neffective_from", "\n#",
      "Could not use limits.tsv: column key: no row has “effective_from”" },
    { "limits.tsv", "2021-10-01", "110-10-01",
      "Could not use limits.tsv: row 1, column value: “110-10-01” is no day such as 2021-10-01" },
    { "limits.tsv", "\t130\t", "\t-1\t",
      "Could not use limits.tsv: row 7, column value: “-1” is no number in the range of this "
      "column" },
    { "limits.tsv", "\t130\t", "\t2147483648\t",
      "Could not use limits.tsv: row 7, column value: “2147483648” is no number in the range of "
      "this column" },
    { "limits.tsv", "\t600\t", "\t9223372036854775807\t",
      "Could not use limits.tsv: row 2, column value: “9223372036854775807” is no number in the "
      "range of this column" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DanbiRulebook) rulebook
        = new_changed (cases[i].file, cases[i].from, cases[i].to, &error);

      if (!error)
        g_assert_false (danbi_rulebook_seal (rulebook, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_same_table_is_not_taken_twice (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_rulebook_new ();
  g_autofree char *text = load_text ("site-teeth.tsv");
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) later = NULL;

  g_assert_true (add_text (rulebook, "site-teeth.tsv", text, NULL));
  g_assert_true (add_text (rulebook, "site-teeth@2027-01-01.tsv", text, NULL));
  g_assert_false (add_text (rulebook, "site-teeth.tsv", text, &first));
  g_assert_cmpstr (first->message, ==, "Could not use site-teeth.tsv: the table was given twice");
  g_assert_false (add_text (rulebook, "site-teeth@2027-01-01.tsv", text, &later));
  g_assert_true (add_text (rulebook, "site-teeth@2027-01-02.tsv", text, NULL));
}

static void
test_later_table_must_be_later (void)
{
  static const char *const days[] = { "2021-09-30", "2021-10-01" };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DanbiRulebook) rulebook = new_changed (NULL, NULL, NULL, &error);
      g_autofree char *name = g_strdup_printf ("site-teeth@%s.tsv", days[i]);
      g_autofree char *text = load_text ("site-teeth.tsv");
      g_autofree char *message = g_strdup_printf ("Could not use the tables of %s: the rulebook "
                                                  "begins on 2021-10-01", days[i]);

      add_later (rulebook, name, text);
      g_assert_false (danbi_rulebook_seal (rulebook, &error));
      g_assert_cmpstr (error->message, ==, message);
    }
}

static void
test_fault_in_a_later_table_is_found_when_sealed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiRulebook) rulebook = new_changed (NULL, NULL, NULL, &error);

  add_later (rulebook, "image-classes@2030-01-01.tsv",
             "class\tname_zh\tname_en\tmin_long\tmin_short\tdicom_modalities\n"
             "CT\tCT\tCT\t512\t512\tCT\n");
  g_assert_false (danbi_rulebook_seal (rulebook, &error));
  g_assert_cmpstr (error->message, ==, "Could not use order-codes.tsv: row 4, column class: “MR” "
                                       "is no class of image-classes.tsv");
}

static gpointer
look_up_cb (gpointer data)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_rulebook_ref (data);

  for (guint i = 0; i < 20000; i++)
    {
      const DanbiRocDate day = { 2022, 8, 12, 0, 0, 0 };
      const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, &day);

      g_assert_cmpuint (danbi_rules_find_order (rules, "34004C")->item, ==, 6);
    }
  return NULL;
}

static void
test_threads_may_share_it (void)
{
  g_autoptr (GError) error = NULL;
  DanbiRulebook *rulebook = new_changed (NULL, NULL, NULL, &error);
  GThread *threads[4];

  danbi_rulebook_seal (rulebook, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("look-up", look_up_cb, rulebook);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  danbi_rulebook_unref (rulebook);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/rulebook/" #name, test_##name)
  ADD (one_set_holds_from_the_beginning);
  ADD (later_tables_hold_from_their_day);
  ADD (bad_tables_are_named_by_file_row_and_column);
  ADD (same_table_is_not_taken_twice);
  ADD (later_table_must_be_later);
  ADD (fault_in_a_later_table_is_found_when_sealed);
  ADD (threads_may_share_it);
#undef ADD
  return g_test_run ();
}
