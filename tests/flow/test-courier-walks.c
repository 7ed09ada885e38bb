/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random walks of batches against a scripted receiver: whatever fails, whoever is killed, nothing is
 * called accepted that the receiver does not hold, and nothing is sent twice.
 *
 * DANBI_WALKS changes how many there are, DANBI_WALK_SEED repeats them. */
#include "config.h"

#include "danbi-desk.h"
#include "danbi-journey.h"
#include "scripted-world.h"

#define WALKS 600
#define MAX_STEPS 40
#define MAX_CASES 3
#define STEPS_TO_SETTLE 12

typedef struct
{
  ScriptedWorld *world;
  GRand *random;
  gint64 cases[MAX_CASES];
  guint n_cases;
  gint64 batch; /* that is open, or 0 */
  gboolean doubtful;
  guint n_kills;
  guint n_sent;
} Walk;

static gboolean
chance (Walk *walk,
        int   percent)
{
  return g_rand_int_range (walk->random, 0, 100) < percent;
}

/* Also what cannot come of the call that it hits; that is then as if all were fine. */
static void
write_script (Walk *walk)
{
  for (guint call = 0; call < N_CALLS; call++)
    walk->world->script[call]
      = chance (walk, 25) ? (Script) g_rand_int_range (walk->random, 0, N_SCRIPTS) : SCRIPT_FINE;
  /* A receiver that gives rows of another batch is no lie of ours, and ends a walk with a person. */
  if (walk->world->script[CALL_ASK] == SCRIPT_GONE)
    walk->world->script[CALL_ASK] = SCRIPT_CHECKING;
  walk->world->rejects = chance (walk, 30);
}

static gboolean
is_editable (DanbiState state)
{
  return state == DANBI_STATE_READY || state == DANBI_STATE_REJECTED;
}

static guint
count_rejected (Walk  *walk,
                gint64 case_id)
{
  return (guint) GPOINTER_TO_INT (
    g_hash_table_lookup (walk->world->rejected, GINT_TO_POINTER ((int) case_id)));
}

/* What must hold at every moment. */
static void
assert_no_lie (Walk *walk)
{
  for (guint i = 0; i < walk->n_cases; i++)
    {
      gint64 id = walk->cases[i];
      DanbiState state = scripted_world_get_state (walk->world, id);
      guint n_held = scripted_world_count_held (walk->world, id);
      guint n_rejected = count_rejected (walk, id);

      if (state == DANBI_STATE_ACCEPTED)
        g_assert_true (scripted_world_holds_accepted (walk->world, id));
      /* Sent twice: the receiver holds it in a batch of which the store does not know the end. */
      g_assert_cmpuint (n_held, <=, n_rejected + 1);
      if (is_editable (state))
        g_assert_cmpuint (n_held, ==, n_rejected);
    }
}

static DanbiSubmission *
load (Walk *walk)
{
  g_autoptr (GError) error = NULL;
  DanbiSubmission *submission
    = danbi_store_load_submission (walk->world->store, walk->batch, &error);

  g_assert_no_error (error);
  return submission;
}

/* Some event of the table leads from one state to the other, or the batch stayed. */
static gboolean
is_in_the_table (DanbiSubmissionState before,
                 DanbiSubmissionState after)
{
  for (DanbiJourneyEvent event = 0; event < DANBI_JOURNEY_N_EVENTS; event++)
    {
      DanbiSubmissionState next;

      if (danbi_journey_next (before, event, &next) && next == after)
        return TRUE;
    }
  return before == after;
}

/* A step may be several moves: from setting out over naming to the receipt. */
static gboolean
is_on_the_way (DanbiSubmissionState before,
               DanbiSubmissionState after)
{
  if (is_in_the_table (before, after))
    return TRUE;
  for (DanbiSubmissionState via = 0; via < DANBI_JOURNEY_N_STATES; via++)
    if (via != before && is_in_the_table (before, via) && is_on_the_way (via, after))
      return TRUE;
  return FALSE;
}

static void
note_end (Walk            *walk,
          DanbiSubmission *submission)
{
  if (danbi_journey_is_open (submission->state))
    return;
  walk->n_sent += submission->state == DANBI_SUBMISSION_DONE;
  walk->batch = 0;
  walk->doubtful = FALSE;
}

static void
look_at (Walk                *walk,
         DanbiSubmissionState before)
{
  g_autoptr (DanbiSubmission) submission = load (walk);

  g_assert_true (is_on_the_way (before, submission->state));
  note_end (walk, submission);
}

/* What a killed program did is what is on disk; the next one knows nothing else. */
static void
restart_if_dead (Walk *walk)
{
  if (!walk->world->dead && chance (walk, 90))
    return;
  walk->n_kills += walk->world->dead;
  scripted_world_restart (walk->world);
  walk->doubtful = TRUE;
}

/* A person who looked it up at the receiver tells the truth, of a batch that has one. */
static void
tell (Walk        *walk,
      DanbiErrand *errand)
{
  const HeldBatch *held = scripted_world_find (walk->world, errand->submission->key);
  guint n_accepted = held ? g_hash_table_size (held->accepted) : 0;

  if (!held || (n_accepted > 0 && n_accepted < held->archives->len))
    return;
  danbi_courier_tell (walk->world->courier, errand,
                      n_accepted ? DANBI_STATE_ACCEPTED : DANBI_STATE_REJECTED, NULL, NULL);
}

static void
do_with_batch (Walk *walk)
{
  g_autoptr (DanbiSubmission) submission = load (walk);
  DanbiSubmissionState before = submission->state;
  DanbiErrand errand = {
    .submission = submission,
    .doubtful = walk->doubtful,
    .events = &walk->world->events,
  };
  int what = g_rand_int_range (walk->random, 0, 100);

  if (chance (walk, 25))
    walk->world->die_in = g_rand_int_range (walk->random, 0, 12);
  if (what < 75)
    danbi_courier_step (walk->world->courier, &errand, NULL);
  else if (what < 90)
    danbi_courier_give_up (walk->world->courier, &errand, NULL);
  else
    tell (walk, &errand);
  walk->doubtful = errand.doubtful;
  walk->world->die_in = -1;
  restart_if_dead (walk);
  look_at (walk, before);
}

static void
queue_some (Walk *walk)
{
  gint64 ids[MAX_CASES];
  guint n_ids = 0;
  g_autoptr (DanbiSubmission) submission = NULL;

  for (guint i = 0; i < walk->n_cases; i++)
    if (is_editable (scripted_world_get_state (walk->world, walk->cases[i])) && chance (walk, 70))
      ids[n_ids++] = walk->cases[i];
  if (n_ids == 0)
    return;
  submission = scripted_world_enqueue (walk->world, SCRIPTED_GATEWAY, ids, n_ids);
  walk->batch = submission->id;
}

/* The line is good at last: what is open comes to its end. */
static void
settle (Walk *walk)
{
  for (guint i = 0; i < N_CALLS; i++)
    walk->world->script[i] = SCRIPT_FINE;
  for (guint i = 0; i < STEPS_TO_SETTLE && walk->batch; i++)
    {
      g_autoptr (DanbiSubmission) submission = load (walk);
      DanbiErrand errand = {
        .submission = submission,
        .doubtful = walk->doubtful,
        .events = &walk->world->events,
      };

      danbi_courier_step (walk->world->courier, &errand, NULL);
      walk->doubtful = errand.doubtful;
      note_end (walk, submission);
      assert_no_lie (walk);
    }
  g_assert_cmpint (walk->batch, ==, 0);
}

/* Nothing is on its way any more, and the store says what the receiver says. */
static void
assert_settled (Walk *walk)
{
  for (guint i = 0; i < walk->n_cases; i++)
    {
      DanbiState state = scripted_world_get_state (walk->world, walk->cases[i]);

      g_assert_true (is_editable (state) || state == DANBI_STATE_ACCEPTED);
      g_assert_true ((state == DANBI_STATE_ACCEPTED)
                     == scripted_world_holds_accepted (walk->world, walk->cases[i]));
    }
}

static void
take_a_walk (Walk *walk)
{
  int n_steps = g_rand_int_range (walk->random, 5, MAX_STEPS);

  walk->n_cases = (guint) g_rand_int_range (walk->random, 1, MAX_CASES + 1);
  for (guint i = 0; i < walk->n_cases; i++)
    walk->cases[i] = scripted_world_new_case (walk->world);
  for (int i = 0; i < n_steps; i++)
    {
      write_script (walk);
      if (walk->batch)
        do_with_batch (walk);
      else
        queue_some (walk);
      assert_no_lie (walk);
    }
  settle (walk);
  assert_settled (walk);
}

static guint
get_n_walks (void)
{
  const char *wanted = g_getenv ("DANBI_WALKS");

  return wanted ? (guint) g_ascii_strtoull (wanted, NULL, 10) : WALKS;
}

static guint32
get_seed (void)
{
  const char *wanted = g_getenv ("DANBI_WALK_SEED");

  return wanted ? (guint32) g_ascii_strtoull (wanted, NULL, 10) : g_random_int ();
}

static GLogWriterOutput
discard_warnings_cb (GLogLevelFlags   level,
                     const GLogField *fields,
                     gsize            n_fields,
                     gpointer         user_data)
{
  return level & G_LOG_LEVEL_WARNING ? G_LOG_WRITER_HANDLED
                                     : g_log_writer_default (level, fields, n_fields, user_data);
}

static void
test_no_walk_ends_in_a_lie (void)
{
  guint n_walks = get_n_walks ();
  guint32 seed = get_seed ();
  Walk walk = { .world = scripted_world_new (), .random = g_rand_new_with_seed (seed) };

  g_test_message ("DANBI_WALK_SEED=%u", seed);
  for (guint i = 0; i < n_walks; i++)
    {
      take_a_walk (&walk);
      /* What earlier walks left at the receiver only makes looking slower. */
      g_ptr_array_set_size (walk.world->held, 0);
      g_hash_table_remove_all (walk.world->owners);
    }
  g_test_message ("%u walks, %u kills, %u batches came through", n_walks, walk.n_kills,
                  walk.n_sent);
  g_assert_cmpuint (walk.n_kills, >, n_walks / 10);
  g_assert_cmpuint (walk.n_sent, >, n_walks / 2);
  g_rand_free (walk.random);
  scripted_world_free (walk.world);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* A killed program cannot write down that it failed, and says so. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  g_log_set_writer_func (discard_warnings_cb, NULL, NULL);
  g_test_add_func ("/danbi/flow/courier-walks/no_walk_ends_in_a_lie", test_no_walk_ends_in_a_lie);
  return g_test_run ();
}
