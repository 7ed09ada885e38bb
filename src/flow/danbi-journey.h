/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-store.h"

G_BEGIN_DECLS

/**
 * DanbiJourneyEvent:
 * @DANBI_JOURNEY_PACKED: its archives and its CSV stand in the outbox
 * @DANBI_JOURNEY_SET_OUT: the receiver has made a place for a file of it
 * @DANBI_JOURNEY_NAMING: every byte is there, and the question that names the batch is about to leave
 * @DANBI_JOURNEY_RECEIPT: the receiver says that it has the batch
 * @DANBI_JOURNEY_NO_BATCH: the receiver says that it has not, or was not reached when it was named
 * @DANBI_JOURNEY_CHECKING: the receiver has not judged it yet
 * @DANBI_JOURNEY_OUTCOME: the receiver has judged each row
 * @DANBI_JOURNEY_HANDED: it stands in the folder from which a person carries it on
 * @DANBI_JOURNEY_TOLD: a person tells what the receiver answered
 * @DANBI_JOURNEY_PASSING: a try failed, and another one later may help
 * @DANBI_JOURNEY_HOLDING: a try failed, and only a person can help
 * @DANBI_JOURNEY_FINDINGS: findings stand against a case of it
 * @DANBI_JOURNEY_GIVE_UP: a person calls it back
 *
 * What can happen to a batch.
 */
typedef enum
{
  DANBI_JOURNEY_PACKED,
  DANBI_JOURNEY_SET_OUT,
  DANBI_JOURNEY_NAMING,
  DANBI_JOURNEY_RECEIPT,
  DANBI_JOURNEY_NO_BATCH,
  DANBI_JOURNEY_CHECKING,
  DANBI_JOURNEY_OUTCOME,
  DANBI_JOURNEY_HANDED,
  DANBI_JOURNEY_TOLD,
  DANBI_JOURNEY_PASSING,
  DANBI_JOURNEY_HOLDING,
  DANBI_JOURNEY_FINDINGS,
  DANBI_JOURNEY_GIVE_UP,
  DANBI_JOURNEY_N_EVENTS,
} DanbiJourneyEvent;

#define DANBI_JOURNEY_N_STATES (DANBI_SUBMISSION_ABANDONED + 1)

gboolean danbi_journey_next (DanbiSubmissionState state, DanbiJourneyEvent event,
                             DanbiSubmissionState *next);
gboolean danbi_journey_is_open (DanbiSubmissionState state);
gboolean danbi_journey_is_before_naming (DanbiSubmissionState state);
gint64 danbi_journey_pause_s (guint n_failures, double share);
gint64 danbi_journey_start_s (gint64 not_before_s, gint64 deadline_s, guint64 bytes,
                              guint64 line_bytes_per_s);

G_END_DECLS
