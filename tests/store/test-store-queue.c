/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what becomes of a batch and of its cases together. */
#include "config.h"

#include "store-fixture.h"

static DanbiSubmission *
new_submission (const char   *key,
                const gint64 *ids,
                guint         n_ids)
{
  DanbiSubmission *submission = danbi_submission_new ();

  submission->key = g_strdup (key);
  submission->destination = g_strdup ("https://gateway.invalid/");
  for (guint i = 0; i < n_ids; i++)
    danbi_submission_add_row (submission, ids[i], NULL, NULL);
  return submission;
}

static DanbiSubmission *
enqueue (StoreFixture *fixture,
         const char   *key,
         const gint64 *ids,
         guint         n_ids)
{
  DanbiSubmission *submission = new_submission (key, ids, n_ids);
  g_autoptr (GError) error = NULL;

  danbi_store_enqueue (fixture->store, submission, &error);
  g_assert_no_error (error);
  return submission;
}

static void
put_state (StoreFixture        *fixture,
           DanbiSubmission     *submission,
           DanbiSubmissionState state)
{
  submission->state = state;
  g_assert_true (danbi_store_save_submission (fixture->store, submission, NULL));
}

static void
assert_case (StoreFixture *fixture,
             gint64        id,
             DanbiState    state,
             guint         n_history,
             const char   *note)
{
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, NULL);
  g_autoptr (GPtrArray) history = danbi_store_dup_history (fixture->store, id, NULL);
  const DanbiHistoryEntry *last = g_ptr_array_index (history, history->len - 1);

  g_assert_cmpint (danbi_case_get_state (item), ==, state);
  g_assert_cmpuint (history->len, ==, n_history);
  g_assert_cmpint (last->state, ==, state);
  g_assert_cmpstr (last->note, ==, note);
}

static void
assert_stored (StoreFixture        *fixture,
               gint64               id,
               DanbiSubmissionState state)
{
  g_autoptr (DanbiSubmission) loaded = danbi_store_load_submission (fixture->store, id, NULL);

  g_assert_cmpint (loaded->state, ==, state);
}

static void
test_queueing_locks_the_cases (StoreFixture *fixture,
                               gconstpointer data)
{
  gint64 ids[] = { store_fixture_save_new (fixture, "A123456789"),
                   store_fixture_save_new (fixture, "F131104093") };
  g_autoptr (DanbiSubmission) submission = NULL;
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, ids[0], NULL);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_store_set_state (fixture->store, ids[1], DANBI_STATE_REJECTED, NULL, NULL));
  submission = enqueue (fixture, "key", ids, 2);
  g_assert_cmpint (submission->id, >, 0);
  g_assert_cmpint (submission->state, ==, DANBI_SUBMISSION_QUEUED);
  store_fixture_assert_soon_after (submission->created_s, FIXTURE_NOW_S);
  store_fixture_reopen (fixture);
  assert_case (fixture, ids[0], DANBI_STATE_SENDING, 2, NULL);
  assert_case (fixture, ids[1], DANBI_STATE_SENDING, 3, NULL);
  open = danbi_store_dup_open_submissions (fixture->store, NULL);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpint (((DanbiSubmission *) g_ptr_array_index (open, 0))->state, ==,
                   DANBI_SUBMISSION_QUEUED);
  g_assert_null (((DanbiSubmissionRow *) g_ptr_array_index (submission->rows, 0))->archive_path);
  g_assert_false (danbi_store_save_case (fixture->store, item, NULL, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
}

static void
assert_refused (StoreFixture *fixture,
                const gint64 *ids,
                guint         n_ids,
                int           code)
{
  g_autoptr (DanbiSubmission) submission = new_submission ("refused", ids, n_ids);
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_store_enqueue (fixture->store, submission, &error));
  g_assert_error (error, DANBI_STORE_ERROR, code);
  g_assert_cmpint (submission->id, ==, 0);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM submissions"), ==, 0);
  assert_case (fixture, ids[0], DANBI_STATE_DRAFT, 1, NULL);
}

static void
test_one_case_that_cannot_be_sent_stops_all (StoreFixture *fixture,
                                             gconstpointer data)
{
  static const DanbiState states[] = { DANBI_STATE_SENDING, DANBI_STATE_SENT, DANBI_STATE_ACCEPTED,
                                       DANBI_STATE_UNKNOWN };
  gint64 ids[] = { store_fixture_save_new (fixture, "A123456789"),
                   store_fixture_save_new (fixture, "A123456789") };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_assert_true (danbi_store_set_state (fixture->store, ids[1], states[i], NULL, NULL));
      assert_refused (fixture, ids, 2, DANBI_STORE_ERROR_STATE);
    }
}

static void
test_a_case_that_is_not_there_stops_all (StoreFixture *fixture,
                                         gconstpointer data)
{
  gint64 ids[] = { store_fixture_save_new (fixture, "A123456789"), 99 };

  assert_refused (fixture, ids, 2, DANBI_STORE_ERROR_NOT_FOUND);
}

static void
test_a_case_stands_in_a_batch_once (StoreFixture *fixture,
                                    gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  gint64 ids[] = { id, id };

  assert_refused (fixture, ids, 2, DANBI_STORE_ERROR_STATE);
}

static void
test_giving_up_makes_the_cases_ready_again (StoreFixture *fixture,
                                            gconstpointer data)
{
  for (DanbiSubmissionState state = DANBI_SUBMISSION_QUEUED; state <= DANBI_SUBMISSION_SENDING;
       state++)
    {
      gint64 id = store_fixture_save_new (fixture, "A123456789");
      g_autofree char *key = g_strdup_printf ("key-%d", state);
      g_autoptr (DanbiSubmission) submission = enqueue (fixture, key, &id, 1);
      g_autofree char *outbox = danbi_store_dup_outbox_dir (fixture->store, key, NULL);
      g_autoptr (DanbiSubmission) loaded = NULL;

      put_state (fixture, submission, state);
      submission->trouble = g_strdup ("The folder is full.");
      g_assert_true (danbi_store_give_up (fixture->store, submission, NULL));
      g_assert_cmpint (submission->state, ==, DANBI_SUBMISSION_ABANDONED);
      assert_case (fixture, id, DANBI_STATE_READY, 3, NULL);
      loaded = danbi_store_load_submission (fixture->store, submission->id, NULL);
      g_assert_cmpint (loaded->state, ==, DANBI_SUBMISSION_ABANDONED);
      g_assert_cmpstr (loaded->trouble, ==, "The folder is full.");
      g_assert_false (g_file_test (outbox, G_FILE_TEST_EXISTS));
      g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM strays"), ==, 0);
    }
}

/* A row of a case that is not in the store has nothing to unlock. */
static void
test_giving_up_leaves_other_cases_alone (StoreFixture *fixture,
                                         gconstpointer data)
{
  gint64 ids[] = { store_fixture_save_new (fixture, "A123456789"), 0 };
  g_autoptr (DanbiSubmission) submission = new_submission ("key", ids, 2);

  g_assert_true (danbi_store_set_state (fixture->store, ids[0], DANBI_STATE_REJECTED, "R-1", NULL));
  put_state (fixture, submission, DANBI_SUBMISSION_PACKED);
  g_assert_true (danbi_store_give_up (fixture->store, submission, NULL));
  assert_case (fixture, ids[0], DANBI_STATE_REJECTED, 2, "R-1");
}

/* What is stored decides, whatever the caller believes. */
static void
test_what_the_receiver_may_have_is_not_given_up (StoreFixture *fixture,
                                                 gconstpointer data)
{
  for (DanbiSubmissionState state = DANBI_SUBMISSION_UNKNOWN; state <= DANBI_SUBMISSION_ABANDONED;
       state++)
    {
      gint64 id = store_fixture_save_new (fixture, "A123456789");
      g_autofree char *key = g_strdup_printf ("key-%d", state);
      g_autoptr (DanbiSubmission) submission = enqueue (fixture, key, &id, 1);
      g_autoptr (GError) error = NULL;

      put_state (fixture, submission, state);
      submission->state = DANBI_SUBMISSION_SENDING;
      g_assert_false (danbi_store_give_up (fixture->store, submission, &error));
      g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
      g_assert_cmpint (submission->state, ==, DANBI_SUBMISSION_SENDING);
      assert_stored (fixture, submission->id, state);
      assert_case (fixture, id, DANBI_STATE_SENDING, 2, NULL);
    }
}

static void
test_settling_ends_batch_and_cases_together (StoreFixture *fixture,
                                             gconstpointer data)
{
  static const DanbiState states[] = { DANBI_STATE_ACCEPTED, DANBI_STATE_REJECTED,
                                       DANBI_STATE_UNKNOWN };
  gint64 ids[] = { store_fixture_save_new (fixture, "A123456789"),
                   store_fixture_save_new (fixture, "A123456789"),
                   store_fixture_save_new (fixture, "A123456789") };
  g_autoptr (DanbiSubmission) submission = enqueue (fixture, "key", ids, 3);
  g_autofree char *outbox = danbi_store_dup_outbox_dir (fixture->store, "key", NULL);
  g_autoptr (DanbiSubmission) loaded = NULL;
  g_autoptr (DanbiCase) item = NULL;

  submission->receipt = g_strdup ("R-7");
  put_state (fixture, submission, DANBI_SUBMISSION_SENT);
  for (guint i = 0; i < 3; i++)
    ((DanbiSubmissionRow *) g_ptr_array_index (submission->rows, i))->outcome = g_strdup ("{}");
  g_assert_true (danbi_store_settle (fixture->store, submission, states, NULL));
  store_fixture_reopen (fixture);
  for (guint i = 0; i < 3; i++)
    assert_case (fixture, ids[i], states[i], 3, "R-7");
  loaded = danbi_store_load_submission (fixture->store, submission->id, NULL);
  g_assert_cmpint (loaded->state, ==, DANBI_SUBMISSION_DONE);
  g_assert_cmpstr (((DanbiSubmissionRow *) g_ptr_array_index (loaded->rows, 2))->outcome, ==, "{}");
  item = danbi_store_load_case (fixture->store, ids[0], NULL);
  g_assert_cmpstr (danbi_case_get_receipt (item), ==, "R-7");
  g_assert_false (g_file_test (outbox, G_FILE_TEST_EXISTS));
}

static void
test_a_second_answer_changes_nothing (StoreFixture *fixture,
                                      gconstpointer data)
{
  static const DanbiState rejected = DANBI_STATE_REJECTED;
  static const DanbiState accepted = DANBI_STATE_ACCEPTED;
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) submission = enqueue (fixture, "key", &id, 1);
  g_autoptr (DanbiSubmission) next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_store_settle (fixture->store, submission, &rejected, NULL));
  next = enqueue (fixture, "next", &id, 1);
  submission->state = DANBI_SUBMISSION_SENT;
  g_assert_false (danbi_store_settle (fixture->store, submission, &accepted, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
  assert_case (fixture, id, DANBI_STATE_SENDING, 4, NULL);
  assert_stored (fixture, submission->id, DANBI_SUBMISSION_DONE);
}

/* A step of the transfer: the batch and its cases, once in the history however often it is said. */
static void
test_a_step_moves_a_batch_and_its_cases (StoreFixture *fixture,
                                         gconstpointer data)
{
  gint64 ids[] = { store_fixture_save_new (fixture, "A123456789") };
  g_autoptr (DanbiSubmission) submission = enqueue (fixture, "key-step", ids, 1);
  guint n_history;
  g_autoptr (GPtrArray) history = danbi_store_dup_history (fixture->store, ids[0], NULL);
  g_autoptr (GError) error = NULL;

  n_history = history->len;
  submission->state = DANBI_SUBMISSION_SENT;
  submission->receipt = g_strdup ("R-7");
  for (guint i = 0; i < 2; i++)
    g_assert_true (danbi_store_move_submission (fixture->store, submission, DANBI_STATE_SENT,
                                                submission->receipt, &error));
  g_assert_no_error (error);
  assert_stored (fixture, submission->id, DANBI_SUBMISSION_SENT);
  assert_case (fixture, ids[0], DANBI_STATE_SENT, n_history + 1, "R-7");
}

/* An answer that comes after the end moves nothing: the case may be in another batch. */
static void
test_a_step_after_the_end_is_refused (StoreFixture *fixture,
                                      gconstpointer data)
{
  gint64 ids[] = { store_fixture_save_new (fixture, "A123456789") };
  g_autoptr (DanbiSubmission) submission = enqueue (fixture, "key-late", ids, 1);
  g_autoptr (DanbiSubmission) late
    = danbi_store_load_submission (fixture->store, submission->id, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_store_give_up (fixture->store, submission, &error));
  late->state = DANBI_SUBMISSION_SENT;
  g_assert_false (danbi_store_move_submission (fixture->store, late, DANBI_STATE_SENT, NULL,
                                               &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
  assert_stored (fixture, submission->id, DANBI_SUBMISSION_ABANDONED);
}

#define ADD(name) store_fixture_add ("/danbi/store/store-queue/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (queueing_locks_the_cases);
  ADD (one_case_that_cannot_be_sent_stops_all);
  ADD (a_case_that_is_not_there_stops_all);
  ADD (a_case_stands_in_a_batch_once);
  ADD (giving_up_makes_the_cases_ready_again);
  ADD (giving_up_leaves_other_cases_alone);
  ADD (what_the_receiver_may_have_is_not_given_up);
  ADD (settling_ends_batch_and_cases_together);
  ADD (a_second_answer_changes_nothing);
  ADD (a_step_moves_a_batch_and_its_cases);
  ADD (a_step_after_the_end_is_refused);
  return g_test_run ();
}
