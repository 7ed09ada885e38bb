/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the queue with a practice receiver: what goes on by itself, and what waits for whom. */
#include "config.h"

#include <glib/gstdio.h>

#include "danbi-clock.h"
#include "danbi-desk-private.h"
#include "danbi-queue.h"
#include "danbi-test-rulebook.h"
#include "flow-test.h"

#define DEAD_GATEWAY "http://127.0.0.1:9"
#define DAY_S (24 * 60 * 60)

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
await (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
}

static DanbiQueue *
queue_of (FlowTest *test)
{
  return danbi_desk_get_queue (test->desk);
}

static DanbiSending *
try_to_add (FlowTest *test,
            gint64   *ids,
            gsize     n_ids,
            gint64    not_before_s,
            GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_queue_add_async (queue_of (test), ids, n_ids, not_before_s, NULL, keep_result_cb, &result);
  await (&result);
  return danbi_queue_add_finish (queue_of (test), result, error);
}

static DanbiSending *
add_later (FlowTest  *test,
           DanbiCase *item,
           gint64     not_before_s)
{
  gint64 id = danbi_case_get_id (item);
  g_autoptr (GError) error = NULL;
  DanbiSending *sending = try_to_add (test, &id, 1, not_before_s, &error);

  g_assert_no_error (error);
  return sending;
}

static DanbiSending *
add (FlowTest  *test,
     DanbiCase *item)
{
  return add_later (test, item, 0);
}

static void
await_stage (DanbiSending     *sending,
             DanbiSendingStage stage)
{
  while (danbi_sending_get_stage (sending) != stage)
    {
      g_assert_false (danbi_sending_get_finished (sending));
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
spin_ms (guint ms)
{
  gint64 until_us = g_get_monotonic_time () + (gint64) ms * 1000;

  while (g_get_monotonic_time () < until_us)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static DanbiSending *
first_of (FlowTest *test)
{
  return g_list_model_get_item (G_LIST_MODEL (queue_of (test)), 0);
}

/* The program is closed and started again; what is left comes back. */
static DanbiSending *
restart (FlowTest *test)
{
  flow_test_reopen (test);
  danbi_queue_resume (queue_of (test));
  while (g_list_model_get_n_items (G_LIST_MODEL (queue_of (test))) == 0)
    g_main_context_iteration (NULL, TRUE);
  return first_of (test);
}

static DanbiCase *
new_case_of_visit (FlowTest   *test,
                   guint       seed,
                   const char *visit_seq)
{
  DanbiCase *item = flow_test_new_ready_case (test, seed);

  danbi_desk_enter (test->desk, item, DANBI_FIELD_VISIT_SEQ, visit_seq);
  flow_test_save (test, item);
  return item;
}

static void
count_outcome_cb (DanbiQueue      *queue,
                  DanbiSending    *sending,
                  DanbiSendingRow *row,
                  guint           *n_outcomes)
{
  ++*n_outcomes;
}

static void
test_a_case_in_the_queue_comes_to_accepted (FlowTest     *test,
                                            gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  g_autoptr (DanbiSendingRow) row = NULL;
  guint n_outcomes = 0;

  flow_test_start_receiver (test, NULL);
  g_signal_connect (queue_of (test), "outcome", G_CALLBACK (count_outcome_cb), &n_outcomes);
  sending = add (test, item);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_SENDING);
  g_assert_cmpuint (danbi_queue_count_open (queue_of (test)), ==, 1);

  flow_test_finish (sending);
  row = g_list_model_get_item (danbi_sending_get_rows (sending), 0);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_DONE);
  g_assert_cmpstr (danbi_sending_get_error_message (sending), ==, NULL);
  g_assert_nonnull (danbi_sending_get_receipt (sending));
  g_assert_nonnull (danbi_sending_row_get_record (row));
  g_assert_nonnull (danbi_sending_row_get_archive (row));
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (danbi_queue_count_open (queue_of (test)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (queue_of (test))), ==, 1);
  g_assert_cmpuint (n_outcomes, ==, 1);
}

static void
test_several_cases_are_one_batch (FlowTest     *test,
                                  gconstpointer data)
{
  g_autoptr (DanbiCase) a = new_case_of_visit (test, 1, "0021");
  g_autoptr (DanbiCase) b = new_case_of_visit (test, 2, "0022");
  gint64 ids[] = { danbi_case_get_id (a), danbi_case_get_id (b) };
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiSending) sending = NULL;

  flow_test_start_receiver (test, NULL);
  sending = try_to_add (test, ids, G_N_ELEMENTS (ids), 0, &error);
  g_assert_no_error (error);
  flow_test_finish (sending);
  g_assert_cmpint (danbi_case_get_state (a), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpint (danbi_case_get_state (b), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

static void
test_a_case_with_findings_or_on_its_way_is_not_queued (FlowTest     *test,
                                                       gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  gint64 id = danbi_case_get_id (item);
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiSending) sending = NULL;

  danbi_desk_set_gateway (test->desk, DEAD_GATEWAY, NULL);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_VISIT_TYPE, "ZZ");
  flow_test_save (test, item);
  g_assert_null (try_to_add (test, &id, 1, 0, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FINDINGS);
  g_clear_error (&error);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_DRAFT);

  danbi_desk_enter (test->desk, item, DANBI_FIELD_VISIT_TYPE, "02");
  flow_test_save (test, item);
  sending = add (test, item);
  g_assert_null (try_to_add (test, &id, 1, 0, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE);
  g_assert_cmpuint (danbi_queue_count_open (queue_of (test)), ==, 1);
}

static void
test_without_a_gateway_nothing_is_queued (FlowTest     *test,
                                          gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  gint64 id = danbi_case_get_id (item);
  g_autoptr (GError) error = NULL;

  g_assert_null (try_to_add (test, &id, 1, 0, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_READY);
}

/* What a person sees while the line is down, and that nothing has to be pressed when it is back. */
static void
test_a_batch_rests_and_goes_on_when_the_network_changes (FlowTest     *test,
                                                         gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  gint64 now_s = danbi_clock_now_s ();

  danbi_desk_set_gateway (test->desk, DEAD_GATEWAY, NULL);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_RESTING);
  g_assert_nonnull (danbi_sending_get_error_message (sending));
  g_assert_cmpint (danbi_sending_get_next_try (sending), >=, now_s + 11);
  g_assert_cmpint (danbi_sending_get_next_try (sending), <=, now_s + 60);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_SENDING);

  /* The gateway appears without the queue being told: only the network says so. */
  flow_test_start_receiver (test, NULL);
  await_stage (sending, DANBI_SENDING_WAITING);
  flow_test_finish (sending);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
}

static void
test_the_network_wakes_what_rests (FlowTest     *test,
                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  gint64 before_s;

  danbi_desk_set_gateway (test->desk, DEAD_GATEWAY, NULL);
  danbi_queue_resume (queue_of (test));
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_RESTING);
  before_s = danbi_sending_get_next_try (sending);

  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  while (danbi_sending_get_next_try (sending) == before_s)
    g_main_context_iteration (NULL, TRUE);
  await_stage (sending, DANBI_SENDING_RESTING);
  g_assert_cmpint (danbi_sending_get_next_try (sending), >=, danbi_clock_now_s () + 20);
}

static void
test_a_queued_batch_survives_a_restart (FlowTest     *test,
                                        gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  gint64 id = danbi_case_get_id (item);
  g_autoptr (DanbiSending) sending = NULL, again = NULL;
  g_autoptr (DanbiSendingRow) row = NULL;
  g_autoptr (GError) error = NULL;

  danbi_desk_set_gateway (test->desk, DEAD_GATEWAY, NULL);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_RESTING);
  g_clear_object (&item);

  again = restart (test);
  g_assert_cmpint (danbi_sending_get_stage (again), ==, DANBI_SENDING_RESTING);
  g_assert_nonnull (danbi_sending_get_error_message (again));
  row = g_list_model_get_item (danbi_sending_get_rows (again), 0);
  g_assert_cmpint (danbi_sending_row_get_case_id (row), ==, id);
  g_assert_nonnull (danbi_sending_row_get_record (row));

  flow_test_start_receiver (test, NULL);
  flow_test_finish (again);
  item = flow_test_load (test, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

static void
note_stage_cb (DanbiSending *sending,
               GParamSpec   *pspec,
               GPtrArray    *order)
{
  if (danbi_sending_get_stage (sending) == DANBI_SENDING_TRANSFER)
    g_ptr_array_add (order, sending);
}

/* The one that was queued last loses points first. */
static void
test_the_earliest_deadline_goes_first (FlowTest     *test,
                                       gconstpointer data)
{
  g_autoptr (DanbiCase) later = new_case_of_visit (test, 1, "0021");
  g_autoptr (DanbiCase) sooner = new_case_of_visit (test, 2, "0022");
  g_autoptr (DanbiSending) a = NULL, b = NULL, first = NULL;
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  danbi_desk_enter (test->desk, sooner, DANBI_FIELD_EXAM_TIME, "11511221510");
  danbi_desk_enter (test->desk, sooner, DANBI_FIELD_CARD_TIME, "1151122151003");
  flow_test_save (test, sooner);
  danbi_desk_set_gateway (test->desk, DEAD_GATEWAY, NULL);
  a = add (test, later);
  b = add (test, sooner);
  g_assert_cmpint (danbi_sending_get_deadline (b), <, danbi_sending_get_deadline (a));
  first = first_of (test);
  g_assert_true (first == b);
  await_stage (a, DANBI_SENDING_RESTING);
  await_stage (b, DANBI_SENDING_RESTING);

  g_signal_connect (a, "notify::stage", G_CALLBACK (note_stage_cb), order);
  g_signal_connect (b, "notify::stage", G_CALLBACK (note_stage_cb), order);
  flow_test_start_receiver (test, NULL);
  flow_test_finish (a);
  flow_test_finish (b);
  g_assert_cmpuint (order->len, ==, 2);
  g_assert_true (g_ptr_array_index (order, 0) == b);
}

/* The receiver takes its time; the second batch has long been sent by then. */
static void
test_a_batch_that_is_checked_does_not_block_the_next (FlowTest     *test,
                                                      gconstpointer data)
{
  g_autoptr (DanbiCase) a = new_case_of_visit (test, 1, "0021");
  g_autoptr (DanbiCase) b = new_case_of_visit (test, 2, "0022");
  g_autoptr (DanbiSending) first = NULL, second = NULL;

  flow_test_start_slow_receiver (test, "1000");
  first = add (test, a);
  second = add (test, b);
  while (!danbi_sending_get_receipt (second))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (danbi_sending_get_finished (first));
  flow_test_finish (first);
  flow_test_finish (second);
  g_assert_cmpint (danbi_case_get_state (a), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpint (danbi_case_get_state (b), ==, DANBI_STATE_ACCEPTED);
}

static void
test_a_resting_batch_is_called_back (FlowTest     *test,
                                     gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;

  danbi_desk_set_gateway (test->desk, DEAD_GATEWAY, NULL);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_RESTING);
  danbi_sending_cancel (sending);
  flow_test_finish (sending);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_FAILED);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_READY);
  g_assert_cmpuint (danbi_queue_count_open (queue_of (test)), ==, 0);
}

static guint
count_failures (FlowTest     *test,
                DanbiSending *sending)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiSubmission) submission
    = danbi_store_load_submission (danbi_desk_get_store (test->desk),
                                   danbi_sending_get_submission_id (sending), &error);

  g_assert_no_error (error);
  return submission->n_failures;
}

/* Who works on it has looked for the last time whether it is called back, and the main thread has
 * not heard of it yet: without a turn of the main loop it cannot. */
static void
test_a_batch_is_called_back_while_a_failure_is_written_down (FlowTest     *test,
                                                             gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  gint64 called_us;

  danbi_desk_set_gateway (test->desk, DEAD_GATEWAY, NULL);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_RESTING);
  danbi_queue_retry (queue_of (test), sending);
  while (count_failures (test, sending) < 2)
    g_usleep (1000);
  g_usleep (50 * 1000);

  called_us = g_get_monotonic_time ();
  danbi_sending_cancel (sending);
  flow_test_finish (sending);
  g_assert_cmpint (g_get_monotonic_time () - called_us, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_FAILED);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_READY);
}

/* Throttled, so that it is surely under way. */
static void
test_a_transfer_is_stopped_at_once (FlowTest     *test,
                                    gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  DanbiSendOptions options = { .ceiling_bytes_per_s = 20000 };
  gint64 stopped_us;

  flow_test_start_receiver (test, NULL);
  danbi_desk_set_send_options (test->desk, &options);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_TRANSFER);
  spin_ms (300);
  stopped_us = g_get_monotonic_time ();
  danbi_sending_cancel (sending);
  flow_test_finish (sending);
  g_assert_cmpint (g_get_monotonic_time () - stopped_us, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_FAILED);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_READY);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 0);
}

/* At 2 kB a second it would take as long as this test may. */
static void
test_the_ceiling_is_lifted_under_way (FlowTest     *test,
                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  DanbiSendOptions options = { .ceiling_bytes_per_s = 2000 };

  flow_test_start_receiver (test, NULL);
  danbi_desk_set_send_options (test->desk, &options);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_TRANSFER);
  spin_ms (200);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_TRANSFER);
  options.ceiling_bytes_per_s = 0;
  danbi_desk_set_send_options (test->desk, &options);
  flow_test_finish (sending);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
}

/* Closed in the middle of a transfer, the next run goes on where it stood. */
static void
test_a_transfer_goes_on_after_a_restart (FlowTest     *test,
                                         gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  gint64 id = danbi_case_get_id (item);
  g_autoptr (DanbiSending) sending = NULL, again = NULL;
  DanbiSendOptions options = { .ceiling_bytes_per_s = 20000 };
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  flow_test_start_receiver (test, NULL);
  url = g_strdup (danbi_desk_get_gateway (test->desk));
  danbi_desk_set_send_options (test->desk, &options);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_TRANSFER);
  spin_ms (300);
  g_clear_object (&item);

  again = restart (test);
  g_assert_false (danbi_sending_get_finished (again));
  danbi_desk_set_gateway (test->desk, url, NULL);
  flow_test_finish (again);
  item = flow_test_load (test, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

/* The receiver has it and its answer is lost: it cannot be called back, and asking settles it. */
static void
test_a_lost_answer_is_settled_by_asking (FlowTest     *test,
                                         gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  guint n_outcomes = 0;

  flow_test_start_receiver (test, "name-batch-after");
  g_signal_connect (queue_of (test), "outcome", G_CALLBACK (count_outcome_cb), &n_outcomes);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_UNKNOWN);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_UNKNOWN);
  g_assert_cmpuint (n_outcomes, ==, 1);
  danbi_sending_cancel (sending);
  g_assert_false (danbi_sending_get_finished (sending));

  danbi_queue_retry (queue_of (test), sending);
  flow_test_finish (sending);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

static void
test_a_batch_waits_for_its_hour_unless_a_deadline_comes_first (FlowTest     *test,
                                                               gconstpointer data)
{
  g_autoptr (DanbiCase) patient = new_case_of_visit (test, 1, "0021");
  g_autoptr (DanbiCase) urgent = new_case_of_visit (test, 2, "0022");
  g_autoptr (DanbiSending) waiting = NULL, going = NULL;

  flow_test_start_receiver (test, NULL);
  waiting = add_later (test, patient, danbi_clock_now_s () + 3600);
  spin_ms (300);
  g_assert_cmpint (danbi_sending_get_stage (waiting), ==, DANBI_SENDING_QUEUED);
  g_assert_cmpint (danbi_sending_get_not_before (waiting), >, danbi_clock_now_s ());

  /* Ten minutes before the points are halved, tonight is too late. */
  danbi_clock_set_now_s (danbi_sending_get_deadline (waiting) - 600);
  going = add_later (test, urgent, danbi_clock_now_s () + DAY_S / 2);
  flow_test_finish (going);
  g_assert_cmpint (danbi_case_get_state (urgent), ==, DANBI_STATE_ACCEPTED);
}

static void
test_a_person_may_send_before_the_hour (FlowTest     *test,
                                        gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;

  flow_test_start_receiver (test, NULL);
  sending = add_later (test, item, danbi_clock_now_s () + 3600);
  danbi_queue_retry (queue_of (test), sending);
  flow_test_finish (sending);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
}

/* A folder */

static char *
make_folder (FlowTest *test)
{
  char *path = g_build_filename (test->dir, "vpn", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  return path;
}

static void
set_folder (FlowTest   *test,
            const char *path)
{
  g_autofree char *destination = g_strconcat ("folder:", path, NULL);

  danbi_desk_set_gateway (test->desk, destination, NULL);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static gboolean
tell (FlowTest     *test,
      DanbiSending *sending,
      DanbiState    outcome,
      const char   *receipt,
      GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_queue_tell_async (queue_of (test), sending, outcome, receipt, NULL, keep_result_cb,
                          &result);
  await (&result);
  return danbi_queue_tell_finish (queue_of (test), result, error);
}

static void
test_a_batch_in_a_folder_waits_for_a_persons_word (FlowTest     *test,
                                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  gint64 id = danbi_case_get_id (item);
  g_autofree char *path = make_folder (test);
  g_autoptr (DanbiSending) sending = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  set_folder (test, path);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_HANDED);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_SENT);
  g_assert_cmpuint (count_files (danbi_sending_get_folder (sending)), ==, 2);
  g_clear_object (&item);

  again = restart (test);
  set_folder (test, path);
  spin_ms (200);
  g_assert_cmpint (danbi_sending_get_stage (again), ==, DANBI_SENDING_HANDED);
  g_assert_cmpuint (count_files (path), ==, 1);
  g_assert_true (tell (test, again, DANBI_STATE_ACCEPTED, "11511220001", &error));
  g_assert_no_error (error);
  g_assert_true (danbi_sending_get_finished (again));
  g_assert_cmpstr (danbi_sending_get_receipt (again), ==, "11511220001");
  item = flow_test_load (test, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
  g_assert_cmpstr (danbi_case_get_receipt (item), ==, "11511220001");
  g_assert_false (tell (test, again, DANBI_STATE_REJECTED, NULL, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE);
}

/* Only a person can bring the drive; then the batch goes on. */
static void
test_a_folder_that_is_not_there_holds_the_batch (FlowTest     *test,
                                                 gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autofree char *path = g_build_filename (test->dir, "vpn", NULL);
  g_autoptr (DanbiSending) sending = NULL;

  set_folder (test, path);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_HELD);
  g_assert_nonnull (danbi_sending_get_error_message (sending));
  g_assert_cmpint (danbi_sending_get_next_try (sending), ==, 0);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  danbi_queue_retry (queue_of (test), NULL);
  await_stage (sending, DANBI_SENDING_HANDED);
  g_assert_cmpstr (danbi_sending_get_error_message (sending), ==, NULL);
}

static void
test_practice_and_folder_never_mix (FlowTest     *test,
                                    gconstpointer data)
{
  g_autoptr (DanbiCase) a = new_case_of_visit (test, 1, "0021");
  g_autoptr (DanbiCase) b = new_case_of_visit (test, 2, "0022");
  g_autofree char *path = make_folder (test);
  g_autoptr (DanbiSending) practised = NULL, refused = NULL;

  flow_test_start_receiver (test, NULL);
  practised = add (test, a);
  flow_test_finish (practised);
  set_folder (test, path);
  refused = add (test, b);
  await_stage (refused, DANBI_SENDING_HELD);
  g_assert_cmpuint (count_files (path), ==, 0);
}

static void
test_what_went_to_a_folder_is_real (FlowTest     *test,
                                    gconstpointer data)
{
  g_autoptr (DanbiCase) a = new_case_of_visit (test, 1, "0021");
  g_autoptr (DanbiCase) b = new_case_of_visit (test, 2, "0022");
  g_autofree char *path = make_folder (test);
  g_autoptr (DanbiSending) handed = NULL, refused = NULL;

  set_folder (test, path);
  handed = add (test, a);
  await_stage (handed, DANBI_SENDING_HANDED);
  flow_test_start_receiver (test, NULL);
  refused = add (test, b);
  await_stage (refused, DANBI_SENDING_HELD);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 0);
}

/* Two programs at one store. */
static void
test_another_desk_leaves_a_batch_alone (FlowTest     *test,
                                        gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autofree char *dir = g_build_filename (test->dir, "data", NULL);
  g_autoptr (DanbiSending) sending = NULL, seen = NULL;
  g_autoptr (DanbiDesk) other = NULL;
  g_autoptr (GError) error = NULL;
  DanbiQueue *queue;

  danbi_desk_set_gateway (test->desk, DEAD_GATEWAY, NULL);
  sending = add (test, item);
  await_stage (sending, DANBI_SENDING_RESTING);

  other = danbi_desk_open (dir, &error);
  g_assert_no_error (error);
  danbi_desk_set_gateway (other, DEAD_GATEWAY, NULL);
  queue = danbi_desk_get_queue (other);
  danbi_queue_resume (queue);
  while (g_list_model_get_n_items (G_LIST_MODEL (queue)) == 0)
    g_main_context_iteration (NULL, TRUE);
  seen = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  danbi_queue_retry (queue, seen);
  while (!g_str_has_prefix (danbi_sending_get_error_message (seen), "Another Danbi"))
    g_main_context_iteration (NULL, TRUE);

  flow_test_start_receiver (test, NULL);
  flow_test_finish (sending);
  danbi_queue_retry (queue, seen);
  flow_test_finish (seen);
  g_assert_cmpint (danbi_sending_get_stage (seen), ==, DANBI_SENDING_DONE);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 1);
}

/* The first byte */

static gboolean
receiver_has_bytes (FlowTest *test)
{
  g_autofree char *path = g_build_filename (test->dir, "receiver", "uploads", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name; dir && (name = g_dir_read_name (dir));)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      GStatBuf info;

      if (!strchr (name, '.') && g_stat (file, &info) == 0 && info.st_size > 0)
        return TRUE;
    }
  return FALSE;
}

/* How long it takes is printed; the bound is ten times what it should be, for a busy computer. */
static void
test_a_ready_archive_leaves_at_once (FlowTest     *test,
                                     gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (DanbiSending) sending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gint64 begun_us, took_us;
  gint64 id;

  flow_test_start_slow_receiver (test, "3000");
  danbi_desk_start_packing (test->desk);
  item = flow_test_new_ready_case (test, 1);
  while (!danbi_prepacker_is_idle (test->desk->prepacker))
    g_main_context_iteration (NULL, FALSE);

  id = danbi_case_get_id (item);
  begun_us = g_get_monotonic_time ();
  danbi_queue_add_async (queue_of (test), &id, 1, 0, NULL, keep_result_cb, &result);
  while (!receiver_has_bytes (test))
    g_main_context_iteration (NULL, FALSE);
  took_us = g_get_monotonic_time () - begun_us;
  g_test_message ("first byte after %d ms", (int) (took_us / 1000));
  g_assert_cmpint (took_us, <, G_USEC_PER_SEC);
  await (&result);
  sending = danbi_queue_add_finish (queue_of (test), result, NULL);
  flow_test_finish (sending);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_ACCEPTED);
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/queue/" #name, FlowTest, NULL, flow_test_set_up, test_##name,           \
              flow_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (a_case_in_the_queue_comes_to_accepted);
  ADD (several_cases_are_one_batch);
  ADD (a_case_with_findings_or_on_its_way_is_not_queued);
  ADD (without_a_gateway_nothing_is_queued);
  ADD (a_batch_rests_and_goes_on_when_the_network_changes);
  ADD (the_network_wakes_what_rests);
  ADD (a_queued_batch_survives_a_restart);
  ADD (the_earliest_deadline_goes_first);
  ADD (a_batch_that_is_checked_does_not_block_the_next);
  ADD (a_resting_batch_is_called_back);
  ADD (a_batch_is_called_back_while_a_failure_is_written_down);
  ADD (a_transfer_is_stopped_at_once);
  ADD (the_ceiling_is_lifted_under_way);
  ADD (a_transfer_goes_on_after_a_restart);
  ADD (a_lost_answer_is_settled_by_asking);
  ADD (a_batch_waits_for_its_hour_unless_a_deadline_comes_first);
  ADD (a_person_may_send_before_the_hour);
  ADD (a_batch_in_a_folder_waits_for_a_persons_word);
  ADD (a_folder_that_is_not_there_holds_the_batch);
  ADD (practice_and_folder_never_mix);
  ADD (what_went_to_a_folder_is_real);
  ADD (another_desk_leaves_a_batch_alone);
  ADD (a_ready_archive_leaves_at_once);
  return g_test_run ();
}
