/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries a batch: packed, written down, sent, named, and asked about until each row is judged. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-courier.h"
#include "danbi-desk.h"
#include "danbi-destination.h"
#include "danbi-journey.h"
#include "danbi-sending.h"

struct _DanbiCourier
{
  const DanbiCourierCalls *calls;
  gpointer world;
  GDestroyNotify free_world;
};

/* What the progress of one transfer belongs to. */
typedef struct
{
  DanbiCourier *courier;
  DanbiErrand *errand;
  DanbiSubmissionRow *row; /* NULL for the CSV */
} Transfer;

static void
tell_stage (const DanbiErrand *errand,
            DanbiSendingStage  stage)
{
  errand->events->stage (stage, errand->events->user_data);
}

static void
tell_cases (const DanbiErrand *errand,
            DanbiState         state)
{
  for (guint i = 0; i < errand->submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (errand->submission->rows, i);

      errand->events->case_state (row->case_id, state, NULL, errand->events->user_data);
    }
}

static void
tell_batch (const DanbiErrand *errand)
{
  errand->events->batch (errand->submission, errand->events->user_data);
}

/* Whether the batch came further by it, so that what failed before does not count any more. */
static gboolean
is_progress (DanbiJourneyEvent event)
{
  return event != DANBI_JOURNEY_PASSING && event != DANBI_JOURNEY_HOLDING
         && event != DANBI_JOURNEY_NO_BATCH && event != DANBI_JOURNEY_NAMING;
}

static void
forget_trouble (DanbiSubmission *submission)
{
  submission->n_failures = 0;
  submission->next_try_s = 0;
  g_clear_pointer (&submission->trouble, g_free);
}

static gboolean
find_next (const DanbiErrand    *errand,
           DanbiJourneyEvent     event,
           DanbiSubmissionState *next,
           GError              **error)
{
  if (danbi_journey_next (errand->submission->state, event, next))
    return TRUE;
  g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE,
                       _("The batch has come further meanwhile, so that cannot be done any more."));
  return FALSE;
}

/* What happened to a batch is on disk before anything follows from it. */
static gboolean
move (DanbiCourier     *self,
      DanbiErrand      *errand,
      DanbiJourneyEvent event,
      DanbiState        cases,
      GError          **error)
{
  DanbiSubmission *submission = errand->submission;
  DanbiSubmissionState before = submission->state;
  DanbiSubmissionState next;

  if (!find_next (errand, event, &next, error))
    return FALSE;
  submission->state = next;
  if (is_progress (event))
    forget_trouble (submission);
  if (!self->calls->save (self->world, submission, cases, error))
    {
      submission->state = before;
      return FALSE;
    }
  tell_batch (errand);
  if (cases != DANBI_COURIER_CASES_STAY)
    tell_cases (errand, cases);
  return TRUE;
}

/* Transfer */

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer user_data)
{
  Transfer *transfer = user_data;
  const DanbiCourierEvents *events = transfer->errand->events;

  if (transfer->row)
    events->case_progress (transfer->row->case_id, total ? (double) done / (double) total : 0,
                           events->user_data);
}

static gboolean
write_url_down_cb (const DanbiUpload *upload,
                   gpointer           user_data,
                   GError           **error)
{
  Transfer *transfer = user_data;
  DanbiErrand *errand = transfer->errand;
  char **url = transfer->row ? &transfer->row->upload : &errand->submission->csv_upload;

  g_free (*url);
  *url = g_strdup (upload->url);
  return move (transfer->courier, errand, DANBI_JOURNEY_SET_OUT, DANBI_COURIER_CASES_STAY, error);
}

static gboolean
upload_file (DanbiCourier       *self,
             DanbiErrand        *errand,
             DanbiSubmissionRow *row,
             GError            **error)
{
  Transfer transfer = { self, errand, row };
  char *path = row ? row->archive_path : errand->submission->csv_path;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *sha256 = g_strdup (row ? row->sha256 : NULL);
  g_autofree char *url = g_strdup (row ? row->upload : errand->submission->csv_upload);
  DanbiUpload upload = { .path = path, .filename = name, .sha256 = sha256, .url = url };
  gboolean ok = self->calls->upload (self->world, &upload, write_url_down_cb, &transfer,
                                     progress_cb, &transfer, errand->events, errand->cancellable,
                                     error);

  url = upload.url;
  sha256 = upload.sha256;
  return ok;
}

static gboolean
upload_all (DanbiCourier *self,
            DanbiErrand  *errand,
            GError      **error)
{
  GPtrArray *rows = errand->submission->rows;

  tell_stage (errand, DANBI_SENDING_TRANSFER);
  for (guint i = 0; i < rows->len; i++)
    if (!upload_file (self, errand, g_ptr_array_index (rows, i), error))
      return FALSE;
  return upload_file (self, errand, NULL, error);
}

/* Naming the batch */

static gboolean
take_receipt (DanbiCourier *self,
              DanbiErrand  *errand,
              const char   *receipt,
              GError      **error)
{
  g_free (errand->submission->receipt);
  errand->submission->receipt = g_strdup (receipt);
  if (!move (self, errand, DANBI_JOURNEY_RECEIPT, DANBI_STATE_SENT, error))
    return FALSE;
  errand->events->receipt (receipt, errand->events->user_data);
  tell_stage (errand, DANBI_SENDING_WAITING);
  return TRUE;
}

static DanbiBatchRequest *
make_request (DanbiSubmission *submission)
{
  DanbiBatchRequest *request = danbi_batch_request_new (submission->csv_upload);

  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      g_hash_table_insert (request->archives, g_strdup (row->archive_name),
                           g_strdup (row->upload));
    }
  return request;
}

/* Whether the question that names a batch was not heard, or turned away at the door. */
static gboolean
was_not_heard (const GError *error)
{
  return g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_UNREACHABLE)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_AUTH)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_TLS)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_LATER)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_CANCELLED);
}

/* A receiver that has a batch of this key with other content refuses, too: so after a refusal, as
 * after silence, only the answer for the key counts. */
static gboolean
was_refused (const GError *error)
{
  return g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_REFUSED)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_GONE)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_PROTOCOL);
}

/* Asks whether the receiver has the batch, and writes down what it says. @found may be %NULL. */
static gboolean
ask_for_key (DanbiCourier *self,
             DanbiErrand  *errand,
             gboolean     *found,
             GError      **error)
{
  g_autofree char *receipt = NULL;

  if (!self->calls->find (self->world, errand->submission->key, &receipt, errand->cancellable,
                          error))
    return FALSE;
  *found = receipt != NULL;
  errand->doubtful = FALSE;
  if (receipt)
    return take_receipt (self, errand, receipt, error);
  if (errand->submission->state != DANBI_SUBMISSION_UNKNOWN)
    return TRUE;
  return move (self, errand, DANBI_JOURNEY_NO_BATCH, DANBI_STATE_SENDING, error);
}

static gboolean
settle_refusal (DanbiCourier *self,
                DanbiErrand  *errand,
                GError       *refusal,
                GError      **error)
{
  g_autoptr (GError) held = refusal;
  gboolean found;

  if (!ask_for_key (self, errand, &found, error))
    return FALSE;
  if (!found)
    g_propagate_error (error, g_steal_pointer (&held));
  return found;
}

/* The state on disk is *unknown* before the question leaves, so that a power cut finds it so. */
static gboolean
name_batch (DanbiCourier *self,
            DanbiErrand  *errand,
            GError      **error)
{
  g_autoptr (DanbiBatchRequest) request = make_request (errand->submission);
  g_autofree char *receipt = NULL;
  g_autoptr (GError) failure = NULL;

  if (!move (self, errand, DANBI_JOURNEY_NAMING, DANBI_COURIER_CASES_STAY, error))
    return FALSE;
  receipt = self->calls->name (self->world, errand->submission->key, request, errand->cancellable,
                               &failure);
  if (receipt)
    return take_receipt (self, errand, receipt, error);

  if (was_refused (failure))
    return settle_refusal (self, errand, g_steal_pointer (&failure), error);
  if (was_not_heard (failure)
      && !move (self, errand, DANBI_JOURNEY_NO_BATCH, DANBI_COURIER_CASES_STAY, error))
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The outcome */

/* NULL where the receiver names the row's archive not at all, or more than once. */
static const DanbiRowOutcome *
find_outcome (const DanbiBatchStatus   *status,
              const DanbiSubmissionRow *row)
{
  const DanbiRowOutcome *found = NULL;

  for (guint i = 0; i < status->rows->len; i++)
    {
      const DanbiRowOutcome *outcome = g_ptr_array_index (status->rows, i);

      if (g_strcmp0 (outcome->archive, row->archive_name) != 0)
        continue;
      if (found)
        return NULL;
      found = outcome;
    }
  return found;
}

static gboolean
fits (const DanbiBatchStatus *status,
      DanbiSubmission        *submission)
{
  for (guint i = 0; i < submission->rows->len; i++)
    if (!find_outcome (status, g_ptr_array_index (submission->rows, i)))
      return FALSE;
  return status->rows->len == submission->rows->len;
}

static gboolean
settle (DanbiCourier     *self,
        DanbiErrand      *errand,
        DanbiJourneyEvent event,
        GPtrArray        *outcomes,
        GError          **error)
{
  DanbiSubmission *submission = errand->submission;
  g_autofree DanbiState *states = g_new (DanbiState, submission->rows->len);
  DanbiSubmissionState next;

  if (!find_next (errand, event, &next, error))
    return FALSE;
  forget_trouble (submission);
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);
      const DanbiRowOutcome *outcome = g_ptr_array_index (outcomes, i);

      states[i] = outcome->state == DANBI_ROW_ACCEPTED ? DANBI_STATE_ACCEPTED
                                                       : DANBI_STATE_REJECTED;
      g_free (row->outcome);
      row->outcome = danbi_row_outcome_to_json (outcome);
    }
  if (!self->calls->settle (self->world, submission, states, error))
    return FALSE;

  submission->state = next;
  tell_batch (errand);
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      errand->events->case_state (row->case_id, states[i], g_ptr_array_index (outcomes, i),
                                  errand->events->user_data);
    }
  tell_stage (errand, DANBI_SENDING_DONE);
  return TRUE;
}

static gboolean
take_outcome (DanbiCourier           *self,
              DanbiErrand            *errand,
              const DanbiBatchStatus *status,
              GError                **error)
{
  DanbiSubmission *submission = errand->submission;
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new ();

  if (!fits (status, submission))
    {
      g_set_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED,
                   _("The receiver has a batch under the receipt %s, but with other rows than were "
                     "sent from here. Compare it with the list of the receiver before anything is "
                     "sent again."),
                   submission->receipt);
      return FALSE;
    }
  for (guint i = 0; i < submission->rows->len; i++)
    g_ptr_array_add (outcomes,
                     (gpointer) find_outcome (status, g_ptr_array_index (submission->rows, i)));
  g_free (submission->received_at);
  submission->received_at = g_strdup (status->received_at);
  return settle (self, errand, DANBI_JOURNEY_OUTCOME, outcomes, error);
}

/* The receiver gave a receipt once and does not know it now. What it says of the key may be another
 * receipt; a batch that it has forgotten altogether is for a person, not to be sent again. */
static gboolean
settle_forgotten (DanbiCourier *self,
                  DanbiErrand  *errand,
                  GError      **error)
{
  g_autofree char *before = g_strdup (errand->submission->receipt);
  gboolean found;

  if (!ask_for_key (self, errand, &found, error))
    return FALSE;
  if (found && g_strcmp0 (before, errand->submission->receipt) != 0)
    return TRUE;
  g_set_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED,
               _("The receiver gave the receipt %s and does not know it any more. Ask who runs it "
                 "what became of the batch before anything is sent again."),
               before);
  return FALSE;
}

static gboolean
ask_outcome (DanbiCourier *self,
             DanbiErrand  *errand,
             gboolean     *waits,
             GError      **error)
{
  DanbiSubmission *submission = errand->submission;
  g_autoptr (GError) failure = NULL;
  g_autoptr (DanbiBatchStatus) status
    = self->calls->ask (self->world, submission->receipt, errand->cancellable, &failure);

  tell_stage (errand, DANBI_SENDING_WAITING);
  if (g_error_matches (failure, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_GONE))
    return settle_forgotten (self, errand, error);
  if (!status)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (status->done)
    return take_outcome (self, errand, status, error);

  *waits = TRUE;
  return submission->n_failures == 0
         || move (self, errand, DANBI_JOURNEY_CHECKING, DANBI_COURIER_CASES_STAY, error);
}

/* The steps */

static gboolean
pack (DanbiCourier *self,
      DanbiErrand  *errand,
      GError      **error)
{
  tell_stage (errand, DANBI_SENDING_PACKING);
  return self->calls->pack (self->world, errand->submission, errand->events, errand->cancellable,
                            error)
         && move (self, errand, DANBI_JOURNEY_PACKED, DANBI_COURIER_CASES_STAY, error);
}

static gboolean
hand_over (DanbiCourier *self,
           DanbiErrand  *errand,
           GError      **error)
{
  tell_stage (errand, DANBI_SENDING_TRANSFER);
  if (!self->calls->hand (self->world, errand->submission, errand->cancellable, error)
      || !move (self, errand, DANBI_JOURNEY_HANDED, DANBI_STATE_SENT, error))
    return FALSE;
  tell_stage (errand, DANBI_SENDING_HANDED);
  return TRUE;
}

static gboolean
is_for_folder (const DanbiSubmission *submission)
{
  return danbi_destination_get_folder (submission->destination) != NULL;
}

static gboolean
ask_if_doubtful (DanbiCourier *self,
                 DanbiErrand  *errand,
                 GError      **error)
{
  gboolean found;

  return !errand->doubtful || is_for_folder (errand->submission)
         || ask_for_key (self, errand, &found, error);
}

static gboolean
go_on (DanbiCourier *self,
       DanbiErrand  *errand,
       GError      **error)
{
  DanbiSubmission *submission = errand->submission;

  if (!ask_if_doubtful (self, errand, error))
    return FALSE;
  if (submission->state == DANBI_SUBMISSION_SENT)
    return TRUE;
  if (submission->state == DANBI_SUBMISSION_QUEUED)
    return pack (self, errand, error);
  if (is_for_folder (submission))
    return hand_over (self, errand, error);
  return upload_all (self, errand, error) && name_batch (self, errand, error);
}

static gboolean
take_step (DanbiCourier *self,
           DanbiErrand  *errand,
           gboolean     *waits,
           GError      **error)
{
  DanbiSubmission *submission = errand->submission;
  gboolean found;

  *waits = submission->state == DANBI_SUBMISSION_SENT && is_for_folder (submission);
  if (*waits)
    return TRUE;
  if (!self->calls->meet (self->world, submission, errand->cancellable, error))
    return FALSE;
  if (submission->state == DANBI_SUBMISSION_UNKNOWN)
    return ask_for_key (self, errand, &found, error);
  if (submission->state == DANBI_SUBMISSION_SENT)
    return ask_outcome (self, errand, waits, error);
  return go_on (self, errand, error);
}

/* What failed */

static gboolean
was_stopped (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_CANCELLED);
}

static gboolean
is_passing (const GError *error)
{
  return danbi_gateway_is_passing (error)
         || g_error_matches (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_BUSY);
}

/* Where it cannot even be written down, the caller still knows. */
static DanbiCourierResult
note_failure (DanbiCourier *self,
              DanbiErrand  *errand,
              const GError *why)
{
  DanbiSubmission *submission = errand->submission;
  gboolean passing = is_passing (why) || was_stopped (why);
  gboolean unknown = submission->state == DANBI_SUBMISSION_UNKNOWN
                     || (submission->state == DANBI_SUBMISSION_SENT && why->domain == DANBI_DESK_ERROR);
  g_autoptr (GError) unwritten = NULL;

  submission->n_failures++;
  submission->next_try_s = passing ? danbi_clock_now_s ()
                                       + danbi_journey_pause_s (submission->n_failures,
                                                                g_random_double ())
                                   : 0;
  g_free (submission->trouble);
  submission->trouble = g_strdup (why->message);
  if (!move (self, errand, passing ? DANBI_JOURNEY_PASSING : DANBI_JOURNEY_HOLDING,
             unknown ? DANBI_STATE_UNKNOWN : DANBI_COURIER_CASES_STAY, &unwritten))
    g_warning ("%s", unwritten->message);
  return passing ? DANBI_COURIER_RESTS : DANBI_COURIER_HELD;
}

static gboolean
put_down (DanbiCourier     *self,
          DanbiErrand      *errand,
          DanbiJourneyEvent event,
          GError          **error)
{
  DanbiSubmissionState next;

  if (!find_next (errand, event, &next, error)
      || !self->calls->give_up (self->world, errand->submission, error))
    return FALSE;
  errand->submission->state = next;
  tell_batch (errand);
  tell_cases (errand, DANBI_STATE_READY);
  tell_stage (errand, DANBI_SENDING_FAILED);
  return TRUE;
}

static DanbiCourierResult
put_down_for_findings (DanbiCourier *self,
                       DanbiErrand  *errand,
                       const GError *why)
{
  g_autoptr (GError) failure = NULL;

  g_free (errand->submission->trouble);
  errand->submission->trouble = g_strdup (why->message);
  if (put_down (self, errand, DANBI_JOURNEY_FINDINGS, &failure))
    return DANBI_COURIER_ENDED;
  return note_failure (self, errand, failure);
}

/**
 * danbi_courier_new:
 * @calls: the world
 * @world: handed to each of them
 * @free_world: (nullable): frees @world
 *
 * Returns: (transfer full): a courier
 */
DanbiCourier *
danbi_courier_new (const DanbiCourierCalls *calls,
                   gpointer                 world,
                   GDestroyNotify           free_world)
{
  DanbiCourier *self = g_new0 (DanbiCourier, 1);

  self->calls = calls;
  self->world = world;
  self->free_world = free_world;
  return self;
}

/**
 * danbi_courier_free:
 * @self: (nullable): a courier that is not at work
 */
void
danbi_courier_free (DanbiCourier *self)
{
  if (!self)
    return;
  if (self->free_world)
    self->free_world (self->world);
  g_free (self);
}

/**
 * danbi_courier_step:
 * @self: a courier
 * @errand: a batch as it is written down; its submission follows what becomes of it
 * @error: why the step failed, one sentence
 *
 * Takes the next step with a batch from wherever it stands: packs it, sends and names it, asks
 * whether the receiver has it, or asks for the outcome. Whatever happens is on disk before the
 * next step: killed at any moment, the same call goes on, and the batch has one key for ever.
 *
 * Returns: what came of it
 */
DanbiCourierResult
danbi_courier_step (DanbiCourier *self,
                    DanbiErrand  *errand,
                    GError      **error)
{
  g_autoptr (GError) failure = NULL;
  DanbiCourierResult result;
  gboolean waits = FALSE;

  if (!danbi_journey_is_open (errand->submission->state))
    return DANBI_COURIER_ENDED;
  if (take_step (self, errand, &waits, &failure))
    {
      if (!danbi_journey_is_open (errand->submission->state))
        return DANBI_COURIER_ENDED;
      return waits ? DANBI_COURIER_WAITS : DANBI_COURIER_WENT_ON;
    }

  /* Stopped between question and answer, it is as unknown as after any other silence. */
  if (was_stopped (failure) && errand->submission->state != DANBI_SUBMISSION_UNKNOWN)
    result = DANBI_COURIER_STOPPED;
  else if (g_error_matches (failure, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FINDINGS))
    result = put_down_for_findings (self, errand, failure);
  else
    result = note_failure (self, errand, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return result;
}

/**
 * danbi_courier_give_up:
 * @self: a courier
 * @errand: a batch
 * @error: %DANBI_DESK_ERROR_STATE where the receiver may have it: it goes on being asked about
 *
 * Calls a batch back: its cases are ready again. Where bytes of it left in an earlier run of the
 * program, the receiver is asked first.
 *
 * Returns: whether it is given up
 */
gboolean
danbi_courier_give_up (DanbiCourier *self,
                       DanbiErrand  *errand,
                       GError      **error)
{
  if (errand->submission->state == DANBI_SUBMISSION_SENDING && errand->doubtful
      && (!self->calls->meet (self->world, errand->submission, errand->cancellable, error)
          || !ask_if_doubtful (self, errand, error)))
    return FALSE;
  return put_down (self, errand, DANBI_JOURNEY_GIVE_UP, error);
}

/**
 * danbi_courier_tidy:
 * @self: a courier
 * @errand: a batch that was given up
 *
 * Has the receiver forget the files that it got of it, if it can be reached.
 */
void
danbi_courier_tidy (DanbiCourier *self,
                    DanbiErrand  *errand)
{
  GPtrArray *rows = errand->submission->rows;

  for (guint i = 0; i < rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (rows, i);

      if (row->upload)
        self->calls->terminate (self->world, row->upload);
    }
  if (errand->submission->csv_upload)
    self->calls->terminate (self->world, errand->submission->csv_upload);
}

/**
 * danbi_courier_tell:
 * @self: a courier
 * @errand: a batch that a person carried on, or asked about
 * @outcome: %DANBI_STATE_ACCEPTED or %DANBI_STATE_REJECTED, for each of its cases
 * @receipt: (nullable): the receiver's number of it
 * @error: %DANBI_DESK_ERROR_STATE where the receiver cannot have it
 *
 * Takes a person's word for what became of a batch.
 *
 * Returns: whether it is done
 */
gboolean
danbi_courier_tell (DanbiCourier *self,
                    DanbiErrand  *errand,
                    DanbiState    outcome,
                    const char   *receipt,
                    GError      **error)
{
  DanbiSubmission *submission = errand->submission;
  g_autoptr (GPtrArray) outcomes
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_row_outcome_free);
  DanbiRowState state = outcome == DANBI_STATE_ACCEPTED ? DANBI_ROW_ACCEPTED : DANBI_ROW_REJECTED;

  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      g_ptr_array_add (outcomes, danbi_row_outcome_new (i + 1, row->archive_name, state));
    }
  if (receipt && *receipt)
    {
      g_free (submission->receipt);
      submission->receipt = g_strdup (receipt);
      errand->events->receipt (receipt, errand->events->user_data);
    }
  return settle (self, errand, DANBI_JOURNEY_TOLD, outcomes, error);
}
