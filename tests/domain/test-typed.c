/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-test-rulebook.h"
#include "danbi-typed.h"

/* Sunday, 2026-11-22 15:20:41 in Taiwan. */
static gint64 now_s;

static const DanbiRocPrecision precisions[] = { DANBI_ROC_MONTH, DANBI_ROC_DAY, DANBI_ROC_MINUTE,
                                                DANBI_ROC_SECOND };

static char *
understand (const char       *text,
            DanbiRocPrecision precision)
{
  DanbiRocDate date = { .year = 77 };

  if (danbi_typed_parse_date (text, precision, now_s, &date))
    return danbi_roc_date_format (&date, precision);
  g_assert_cmpint (date.year, ==, 77);
  return NULL;
}

typedef struct
{
  const char *text;
  const char *expected; /* %NULL: not understood */
} Spelling;

static void
check_spellings (const Spelling   *spellings,
                 guint             n,
                 DanbiRocPrecision precision)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *value = understand (spellings[i].text, precision);

      if (g_strcmp0 (value, spellings[i].expected) != 0)
        g_error ("“%s” is understood as %s", spellings[i].text, value ? value : "nothing");
    }
}

static void
test_days_are_understood (void)
{
  static const Spelling spellings[] = {
    { "1110812", "1110812" },
    { "111/8/12", "1110812" },
    { "111/08/12", "1110812" },
    { "111-08-12", "1110812" },
    { "111-8-12", "1110812" },
    { "111.8.12", "1110812" },
    { "20220812", "1110812" },
    { "2022-08-12", "1110812" },
    { "2022/8/12", "1110812" },
    { "2022.8.12", "1110812" },
    { "8/12", "1150812" },
    { "08/12", "1150812" },
    { "8-12", "1150812" },
    { "8.12", "1150812" },
    { "今天", "1151122" },
    { "t", "1151122" },
    { "T", "1151122" },
    { "ｔ", "1151122" },
    { "昨天", "1151121" },
    { "y", "1151121" },
    { "Y", "1151121" },
    { "１１１０８１２", "1110812" },
    { "１１１／８／１２", "1110812" },
    { "１１１－８－１２", "1110812" },
    { "１１１．８．１２", "1110812" },
    { "\xe3\x80\x80" "111/8/12 ", "1110812" },
    { "990812", "0990812" },
    { "750115", "0750115" },
    { "75/1/15", "0750115" },
    { "5/8/12", "0050812" },
    { "0750115", "0750115" },
    { "19860115", "0750115" },
    { "-050812", "-050812" },
    { "-05/08/12", "-050812" },
    { "-5/8/12", "-050812" },
    { "-05-08-12", "-050812" },
    { "19070812", "-050812" },
    { "1911/12/31", "-011231" },
    { "113/2/29", "1130229" },
  };

  check_spellings (spellings, G_N_ELEMENTS (spellings), DANBI_ROC_DAY);
}

static void
test_other_texts_are_no_days (void)
{
  static const Spelling spellings[] = {
    { NULL },         { "" },           { "  " },           { "1" },          { "12" },
    { "812" },        { "0812" },       { "11108" },        { "202208" },     { "991332" },
    { "000812" },     { "0000812" },    { "-000812" },      { "-0/8/12" },    { "111081" },
    { "11108123" },   { "111081234" },  { "2/29" },         { "111/2/29" },   { "13/1" },
    { "111/13/1" },   { "111/1/32" },   { "111/8-12" },     { "111//12" },    { "111/8/" },
    { "/8/12" },      { "111/8/12/" },  { "111 8 12" },     { "1234/5/6" },   { "99999/1/1" },
    { "111/008/12" }, { "-100/1/1" },   { "--5/8/12" },     { "+111/8/12" },  { "12/8/2022" },
    { "1.5e3" },      { "tomorrow" },   { "tt" },           { "ty" },         { "明天" },
    { "今" },         { "今天天" },     { "111年8月12日" }, { "n" },          { "現在" },
    { "1110812 1520" }, { "11108121520" }, { "t 15:20" }, { "111/8/12 n" }, { "15:20" },
    { "\xff" },       { "1110812\xff" },
    { "                                                            111/8/12" },
  };

  check_spellings (spellings, G_N_ELEMENTS (spellings), DANBI_ROC_DAY);
}

static void
test_times_are_understood_to_the_minute (void)
{
  static const Spelling spellings[] = {
    { "1110812 1520", "11108121520" },
    { "1110812-1520", "11108121520" },
    { "1110812T1520", "11108121520" },
    { "1110812,1520", "11108121520" },
    { "1110812, 15:20", "11108121520" },
    { "1110812 - 15:20", "11108121520" },
    { "11108121520", "11108121520" },
    { "1110812152003", "11108121520" },
    { "202208121520", "11108121520" },
    { "20220812152003", "11108121520" },
    { "201208121520", "10108121520" },
    { "111/8/12 15:20", "11108121520" },
    { "111/8/12　１５：２０", "11108121520" },
    { "111-08-12-1520", "11108121520" },
    { "2022-08-12T15:20:03", "11108121520" },
    { "2022-08-12t15:20", "11108121520" },
    { "8/12 9:05", "11508120905" },
    { "8/12-1520", "11508121520" },
    { "8-12-15:20", "11508121520" },
    { "990812 1520", "09908121520" },
    { "今天 1520", "11511221520" },
    { "今天15:20", "11511221520" },
    { "t1520", "11511221520" },
    { "t 15:20:03", "11511221520" },
    { "y 0900", "11511210900" },
    { "昨天 現在", "11511211520" },
    { "t n", "11511221520" },
    { "111/8/12 n", "11108121520" },
    { "現在", "11511221520" },
    { "n", "11511221520" },
    { "N", "11511221520" },
    { "1520", "11511221520" },
    { "15:20", "11511221520" },
    { "9:05", "11511220905" },
    { "00:00", "11511220000" },
    { "23:59", "11511222359" },
    { "152003", "11511221520" }, /* month 20 there is none, so it is a time */
    { "15:20:03", "11511221520" },
    /* A day alone is midnight. */
    { "1110812", "11108120000" },
    { "111/8/12", "11108120000" },
    { "t", "11511220000" },
    { "991231", "09912310000" }, /* hour 99 there is none, so it is a day */
    { "-050812 0900", "-0508120900" },
    { "-0508120900", "-0508120900" },
  };

  check_spellings (spellings, G_N_ELEMENTS (spellings), DANBI_ROC_MINUTE);
}

static void
test_other_texts_are_no_times (void)
{
  static const Spelling spellings[] = {
    { "2400" },          { "24:00" },        { "1260" },         { "15:60" },
    { "15:20:60" },      { "15:2" },         { "1:2:3" },        { "15:20:3" },
    { "15:" },           { ":20" },          { "152" },          { "15200" },
    { "15:20:03.5" },    { "15:20Z" },       { "1110812 24:00" }, { "1110812 9" },
    { "1110812 -" },     { "1110812,,1520" }, { "1110812x1520" }, { "111081215" },
    { "9908121520" },    { "990812152003" }, { "111/8/121520" }, { "15:20 111/8/12" },
    { "n t" },           { "nn" },           { "1110812 1520 n" },
    /* 11:08:12 of today or 12 August of ROC 11: two readings are none. */
    { "110812" },
  };

  check_spellings (spellings, G_N_ELEMENTS (spellings), DANBI_ROC_MINUTE);
  check_spellings (spellings, G_N_ELEMENTS (spellings) - 1, DANBI_ROC_SECOND);
}

static void
test_card_times_need_a_time (void)
{
  static const Spelling spellings[] = {
    { "1110812152003", "1110812152003" },
    { "20220812152003", "1110812152003" },
    { "111/8/12 15:20:03", "1110812152003" },
    { "111/8/12 15:20", "1110812152000" },
    { "11108121520", "1110812152000" },
    { "202208121520", "1110812152000" },
    { "152003", "1151122152003" },
    { "110812", "1151122110812" },
    { "1520", "1151122152000" },
    { "15:20", "1151122152000" },
    { "n", "1151122152041" },
    { "現在", "1151122152041" },
    { "t n", "1151122152041" },
    { "y n", "1151121152041" },
    { "1110812", NULL },
    { "111/8/12", NULL },
    { "20220812", NULL },
    { "990812", NULL },
    { "t", NULL },
    { "昨天", NULL },
  };

  check_spellings (spellings, G_N_ELEMENTS (spellings), DANBI_ROC_SECOND);
}

static void
test_months_are_understood (void)
{
  static const Spelling spellings[] = {
    { "11108", "11108" },    { "111/8", "11108" },  { "111/08", "11108" }, { "111-08", "11108" },
    { "111.8", "11108" },    { "202208", "11108" }, { "2022-08", "11108" }, { "2022/8", "11108" },
    { "１１１／８", "11108" }, { "t", "11511" },    { "今天", "11511" },   { "y", "11511" },
    { "n", "11511" },        { "現在", "11511" },   { "-0508", "-0508" },  { "-05/08", "-0508" },
    { "8", NULL },           { "08", NULL },        { "8/12", NULL },      { "99/8", NULL },
    { "11113", NULL },       { "11100", NULL },     { "202213", NULL },    { "111/13", NULL },
    { "111/8/12", NULL },    { "1110812", NULL },   { "2022081", NULL },   { "00008", NULL },
    { "t 1520", NULL },      { "", NULL },
  };

  check_spellings (spellings, G_N_ELEMENTS (spellings), DANBI_ROC_MONTH);
}

static void
test_yesterday_crosses_the_year (void)
{
  const DanbiRocDate new_year = { 2027, 1, 1, 0, 0, 5 };
  DanbiRocDate date;

  g_assert_true (danbi_typed_parse_date ("y", DANBI_ROC_DAY, danbi_roc_date_to_unix (&new_year),
                                         &date));
  g_assert_cmpint (date.year * 10000 + date.month * 100 + date.day, ==, 20261231);
  g_assert_true (danbi_typed_parse_date ("12/31", DANBI_ROC_DAY, danbi_roc_date_to_unix (&new_year),
                                         &date));
  g_assert_cmpint (date.year, ==, 2027);
}

/* Whatever NHI's own spelling is, typing it means just that. */
static void
test_spelling_of_nhi_is_understood_for_every_day (void)
{
  DanbiRocDate date;
  const DanbiRocDate first = { 1813, 1, 1, 23, 59, 58 };
  const DanbiRocDate last = { 2211, 12, 31, 23, 59, 58 };
  gint64 last_s = danbi_roc_date_to_unix (&last);

  /* A prime number of seconds, a little over a day: every day of the year and time of day. */
  for (gint64 s = danbi_roc_date_to_unix (&first); s < last_s; s += 86413)
    {
      danbi_roc_date_from_unix (s, &date);
      for (guint i = 0; i < G_N_ELEMENTS (precisions); i++)
        {
          g_autofree char *text = danbi_roc_date_format (&date, precisions[i]);
          g_autofree char *value = understand (text, precisions[i]);

          g_assert_cmpstr (value, ==, text);
        }
    }
}

static void
test_every_way_to_write_a_day_means_the_same (void)
{
  static const char *const signs = "/-.";

  for (guint i = 0; i < 5000; i++)
    {
      DanbiRocDate date;
      g_autofree char *expected = NULL;
      int roc;

      danbi_roc_date_from_unix (g_test_rand_int_range (-1800000000, G_MAXINT32), &date);
      roc = date.year - 1911;
      expected = danbi_roc_date_format (&date, DANBI_ROC_DAY);
      for (const char *sign = signs; *sign != '\0'; sign++)
        {
          g_autofree char *ways[] = {
            g_strdup_printf ("%d%c%d%c%d", date.year, *sign, date.month, *sign, date.day),
            g_strdup_printf ("%04d%c%02d%c%02d", date.year, *sign, date.month, *sign, date.day),
            g_strdup_printf ("%d%c%d%c%d", roc, *sign, date.month, *sign, date.day),
            g_strdup_printf ("%03d%c%02d%c%02d", roc, *sign, date.month, *sign, date.day),
            g_strdup_printf ("%04d%02d%02d", date.year, date.month, date.day),
          };

          for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
            {
              g_autofree char *value = understand (ways[way], DANBI_ROC_DAY);

              g_assert_cmpstr (value, ==, expected);
              if (way > 0)
                g_free (ways[way]);
            }
        }
    }
}

static void
test_any_text_is_survived (void)
{
  static const char *const pieces[] = { "1", "0", "9", "11", "08", "/", "-", ".", ":", " ", ",",
                                        "T", "t", "y", "n", "今天", "昨天", "現在", "１", "／",
                                        "\xe3\x80\x80", "\xe4", "\xff", "2022", "年", "\t", "A" };

  for (guint i = 0; i < 40000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      int n_pieces = g_test_rand_int_range (0, 12);

      for (int piece = 0; piece < n_pieces; piece++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      for (guint precision = 0; precision < G_N_ELEMENTS (precisions); precision++)
        {
          g_autofree char *value = understand (text->str, precisions[precision]);
          DanbiRocDate date;

          if (value)
            g_assert_cmpint (danbi_roc_date_parse (value, precisions[precision], &date), ==,
                             DANBI_ROC_OK);
        }
      for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
        {
          g_autofree char *value = danbi_typed_to_value (field, text->str, now_s);
          g_autofree char *words = danbi_typed_describe (field, value, now_s);
          g_autofree char *again = danbi_typed_to_value (field, value, now_s);

          g_assert_true (g_utf8_validate (value, -1, NULL));
          /* A value is at rest: entering it again changes nothing. */
          g_assert_cmpstr (again, ==, value);
        }
    }
}

static void
test_typed_text_becomes_the_value (void)
{
  static const struct
  {
    DanbiField field;
    const char *text;
    const char *value;
  } cases[] = {
    { DANBI_FIELD_PROVIDER_ID, " 350120ab07 ", "350120AB07" },
    { DANBI_FIELD_PROVIDER_TYPE, "１３", "13" },
    { DANBI_FIELD_SERVICE_MONTH, "111/8", "11108" },
    { DANBI_FIELD_CARD_TIME, "111/8/12 15:20:03", "1110812152003" },
    { DANBI_FIELD_CARD_TIME, "１１１／８／１２", "111/8/12" },
    { DANBI_FIELD_CARD_TIME, "gestern", "gestern" },
    { DANBI_FIELD_VISIT_TYPE, "ac", "AC" },
    { DANBI_FIELD_VISIT_SEQ, "1", "0001" },
    { DANBI_FIELD_VISIT_SEQ, "２０", "0020" },
    { DANBI_FIELD_VISIT_SEQ, "0020", "0020" },
    { DANBI_FIELD_VISIT_SEQ, "00020", "00020" },
    { DANBI_FIELD_VISIT_SEQ, "0", "0000" },
    { DANBI_FIELD_VISIT_SEQ, "ic02", "IC02" },
    { DANBI_FIELD_VISIT_SEQ, "-1", "-1" },
    { DANBI_FIELD_VISIT_SEQ, "1 2", "1 2" },
    { DANBI_FIELD_VISIT_SEQ, "", "" },
    { DANBI_FIELD_CARD_MAKEUP, "２", "2" },
    { DANBI_FIELD_PATIENT_ID, "a123456789", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "Ａ１２３４５６７８９", "A123456789" },
    { DANBI_FIELD_PATIENT_ID, "\xe3\x80\x80" "A123456789\n", "A123456789" },
    { DANBI_FIELD_BIRTH_DATE, "75/1/15", "0750115" },
    { DANBI_FIELD_BIRTH_DATE, "75/2/30", "0750230" },
    { DANBI_FIELD_BIRTH_DATE, "75-13-1", "0751301" },
    { DANBI_FIELD_BIRTH_DATE, "75/2-30", "75/2-30" },
    { DANBI_FIELD_BIRTH_DATE, "75/2/301", "75/2/301" },
    { DANBI_FIELD_BIRTH_DATE, "75/-2/30", "75/-2/30" },
    { DANBI_FIELD_ORDER_CODE, "34004c", "34004C" },
    { DANBI_FIELD_REPORT_SEQ, " 01 ", "01" },
    { DANBI_FIELD_REPORT_SEQ, "+1", "+1" },
    { DANBI_FIELD_EXAM_TIME, "8/12 1520", "11508121520" },
    { DANBI_FIELD_EXAM_TIME, "8/12", "11508120000" },
    { DANBI_FIELD_SITE, "fm", "FM" },
    { DANBI_FIELD_SITE, "ｎｊ", "NJ" },
    { DANBI_FIELD_NEWBORN_BIRTH_DATE, "t", "1151122" },
    { DANBI_FIELD_NEWBORN_MARK, "a", "a" },
    { DANBI_FIELD_NEWBORN_MARK, "Ｂ", "B" },
    { DANBI_FIELD_NEWBORN_MARK, "ｂ", "b" },
    { DANBI_FIELD_RECEIVED_TIME, "n", "11511221520" },
    { DANBI_FIELD_RECEIVED_TIME, "", "" },
    { DANBI_FIELD_RECEIVED_TIME, NULL, "" },
    { DANBI_FIELD_ORDER_CODE, "齒片", "齒片" },
    { DANBI_FIELD_ORDER_CODE, "\xff", "\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = danbi_typed_to_value (cases[i].field, cases[i].text, now_s);

      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
test_every_full_width_character_becomes_ascii (void)
{
  for (gunichar c = '!'; c <= '~'; c++)
    {
      char wide[8] = "";
      g_autofree char *value = NULL;

      g_unichar_to_utf8 (c - '!' + 0xFF01, wide);
      value = danbi_typed_to_value (DANBI_FIELD_NEWBORN_MARK, wide, now_s);
      g_assert_cmpuint (strlen (value), ==, 1);
      g_assert_cmpint (value[0], ==, c);
    }
}

static void
test_what_was_understood_is_said (void)
{
  static const struct
  {
    DanbiField field;
    const char *value;
    const char *words;
  } cases[] = {
    { DANBI_FIELD_CARD_TIME, "1151122152003", "115/11/22 15:20:03 Sun" },
    { DANBI_FIELD_EXAM_TIME, "11511221520", "115/11/22 15:20 Sun" },
    { DANBI_FIELD_EXAM_TIME, "11511230000", "115/11/23 00:00 Mon" },
    { DANBI_FIELD_RECEIVED_TIME, "11511240900", "115/11/24 09:00 Tue" },
    { DANBI_FIELD_SERVICE_MONTH, "11511", "115/11" },
    { DANBI_FIELD_BIRTH_DATE, "0750115", "075/01/15 Wed 40 years old" },
    { DANBI_FIELD_BIRTH_DATE, "0751122", "075/11/22 Sat 40 years old" },
    { DANBI_FIELD_BIRTH_DATE, "0751123", "075/11/23 Sun 39 years old" },
    { DANBI_FIELD_BIRTH_DATE, "-050812", "-05/08/12 Mon 119 years old" },
    { DANBI_FIELD_BIRTH_DATE, "1131122", "113/11/22 Fri 2 years old" },
    { DANBI_FIELD_BIRTH_DATE, "1131123", "113/11/23 Sat 23 months old" },
    { DANBI_FIELD_BIRTH_DATE, "1151022", "115/10/22 Thu 1 month old" },
    { DANBI_FIELD_NEWBORN_BIRTH_DATE, "1151023", "115/10/23 Fri 30 days old" },
    { DANBI_FIELD_NEWBORN_BIRTH_DATE, "1151121", "115/11/21 Sat 1 day old" },
    { DANBI_FIELD_NEWBORN_BIRTH_DATE, "1151122", "115/11/22 Sun 0 days old" },
    { DANBI_FIELD_NEWBORN_BIRTH_DATE, "1151123", "115/11/23 Mon" },
    { DANBI_FIELD_PATIENT_ID, "A123456789", "Male" },
    { DANBI_FIELD_PATIENT_ID, "T900251126", "Female" },
    { DANBI_FIELD_PATIENT_ID, "A123456788", NULL },
    { DANBI_FIELD_CARD_MAKEUP, "1", "Normal swipe" },
    { DANBI_FIELD_CARD_MAKEUP, "2", "Make-up swipe" },
    { DANBI_FIELD_CARD_MAKEUP, "3", NULL },
    { DANBI_FIELD_NEWBORN_MARK, "A", "Boy, number 1 of this birth" },
    { DANBI_FIELD_NEWBORN_MARK, "b", "Girl, number 2 of this birth" },
    { DANBI_FIELD_NEWBORN_MARK, "1", NULL },
    { DANBI_FIELD_NEWBORN_MARK, "AB", NULL },
    { DANBI_FIELD_CARD_TIME, "111/8/12", NULL },
    { DANBI_FIELD_CARD_TIME, "", NULL },
    { DANBI_FIELD_VISIT_SEQ, "0001", NULL },
    { DANBI_FIELD_ORDER_CODE, "34004C", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = danbi_typed_describe (cases[i].field, cases[i].value, now_s);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_card_time_gives_examination_and_month (void)
{
  static const struct
  {
    DanbiField field;
    const char *value;
    const char *exam;
    const char *month;
  } cases[] = {
    { DANBI_FIELD_CARD_TIME, "1110812152003", "11108121520", "11108" },
    { DANBI_FIELD_CARD_TIME, "-050812152003", "-0508121520", "-0508" },
    { DANBI_FIELD_CARD_TIME, "1110832152003", "", "" },
    { DANBI_FIELD_CARD_TIME, "", "", "" },
    { DANBI_FIELD_EXAM_TIME, "11108121520", "", "11108" },
    { DANBI_FIELD_EXAM_TIME, "11108122520", "", "" },
    { DANBI_FIELD_RECEIVED_TIME, "11108121520", "", "" },
    { DANBI_FIELD_BIRTH_DATE, "1110812", "", "" },
    { DANBI_FIELD_ORDER_CODE, "34004C", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiRecord) record = danbi_record_new ();
      g_autoptr (DanbiRecord) proposals = danbi_record_new ();

      danbi_record_set (record, cases[i].field, cases[i].value);
      danbi_typed_fill_from (cases[i].field, record, proposals);
      for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
        g_assert_cmpstr (danbi_record_get (proposals, field), ==,
                         field == DANBI_FIELD_EXAM_TIME       ? cases[i].exam
                         : field == DANBI_FIELD_SERVICE_MONTH ? cases[i].month
                                                              : "");
    }
}

int
main (int   argc,
      char *argv[])
{
  const DanbiRocDate now = { 2026, 11, 22, 15, 20, 41 };

  g_test_init (&argc, &argv, NULL);
  now_s = danbi_roc_date_to_unix (&now);
#define ADD(name) g_test_add_func ("/danbi/domain/typed/" #name, test_##name)
  ADD (days_are_understood);
  ADD (other_texts_are_no_days);
  ADD (times_are_understood_to_the_minute);
  ADD (other_texts_are_no_times);
  ADD (card_times_need_a_time);
  ADD (months_are_understood);
  ADD (yesterday_crosses_the_year);
  ADD (spelling_of_nhi_is_understood_for_every_day);
  ADD (every_way_to_write_a_day_means_the_same);
  ADD (any_text_is_survived);
  ADD (typed_text_becomes_the_value);
  ADD (every_full_width_character_becomes_ascii);
  ADD (what_was_understood_is_said);
  ADD (card_time_gives_examination_and_month);
#undef ADD
  return g_test_run ();
}
