/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a batch and of its cases together: queued, given up, settled. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-store-private.h"

static gboolean
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE, message);
  return FALSE;
}

/* A case that stands in the batch twice is refused the second time, as it is locked by then. */
static gboolean
lock_case (DanbiDatabase *database,
           gint64         case_id,
           GError       **error)
{
  DanbiState state;

  if (!danbi_store_find_state (database, case_id, &state, error))
    return FALSE;
  if (!danbi_store_is_editable (state))
    return refuse (error, _("A case of the batch is being sent or was sent, so it is not sent "
                            "again. Open it to see how it stands."));
  return danbi_store_write_state (database, case_id, DANBI_STATE_SENDING, NULL, error);
}

static gboolean
lock_cases (DanbiDatabase         *database,
            const DanbiSubmission *submission,
            gpointer               user_data,
            GError               **error)
{
  for (guint i = 0; i < submission->rows->len; i++)
    {
      const DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      if (!lock_case (database, row->case_id, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * danbi_store_enqueue:
 * @self: a store
 * @submission: a new submission whose rows name cases; it gets its id
 * @error: %DANBI_STORE_ERROR_STATE where one of the cases is on its way already or accepted,
 *   %DANBI_STORE_ERROR_NOT_FOUND where one is not there; nothing is written then
 *
 * Locks the cases of a batch and writes it down as queued, in one transaction.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_enqueue (DanbiStore      *self,
                     DanbiSubmission *submission,
                     GError         **error)
{
  g_return_val_if_fail (submission->id == 0 && submission->rows->len > 0, FALSE);

  return danbi_store_put_submission (self, submission, DANBI_SUBMISSION_QUEUED, lock_cases, NULL,
                                     error);
}

/* What is stored decides, and not what the caller believes. */
static gboolean
check_not_named (DanbiDatabase         *database,
                 const DanbiSubmission *submission,
                 GError               **error)
{
  DanbiSubmissionState state;

  return danbi_store_find_submission_state (database, submission->id, &state, error)
         && (state < DANBI_SUBMISSION_UNKNOWN
             || refuse (error, _("The batch cannot be given up any more: the receiver has it, or "
                                 "may have it.")));
}

static gboolean
unlock_case (DanbiDatabase *database,
             gint64         case_id,
             GError       **error)
{
  DanbiState state;

  return danbi_store_find_state (database, case_id, &state, error)
         && (state != DANBI_STATE_SENDING
             || danbi_store_write_state (database, case_id, DANBI_STATE_READY, NULL, error));
}

static gboolean
unlock_cases (DanbiDatabase         *database,
              const DanbiSubmission *submission,
              gpointer               user_data,
              GError               **error)
{
  if (!check_not_named (database, submission, error))
    return FALSE;
  for (guint i = 0; i < submission->rows->len; i++)
    {
      const DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      if (row->case_id != 0 && !unlock_case (database, row->case_id, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * danbi_store_give_up:
 * @self: a store
 * @submission: a stored submission that was not named to the receiver
 * @error: %DANBI_STORE_ERROR_STATE where it was; nothing is written then
 *
 * Gives a batch up: it is abandoned, those of its cases that it locked are ready again, in one
 * transaction. Then its outbox is removed.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_give_up (DanbiStore      *self,
                     DanbiSubmission *submission,
                     GError         **error)
{
  return danbi_store_put_submission (self, submission, DANBI_SUBMISSION_ABANDONED, unlock_cases,
                                     NULL, error);
}

/* A second answer must not take back what a person did after the first. */
static gboolean
check_open (DanbiDatabase         *database,
            const DanbiSubmission *submission,
            GError               **error)
{
  DanbiSubmissionState state;

  return danbi_store_find_submission_state (database, submission->id, &state, error)
         && (state < DANBI_SUBMISSION_DONE
             || refuse (error, _("The batch was settled already, or given up. Open its cases to "
                                 "see how they stand.")));
}

typedef struct
{
  const DanbiState *states;
  GPtrArray *strays; /* what need not be kept ready any more */
} Outcomes;

static gboolean
write_outcome (DanbiDatabase *database,
               gint64         case_id,
               DanbiState     state,
               const char    *receipt,
               GPtrArray     *strays,
               GError       **error)
{
  return danbi_store_write_state (database, case_id, state, receipt, error)
         && (state != DANBI_STATE_ACCEPTED
             || danbi_store_forget_ready (database, case_id, NULL, strays, error));
}

static gboolean
write_outcomes (DanbiDatabase         *database,
                const DanbiSubmission *submission,
                gpointer               user_data,
                GError               **error)
{
  Outcomes *outcomes = user_data;

  if (!check_open (database, submission, error))
    return FALSE;
  for (guint i = 0; i < submission->rows->len; i++)
    {
      const DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      if (row->case_id != 0
          && !write_outcome (database, row->case_id, outcomes->states[i], submission->receipt,
                             outcomes->strays, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * danbi_store_settle:
 * @self: a store
 * @submission: a stored submission whose rows have their outcomes
 * @states: (array): the state of each row's case from now on
 * @error: %DANBI_STORE_ERROR_STATE where it was settled or given up already; nothing is written
 *   then
 *
 * Ends a batch: it is done, and each of its cases comes into its state with the receipt as the
 * note, in one transaction. Then its outbox is removed, and what was kept ready of accepted cases.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_settle (DanbiStore       *self,
                    DanbiSubmission  *submission,
                    const DanbiState *states,
                    GError          **error)
{
  g_autoptr (GPtrArray) strays = g_ptr_array_new_with_free_func (g_free);
  Outcomes outcomes = { states, strays };

  if (!danbi_store_put_submission (self, submission, DANBI_SUBMISSION_DONE, write_outcomes,
                                   &outcomes, error))
    return FALSE;
  danbi_store_drop_strays (self, strays);
  return TRUE;
}

/* What the cases of a batch come to with it. */
typedef struct
{
  DanbiState state;
  const char *note;
} Stage;

static gboolean
is_on_its_way (DanbiState state)
{
  return state == DANBI_STATE_SENDING || state == DANBI_STATE_SENT || state == DANBI_STATE_UNKNOWN;
}

static gboolean
move_case (DanbiDatabase *database,
           gint64         case_id,
           const Stage   *stage,
           GError       **error)
{
  DanbiState state;

  return danbi_store_find_state (database, case_id, &state, error)
         && (!is_on_its_way (state) || state == stage->state
             || danbi_store_write_state (database, case_id, stage->state, stage->note, error));
}

static gboolean
move_cases (DanbiDatabase         *database,
            const DanbiSubmission *submission,
            gpointer               user_data,
            GError               **error)
{
  if (!check_open (database, submission, error))
    return FALSE;
  for (guint i = 0; i < submission->rows->len; i++)
    {
      const DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      if (row->case_id != 0 && !move_case (database, row->case_id, user_data, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * danbi_store_move_submission:
 * @self: a store
 * @submission: a stored submission that is open
 * @cases: the state of its cases from now on: sending, sent or unknown
 * @note: (nullable): for their history: the receipt
 * @error: %DANBI_STORE_ERROR_STATE where it was settled or given up already; nothing is written
 *   then
 *
 * Writes a submission as danbi_store_save_submission() does, and those of its cases that are on
 * their way come into a state with it, in one transaction. A case that is in that state already
 * gets no second entry in its history.
 *
 * Returns: whether it is on disk
 */
gboolean
danbi_store_move_submission (DanbiStore      *self,
                             DanbiSubmission *submission,
                             DanbiState       cases,
                             const char      *note,
                             GError         **error)
{
  Stage stage = { cases, note };

  return danbi_store_put_submission (self, submission, submission->state, move_cases, &stage,
                                     error);
}
