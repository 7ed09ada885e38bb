/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-field.h"

/* RULEBOOK section 1, written down a second time. */
static const struct
{
  const char *key;
  const char *nhi_name;
  guint min_length;
  guint max_length;
  DanbiRequired required;
} expected[] = {
  { "provider_id", "醫事機構代碼", 10, 10, DANBI_REQUIRED_YES },
  { "provider_type", "醫事類別", 2, 2, DANBI_REQUIRED_YES },
  { "service_month", "執行年月", 5, 5, DANBI_REQUIRED_YES },
  { "card_time", "健保卡刷卡日期時間", 13, 13, DANBI_REQUIRED_YES },
  { "visit_type", "就醫類別", 2, 2, DANBI_REQUIRED_YES },
  { "visit_seq", "就醫序號", 4, 4, DANBI_REQUIRED_YES },
  { "card_makeup", "補卡註記", 1, 1, DANBI_REQUIRED_YES },
  { "patient_id", "身分證統一編號", 10, 10, DANBI_REQUIRED_YES },
  { "birth_date", "出生日期", 7, 7, DANBI_REQUIRED_YES },
  { "order_code", "醫令代碼", 1, 12, DANBI_REQUIRED_YES },
  { "report_seq", "報告序號", 1, 6, DANBI_REQUIRED_YES },
  { "exam_time", "實際檢查日期時間", 11, 11, DANBI_REQUIRED_YES },
  { "site", "診療部位", 1, 18, DANBI_REQUIRED_BY_ORDER },
  { "archive_name", "影像壓縮檔名稱", 29, 30, DANBI_REQUIRED_GENERATED },
  { "newborn_birth_date", "依附就醫新生兒出生日期", 7, 7, DANBI_REQUIRED_PAIRED },
  { "newborn_mark", "依附就醫新生兒胞胎註記", 1, 1, DANBI_REQUIRED_PAIRED },
  { "received_time", "實際收到影像日期時間", 11, 11, DANBI_REQUIRED_NO },
};

static void
test_table_is_that_of_the_format (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (expected), ==, DANBI_N_FIELDS);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const DanbiFieldInfo *info = danbi_field_get_info (i + 1);

      g_assert_cmpint (info->field, ==, i + 1);
      g_assert_cmpstr (info->key, ==, expected[i].key);
      g_assert_cmpstr (info->nhi_name, ==, expected[i].nhi_name);
      g_assert_cmpuint (info->min_length, ==, expected[i].min_length);
      g_assert_cmpuint (info->max_length, ==, expected[i].max_length);
      g_assert_cmpint (info->required, ==, expected[i].required);
    }
}

static void
test_every_key_finds_its_field (void)
{
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    g_assert_cmpint (danbi_field_from_key (danbi_field_get_key (field)), ==, field);
}

static void
test_other_words_are_no_keys (void)
{
  static const char *const words[] = { NULL, "", "none", "PATIENT_ID", "patient_id ",
                                       "patient-id" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpint (danbi_field_from_key (words[i]), ==, DANBI_FIELD_NONE);
}

static void
test_every_label_is_its_own (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      const char *label = danbi_field_get_label (field);

      g_assert_cmpuint (strlen (label), >, 3);
      g_assert_true (g_hash_table_add (seen, (gpointer) label));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/domain/field/table_is_that_of_the_format",
                   test_table_is_that_of_the_format);
  g_test_add_func ("/danbi/domain/field/every_key_finds_its_field", test_every_key_finds_its_field);
  g_test_add_func ("/danbi/domain/field/other_words_are_no_keys", test_other_words_are_no_keys);
  g_test_add_func ("/danbi/domain/field/every_label_is_its_own", test_every_label_is_its_own);
  return g_test_run ();
}
