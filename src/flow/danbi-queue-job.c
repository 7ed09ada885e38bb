/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with one batch of the queue, in a thread of its own. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-desk.h"
#include "danbi-journey.h"
#include "danbi-queue-private.h"

#define PAUSE_S 15

/**
 * danbi_queue_job_free:
 * @self: (nullable): a job that is done
 */
void
danbi_queue_job_free (DanbiQueueJob *self)
{
  if (!self)
    return;
  if (self->owns_courier)
    danbi_courier_free (self->courier);
  g_object_unref (self->sending);
  g_object_unref (self->store);
  g_object_unref (self->cancellable);
  g_atomic_rc_box_release (self->called_back);
  g_clear_pointer (&self->submission, danbi_submission_free);
  g_clear_error (&self->error);
  g_free (self->receipt);
  g_free (self);
}

static gboolean
is_called_back (DanbiQueueJob *self)
{
  return g_atomic_int_get (self->called_back);
}

/* What keeps us from the batch is ours to show, and not to write down. */
static void
rest_a_while (DanbiQueueJob *self)
{
  self->submission->n_failures = 1;
  self->submission->next_try_s = danbi_clock_now_s () + PAUSE_S;
  g_free (self->submission->trouble);
  self->submission->trouble = g_strdup (self->error->message);
  self->result = DANBI_COURIER_RESTS;
}

/* It came to its end by another program. */
static void
tell_states (DanbiQueueJob            *self,
             const DanbiCourierEvents *events)
{
  for (guint i = 0; i < self->submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (self->submission->rows, i);
      g_autoptr (DanbiCase) item = danbi_store_load_case (self->store, row->case_id, NULL);

      if (item)
        events->case_state (row->case_id, danbi_case_get_state (item), NULL, events->user_data);
    }
  self->result = DANBI_COURIER_ENDED;
}

static void
give_up (DanbiQueueJob *self,
         DanbiErrand   *errand)
{
  g_clear_error (&self->error);
  errand->cancellable = NULL;
  if (danbi_courier_give_up (self->courier, errand, &self->error))
    {
      self->result = DANBI_COURIER_ENDED;
      danbi_courier_tidy (self->courier, errand);
    }
  else if (danbi_journey_is_before_naming (errand->submission->state))
    rest_a_while (self);
}

static void
carry (DanbiQueueJob *self,
       DanbiErrand   *errand)
{
  self->result = DANBI_COURIER_WENT_ON;
  while (self->result == DANBI_COURIER_WENT_ON && !is_called_back (self)
         && danbi_journey_is_before_naming (errand->submission->state))
    self->result = danbi_courier_step (self->courier, errand, &self->error);

  if (is_called_back (self) && danbi_journey_is_before_naming (errand->submission->state))
    {
      self->heard = TRUE;
      give_up (self, errand);
    }
}

static void
do_work (DanbiQueueJob *self,
         DanbiErrand   *errand)
{
  switch (self->kind)
    {
    case DANBI_QUEUE_CARRY:
      carry (self, errand);
      self->line_bytes_per_s = danbi_store_get_line (self->store, self->submission->destination);
      break;
    case DANBI_QUEUE_ASK:
      self->result = danbi_courier_step (self->courier, errand, &self->error);
      break;
    case DANBI_QUEUE_GIVE_UP:
      self->result = DANBI_COURIER_STOPPED;
      give_up (self, errand);
      break;
    case DANBI_QUEUE_TELL:
    default:
      self->result = danbi_courier_tell (self->courier, errand, self->outcome, self->receipt,
                                         &self->error)
                         ? DANBI_COURIER_ENDED
                         : DANBI_COURIER_STOPPED;
      break;
    }
  self->doubtful = errand->doubtful;
}

/**
 * danbi_queue_job_run:
 * @self: a job
 *
 * Does it. What is on disk counts: another program may have worked on the batch meanwhile.
 */
void
danbi_queue_job_run (DanbiQueueJob *self)
{
  DanbiCourierEvents events = danbi_sending_get_events (self->sending);
  gboolean ours = danbi_claim_take (self->claim, self->id, &self->error);
  DanbiErrand errand = {
    .doubtful = self->doubtful,
    .events = &events,
    .cancellable = self->cancellable,
  };

  self->submission = danbi_store_load_submission (self->store, self->id,
                                                  ours ? &self->error : NULL);
  errand.submission = self->submission;
  if (!self->submission)
    self->result = DANBI_COURIER_HELD;
  else if (!danbi_journey_is_open (self->submission->state))
    tell_states (self, &events);
  else if (!ours)
    rest_a_while (self);
  else
    do_work (self, &errand);
}
