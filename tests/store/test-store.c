/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of opening a store, of what it is for, and of what is left over. */
#include "config.h"

#include <glib/gstdio.h>

#include "danbi-store-private.h"
#include "store-fixture.h"

static guint
get_mode (StoreFixture *fixture,
          const char   *name)
{
  g_autofree char *path = store_fixture_path (fixture, name);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_files_are_for_their_owner_only (StoreFixture *fixture,
                                     gconstpointer data)
{
  static const char *const files[] = { "danbi.db", "danbi.db-wal", "danbi.db-shm", "danbi.lock" };
  static const char *const dirs[] = { "cases", "outbox" };

  store_fixture_save_new (fixture, "A123456789");
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_assert_cmpint (get_mode (fixture, files[i]), ==, 0600);
  for (guint i = 0; i < G_N_ELEMENTS (dirs); i++)
    g_assert_cmpint (get_mode (fixture, dirs[i]), ==, 0700);
}

static void
test_a_new_folder_is_for_its_owner_only (StoreFixture *fixture,
                                         gconstpointer data)
{
  g_autofree char *dir = store_fixture_path (fixture, "deep/er");
  g_autoptr (DanbiStore) store = danbi_store_open (dir, NULL);

  g_assert_nonnull (store);
  g_assert_cmpstr (danbi_store_get_dir (store), ==, dir);
  g_assert_cmpint (get_mode (fixture, "deep"), ==, 0700);
  g_assert_cmpint (get_mode (fixture, "deep/er"), ==, 0700);
}

static void
test_a_loose_mode_is_tightened (StoreFixture *fixture,
                                gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");

  g_clear_object (&fixture->store);
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  store_fixture_reopen (fixture);
  g_assert_cmpint (get_mode (fixture, "danbi.db"), ==, 0600);
}

static void
test_the_file_says_whose_it_is (StoreFixture *fixture,
                                gconstpointer data)
{
  g_assert_cmpint (store_fixture_query (fixture, "PRAGMA application_id"), ==, 0x44616E62);
  g_assert_cmpint (store_fixture_query (fixture, "PRAGMA user_version"), ==, 5);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM pragma_journal_mode"
                                                 " WHERE journal_mode = 'wal'"),
                   ==, 1);
}

/* Opening must fail with @code, name @word, and leave the file as it is. */
static void
assert_refused (StoreFixture *fixture,
                int           code,
                const char   *word)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_before;
  gsize n_after;

  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  g_assert_null (danbi_store_open (fixture->dir, &error));
  g_assert_error (error, DANBI_STORE_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

static void
test_a_file_that_is_no_database_is_left_alone (StoreFixture *fixture,
                                               gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  g_autofree char *junk = g_strnfill (8192, 'x');

  g_clear_object (&fixture->store);
  g_assert_true (g_file_set_contents (path, junk, 8192, NULL));
  assert_refused (fixture, DANBI_STORE_ERROR_DAMAGED, "danbi.db");
}

static void
test_a_damaged_page_is_found (StoreFixture *fixture,
                              gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  g_autofree char *contents = NULL;
  gsize length;

  for (guint i = 0; i < 200; i++)
    store_fixture_save_new (fixture, "A123456789");
  g_clear_object (&fixture->store);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 32 * 4096);
  memset (contents + 30 * 4096, 0x5a, 4096);
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
  assert_refused (fixture, DANBI_STORE_ERROR_DAMAGED, "danbi.db");
}

static void
test_a_cut_off_file_is_found (StoreFixture *fixture,
                              gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");

  g_clear_object (&fixture->store);
  g_assert_cmpint (truncate (path, 10 * 4096), ==, 0);
  assert_refused (fixture, DANBI_STORE_ERROR_DAMAGED, "danbi.db");
}

static void
test_a_database_of_another_program_is_left_alone (StoreFixture *fixture,
                                                  gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");

  g_clear_object (&fixture->store);
  g_assert_cmpint (g_unlink (path), ==, 0);
  store_fixture_execute (path, "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1);");
  assert_refused (fixture, DANBI_STORE_ERROR_DAMAGED, "Danbi");
}

static void
test_a_later_version_is_left_alone (StoreFixture *fixture,
                                    gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");

  g_clear_object (&fixture->store);
  store_fixture_execute (path, "PRAGMA user_version = 6");
  assert_refused (fixture, DANBI_STORE_ERROR_TOO_NEW, "later version");
}

static void
test_the_purpose_is_decided_once (StoreFixture *fixture,
                                  gconstpointer data)
{
  DanbiStorePurpose purpose = GPOINTER_TO_INT (data);
  DanbiStorePurpose other = DANBI_STORE_REAL + DANBI_STORE_PRACTICE - purpose;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (danbi_store_get_purpose (fixture->store), ==, DANBI_STORE_UNDECIDED);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (danbi_store_claim_purpose (fixture->store, purpose, &error));
      g_assert_no_error (error);
    }
  store_fixture_reopen (fixture);
  g_assert_false (danbi_store_claim_purpose (fixture->store, other, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_PRACTICE);
  g_assert_cmpint (danbi_store_get_purpose (fixture->store), ==, purpose);
}

static gboolean
exists (StoreFixture *fixture,
        const char   *name)
{
  g_autofree char *path = store_fixture_path (fixture, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
make_folder (StoreFixture *fixture,
             const char   *name)
{
  g_autofree char *path = store_fixture_path (fixture, name);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

static void
test_folders_that_nothing_refers_to_are_removed (StoreFixture *fixture,
                                                 gconstpointer data)
{
  static const char *const strays[] = { "cases/99/set-a", "cases/01/set-a", "cases/junk",
                                        "outbox/key" };
  static const char *const files[] = { "A", NULL };
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autofree char *set = store_fixture_give_images (fixture, id, files);

  for (guint i = 0; i < G_N_ELEMENTS (strays); i++)
    make_folder (fixture, strays[i]);
  store_fixture_reopen (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (strays); i++)
    g_assert_false (exists (fixture, strays[i]));
  g_assert_true (g_file_test (set, G_FILE_TEST_IS_DIR));
}

static void
test_unfinished_work_of_another_program_is_left_alone (StoreFixture *fixture,
                                                       gconstpointer data)
{
  g_autoptr (DanbiStore) second = NULL;

  make_folder (fixture, "outbox/key");
  second = danbi_store_open (fixture->dir, NULL);
  g_assert_nonnull (second);
  g_assert_true (exists (fixture, "outbox/key"));
}

static void
test_two_see_what_the_other_writes (StoreFixture *fixture,
                                    gconstpointer data)
{
  g_autoptr (DanbiStore) second = danbi_store_open (fixture->dir, NULL);
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiCase) item = danbi_store_load_case (second, id, NULL);

  g_assert_nonnull (item);
  danbi_case_set_value (item, DANBI_FIELD_SITE, "FM", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_store_save_case (second, item, NULL, NULL));
  g_clear_object (&item);
  item = danbi_store_load_case (fixture->store, id, NULL);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_SITE), ==, "FM");
}

static gpointer
save_many_cb (gpointer data)
{
  for (guint i = 0; i < 50; i++)
    store_fixture_save_new (data, "A123456789");
  return NULL;
}

static void
test_many_threads_may_use_it (StoreFixture *fixture,
                              gconstpointer data)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("saver", save_many_cb, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (danbi_store_count_cases (fixture->store, NULL), ==, 200);
}

/* Reads a case before it writes it, as one transaction that the other must not get in between. */
static gpointer
save_again_cb (gpointer data)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");

  danbi_case_set_id (item, 1);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GError) error = NULL;

      danbi_store_save_case (data, item, NULL, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

static void
test_two_may_write_at_once (StoreFixture *fixture,
                            gconstpointer data)
{
  g_autoptr (DanbiStore) second = danbi_store_open (fixture->dir, NULL);
  GThread *thread;

  store_fixture_save_new (fixture, "A123456789");
  thread = g_thread_new ("second", save_again_cb, second);
  save_again_cb (fixture->store);
  g_thread_join (thread);
}

static void
test_a_database_of_version_1_is_read (StoreFixture *fixture,
                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (DanbiSubmission) submission = NULL;
  g_autoptr (GPtrArray) images = NULL;
  guint64 n;
  guint32 installation;

  store_fixture_open_old (fixture, "version-1.sql");
  g_assert_cmpint (danbi_store_get_purpose (fixture->store), ==, DANBI_STORE_PRACTICE);
  item = danbi_store_load_case (fixture->store, 1, NULL);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  g_assert_cmpint (danbi_case_get_origin (item, DANBI_FIELD_PROVIDER_ID), ==,
                   DANBI_ORIGIN_PROPOSED);
  images = danbi_case_dup_image_array (item);
  g_assert_cmpuint (images->len, ==, 1);
  submission = danbi_store_load_submission (fixture->store, 1, NULL);
  g_assert_cmpint (submission->state, ==, DANBI_SUBMISSION_SENT);
  g_assert_cmpuint (submission->rows->len, ==, 1);
  g_assert_true (danbi_store_allocate_case_number (fixture->store, &n, &installation, NULL));
  g_assert_cmpuint (installation, ==, 3141592653);
}

/* Every batch is there with all its rows; those that were only packed are given up. */
static void
test_no_batch_of_version_2_is_lost (StoreFixture *fixture,
                                    gconstpointer data)
{
  static const DanbiSubmissionState states[] = {
    DANBI_SUBMISSION_DONE,      DANBI_SUBMISSION_ABANDONED, DANBI_SUBMISSION_ABANDONED,
    DANBI_SUBMISSION_SENDING,   DANBI_SUBMISSION_UNKNOWN,   DANBI_SUBMISSION_SENT,
    DANBI_SUBMISSION_ABANDONED, DANBI_SUBMISSION_SENDING,   DANBI_SUBMISSION_ABANDONED,
  };
  g_autoptr (GPtrArray) found = NULL;

  store_fixture_open_old (fixture, "version-2.sql");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (DanbiSubmission) submission = danbi_store_load_submission (fixture->store, i + 1,
                                                                            NULL);

      g_assert_cmpint (submission->state, ==, states[i]);
      g_assert_cmpuint (submission->rows->len, ==, i == 2 ? 2 : 1);
      for (guint j = 0; j < submission->rows->len; j++)
        {
          const DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, j);
          g_autofree char *name = g_path_get_basename (row->archive_path);

          g_assert_cmpint (row->case_id, >, 0);
          g_assert_cmpstr (row->archive_name, ==, name);
          g_assert_cmpint (row->outcome != NULL, ==, i == 0);
        }
    }
  found = danbi_store_find_submissions (fixture->store, "a123456789 R-", 0, 100, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpint (((DanbiSubmission *) g_ptr_array_index (found, 0))->id, ==, 6);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM submission_rows"), ==, 10);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM cases"), ==, 8);
}

/* Case 3 was cut off while a batch locked it; case 8 is in a second batch that has set out. */
static void
test_a_batch_of_version_2_that_is_given_up_locks_no_case (StoreFixture *fixture,
                                                          gconstpointer data)
{
  static const DanbiState states[] = {
    DANBI_STATE_ACCEPTED, DANBI_STATE_READY,   DANBI_STATE_READY, DANBI_STATE_READY,
    DANBI_STATE_SENDING,  DANBI_STATE_UNKNOWN, DANBI_STATE_SENT,  DANBI_STATE_SENDING,
  };
  g_autoptr (GPtrArray) history = NULL;

  store_fixture_open_old (fixture, "version-2.sql");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, i + 1, NULL);

      g_assert_cmpint (danbi_case_get_state (item), ==, states[i]);
    }
  history = danbi_store_dup_history (fixture->store, 3, NULL);
  g_assert_cmpint (((DanbiHistoryEntry *) g_ptr_array_index (history, history->len - 1))->state, ==,
                   DANBI_STATE_READY);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM history"), ==, 28);
}

static void
test_the_files_of_a_batch_of_version_2_that_is_given_up_go (StoreFixture *fixture,
                                                            gconstpointer data)
{
  static const char *const keys[] = { "packed", "locking", "sending" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *name = g_build_filename ("outbox", keys[i], NULL);
      g_autofree char *outbox = store_fixture_path (fixture, name);

      g_assert_true (danbi_dir_create (outbox, NULL));
    }
  store_fixture_open_old (fixture, "version-2.sql");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *name = g_build_filename ("outbox", keys[i], NULL);
      g_autofree char *outbox = store_fixture_path (fixture, name);

      g_assert_cmpint (g_file_test (outbox, G_FILE_TEST_EXISTS), ==, i == 2);
    }
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM strays"), ==, 0);
}

/* The tenth was removed with its case before; a receiver may have seen its number. */
static void
test_a_number_of_a_batch_of_version_2_is_not_given_again (StoreFixture *fixture,
                                                          gconstpointer data)
{
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();

  store_fixture_open_old (fixture, "version-2.sql");
  submission->key = g_strdup ("next");
  submission->destination = g_strdup ("https://gateway.invalid/");
  danbi_submission_add_row (submission, 2, NULL, NULL);
  g_assert_true (danbi_store_enqueue (fixture->store, submission, NULL));
  g_assert_cmpint (submission->id, ==, 11);
}

/* In one thread: with a single connection this would not even begin. */
static void
test_a_window_does_not_wait_for_who_writes_or_searches (StoreFixture *fixture,
                                                        gconstpointer data)
{
  DanbiStore *store = fixture->store;
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  DanbiDatabase *writing = danbi_store_begin_write (store, &error);

  g_assert_no_error (error);
  g_assert_true (danbi_database_execute (writing, "UPDATE cases SET receipt = 'R-1'", &error));
  g_assert_nonnull (danbi_store_begin_look (store, DANBI_STORE_SEEK, &error));
  before = danbi_store_list_by_id (store, &id, 1, &error);
  g_assert_no_error (error);
  g_assert_null (((DanbiCaseSummary *) before->pdata[0])->receipt);
  g_assert_cmpint (danbi_store_count_cases (store, &error), ==, 1);
  g_assert_true (danbi_store_end_look (store, DANBI_STORE_SEEK, TRUE, &error));
  g_assert_true (danbi_store_end (store, TRUE, &error));
  after = danbi_store_list_by_id (store, &id, 1, &error);
  g_assert_cmpstr (((DanbiCaseSummary *) after->pdata[0])->receipt, ==, "R-1");
}

static void
test_a_window_cannot_write (StoreFixture *fixture,
                            gconstpointer data)
{
  DanbiDatabase *database = danbi_store_begin_look (fixture->store, DANBI_STORE_WINDOW, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_database_execute (database, "DELETE FROM cases", &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
  danbi_store_end_look (fixture->store, DANBI_STORE_WINDOW, FALSE, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  store_fixture_add ("/danbi/store/store/files_are_for_their_owner_only",
                     test_files_are_for_their_owner_only);
  store_fixture_add ("/danbi/store/store/a_new_folder_is_for_its_owner_only",
                     test_a_new_folder_is_for_its_owner_only);
  store_fixture_add ("/danbi/store/store/a_loose_mode_is_tightened",
                     test_a_loose_mode_is_tightened);
  store_fixture_add ("/danbi/store/store/the_file_says_whose_it_is",
                     test_the_file_says_whose_it_is);
  store_fixture_add ("/danbi/store/store/a_file_that_is_no_database_is_left_alone",
                     test_a_file_that_is_no_database_is_left_alone);
  store_fixture_add ("/danbi/store/store/a_damaged_page_is_found", test_a_damaged_page_is_found);
  store_fixture_add ("/danbi/store/store/a_cut_off_file_is_found", test_a_cut_off_file_is_found);
  store_fixture_add ("/danbi/store/store/a_database_of_another_program_is_left_alone",
                     test_a_database_of_another_program_is_left_alone);
  store_fixture_add ("/danbi/store/store/a_later_version_is_left_alone",
                     test_a_later_version_is_left_alone);
  g_test_add ("/danbi/store/store/real_is_decided_once", StoreFixture,
              GINT_TO_POINTER (DANBI_STORE_REAL), store_fixture_set_up,
              test_the_purpose_is_decided_once, store_fixture_tear_down);
  g_test_add ("/danbi/store/store/practice_is_decided_once", StoreFixture,
              GINT_TO_POINTER (DANBI_STORE_PRACTICE), store_fixture_set_up,
              test_the_purpose_is_decided_once, store_fixture_tear_down);
  store_fixture_add ("/danbi/store/store/folders_that_nothing_refers_to_are_removed",
                     test_folders_that_nothing_refers_to_are_removed);
  store_fixture_add ("/danbi/store/store/unfinished_work_of_another_program_is_left_alone",
                     test_unfinished_work_of_another_program_is_left_alone);
  store_fixture_add ("/danbi/store/store/two_see_what_the_other_writes",
                     test_two_see_what_the_other_writes);
  store_fixture_add ("/danbi/store/store/two_may_write_at_once", test_two_may_write_at_once);
  store_fixture_add ("/danbi/store/store/many_threads_may_use_it", test_many_threads_may_use_it);
  store_fixture_add ("/danbi/store/store/a_database_of_version_1_is_read",
                     test_a_database_of_version_1_is_read);
  store_fixture_add ("/danbi/store/store/no_batch_of_version_2_is_lost",
                     test_no_batch_of_version_2_is_lost);
  store_fixture_add ("/danbi/store/store/a_batch_of_version_2_that_is_given_up_locks_no_case",
                     test_a_batch_of_version_2_that_is_given_up_locks_no_case);
  store_fixture_add ("/danbi/store/store/the_files_of_a_batch_of_version_2_that_is_given_up_go",
                     test_the_files_of_a_batch_of_version_2_that_is_given_up_go);
  store_fixture_add ("/danbi/store/store/a_number_of_a_batch_of_version_2_is_not_given_again",
                     test_a_number_of_a_batch_of_version_2_is_not_given_again);
  store_fixture_add ("/danbi/store/store/a_window_does_not_wait_for_who_writes_or_searches",
                     test_a_window_does_not_wait_for_who_writes_or_searches);
  store_fixture_add ("/danbi/store/store/a_window_cannot_write", test_a_window_cannot_write);
  return g_test_run ();
}
