/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one clock of the program: the system's, or the one that --now set. */
#include "config.h"

#include <time.h>

#include "danbi-clock.h"

static gint64 offset_us; /* what --now adds to the system's clock */

/**
 * danbi_clock_now_s:
 *
 * Returns: the time now, in seconds since 1970-01-01T00:00:00Z
 */
gint64
danbi_clock_now_s (void)
{
  return (g_get_real_time () + offset_us) / G_USEC_PER_SEC;
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
