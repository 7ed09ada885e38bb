/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-pasted.h"
#include "danbi-test-rulebook.h"
#include "danbi-typed.h"

#define CSV \
  "3501200007,13,11511,1151122152003,02,0020,1,A123456789,0750115,34004C,1,11511221520,FM," \
  "ATT3501200007_000000000001.7z,,,"

typedef struct
{
  DanbiField field;
  const char *text;
  const char *value; /* as it will stand in the CSV */
} Value;

static void
test_values (void)
{
  static const Value values[] = {
    { DANBI_FIELD_PATIENT_ID, "A123456789", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, " a123-456-789\n", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "A123 456 789", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "Ａ１２３４５６７８９", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "身分證號：A123456789", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "身分證號 A123456789 (男)", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "ID: A123456789", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "\"A123456789\"", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "A12****789", "A12****789" },
    { DANBI_FIELD_BIRTH_DATE, "出生日期：075/01/15", "0750115" },
    { DANBI_FIELD_BIRTH_DATE, "民國75年1月15日", "0750115" },
    { DANBI_FIELD_BIRTH_DATE, "民國 75 年 1 月 15 日", "0750115" },
    { DANBI_FIELD_BIRTH_DATE, "1986-01-15", "0750115" },
    { DANBI_FIELD_BIRTH_DATE, "生日 075-01-15 (40歲)", "0750115" },
    { DANBI_FIELD_BIRTH_DATE, "-050812", "-050812" },
    { DANBI_FIELD_CARD_TIME, "115/11/22 15:20:03", "1151122152003" },
    { DANBI_FIELD_CARD_TIME, "1151122152003\r\n", "1151122152003" },
    { DANBI_FIELD_CARD_TIME, "115年11月22日15時20分03秒", "1151122152003" },
    { DANBI_FIELD_EXAM_TIME, "115 年 11 月 22 日 15 時 20 分", "11511221520" },
    { DANBI_FIELD_EXAM_TIME, "今天 1520", "11511221520" },
    { DANBI_FIELD_ORDER_CODE, "34004C 齒顎全景", "34004C" },
    { DANBI_FIELD_ORDER_CODE, "醫令代碼：３４００４Ｃ", "34004C" },
    { DANBI_FIELD_ORDER_CODE, "齒顎全景", "齒顎全景" },
    { DANBI_FIELD_SITE, "11, 12", "1112" },
    { DANBI_FIELD_VISIT_SEQ, "就醫序號：20", "0020" },
    { DANBI_FIELD_NEWBORN_MARK, "a", "a" },
    { DANBI_FIELD_PATIENT_ID, "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *cleaned = danbi_pasted_dup_value (values[i].field, values[i].text);
      g_autofree char *value = danbi_typed_to_value (values[i].field, cleaned, DANBI_TEST_NOW_S);

      if (strcmp (value, values[i].value) != 0)
        g_error ("“%s” is understood as “%s”", values[i].text, value);
    }
}

typedef struct
{
  const char *text;
  DanbiPasted kind;
  const char *values; /* F3 to F6, F8 and F10 of a line */
} Line;

static char *
join (const DanbiRecord *record)
{
  return g_strjoin (" ", danbi_record_get (record, DANBI_FIELD_SERVICE_MONTH),
                    danbi_record_get (record, DANBI_FIELD_CARD_TIME),
                    danbi_record_get (record, DANBI_FIELD_VISIT_TYPE),
                    danbi_record_get (record, DANBI_FIELD_VISIT_SEQ),
                    danbi_record_get (record, DANBI_FIELD_PATIENT_ID),
                    danbi_record_get (record, DANBI_FIELD_ORDER_CODE), NULL);
}

#define VALUES "11511 1151122152003 02 0020 A123456789 34004C"

static void
test_lines (void)
{
  static const Line lines[] = {
    { CSV, DANBI_PASTED_LINE, VALUES },
    { CSV "\r\n", DANBI_PASTED_LINE, VALUES },
    { CSV "\r\n" CSV "\r\n", DANBI_PASTED_LINES, NULL },
    { "11511\t1151122152003\t02\t0020\tA123456789\t34004C\t115112200000001\t已收件",
      DANBI_PASTED_LINE, VALUES },
    { "1\t115/11\t115/11/22 15:20:03\t02 牙醫門診\t20\ta123456789\t34004C 齒顎全景\t\t已收件",
      DANBI_PASTED_LINE, VALUES },
    { "執行年月\t健保卡過卡日期時間\t就醫類別\t就醫序號\t身分證號\t醫令代碼\n"
      "11511\t1151122152003\t02\t0020\tA123456789\t34004C\n",
      DANBI_PASTED_LINE, VALUES },
    { "11511  1151122152003  02  0020  A123456789  34004C", DANBI_PASTED_LINE, VALUES },
    { "１１５１１\t１１５１１２２１５２００３\t０２\t００２０\tＡ１２３４５６７８９\t３４００４Ｃ", DANBI_PASTED_LINE,
      VALUES },
    { "11511\t1151122152003\t02\t0020\tA12****789\t34004C", DANBI_PASTED_LINE,
      "11511 1151122152003 02 0020  34004C" },
    { "11511\t1151122152003\t02\t0020\tA123456789\t34004C\n"
      "11511\t1151122152003\t02\t0020\tB223456789\t34004C\n",
      DANBI_PASTED_LINES, NULL },
    { "11511\t1151122152003\t02\t0020\tA123456789", DANBI_PASTED_VALUE, NULL },
    { "11513\t1151122152003\t02\t0020\tA123456789\t34004C", DANBI_PASTED_VALUE, NULL },
    { ",,,,,,,,,,,,,,,,", DANBI_PASTED_VALUE, NULL },
    { "A123456789", DANBI_PASTED_VALUE, NULL },
    { "", DANBI_PASTED_VALUE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (DanbiRecord) record = danbi_record_new ();
      DanbiPasted kind = danbi_pasted_read (lines[i].text, DANBI_TEST_NOW_S, record);
      g_autofree char *values = join (record);

      if (kind != lines[i].kind)
        g_error ("“%s” is taken for %d", lines[i].text, kind);
      if (lines[i].values)
        g_assert_cmpstr (values, ==, lines[i].values);
    }
}

static void
test_csv_is_whole (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  g_assert_cmpint (danbi_pasted_read (CSV, DANBI_TEST_NOW_S, record), ==, DANBI_PASTED_LINE);
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_PROVIDER_ID), ==, "3501200007");
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_BIRTH_DATE), ==, "0750115");
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_EXAM_TIME), ==, "11511221520");
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_SITE), ==, "FM");
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_ARCHIVE_NAME), ==, "");
}

static void
test_length (void)
{
  g_autofree char *blanks = g_strnfill (5000, ' ');
  g_autofree char *text = g_strconcat (blanks, "\n", CSV, NULL);
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  g_assert_cmpint (danbi_pasted_read (text, DANBI_TEST_NOW_S, record), ==, DANBI_PASTED_VALUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/domain/pasted/a_value_comes_without_what_stood_around_it", test_values);
  g_test_add_func ("/danbi/domain/pasted/a_line_of_a_list_is_a_case", test_lines);
  g_test_add_func ("/danbi/domain/pasted/a_line_of_the_csv_is_whole", test_csv_is_whole);
  g_test_add_func ("/danbi/domain/pasted/what_is_too_long_is_no_line", test_length);
  return g_test_run ();
}
