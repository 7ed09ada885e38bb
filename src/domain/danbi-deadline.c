/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Until when a case earns all points and until when half of them. */
#include "config.h"

#include <string.h>

#include "danbi-deadline.h"

static gboolean
read_time (const DanbiRecord *record,
           DanbiField         field,
           gint64            *unix_s)
{
  DanbiRocPrecision precision = field == DANBI_FIELD_CARD_TIME ? DANBI_ROC_SECOND
                                                               : DANBI_ROC_MINUTE;
  DanbiRocDate date;

  if (danbi_roc_date_parse (danbi_record_get (record, field), precision, &date) != DANBI_ROC_OK)
    return FALSE;
  *unix_s = danbi_roc_date_to_unix (&date);
  return TRUE;
}

/* The field that starts the clock and its time; %DANBI_FIELD_NONE where a time on which that
 * depends is missing or is none. */
static DanbiField
find_base (const DanbiRecord *record,
           gint64            *base_s)
{
  gboolean referred = *danbi_record_get (record, DANBI_FIELD_RECEIVED_TIME) != '\0';
  gboolean makeup = strcmp (danbi_record_get (record, DANBI_FIELD_CARD_MAKEUP), "2") == 0;
  DanbiField base = referred ? DANBI_FIELD_RECEIVED_TIME : DANBI_FIELD_EXAM_TIME;
  gint64 exam_s;
  gint64 card_s;

  if (!read_time (record, base, base_s))
    return DANBI_FIELD_NONE;
  if (!makeup)
    return base;
  if (!read_time (record, DANBI_FIELD_CARD_TIME, &card_s))
    return DANBI_FIELD_NONE;
  if (!read_time (record, DANBI_FIELD_EXAM_TIME, &exam_s) || card_s <= exam_s || card_s <= *base_s)
    return base;

  *base_s = card_s;
  return DANBI_FIELD_CARD_TIME;
}

static gboolean
is_zero_time (const char *minutes)
{
  return g_str_has_suffix (minutes, "0000");
}

/**
 * danbi_deadline_compute:
 * @record: a case
 * @limits: the numbers of the rule set in force
 * @deadline: (out): when the case earns what
 *
 * The clock starts at the examination (F12); at the card time (F4) where the card was swiped
 * afterwards to make up for it (F7 = 2); at the arrival of the images (F17) where the examination
 * was done elsewhere (RULEBOOK section 5; image-upload format, rule 4-1). F12 and F17 mean the
 * first second of their minute. Where a case was both referred and made up, the later time counts
 * (decided): rule 4-1 says of each that an upload within its term *also* earns the points.
 */
void
danbi_deadline_compute (const DanbiRecord *record,
                        const DanbiLimits *limits,
                        DanbiDeadline     *deadline)
{
  *deadline = (DanbiDeadline) { .base = DANBI_FIELD_NONE };
  deadline->base = find_base (record, &deadline->base_s);
  if (deadline->base == DANBI_FIELD_NONE)
    {
      deadline->base_s = 0;
      return;
    }

  deadline->full_until_s = deadline->base_s + limits->full_points_s;
  deadline->half_until_s = deadline->base_s + limits->half_points_s;
  /* A card reader writes the seconds itself: midnight is what it saw. */
  deadline->assumed = deadline->base != DANBI_FIELD_CARD_TIME
                      && is_zero_time (danbi_record_get (record, deadline->base));
}

/**
 * danbi_deadline_get_reward:
 * @self: a computed deadline
 * @now_s: the time of the upload, seconds since the epoch
 *
 * Returns: what an upload at @now_s earns; both limits are inclusive
 */
DanbiReward
danbi_deadline_get_reward (const DanbiDeadline *self,
                           gint64               now_s)
{
  if (self->base == DANBI_FIELD_NONE)
    return DANBI_REWARD_UNKNOWN;
  if (now_s <= self->full_until_s)
    return DANBI_REWARD_FULL;
  if (now_s <= self->half_until_s)
    return DANBI_REWARD_HALF;
  return DANBI_REWARD_NONE;
}

/**
 * danbi_deadline_get_next_s:
 * @self: when a case earns what
 * @now_s: the time now
 *
 * Returns: the last second before it loses points next; 0 where there is nothing left to lose, or
 *   the clock has not started
 */
gint64
danbi_deadline_get_next_s (const DanbiDeadline *self,
                           gint64               now_s)
{
  switch (danbi_deadline_get_reward (self, now_s))
    {
    case DANBI_REWARD_FULL:
      return self->full_until_s;
    case DANBI_REWARD_HALF:
      return self->half_until_s;
    default:
      return 0;
    }
}

/**
 * danbi_deadline_get_limits:
 * @self: when a case earns what
 * @rulebook: the rules
 *
 * Returns: (transfer none): the numbers in force on the day from which it is counted; those of the
 *   first rules while the clock cannot start
 */
const DanbiLimits *
danbi_deadline_get_limits (const DanbiDeadline *self,
                           const DanbiRulebook *rulebook)
{
  DanbiRocDate on;

  danbi_roc_date_from_unix (self->base_s, &on);
  return danbi_rules_get_limits (
    danbi_rulebook_get_rules (rulebook, self->base == DANBI_FIELD_NONE ? NULL : &on));
}

/**
 * danbi_reward_get_nick:
 * @reward: a reward
 *
 * Returns: (transfer none): its word in JSON: `unknown`, `full`, `half`, `none`
 */
const char *
danbi_reward_get_nick (DanbiReward reward)
{
  static const char *const nicks[] = {
    [DANBI_REWARD_UNKNOWN] = "unknown",
    [DANBI_REWARD_FULL] = "full",
    [DANBI_REWARD_HALF] = "half",
    [DANBI_REWARD_NONE] = "none",
  };

  return nicks[reward];
}
