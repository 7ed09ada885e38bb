/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries a batch: packed, written down, sent, named, and asked about until each row is judged. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-check.h"
#include "danbi-clock.h"
#include "danbi-courier.h"
#include "danbi-desk.h"
#include "danbi-packing.h"
#include "danbi-reuse.h"
#include "danbi-sending.h"

#define FIRST_POLL_MS 100
#define LAST_POLL_MS 5000
#define POLL_UNTIL_DONE G_MAXUINT

struct _DanbiCourier
{
  DanbiStore *store;
  DanbiRulebook *rulebook;
  DanbiGateway *gateway;
  char *base_url;
  DanbiFormat format;
  DanbiCourierEvents events;
  GCancellable *cancellable;
  gboolean met_gateway; /* whether it was asked if it is a practice receiver */
};

/* What the progress of one transfer belongs to. */
typedef struct
{
  DanbiCourier *courier;
  DanbiSubmission *submission;
  DanbiSubmissionRow *row; /* NULL for the CSV */
} Transfer;

static void
tell_stage (DanbiCourier     *self,
            DanbiSendingStage stage)
{
  self->events.stage (stage, self->events.user_data);
}

static gboolean
put_case (DanbiCourier          *self,
          gint64                 case_id,
          DanbiState             state,
          const char            *note,
          const DanbiRowOutcome *outcome,
          GError               **error)
{
  if (!danbi_store_set_state (self->store, case_id, state, note, error))
    return FALSE;
  self->events.case_state (case_id, state, outcome, self->events.user_data);
  return TRUE;
}

static gboolean
put_all_cases (DanbiCourier    *self,
               DanbiSubmission *submission,
               DanbiState       state,
               const char      *note,
               GError         **error)
{
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      if (!put_case (self, row->case_id, state, note, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_submission (DanbiCourier        *self,
                DanbiSubmission     *submission,
                DanbiSubmissionState state,
                GError             **error)
{
  submission->state = state;
  return danbi_store_save_submission (self->store, submission, error);
}

/* Practice and real are told apart before the first byte leaves: by what the gateway says of
 * itself, and by what this store was used for until now. */
static gboolean
meet_gateway (DanbiCourier *self,
              GError      **error)
{
  gboolean practice;

  if (self->met_gateway)
    return TRUE;
  if (!danbi_gateway_is_practice (self->gateway, &practice, self->cancellable, error))
    return FALSE;

  self->met_gateway = danbi_store_claim_purpose (
    self->store, practice ? DANBI_STORE_PRACTICE : DANBI_STORE_REAL, error);
  return self->met_gateway;
}

static void
forget_files (DanbiCourier    *self,
              DanbiSubmission *submission)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = danbi_store_dup_outbox_dir (self->store, submission->key, &error);

  if (!dir || !danbi_dir_remove (dir, &error))
    g_warning ("%s", error->message);
}

/* Packing */

static gboolean
check_case (DanbiCourier *self,
            DanbiCase    *item,
            GPtrArray    *images,
            GError      **error)
{
  g_autoptr (GPtrArray) findings = NULL;
  DanbiCheckInput input = {
    .record = danbi_case_get_record (item),
    .now_s = danbi_clock_now_s (),
    .rulebook = self->rulebook,
    .images = images,
    .overrides = danbi_case_get_overrides (item),
    .fields_of_image = danbi_case_get_fields_of_image (item),
  };

  findings = danbi_check (&input);
  if (danbi_findings_acceptable (findings))
    return TRUE;
  g_set_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FINDINGS,
               _("Case %d was not sent: findings stand against it. Correct it first."),
               (int) danbi_case_get_id (item));
  return FALSE;
}

static void
packing_progress_cb (guint64  done,
                     guint64  total,
                     gpointer user_data)
{
  Transfer *transfer = user_data;
  DanbiCourierEvents *events = &transfer->courier->events;

  if (transfer->row)
    events->case_progress (transfer->row->case_id, total ? (double) done / (double) total : 0,
                           events->user_data);
}

static DanbiRecord *
pack_case (DanbiCourier    *self,
           DanbiSubmission *submission,
           gint64           id,
           const char      *dir,
           GError         **error)
{
  g_autoptr (DanbiCase) item = danbi_store_load_case (self->store, id, error);
  g_autoptr (GPtrArray) images = item ? danbi_case_dup_image_array (item) : NULL;
  const DanbiRules *rules = danbi_rulebook_get_rules (self->rulebook, NULL);
  DanbiSubmissionRow progress_row = { .case_id = id };
  Transfer transfer = { self, submission, &progress_row };
  g_autoptr (DanbiPacked) packed = NULL;

  if (!item)
    return NULL;
  if (!danbi_case_is_editable (item))
    {
      g_set_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE,
                   _("Case %d was not sent: its state is “%s”."), (int) id,
                   danbi_state_get_label (danbi_case_get_state (item)));
      return NULL;
    }
  /* Another case may have got one of its images since it was last looked at. */
  if (!danbi_reuse_note (self->store, id, images, error) || !check_case (self, item, images, error))
    return NULL;

  packed = danbi_packing_pack (self->store, danbi_case_get_record (item), images, dir, self->format,
                               0, danbi_rules_get_limits (rules)->max_archive_bytes,
                               packing_progress_cb, &transfer, self->cancellable, error);
  if (!packed || !danbi_store_remember (self->store, danbi_case_get_record (item), error))
    return NULL;
  danbi_submission_add_row (submission, id, packed->path,
                            danbi_record_get (packed->record, DANBI_FIELD_ARCHIVE_NAME));
  self->events.case_packed (id, danbi_record_get (packed->record, DANBI_FIELD_ARCHIVE_NAME),
                            self->events.user_data);
  return g_steal_pointer (&packed->record);
}

static gboolean
pack_batch (DanbiCourier    *self,
            DanbiSubmission *submission,
            const gint64    *ids,
            gsize            n_ids,
            GError         **error)
{
  g_autofree char *dir = danbi_store_dup_outbox_dir (self->store, submission->key, error);
  g_autoptr (GPtrArray) records
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_record_free);

  for (gsize i = 0; dir && i < n_ids; i++)
    {
      DanbiRecord *record = pack_case (self, submission, ids[i], dir, error);

      if (!record)
        return FALSE;
      g_ptr_array_add (records, record);
    }
  if (!dir)
    return FALSE;

  submission->csv_path = danbi_packing_write_csv (self->store, records, dir, danbi_clock_now_s (),
                                                  error);
  return submission->csv_path != NULL;
}

/* Transfer */

static gboolean
write_url_down_cb (const DanbiUpload *upload,
                   gpointer           user_data,
                   GError           **error)
{
  Transfer *transfer = user_data;
  char **url = transfer->row ? &transfer->row->upload : &transfer->submission->csv_upload;

  g_free (*url);
  *url = g_strdup (upload->url);
  return danbi_store_save_submission (transfer->courier->store, transfer->submission, error);
}

static gboolean
upload_file (DanbiCourier       *self,
             DanbiSubmission    *submission,
             DanbiSubmissionRow *row,
             GError            **error)
{
  Transfer transfer = { self, submission, row };
  char *path = row ? row->archive_path : submission->csv_path;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *url = g_strdup (row ? row->upload : submission->csv_upload);
  DanbiUpload upload = { .path = path, .filename = name, .url = url };
  gboolean ok = danbi_gateway_upload (self->gateway, &upload, write_url_down_cb, &transfer,
                                      packing_progress_cb, &transfer, self->cancellable, error);

  url = upload.url;
  g_free (upload.sha256);
  return ok;
}

/* The cases are locked before the batch counts as being sent: cut off between the two, it is still
 * only packed, and no case can have been edited whose batch goes on. */
static gboolean
upload_all (DanbiCourier    *self,
            DanbiSubmission *submission,
            GError         **error)
{
  tell_stage (self, DANBI_SENDING_TRANSFER);
  if (!put_all_cases (self, submission, DANBI_STATE_SENDING, NULL, error)
      || !put_submission (self, submission, DANBI_SUBMISSION_SENDING, error))
    return FALSE;

  for (guint i = 0; i < submission->rows->len; i++)
    if (!upload_file (self, submission, g_ptr_array_index (submission->rows, i), error))
      return FALSE;
  return upload_file (self, submission, NULL, error);
}

/* Naming the batch */

static gboolean
take_receipt (DanbiCourier    *self,
              DanbiSubmission *submission,
              const char      *receipt,
              GError         **error)
{
  submission->receipt = g_strdup (receipt);
  if (!put_submission (self, submission, DANBI_SUBMISSION_SENT, error))
    return FALSE;
  self->events.receipt (receipt, self->events.user_data);
  return put_all_cases (self, submission, DANBI_STATE_SENT, receipt, error);
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

/* Whatever goes wrong after the question was asked, the receiver may have the batch. Only a
 * connection that was never made, or a refusal in so many words, says that it has not. */
static gboolean
says_it_has_no_batch (const GError *error)
{
  return g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_UNREACHABLE)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_REFUSED)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_AUTH)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_TLS)
         || g_error_matches (error, DANBI_GATEWAY_ERROR, DANBI_GATEWAY_ERROR_GONE);
}

/* The state on disk is *unknown* before the question leaves, so that a power cut finds it so. */
static gboolean
name_batch (DanbiCourier    *self,
            DanbiSubmission *submission,
            GError         **error)
{
  g_autoptr (DanbiBatchRequest) request = make_request (submission);
  g_autofree char *receipt = NULL;
  g_autoptr (GError) failure = NULL;

  if (!put_submission (self, submission, DANBI_SUBMISSION_UNKNOWN, error))
    return FALSE;

  receipt = danbi_gateway_name_batch (self->gateway, submission->key, request, self->cancellable,
                                      &failure);
  if (receipt)
    return take_receipt (self, submission, receipt, error);

  if (says_it_has_no_batch (failure)
      && !put_submission (self, submission, DANBI_SUBMISSION_SENDING, error))
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The receiver is asked first; only when it says that it does not know the key is the same batch
 * named again, under the same key. */
static gboolean
settle_unknown (DanbiCourier    *self,
                DanbiSubmission *submission,
                GError         **error)
{
  g_autofree char *receipt = NULL;

  if (!danbi_gateway_find_batch (self->gateway, submission->key, &receipt, self->cancellable,
                                 error))
    return FALSE;
  if (receipt)
    return take_receipt (self, submission, receipt, error);

  return put_submission (self, submission, DANBI_SUBMISSION_SENDING, error)
         && upload_all (self, submission, error) && name_batch (self, submission, error);
}

/* The outcome */

static const DanbiRowOutcome *
find_outcome (const DanbiBatchStatus   *status,
              const DanbiSubmissionRow *row)
{
  for (guint i = 0; i < status->rows->len; i++)
    {
      const DanbiRowOutcome *outcome = g_ptr_array_index (status->rows, i);

      if (g_strcmp0 (outcome->archive, row->archive_name) == 0)
        return outcome;
    }
  return NULL;
}

static gboolean
take_outcome (DanbiCourier           *self,
              DanbiSubmission        *submission,
              const DanbiBatchStatus *status,
              GError                **error)
{
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);
      const DanbiRowOutcome *outcome = find_outcome (status, row);
      DanbiState state = DANBI_STATE_UNKNOWN;

      if (outcome && outcome->state == DANBI_ROW_ACCEPTED)
        state = DANBI_STATE_ACCEPTED;
      else if (outcome && outcome->state == DANBI_ROW_REJECTED)
        state = DANBI_STATE_REJECTED;
      g_free (row->outcome);
      row->outcome = outcome ? danbi_row_outcome_to_json (outcome) : NULL;
      if (!put_case (self, row->case_id, state, submission->receipt, outcome, error))
        return FALSE;
    }

  if (!put_submission (self, submission, DANBI_SUBMISSION_DONE, error))
    return FALSE;
  forget_files (self, submission);
  return TRUE;
}

static gboolean
sleep_ms (DanbiCourier *self,
          guint         ms,
          GError      **error)
{
  GPollFD fd;

  if (g_cancellable_make_pollfd (self->cancellable, &fd))
    {
      g_poll (&fd, 1, (int) ms);
      g_cancellable_release_fd (self->cancellable);
    }
  else
    g_usleep ((gulong) ms * 1000);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
await_outcome (DanbiCourier    *self,
               DanbiSubmission *submission,
               guint            n_polls,
               GError         **error)
{
  tell_stage (self, DANBI_SENDING_WAITING);
  for (guint wait_ms = FIRST_POLL_MS;; wait_ms = MIN (wait_ms * 2, LAST_POLL_MS))
    {
      g_autoptr (DanbiBatchStatus) status
        = danbi_gateway_get_batch (self->gateway, submission->receipt, self->cancellable, error);

      if (!status)
        return FALSE;
      if (status->done)
        return take_outcome (self, submission, status, error);
      if (n_polls != POLL_UNTIL_DONE && --n_polls == 0)
        return TRUE;
      if (!sleep_ms (self, wait_ms, error))
        return FALSE;
    }
}

/* Only what the batch had locked: the cases of one that never set out may have been edited since,
 * or sent with another. */
static gboolean
unlock_cases (DanbiCourier    *self,
              DanbiSubmission *submission,
              GError         **error)
{
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);
      g_autoptr (DanbiCase) item = danbi_store_load_case (self->store, row->case_id, error);

      if (!item)
        return FALSE;
      if (danbi_case_get_state (item) == DANBI_STATE_SENDING
          && !put_case (self, row->case_id, DANBI_STATE_READY, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Given up before the receiver had the batch: the cases are ready again, the numbers are lost. A
 * batch that is written down as packed is given up by whoever finds it, so that is written first:
 * cut off at any moment, no case stays locked for a batch that nobody takes up. */
static void
abandon (DanbiCourier    *self,
         DanbiSubmission *submission)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      if (row->upload)
        danbi_gateway_terminate (self->gateway, row->upload, NULL, NULL);
    }
  if ((submission->state != DANBI_SUBMISSION_PACKED
       && !put_submission (self, submission, DANBI_SUBMISSION_PACKED, &error))
      || !unlock_cases (self, submission, &error)
      || !put_submission (self, submission, DANBI_SUBMISSION_ABANDONED, &error))
    g_warning ("%s", error->message);
  forget_files (self, submission);
}

static void
end_badly (DanbiCourier    *self,
           DanbiSubmission *submission)
{
  g_autoptr (GError) error = NULL;

  switch (submission->state)
    {
    case DANBI_SUBMISSION_UNKNOWN:
      if (!put_all_cases (self, submission, DANBI_STATE_UNKNOWN, NULL, &error))
        g_warning ("%s", error->message);
      tell_stage (self, DANBI_SENDING_UNKNOWN);
      break;
    case DANBI_SUBMISSION_SENT:
      tell_stage (self, DANBI_SENDING_WAITING);
      break;
    case DANBI_SUBMISSION_QUEUED:
    case DANBI_SUBMISSION_PACKED:
    case DANBI_SUBMISSION_SENDING:
    case DANBI_SUBMISSION_ABANDONED:
    case DANBI_SUBMISSION_DONE:
    default:
      abandon (self, submission);
      tell_stage (self, DANBI_SENDING_FAILED);
      break;
    }
}

/* One step after the other from wherever the batch stands; what is written down decides. The
 * outcome is asked for @n_polls times at most. */
static gboolean
advance (DanbiCourier    *self,
         DanbiSubmission *submission,
         guint            n_polls,
         GError         **error)
{
  gboolean ok = TRUE;

  if (submission->state == DANBI_SUBMISSION_UNKNOWN)
    ok = settle_unknown (self, submission, error);
  else if (submission->state < DANBI_SUBMISSION_UNKNOWN)
    ok = upload_all (self, submission, error) && name_batch (self, submission, error);

  if (ok && n_polls > 0 && submission->state == DANBI_SUBMISSION_SENT)
    ok = await_outcome (self, submission, n_polls, error);
  if (ok && submission->state == DANBI_SUBMISSION_DONE)
    tell_stage (self, DANBI_SENDING_DONE);
  return ok;
}

/* A practice receiver comes up on another port each time: uploads of an earlier one are not there,
 * but its batches are. */
static void
move_to_gateway (DanbiCourier    *self,
                 DanbiSubmission *submission)
{
  if (g_strcmp0 (submission->destination, self->base_url) == 0)
    return;

  g_free (submission->destination);
  submission->destination = g_strdup (self->base_url);
  g_clear_pointer (&submission->csv_upload, g_free);
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      g_clear_pointer (&row->upload, g_free);
    }
}

/**
 * danbi_courier_new:
 * @store: the store
 * @rulebook: the rules
 * @base_url: the gateway
 * @token: (nullable): its bearer token
 * @format: how archives are written
 * @events: who is told; copied
 * @cancellable: (nullable): stops the courier between two pieces
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): a courier
 */
DanbiCourier *
danbi_courier_new (DanbiStore               *store,
                   DanbiRulebook            *rulebook,
                   const char               *base_url,
                   const char               *token,
                   DanbiFormat               format,
                   const DanbiCourierEvents *events,
                   GCancellable             *cancellable,
                   GError                  **error)
{
  DanbiGateway *gateway = danbi_gateway_new (base_url, token, error);
  DanbiCourier *self;

  if (!gateway)
    return NULL;

  self = g_new0 (DanbiCourier, 1);
  self->store = g_object_ref (store);
  self->rulebook = danbi_rulebook_ref (rulebook);
  self->gateway = gateway;
  self->base_url = g_strdup (base_url);
  self->format = format;
  self->events = *events;
  g_set_object (&self->cancellable, cancellable);
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
  g_object_unref (self->store);
  danbi_rulebook_unref (self->rulebook);
  danbi_gateway_free (self->gateway);
  g_free (self->base_url);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/**
 * danbi_courier_send:
 * @self: a courier
 * @ids: (array length=n_ids): stored cases, all ready
 * @n_ids: how many, at least 1
 * @wait: whether to go on until every row has its outcome
 * @error: the reason of a failure
 *
 * Sends cases as one batch. Each step is on disk before the next: killed at any moment,
 * danbi_courier_settle() knows where to go on, and the batch has one key for ever.
 *
 * Returns: whether it came to its end; otherwise the stage says how far it came
 */
gboolean
danbi_courier_send (DanbiCourier *self,
                    const gint64 *ids,
                    gsize         n_ids,
                    gboolean      wait,
                    GError      **error)
{
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();

  tell_stage (self, DANBI_SENDING_PACKING);
  submission->key = g_uuid_string_random ();
  submission->destination = g_strdup (self->base_url);
  submission->state = DANBI_SUBMISSION_PACKED;

  if (!meet_gateway (self, error) || !pack_batch (self, submission, ids, n_ids, error)
      || !put_submission (self, submission, DANBI_SUBMISSION_PACKED, error))
    {
      forget_files (self, submission);
      tell_stage (self, DANBI_SENDING_FAILED);
      return FALSE;
    }
  if (advance (self, submission, wait ? POLL_UNTIL_DONE : 0, error))
    return TRUE;
  end_badly (self, submission);
  return FALSE;
}

/* What is known of an open batch, for who did not see it set out. */
static void
tell_submission (DanbiCourier    *self,
                 DanbiSubmission *submission)
{
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      self->events.case_packed (row->case_id, row->archive_name, self->events.user_data);
    }
  if (submission->receipt)
    self->events.receipt (submission->receipt, self->events.user_data);
}

/**
 * danbi_courier_settle:
 * @self: a courier
 * @wait: whether to go on until every row has its outcome; otherwise it is asked for once
 * @error: the first failure
 *
 * Takes up every batch that an earlier run of the program left open: goes on sending what the
 * receiver cannot have, asks about what is unknown, fetches outcomes.
 *
 * Returns: whether nothing failed
 */
gboolean
danbi_courier_settle (DanbiCourier *self,
                      gboolean      wait,
                      GError      **error)
{
  g_autoptr (GPtrArray) open = danbi_store_dup_open_submissions (self->store, error);
  gboolean ok = open != NULL;

  for (guint i = 0; open && i < open->len; i++)
    {
      DanbiSubmission *submission = g_ptr_array_index (open, i);
      g_autoptr (GError) failure = NULL;

      /* Nothing of it left the house, and its cases may have been edited since. */
      if (submission->state <= DANBI_SUBMISSION_PACKED)
        {
          abandon (self, submission);
          continue;
        }
      tell_submission (self, submission);
      move_to_gateway (self, submission);
      if (meet_gateway (self, &failure)
          && advance (self, submission, wait ? POLL_UNTIL_DONE : 1, &failure))
        continue;
      if (self->met_gateway)
        end_badly (self, submission);
      if (ok)
        g_propagate_error (error, g_steal_pointer (&failure));
      ok = FALSE;
    }
  return ok;
}
