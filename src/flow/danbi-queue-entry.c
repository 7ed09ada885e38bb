/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One batch in the queue: where it comes in the order, and when it is its turn. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-journey.h"
#include "danbi-queue-entry.h"

#define FIRST_POLL_MS 100
#define LAST_POLL_MS 60000

DanbiQueueEntry *
danbi_queue_entry_new (DanbiSending          *sending,
                       const DanbiSubmission *submission)
{
  DanbiQueueEntry *self = g_new0 (DanbiQueueEntry, 1);

  self->sending = g_object_ref (sending);
  self->id = submission->id;
  self->called_back = g_atomic_rc_box_new0 (gboolean);
  danbi_queue_entry_take (self, submission);
  return self;
}

void
danbi_queue_entry_free (DanbiQueueEntry *self)
{
  danbi_sending_set_cancel_func (self->sending, NULL, NULL);
  g_clear_object (&self->cancellable);
  g_atomic_rc_box_release (self->called_back);
  g_object_unref (self->sending);
  g_free (self);
}

/* What is written down of the batch. */
void
danbi_queue_entry_take (DanbiQueueEntry       *self,
                        const DanbiSubmission *submission)
{
  if (self->state != submission->state)
    self->poll_ms = 0;
  self->state = submission->state;
  self->deadline_s = submission->deadline_s;
  self->not_before_s = submission->not_before_s;
  self->next_try_s = submission->next_try_s;
  self->n_failures = submission->n_failures;
}

gboolean
danbi_queue_entry_is_open (const DanbiQueueEntry *self)
{
  return danbi_journey_is_open (self->state);
}

static gint64
order_of (const DanbiQueueEntry *self)
{
  return self->deadline_s ? self->deadline_s : G_MAXINT64;
}

/* The open ones by the deadline that comes first, then the others, latest first. */
int
danbi_queue_entry_compare (const DanbiQueueEntry *a,
                           const DanbiQueueEntry *b)
{
  gboolean open = danbi_queue_entry_is_open (a);

  if (open != danbi_queue_entry_is_open (b))
    return open ? -1 : 1;
  if (!open)
    return a->ended_us > b->ended_us ? -1 : 1;
  if (order_of (a) != order_of (b))
    return order_of (a) < order_of (b) ? -1 : 1;
  return a->id < b->id ? -1 : 1;
}

static gboolean
is_held (const DanbiQueueEntry *self)
{
  return self->n_failures > 0 && self->next_try_s == 0;
}

static gboolean
is_handed (const DanbiQueueEntry *self)
{
  return danbi_sending_get_stage (self->sending) == DANBI_SENDING_HANDED;
}

/* The network, or the computer, is back: what rests goes now. A try that is under way began before,
 * so that it may fail yet. */
void
danbi_queue_entry_wake (DanbiQueueEntry *self)
{
  self->retry |= !self->busy && self->n_failures > 0 && !is_held (self);
  self->again |= self->busy;
}

/* A person says: now. @at_once: whatever it waits for; otherwise where a try failed. */
void
danbi_queue_entry_retry (DanbiQueueEntry *self,
                         gboolean         at_once)
{
  self->retry |= !self->busy && !is_handed (self) && (at_once || self->n_failures > 0);
  self->again |= self->busy;
}

void
danbi_queue_entry_begin (DanbiQueueEntry *self)
{
  self->busy = TRUE;
  self->retry = FALSE;
  self->again = FALSE;
}

void
danbi_queue_entry_end (DanbiQueueEntry   *self,
                       DanbiCourierResult result)
{
  self->busy = FALSE;
  self->retry = self->again && (result == DANBI_COURIER_RESTS || result == DANBI_COURIER_HELD);
}

/* Whether it is for a person to say what became of it. */
gboolean
danbi_queue_entry_can_be_told (const DanbiQueueEntry *self)
{
  return !self->busy && (is_handed (self) || is_held (self))
         && (self->state == DANBI_SUBMISSION_SENT || self->state == DANBI_SUBMISSION_UNKNOWN);
}

/* A clock that was set back must not make a batch wait for days. */
static gint64
rest_ms (const DanbiQueueEntry *self,
         gint64                 now_s)
{
  gint64 rest_s = MIN (self->next_try_s - now_s, danbi_journey_pause_s (G_MAXUINT, 1));

  return MAX (rest_s, 0) * 1000;
}

static gint64
start_ms (const DanbiQueueEntry *self,
          guint64                line_bytes_per_s,
          gint64                 now_s)
{
  gint64 start_s = danbi_journey_start_s (self->not_before_s, self->deadline_s, self->bytes,
                                          line_bytes_per_s);

  return self->not_before_s ? MAX (start_s - now_s, 0) * 1000 : 0;
}

/* In how many milliseconds it is the batch's turn; −1: not before something else happens. */
gint64
danbi_queue_entry_wait_ms (const DanbiQueueEntry *self,
                           guint64                line_bytes_per_s)
{
  gint64 now_s = danbi_clock_now_s ();

  if (!danbi_queue_entry_is_open (self) || self->busy)
    return -1;
  if (self->retry)
    return 0;
  if (is_held (self) || is_handed (self))
    return -1;
  if (self->n_failures > 0)
    return rest_ms (self, now_s);
  if (danbi_journey_is_before_naming (self->state))
    return start_ms (self, line_bytes_per_s, now_s);
  return (MAX (self->poll_us - g_get_monotonic_time (), 0) + 999) / 1000;
}

/* The receiver is asked soon at first, then ever more rarely. */
void
danbi_queue_entry_plan_poll (DanbiQueueEntry *self)
{
  self->poll_us = g_get_monotonic_time () + (gint64) self->poll_ms * 1000;
  self->poll_ms = self->poll_ms ? MIN (self->poll_ms + self->poll_ms / 2, LAST_POLL_MS) : FIRST_POLL_MS;
}
