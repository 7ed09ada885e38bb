/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a courier against a scripted receiver: every state of a batch with everything that can
 * happen to it there, and the answers that do not fit. */
#include "config.h"

#include "danbi-clock.h"
#include "scripted-world.h"

#define NO_CALL N_CALLS

/* One step of a batch. */
static DanbiCourierResult
step (ScriptedWorld   *world,
      DanbiSubmission *submission,
      gboolean         doubtful)
{
  DanbiErrand errand = {
    .submission = submission,
    .doubtful = doubtful,
    .events = &world->events,
  };

  return danbi_courier_step (world->courier, &errand, NULL);
}

static gboolean
give_up (ScriptedWorld   *world,
         DanbiSubmission *submission,
         gboolean         doubtful)
{
  DanbiErrand errand = {
    .submission = submission,
    .doubtful = doubtful,
    .events = &world->events,
  };

  return danbi_courier_give_up (world->courier, &errand, NULL);
}

static gboolean
tell (ScriptedWorld   *world,
      DanbiSubmission *submission,
      DanbiState       outcome)
{
  DanbiErrand errand = { .submission = submission, .events = &world->events };

  return danbi_courier_tell (world->courier, &errand, outcome, "R-told", NULL);
}

static DanbiSubmission *
load (ScriptedWorld *world,
      gint64         id)
{
  g_autoptr (GError) error = NULL;
  DanbiSubmission *submission = danbi_store_load_submission (world->store, id, &error);

  g_assert_no_error (error);
  return submission;
}

/* A batch of one case that came so far by the courier's own work. */
static DanbiSubmission *
bring_to (ScriptedWorld       *world,
          gint64               case_id,
          DanbiSubmissionState state)
{
  DanbiSubmission *submission
    = scripted_world_enqueue (world, SCRIPTED_GATEWAY, &case_id, 1);

  if (state >= DANBI_SUBMISSION_PACKED)
    step (world, submission, FALSE);
  if (state == DANBI_SUBMISSION_SENDING)
    world->script[CALL_UPLOAD] = SCRIPT_BROKEN_AFTER;
  if (state == DANBI_SUBMISSION_UNKNOWN)
    world->script[CALL_NAME] = SCRIPT_BROKEN_BEFORE;
  if (state >= DANBI_SUBMISSION_SENDING && state != DANBI_SUBMISSION_ABANDONED)
    step (world, submission, FALSE);
  if (state == DANBI_SUBMISSION_DONE)
    step (world, submission, FALSE);
  if (state == DANBI_SUBMISSION_ABANDONED)
    g_assert_true (give_up (world, submission, FALSE));
  g_assert_cmpint (submission->state, ==, state);
  return submission;
}

/* What is on disk is what the courier says. */
static void
assert_stands (ScriptedWorld       *world,
               DanbiSubmission     *submission,
               gint64               case_id,
               DanbiSubmissionState state,
               DanbiState           case_state)
{
  g_autoptr (DanbiSubmission) stored = load (world, submission->id);

  g_assert_cmpint (submission->state, ==, state);
  g_assert_cmpint (stored->state, ==, state);
  g_assert_cmpint (scripted_world_get_state (world, case_id), ==, case_state);
}

typedef struct
{
  DanbiSubmissionState state;
  Call call;
  Script script;
  DanbiCourierResult result;
  DanbiSubmissionState next;
  DanbiState case_state;
} Pair;

#define Q DANBI_SUBMISSION_QUEUED
#define P DANBI_SUBMISSION_PACKED
#define S DANBI_SUBMISSION_SENDING
#define U DANBI_SUBMISSION_UNKNOWN
#define R DANBI_SUBMISSION_SENT
#define D DANBI_SUBMISSION_DONE
#define A DANBI_SUBMISSION_ABANDONED
#define GOES DANBI_COURIER_WENT_ON
#define RESTS DANBI_COURIER_RESTS
#define HELD DANBI_COURIER_HELD
#define STOPPED DANBI_COURIER_STOPPED
#define ENDED DANBI_COURIER_ENDED
#define WAITS DANBI_COURIER_WAITS

static const Pair pairs[] = {
  { Q, NO_CALL, SCRIPT_FINE, GOES, P, DANBI_STATE_SENDING },
  { Q, CALL_MEET, SCRIPT_UNREACHABLE, RESTS, Q, DANBI_STATE_SENDING },
  { Q, CALL_MEET, SCRIPT_LATER, RESTS, Q, DANBI_STATE_SENDING },
  { Q, CALL_MEET, SCRIPT_TLS, HELD, Q, DANBI_STATE_SENDING },
  { Q, CALL_MEET, SCRIPT_AUTH, HELD, Q, DANBI_STATE_SENDING },
  { Q, CALL_PACK, SCRIPT_NO_SPACE, HELD, Q, DANBI_STATE_SENDING },
  { Q, CALL_PACK, SCRIPT_FINDINGS, ENDED, A, DANBI_STATE_READY },
  { Q, CALL_PACK, SCRIPT_CANCELLED, STOPPED, Q, DANBI_STATE_SENDING },
  { P, NO_CALL, SCRIPT_FINE, GOES, R, DANBI_STATE_SENT },
  { P, CALL_MEET, SCRIPT_UNREACHABLE, RESTS, P, DANBI_STATE_SENDING },
  { P, CALL_UPLOAD, SCRIPT_UNREACHABLE, RESTS, P, DANBI_STATE_SENDING },
  { P, CALL_UPLOAD, SCRIPT_BROKEN_AFTER, RESTS, S, DANBI_STATE_SENDING },
  { P, CALL_UPLOAD, SCRIPT_AUTH, HELD, P, DANBI_STATE_SENDING },
  { P, CALL_UPLOAD, SCRIPT_CANCELLED, STOPPED, P, DANBI_STATE_SENDING },
  { S, NO_CALL, SCRIPT_FINE, GOES, R, DANBI_STATE_SENT },
  { S, CALL_MEET, SCRIPT_UNREACHABLE, RESTS, S, DANBI_STATE_SENDING },
  { S, CALL_UPLOAD, SCRIPT_BROKEN_BEFORE, RESTS, S, DANBI_STATE_SENDING },
  { S, CALL_UPLOAD, SCRIPT_LATER, RESTS, S, DANBI_STATE_SENDING },
  { S, CALL_UPLOAD, SCRIPT_REFUSED, HELD, S, DANBI_STATE_SENDING },
  { S, CALL_UPLOAD, SCRIPT_CANCELLED, STOPPED, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_UNREACHABLE, RESTS, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_LATER, RESTS, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_AUTH, HELD, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_TLS, HELD, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_REFUSED, HELD, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_GONE, HELD, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_PROTOCOL, HELD, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_CANCELLED, STOPPED, S, DANBI_STATE_SENDING },
  { S, CALL_NAME, SCRIPT_BROKEN_BEFORE, RESTS, U, DANBI_STATE_UNKNOWN },
  { S, CALL_NAME, SCRIPT_BROKEN_AFTER, RESTS, U, DANBI_STATE_UNKNOWN },
  { U, NO_CALL, SCRIPT_FINE, GOES, S, DANBI_STATE_SENDING },
  { U, CALL_MEET, SCRIPT_UNREACHABLE, RESTS, U, DANBI_STATE_UNKNOWN },
  { U, CALL_FIND, SCRIPT_UNREACHABLE, RESTS, U, DANBI_STATE_UNKNOWN },
  { U, CALL_FIND, SCRIPT_BROKEN_AFTER, RESTS, U, DANBI_STATE_UNKNOWN },
  { U, CALL_FIND, SCRIPT_LATER, RESTS, U, DANBI_STATE_UNKNOWN },
  { U, CALL_FIND, SCRIPT_AUTH, HELD, U, DANBI_STATE_UNKNOWN },
  { U, CALL_FIND, SCRIPT_PROTOCOL, HELD, U, DANBI_STATE_UNKNOWN },
  { U, CALL_FIND, SCRIPT_CANCELLED, RESTS, U, DANBI_STATE_UNKNOWN },
  { R, NO_CALL, SCRIPT_FINE, ENDED, D, DANBI_STATE_ACCEPTED },
  { R, CALL_MEET, SCRIPT_UNREACHABLE, RESTS, R, DANBI_STATE_SENT },
  { R, CALL_ASK, SCRIPT_CHECKING, WAITS, R, DANBI_STATE_SENT },
  { R, CALL_ASK, SCRIPT_UNREACHABLE, RESTS, R, DANBI_STATE_SENT },
  { R, CALL_ASK, SCRIPT_LATER, RESTS, R, DANBI_STATE_SENT },
  { R, CALL_ASK, SCRIPT_AUTH, HELD, R, DANBI_STATE_SENT },
  { R, CALL_ASK, SCRIPT_PROTOCOL, HELD, R, DANBI_STATE_SENT },
  { R, CALL_ASK, SCRIPT_CANCELLED, STOPPED, R, DANBI_STATE_SENT },
  { R, CALL_ASK, SCRIPT_STRANGE_ROWS, HELD, R, DANBI_STATE_UNKNOWN },
  { R, CALL_ASK, SCRIPT_TWICE_THE_ROW, HELD, R, DANBI_STATE_UNKNOWN },
  { R, CALL_ASK, SCRIPT_GONE, HELD, R, DANBI_STATE_UNKNOWN },
  { D, NO_CALL, SCRIPT_FINE, ENDED, D, DANBI_STATE_ACCEPTED },
  { A, NO_CALL, SCRIPT_FINE, ENDED, A, DANBI_STATE_READY },
};

static void
assert_trouble (ScriptedWorld     *world,
                gint64             id,
                DanbiCourierResult result)
{
  g_autoptr (DanbiSubmission) stored = load (world, id);

  if (result == RESTS || result == HELD)
    {
      g_assert_cmpuint (stored->n_failures, >, 0);
      g_assert_nonnull (stored->trouble);
      g_assert_true ((stored->next_try_s > 0) == (result == RESTS));
    }
  else if (result == GOES && stored->state != S)
    {
      g_assert_cmpuint (stored->n_failures, ==, 0);
      g_assert_null (stored->trouble);
    }
}

static void
test_each_state_takes_each_answer (void)
{
  ScriptedWorld *world = scripted_world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const Pair *pair = &pairs[i];
      gint64 case_id = scripted_world_new_case (world);
      g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, pair->state);
      DanbiCourierResult result;

      if (pair->call != NO_CALL)
        world->script[pair->call] = pair->script;
      g_test_message ("pair %u: state %d, call %d, script %d", i, pair->state, pair->call,
                      pair->script);
      result = step (world, submission, FALSE);
      g_assert_cmpint (result, ==, pair->result);
      assert_stands (world, submission, case_id, pair->next, pair->case_state);
      assert_trouble (world, submission->id, result);
      g_assert_cmpuint (scripted_world_count_held (world, case_id), <=, 1);
    }
  scripted_world_free (world);
}

/* The disc of the store is full: nothing that was not written down is taken for having happened. */
static void
test_what_is_not_on_disk_did_not_happen (void)
{
  static const DanbiSubmissionState states[] = { Q, P, S, U };
  ScriptedWorld *world = scripted_world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      gint64 case_id = scripted_world_new_case (world);
      g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, states[i]);

      world->script[CALL_SAVE] = SCRIPT_NO_SPACE;
      g_assert_cmpint (step (world, submission, FALSE), ==, HELD);
      g_assert_cmpint (submission->state, ==, states[i]);
      assert_stands (world, submission, case_id, states[i],
                     states[i] == U ? DANBI_STATE_UNKNOWN : DANBI_STATE_SENDING);
      g_assert_cmpuint (scripted_world_count_held (world, case_id), ==, 0);
    }
  scripted_world_free (world);
}

static void
test_each_state_is_called_back_or_not (void)
{
  ScriptedWorld *world = scripted_world_new ();

  for (DanbiSubmissionState state = Q; state <= A; state++)
    {
      gint64 case_id = scripted_world_new_case (world);
      g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, state);
      DanbiState before = scripted_world_get_state (world, case_id);
      gboolean may = state < U;

      g_assert_true (give_up (world, submission, FALSE) == may);
      assert_stands (world, submission, case_id, may ? A : state,
                     may ? DANBI_STATE_READY : before);
    }
  scripted_world_free (world);
}

static void
test_each_state_takes_a_persons_word_or_not (void)
{
  ScriptedWorld *world = scripted_world_new ();

  for (DanbiSubmissionState state = Q; state <= A; state++)
    {
      gint64 case_id = scripted_world_new_case (world);
      g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, state);
      DanbiState before = scripted_world_get_state (world, case_id);
      gboolean may = state == U || state == R;

      g_assert_true (tell (world, submission, DANBI_STATE_REJECTED) == may);
      assert_stands (world, submission, case_id, may ? D : state,
                     may ? DANBI_STATE_REJECTED : before);
    }
  scripted_world_free (world);
}

static void
test_a_folder_gets_the_batch_once_and_is_never_asked (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission
    = scripted_world_enqueue (world, SCRIPTED_FOLDER, &case_id, 1);

  step (world, submission, FALSE);
  world->script[CALL_HAND] = SCRIPT_NO_SPACE;
  g_assert_cmpint (step (world, submission, FALSE), ==, HELD);
  assert_stands (world, submission, case_id, P, DANBI_STATE_SENDING);
  g_assert_cmpint (step (world, submission, FALSE), ==, GOES);
  assert_stands (world, submission, case_id, R, DANBI_STATE_SENT);
  g_assert_cmpint (step (world, submission, FALSE), ==, WAITS);
  g_assert_true (tell (world, submission, DANBI_STATE_ACCEPTED));
  assert_stands (world, submission, case_id, D, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (g_hash_table_size (world->handed), ==, 1);
  scripted_world_free (world);
}

/* Answers */

static void
test_a_lost_answer_is_settled_by_the_key (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, P);

  world->script[CALL_NAME] = SCRIPT_BROKEN_AFTER;
  step (world, submission, FALSE);
  assert_stands (world, submission, case_id, U, DANBI_STATE_UNKNOWN);
  step (world, submission, FALSE);
  assert_stands (world, submission, case_id, R, DANBI_STATE_SENT);
  step (world, submission, FALSE);
  assert_stands (world, submission, case_id, D, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (world->held->len, ==, 1);
  scripted_world_free (world);
}

/* The answer came twice: the second one finds a case that was rejected and edited since. */
static void
test_a_second_outcome_takes_nothing_back (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) first = NULL, second = NULL, again = NULL;

  world->rejects = TRUE;
  first = bring_to (world, case_id, R);
  second = load (world, first->id);
  g_assert_cmpint (step (world, first, FALSE), ==, ENDED);
  assert_stands (world, first, case_id, D, DANBI_STATE_REJECTED);
  again = scripted_world_enqueue (world, SCRIPTED_GATEWAY, &case_id, 1);

  g_assert_cmpint (step (world, second, FALSE), ==, HELD);
  assert_stands (world, again, case_id, Q, DANBI_STATE_SENDING);
  scripted_world_free (world);
}

/* The receiver holds a batch of this key with other content, as after the store was restored: its
 * refusal must not be taken for “it has not”. */
static void
test_a_refusal_is_no_proof_that_there_is_no_batch (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, R);
  HeldBatch *held = g_ptr_array_index (world->held, 0);

  /* As it stood before it was named, with uploads of another name. */
  submission->state = S;
  g_clear_pointer (&submission->receipt, g_free);
  danbi_store_save_submission (world->store, submission, NULL);
  g_free (held->request);
  held->request = g_strdup ("of before");

  g_assert_cmpint (step (world, submission, FALSE), ==, GOES);
  g_assert_cmpint (submission->state, ==, R);
  g_assert_cmpint (step (world, submission, FALSE), ==, ENDED);
  assert_stands (world, submission, case_id, D, DANBI_STATE_ACCEPTED);
  g_assert_cmpuint (world->held->len, ==, 1);
  scripted_world_free (world);
}

static void
test_a_refusal_that_cannot_be_settled_is_unknown (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, S);

  world->script[CALL_NAME] = SCRIPT_REFUSED;
  world->script[CALL_FIND] = SCRIPT_BROKEN_BEFORE;
  g_assert_cmpint (step (world, submission, FALSE), ==, RESTS);
  assert_stands (world, submission, case_id, U, DANBI_STATE_UNKNOWN);
  scripted_world_free (world);
}

/* It has another receipt for the key now. */
static void
test_a_receipt_that_changed_is_taken_from_the_key (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, R);
  HeldBatch *held = g_ptr_array_index (world->held, 0);

  g_free (held->receipt);
  held->receipt = g_strdup ("R-new");
  g_assert_cmpint (step (world, submission, FALSE), ==, GOES);
  g_assert_cmpstr (submission->receipt, ==, "R-new");
  g_assert_cmpint (step (world, submission, FALSE), ==, ENDED);
  assert_stands (world, submission, case_id, D, DANBI_STATE_ACCEPTED);
  scripted_world_free (world);
}

/* It knows neither receipt nor key any more: nothing is sent again by itself. */
static void
test_a_batch_that_the_receiver_forgot_is_for_a_person (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, R);

  world->forgets = TRUE;
  g_assert_cmpint (step (world, submission, FALSE), ==, HELD);
  assert_stands (world, submission, case_id, R, DANBI_STATE_UNKNOWN);
  g_assert_false (give_up (world, submission, FALSE));
  g_assert_cmpuint (world->held->len, ==, 1);
  g_assert_true (tell (world, submission, DANBI_STATE_ACCEPTED));
  scripted_world_free (world);
}

/* The store is restored from each moment before the batch came through. */
static void
test_a_restored_store_learns_what_the_receiver_has (void)
{
  static const struct
  {
    DanbiSubmissionState state;
    const char *copy;
    DanbiSubmissionState end;
    DanbiState case_state;
  } moments[] = {
    /* What was packed after the copy was made has other names: the answer fits nothing here. */
    { Q, "queued.db", R, DANBI_STATE_UNKNOWN },
    { P, "packed.db", D, DANBI_STATE_ACCEPTED },
    { S, "sending.db", D, DANBI_STATE_ACCEPTED },
    { U, "unknown.db", D, DANBI_STATE_ACCEPTED },
    { R, "sent.db", D, DANBI_STATE_ACCEPTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      ScriptedWorld *world = scripted_world_new ();
      gint64 case_id = scripted_world_new_case (world);
      g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, moments[i].state);
      g_autoptr (DanbiSubmission) restored = NULL;
      DanbiErrand errand = { .doubtful = TRUE, .events = &world->events };

      scripted_world_copy_store (world, moments[i].copy);
      while (submission->state != D)
        step (world, submission, FALSE);
      scripted_world_restore_store (world, moments[i].copy);

      restored = load (world, submission->id);
      g_assert_cmpint (restored->state, ==, moments[i].state);
      errand.submission = restored;
      for (guint n = 0; n < 4; n++)
        danbi_courier_step (world->courier, &errand, NULL);
      assert_stands (world, restored, case_id, moments[i].end, moments[i].case_state);
      g_assert_cmpuint (world->held->len, ==, 1);
      scripted_world_free (world);
    }
}

/* Called back at the next start, bytes of it having left: the receiver is asked first. */
static void
test_what_a_restored_store_had_sent_is_not_given_up (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, S);
  g_autoptr (DanbiSubmission) restored = NULL;

  scripted_world_copy_store (world, "sending.db");
  step (world, submission, FALSE);
  g_assert_cmpint (submission->state, ==, R);
  scripted_world_restore_store (world, "sending.db");
  restored = load (world, submission->id);
  g_assert_false (give_up (world, restored, TRUE));
  assert_stands (world, restored, case_id, R, DANBI_STATE_SENT);
  scripted_world_free (world);
}

static void
test_pauses_grow_with_each_failure (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, P);

  for (guint i = 1; i <= 8; i++)
    {
      world->script[CALL_UPLOAD] = SCRIPT_UNREACHABLE;
      g_assert_cmpint (step (world, submission, FALSE), ==, RESTS);
      g_assert_cmpuint (submission->n_failures, ==, i);
    }
  step (world, submission, FALSE);
  g_assert_cmpuint (submission->n_failures, ==, 0);
  scripted_world_free (world);
}

static void
test_the_receiver_may_ask_for_a_longer_pause (void)
{
  ScriptedWorld *world = scripted_world_new ();
  gint64 case_id = scripted_world_new_case (world);
  g_autoptr (DanbiSubmission) submission = bring_to (world, case_id, P);

  world->retry_after_s = 900;
  world->script[CALL_UPLOAD] = SCRIPT_LATER;
  g_assert_cmpint (step (world, submission, FALSE), ==, RESTS);
  g_assert_cmpint (submission->next_try_s, >=, danbi_clock_now_s () + 890);
  scripted_world_free (world);
}

#define ADD(name) g_test_add_func ("/danbi/flow/courier/" #name, test_##name)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (each_state_takes_each_answer);
  ADD (what_is_not_on_disk_did_not_happen);
  ADD (each_state_is_called_back_or_not);
  ADD (each_state_takes_a_persons_word_or_not);
  ADD (a_folder_gets_the_batch_once_and_is_never_asked);
  ADD (a_lost_answer_is_settled_by_the_key);
  ADD (a_second_outcome_takes_nothing_back);
  ADD (a_refusal_is_no_proof_that_there_is_no_batch);
  ADD (a_refusal_that_cannot_be_settled_is_unknown);
  ADD (a_receipt_that_changed_is_taken_from_the_key);
  ADD (a_batch_that_the_receiver_forgot_is_for_a_person);
  ADD (a_restored_store_learns_what_the_receiver_has);
  ADD (what_a_restored_store_had_sent_is_not_given_up);
  ADD (pauses_grow_with_each_failure);
  ADD (the_receiver_may_ask_for_a_longer_pause);
  return g_test_run ();
}
