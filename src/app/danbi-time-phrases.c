/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The phrases about time: how long a case may wait, in which group it stands, and whose clock. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-phrases.h"
#include "danbi-time-phrases.h"

#define HOUR_MIN 60
#define DAY_H 24

static const char *
name_base (DanbiField base)
{
  switch (base)
    {
    case DANBI_FIELD_CARD_TIME:
      return _("from the make-up swipe");
    case DANBI_FIELD_RECEIVED_TIME:
      return _("from the arrival of the images");
    default:
      return _("from the examination");
    }
}

/**
 * danbi_phrase_countdown:
 * @deadline: when a case earns what
 * @now_s: the time now
 *
 * The countdown of a case in the list, where its group says what it still earns.
 *
 * Returns: (transfer full): as in “22 h 10 min left · from the examination”; "" while the clock
 *   cannot start, and where it has run out, which the group says
 */
char *
danbi_phrase_countdown (const DanbiDeadline *deadline,
                        gint64               now_s)
{
  gint64 until_s = danbi_deadline_get_next_s (deadline, now_s);
  g_autofree char *left = danbi_phrase_remaining (until_s - now_s);

  return until_s == 0 ? g_strdup ("") : g_strjoin (" · ", left, name_base (deadline->base), NULL);
}

/**
 * danbi_phrase_assumed:
 * @deadline: when a case earns what
 *
 * Returns: (transfer full): that the time of day is a zero time and so assumed; "" where it is not
 */
char *
danbi_phrase_assumed (const DanbiDeadline *deadline)
{
  return g_strdup (deadline->assumed ? _("time taken as 00:00") : "");
}

/**
 * danbi_phrase_group:
 * @urgency: what its cases have to lose
 * @limits: the numbers of the rulebook
 *
 * Returns: (transfer full): the heading of the group, as in “Today · 100%”
 */
char *
danbi_phrase_group (DanbiUrgency       urgency,
                    const DanbiLimits *limits)
{
  switch (urgency)
    {
    case DANBI_URGENCY_FULL:
      return g_strdup_printf (_("Today · %u%%"), limits->full_points_percent);
    case DANBI_URGENCY_HALF:
      return g_strdup_printf (_("Soon lost · %u%%"), limits->half_points_percent);
    case DANBI_URGENCY_UNSTARTED:
      return g_strdup (_("Not counting yet"));
    case DANBI_URGENCY_NONE:
      return g_strdup (_("No points any more · counts for the upload rate"));
    default:
      return g_strdup (_("Accepted"));
    }
}

/**
 * danbi_phrase_group_size:
 * @group: the heading of a group
 * @n_cases: how many cases it has
 *
 * Returns: (transfer full): as a screen reader says it: “Today · 100%, 3 cases”
 */
char *
danbi_phrase_group_size (const char *group,
                         guint       n_cases)
{
  return g_strdup_printf (ngettext ("%s, %u case", "%s, %u cases", n_cases), group, n_cases);
}

/**
 * danbi_phrase_span:
 * @seconds: how long; below 0 counts as its opposite
 *
 * Returns: (transfer full): in minutes, from an hour on in hours and minutes, from two days on in
 *   days, as in “12 minutes”, “3 h 20 min”, “2 days”
 */
char *
danbi_phrase_span (gint64 seconds)
{
  guint minutes = (guint) ((ABS (seconds) + 30) / 60);
  guint hours = minutes / HOUR_MIN;

  if (hours == 0)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
  if (hours >= 2 * DAY_H)
    return g_strdup_printf (ngettext ("%u day", "%u days", hours / DAY_H), hours / DAY_H);
  if (minutes % HOUR_MIN == 0)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
  return g_strdup_printf (_("%u h %u min"), hours, minutes % HOUR_MIN);
}

/**
 * danbi_phrase_wrong_clock:
 * @lead_s: by how much this computer's clock is ahead; below 0: behind
 *
 * Returns: (transfer full): that it is, what the program goes by, and what to do
 */
char *
danbi_phrase_wrong_clock (gint64 lead_s)
{
  g_autofree char *span = danbi_phrase_span (lead_s);

  return g_strdup_printf (lead_s > 0
                            ? _("The clock of this computer is %s fast. Deadlines and “now” go by "
                                "the time of the NHI. Please set the computer’s clock right.")
                            : _("The clock of this computer is %s slow. Deadlines and “now” go by "
                                "the time of the NHI. Please set the computer’s clock right."),
                          span);
}

/**
 * danbi_phrase_clock_was_set:
 * @by_s: by how much somebody set this computer's clock ahead; below 0: back
 *
 * Returns: (transfer full): that it was, and what follows from it
 */
char *
danbi_phrase_clock_was_set (gint64 by_s)
{
  g_autofree char *span = danbi_phrase_span (by_s);

  return g_strdup_printf (by_s > 0
                            ? _("The clock of this computer was set %s ahead. The list and the "
                                "deadlines follow it.")
                            : _("The clock of this computer was set %s back. The list and the "
                                "deadlines follow it."),
                          span);
}

/**
 * danbi_phrase_slept:
 * @for_s: how long this computer slept
 *
 * Returns: (transfer full): that it did, and what follows from it
 */
char *
danbi_phrase_slept (gint64 for_s)
{
  g_autofree char *span = danbi_phrase_span (for_s);

  return g_strdup_printf (_("This computer slept for %s. The list and the deadlines are those of "
                            "now."),
                          span);
}

/**
 * danbi_phrase_new_day:
 * @now_s: the time, just after midnight
 *
 * Returns: (transfer full): that another day has begun, and what follows from it
 */
char *
danbi_phrase_new_day (gint64 now_s)
{
  DanbiRocDate date;

  danbi_roc_date_from_unix (now_s, &date);
  /* Translators: a year of the Republic of China, a month, a day */
  return g_strdup_printf (_("A new day has begun: %d/%02d/%02d. “Today” means this day from now "
                            "on; dates that were entered stay."),
                          date.year - 1911, date.month, date.day);
}
