/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a batch may come to from where it is, and when it goes on: pure functions. */
#include "config.h"

#include "danbi-journey.h"

#define NOWHERE (-1)
#define UNKNOWN_LINE_BYTES_PER_S (64 * 1000 / 8) /* the thinnest line that is still sold */
#define START_MARGIN_S (30 * 60)

/* The states of the submission, by a letter each: the table below is read as the one in README.md,
 * which a test compares with it. */
enum
{
  Q = DANBI_SUBMISSION_QUEUED,
  P = DANBI_SUBMISSION_PACKED,
  S = DANBI_SUBMISSION_SENDING,
  U = DANBI_SUBMISSION_UNKNOWN,
  R = DANBI_SUBMISSION_SENT,
  D = DANBI_SUBMISSION_DONE,
  A = DANBI_SUBMISSION_ABANDONED,
  X = NOWHERE,
};

/* A receipt may come to a batch that never set out here: the store was restored from a copy that was
 * made before it did. */
static const gint8 table[DANBI_JOURNEY_N_EVENTS][DANBI_JOURNEY_N_STATES] = {
  /* clang-format off */
  /*                          queued packed sending unknown sent done abandoned */
  [DANBI_JOURNEY_PACKED]   = {  P,     X,     X,      X,     X,   X,     X },
  [DANBI_JOURNEY_SET_OUT]  = {  X,     S,     S,      X,     X,   X,     X },
  [DANBI_JOURNEY_NAMING]   = {  X,     X,     U,      X,     X,   X,     X },
  [DANBI_JOURNEY_RECEIPT]  = {  R,     R,     R,      R,     R,   X,     X },
  [DANBI_JOURNEY_NO_BATCH] = {  Q,     P,     S,      S,     R,   X,     X },
  [DANBI_JOURNEY_CHECKING] = {  X,     X,     X,      X,     R,   X,     X },
  [DANBI_JOURNEY_OUTCOME]  = {  X,     X,     X,      X,     D,   X,     X },
  [DANBI_JOURNEY_HANDED]   = {  X,     R,     R,      X,     X,   X,     X },
  [DANBI_JOURNEY_TOLD]     = {  X,     X,     X,      D,     D,   X,     X },
  [DANBI_JOURNEY_PASSING]  = {  Q,     P,     S,      U,     R,   X,     X },
  [DANBI_JOURNEY_HOLDING]  = {  Q,     P,     S,      U,     R,   X,     X },
  [DANBI_JOURNEY_FINDINGS] = {  A,     X,     X,      X,     X,   X,     X },
  [DANBI_JOURNEY_GIVE_UP]  = {  A,     A,     A,      X,     X,   X,     X },
  /* clang-format on */
};

/**
 * danbi_journey_next:
 * @state: where a batch is
 * @event: what happened to it
 * @next: (out): where it is then; unchanged where the event cannot be
 *
 * Returns: whether @event can happen to a batch in @state. Where it cannot, an answer came late or
 *   twice, and nothing is written down
 */
gboolean
danbi_journey_next (DanbiSubmissionState  state,
                    DanbiJourneyEvent     event,
                    DanbiSubmissionState *next)
{
  gint8 found = table[event][state];

  if (found == NOWHERE)
    return FALSE;
  *next = (DanbiSubmissionState) found;
  return TRUE;
}

/**
 * danbi_journey_is_open:
 * @state: where a batch is
 *
 * Returns: whether anything may still become of it
 */
gboolean
danbi_journey_is_open (DanbiSubmissionState state)
{
  return state != DANBI_SUBMISSION_DONE && state != DANBI_SUBMISSION_ABANDONED;
}

/**
 * danbi_journey_is_before_naming:
 * @state: where a batch is
 *
 * Returns: whether the receiver cannot have it, by all that is known here
 */
gboolean
danbi_journey_is_before_naming (DanbiSubmissionState state)
{
  return state == DANBI_SUBMISSION_QUEUED || state == DANBI_SUBMISSION_PACKED
         || state == DANBI_SUBMISSION_SENDING;
}

/**
 * danbi_journey_pause_s:
 * @n_failures: how many tries failed in a row, at least 1
 * @share: 0 to 1, by chance
 *
 * Returns: how long to rest: 15 s, 30 s, 1, 2, 5, 10 min, a quarter more or less so that many
 *   senders do not come back together
 */
gint64
danbi_journey_pause_s (guint  n_failures,
                       double share)
{
  static const gint64 pauses_s[] = { 15, 30, 60, 120, 300, 600 };
  gint64 pause_s = pauses_s[MIN (n_failures - 1, G_N_ELEMENTS (pauses_s) - 1)];

  return pause_s - pause_s / 4 + (gint64) (share * (double) pause_s / 2);
}

/**
 * danbi_journey_start_s:
 * @not_before_s: the hour for which a batch is meant, 0: at once
 * @deadline_s: when one of its cases loses points, 0: never
 * @bytes: how much there is to send, at most
 * @line_bytes_per_s: the line as last measured, 0: not known
 *
 * Returns: when the batch is to set out. A deadline comes first: then so early that the transfer
 *   may take twice as long as the line lets expect, and half an hour more
 */
gint64
danbi_journey_start_s (gint64  not_before_s,
                       gint64  deadline_s,
                       guint64 bytes,
                       guint64 line_bytes_per_s)
{
  guint64 line = line_bytes_per_s ? line_bytes_per_s : UNKNOWN_LINE_BYTES_PER_S;
  gint64 latest_s = deadline_s - START_MARGIN_S - (gint64) (bytes / line * 2);

  return deadline_s ? MIN (not_before_s, latest_s) : not_before_s;
}
