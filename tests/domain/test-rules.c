/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-test-rulebook.h"
#include "danbi-tsv.h"

static DanbiRulebook *rulebook;
static const DanbiRules *rules;

static DanbiTsv *
load_table (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".tsv", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("DANBI_TABLES"), file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (text, length);
  return danbi_tsv_new (bytes, NULL);
}

static void
test_every_row_of_every_code_table_is_found (void)
{
  static const struct
  {
    DanbiCodeTable table;
    const char *name;
    const char *name_column;
    const char *group_column;
    const char *source_column;
    guint n_rows;
  } cases[] = {
    { DANBI_CODE_TABLE_PROVIDER_TYPES, "provider-types", "name_zh", "", "", 10 },
    { DANBI_CODE_TABLE_VISIT_TYPES, "visit-types", "name_zh", "group", "source", 33 },
    { DANBI_CODE_TABLE_VISIT_SEQ_EXCEPTIONS, "visit-seq-exceptions", "meaning_zh", "when", "", 30 },
    { DANBI_CODE_TABLE_TEETH, "site-teeth", "name_zh", "kind", "", 66 },
    { DANBI_CODE_TABLE_REGIONS, "site-regions", "name_zh", "", "", 18 },
    { DANBI_CODE_TABLE_NHI_ERRORS, "nhi-error-codes", "text_zh", "", "", 46 },
  };

  g_assert_cmpuint (G_N_ELEMENTS (cases), ==, DANBI_N_CODE_TABLES);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiTsv) tsv = load_table (cases[i].name);

      g_assert_cmpuint (danbi_tsv_get_n_rows (tsv), ==, cases[i].n_rows);
      g_assert_cmpuint (danbi_rules_get_n_codes (rules, cases[i].table), ==, cases[i].n_rows);
      for (guint row = 0; row < cases[i].n_rows; row++)
        {
          const DanbiCode *code = danbi_rules_get_code (rules, cases[i].table, row);

          g_assert_cmpstr (code->code, ==, danbi_tsv_get (tsv, row, "code"));
          g_assert_cmpstr (code->name_zh, ==, danbi_tsv_get (tsv, row, cases[i].name_column));
          g_assert_cmpstr (code->group, ==, danbi_tsv_get (tsv, row, cases[i].group_column));
          g_assert_cmpstr (code->source, ==, danbi_tsv_get (tsv, row, cases[i].source_column));
          g_assert_true (danbi_rules_find_code (rules, cases[i].table, code->code) == code);
        }
    }
}

static void
test_every_order_code_is_found (void)
{
  static const char *const schemes[] = { "", "tooth", "region" };
  g_autoptr (DanbiTsv) tsv = load_table ("order-codes");
  guint n_jpg = 0;

  g_assert_cmpuint (danbi_rules_get_n_orders (rules), ==, 56);
  for (guint row = 0; row < 56; row++)
    {
      const DanbiOrderCode *order = danbi_rules_get_order (rules, row);

      g_assert_cmpuint (order->item, ==, row + 1);
      g_assert_cmpstr (order->code, ==, danbi_tsv_get (tsv, row, "code"));
      g_assert_cmpstr (order->name_zh, ==, danbi_tsv_get (tsv, row, "name_zh"));
      g_assert_cmpstr (order->image_class->code, ==, danbi_tsv_get (tsv, row, "class"));
      g_assert_cmpstr (order->jpg_allowed ? "yes" : "no", ==,
                       danbi_tsv_get (tsv, row, "jpg_allowed"));
      g_assert_cmpstr (order->site_required ? "yes" : "no", ==,
                       danbi_tsv_get (tsv, row, "site_required"));
      g_assert_cmpstr (schemes[order->site_scheme], ==, danbi_tsv_get (tsv, row, "site_scheme"));
      g_assert_true (danbi_rules_find_order (rules, order->code) == order);
      n_jpg += order->jpg_allowed;
    }
  /* Rule 4-2-2-B names 26 codes. */
  g_assert_cmpuint (n_jpg, ==, 26);
}

static void
test_classes_have_the_published_minimums (void)
{
  static const struct
  {
    const char *code;
    guint min_long;
    guint min_short;
    const char *modalities;
  } cases[] = {
    { "CT", 512, 512, "CT" },       { "MR", 256, 192, "MR" },
    { "XR", 1400, 1400, "CR DX PX IO RG XA RF" },
    { "US", 256, 256, "US IVUS" },  { "ES", 0, 0, "ES" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DanbiOrderClass *class = danbi_rules_find_class (rules, cases[i].code);
      g_autofree char *modalities = g_strjoinv (" ", class->modalities);

      g_assert_cmpstr (class->code, ==, cases[i].code);
      g_assert_cmpuint (class->min_long, ==, cases[i].min_long);
      g_assert_cmpuint (class->min_short, ==, cases[i].min_short);
      g_assert_cmpstr (modalities, ==, cases[i].modalities);
      g_assert_cmpuint (strlen (class->name_zh), >, 0);
      g_assert_cmpuint (strlen (class->name_en), >, 0);
    }
}

static void
test_unknown_codes_are_not_found (void)
{
  static const char *const codes[] = { NULL, "", "34004", "34004c", "34004C ", "code", "ct" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_null (danbi_rules_find_order (rules, codes[i]));
      g_assert_null (danbi_rules_find_class (rules, codes[i]));
      for (guint table = 0; table < DANBI_N_CODE_TABLES; table++)
        g_assert_null (danbi_rules_find_code (rules, table, codes[i]));
    }
}

static void
test_limits_are_those_of_the_rulebook (void)
{
  const DanbiLimits *limits = danbi_rules_get_limits (rules);

  g_assert_cmpint (limits->future_tolerance_s, ==, 10 * 60);
  g_assert_cmpint (limits->full_points_s, ==, 24 * 60 * 60);
  g_assert_cmpint (limits->half_points_s, ==, 72 * 60 * 60);
  g_assert_cmpuint (limits->full_points_percent, ==, 100);
  g_assert_cmpuint (limits->half_points_percent, ==, 50);
  g_assert_cmpuint (limits->max_age_years, ==, 130);
  g_assert_cmpuint (limits->newborn_warning_days, ==, 60);
  g_assert_cmpuint (limits->study_date_error_days, ==, 30);
  g_assert_cmpuint (limits->max_tooth_codes, ==, 9);
  g_assert_cmpuint (limits->max_region_codes, ==, 18);
  g_assert_cmpuint (limits->max_archive_bytes, ==, G_GUINT64_CONSTANT (4500000000));
  g_assert_cmpuint (limits->max_cab_bytes, ==, G_GUINT64_CONSTANT (2147450880));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  rulebook = danbi_test_rulebook_load ();
  rules = danbi_rulebook_get_rules (rulebook, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/rules/" #name, test_##name)
  ADD (every_row_of_every_code_table_is_found);
  ADD (every_order_code_is_found);
  ADD (classes_have_the_published_minimums);
  ADD (unknown_codes_are_not_found);
  ADD (limits_are_those_of_the_rulebook);
#undef ADD
  status = g_test_run ();
  danbi_rulebook_unref (rulebook);
  return status;
}
