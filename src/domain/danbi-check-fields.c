/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the 17 fields (RULEBOOK section 2): each a function of the record, the tables, the
 * other orders of the visit and the time of day. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-check-private.h"
#include "danbi-identity.h"
#include "danbi-site.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

#define MAX_VISIT_NUMBER 1500
#define MAKEUP_SWIPE "2"
#define ARCHIVE_LENGTH_7Z 29
#define ARCHIVE_LENGTH_CAB 30

/* One date field as it was read; @ok only where it is a real date. */
typedef struct
{
  const char *text;
  DanbiRocDate date;
  gboolean ok;
} Date;

typedef struct
{
  const DanbiCheckInput *input;
  const DanbiRules *rules;
  const DanbiLimits *limits;
  const DanbiOrderCode *order; /* NULL while the order code is none of the table */
  DanbiRocDate today;
  Date service_month;
  Date card_time;
  Date birth_date;
  Date exam_time;
  Date newborn_birth_date;
  Date received_time;
  GPtrArray *findings;
} Check;

/* What a date field reports; @missing is %DANBI_REASON_NONE where the field may be empty. */
typedef struct
{
  DanbiField field;
  DanbiRocPrecision precision;
  DanbiReason missing;
  DanbiReason length;
  DanbiReason character;
  DanbiReason impossible;
} DateRule;

static const char *
get (const Check *self,
     DanbiField   field)
{
  return danbi_record_get (self->input->record, field);
}

static gboolean
is_empty (const Check *self,
          DanbiField   field)
{
  return *get (self, field) == '\0';
}

/* Reports @reason about its own field, with at most two arguments. */
static void
report (Check      *self,
        DanbiReason reason,
        const char *first,
        const char *second)
{
  g_ptr_array_add (self->findings,
                   danbi_finding_new (reason, DANBI_FIELD_NONE, NULL, first, second, NULL));
}

/* Reports that a required field is empty. Returns whether it is. */
static gboolean
report_missing (Check      *self,
                DanbiField  field,
                DanbiReason reason)
{
  if (!is_empty (self, field))
    return FALSE;
  report (self, reason, danbi_field_get_label (field), NULL);
  return TRUE;
}

/* Reports @reason with one or two dates, written to the day. */
static void
report_days (Check              *self,
             DanbiReason         reason,
             const DanbiRocDate *first,
             const DanbiRocDate *second)
{
  g_autofree char *a = danbi_check_format_date (first, DANBI_ROC_DAY);
  g_autofree char *b = second ? danbi_check_format_date (second, DANBI_ROC_DAY) : NULL;

  report (self, reason, a, b);
}

static void
report_minutes (Check              *self,
                DanbiReason         reason,
                const DanbiRocDate *first,
                const DanbiRocDate *second)
{
  g_autofree char *a = danbi_check_format_date (first, DANBI_ROC_MINUTE);
  g_autofree char *b = second ? danbi_check_format_date (second, DANBI_ROC_MINUTE) : NULL;

  report (self, reason, a, b);
}

static gboolean
consists_of (const char *text,
             gsize       length,
             const char *accepted)
{
  return strlen (text) == length && strspn (text, accepted) == length;
}

/* Whether @text is @n_digits digits that count from 1 to @max. */
static gboolean
is_number_up_to (const char *text,
                 gsize       n_digits,
                 guint64     max)
{
  guint64 number;

  return consists_of (text, n_digits, DIGITS)
         && g_ascii_string_to_unsigned (text, 10, 1, max, &number, NULL);
}

static const char *
describe_precision (DanbiRocPrecision precision)
{
  switch (precision)
    {
    case DANBI_ROC_MONTH:
      return _("year 3, month 2");
    case DANBI_ROC_DAY:
      return _("year 3, month 2, day 2");
    case DANBI_ROC_MINUTE:
      return _("year 3, month 2, day 2, hour 2, minute 2");
    case DANBI_ROC_SECOND:
      return _("year 3, month 2, day 2, hour 2, minute 2, second 2");
    default:
      g_return_val_if_reached ("");
    }
}

/* Arguments of the date sentences: label, value, number of characters, what they are. */
static void
report_date (Check          *self,
             DanbiReason     reason,
             const DateRule *rule)
{
  char length[4];

  g_snprintf (length, sizeof length, "%d", (int) rule->precision);
  g_ptr_array_add (self->findings,
                   danbi_finding_new (reason, DANBI_FIELD_NONE, NULL,
                                      danbi_field_get_label (rule->field), get (self, rule->field),
                                      length, describe_precision (rule->precision), NULL));
}

static Date
read_date (Check          *self,
           const DateRule *rule)
{
  Date found = { .text = get (self, rule->field) };

  switch (danbi_roc_date_parse (found.text, rule->precision, &found.date))
    {
    case DANBI_ROC_OK:
      found.ok = TRUE;
      break;
    case DANBI_ROC_EMPTY:
      if (rule->missing != DANBI_REASON_NONE)
        report_missing (self, rule->field, rule->missing);
      break;
    case DANBI_ROC_BAD_LENGTH:
      report_date (self, rule->length, rule);
      break;
    case DANBI_ROC_BAD_CHARACTER:
      report_date (self, rule->character, rule);
      break;
    case DANBI_ROC_IMPOSSIBLE:
    default:
      report_date (self, rule->impossible, rule);
      break;
    }
  return found;
}

/* F03.format, F04.format, F09.format, F12.format, F17.format and the format of F15 (F15.order):
 * what depends on a date is silent where it is none. */
static void
read_dates (Check *self)
{
#define DATE_RULE(name, precision, missing)                                                        \
  {                                                                                                \
    DANBI_FIELD_##name, DANBI_ROC_##precision, missing, DANBI_REASON_##name##_LENGTH,              \
      DANBI_REASON_##name##_CHARACTER, DANBI_REASON_##name##_IMPOSSIBLE                            \
  }
  static const DateRule service_month = DATE_RULE (SERVICE_MONTH, MONTH,
                                                   DANBI_REASON_SERVICE_MONTH_MISSING);
  static const DateRule card_time = DATE_RULE (CARD_TIME, SECOND, DANBI_REASON_CARD_TIME_MISSING);
  static const DateRule birth_date = DATE_RULE (BIRTH_DATE, DAY, DANBI_REASON_BIRTH_DATE_MISSING);
  static const DateRule exam_time = DATE_RULE (EXAM_TIME, MINUTE, DANBI_REASON_EXAM_TIME_MISSING);
  static const DateRule newborn = DATE_RULE (NEWBORN_BIRTH_DATE, DAY, DANBI_REASON_NONE);
  static const DateRule received_time = DATE_RULE (RECEIVED_TIME, MINUTE, DANBI_REASON_NONE);
#undef DATE_RULE

  self->service_month = read_date (self, &service_month);
  self->card_time = read_date (self, &card_time);
  self->birth_date = read_date (self, &birth_date);
  self->exam_time = read_date (self, &exam_time);
  self->newborn_birth_date = read_date (self, &newborn);
  self->received_time = read_date (self, &received_time);
}

/* Whether @date lies more than @tolerance_s after now. */
static gboolean
is_future (const Check *self,
           const Date  *date,
           gint64       tolerance_s)
{
  return date->ok
         && danbi_roc_date_to_unix (&date->date) > self->input->now_s + tolerance_s;
}

/* Whether both are dates and @a lies on a later day than @b. */
static gboolean
is_later_day (const Date *a,
              const Date *b)
{
  return a->ok && b->ok && danbi_roc_date_compare_days (&a->date, &b->date) > 0;
}

/* F01.format, F01.checkdigit */
static void
check_provider_id (Check *self)
{
  const char *value = get (self, DANBI_FIELD_PROVIDER_ID);

  if (report_missing (self, DANBI_FIELD_PROVIDER_ID, DANBI_REASON_PROVIDER_ID_MISSING))
    return;
  if (!danbi_provider_id_has_valid_format (value))
    report (self, DANBI_REASON_PROVIDER_ID_FORMAT, value, NULL);
  else if (!danbi_provider_id_has_valid_checkdigit (value))
    report (self, DANBI_REASON_PROVIDER_ID_CHECKDIGIT, value, NULL);
}

/* F02.code */
static void
check_provider_type (Check *self)
{
  const char *value = get (self, DANBI_FIELD_PROVIDER_TYPE);

  if (report_missing (self, DANBI_FIELD_PROVIDER_TYPE, DANBI_REASON_PROVIDER_TYPE_MISSING))
    return;
  if (!danbi_rules_find_code (self->rules, DANBI_CODE_TABLE_PROVIDER_TYPES, value))
    report (self, DANBI_REASON_PROVIDER_TYPE_UNKNOWN, value, NULL);
}

/* F03.month */
static void
check_service_month (Check *self)
{
  const DanbiRocDate *month = &self->service_month.date;
  const DanbiRocDate *exam = &self->exam_time.date;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (!self->service_month.ok || !self->exam_time.ok
      || (month->year == exam->year && month->month == exam->month))
    return;
  first = danbi_check_format_date (month, DANBI_ROC_MONTH);
  second = danbi_check_format_date (exam, DANBI_ROC_MONTH);
  report (self, DANBI_REASON_SERVICE_MONTH_OTHER, first, second);
}

/* F04.future, F04.order */
static void
check_card_time (Check *self)
{
  if (is_future (self, &self->card_time, self->limits->future_tolerance_s))
    report_minutes (self, DANBI_REASON_CARD_TIME_FUTURE, &self->card_time.date, NULL);
  if (is_later_day (&self->card_time, &self->exam_time)
      && strcmp (get (self, DANBI_FIELD_CARD_MAKEUP), MAKEUP_SWIPE) != 0)
    report_days (self, DANBI_REASON_CARD_TIME_AFTER_EXAM, &self->card_time.date,
                 &self->exam_time.date);
}

/* F05.code */
static void
check_visit_type (Check *self)
{
  const char *value = get (self, DANBI_FIELD_VISIT_TYPE);
  const DanbiCode *code = danbi_rules_find_code (self->rules, DANBI_CODE_TABLE_VISIT_TYPES, value);

  if (report_missing (self, DANBI_FIELD_VISIT_TYPE, DANBI_REASON_VISIT_TYPE_MISSING))
    return;
  if (!code)
    report (self, DANBI_REASON_VISIT_TYPE_UNKNOWN, value, NULL);
  else if (strcmp (code->source, "lab-2025") == 0)
    report (self, DANBI_REASON_VISIT_TYPE_LAB_ONLY, value, NULL);
}

static gboolean
is_visit_number (const char *value)
{
  return is_number_up_to (value, 4, MAX_VISIT_NUMBER);
}

/* IC and two characters, which the caller knows to be A–Z or 0–9. */
static gboolean
is_service_code (const char *value)
{
  return g_str_has_prefix (value, "IC");
}

/* F06.known */
static gboolean
is_known_visit_seq (const Check *self,
                    const char  *value)
{
  return is_visit_number (value) || (value[0] == 'W' && is_number_up_to (value + 1, 3, 999))
         || is_service_code (value)
         || danbi_rules_find_code (self->rules, DANBI_CODE_TABLE_VISIT_SEQ_EXCEPTIONS, value);
}

/* F06.preventive */
static void
check_visit_seq_of_type (Check      *self,
                         const char *value)
{
  const char *type = get (self, DANBI_FIELD_VISIT_TYPE);
  const char *const refills[] = { "IC02", "IC03", "IC04", NULL };

  if (strcmp (type, "AC") == 0 && !is_service_code (value))
    report (self, DANBI_REASON_VISIT_SEQ_NOT_PREVENTIVE, value, NULL);
  if (strcmp (type, "AE") == 0 && !is_visit_number (value) && !g_strv_contains (refills, value))
    report (self, DANBI_REASON_VISIT_SEQ_NOT_REFILL, value, NULL);
}

/* F06.format, F06.known */
static void
check_visit_seq (Check *self)
{
  const char *value = get (self, DANBI_FIELD_VISIT_SEQ);

  if (report_missing (self, DANBI_FIELD_VISIT_SEQ, DANBI_REASON_VISIT_SEQ_MISSING))
    return;
  if (!consists_of (value, 4, UPPER DIGITS))
    {
      report (self, DANBI_REASON_VISIT_SEQ_FORMAT, value, NULL);
      return;
    }
  if (!is_known_visit_seq (self, value))
    report (self, DANBI_REASON_VISIT_SEQ_UNKNOWN, value, NULL);
  check_visit_seq_of_type (self, value);
}

/* F07.code */
static void
check_card_makeup (Check *self)
{
  const char *value = get (self, DANBI_FIELD_CARD_MAKEUP);

  if (report_missing (self, DANBI_FIELD_CARD_MAKEUP, DANBI_REASON_CARD_MAKEUP_MISSING))
    return;
  if (!consists_of (value, 1, "12"))
    report (self, DANBI_REASON_CARD_MAKEUP_UNKNOWN, value, NULL);
}

/* F08.format, F08.checksum */
static void
check_patient_id (Check *self)
{
  const char *value = get (self, DANBI_FIELD_PATIENT_ID);
  DanbiIdentityKind kind = danbi_identity_get_kind (value);

  if (report_missing (self, DANBI_FIELD_PATIENT_ID, DANBI_REASON_PATIENT_ID_MISSING))
    return;
  if (kind == DANBI_IDENTITY_MALFORMED)
    report (self, DANBI_REASON_PATIENT_ID_FORMAT, value, NULL);
  else if (kind == DANBI_IDENTITY_OTHER)
    report (self, DANBI_REASON_PATIENT_ID_SHAPE, value, NULL);
  else if (!danbi_identity_has_valid_checksum (value))
    report (self, DANBI_REASON_PATIENT_ID_CHECKSUM, value, NULL);
}

/* F09.future: the age is that at the examination, today's while that is not known. */
static void
check_age (Check *self)
{
  const DanbiRocDate *on = self->exam_time.ok ? &self->exam_time.date : &self->today;
  int age = danbi_roc_date_age (&self->birth_date.date, on);
  g_autofree char *birth = NULL;
  char years[12];

  if (age <= (int) self->limits->max_age_years)
    return;
  birth = danbi_check_format_date (&self->birth_date.date, DANBI_ROC_DAY);
  g_snprintf (years, sizeof years, "%d", age);
  report (self, DANBI_REASON_BIRTH_DATE_OLD, birth, years);
}

/* F09.future */
static void
check_birth_date (Check *self)
{
  if (!self->birth_date.ok)
    return;
  if (danbi_roc_date_compare_days (&self->birth_date.date, &self->today) > 0)
    report_days (self, DANBI_REASON_BIRTH_DATE_FUTURE, &self->birth_date.date, NULL);
  else if (is_later_day (&self->birth_date, &self->exam_time))
    report_days (self, DANBI_REASON_BIRTH_DATE_AFTER_EXAM, &self->birth_date.date,
                 &self->exam_time.date);
  else
    check_age (self);
}

/* F10.code */
static void
check_order_code (Check *self)
{
  if (report_missing (self, DANBI_FIELD_ORDER_CODE, DANBI_REASON_ORDER_CODE_MISSING))
    return;
  if (!self->order)
    report (self, DANBI_REASON_ORDER_CODE_UNKNOWN, get (self, DANBI_FIELD_ORDER_CODE), NULL);
}

/* Reads a report number as F11.format wants it; 0 where it is none. */
static guint
read_report_seq (const DanbiRecord *record)
{
  const char *value = danbi_record_get (record, DANBI_FIELD_REPORT_SEQ);
  guint64 number;

  if (*value == '0' || !is_number_up_to (value, strlen (value), 999999))
    return 0;
  return g_ascii_string_to_unsigned (value, 10, 1, 999999, &number, NULL) ? (guint) number : 0;
}

/* The numbers of the other orders of this visit, as a set; 0 stands for those that have none. */
static GHashTable *
list_sibling_numbers (const Check *self)
{
  GHashTable *numbers = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint i = 0; i < self->input->siblings->len; i++)
    {
      const DanbiRecord *sibling = g_ptr_array_index (self->input->siblings, i);

      if (danbi_record_same_visit (self->input->record, sibling))
        g_hash_table_add (numbers, GUINT_TO_POINTER (read_report_seq (sibling)));
    }
  return numbers;
}

/* F11.sequence: only where the other orders are known. */
static void
check_report_sequence (Check *self,
                       guint  own)
{
  g_autoptr (GHashTable) taken = NULL;
  const char *value = get (self, DANBI_FIELD_REPORT_SEQ);
  guint free_number = 1;
  char text[12];

  if (!self->input->siblings)
    return;
  taken = list_sibling_numbers (self);
  while (g_hash_table_contains (taken, GUINT_TO_POINTER (free_number)))
    free_number++;

  g_snprintf (text, sizeof text, "%u", free_number);
  if (g_hash_table_contains (taken, GUINT_TO_POINTER (own)))
    report (self, DANBI_REASON_REPORT_SEQ_REPEATED, value, text);
  else if (free_number < own)
    report (self, DANBI_REASON_REPORT_SEQ_HOLE, value, text);
}

/* F11.format */
static void
check_report_seq (Check *self)
{
  guint number = read_report_seq (self->input->record);

  if (report_missing (self, DANBI_FIELD_REPORT_SEQ, DANBI_REASON_REPORT_SEQ_MISSING))
    return;
  if (number == 0)
    report (self, DANBI_REASON_REPORT_SEQ_FORMAT, get (self, DANBI_FIELD_REPORT_SEQ), NULL);
  else
    check_report_sequence (self, number);
}

/* F12.future, F12.zero-time, F12.birth */
static void
check_exam_time (Check *self)
{
  const Date *exam = &self->exam_time;

  if (is_future (self, exam, self->limits->future_tolerance_s))
    report_minutes (self, DANBI_REASON_EXAM_TIME_FUTURE, &exam->date, NULL);
  if (exam->ok && exam->date.hour == 0 && exam->date.minute == 0
      && is_empty (self, DANBI_FIELD_RECEIVED_TIME))
    report (self, DANBI_REASON_EXAM_TIME_ZERO, NULL, NULL);
  if (is_later_day (&self->birth_date, exam))
    report_days (self, DANBI_REASON_EXAM_TIME_BEFORE_BIRTH, &exam->date, &self->birth_date.date);
}

static void
report_site_fault (Check          *self,
                   DanbiSiteFault  fault,
                   DanbiSiteScheme scheme,
                   const char     *offender)
{
  const char *value = get (self, DANBI_FIELD_SITE);
  guint max = danbi_site_get_max_codes (self->rules, scheme);
  char count[12];

  g_snprintf (count, sizeof count, "%u", max);
  if (fault == DANBI_SITE_UNKNOWN_CODE)
    report (self, DANBI_REASON_SITE_UNKNOWN, value, offender);
  else if (fault == DANBI_SITE_REPEATED)
    report (self, DANBI_REASON_SITE_REPEATED, value, offender);
  else if (fault == DANBI_SITE_TOO_MANY)
    report (self, DANBI_REASON_SITE_TOO_MANY, value, count);
  else
    report (self, DANBI_REASON_SITE_ODD_LENGTH, value, NULL);
}

/* F13.code 59, 69, 79, 89 and F13.mixed: what may be sent but looks odd. */
static void
check_teeth (Check *self)
{
  const char *value = get (self, DANBI_FIELD_SITE);
  char first[3];
  char second[3];

  if (danbi_site_has_doubtful_tooth (value, first))
    report (self, DANBI_REASON_SITE_DOUBTFUL_TOOTH, first, NULL);
  if (danbi_site_mixes_area_and_tooth (self->rules, value, first, second))
    report (self, DANBI_REASON_SITE_MIXED, first, second);
}

/* F13.code where the order code asks for no site, or is not known: lawful in either scheme. While
 * there is no order code, whether it asks for a site cannot be said. */
static void
check_unasked_site (Check *self)
{
  const char *value = get (self, DANBI_FIELD_SITE);
  char offender[3];
  gboolean region = danbi_site_check (self->rules, DANBI_SITE_SCHEME_REGION, value, offender)
                    == DANBI_SITE_OK;
  gboolean tooth = danbi_site_check (self->rules, DANBI_SITE_SCHEME_TOOTH, value, offender)
                   == DANBI_SITE_OK;

  if (!region && !tooth)
    report (self, DANBI_REASON_SITE_NO_SCHEME, value, NULL);
  else if (!is_empty (self, DANBI_FIELD_ORDER_CODE))
    report (self, DANBI_REASON_SITE_NOT_ASKED, NULL, NULL);
  if (tooth)
    check_teeth (self);
}

/* F13.required, F13.code */
static void
check_site (Check *self)
{
  const char *value = get (self, DANBI_FIELD_SITE);
  DanbiSiteScheme scheme = self->order ? self->order->site_scheme : DANBI_SITE_SCHEME_NONE;
  DanbiSiteFault fault;
  char offender[3];

  if (*value == '\0')
    {
      if (self->order && self->order->site_required)
        report (self, DANBI_REASON_SITE_MISSING, self->order->code, NULL);
      return;
    }
  if (scheme == DANBI_SITE_SCHEME_NONE)
    {
      check_unasked_site (self);
      return;
    }

  fault = danbi_site_check (self->rules, scheme, value, offender);
  if (fault != DANBI_SITE_OK)
    report_site_fault (self, fault, scheme, offender);
  else if (scheme == DANBI_SITE_SCHEME_TOOTH)
    check_teeth (self);
}

/* F15.order */
static void
check_newborn_age (Check *self)
{
  char days[12];
  char max[12];
  int age;

  if (!self->newborn_birth_date.ok || !self->exam_time.ok)
    return;
  age = danbi_roc_date_days_between (&self->newborn_birth_date.date, &self->exam_time.date);
  if (age <= (int) self->limits->newborn_warning_days)
    return;
  g_snprintf (days, sizeof days, "%d", age);
  g_snprintf (max, sizeof max, "%u", self->limits->newborn_warning_days);
  report (self, DANBI_REASON_NEWBORN_OLD, days, max);
}

/* F15.pair, F15.order, F16.pair, F16.format. NHI's codes name what is missing: 12 the mark beside a
 * date (F15 lacks its partner), 11 the date beside a mark (F16 lacks its partner). */
static void
check_newborn (Check *self)
{
  const char *mark = get (self, DANBI_FIELD_NEWBORN_MARK);
  gboolean has_date = !is_empty (self, DANBI_FIELD_NEWBORN_BIRTH_DATE);

  if (has_date && *mark == '\0')
    report (self, DANBI_REASON_NEWBORN_MARK_MISSING, NULL, NULL);
  if (!has_date && *mark != '\0')
    report (self, DANBI_REASON_NEWBORN_DATE_MISSING, NULL, NULL);
  if (is_later_day (&self->birth_date, &self->newborn_birth_date))
    report_days (self, DANBI_REASON_NEWBORN_BEFORE_PARENT, &self->newborn_birth_date.date,
                 &self->birth_date.date);
  if (is_later_day (&self->newborn_birth_date, &self->exam_time))
    report_days (self, DANBI_REASON_NEWBORN_AFTER_EXAM, &self->newborn_birth_date.date,
                 &self->exam_time.date);
  check_newborn_age (self);
  if (*mark != '\0' && !(g_ascii_isalpha (mark[0]) && mark[1] == '\0'))
    report (self, DANBI_REASON_NEWBORN_MARK_FORMAT, mark, NULL);
}

/* F17.order: both have minutes only, so the same minute is not before. The ten minutes that F04 and
 * F12 may lie ahead of this computer's clock are decided for a card reader and a modality, which
 * have clocks of their own; F17 is when the images reached this desk. */
static void
check_received_time (Check *self)
{
  const Date *received = &self->received_time;
  const Date *exam = &self->exam_time;

  if (received->ok && exam->ok
      && danbi_roc_date_to_unix (&received->date) < danbi_roc_date_to_unix (&exam->date))
    report_minutes (self, DANBI_REASON_RECEIVED_BEFORE_EXAM, &received->date, &exam->date);
  if (is_future (self, received, 0))
    report_minutes (self, DANBI_REASON_RECEIVED_IN_FUTURE, &received->date, NULL);
}

/* The first character that ALL.charset forbids, %NULL where there is none. */
static const char *
find_forbidden (const char *value)
{
  for (const char *at = value; *at != '\0'; at++)
    if (*at < 0x20 || *at > 0x7e || strchr (",\"'", *at))
      return at;
  return NULL;
}

/* ALL.charset */
static void
check_charset (Check     *self,
               DanbiField field)
{
  const char *at = find_forbidden (get (self, field));
  gunichar c = at ? g_utf8_get_char_validated (at, -1) : 0;
  char shown[16] = "?";

  if (!at)
    return;
  if (c <= G_MAXINT32 && g_unichar_isprint (c))
    shown[g_unichar_to_utf8 (c, shown)] = '\0';
  else if (c <= G_MAXINT32)
    g_snprintf (shown, sizeof shown, "U+%04X", c);
  g_ptr_array_add (self->findings,
                   danbi_finding_new (DANBI_REASON_CHARSET, field, NULL,
                                      danbi_field_get_label (field), shown, NULL));
}

/* F14 is 29 characters of a .7z or 30 of a .CAB, and no other way round. */
static gboolean
has_archive_length (const char *value,
                    gsize       length)
{
  return (length == ARCHIVE_LENGTH_7Z && g_str_has_suffix (value, ".7z"))
         || (length == ARCHIVE_LENGTH_CAB && g_str_has_suffix (value, ".CAB"));
}

/* ALL.length; an empty field is the affair of its own rule. */
static void
check_length (Check     *self,
              DanbiField field)
{
  const DanbiFieldInfo *info = danbi_field_get_info (field);
  const char *value = get (self, field);
  gsize length = g_utf8_validate (value, -1, NULL) ? (gsize) g_utf8_strlen (value, -1)
                                                   : strlen (value);
  char wanted[32];
  char found[32];

  if (length == 0)
    return;
  if (field == DANBI_FIELD_ARCHIVE_NAME && !has_archive_length (value, length))
    report (self, DANBI_REASON_LENGTH_ARCHIVE, value, NULL);
  if (field == DANBI_FIELD_ARCHIVE_NAME
      || (length >= info->min_length && length <= info->max_length))
    return;

  if (info->min_length == info->max_length)
    g_snprintf (wanted, sizeof wanted, "%u", info->max_length);
  else
    g_snprintf (wanted, sizeof wanted, "%u–%u", info->min_length, info->max_length);
  g_snprintf (found, sizeof found, "%" G_GSIZE_FORMAT, length);
  g_ptr_array_add (self->findings,
                   danbi_finding_new (DANBI_REASON_LENGTH, field, NULL,
                                      danbi_field_get_label (field), wanted, found, NULL));
}

/**
 * danbi_check_fields:
 * @input: what is to be checked
 * @rules: the rules in force
 * @findings: (element-type DanbiFinding): where to add what is found
 *
 * Holds the 17 fields against the rules of RULEBOOK section 2. Each rule is judged for itself, so
 * one value may break several; a rule that needs a date is silent where there is none.
 */
void
danbi_check_fields (const DanbiCheckInput *input,
                    const DanbiRules      *rules,
                    GPtrArray             *findings)
{
  Check check = {
    .input = input,
    .rules = rules,
    .limits = danbi_rules_get_limits (rules),
    .order = danbi_rules_find_order (rules,
                                     danbi_record_get (input->record, DANBI_FIELD_ORDER_CODE)),
    .findings = findings,
  };

  danbi_roc_date_from_unix (input->now_s, &check.today);
  read_dates (&check);
  check_provider_id (&check);
  check_provider_type (&check);
  check_service_month (&check);
  check_card_time (&check);
  check_visit_type (&check);
  check_visit_seq (&check);
  check_card_makeup (&check);
  check_patient_id (&check);
  check_birth_date (&check);
  check_order_code (&check);
  check_report_seq (&check);
  check_exam_time (&check);
  check_site (&check);
  check_newborn (&check);
  check_received_time (&check);
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      check_charset (&check, field);
      check_length (&check, field);
    }
}
