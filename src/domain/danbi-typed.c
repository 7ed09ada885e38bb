/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person types in a field: how it is understood, described, and what follows from it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "danbi-identity.h"
#include "danbi-typed.h"

/*
 * The spellings of a date (RULEBOOK section 8). Full-width signs and digits count as ASCII ones,
 * letters in either case.
 *
 *   day     1110812  20220812  990812           ROC, Gregorian, ROC below 100
 *           111/8/12  111-08-12  111.8.12       ROC; one sign throughout
 *           2022/8/12  2022-08-12  2022.8.12    Gregorian: four digits
 *           -050812  -05/08/12                  before the Republic: 1907
 *           8/12  8-12  8.12                    this year
 *           今天  t   昨天  y
 *   time    1520  15:20  152003  15:20:03  現在  n
 *   both    day, then blank, T, '-', ',' or nothing, then time; nothing only after a word and
 *           after seven or eight digits: 11108121520, 202208121520, t1520
 *           a time alone is today's
 *   month   11108  202208  111/8  2022-08  -05/08  今天  t  昨天  y  現在  n
 *
 * A text that could be read in two ways, such as 110812 where a time may stand, is not understood.
 */
#define MAX_BYTES 64
#define SECONDS_PER_DAY 86400

/* What was made of a text: one date, or too many. */
typedef struct
{
  DanbiRocDate date;
  guint n_readings;
} Readings;

/* Each reads one spelling from the front of a text, for which it may ask what the time is. It moves
 * *at behind what it read on success only; whether there is such a day is asked later. */
typedef gboolean (*Reader) (const char **at, gint64 now_s, DanbiRocDate *date);

static gboolean
skip_word (const char **at,
           const char  *word,
           char         letter)
{
  gsize length = g_str_has_prefix (*at, word) ? strlen (word)
                                              : (g_ascii_tolower (**at) == letter ? 1 : 0);

  *at += length;
  return length > 0;
}

/* What may part year, month and day. */
static gboolean
is_sign (char c)
{
  return c == '/' || c == '-' || c == '.';
}

/* Reads from @min to @max digits and no further ones. */
static gboolean
read_number (const char **at,
             guint        min,
             guint        max,
             int         *number)
{
  gsize length = strspn (*at, "0123456789");
  int value = 0;

  if (length < min || length > max)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    value = value * 10 + ((*at)[i] - '0');
  *at += length;
  *number = value;
  return TRUE;
}

/* Reads exactly @n digits; more may follow. */
static gboolean
read_digits (const char **at,
             guint        n,
             int         *number)
{
  int value = 0;

  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*at)[i]))
        return FALSE;
      value = value * 10 + ((*at)[i] - '0');
    }
  *at += n;
  *number = value;
  return TRUE;
}

/* A year that stands before a sign: -05, 99, 111 or 2022. There is no year 0. */
static gboolean
read_parted_year (const char **at,
                  guint        min_digits,
                  int         *year)
{
  const char *front = *at;
  gboolean before = *front == '-';
  const char *end = before ? front + 1 : front;
  int number;

  if (!read_number (&end, before ? 1 : min_digits, before ? 2 : 4, &number) || number == 0)
    return FALSE;

  if (before)
    *year = 1912 - number;
  else
    *year = end - front == 4 ? number : number + 1911;
  *at = end;
  return TRUE;
}

static gboolean
read_word_day (const char  **at,
               gint64        now_s,
               DanbiRocDate *date)
{
  gint64 day_s = now_s;

  if (!skip_word (at, "今天", 't'))
    {
      if (!skip_word (at, "昨天", 'y'))
        return FALSE;
      day_s -= SECONDS_PER_DAY;
    }
  danbi_roc_date_from_unix (day_s, date);
  date->hour = date->minute = date->second = 0;
  return TRUE;
}

/* 1110812, and -050812. A time may follow at once. */
static gboolean
read_roc_day (const char  **at,
              gint64        now_s,
              DanbiRocDate *date)
{
  g_autofree char *front = g_strndup (*at, DANBI_ROC_DAY);

  if (danbi_roc_date_parse (front, DANBI_ROC_DAY, date) != DANBI_ROC_OK)
    return FALSE;
  *at += DANBI_ROC_DAY;
  return TRUE;
}

/* 20220812. A time may follow at once. */
static gboolean
read_gregorian_day (const char  **at,
                    gint64        now_s,
                    DanbiRocDate *date)
{
  const char *end = *at;

  if (!read_digits (&end, 4, &date->year) || !read_digits (&end, 2, &date->month)
      || !read_digits (&end, 2, &date->day))
    return FALSE;
  *at = end;
  return TRUE;
}

/* 990812. A time may not follow at once: 201208121520 is a day of 2012. */
static gboolean
read_short_roc_day (const char  **at,
                    gint64        now_s,
                    DanbiRocDate *date)
{
  const char *end = *at;
  int number;

  if (!read_number (&end, 6, 6, &number) || number < 10000)
    return FALSE;
  date->year = 1911 + number / 10000;
  date->month = number / 100 % 100;
  date->day = number % 100;
  *at = end;
  return TRUE;
}

/* 111/8/12 and its like. */
static gboolean
read_parted_day (const char  **at,
                 gint64        now_s,
                 DanbiRocDate *date)
{
  const char *end = *at;
  char sign;

  if (!read_parted_year (&end, 1, &date->year))
    return FALSE;
  sign = *end;
  if (!is_sign (sign))
    return FALSE;
  end++;
  if (!read_number (&end, 1, 2, &date->month) || *end != sign)
    return FALSE;
  end++;
  if (!read_number (&end, 1, 2, &date->day))
    return FALSE;
  *at = end;
  return TRUE;
}

/* 8/12: of this year. */
static gboolean
read_day_of_year (const char  **at,
                  gint64        now_s,
                  DanbiRocDate *date)
{
  const char *end = *at;
  DanbiRocDate now;

  if (!read_number (&end, 1, 2, &date->month) || !is_sign (*end))
    return FALSE;
  end++;
  if (!read_number (&end, 1, 2, &date->day))
    return FALSE;
  danbi_roc_date_from_unix (now_s, &now);
  date->year = now.year;
  *at = end;
  return TRUE;
}

/* 11108, and -0508. */
static gboolean
read_roc_month (const char  **at,
                gint64        now_s,
                DanbiRocDate *date)
{
  g_autofree char *front = g_strndup (*at, DANBI_ROC_MONTH);

  if (danbi_roc_date_parse (front, DANBI_ROC_MONTH, date) != DANBI_ROC_OK)
    return FALSE;
  *at += DANBI_ROC_MONTH;
  return TRUE;
}

/* 202208. */
static gboolean
read_gregorian_month (const char  **at,
                      gint64        now_s,
                      DanbiRocDate *date)
{
  const char *end = *at;

  if (!read_digits (&end, 4, &date->year) || !read_digits (&end, 2, &date->month))
    return FALSE;
  *at = end;
  return TRUE;
}

/* 111/8 and its like. A year of two digits could be a month: 12/8 is no month. */
static gboolean
read_parted_month (const char  **at,
                   gint64        now_s,
                   DanbiRocDate *date)
{
  const char *end = *at;

  if (!read_parted_year (&end, 3, &date->year) || !is_sign (*end))
    return FALSE;
  end++;
  if (!read_number (&end, 1, 2, &date->month))
    return FALSE;
  *at = end;
  return TRUE;
}

static gboolean
read_now (const char  **at,
          gint64        now_s,
          DanbiRocDate *date)
{
  if (!skip_word (at, "現在", 'n'))
    return FALSE;
  danbi_roc_date_from_unix (now_s, date);
  return TRUE;
}

static const Reader day_readers[] = {
  read_word_day,      read_roc_day,    read_gregorian_day,
  read_short_roc_day, read_parted_day, read_day_of_year,
};

static const Reader month_readers[] = {
  read_word_day, read_now, read_roc_month, read_gregorian_month, read_parted_month,
};

/* 15:20 or 15:20:03. */
static gboolean
read_parted_time (const char   *text,
                  DanbiRocDate *date)
{
  if (!read_number (&text, 1, 2, &date->hour) || *text++ != ':'
      || !read_number (&text, 2, 2, &date->minute))
    return FALSE;
  if (*text == '\0')
    return TRUE;
  return *text++ == ':' && read_number (&text, 2, 2, &date->second) && *text == '\0';
}

/* 1520 or 152003. */
static gboolean
read_plain_time (const char   *text,
                 DanbiRocDate *date)
{
  return read_digits (&text, 2, &date->hour) && read_digits (&text, 2, &date->minute)
         && (*text == '\0' || (read_digits (&text, 2, &date->second) && *text == '\0'));
}

static gboolean
read_word_time (const char   *text,
                gint64        now_s,
                DanbiRocDate *date)
{
  DanbiRocDate now;

  if (!read_now (&text, now_s, &now) || *text != '\0')
    return FALSE;
  date->hour = now.hour;
  date->minute = now.minute;
  date->second = now.second;
  return TRUE;
}

/* The time is the rest of the text. On failure @date has changed. */
static gboolean
read_time (const char   *text,
           gint64        now_s,
           DanbiRocDate *date)
{
  return read_word_time (text, now_s, date)
         || (strchr (text, ':') ? read_parted_time (text, date) : read_plain_time (text, date));
}

static const char *
skip_separator (const char *at)
{
  at += strspn (at, " \t");
  if (*at != '\0' && strchr ("Tt-,", *at))
    at++;
  return at + strspn (at, " \t");
}

/* Counts a reading if there is such a date and it is not the one already known. */
static void
add_reading (Readings          *readings,
             DanbiRocDate       date,
             DanbiRocPrecision  precision)
{
  if (!danbi_roc_date_is_valid (&date))
    return;
  if (precision < DANBI_ROC_SECOND)
    date.second = 0;
  if (readings->n_readings == 0
      || danbi_roc_date_to_unix (&readings->date) != danbi_roc_date_to_unix (&date))
    readings->n_readings++;
  readings->date = date;
}

static void
read_months (const char *text,
             gint64      now_s,
             Readings   *readings)
{
  for (guint i = 0; i < G_N_ELEMENTS (month_readers); i++)
    {
      DanbiRocDate date = { 0 };
      const char *at = text;

      if (!month_readers[i] (&at, now_s, &date) || *at != '\0')
        continue;
      date.day = 1;
      date.hour = date.minute = date.second = 0;
      add_reading (readings, date, DANBI_ROC_MONTH);
    }
}

static void
read_days (const char        *text,
           DanbiRocPrecision  precision,
           gint64             now_s,
           Readings          *readings)
{
  for (guint i = 0; i < G_N_ELEMENTS (day_readers); i++)
    {
      DanbiRocDate date = { 0 };
      const char *at = text;

      if (!day_readers[i] (&at, now_s, &date))
        continue;
      /* A card reader writes its seconds: a day alone is no card time. */
      if (*at == '\0' && precision != DANBI_ROC_SECOND)
        add_reading (readings, date, precision);
      else if (precision != DANBI_ROC_DAY && read_time (skip_separator (at), now_s, &date))
        add_reading (readings, date, precision);
    }
}

static void
read_times_of_today (const char        *text,
                     DanbiRocPrecision  precision,
                     gint64             now_s,
                     Readings          *readings)
{
  DanbiRocDate date;

  danbi_roc_date_from_unix (now_s, &date);
  date.second = 0;
  if (read_time (text, now_s, &date))
    add_reading (readings, date, precision);
}

/* Full-width signs and the ideographic blank as their ASCII kin, no blanks around, and valid UTF-8
 * whatever came in. */
static char *
normalize (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *normal = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c >= 0xFF01 && c <= 0xFF5E)
        c = c - 0xFF01 + '!';
      else if (c != '\t' && g_unichar_isspace (c))
        c = ' ';
      g_string_append_unichar (normal, c);
    }
  return g_strstrip (g_string_free (normal, FALSE));
}

/**
 * danbi_typed_get_precision:
 * @field: a field
 *
 * Returns: how much of a date the field holds; 0 for a field that is no date
 */
DanbiRocPrecision
danbi_typed_get_precision (DanbiField field)
{
  switch (field)
    {
    case DANBI_FIELD_SERVICE_MONTH:
      return DANBI_ROC_MONTH;
    case DANBI_FIELD_BIRTH_DATE:
    case DANBI_FIELD_NEWBORN_BIRTH_DATE:
      return DANBI_ROC_DAY;
    case DANBI_FIELD_EXAM_TIME:
    case DANBI_FIELD_RECEIVED_TIME:
      return DANBI_ROC_MINUTE;
    case DANBI_FIELD_CARD_TIME:
      return DANBI_ROC_SECOND;
    default:
      return 0;
    }
}

/* Whether the letters of a field have no case of their own. */
static gboolean
is_upper_case (DanbiField field)
{
  switch (field)
    {
    case DANBI_FIELD_PROVIDER_ID:
    case DANBI_FIELD_PROVIDER_TYPE:
    case DANBI_FIELD_VISIT_TYPE:
    case DANBI_FIELD_VISIT_SEQ:
    case DANBI_FIELD_PATIENT_ID:
    case DANBI_FIELD_ORDER_CODE:
    case DANBI_FIELD_SITE:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * danbi_typed_parse_date:
 * @text: (nullable): what a person typed, at most 64 bytes of UTF-8
 * @precision: what is asked for
 * @now_s: the time now, seconds since the epoch: what "today" is
 * @date: (out): the date, unchanged where it was not understood
 *
 * Understands a date as people write it (RULEBOOK section 8); the spellings stand at the top of
 * this file. A time is refused where a day is asked for. Where minutes are asked for a day alone
 * means 00:00, the time about which a rule asks (F12.zero-time), and seconds are dropped. Where
 * seconds are asked for there must be a time, and a time without seconds means its first second.
 *
 * Returns: whether @text can be read in exactly one way
 */
gboolean
danbi_typed_parse_date (const char       *text,
                        DanbiRocPrecision precision,
                        gint64            now_s,
                        DanbiRocDate     *date)
{
  g_autofree char *normal = NULL;
  Readings readings = { 0 };

  if (!text || strnlen (text, MAX_BYTES + 1) > MAX_BYTES)
    return FALSE;

  normal = normalize (text);
  if (precision == DANBI_ROC_MONTH)
    read_months (normal, now_s, &readings);
  else
    read_days (normal, precision, now_s, &readings);
  if (precision >= DANBI_ROC_MINUTE)
    read_times_of_today (normal, precision, now_s, &readings);

  if (readings.n_readings != 1)
    return FALSE;
  *date = readings.date;
  return TRUE;
}

/* A day that is spelt as one and does not exist, `75/2/30`: in NHI's digits, so that the rule says
 * that, and not that there are strange characters. */
static char *
spell_out_day (const char *normal)
{
  guint year, month, day;
  char first, second;
  int end = 0;

  if (strspn (normal, "0123456789/.-") != strlen (normal)
      || sscanf (normal, "%3u%c%2u%c%2u%n", &year, &first, &month, &second, &day, &end) != 5
      || normal[end] != '\0' || first != second || month > 99 || day > 99)
    return NULL;
  return g_strdup_printf ("%03u%02u%02u", year, month, day);
}

/**
 * danbi_typed_to_value:
 * @field: the field in which it was typed
 * @text: (nullable): what a person typed
 * @now_s: the time now, seconds since the epoch
 *
 * Turns what was typed into the value as it will stand in the CSV: full-width characters become
 * ASCII, blanks around are dropped, dates take NHI's spelling, `1` becomes `0001` in the visit
 * sequence, and letters become capitals except where their case means something (the newborn mark).
 * A date that is not understood stays as typed, so that the rules can name it.
 *
 * Returns: (transfer full): the value
 */
char *
danbi_typed_to_value (DanbiField  field,
                      const char *text,
                      gint64      now_s)
{
  DanbiRocPrecision precision = danbi_typed_get_precision (field);
  g_autofree char *normal = normalize (text ? text : "");
  g_autofree char *spelt = NULL;
  DanbiRocDate date;

  if (precision != 0 && danbi_typed_parse_date (normal, precision, now_s, &date))
    return danbi_roc_date_format (&date, precision);
  if (precision == DANBI_ROC_DAY && (spelt = spell_out_day (normal)))
    return g_steal_pointer (&spelt);
  if (field == DANBI_FIELD_VISIT_SEQ && *normal != '\0' && strlen (normal) <= 4
      && strspn (normal, "0123456789") == strlen (normal))
    return g_strdup_printf ("%04d", atoi (normal));
  if (is_upper_case (field))
    return g_ascii_strup (normal, -1);
  return g_steal_pointer (&normal);
}

/* The year as NHI writes it, then month and day: 115/11/22. */
static char *
format_day (const char *value)
{
  return g_strdup_printf ("%.3s/%.2s/%.2s", value, value + 3, value + 5);
}

static const char *
get_weekday_name (const DanbiRocDate *date)
{
  static const char *const names[] = {
    N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
  };

  return _(names[danbi_roc_date_get_weekday (date) - 1]);
}

/* Full months of a life. */
static int
count_months (const DanbiRocDate *birth,
              const DanbiRocDate *on)
{
  return (on->year - birth->year) * 12 + on->month - birth->month - (on->day < birth->day ? 1 : 0);
}

/* The age in years, in months below two years, in days below one month; %NULL before birth. */
static char *
describe_age (const DanbiRocDate *birth,
              gint64              now_s)
{
  DanbiRocDate now;
  int days;
  int months;
  int years;

  danbi_roc_date_from_unix (now_s, &now);
  days = danbi_roc_date_days_between (birth, &now);
  months = count_months (birth, &now);
  years = danbi_roc_date_age (birth, &now);

  if (days < 0)
    return NULL;
  if (months < 1)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day old", "%d days old", days),
                            days);
  if (years < 2)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d month old", "%d months old", months),
                            months);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d year old", "%d years old", years),
                            years);
}

static char *
describe_date (DanbiField  field,
               const char *value,
               gint64      now_s)
{
  DanbiRocPrecision precision = danbi_typed_get_precision (field);
  g_autofree char *day = NULL;
  g_autofree char *age = NULL;
  DanbiRocDate date;

  if (danbi_roc_date_parse (value, precision, &date) != DANBI_ROC_OK)
    return NULL;
  if (precision == DANBI_ROC_MONTH)
    return g_strdup_printf ("%.3s/%.2s", value, value + 3);

  day = format_day (value);
  if (precision == DANBI_ROC_MINUTE)
    return g_strdup_printf ("%s %02d:%02d %s", day, date.hour, date.minute,
                            get_weekday_name (&date));
  if (precision == DANBI_ROC_SECOND)
    return g_strdup_printf ("%s %02d:%02d:%02d %s", day, date.hour, date.minute, date.second,
                            get_weekday_name (&date));
  age = describe_age (&date, now_s);
  return g_strjoin (" ", day, get_weekday_name (&date), age, NULL);
}

static char *
describe_sex (const char *id)
{
  if (!danbi_identity_has_valid_checksum (id))
    return NULL;
  return g_strdup (danbi_identity_get_sex (id) == DANBI_SEX_MALE ? _("Male") : _("Female"));
}

static char *
describe_makeup (const char *value)
{
  if (strcmp (value, "1") == 0)
    return g_strdup (_("Normal swipe"));
  return strcmp (value, "2") == 0 ? g_strdup (_("Make-up swipe")) : NULL;
}

/* The letter is the birth order, its case the sex (image-upload format, table 2, field 16). */
static char *
describe_newborn (const char *mark)
{
  if (!g_ascii_isalpha (mark[0]) || mark[1] != '\0')
    return NULL;
  return g_strdup_printf (g_ascii_isupper (mark[0]) ? _("Boy, number %d of this birth")
                                                    : _("Girl, number %d of this birth"),
                          g_ascii_toupper (mark[0]) - 'A' + 1);
}

/**
 * danbi_typed_describe:
 * @field: a field
 * @value: its value, as it will stand in the CSV
 * @now_s: the time now, seconds since the epoch
 *
 * Says how a value was understood, to stand beside its field (RULEBOOK section 8): a date with its
 * weekday, a date of birth with the age, the sex that an identity number tells. What a code means
 * is for the rulebook to say.
 *
 * Returns: (transfer full) (nullable): a few words, %NULL where there is nothing to say
 */
char *
danbi_typed_describe (DanbiField  field,
                      const char *value,
                      gint64      now_s)
{
  switch (field)
    {
    case DANBI_FIELD_PATIENT_ID:
      return describe_sex (value);
    case DANBI_FIELD_CARD_MAKEUP:
      return describe_makeup (value);
    case DANBI_FIELD_NEWBORN_MARK:
      return describe_newborn (value);
    default:
      return danbi_typed_get_precision (field) != 0 ? describe_date (field, value, now_s) : NULL;
    }
}

static void
fill_front (DanbiRecord      *proposals,
            DanbiField        field,
            const char       *value)
{
  danbi_record_take (proposals, field, g_strndup (value, danbi_typed_get_precision (field)));
}

/**
 * danbi_typed_fill_from:
 * @field: a field that has just got its value
 * @record: the case
 * @proposals: an empty record, which gets the values that follow from it
 *
 * The card time gives the time of the examination, to the minute, and the month of service; the
 * time of the examination gives the month (RULEBOOK section 8). The caller decides what may be
 * replaced.
 */
void
danbi_typed_fill_from (DanbiField         field,
                       const DanbiRecord *record,
                       DanbiRecord       *proposals)
{
  const char *value = danbi_record_get (record, field);
  DanbiRocDate date;

  if ((field != DANBI_FIELD_CARD_TIME && field != DANBI_FIELD_EXAM_TIME)
      || danbi_roc_date_parse (value, danbi_typed_get_precision (field), &date) != DANBI_ROC_OK)
    return;

  /* Each is the front of the one before it. */
  if (field == DANBI_FIELD_CARD_TIME)
    fill_front (proposals, DANBI_FIELD_EXAM_TIME, value);
  fill_front (proposals, DANBI_FIELD_SERVICE_MONTH, value);
}
