/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-record.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/**
 * DanbiReward:
 * @DANBI_REWARD_UNKNOWN: the clock cannot be started yet, a time is missing
 * @DANBI_REWARD_FULL: all points
 * @DANBI_REWARD_HALF: half of them
 * @DANBI_REWARD_NONE: none; the upload still counts for the upload rate
 */
typedef enum
{
  DANBI_REWARD_UNKNOWN,
  DANBI_REWARD_FULL,
  DANBI_REWARD_HALF,
  DANBI_REWARD_NONE,
} DanbiReward;

/**
 * DanbiDeadline:
 * @base: the field that starts the clock (%DANBI_FIELD_EXAM_TIME, %DANBI_FIELD_CARD_TIME or
 *   %DANBI_FIELD_RECEIVED_TIME), %DANBI_FIELD_NONE where it cannot start
 * @base_s: that time, seconds since the epoch
 * @full_until_s: the last second that earns all points
 * @half_until_s: the last second that earns half
 * @assumed: whether the time of day of the base is a zero time and so assumed
 *
 * When a case earns what (RULEBOOK section 5).
 */
typedef struct
{
  DanbiField base;
  gint64 base_s;
  gint64 full_until_s;
  gint64 half_until_s;
  gboolean assumed;
} DanbiDeadline;

/**
 * DanbiUrgency:
 * @DANBI_URGENCY_FULL: open, and earns all points
 * @DANBI_URGENCY_HALF: open, and earns half of them
 * @DANBI_URGENCY_UNSTARTED: open, and the clock cannot be started yet
 * @DANBI_URGENCY_NONE: open, and earns nothing any more
 * @DANBI_URGENCY_ACCEPTED: accepted: there is nothing left to lose
 *
 * What a case has to lose, in the order in which lists show cases.
 */
typedef enum
{
  DANBI_URGENCY_FULL,
  DANBI_URGENCY_HALF,
  DANBI_URGENCY_UNSTARTED,
  DANBI_URGENCY_NONE,
  DANBI_URGENCY_ACCEPTED,
  DANBI_N_URGENCIES,
} DanbiUrgency;

void danbi_deadline_compute (const DanbiRecord *record, const DanbiLimits *limits,
                             DanbiDeadline *deadline);
gint64 danbi_deadline_get_next_s (const DanbiDeadline *self, gint64 now_s);
DanbiReward danbi_deadline_get_reward (const DanbiDeadline *self, gint64 now_s);
const DanbiLimits *danbi_deadline_get_limits (const DanbiDeadline *self,
                                              const DanbiRulebook *rulebook);
const char *danbi_reward_get_nick (DanbiReward reward);

G_END_DECLS
