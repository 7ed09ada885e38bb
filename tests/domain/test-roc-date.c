/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-roc-date.h"

static const DanbiRocPrecision precisions[] = { DANBI_ROC_MONTH, DANBI_ROC_DAY, DANBI_ROC_MINUTE,
                                                DANBI_ROC_SECOND };

/* The next day by the calendar's own rule, independent of the arithmetic under test. */
static void
step (DanbiRocDate *date)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = date->year % 4 == 0 && (date->year % 100 != 0 || date->year % 400 == 0);

  if (++date->day <= days[date->month - 1] + (date->month == 2 && leap))
    return;
  date->day = 1;
  if (++date->month <= 12)
    return;
  date->month = 1;
  date->year++;
}

static void
test_published_spellings_are_read (void)
{
  static const struct
  {
    const char *text;
    DanbiRocPrecision precision;
    DanbiRocDate date;
  } cases[] = {
    { "11108", DANBI_ROC_MONTH, { 2022, 8, 1 } },
    { "1110812", DANBI_ROC_DAY, { 2022, 8, 12 } },
    { "11108121520", DANBI_ROC_MINUTE, { 2022, 8, 12, 15, 20 } },
    { "1110812152003", DANBI_ROC_SECOND, { 2022, 8, 12, 15, 20, 3 } },
    { "0010101", DANBI_ROC_DAY, { 1912, 1, 1 } },
    { "-011231", DANBI_ROC_DAY, { 1911, 12, 31 } },
    { "-050812", DANBI_ROC_DAY, { 1907, 8, 12 } },
    { "-990101", DANBI_ROC_DAY, { 1813, 1, 1 } },
    { "-0508", DANBI_ROC_MONTH, { 1907, 8, 1 } },
    { "9991231235959", DANBI_ROC_SECOND, { 2910, 12, 31, 23, 59, 59 } },
    { "1130229", DANBI_ROC_DAY, { 2024, 2, 29 } },
    { "0890229", DANBI_ROC_DAY, { 2000, 2, 29 } },
    { "1110812000000", DANBI_ROC_SECOND, { 2022, 8, 12 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiRocDate date;

      g_assert_cmpint (danbi_roc_date_parse (cases[i].text, cases[i].precision, &date), ==,
                       DANBI_ROC_OK);
      g_assert_cmpmem (&date, sizeof date, &cases[i].date, sizeof date);
    }
}

static void
test_what_is_wrong_is_told_and_changes_nothing (void)
{
  static const struct
  {
    const char *text;
    DanbiRocPrecision precision;
    DanbiRocStatus status;
  } cases[] = {
    { NULL, DANBI_ROC_DAY, DANBI_ROC_EMPTY },
    { "", DANBI_ROC_DAY, DANBI_ROC_EMPTY },
    { "111081", DANBI_ROC_DAY, DANBI_ROC_BAD_LENGTH },
    { "11108121", DANBI_ROC_DAY, DANBI_ROC_BAD_LENGTH },
    { "1110812152003", DANBI_ROC_MINUTE, DANBI_ROC_BAD_LENGTH },
    { "11108121520", DANBI_ROC_SECOND, DANBI_ROC_BAD_LENGTH },
    { "11O0812", DANBI_ROC_DAY, DANBI_ROC_BAD_CHARACTER },
    { "111/812", DANBI_ROC_DAY, DANBI_ROC_BAD_CHARACTER },
    { "1-10812", DANBI_ROC_DAY, DANBI_ROC_BAD_CHARACTER },
    { "--10812", DANBI_ROC_DAY, DANBI_ROC_BAD_CHARACTER },
    { "+050812", DANBI_ROC_DAY, DANBI_ROC_BAD_CHARACTER },
    { " 110812", DANBI_ROC_DAY, DANBI_ROC_BAD_CHARACTER },
    { "-5 0812", DANBI_ROC_DAY, DANBI_ROC_BAD_CHARACTER },
    { "111081-", DANBI_ROC_DAY, DANBI_ROC_BAD_CHARACTER },
    { "0000812", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE },
    { "-000812", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE },
    { "1110012", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE },
    { "1111312", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE },
    { "1110800", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE },
    { "1110832", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE },
    { "1110431", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE },
    { "1110229", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE },
    { "-110229", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE }, /* 1901 */
    { "-120229", DANBI_ROC_DAY, DANBI_ROC_IMPOSSIBLE }, /* 1900 was no leap year */
    { "11108122400", DANBI_ROC_MINUTE, DANBI_ROC_IMPOSSIBLE },
    { "11108121560", DANBI_ROC_MINUTE, DANBI_ROC_IMPOSSIBLE },
    { "1110812152060", DANBI_ROC_SECOND, DANBI_ROC_IMPOSSIBLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiRocDate date = { .year = 77 };

      g_assert_cmpint (danbi_roc_date_parse (cases[i].text, cases[i].precision, &date), ==,
                       cases[i].status);
      g_assert_cmpint (date.year, ==, 77);
    }
}

static void
test_every_day_round_trips (void)
{
  DanbiRocDate date = { 1813, 1, 1, 23, 59, 58 };
  gint64 expected_s = danbi_roc_date_to_unix (&date);
  int weekday = danbi_roc_date_get_weekday (&date);

  for (; date.year <= 2211; step (&date), expected_s += 86400, weekday = weekday % 7 + 1)
    {
      g_autofree char *text = danbi_roc_date_format (&date, DANBI_ROC_SECOND);
      DanbiRocDate read;
      DanbiRocDate counted;

      g_assert_true (danbi_roc_date_is_valid (&date));
      g_assert_cmpint (danbi_roc_date_parse (text, DANBI_ROC_SECOND, &read), ==, DANBI_ROC_OK);
      g_assert_cmpmem (&read, sizeof read, &date, sizeof date);
      g_assert_cmpint (danbi_roc_date_to_unix (&date), ==, expected_s);
      danbi_roc_date_from_unix (expected_s, &counted);
      g_assert_cmpmem (&counted, sizeof counted, &date, sizeof date);
      g_assert_cmpint (danbi_roc_date_get_weekday (&date), ==, weekday);
    }
}

static void
test_every_year_round_trips_in_every_precision (void)
{
  for (int year = 1813; year <= 2910; year++)
    for (guint i = 0; i < G_N_ELEMENTS (precisions); i++)
      {
        DanbiRocDate date = { year, 12, 31, 23, 59, 59 };
        g_autofree char *text = danbi_roc_date_format (&date, precisions[i]);
        g_autofree char *again = NULL;
        DanbiRocDate read;

        g_assert_cmpuint (strlen (text), ==, precisions[i]);
        g_assert_cmpint (danbi_roc_date_parse (text, precisions[i], &read), ==, DANBI_ROC_OK);
        g_assert_cmpint (read.year, ==, year);
        again = danbi_roc_date_format (&read, precisions[i]);
        g_assert_cmpstr (again, ==, text);
      }
}

static void
test_seconds_agree_with_glib (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (8 * 3600);

  for (guint i = 0; i < 20000; i++)
    {
      /* 1813 to 2910 */
      gint64 unix_s = (gint64) g_test_rand_double_range (-4900000000.0, 29600000000.0);
      g_autoptr (GDateTime) utc = NULL;
      g_autoptr (GDateTime) local = NULL;
      DanbiRocDate date;

      utc = g_date_time_new_from_unix_utc (unix_s);
      local = g_date_time_to_timezone (utc, zone);
      danbi_roc_date_from_unix (unix_s, &date);
      g_assert_cmpint (date.year, ==, g_date_time_get_year (local));
      g_assert_cmpint (date.month, ==, g_date_time_get_month (local));
      g_assert_cmpint (date.day, ==, g_date_time_get_day_of_month (local));
      g_assert_cmpint (date.hour, ==, g_date_time_get_hour (local));
      g_assert_cmpint (date.minute, ==, g_date_time_get_minute (local));
      g_assert_cmpint (date.second, ==, g_date_time_get_second (local));
      g_assert_cmpint (danbi_roc_date_get_weekday (&date), ==, g_date_time_get_day_of_week (local));
      g_assert_cmpint (danbi_roc_date_to_unix (&date), ==, unix_s);
    }
}

static void
test_epoch_is_eight_in_the_morning (void)
{
  DanbiRocDate date;

  danbi_roc_date_from_unix (0, &date);
  g_assert_cmpint (date.year, ==, 1970);
  g_assert_cmpint (date.hour, ==, 8);
  danbi_roc_date_from_unix (-28801, &date);
  g_assert_cmpint (date.year, ==, 1969);
  g_assert_cmpint (date.second, ==, 59);
}

static void
test_instants_out_of_range_give_the_nearest_date (void)
{
  static const gint64 instants[] = { G_MININT64, -1 - G_MAXINT32 * G_GINT64_CONSTANT (1000),
                                     G_MAXINT32 * G_GINT64_CONSTANT (1000), G_MAXINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (instants); i++)
    {
      DanbiRocDate date;

      danbi_roc_date_from_unix (instants[i], &date);
      g_assert_true (danbi_roc_date_is_valid (&date));
      g_assert_cmpint (date.year, ==, instants[i] < 0 ? 1813 : 2910);
    }
}

static void
test_dicom_dates_are_read (void)
{
  static const struct
  {
    const char *da;
    const char *tm;
    const char *expected; /* %NULL: no date */
  } cases[] = {
    { "20220812", "152003.123456", "1110812152003" },
    { "20220812", "152003", "1110812152003" },
    { "20220812", "1520", "1110812152000" },
    { "20220812", "15", "1110812150000" },
    { "20220812", "15:20:03", "1110812152003" },
    { "20220812", "15:20", "1110812152000" },
    { "20220812", "1520 ", "1110812152000" },
    { "20220812", "152060", "1110812152059" },
    { "20220812", "", "1110812000000" },
    { "20220812", NULL, "1110812000000" },
    { "20220812", "2460", "1110812000000" },
    { "20220812", "9", "1110812000000" },
    { "20220812", "afternoon", "1110812000000" },
    { "2022.08.12", "15:20:03.5", "1110812152003" },
    { "20220812 ", NULL, "1110812000000" },
    { "19070812", NULL, "-050812000000" },
    { NULL, "1520", NULL },
    { "", "1520", NULL },
    { "2022", NULL, NULL },
    { "202208", NULL, NULL },
    { "20220832", NULL, NULL },
    { "20210229", NULL, NULL },
    { "00000000", NULL, NULL },
    { "18121231", NULL, NULL },
    { "2022-08-12", NULL, NULL },
    { "2022.0812", NULL, NULL },
    { "2022.08-12", NULL, NULL },
    { "202208121", NULL, NULL },
    { "2022081x", NULL, NULL },
    { "2022.08.1", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiRocDate date = { .year = 77 };
      g_autofree char *text = NULL;

      if (danbi_roc_date_from_dicom (cases[i].da, cases[i].tm, &date))
        text = danbi_roc_date_format (&date, DANBI_ROC_SECOND);
      else
        g_assert_cmpint (date.year, ==, 77);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_days_are_compared_without_their_times (void)
{
  const DanbiRocDate evening = { 2022, 8, 12, 23, 59, 59 };
  const DanbiRocDate morning = { 2022, 8, 12, 0, 0, 0 };
  const DanbiRocDate next = { 2022, 8, 13, 0, 0, 0 };
  const DanbiRocDate week_later = { 2022, 8, 19, 0, 0, 0 };
  const DanbiRocDate before = { 1911, 12, 31, 0, 0, 0 };
  const DanbiRocDate after = { 1912, 1, 1, 0, 0, 0 };

  g_assert_cmpint (danbi_roc_date_compare_days (&evening, &morning), ==, 0);
  g_assert_cmpint (danbi_roc_date_compare_days (&evening, &next), ==, -1);
  g_assert_cmpint (danbi_roc_date_compare_days (&next, &evening), ==, 1);
  g_assert_cmpint (danbi_roc_date_compare_days (&morning, &week_later), ==, -1);
  g_assert_cmpint (danbi_roc_date_compare_days (&week_later, &morning), ==, 1);
  g_assert_cmpint (danbi_roc_date_days_between (&evening, &next), ==, 1);
  g_assert_cmpint (danbi_roc_date_days_between (&next, &evening), ==, -1);
  g_assert_cmpint (danbi_roc_date_days_between (&before, &after), ==, 1);
}

static void
test_age_changes_on_the_birthday (void)
{
  static const struct
  {
    DanbiRocDate birth;
    DanbiRocDate on;
    int age;
  } cases[] = {
    { { 1986, 1, 15 }, { 2026, 1, 14 }, 39 },
    { { 1986, 1, 15 }, { 2026, 1, 15 }, 40 },
    { { 1986, 1, 15 }, { 2025, 12, 31 }, 39 },
    { { 2024, 2, 29 }, { 2025, 2, 28 }, 0 },
    { { 2024, 2, 29 }, { 2025, 3, 1 }, 1 },
    { { 1907, 8, 12 }, { 2022, 8, 12 }, 115 },
    { { 2022, 8, 12 }, { 2022, 8, 12 }, 0 },
    { { 2022, 8, 13 }, { 2022, 8, 12 }, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (danbi_roc_date_age (&cases[i].birth, &cases[i].on), ==, cases[i].age);
}

static void
test_validity_ends_at_its_bounds (void)
{
  static const struct
  {
    DanbiRocDate date;
    gboolean valid;
  } cases[] = {
    { { 1812, 12, 31 }, FALSE },         { { 1813, 1, 1 }, TRUE },
    { { 2910, 12, 31 }, TRUE },          { { 2911, 1, 1 }, FALSE },
    { { 2022, 0, 1 }, FALSE },           { { 2022, 13, 1 }, FALSE },
    { { 2022, 1, 0 }, FALSE },           { { 2022, 1, 32 }, FALSE },
    { { 2022, 1, 1, -1 }, FALSE },       { { 2022, 1, 1, 24 }, FALSE },
    { { 2022, 1, 1, 0, -1 }, FALSE },    { { 2022, 1, 1, 0, 60 }, FALSE },
    { { 2022, 1, 1, 0, 0, -1 }, FALSE }, { { 2022, 1, 1, 0, 0, 60 }, FALSE },
    { { 2022, 1, 1, 23, 59, 59 }, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (danbi_roc_date_is_valid (&cases[i].date), ==, cases[i].valid);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/roc-date/" #name, test_##name)
  ADD (published_spellings_are_read);
  ADD (what_is_wrong_is_told_and_changes_nothing);
  ADD (every_day_round_trips);
  ADD (every_year_round_trips_in_every_precision);
  ADD (seconds_agree_with_glib);
  ADD (epoch_is_eight_in_the_morning);
  ADD (instants_out_of_range_give_the_nearest_date);
  ADD (dicom_dates_are_read);
  ADD (days_are_compared_without_their_times);
  ADD (age_changes_on_the_birthday);
  ADD (validity_ends_at_its_bounds);
#undef ADD
  return g_test_run ();
}
