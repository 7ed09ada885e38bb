/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kills a program that works on a store, at random moments: nothing is lost, nothing is half. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "store-fixture.h"

#define N_KILLS 100
#define MAX_LIFE_US 30000

static const char *worker;

/* Starts the worker, waits until it works, lets it live for a random while, kills it, and gives
 * what it said. */
static char *
work_and_kill (StoreFixture *fixture,
               guint         first_round)
{
  g_autofree char *round = g_strdup_printf ("%u", first_round);
  g_autofree char *cd = store_fixture_path (fixture, "cd");
  const char *argv[] = { worker, "churn", fixture->dir, cd, round, NULL };
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

static void
check_case (StoreFixture *fixture,
            gint64        id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, &error);
  g_autoptr (GPtrArray) history = NULL;
  g_autofree char *note = NULL;
  const DanbiHistoryEntry *last;
  const char *round;

  g_assert_no_error (error);
  round = danbi_case_get_value (item, DANBI_FIELD_SITE);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_REPORT_SEQ), ==, round);
  g_assert_cmpstr (danbi_override_get_why (
                     g_hash_table_lookup (danbi_case_get_overrides (item), "F08.checksum")), ==,
                   round);
  /* The draft, and the reason that was given last. */
  history = danbi_store_dup_history (fixture->store, id, NULL);
  g_assert_cmpuint (history->len, >, 1);
  last = g_ptr_array_index (history, history->len - 1);
  note = g_strdup_printf ("override F08.checksum: %s", round);
  g_assert_cmpstr (last->note, ==, note);
  check_images (fixture, item);
}

static void
check_folders (StoreFixture *fixture,
               GPtrArray    *cases)
{
  g_autofree char *cases_dir = store_fixture_path (fixture, "cases");
  g_autofree char *outbox = store_fixture_path (fixture, "outbox");
  g_autoptr (GPtrArray) open = danbi_store_dup_open_submissions (fixture->store, NULL);

  g_assert_cmpuint (count_entries (cases_dir), <=, cases->len);
  for (guint i = 0; i < cases->len; i++)
    {
      const DanbiCaseSummary *summary = g_ptr_array_index (cases, i);
      g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, summary->id);
      g_autofree char *dir = g_build_filename (cases_dir, name, NULL);

      g_assert_cmpuint (count_entries (dir), ==, summary->n_images > 0 ? 1 : 0);
    }
  g_assert_cmpuint (count_entries (outbox), ==, open->len);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM strays"), ==, 0);
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

  g_assert_cmpuint (n, >, 1);
  g_assert_cmpint (sscanf (lines[n - 2], "%" G_GINT64_FORMAT " %u", &id, &round), ==, 2);
  *last_round = round;
  item = danbi_store_load_case (fixture->store, id, NULL);
  if (item)
    g_assert_cmpuint (atoi (danbi_case_get_value (item, DANBI_FIELD_SITE)), >=, round);
  else
    g_assert_cmpuint (round % 7, ==, 0);
}

static void
remove_all (StoreFixture *fixture,
            GPtrArray    *cases)
{
  g_autoptr (GPtrArray) open = danbi_store_dup_open_submissions (fixture->store, NULL);

  for (guint i = 0; i < open->len; i++)
    {
      DanbiSubmission *submission = g_ptr_array_index (open, i);

      submission->state = DANBI_SUBMISSION_ABANDONED;
      g_assert_true (danbi_store_save_submission (fixture->store, submission, NULL));
    }
  for (guint i = 0; i < cases->len; i++)
    g_assert_true (danbi_store_remove_case (fixture->store,
                                            ((DanbiCaseSummary *) g_ptr_array_index (cases, i))->id,
                                            NULL));
}

static void
test_nothing_is_lost_and_nothing_is_half (StoreFixture *fixture,
                                          gconstpointer data)
{
  g_autofree char *cd = store_fixture_path (fixture, "cd");
  guint round = 1;

  g_assert_true (danbi_dir_create (cd, NULL));
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr (GPtrArray) cases = NULL;
      g_autofree char *said = NULL;

      g_clear_object (&fixture->store);
      said = work_and_kill (fixture, round);
      store_fixture_reopen (fixture); /* checks the integrity of the database */
      cases = danbi_store_list_cases (fixture->store, DANBI_CASE_ORDER_NEWEST, 0, 1000, NULL);
      for (guint j = 0; j < cases->len; j++)
        check_case (fixture, ((DanbiCaseSummary *) g_ptr_array_index (cases, j))->id);
      check_folders (fixture, cases);
      check_said (fixture, said, &round);
      if (i % 10 == 9)
        remove_all (fixture, cases);
      round++;
    }
  g_test_message ("%u kills, %u rounds of work", N_KILLS, round);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  worker = argv[1];
  store_fixture_add ("/danbi/store/store-kill/nothing_is_lost_and_nothing_is_half",
                     test_nothing_is_lost_and_nothing_is_half);
  return g_test_run ();
}
