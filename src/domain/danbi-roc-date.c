/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A date in Taiwan, written in NHI's calendar and counted without a time-zone data base. */
#include "config.h"

#include <string.h>

#include "danbi-clock.h"
#include "danbi-roc-date.h"

#define SECONDS_PER_DAY 86400
#define EPOCH_DAY 719468 /* 1970-01-01, in days after 0000-03-01 */
#define MIN_YEAR 1813    /* ROC −99 */
#define MAX_YEAR 2910    /* ROC 999 */
#define LAST_YEAR_BEFORE_ROC 1911

static gboolean
is_leap_year (int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
get_days_in_month (int year,
                   int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return days[month - 1] + (month == 2 && is_leap_year (year) ? 1 : 0);
}

/* Days since 1970-01-01. The year is counted from March, so that the leap day is its last. The year
 * is that of a valid date, long after year 0. */
static gint64
to_day_number (const DanbiRocDate *date)
{
  gint64 year = date->year - (date->month <= 2 ? 1 : 0);
  gint64 era = year / 400;
  gint64 year_of_era = year - era * 400;
  gint64 month_from_march = (date->month + 9) % 12;
  gint64 day_of_year = (153 * month_from_march + 2) / 5 + date->day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
         - EPOCH_DAY;
}

static void
from_day_number (gint64        day_number,
                 DanbiRocDate *date)
{
  gint64 day = day_number + EPOCH_DAY;
  gint64 era = day / 146097;
  gint64 day_of_era = day - era * 146097;
  gint64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096)
                       / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 month_from_march = (5 * day_of_year + 2) / 153;

  date->day = (int) (day_of_year - (153 * month_from_march + 2) / 5 + 1);
  date->month = (int) (month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  date->year = (int) (era * 400 + year_of_era + (date->month <= 2 ? 1 : 0));
}

/* Reads exactly @n digits. @text may end earlier: its NUL is no digit. */
static gboolean
read_digits (const char *text,
             int         n,
             int        *number)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      value = value * 10 + (text[i] - '0');
    }
  *number = value;
  return TRUE;
}

/* The year as NHI writes it: `111`, or `-05` for 1907. 0 where there is no such year. */
static gboolean
read_roc_year (const char *text,
               int        *year)
{
  gboolean before = *text == '-';
  int number;

  if (!read_digits (before ? text + 1 : text, before ? 2 : 3, &number))
    return FALSE;

  if (number == 0)
    *year = 0;
  else
    *year = before ? LAST_YEAR_BEFORE_ROC + 1 - number : LAST_YEAR_BEFORE_ROC + number;
  return TRUE;
}

/**
 * danbi_roc_date_parse:
 * @text: (nullable): a date as it stands in the CSV
 * @precision: how much of it there must be
 * @date: (out): the date, unchanged where @text is none
 *
 * Reads a date in NHI's own spelling and nothing else (RULEBOOK section 2): digits only, zero
 * padded, the year three characters. A year before the Republic is a minus sign and two digits:
 * `-05` is 1907, `-01` is 1911. There is no year 0, so `000` and `-00` are impossible. What is
 * not written (a month's day, the time) is the first day and zero. For what a person may type see
 * danbi_typed_parse_date().
 *
 * Returns: %DANBI_ROC_OK, or the first thing that is wrong in the order of #DanbiRocStatus
 */
DanbiRocStatus
danbi_roc_date_parse (const char       *text,
                      DanbiRocPrecision precision,
                      DanbiRocDate     *date)
{
  DanbiRocDate found = { .day = 1 };
  int *const parts[] = { &found.month, &found.day, &found.hour, &found.minute, &found.second };

  if (!text || *text == '\0')
    return DANBI_ROC_EMPTY;
  if (strlen (text) != (gsize) precision)
    return DANBI_ROC_BAD_LENGTH;
  if (!read_roc_year (text, &found.year))
    return DANBI_ROC_BAD_CHARACTER;
  for (guint i = 0; i < ((guint) precision - 3) / 2; i++)
    if (!read_digits (text + 3 + 2 * i, 2, parts[i]))
      return DANBI_ROC_BAD_CHARACTER;
  if (!danbi_roc_date_is_valid (&found))
    return DANBI_ROC_IMPOSSIBLE;

  *date = found;
  return DANBI_ROC_OK;
}

/**
 * danbi_roc_date_format:
 * @date: a valid date
 * @precision: how much of it to write
 *
 * Returns: (transfer full): @date in NHI's spelling, as danbi_roc_date_parse() reads it
 */
char *
danbi_roc_date_format (const DanbiRocDate *date,
                       DanbiRocPrecision   precision)
{
  gboolean before = date->year <= LAST_YEAR_BEFORE_ROC;
  int year = before ? LAST_YEAR_BEFORE_ROC + 1 - date->year : date->year - LAST_YEAR_BEFORE_ROC;
  const int parts[] = { date->month, date->day, date->hour, date->minute, date->second };
  GString *text;

  g_return_val_if_fail (danbi_roc_date_is_valid (date), NULL);

  text = g_string_sized_new (DANBI_ROC_SECOND + 1);
  g_string_printf (text, before ? "-%02d" : "%03d", year);
  for (guint i = 0; i < ((guint) precision - 3) / 2; i++)
    g_string_append_printf (text, "%02d", parts[i]);
  return g_string_free (text, FALSE);
}

/**
 * danbi_roc_date_to_unix:
 * @date: a valid date
 *
 * Returns: the instant, in seconds since the epoch. Taiwan is UTC+8 all year (RULEBOOK, head);
 *   the calendar is Gregorian throughout.
 */
gint64
danbi_roc_date_to_unix (const DanbiRocDate *date)
{
  return to_day_number (date) * SECONDS_PER_DAY + date->hour * 3600 + date->minute * 60
         + date->second - DANBI_TAIWAN_OFFSET_S;
}

/**
 * danbi_roc_date_from_unix:
 * @unix_s: an instant, in seconds since the epoch
 * @date: (out): the date and time in Taiwan at that instant
 *
 * An instant outside the years that NHI can write (ROC −99 to 999) gives the nearest one inside,
 * so that @date is always valid.
 */
void
danbi_roc_date_from_unix (gint64        unix_s,
                          DanbiRocDate *date)
{
  const DanbiRocDate first = { MIN_YEAR, 1, 1, 0, 0, 0 };
  const DanbiRocDate last = { MAX_YEAR, 12, 31, 23, 59, 59 };
  gint64 inside_s = CLAMP (unix_s, danbi_roc_date_to_unix (&first), danbi_roc_date_to_unix (&last));
  gint64 local_s = inside_s + DANBI_TAIWAN_OFFSET_S;
  gint64 second_of_day = (local_s % SECONDS_PER_DAY + SECONDS_PER_DAY) % SECONDS_PER_DAY;

  from_day_number ((local_s - second_of_day) / SECONDS_PER_DAY, date);
  date->hour = (int) (second_of_day / 3600);
  date->minute = (int) (second_of_day / 60 % 60);
  date->second = (int) (second_of_day % 60);
}

/* DICOM TM: HH, HHMM, HHMMSS, HHMMSS.F…, and the ACR-NEMA spelling with colons. */
static void
read_dicom_time (const char   *tm,
                 DanbiRocDate *date)
{
  DanbiRocDate found = *date;
  int *const parts[] = { &found.hour, &found.minute, &found.second };

  for (guint i = 0; i < G_N_ELEMENTS (parts) && *tm != '\0' && *tm != ' '; i++)
    {
      if (i > 0 && *tm == ':')
        tm++;
      if (!read_digits (tm, 2, parts[i]))
        return;
      tm += 2;
    }
  /* DICOM writes a leap second as 60; Taiwan's clocks on a form do not. */
  found.second = MIN (found.second, 59);
  if (danbi_roc_date_is_valid (&found))
    *date = found;
}

/**
 * danbi_roc_date_from_dicom:
 * @da: (nullable): a DICOM date, `20220812`, or `2022.08.12` as old devices write it
 * @tm: (nullable): a DICOM time, `152003.123` or shorter, or `15:20:03` as old devices write it
 * @date: (out): the date, unchanged on failure
 *
 * A time that is absent or cannot be read is 00:00:00, the time about which a rule asks
 * (F12.zero-time).
 *
 * Returns: whether @da is a real date
 */
gboolean
danbi_roc_date_from_dicom (const char   *da,
                           const char   *tm,
                           DanbiRocDate *date)
{
  DanbiRocDate found = { 0 };
  const char *end;
  gboolean dotted;

  if (!da || !read_digits (da, 4, &found.year))
    return FALSE;
  dotted = da[4] == '.';
  if (!read_digits (da + (dotted ? 5 : 4), 2, &found.month))
    return FALSE;
  if (dotted && da[7] != '.')
    return FALSE;
  if (!read_digits (da + (dotted ? 8 : 6), 2, &found.day))
    return FALSE;
  /* Values of odd length are padded with a blank. */
  end = da + (dotted ? 10 : 8);
  if (end[strspn (end, " ")] != '\0' || !danbi_roc_date_is_valid (&found))
    return FALSE;

  if (tm)
    read_dicom_time (tm, &found);
  *date = found;
  return TRUE;
}

/**
 * danbi_roc_date_days_between:
 * @from: a valid date
 * @to: a valid date
 *
 * Returns: how many midnights lie between them; negative where @to is the earlier day
 */
int
danbi_roc_date_days_between (const DanbiRocDate *from,
                             const DanbiRocDate *to)
{
  return (int) (to_day_number (to) - to_day_number (from));
}

/**
 * danbi_roc_date_compare_days:
 * @a: a valid date
 * @b: a valid date
 *
 * Returns: −1, 0 or 1: whether the day of @a is before, on or after that of @b
 */
int
danbi_roc_date_compare_days (const DanbiRocDate *a,
                             const DanbiRocDate *b)
{
  int days = danbi_roc_date_days_between (b, a);

  return (days > 0) - (days < 0);
}

/**
 * danbi_roc_date_age:
 * @birth: a valid date
 * @on: a valid date
 *
 * Someone born on 29 February is a year older on 1 March of the years that have no such day.
 *
 * Returns: the age in full years; negative where @on is before @birth
 */
int
danbi_roc_date_age (const DanbiRocDate *birth,
                    const DanbiRocDate *on)
{
  gboolean before_birthday = on->month < birth->month
                             || (on->month == birth->month && on->day < birth->day);

  return on->year - birth->year - (before_birthday ? 1 : 0);
}

/**
 * danbi_roc_date_get_weekday:
 * @date: a valid date
 *
 * Returns: 1 for Monday to 7 for Sunday, as GLib counts them
 */
int
danbi_roc_date_get_weekday (const DanbiRocDate *date)
{
  /* 1970-01-01 was a Thursday. */
  return (int) (((to_day_number (date) + 3) % 7 + 7) % 7) + 1;
}

/**
 * danbi_roc_date_is_valid:
 * @date: six numbers
 *
 * Returns: whether there is such a day and time, and NHI can write its year
 */
gboolean
danbi_roc_date_is_valid (const DanbiRocDate *date)
{
  return date->year >= MIN_YEAR && date->year <= MAX_YEAR
         && date->month >= 1 && date->month <= 12
         && date->day >= 1 && date->day <= get_days_in_month (date->year, date->month)
         && date->hour >= 0 && date->hour <= 23
         && date->minute >= 0 && date->minute <= 59
         && date->second >= 0 && date->second <= 59;
}
