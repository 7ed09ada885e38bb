/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is offered below an entry. */
#include "config.h"

#include "danbi-choice.h"
#include "danbi-test-rulebook.h"

typedef struct
{
  DanbiField field;
  const char *order;
  const char *typed;
  const char *first[3];
  guint n;           /* how many, 0 for "several" */
  const char *code;  /* of the first one, NULL where there is none */
  const char *value;
} Case;

static const Case cases[] = {
  { DANBI_FIELD_VISIT_TYPE, "", "02", { NULL }, 1, "02", "02" },
  { DANBI_FIELD_VISIT_TYPE, "", "牙醫", { NULL }, 0, "02", "02" },
  { DANBI_FIELD_VISIT_TYPE, "", "", { "02", NULL }, 0, "02", "02" },
  { DANBI_FIELD_ORDER_CODE, "", "34004c", { NULL }, 1, "34004C", "34004C" },
  { DANBI_FIELD_ORDER_CODE, "", "34", { "34006B", NULL }, 0, "34006B", "34006B" },
  { DANBI_FIELD_ORDER_CODE, "", "nothing", { NULL }, 0, NULL, NULL },
  { DANBI_FIELD_ORDER_CODE, "", "cp", { NULL }, 0, "34004C", "34004C" },
  { DANBI_FIELD_ORDER_CODE, "", "ㄔㄆ", { NULL }, 0, "34004C", "34004C" },
  { DANBI_FIELD_ORDER_CODE, "", "ceqj", { NULL }, 1, "34004C", "34004C" },
  { DANBI_FIELD_ORDER_CODE, "", "mr", { NULL }, 2, "33084B", "33084B" },
  { DANBI_FIELD_ORDER_CODE, "", "x光 全景", { "01271C", NULL }, 3, "01271C", "01271C" },
  { DANBI_FIELD_ORDER_CODE, "", "34", { "99999Z", NULL }, 0, "34004C", "34004C" },
  { DANBI_FIELD_ORDER_CODE, "", "99", { "99999Z", NULL }, 1, "99999Z", "99999Z" },
  { DANBI_FIELD_VISIT_TYPE, "", "yfbj", { NULL }, 1, "AC", "AC" },
  { DANBI_FIELD_VISIT_TYPE, "", "ㄐㄓ", { NULL }, 0, "04", "04" },
  { DANBI_FIELD_VISIT_SEQ, "", "停電", { NULL }, 1, "C000", "C000" },
  { DANBI_FIELD_VISIT_SEQ, "", "ㄊㄉ", { NULL }, 0, "C000", "C000" },
  { DANBI_FIELD_VISIT_SEQ, "", "a0", { NULL }, 0, "A000", "A000" },
  { DANBI_FIELD_SITE, "34004C", "", { NULL }, 0, "FM", "FM" },
  { DANBI_FIELD_SITE, "34004C", "11全口", { NULL }, 1, "FM", "11FM" },
  { DANBI_FIELD_SITE, "33070B", "頭頸", { NULL }, 1, "F", "F" },
  { DANBI_FIELD_SITE, "", "FM", { NULL }, 0, NULL, NULL },
  { DANBI_FIELD_CARD_MAKEUP, "", "2", { NULL }, 1, "2", "2" },
  { DANBI_FIELD_PROVIDER_ID, "", "35", { "3501234567", "1101100011", NULL }, 1, "3501234567",
    "3501234567" },
  { DANBI_FIELD_REPORT_SEQ, "", "", { NULL }, 0, NULL, NULL },
};

static void
test_list (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (GListModel) list = danbi_choice_list_new (
        rules, danbi_rules_find_order (rules, c->order), c->field, c->typed, c->first);
      g_autoptr (DanbiChoice) choice = g_list_model_get_item (list, 0);

      g_test_message ("%u: “%s”", (guint) i, c->typed);
      if (c->n > 0)
        g_assert_cmpuint (g_list_model_get_n_items (list), ==, c->n);
      if (!c->code)
        {
          g_assert_null (choice);
          continue;
        }
      g_assert_nonnull (choice);
      g_assert_cmpstr (danbi_choice_get_code (choice), ==, c->code);
      g_assert_cmpstr (danbi_choice_get_value (choice), ==, c->value);
    }
}

static void
test_detail (void)
{
  static const struct
  {
    DanbiField field;
    const char *typed;
    const char *detail;
  } table[] = {
    { DANBI_FIELD_ORDER_CODE, "34004c",
      "X 光攝影 · DICOM or JPG · at least 1400 × 1400 · site: teeth, required" },
    { DANBI_FIELD_ORDER_CODE, "34006b",
      "X 光攝影 · DICOM or JPG · at least 1400 × 1400 · site: teeth" },
    { DANBI_FIELD_ORDER_CODE, "33070b",
      "電腦斷層造影 · DICOM only · at least 512 × 512 · site: body region, required" },
    { DANBI_FIELD_ORDER_CODE, "28016c", "內視鏡檢查 · DICOM only · No minimum published" },
    { DANBI_FIELD_VISIT_TYPE, "02", "counts as a visit" },
    { DANBI_FIELD_VISIT_TYPE, "ac", "does not count as a visit" },
    { DANBI_FIELD_VISIT_SEQ, "a000", "failed before the sequence number was given" },
    { DANBI_FIELD_VISIT_SEQ, "a001", "failed after the sequence number was given" },
    { DANBI_FIELD_VISIT_SEQ, "ic06", "" },
    { DANBI_FIELD_PROVIDER_TYPE, "13", "" },
    { DANBI_FIELD_CARD_MAKEUP, "2", "" },
  };
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GListModel) list = danbi_choice_list_new (rules, NULL, table[i].field,
                                                           table[i].typed, NULL);
      g_autoptr (DanbiChoice) choice = g_list_model_get_item (list, 0);
      gboolean has_detail;

      g_assert_cmpstr (danbi_choice_get_detail (choice), ==, table[i].detail);
      g_object_get (choice, "has-detail", &has_detail, NULL);
      g_assert_cmpint (has_detail, ==, *table[i].detail != '\0');
    }
}

static void
test_once (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);
  const char *first[] = { "02", "02", NULL };
  g_autoptr (GListModel) list = danbi_choice_list_new (rules, NULL, DANBI_FIELD_VISIT_TYPE, "",
                                                       first);

  g_assert_cmpuint (g_list_model_get_n_items (list), ==,
                    danbi_rules_get_n_codes (rules, DANBI_CODE_TABLE_VISIT_TYPES));
}

static void
test_open (void)
{
  static const struct
  {
    DanbiField field;
    const char *order;
    const char *typed;
    gboolean open;
  } table[] = {
    { DANBI_FIELD_ORDER_CODE, "", "", FALSE },      { DANBI_FIELD_ORDER_CODE, "", "3", TRUE },
    { DANBI_FIELD_VISIT_TYPE, "", "0", TRUE },      { DANBI_FIELD_VISIT_TYPE, "", "02", FALSE },
    { DANBI_FIELD_VISIT_TYPE, "", "yf", TRUE },     { DANBI_FIELD_ORDER_CODE, "", "34004c", FALSE },
    { DANBI_FIELD_VISIT_SEQ, "", "A", TRUE },       { DANBI_FIELD_VISIT_SEQ, "", "a000", FALSE },
    { DANBI_FIELD_VISIT_SEQ, "", "停", TRUE },      { DANBI_FIELD_VISIT_SEQ, "", "20", FALSE },
    { DANBI_FIELD_PROVIDER_ID, "", "35", FALSE },        { DANBI_FIELD_SITE, "34004C", "F", TRUE },
    { DANBI_FIELD_SITE, "34004C", "FM", FALSE },    { DANBI_FIELD_SITE, "34004C", "11F", TRUE },
    { DANBI_FIELD_SITE, "34004C", "全", TRUE },     { DANBI_FIELD_SITE, "33070B", "H", FALSE },
    { DANBI_FIELD_CARD_MAKEUP, "", "1", FALSE },    { DANBI_FIELD_BIRTH_DATE, "", "7", FALSE },
  };
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%u: “%s”", (guint) i, table[i].typed);
      g_assert_cmpint (danbi_choice_is_open (rules, danbi_rules_find_order (rules, table[i].order),
                                             table[i].field, table[i].typed),
                       ==, table[i].open);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/danbi/app/choice/code_or_name_contain_what_was_typed", test_list);
  g_test_add_func ("/danbi/app/choice/what_a_code_demands_is_told_with_it", test_detail);
  g_test_add_func ("/danbi/app/choice/nothing_is_offered_twice", test_once);
  g_test_add_func ("/danbi/app/choice/a_complete_code_needs_no_list", test_open);
  return g_test_run ();
}
