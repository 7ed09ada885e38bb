/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the fields, case by case as tests/cases/fields.tsv lists them, and each row of the
 * code tables. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "danbi-check.h"
#include "danbi-clock.h"
#include "danbi-test-rulebook.h"

static DanbiRulebook *rulebook;

/* One finding as column five writes it. */
static char *
describe (const DanbiFinding *finding)
{
  DanbiField field = danbi_finding_get_field (finding);
  const char *code = danbi_finding_get_nhi_code (finding);

  return g_strdup_printf ("%s:%s:%s:%s%s", danbi_finding_get_rule (finding),
                          danbi_severity_get_nick (danbi_finding_get_severity (finding)),
                          code ? code : "-", danbi_field_get_key (field),
                          danbi_finding_get_overridable (finding) ? ":overridable" : "");
}

static char *
describe_all (GPtrArray *findings)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (texts, describe (g_ptr_array_index (findings, i)));
  g_ptr_array_add (texts, NULL);
  return findings->len > 0 ? g_strjoinv (", ", (char **) texts->pdata) : g_strdup ("-");
}

/* `none`, or report numbers, with `!` those of another visit. */
static GPtrArray *
make_siblings (const DanbiRecord *record,
               const char        *numbers)
{
  g_auto (GStrv) parts = g_strsplit (numbers, " ", -1);
  GPtrArray *siblings = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_record_free);

  for (guint i = 0; parts[i] && strcmp (numbers, "none") != 0; i++)
    {
      DanbiRecord *sibling = danbi_record_copy (record);
      gboolean other = *parts[i] == '!';

      danbi_record_set (sibling, DANBI_FIELD_REPORT_SEQ, parts[i] + (other ? 1 : 0));
      if (other)
        danbi_record_set (sibling, DANBI_FIELD_PATIENT_ID, "F131104093");
      g_ptr_array_add (siblings, sibling);
    }
  return siblings;
}

static GPtrArray *
check_row (const DanbiTsv *table,
           guint           row)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  g_autoptr (GPtrArray) siblings = NULL;
  const char *now = danbi_tsv_get (table, row, "now");
  const char *numbers = danbi_tsv_get (table, row, "siblings");
  DanbiCheckInput input = { .record = record, .now_s = DANBI_TEST_NOW_S, .rulebook = rulebook };

  danbi_test_record_apply (record, danbi_tsv_get (table, row, "changes"));
  if (*now != '\0')
    g_assert_true (danbi_clock_parse_rfc3339 (now, &input.now_s));
  if (*numbers != '\0')
    input.siblings = siblings = make_siblings (record, numbers);
  return danbi_check (&input);
}

static void
test_each_case_of_the_table_has_exactly_its_findings (void)
{
  g_autoptr (DanbiTsv) table = danbi_test_cases_load ("fields.tsv");
  guint n_failed = 0;

  for (guint row = 0; row < danbi_tsv_get_n_rows (table); row++)
    {
      g_autoptr (GPtrArray) findings = check_row (table, row);
      g_autofree char *found = describe_all (findings);

      if (strcmp (found, danbi_tsv_get (table, row, "findings")) == 0)
        continue;
      n_failed++;
      g_test_message ("%s, %s: %s instead of %s", danbi_tsv_get (table, row, "rule"),
                      danbi_tsv_get (table, row, "changes"), found,
                      danbi_tsv_get (table, row, "findings"));
    }
  g_test_message ("%u cases", danbi_tsv_get_n_rows (table));
  g_assert_cmpuint (n_failed, ==, 0);
}

/* Every sentence that the table of cases can produce has all its arguments. */
static void
test_no_sentence_lacks_an_argument (void)
{
  g_autoptr (DanbiTsv) table = danbi_test_cases_load ("fields.tsv");

  for (guint row = 0; row < danbi_tsv_get_n_rows (table); row++)
    {
      g_autoptr (GPtrArray) findings = check_row (table, row);

      for (guint i = 0; i < findings->len; i++)
        {
          g_autofree char *message = danbi_finding_dup_message (findings->pdata[i]);

          if (strstr (message, "“”") || strstr (message, "()")
              || g_str_has_prefix (message, " "))
            g_error ("row %u: %s", row, message);
        }
    }
}

/* Whether the table has a row about @rule in which the rule finds something (or finds nothing). */
static gboolean
has_row (const DanbiTsv *table,
         const char     *rule,
         gboolean        finds)
{
  g_autofree char *prefix = g_strconcat (rule, ":", NULL);

  for (guint row = 0; row < danbi_tsv_get_n_rows (table); row++)
    if (strcmp (danbi_tsv_get (table, row, "rule"), rule) == 0
        && (strstr (danbi_tsv_get (table, row, "findings"), prefix) != NULL) == finds)
      return TRUE;
  return FALSE;
}

static void
test_the_table_has_both_outcomes_of_each_rule (void)
{
  g_autoptr (DanbiTsv) table = danbi_test_cases_load ("fields.tsv");
  const char *const *rules = danbi_rule_list ();
  guint n = 0;

  for (guint i = 0; rules[i]; i++)
    if (rules[i][0] == 'F' || g_str_has_prefix (rules[i], "ALL."))
      {
        if (!has_row (table, rules[i], TRUE) || !has_row (table, rules[i], FALSE))
          g_error ("tests/cases/fields.tsv lacks a row of %s", rules[i]);
        n++;
      }
  g_assert_cmpuint (n, ==, 35);
}

/* The sentence of @rule; %NULL where it is silent. */
static char *
dup_sentence (const DanbiCheckInput *input,
              const char            *rule)
{
  g_autoptr (GPtrArray) findings = danbi_check (input);

  for (guint i = 0; i < findings->len; i++)
    if (strcmp (danbi_finding_get_rule (findings->pdata[i]), rule) == 0)
      return danbi_finding_dup_message (findings->pdata[i]);
  return NULL;
}

/* What @rule says of the good case with one other value; %NULL where it is silent. */
static char *
ask (const char *rule,
     DanbiField  field,
     const char *value)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  g_autoptr (GPtrArray) findings = NULL;
  const DanbiCheckInput input = { .record = record, .now_s = DANBI_TEST_NOW_S,
                                  .rulebook = rulebook };

  danbi_record_set (record, field, value);
  findings = danbi_check (&input);
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (danbi_finding_get_rule (g_ptr_array_index (findings, i)), rule) == 0)
      return describe (g_ptr_array_index (findings, i));
  return NULL;
}

static void
test_a_sentence_says_which_of_several_things_is_wrong (void)
{
  const struct
  {
    const char *changes;
    const char *rule;
    const char *sentence;
  } cases[] = {
    { "exam_time=", "F12.format", "Examination time is empty. Enter it." },
    { "exam_time=1151122152", "F12.format",
      "Examination time “1151122152” must have 11 digits (year 3, month 2, day 2, hour 2, minute "
      "2). Correct it." },
    { "card_time=115112215200x", "F04.format",
      "Card swipe time “115112215200x” must be digits only (year 3, month 2, day 2, hour 2, minute "
      "2, second 2). Correct it." },
    { "service_month=11513", "F03.format",
      "Month of service “11513” does not exist in the calendar. Correct it." },
    { "service_month=1151", "F03.format",
      "Month of service “1151” must have 5 digits (year 3, month 2). Correct it." },
    { "birth_date=075011", "F09.format",
      "Date of birth “075011” must have 7 digits (year 3, month 2, day 2). Correct it." },
    { "service_month=11510", "F03.month",
      "The month of service 115/10 is not that of the examination, 115/11. Correct the one that is "
      "wrong." },
    { "card_time=1151122161001", "F04.future",
      "The card swipe time 115/11/22 16:10 is in the future. Check the date." },
    { "birth_date=-171122", "F09.future",
      "By the date of birth -17/11/22 the patient is 131 years old. Check the year." },
    { "birth_date=1151123", "F09.future", "The date of birth 115/11/23 is in the future. Correct it." },
    { "birth_date=1151122;exam_time=11511211200", "F09.future",
      "The date of birth 115/11/22 is after the examination of 115/11/21. Correct the one that is "
      "wrong." },
    { "site=10", "F13.code",
      "Site “10”: “10” is not a code of this order’s list of sites. Choose it from the list." },
    { "site=1111", "F13.code", "Site “1111” has “11” twice. Remove one." },
    { "site=11121314151617182122", "F13.code",
      "Site “11121314151617182122” has more codes than the 9 that are allowed. Remove some." },
    { "site=111", "F13.code",
      "Site “111”: each tooth or area is a code of two characters. Complete the last one." },
    { "order_code=33070B;site=NJN", "F13.code", "Site “NJN” has “N” twice. Remove one." },
    { "site=FM11", "F13.mixed",
      "Tooth 11 lies in area FM, which is given too. Keep one of them." },
    { "report_seq=3", "F11.sequence",
      "The report numbers of one visit run 1, 2, 3…, but this is number 3 and no order has 2. Check "
      "the number." },
    { "report_seq=1", "F11.sequence",
      "Another order of this visit already has report number 1. Change this one to 2." },
    { "newborn_birth_date=1150922;newborn_mark=a", "F15.order",
      "The newborn was 61 days old at the examination; care under a parent’s card ends after 60 "
      "days. Check the dates." },
    { "received_time=11511221519", "F17.order",
      "The images were received at 115/11/22 15:19, before the examination at 115/11/22 15:20. "
      "Correct the one that is wrong." },
    { "order_code=1234567890ABC;site=", "ALL.length",
      "Order code must have 1–12 characters, but has 13. Correct it." },
    { "patient_id=A12345678", "ALL.length",
      "Identity number must have 10 characters, but has 9. Correct it." },
    { "patient_id=王23456789", "ALL.length",
      "Identity number must have 10 characters, but has 9. Correct it." },
    { "patient_id=王123456789", "ALL.charset",
      "Identity number contains 王, which NHI does not take. Use half-width letters, digits and "
      "signs without commas and quotation marks." },
    { "patient_id=A1\\r345678", "ALL.charset",
      "Identity number contains U+000D, which NHI does not take. Use half-width letters, digits and "
      "signs without commas and quotation marks." },
    { "patient_id=A1\\377345678", "ALL.charset",
      "Identity number contains ?, which NHI does not take. Use half-width letters, digits and "
      "signs without commas and quotation marks." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiRecord) record = danbi_test_record_new ();
      g_autoptr (GPtrArray) siblings = make_siblings (record, "1");
      DanbiCheckInput input = { .record = record, .now_s = DANBI_TEST_NOW_S, .rulebook = rulebook };
      g_autofree char *sentence = NULL;

      danbi_test_record_apply (record, cases[i].changes);
      if (strcmp (cases[i].rule, "F11.sequence") == 0)
        input.siblings = siblings;
      sentence = dup_sentence (&input, cases[i].rule);
      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

static const DanbiRules *
get_rules (void)
{
  const DanbiRocDate day = { .year = 2026, .month = 11, .day = 22 };

  return danbi_rulebook_get_rules (rulebook, &day);
}

static void
test_each_row_of_a_code_table_is_known (void)
{
  const struct
  {
    DanbiCodeTable table;
    DanbiField field;
    const char *rule;
  } tables[] = {
    { DANBI_CODE_TABLE_PROVIDER_TYPES, DANBI_FIELD_PROVIDER_TYPE, "F02.code" },
    { DANBI_CODE_TABLE_VISIT_TYPES, DANBI_FIELD_VISIT_TYPE, "F05.code" },
    { DANBI_CODE_TABLE_VISIT_SEQ_EXCEPTIONS, DANBI_FIELD_VISIT_SEQ, "F06.known" },
    { DANBI_CODE_TABLE_TEETH, DANBI_FIELD_SITE, "F13.code" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (guint j = 0; j < danbi_rules_get_n_codes (get_rules (), tables[i].table); j++)
      {
        const DanbiCode *code = danbi_rules_get_code (get_rules (), tables[i].table, j);
        g_autofree char *found = ask (tables[i].rule, tables[i].field, code->code);

        if (strcmp (code->source, "lab-2025") == 0)
          g_assert_cmpstr (found, ==, "F05.code:notice:21:visit_type");
        else
          g_assert_null (found);
      }
}

static void
test_each_order_code_is_known_and_asks_for_its_site (void)
{
  g_assert_cmpuint (danbi_rules_get_n_orders (get_rules ()), ==, 56);
  for (guint i = 0; i < danbi_rules_get_n_orders (get_rules ()); i++)
    {
      const DanbiOrderCode *order = danbi_rules_get_order (get_rules (), i);
      g_autoptr (DanbiRecord) record = danbi_test_record_new ();
      g_autoptr (GPtrArray) findings = NULL;
      g_autofree char *found = NULL;
      const DanbiCheckInput input = { .record = record, .now_s = DANBI_TEST_NOW_S,
                                      .rulebook = rulebook };

      danbi_record_set (record, DANBI_FIELD_ORDER_CODE, order->code);
      danbi_record_set (record, DANBI_FIELD_SITE, "");
      findings = danbi_check (&input);
      found = describe_all (findings);
      g_assert_cmpstr (found, ==, order->site_required ? "F13.required:error:15:site" : "-");
    }
}

/* Every number that four digits can write, against the range that was published. */
static void
test_visit_numbers_are_known_from_1_to_1500 (void)
{
  for (guint i = 0; i <= 9999; i++)
    {
      g_autofree char *value = g_strdup_printf ("%04u", i);
      g_autofree char *found = ask ("F06.known", DANBI_FIELD_VISIT_SEQ, value);

      g_assert_cmpint (found == NULL, ==, i >= 1 && i <= 1500);
    }
}

/* Each of the nine weights of the checksum matters: one wrong digit is always noticed where its
 * weight has no factor in common with ten. */
static void
test_one_wrong_digit_of_an_identity_number_is_noticed (void)
{
  const char *good = "A123456789";
  const guint places[] = { 2, 4, 6, 8, 9 }; /* of weight 7, 5, 3, 1, 1 */

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (char c = '0'; c <= '9'; c++)
      {
        g_autofree char *id = g_strdup (good);
        g_autofree char *found = NULL;
        gboolean same_by_five = places[i] == 4 && (c - good[4]) % 2 == 0;

        id[places[i]] = c;
        found = ask ("F08.checksum", DANBI_FIELD_PATIENT_ID, id);
        g_assert_cmpint (found != NULL, ==, c != good[places[i]] && !same_by_five);
      }
}

static void
test_every_byte_outside_the_charset_is_named_in_every_field (void)
{
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    for (int c = 1; c <= 0x7f; c++)
      {
        const char value[] = { 'A', (char) c, '\0' };
        g_autofree char *found = ask ("ALL.charset", field, value);
        gboolean lawful = c >= 0x20 && c < 0x7f && c != ',' && c != '"' && c != '\'';

        g_assert_cmpint (found == NULL, ==, lawful);
      }
}

/* What a CSV from outside may hold: bytes that are no text at all. */
static void
test_bytes_that_are_no_utf8_are_judged_like_any_others (void)
{
  g_autofree char *charset = ask ("ALL.charset", DANBI_FIELD_PATIENT_ID, "A12\xa4\xa4" "456789");
  g_autofree char *length = ask ("ALL.length", DANBI_FIELD_PATIENT_ID, "A12\xa4\xa4" "456789");
  g_autofree char *cut = ask ("ALL.charset", DANBI_FIELD_PATIENT_ID, "A12345678\xe4");

  g_assert_cmpstr (charset, ==, "ALL.charset:error:02:patient_id");
  g_assert_cmpstr (length, ==, "ALL.length:error:01:patient_id");
  g_assert_nonnull (cut);
}

static void
test_an_override_lifts_only_its_own_overridable_error (void)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  g_autoptr (GHashTable) overrides = danbi_overrides_new ();
  DanbiCheckInput input = { .record = record, .now_s = DANBI_TEST_NOW_S, .rulebook = rulebook,
                            .overrides = overrides };
  const struct
  {
    const char *id;
    const char *rule;
    const char *why;
    gboolean acceptable;
  } cases[] = {
    { "A123456788", "F08.checksum", "證件確實如此", TRUE },
    { "A123456788", "F08.checksum", "", FALSE },
    { "A123456788", "F08.checksum", "  ", FALSE },
    { "A123456788", "F08.format", "reason", FALSE },
    { "A12345678", "F08.format", "reason", FALSE },
    { "", "F08.checksum", "reason", FALSE },
    { "A123456789", "F08.checksum", "reason", TRUE },
    { "A323456789", "F08.checksum", "reason", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) findings = NULL;

      g_hash_table_remove_all (overrides);
      g_hash_table_insert (overrides, g_strdup (cases[i].rule), danbi_override_new (cases[i].why));
      danbi_record_set (record, DANBI_FIELD_PATIENT_ID, cases[i].id);
      findings = danbi_check (&input);
      g_assert_cmpint (danbi_findings_acceptable (findings), ==, cases[i].acceptable);
    }
}

/* An order code that NHI adds may be sent with a reason; a field left empty may not. */
static void
test_an_empty_order_code_cannot_be_overridden (void)
{
  g_autofree char *empty = ask ("F10.code", DANBI_FIELD_ORDER_CODE, "");
  g_autofree char *unknown = ask ("F10.code", DANBI_FIELD_ORDER_CODE, "99999X");

  g_assert_cmpstr (empty, ==, "F10.code:error:37:order_code");
  g_assert_cmpstr (unknown, ==, "F10.code:error:37:order_code:overridable");
}

static void
test_empty_required_fields_are_told_from_mistakes (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  const DanbiCheckInput input = { .record = record, .now_s = DANBI_TEST_NOW_S,
                                  .rulebook = rulebook };
  g_autoptr (GPtrArray) findings = danbi_check (&input);

  g_assert_cmpuint (findings->len, ==, 12);
  for (guint i = 0; i < findings->len; i++)
    {
      const DanbiFinding *finding = g_ptr_array_index (findings, i);

      g_assert_true (danbi_finding_is_missing_value (finding));
      g_assert_true (danbi_finding_blocks (finding));
      g_assert_cmpint (danbi_finding_get_field (finding), ==, i + 1);
    }
}

/* Two rule sets: from 2026-11-22 on there is a provider type 77. */
static void
test_the_rule_set_is_that_of_the_examination (void)
{
  g_autoptr (DanbiRulebook) book = danbi_test_rulebook_load_with (
    "provider-types@2026-11-22.tsv", "code\tname_zh\n13\t門診牙醫\n77\t新類別\n");
  const struct
  {
    const char *exam_time;
    gint64 now_s;
    gboolean new_rules;
  } cases[] = {
    { "11511221520", DANBI_TEST_NOW_S, TRUE },
    { "11511220000", DANBI_TEST_NOW_S, TRUE },
    { "11511212359", DANBI_TEST_NOW_S, FALSE },
    { "", DANBI_TEST_NOW_S, TRUE },
    { "x", DANBI_TEST_NOW_S, TRUE },
    { "x", DANBI_TEST_NOW_S - 86400, FALSE },
    { "11511221520", DANBI_TEST_NOW_S - 86400, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiRecord) record = danbi_test_record_new ();
      const DanbiCheckInput input = { .record = record, .now_s = cases[i].now_s,
                                      .rulebook = book };
      g_autofree char *sentence = NULL;

      danbi_record_set (record, DANBI_FIELD_PROVIDER_TYPE, "77");
      danbi_record_set (record, DANBI_FIELD_EXAM_TIME, cases[i].exam_time);
      sentence = dup_sentence (&input, "F02.code");
      g_assert_cmpint (sentence == NULL, ==, cases[i].new_rules);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  rulebook = danbi_test_rulebook_load ();

#define ADD(name) g_test_add_func ("/danbi/domain/check-fields/" #name, test_##name)
  ADD (each_case_of_the_table_has_exactly_its_findings);
  ADD (no_sentence_lacks_an_argument);
  ADD (a_sentence_says_which_of_several_things_is_wrong);
  ADD (the_table_has_both_outcomes_of_each_rule);
  ADD (each_row_of_a_code_table_is_known);
  ADD (each_order_code_is_known_and_asks_for_its_site);
  ADD (visit_numbers_are_known_from_1_to_1500);
  ADD (one_wrong_digit_of_an_identity_number_is_noticed);
  ADD (every_byte_outside_the_charset_is_named_in_every_field);
  ADD (bytes_that_are_no_utf8_are_judged_like_any_others);
  ADD (an_override_lifts_only_its_own_overridable_error);
  ADD (an_empty_order_code_cannot_be_overridden);
  ADD (empty_required_fields_are_told_from_mistakes);
  ADD (the_rule_set_is_that_of_the_examination);
#undef ADD
  return g_test_run ();
}
