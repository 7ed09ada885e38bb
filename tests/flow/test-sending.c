/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-sending-private.h"
#include "flow-test.h"

static void
test_a_ready_case_comes_to_accepted (FlowTest     *test,
                                     gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;

  flow_test_start_receiver (test, NULL);
  sending = flow_test_send (test, item);
  g_assert_cmpstr (danbi_sending_get_error_message (sending), ==, NULL);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_DONE);
  g_assert_nonnull (danbi_sending_get_receipt (sending));
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

/* The receiver has the batch and its answer is lost: the case is unknown, and settling asks. */
static void
test_a_lost_answer_is_unknown_and_then_accepted_once (FlowTest     *test,
                                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 2);
  g_autoptr (DanbiSending) sending = NULL, settling = NULL;

  flow_test_start_receiver (test, "name-batch-after");
  sending = flow_test_send (test, item);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_UNKNOWN);
  g_assert_nonnull (danbi_sending_get_error_message (sending));
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_UNKNOWN);
  g_assert_false (danbi_case_is_editable (item));

  settling = danbi_desk_settle (test->desk, DANBI_SEND_DEFAULT);
  flow_test_finish (settling);
  g_assert_cmpstr (danbi_sending_get_error_message (settling), ==, NULL);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

/* The receiver never had it: asked by its key it says so, and the same batch is named once. */
static void
test_an_unknown_batch_that_never_came_is_named_again (FlowTest     *test,
                                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 3);
  g_autoptr (DanbiSending) sending = NULL, settling = NULL;

  flow_test_start_receiver (test, "name-batch-before");
  sending = flow_test_send (test, item);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_UNKNOWN);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 0);

  settling = danbi_desk_settle (test->desk, DANBI_SEND_DEFAULT);
  flow_test_finish (settling);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

/* As after a restart of both: the program is closed with a batch unknown, and the receiver comes
 * up on another port. */
static void
test_an_unknown_batch_survives_a_restart (FlowTest     *test,
                                          gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 4);
  gint64 id = danbi_case_get_id (item);
  g_autoptr (DanbiSending) settling = NULL;
  g_autoptr (GError) error = NULL;

  flow_test_start_receiver (test, "name-batch-after");
  g_object_unref (flow_test_send (test, item));
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_UNKNOWN);
  g_clear_object (&item);
  flow_test_stop_receiver (test);

  flow_test_reopen (test);
  flow_test_start_receiver (test, NULL);
  settling = danbi_desk_settle (test->desk, DANBI_SEND_DEFAULT);
  flow_test_finish (settling);
  item = flow_test_load (test, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

static void
test_a_gateway_that_is_not_there_leaves_the_case_ready (FlowTest     *test,
                                                        gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 5);
  g_autoptr (DanbiSending) sending = NULL;

  danbi_desk_set_gateway (test->desk, "http://127.0.0.1:9", NULL);
  sending = flow_test_send (test, item);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_FAILED);
  g_assert_nonnull (danbi_sending_get_error_message (sending));
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_READY);
}

static void
test_without_a_gateway_it_says_so (FlowTest     *test,
                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 6);
  g_autoptr (DanbiSending) sending = flow_test_send (test, item);

  g_assert_nonnull (danbi_sending_get_error_message (sending));
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_READY);
}

static void
test_an_accepted_case_is_not_sent_again (FlowTest     *test,
                                         gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 7);
  g_autoptr (DanbiSending) again = NULL;

  flow_test_start_receiver (test, NULL);
  g_object_unref (flow_test_send (test, item));
  again = flow_test_send (test, item);
  g_assert_nonnull (danbi_sending_get_error_message (again));
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

/* A checksum that the user overrode and the receiver does not take: the row comes back with NHI's
 * code at the field, and the case may be edited and sent again. */
static void
test_a_rejected_case_can_be_corrected_and_sent (FlowTest     *test,
                                                gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 8);
  g_autoptr (DanbiSending) sending = NULL, again = NULL;
  g_autoptr (DanbiSendingRow) row = NULL;

  flow_test_start_receiver (test, NULL);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456788");
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_DRAFT);
  danbi_desk_override (test->desk, item, "F08.checksum", "as printed on the card");
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_READY);
  flow_test_save (test, item);

  sending = flow_test_send (test, item);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_REJECTED);
  row = g_list_model_get_item (danbi_sending_get_rows (sending), 0);
  g_assert_nonnull (strstr (danbi_sending_row_get_outcome (row), "05"));
  g_assert_cmpstr (danbi_case_get_outcome (item), ==, danbi_sending_row_get_outcome (row));
  g_assert_cmpstr (danbi_case_get_receipt (item), ==, danbi_sending_get_receipt (sending));

  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456789");
  flow_test_save (test, item);
  again = flow_test_send (test, item);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
}

/* Opened again the next day, a rejected case still says why. */
static void
test_a_rejected_case_says_why_after_a_restart (FlowTest     *test,
                                               gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 9);
  gint64 id = danbi_case_get_id (item);
  g_autoptr (GError) error = NULL;

  flow_test_start_receiver (test, NULL);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456788");
  danbi_desk_override (test->desk, item, "F08.checksum", "as printed on the card");
  flow_test_save (test, item);
  g_object_unref (flow_test_send (test, item));
  g_clear_object (&item);

  flow_test_reopen (test);
  item = flow_test_load (test, id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (danbi_case_get_outcome (item));
  g_assert_nonnull (strstr (danbi_case_get_outcome (item), "05"));
  g_assert_nonnull (danbi_case_get_receipt (item));
}

/* Nobody works on it, and the last try failed; @next_try_s of 0: only a person can help. */
static void
test_what_the_receiver_may_have_cannot_be_given_up (FlowTest     *test,
                                                    gconstpointer data)
{
  static const struct
  {
    DanbiSubmissionState state;
    gint64 next_try_s;
    DanbiSendingStage stage;
    gboolean can;
  } cases[] = {
    { DANBI_SUBMISSION_QUEUED, 0, DANBI_SENDING_HELD, TRUE },
    { DANBI_SUBMISSION_PACKED, 9, DANBI_SENDING_RESTING, TRUE },
    { DANBI_SUBMISSION_SENDING, 0, DANBI_SENDING_HELD, TRUE },
    { DANBI_SUBMISSION_UNKNOWN, 0, DANBI_SENDING_HELD, FALSE },
    { DANBI_SUBMISSION_UNKNOWN, 9, DANBI_SENDING_UNKNOWN, FALSE },
    { DANBI_SUBMISSION_SENT, 0, DANBI_SENDING_HELD, FALSE },
    { DANBI_SUBMISSION_SENT, 9, DANBI_SENDING_WAITING, FALSE },
    { DANBI_SUBMISSION_DONE, 0, DANBI_SENDING_DONE, FALSE },
    { DANBI_SUBMISSION_ABANDONED, 0, DANBI_SENDING_FAILED, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
      g_autoptr (DanbiSending) sending = danbi_sending_new (test->desk);

      submission->destination = g_strdup ("https://gateway.example");
      submission->state = cases[i].state;
      submission->n_failures = 1;
      submission->next_try_s = cases[i].next_try_s;
      danbi_sending_take_batch (sending, submission);
      danbi_sending_set_stage (sending, danbi_sending_stage_of (submission));
      g_assert_cmpint (danbi_sending_get_stage (sending), ==, cases[i].stage);
      g_assert_cmpint (danbi_sending_can_cancel (sending), ==, cases[i].can);
    }
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/sending/" #name, FlowTest, NULL, flow_test_set_up, test_##name,         \
              flow_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (a_ready_case_comes_to_accepted);
  ADD (a_lost_answer_is_unknown_and_then_accepted_once);
  ADD (an_unknown_batch_that_never_came_is_named_again);
  ADD (an_unknown_batch_survives_a_restart);
  ADD (a_gateway_that_is_not_there_leaves_the_case_ready);
  ADD (without_a_gateway_it_says_so);
  ADD (an_accepted_case_is_not_sent_again);
  ADD (a_rejected_case_says_why_after_a_restart);
  ADD (a_rejected_case_can_be_corrected_and_sent);
  ADD (what_the_receiver_may_have_cannot_be_given_up);
  return g_test_run ();
}
