/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is kept of a case as it was sent. */
#include "config.h"

#include "store-fixture.h"

static DanbiSubmission *
send_case (StoreFixture *fixture,
           gint64        id,
           const char   *archive_name)
{
  DanbiSubmission *submission = danbi_submission_new ();
  g_autoptr (GError) error = NULL;

  submission->key = g_strdup ("key-1");
  submission->destination = g_strdup ("https://gateway.invalid/");
  submission->state = archive_name ? DANBI_SUBMISSION_PACKED : DANBI_SUBMISSION_QUEUED;
  danbi_submission_add_row (submission, id, archive_name ? "/a.7z" : NULL, archive_name);
  g_assert_true (danbi_store_save_submission (fixture->store, submission, &error));
  g_assert_no_error (error);
  return submission;
}

static char *
dup_sent_patient (StoreFixture *fixture,
                  gint64        submission_id,
                  gint64        id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiRecord) record
    = danbi_store_dup_sent_record (fixture->store, submission_id, id, &error);

  g_assert_no_error (error);
  return record ? g_strdup (danbi_record_get (record, DANBI_FIELD_PATIENT_ID)) : NULL;
}

static void
change_patient (StoreFixture *fixture,
                gint64        id,
                const char   *patient_id)
{
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, NULL);
  g_autoptr (GError) error = NULL;

  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, patient_id, DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_store_save_case (fixture->store, item, NULL, &error));
  g_assert_no_error (error);
}

static void
test_what_was_packed_stays_when_the_case_is_edited (StoreFixture *fixture,
                                                    gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) submission = send_case (fixture, id, "a.7z");
  g_autofree char *sent = NULL, *later = NULL;

  sent = dup_sent_patient (fixture, submission->id, id);
  g_assert_cmpstr (sent, ==, "A123456789");

  change_patient (fixture, id, "F131104093");
  g_assert_true (danbi_store_save_submission (fixture->store, submission, NULL));
  store_fixture_reopen (fixture);
  later = dup_sent_patient (fixture, submission->id, id);
  g_assert_cmpstr (later, ==, "A123456789");
}

static void
test_what_is_not_packed_yet_was_not_sent (StoreFixture *fixture,
                                          gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) submission = send_case (fixture, id, NULL);

  g_assert_null (dup_sent_patient (fixture, submission->id, id));
  g_assert_null (dup_sent_patient (fixture, submission->id + 1, id));
}

static void
test_it_goes_with_the_case (StoreFixture *fixture,
                            gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) submission = send_case (fixture, id, "a.7z");

  submission->state = DANBI_SUBMISSION_ABANDONED;
  g_assert_true (danbi_store_save_submission (fixture->store, submission, NULL));
  g_assert_true (danbi_store_remove_case (fixture->store, id, NULL));
  g_assert_null (dup_sent_patient (fixture, submission->id, id));
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/store/store-sent/" #name, StoreFixture, NULL, store_fixture_set_up,          \
              test_##name, store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (what_was_packed_stays_when_the_case_is_edited);
  ADD (what_is_not_packed_yet_was_not_sent);
  ADD (it_goes_with_the_case);
  return g_test_run ();
}
