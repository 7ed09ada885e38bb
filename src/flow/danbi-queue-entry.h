/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-sending-private.h"

G_BEGIN_DECLS

/**
 * DanbiQueueEntry:
 * @sending: the batch as front ends see it
 * @id: its number in the store
 * @state: where it is, as the next five
 * @bytes: how much there is to pack or to send
 * @doubtful: see #DanbiErrand
 * @busy: a job works on it
 * @retry: a person, or the network, says: now
 * @again: likewise, while a job works on it: if that fails, it goes once more at once
 * @poll_us: when to ask for the outcome, monotonic
 * @poll_ms: how long to wait the next time
 * @ended_us: when it ended, monotonic
 * @called_back: shared with its jobs; set by a person, atomic
 * @cancellable: of the present job
 *
 * One batch in the queue.
 */
typedef struct
{
  DanbiSending *sending;
  gint64 id;
  DanbiSubmissionState state;
  gint64 deadline_s;
  gint64 not_before_s;
  gint64 next_try_s;
  guint n_failures;
  guint64 bytes;
  gboolean doubtful;
  gboolean busy;
  gboolean retry;
  gboolean again;
  gint64 poll_us;
  guint poll_ms;
  gint64 ended_us;
  gboolean *called_back;
  GCancellable *cancellable;
} DanbiQueueEntry;

DanbiQueueEntry *danbi_queue_entry_new (DanbiSending *sending, const DanbiSubmission *submission);
void danbi_queue_entry_free (DanbiQueueEntry *self);
void danbi_queue_entry_take (DanbiQueueEntry *self, const DanbiSubmission *submission);
int danbi_queue_entry_compare (const DanbiQueueEntry *a, const DanbiQueueEntry *b);
gboolean danbi_queue_entry_is_open (const DanbiQueueEntry *self);
void danbi_queue_entry_wake (DanbiQueueEntry *self);
void danbi_queue_entry_retry (DanbiQueueEntry *self, gboolean at_once);
void danbi_queue_entry_begin (DanbiQueueEntry *self);
void danbi_queue_entry_end (DanbiQueueEntry *self, DanbiCourierResult result);
gboolean danbi_queue_entry_can_be_told (const DanbiQueueEntry *self);
gint64 danbi_queue_entry_wait_ms (const DanbiQueueEntry *self, guint64 line_bytes_per_s);
void danbi_queue_entry_plan_poll (DanbiQueueEntry *self);

G_END_DECLS
