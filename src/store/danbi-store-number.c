/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that never repeat, not even when an older copy of the store is put back. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-store-private.h"

/*
 * A counter alone repeats itself when a backup is restored. So the counter is also pulled up to
 * the clock: the next number is the greater of the last one + 1 and of the time, in units so fine
 * that the counter cannot stay ahead of the clock for long. Numbers drawn after the backup was
 * taken are then below the time at which it is restored, and are passed over.
 *
 * For case numbers the unit is 1/32 s since 2026-01-01 (UTC). Each number stands for an archive
 * that is written, flushed and read again, so that more than 32 a second over any length of time
 * are out of the question; a burst of n is caught up with after n/32 s, and nobody restores a
 * backup within that. The 36 bits that danbi_case_number_format() has for it last for
 * 68 years. A clock beyond that is wrong and is not followed: the counter goes on alone.
 *
 * For the serials of one day the unit is 1/10 s since midnight in Taiwan, from 100 (three digits,
 * as NHI wants 3 to 6) to 864,090; that leaves 135,909 to bursts before midnight. A date that is
 * not today's has no such time, and its counter goes on alone.
 *
 * What this does not hold against is a clock set back to before the backup *and* a restored
 * backup; and two stores that were copied from each other and are both used. A clock that is set
 * back alone does no harm, the counter goes on.
 */
#define CASE_NUMBER_EPOCH_S G_GINT64_CONSTANT (1767225600)
#define CASE_NUMBERS_PER_S 32
#define CASE_NUMBER_MAX G_GINT64_CONSTANT (68719476735) /* 2^36 - 1 */

#define SERIAL_MIN 100
#define SERIALS_PER_S 10
#define SERIAL_MAX 999999

#define SECONDS_PER_DAY 86400

static gint64
case_number_from_clock (gint64 now_s)
{
  gint64 n = (now_s - CASE_NUMBER_EPOCH_S) * CASE_NUMBERS_PER_S;

  return n <= CASE_NUMBER_MAX ? n : 0;
}

static gint64
serial_from_clock (gint64      now_s,
                   const char *date)
{
  gint64 taiwan_s = now_s + DANBI_TAIWAN_OFFSET_S;
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (taiwan_s);
  g_autofree char *today = day ? g_date_time_format (day, "%Y%m%d") : NULL;

  if (g_strcmp0 (today, date) != 0)
    return SERIAL_MIN;
  return SERIAL_MIN + taiwan_s % SECONDS_PER_DAY * SERIALS_PER_S;
}

static gboolean
fail_exhausted (GError **error)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED,
                       _("There is no number left for this. Check the date of the computer."));
  return FALSE;
}

static gboolean
draw_case_number (DanbiDatabase *database,
                  guint64       *n,
                  guint32       *installation,
                  GError       **error)
{
  g_autoptr (DanbiStatement) update = NULL;
  gboolean row;

  update = danbi_database_prepare (database,
                                   "UPDATE store"
                                   " SET last_case_number = max (last_case_number + 1, :clock)"
                                   " WHERE last_case_number < :max"
                                   " RETURNING last_case_number, installation",
                                   error);
  if (!update)
    return FALSE;
  danbi_statement_set_int (update, ":clock", case_number_from_clock (danbi_clock_now_s ()));
  danbi_statement_set_int (update, ":max", CASE_NUMBER_MAX);
  if (!danbi_statement_next (update, &row, error))
    return FALSE;
  if (!row)
    return fail_exhausted (error);
  *n = (guint64) danbi_statement_get_int (update, 0);
  *installation = (guint32) danbi_statement_get_int (update, 1);
  return danbi_statement_next (update, &row, error);
}

/**
 * danbi_store_allocate_case_number:
 * @self: a store
 * @n: (out): a number from 1 to 2^36 - 1 that this installation never had and never has again
 * @installation: (out): a number that was drawn when the store was made
 * @error: the reason of a failure
 *
 * Draws the number of an archive (RULEBOOK section 4). It is used up even if nothing comes of it.
 *
 * Returns: whether there is one; it is on disk
 */
gboolean
danbi_store_allocate_case_number (DanbiStore *self,
                                  guint64    *n,
                                  guint32    *installation,
                                  GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database
         && danbi_store_end (self, draw_case_number (database, n, installation, error), error);
}

static gboolean
draw_serial (DanbiDatabase *database,
             const char    *date,
             guint         *serial,
             GError       **error)
{
  g_autoptr (DanbiStatement) upsert = NULL;
  gboolean row;

  upsert = danbi_database_prepare (database,
                                   "INSERT INTO serials (date, last) VALUES (:date, :clock)"
                                   " ON CONFLICT (date) DO UPDATE"
                                   " SET last = max (last + 1, excluded.last) WHERE last < :max"
                                   " RETURNING last",
                                   error);
  if (!upsert)
    return FALSE;
  danbi_statement_set_text (upsert, ":date", date);
  danbi_statement_set_int (upsert, ":clock", serial_from_clock (danbi_clock_now_s (), date));
  danbi_statement_set_int (upsert, ":max", SERIAL_MAX);
  if (!danbi_statement_next (upsert, &row, error))
    return FALSE;
  if (!row)
    return fail_exhausted (error);
  *serial = (guint) danbi_statement_get_int (upsert, 0);
  return danbi_statement_next (upsert, &row, error);
}

/**
 * danbi_store_allocate_serial:
 * @self: a store
 * @date: the Gregorian date of the batch, `YYYYMMDD`
 * @serial: (out): a number from 100 to 999999, greater than all others of @date
 * @error: the reason of a failure
 *
 * Draws the serial of a CSV (RULEBOOK section 4).
 *
 * Returns: whether there is one; it is on disk
 */
gboolean
danbi_store_allocate_serial (DanbiStore *self,
                             const char *date,
                             guint      *serial,
                             GError    **error)
{
  DanbiDatabase *database = danbi_store_begin_write (self, error);

  return database && danbi_store_end (self, draw_serial (database, date, serial, error), error);
}
