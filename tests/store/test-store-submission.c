/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of batches on their way and of the folder their files stand in. */
#include "config.h"

#include <glib/gstdio.h>

#include "store-fixture.h"

static DanbiSubmission *
new_submission (const char *key)
{
  DanbiSubmission *submission = danbi_submission_new ();

  submission->key = g_strdup (key);
  submission->destination = g_strdup ("https://gateway.invalid/");
  return submission;
}

static void
save (StoreFixture    *fixture,
      DanbiSubmission *submission)
{
  g_autoptr (GError) error = NULL;

  danbi_store_save_submission (fixture->store, submission, &error);
  g_assert_no_error (error);
}

static void
test_everything_comes_back (StoreFixture *fixture,
                            gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) submission = new_submission ("key-1");
  g_autoptr (DanbiSubmission) loaded = NULL;
  DanbiSubmissionRow *row;

  danbi_submission_add_row (submission, id, "/a.7z", "a.7z");
  danbi_submission_add_row (submission, 0, "/b.7z", "b.7z");
  save (fixture, submission);
  g_assert_cmpint (submission->id, >, 0);

  submission->csv_path = g_strdup ("/c.csv");
  submission->csv_upload = g_strdup ("/files/1");
  submission->receipt = g_strdup ("R-1");
  submission->state = DANBI_SUBMISSION_SENT;
  row = g_ptr_array_index (submission->rows, 0);
  row->upload = g_strdup ("/files/2");
  row->outcome = g_strdup ("{}");
  save (fixture, submission);

  store_fixture_reopen (fixture);
  loaded = danbi_store_dup_last_submission (fixture->store, id, NULL);
  g_assert_cmpint (loaded->id, ==, submission->id);
  g_assert_cmpstr (loaded->key, ==, "key-1");
  g_assert_cmpstr (loaded->destination, ==, "https://gateway.invalid/");
  g_assert_cmpstr (loaded->csv_path, ==, "/c.csv");
  g_assert_cmpstr (loaded->csv_upload, ==, "/files/1");
  g_assert_cmpstr (loaded->receipt, ==, "R-1");
  g_assert_cmpint (loaded->state, ==, DANBI_SUBMISSION_SENT);
  g_assert_cmpuint (loaded->rows->len, ==, 2);
  row = g_ptr_array_index (loaded->rows, 0);
  g_assert_cmpint (row->case_id, ==, id);
  g_assert_cmpstr (row->archive_path, ==, "/a.7z");
  g_assert_cmpstr (row->archive_name, ==, "a.7z");
  g_assert_cmpstr (row->upload, ==, "/files/2");
  g_assert_cmpstr (row->outcome, ==, "{}");
  row = g_ptr_array_index (loaded->rows, 1);
  g_assert_cmpint (row->case_id, ==, 0);
  g_assert_null (row->upload);
}

static void
test_only_open_ones_are_to_be_settled (StoreFixture *fixture,
                                       gconstpointer data)
{
  g_autoptr (GPtrArray) open = NULL;

  for (DanbiSubmissionState state = DANBI_SUBMISSION_PACKED; state <= DANBI_SUBMISSION_ABANDONED;
       state++)
    {
      g_autofree char *key = g_strdup_printf ("key-%d", state);
      g_autoptr (DanbiSubmission) submission = new_submission (key);

      submission->state = state;
      save (fixture, submission);
    }
  open = danbi_store_dup_open_submissions (fixture->store, NULL);
  g_assert_cmpuint (open->len, ==, 4);
  for (guint i = 0; i < open->len; i++)
    g_assert_cmpint (((DanbiSubmission *) g_ptr_array_index (open, i))->state, ==, i);
}

static void
test_the_last_one_of_a_case_counts (StoreFixture *fixture,
                                    gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) last = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_store_dup_last_submission (fixture->store, id, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DanbiSubmission) submission = new_submission (i == 0 ? "first" : "second");

      danbi_submission_add_row (submission, id, "/a", "a");
      save (fixture, submission);
    }
  last = danbi_store_dup_last_submission (fixture->store, id, NULL);
  g_assert_cmpstr (last->key, ==, "second");
}

static void
test_the_receipt_reaches_the_cases (StoreFixture *fixture,
                                    gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  gint64 other = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) submission = new_submission ("key");
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (DanbiCase) untouched = NULL;

  danbi_submission_add_row (submission, id, "/a", "a");
  submission->receipt = g_strdup ("R-9");
  save (fixture, submission);
  item = danbi_store_load_case (fixture->store, id, NULL);
  g_assert_cmpstr (danbi_case_get_receipt (item), ==, "R-9");
  untouched = danbi_store_load_case (fixture->store, other, NULL);
  g_assert_null (danbi_case_get_receipt (untouched));
}

static void
test_a_key_is_used_once (StoreFixture *fixture,
                         gconstpointer data)
{
  g_autoptr (DanbiSubmission) first = new_submission ("key");
  g_autoptr (DanbiSubmission) second = new_submission ("key");
  g_autoptr (GError) error = NULL;

  save (fixture, first);
  g_assert_false (danbi_store_save_submission (fixture->store, second, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
}

static void
test_dangerous_keys_are_refused (StoreFixture *fixture,
                                 gconstpointer data)
{
  static const char *const keys[] = { "", "..", "a/b", "../a", "a b", "鍵" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (DanbiSubmission) submission = new_submission (keys[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (danbi_store_dup_outbox_dir (fixture->store, keys[i], &error));
      g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
      g_clear_error (&error);
      g_assert_false (danbi_store_save_submission (fixture->store, submission, &error));
      g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
    }
}

static void
test_the_outbox_stays_until_it_is_done (StoreFixture *fixture,
                                        gconstpointer data)
{
  static const DanbiSubmissionState ends[] = { DANBI_SUBMISSION_DONE,
                                               DANBI_SUBMISSION_ABANDONED };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (DanbiSubmission) submission = new_submission (i == 0 ? "done" : "abandoned");
      g_autofree char *dir = danbi_store_dup_outbox_dir (fixture->store, submission->key, NULL);
      GStatBuf status;

      g_assert_cmpint (g_stat (dir, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0700);
      for (; submission->state < DANBI_SUBMISSION_DONE; submission->state++)
        {
          save (fixture, submission);
          store_fixture_reopen (fixture);
          g_assert_true (g_file_test (dir, G_FILE_TEST_IS_DIR));
        }
      submission->state = ends[i];
      save (fixture, submission);
      g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
    }
}

static void
test_an_outbox_without_a_submission_goes (StoreFixture *fixture,
                                          gconstpointer data)
{
  g_autofree char *dir = danbi_store_dup_outbox_dir (fixture->store, "key", NULL);

  g_assert_true (g_file_test (dir, G_FILE_TEST_IS_DIR));
  store_fixture_reopen (fixture);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
}

#define ADD(name) store_fixture_add ("/danbi/store/store-submission/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (everything_comes_back);
  ADD (only_open_ones_are_to_be_settled);
  ADD (the_last_one_of_a_case_counts);
  ADD (the_receipt_reaches_the_cases);
  ADD (a_key_is_used_once);
  ADD (dangerous_keys_are_refused);
  ADD (the_outbox_stays_until_it_is_done);
  ADD (an_outbox_without_a_submission_goes);
  return g_test_run ();
}
