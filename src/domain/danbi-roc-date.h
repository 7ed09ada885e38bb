/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiRocPrecision:
 * @DANBI_ROC_MONTH: `YYYMM`, 5 characters
 * @DANBI_ROC_DAY: `YYYMMDD`, 7
 * @DANBI_ROC_MINUTE: `YYYMMDDhhmm`, 11
 * @DANBI_ROC_SECOND: `YYYMMDDhhmmss`, 13
 */
typedef enum
{
  DANBI_ROC_MONTH = 5,
  DANBI_ROC_DAY = 7,
  DANBI_ROC_MINUTE = 11,
  DANBI_ROC_SECOND = 13,
} DanbiRocPrecision;

/**
 * DanbiRocDate:
 * @year: Gregorian year (2022), 1813 to 2910: ROC −99 to 999
 * @month: 1 to 12
 * @day: 1 to 31; 1 where the precision is a month
 * @hour: 0 to 23
 * @minute: 0 to 59
 * @second: 0 to 59
 *
 * A date, perhaps with a time, in Taiwan. A plain value: copy it by assignment.
 */
typedef struct
{
  int year;
  int month;
  int day;
  int hour;
  int minute;
  int second;
} DanbiRocDate;

/**
 * DanbiRocStatus:
 * @DANBI_ROC_OK: it is a date
 * @DANBI_ROC_EMPTY: nothing was given
 * @DANBI_ROC_BAD_LENGTH: not the number of characters that the precision asks for
 * @DANBI_ROC_BAD_CHARACTER: something else than digits and the minus sign of a year before the ROC
 * @DANBI_ROC_IMPOSSIBLE: the right shape, but there is no such day or time
 */
typedef enum
{
  DANBI_ROC_OK,
  DANBI_ROC_EMPTY,
  DANBI_ROC_BAD_LENGTH,
  DANBI_ROC_BAD_CHARACTER,
  DANBI_ROC_IMPOSSIBLE,
} DanbiRocStatus;

DanbiRocStatus danbi_roc_date_parse (const char *text, DanbiRocPrecision precision,
                                     DanbiRocDate *date);
char *danbi_roc_date_format (const DanbiRocDate *date, DanbiRocPrecision precision);

gint64 danbi_roc_date_to_unix (const DanbiRocDate *date);
void danbi_roc_date_from_unix (gint64 unix_s, DanbiRocDate *date);
gboolean danbi_roc_date_from_dicom (const char *da, const char *tm, DanbiRocDate *date);

int danbi_roc_date_compare_days (const DanbiRocDate *a, const DanbiRocDate *b);
int danbi_roc_date_days_between (const DanbiRocDate *from, const DanbiRocDate *to);
int danbi_roc_date_age (const DanbiRocDate *birth, const DanbiRocDate *on);
int danbi_roc_date_get_weekday (const DanbiRocDate *date);
gboolean danbi_roc_date_is_valid (const DanbiRocDate *date);

G_END_DECLS
