/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of batches on their way and of the folder their files stand in. */
#include "config.h"

#include <glib/gstdio.h>

#include "danbi-clock.h"
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
  submission->not_before_s = FIXTURE_NOW_S + 1;
  submission->next_try_s = FIXTURE_NOW_S + 2;
  submission->n_failures = 3;
  submission->trouble = g_strdup ("The line broke.");
  submission->received_at = g_strdup ("2026-11-22T07:20:03Z");
  row = g_ptr_array_index (submission->rows, 0);
  row->upload = g_strdup ("/files/2");
  row->outcome = g_strdup ("{}");
  row->sha256 = g_strdup ("e3b0c442");
  row->bytes = G_GUINT64_CONSTANT (4500000000);
  row->n_files = 1002;
  row->method = g_strdup ("bzip2");
  danbi_clock_set_now_s (FIXTURE_NOW_S + 100);
  save (fixture, submission);
  store_fixture_assert_soon_after (submission->created_s, FIXTURE_NOW_S);
  store_fixture_assert_soon_after (submission->changed_s, FIXTURE_NOW_S + 100);

  store_fixture_reopen (fixture);
  loaded = danbi_store_dup_last_submission (fixture->store, id, NULL);
  g_assert_cmpint (loaded->id, ==, submission->id);
  g_assert_cmpstr (loaded->key, ==, "key-1");
  g_assert_cmpstr (loaded->destination, ==, "https://gateway.invalid/");
  g_assert_cmpstr (loaded->csv_path, ==, "/c.csv");
  g_assert_cmpstr (loaded->csv_upload, ==, "/files/1");
  g_assert_cmpstr (loaded->receipt, ==, "R-1");
  g_assert_cmpint (loaded->state, ==, DANBI_SUBMISSION_SENT);
  g_assert_cmpint (loaded->created_s, ==, submission->created_s);
  g_assert_cmpint (loaded->changed_s, ==, submission->changed_s);
  g_assert_cmpint (loaded->not_before_s, ==, FIXTURE_NOW_S + 1);
  g_assert_cmpint (loaded->next_try_s, ==, FIXTURE_NOW_S + 2);
  g_assert_cmpuint (loaded->n_failures, ==, 3);
  g_assert_cmpstr (loaded->trouble, ==, "The line broke.");
  g_assert_cmpstr (loaded->received_at, ==, "2026-11-22T07:20:03Z");
  g_assert_cmpuint (loaded->rows->len, ==, 2);
  row = g_ptr_array_index (loaded->rows, 0);
  g_assert_cmpint (row->case_id, ==, id);
  g_assert_cmpstr (row->archive_path, ==, "/a.7z");
  g_assert_cmpstr (row->archive_name, ==, "a.7z");
  g_assert_cmpstr (row->upload, ==, "/files/2");
  g_assert_cmpstr (row->outcome, ==, "{}");
  g_assert_cmpstr (row->sha256, ==, "e3b0c442");
  g_assert_cmpuint (row->bytes, ==, G_GUINT64_CONSTANT (4500000000));
  g_assert_cmpuint (row->n_files, ==, 1002);
  g_assert_cmpstr (row->method, ==, "bzip2");
  row = g_ptr_array_index (loaded->rows, 1);
  g_assert_cmpint (row->case_id, ==, 0);
  g_assert_null (row->upload);
}

static void
test_only_open_ones_are_to_be_settled (StoreFixture *fixture,
                                       gconstpointer data)
{
  g_autoptr (GPtrArray) open = NULL;

  for (DanbiSubmissionState state = DANBI_SUBMISSION_QUEUED; state <= DANBI_SUBMISSION_ABANDONED;
       state++)
    {
      g_autofree char *key = g_strdup_printf ("key-%d", state);
      g_autoptr (DanbiSubmission) submission = new_submission (key);

      submission->state = state;
      save (fixture, submission);
    }
  open = danbi_store_dup_open_submissions (fixture->store, NULL);
  g_assert_cmpuint (open->len, ==, 5);
  for (guint i = 0; i < open->len; i++)
    g_assert_cmpint (((DanbiSubmission *) g_ptr_array_index (open, i))->state, ==, i);
}

static void
test_one_is_found_by_its_number (StoreFixture *fixture,
                                 gconstpointer data)
{
  g_autoptr (DanbiSubmission) submission = new_submission ("key");
  g_autoptr (DanbiSubmission) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_store_load_submission (fixture->store, 1, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
  save (fixture, submission);
  loaded = danbi_store_load_submission (fixture->store, submission->id, NULL);
  g_assert_cmpstr (loaded->key, ==, "key");
}

static void
save_deadline (StoreFixture *fixture,
               gint64        id,
               gint64        full_until_s,
               gint64        half_until_s)
{
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, NULL);
  DanbiDeadline deadline = { .full_until_s = full_until_s, .half_until_s = half_until_s };

  g_assert_true (danbi_store_save_case (fixture->store, item, &deadline, NULL));
}

/* What two cases earn, and until when the batch with both loses nothing; seconds from now. */
static void
test_the_deadline_is_the_earliest_that_is_still_to_come (StoreFixture *fixture,
                                                         gconstpointer data)
{
  static const gint64 deadlines[][5] = {
    { 3600, 7200, 1800, 9000, 1800 },       /* all points, both */
    { -3600, 7200, 9000, 18000, 7200 },     /* one earns half */
    { -3600, -1800, 9000, 18000, 9000 },    /* one has nothing to lose */
    { -3600, -1800, -3600, -1800, 0 },      /* nor has the other */
    { 3600, 7200, -FIXTURE_NOW_S, -FIXTURE_NOW_S, 3600 }, /* the clock of one has not started */
  };
  gint64 first = store_fixture_save_new (fixture, "A123456789");
  gint64 second = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) submission = new_submission ("key");

  danbi_submission_add_row (submission, first, NULL, NULL);
  danbi_submission_add_row (submission, second, NULL, NULL);
  save (fixture, submission);
  for (guint i = 0; i < G_N_ELEMENTS (deadlines); i++)
    {
      const gint64 *row = deadlines[i];
      g_autoptr (DanbiSubmission) loaded = NULL;

      save_deadline (fixture, first, FIXTURE_NOW_S + row[0], FIXTURE_NOW_S + row[1]);
      save_deadline (fixture, second, FIXTURE_NOW_S + row[2], FIXTURE_NOW_S + row[3]);
      loaded = danbi_store_load_submission (fixture->store, submission->id, NULL);
      g_assert_cmpint (loaded->deadline_s, ==, row[4] ? FIXTURE_NOW_S + row[4] : 0);
    }
}

static void
test_one_that_has_ended_stays_so (StoreFixture *fixture,
                                  gconstpointer data)
{
  g_autoptr (DanbiSubmission) submission = new_submission ("key");
  g_autoptr (DanbiSubmission) loaded = NULL;
  g_autoptr (GError) error = NULL;

  submission->state = DANBI_SUBMISSION_ABANDONED;
  save (fixture, submission);
  submission->state = DANBI_SUBMISSION_SENDING;
  g_assert_false (danbi_store_save_submission (fixture->store, submission, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
  loaded = danbi_store_load_submission (fixture->store, submission->id, NULL);
  g_assert_cmpint (loaded->state, ==, DANBI_SUBMISSION_ABANDONED);
  submission->state = DANBI_SUBMISSION_ABANDONED;
  save (fixture, submission);
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
  ADD (one_is_found_by_its_number);
  ADD (the_deadline_is_the_earliest_that_is_still_to_come);
  ADD (one_that_has_ended_stays_so);
  ADD (the_last_one_of_a_case_counts);
  ADD (the_receipt_reaches_the_cases);
  ADD (a_key_is_used_once);
  ADD (dangerous_keys_are_refused);
  ADD (the_outbox_stays_until_it_is_done);
  ADD (an_outbox_without_a_submission_goes);
  return g_test_run ();
}
