/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one clock of the program: the system's, or the one that --now set, made right where it is
 * known to be wrong. */
#include "config.h"

#include <stdatomic.h>
#include <time.h>

#include "danbi-clock.h"

static gint64 offset_us;            /* what --now adds to the system's clock */
static _Atomic gint64 correction_s; /* what that is wrong by; set while threads read the time */

/**
 * danbi_clock_now_s:
 *
 * Returns: the time now, in seconds since 1970-01-01T00:00:00Z
 */
gint64
danbi_clock_now_s (void)
{
  return danbi_clock_get_uncorrected_us () / G_USEC_PER_SEC + atomic_load (&correction_s);
}

/**
 * danbi_clock_set_now_s:
 * @now_s: the time that danbi_clock_now_s() gives from here on, running on from there
 *
 * Sets the clock of this process, for `--now` and for tests. Call it before threads start. The
 * clock stands at the beginning of that second, so that a limit to the second is met or missed
 * alike wherever in its own second the system's clock is.
 */
void
danbi_clock_set_now_s (gint64 now_s)
{
  offset_us = now_s * G_USEC_PER_SEC - g_get_real_time ();
}

/**
 * danbi_clock_set_correction_s:
 * @seconds: what to add to the clock of this computer from here on, 0 where it is right
 *
 * Makes the time right where a clock that can be trusted says that this computer's is wrong. May be
 * called from any thread.
 */
void
danbi_clock_set_correction_s (gint64 seconds)
{
  atomic_store (&correction_s, seconds);
}

/**
 * danbi_clock_get_correction_s:
 *
 * Returns: what is added to the clock of this computer
 */
gint64
danbi_clock_get_correction_s (void)
{
  return atomic_load (&correction_s);
}

/**
 * danbi_clock_get_uncorrected_us:
 *
 * Returns: what the clock of this computer says, right or wrong, in microseconds since the epoch
 */
gint64
danbi_clock_get_uncorrected_us (void)
{
  return g_get_real_time () + offset_us;
}

/**
 * danbi_clock_to_system_us:
 * @unix_s: an instant as danbi_clock_now_s() counts it
 *
 * Returns: what the system's clock will say then, in microseconds, for timers that go by that
 */
gint64
danbi_clock_to_system_us (gint64 unix_s)
{
  return (unix_s - atomic_load (&correction_s)) * G_USEC_PER_SEC - offset_us;
}

static gint64
read_us (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/**
 * danbi_clock_get_slept_us:
 *
 * The monotonic clock, by which timers go, stands still while the computer sleeps; the one since
 * its start does not. They are read in turn, so a second more or less is no sleep.
 *
 * Returns: for how long the computer has slept since it was started
 */
gint64
danbi_clock_get_slept_us (void)
{
  gint64 awake_us = read_us (CLOCK_MONOTONIC);

  return read_us (CLOCK_BOOTTIME) - awake_us;
}

/**
 * danbi_clock_format_rfc3339:
 * @unix_s: an instant, in seconds since the epoch
 *
 * Returns: (transfer full): the instant in Taiwan time, as `2022-08-13T15:20:00+08:00`
 */
char *
danbi_clock_format_rfc3339 (gint64 unix_s)
{
  time_t shifted = (time_t) (unix_s + DANBI_TAIWAN_OFFSET_S);
  struct tm local;

  /* Without GDateTime: it makes a time zone each time, and a batch asks twice a line. */
  if (!gmtime_r (&shifted, &local))
    return g_strdup ("");
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d+08:00", local.tm_year + 1900,
                          local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min,
                          local.tm_sec);
}

/**
 * danbi_clock_parse_rfc3339:
 * @text: an instant with a zone, such as `2022-08-12T15:20:03+08:00` or `…Z`
 * @unix_s: (out): the instant in seconds since the epoch, unchanged on failure
 *
 * Returns: whether @text is such an instant. A time without a zone is Taiwan's.
 */
gboolean
danbi_clock_parse_rfc3339 (const char *text,
                           gint64     *unix_s)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (DANBI_TAIWAN_OFFSET_S);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, zone);

  if (!time)
    return FALSE;

  *unix_s = g_date_time_to_unix (time);
  return TRUE;
}
