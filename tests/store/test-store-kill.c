/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kills a program that works on a store, at random moments: nothing is lost, nothing is half. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "store-fixture.h"

#define N_KILLS 60
#define MAX_LIFE_US 30000

/* Rounds without an end, and so many that each thing the worker does is among them. */
#define MANY_ROUNDS "1000000"
#define ALL_ROUNDS "8"
#define MOST_FLUSHES 1000 /* of all rounds: more would never end */

static const char *worker;

/* Starts the worker, waits until it works, lets it live for a random while, kills it, and gives
 * what it said. */
static char *
work_and_kill (StoreFixture *fixture,
               guint         first_round)
{
  g_autofree char *round = g_strdup_printf ("%u", first_round);
  g_autofree char *cd = store_fixture_path (fixture, "cd");
  const char *argv[] = { worker, "churn", fixture->dir, cd, round, MANY_ROUNDS, NULL };
  GString *said = g_string_new (NULL);
  char buffer[4096];
  GPid pid;
  int out;
  gssize n;

  g_assert_true (g_spawn_async_with_pipes (NULL, (char **) argv, NULL,
                                           G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out,
                                           NULL, NULL));
  n = read (out, buffer, sizeof buffer);
  g_assert_cmpint (n, >, 0);
  g_string_append_len (said, buffer, n);
  g_usleep ((gulong) g_test_rand_int_range (0, MAX_LIFE_US));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  while ((n = read (out, buffer, sizeof buffer)) > 0)
    g_string_append_len (said, buffer, n);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_spawn_close_pid (pid);
  close (out);
  return g_string_free (said, FALSE);
}

/* The worker ends right after one of its flushes. Gives what it said, and whether it was cut. */
static char *
work_and_cut (StoreFixture *fixture,
              guint         flush,
              gboolean     *cut)
{
  g_autofree char *cd = store_fixture_path (fixture, "cd");
  g_autofree char *at = g_strdup_printf ("%u", flush);
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "DANBI_POWER_CUT", at, TRUE);
  const char *argv[] = { worker, "churn", fixture->dir, cd, "1", ALL_ROUNDS, NULL };
  char *said = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_DEFAULT, NULL, NULL,
                               &said, NULL, &status, NULL));
  *cut = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;
  g_assert_true (*cut || status == 0);
  return said;
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      n += g_file_test (child, G_FILE_TEST_IS_DIR) ? count_files (child) : 1;
    }
  return n;
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

/* All images are of one round, whole, and just as many files stand there. */
static void
check_images (StoreFixture *fixture,
              DanbiCase    *item)
{
  g_autofree char *dir = danbi_store_dup_image_dir (fixture->store, danbi_case_get_id (item), NULL);
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  guint first_round = 0;

  g_assert_cmpint (dir != NULL, ==, images->len > 0);
  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);
      g_autofree char *contents = NULL;
      g_autofree char *sha256 = danbi_file_sha256 (image->path, NULL, NULL);
      guint round;
      guint index;

      g_assert_true (g_file_get_contents (image->path, &contents, NULL, NULL));
      g_assert_cmpint (sscanf (contents, "round %u file %u", &round, &index), ==, 2);
      g_assert_cmpstr (image->sha256, ==, sha256);
      g_assert_cmpuint (index, ==, i);
      if (i == 0)
        first_round = round;
      g_assert_cmpuint (round, ==, first_round);
      g_assert_cmpuint (images->len, ==, 1 + round % 3);
    }
  if (dir)
    g_assert_cmpuint (count_files (dir), ==, images->len + 1);
}

static const DanbiHistoryEntry *
find_reason (GPtrArray *history)
{
  for (guint i = history->len; i > 0; i--)
    {
      const DanbiHistoryEntry *entry = g_ptr_array_index (history, i - 1);

      if (entry->note && g_str_has_prefix (entry->note, "override"))
        return entry;
    }
  g_assert_not_reached ();
}

static void
check_case (StoreFixture *fixture,
            gint64        id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, &error);
  g_autoptr (GPtrArray) history = NULL;
  g_autofree char *note = NULL;
  const DanbiHistoryEntry *last;
  const DanbiHistoryEntry *reason;
  const char *round;

  g_assert_no_error (error);
  round = danbi_case_get_value (item, DANBI_FIELD_SITE);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_REPORT_SEQ), ==, round);
  g_assert_cmpstr (danbi_override_get_why (
                     g_hash_table_lookup (danbi_case_get_overrides (item), "F08.checksum")), ==,
                   round);
  /* The state it is in, and the reason that was given last. */
  history = danbi_store_dup_history (fixture->store, id, NULL);
  last = g_ptr_array_index (history, history->len - 1);
  g_assert_cmpint (last->state, ==, danbi_case_get_state (item));
  reason = find_reason (history);
  note = g_strdup_printf ("override F08.checksum: %s", round);
  g_assert_cmpstr (reason->note, ==, note);
  check_images (fixture, item);
}

/* What is kept ready is whole, and of the images that its case has now. Gives how many are. */
static guint
check_ready (StoreFixture *fixture,
             gint64        id)
{
  static const char *const formats[] = { "7z", "cab" };
  g_autofree char *set = danbi_store_dup_image_set (fixture->store, id, NULL);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (DanbiReadyArchive) archive = danbi_store_dup_ready (fixture->store, id, formats[i],
                                                                     NULL);
      g_autofree char *contents = NULL;

      if (!archive)
        continue;
      g_assert_true (g_file_get_contents (archive->path, &contents, NULL, NULL));
      g_assert_cmpstr (contents, ==, set);
      g_assert_cmpstr (archive->sha256, ==, set);
      n++;
    }
  return n;
}

static void
check_folders (StoreFixture *fixture,
               GPtrArray    *cases)
{
  g_autofree char *cases_dir = store_fixture_path (fixture, "cases");
  g_autofree char *outbox = store_fixture_path (fixture, "outbox");
  g_autoptr (GPtrArray) open = danbi_store_dup_open_submissions (fixture->store, NULL);
  guint n_archives = 0;
  guint n_outboxes = 0;

  g_assert_cmpuint (count_entries (cases_dir), <=, cases->len);
  for (guint i = 0; i < cases->len; i++)
    {
      const DanbiCaseSummary *summary = g_ptr_array_index (cases, i);
      g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, summary->id);
      g_autofree char *dir = g_build_filename (cases_dir, name, NULL);

      guint n_ready = check_ready (fixture, summary->id);

      g_assert_cmpuint (count_entries (dir), ==, (summary->n_images > 0 ? 1 : 0) + n_ready);
      n_archives += n_ready;
    }
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM ready_archives"), ==,
                   n_archives);
  for (guint i = 0; i < open->len; i++)
    {
      const DanbiSubmission *submission = g_ptr_array_index (open, i);
      g_autofree char *dir = g_build_filename (outbox, submission->key, NULL);

      n_outboxes += g_file_test (dir, G_FILE_TEST_IS_DIR);
      if (submission->state >= DANBI_SUBMISSION_PACKED)
        g_assert_true (g_file_test (submission->csv_path, G_FILE_TEST_EXISTS));
    }
  g_assert_cmpuint (count_entries (outbox), ==, n_outboxes);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM strays"), ==, 0);
}

/* A case is on its way exactly while one open batch holds it, and what has come to an end has an
 * outcome exactly if it was not given up. */
static void
check_batches (StoreFixture *fixture)
{
  g_assert_cmpint (store_fixture_query (fixture,
                                        "SELECT count(*) FROM cases WHERE (state = 'sending') <>"
                                        " (SELECT count(*) FROM submission_rows JOIN submissions"
                                        " ON submissions.id = submission_id"
                                        " WHERE case_id = cases.id"
                                        " AND submissions.state NOT IN ('done', 'abandoned'))"),
                   ==, 0);
  g_assert_cmpint (store_fixture_query (fixture,
                                        "SELECT count(*) FROM submission_rows JOIN submissions"
                                        " ON submissions.id = submission_id"
                                        " WHERE (submissions.state = 'done')"
                                        " <> (outcome IS NOT NULL)"),
                   ==, 0);
  g_assert_cmpint (store_fixture_query (fixture,
                                        "SELECT count(*) FROM submission_rows JOIN submissions"
                                        " ON submissions.id = submission_id"
                                        " WHERE (submissions.receipt IS NOT NULL)"
                                        " <> (words IS NOT NULL)"),
                   ==, 0);
  g_assert_cmpint (store_fixture_query (fixture,
                                        "SELECT count(*) FROM cases WHERE state = 'accepted'"
                                        " AND NOT EXISTS (SELECT 1 FROM submission_rows"
                                        " JOIN submissions ON submissions.id = submission_id"
                                        " WHERE case_id = cases.id AND submissions.state = 'done'"
                                        " AND submissions.receipt = cases.receipt)"),
                   ==, 0);
}

/* A case is in the bin exactly if it was put there last, and nothing is kept ready of it then.
 * Whatever is there can be taken back. */
static void
check_bin (StoreFixture *fixture)
{
  DanbiCaseFilter filter = { .binned = TRUE };
  g_autoptr (GArray) binned = danbi_store_find_cases (fixture->store, &filter, NULL, NULL);

  g_assert_cmpint (store_fixture_query (fixture,
                                        "SELECT count(*) FROM cases WHERE (binned_s > 0) <>"
                                        " (SELECT count(*) FROM history WHERE case_id = cases.id"
                                        " AND note = 'binned')"
                                        " - (SELECT count(*) FROM history WHERE case_id = cases.id"
                                        " AND note = 'restored')"),
                   ==, 0);
  g_assert_cmpint (store_fixture_query (fixture,
                                        "SELECT count(*) FROM ready_archives JOIN cases"
                                        " ON cases.id = case_id WHERE binned_s > 0"),
                   ==, 0);
  for (guint i = 0; i < binned->len; i++)
    g_assert_true (danbi_store_restore_case (fixture->store, g_array_index (binned, gint64, i),
                                             NULL));
}

/* What the worker said was saved is there, unless it was changed or removed after that. */
static void
check_said (StoreFixture *fixture,
            const char   *said,
            guint        *last_round)
{
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  guint n = g_strv_length (lines);
  g_autoptr (DanbiCase) item = NULL;
  gint64 id;
  guint round;

  if (n < 2)
    return;
  g_assert_cmpint (sscanf (lines[n - 2], "%" G_GINT64_FORMAT " %u", &id, &round), ==, 2);
  *last_round = round;
  item = danbi_store_load_case (fixture->store, id, NULL);
  if (item)
    g_assert_cmpuint (atoi (danbi_case_get_value (item, DANBI_FIELD_SITE)), >=, round);
  else
    g_assert_cmpuint (round % 7, ==, 0);
}

static void
reject (StoreFixture    *fixture,
        DanbiSubmission *submission)
{
  static const DanbiState rejected = DANBI_STATE_REJECTED;
  DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, 0);

  if (!submission->receipt)
    submission->receipt = g_strdup (submission->key);
  row->outcome = g_strdup ("{}");
  g_assert_true (danbi_store_settle (fixture->store, submission, &rejected, NULL));
}

/* What was cut off is given up where nobody can have it, otherwise rejected. */
static void
end_all (StoreFixture *fixture)
{
  g_autoptr (GPtrArray) open = danbi_store_dup_open_submissions (fixture->store, NULL);

  for (guint i = 0; i < open->len; i++)
    {
      DanbiSubmission *submission = g_ptr_array_index (open, i);

      if (submission->state < DANBI_SUBMISSION_UNKNOWN)
        g_assert_true (danbi_store_give_up (fixture->store, submission, NULL));
      else
        reject (fixture, submission);
    }
}

static void
remove_all (StoreFixture *fixture,
            GPtrArray    *cases)
{
  for (guint i = 0; i < cases->len; i++)
    {
      gint64 id = ((DanbiCaseSummary *) g_ptr_array_index (cases, i))->id;

      g_assert_true (danbi_store_set_state (fixture->store, id, DANBI_STATE_READY, NULL, NULL));
      g_assert_true (danbi_store_remove_case (fixture->store, id, NULL));
    }
}

static void
count_open (StoreFixture *fixture,
            guint         n_open[])
{
  g_autoptr (GPtrArray) open = danbi_store_dup_open_submissions (fixture->store, NULL);

  for (guint i = 0; i < open->len; i++)
    n_open[((DanbiSubmission *) g_ptr_array_index (open, i))->state]++;
}

/* What holds whenever the store is opened after the worker ended, however it ended; then what was
 * cut off is brought to its end. */
static void
look_and_end (StoreFixture *fixture,
              const char   *said,
              guint        *round,
              guint         n_open[],
              gboolean      remove)
{
  g_autoptr (GPtrArray) cases = NULL;

  store_fixture_reopen (fixture); /* checks the integrity of the database */
  check_bin (fixture);
  cases = danbi_store_list_cases (fixture->store, DANBI_CASE_ORDER_NEWEST, 0, 1000, NULL);
  for (guint i = 0; i < cases->len; i++)
    check_case (fixture, ((DanbiCaseSummary *) g_ptr_array_index (cases, i))->id);
  check_folders (fixture, cases);
  check_batches (fixture);
  check_said (fixture, said, round);
  count_open (fixture, n_open);
  end_all (fixture);
  check_batches (fixture);
  if (remove)
    remove_all (fixture, cases);
  g_clear_object (&fixture->store);
}

static void
tell_open (const char *what,
           guint       n,
           const guint n_open[])
{
  g_test_message ("%u %s; batches queued %u, packed %u, sending %u, unknown %u, sent %u", n, what,
                  n_open[DANBI_SUBMISSION_QUEUED], n_open[DANBI_SUBMISSION_PACKED],
                  n_open[DANBI_SUBMISSION_SENDING], n_open[DANBI_SUBMISSION_UNKNOWN],
                  n_open[DANBI_SUBMISSION_SENT]);
}

static void
test_nothing_is_lost_and_nothing_is_half (StoreFixture *fixture,
                                          gconstpointer data)
{
  g_autofree char *cd = store_fixture_path (fixture, "cd");
  guint n_open[DANBI_SUBMISSION_ABANDONED] = { 0 };
  guint round = 1;

  g_assert_true (danbi_dir_create (cd, NULL));
  g_clear_object (&fixture->store);
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autofree char *said = work_and_kill (fixture, round);

      look_and_end (fixture, said, &round, n_open, i % 10 == 9);
      round++;
    }
  tell_open ("kills", N_KILLS, n_open);
}

/* Between two flushes nothing becomes durable, so these are all the moments that differ. */
static void
test_a_power_cut_after_any_flush_leaves_nothing_half (StoreFixture *fixture,
                                                      gconstpointer data)
{
  g_autofree char *cd = store_fixture_path (fixture, "cd");
  guint n_open[DANBI_SUBMISSION_ABANDONED] = { 0 };
  gboolean cut = TRUE;
  guint flush = 0;

  g_assert_true (danbi_dir_create (cd, NULL));
  g_clear_object (&fixture->store);
  while (cut)
    {
      g_autofree char *said = NULL;
      guint round;

      g_assert_cmpuint (++flush, <, MOST_FLUSHES);
      said = work_and_cut (fixture, flush, &cut);
      look_and_end (fixture, said, &round, n_open, flush % 10 == 9);
    }
  tell_open ("flushes", flush - 1, n_open);
  for (guint i = 0; i < G_N_ELEMENTS (n_open) - 1; i++)
    g_assert_cmpuint (n_open[i], >, 0);
}

/* A cut by number takes no longer where no disk is waited for. */
static void
set_up_in_memory (StoreFixture *fixture,
                  gconstpointer data)
{
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    store_fixture_set_up_in (fixture, "/dev/shm");
  else
    store_fixture_set_up (fixture, data);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  worker = argv[1];
  store_fixture_add ("/danbi/store/store-kill/nothing_is_lost_and_nothing_is_half",
                     test_nothing_is_lost_and_nothing_is_half);
  g_test_add ("/danbi/store/store-kill/a_power_cut_after_any_flush_leaves_nothing_half",
              StoreFixture, NULL, set_up_in_memory,
              test_a_power_cut_after_any_flush_leaves_nothing_half, store_fixture_tear_down);
  return g_test_run ();
}
