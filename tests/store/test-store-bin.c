/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the bin. */
#include "config.h"

#include "danbi-clock.h"
#include "store-fixture.h"

#define PATIENT "F131104093"
#define DAY_S (24 * 60 * 60)

static const char *const files[] = { "A", "B/C", NULL };

static void
bin (StoreFixture *fixture,
     gint64        id)
{
  g_autoptr (GError) error = NULL;

  danbi_store_bin_case (fixture->store, id, &error);
  g_assert_no_error (error);
}

static void
restore (StoreFixture *fixture,
         gint64        id)
{
  g_autoptr (GError) error = NULL;

  danbi_store_restore_case (fixture->store, id, &error);
  g_assert_no_error (error);
}

static gint64
new_binned (StoreFixture *fixture)
{
  gint64 id = store_fixture_save_new (fixture, PATIENT);

  bin (fixture, id);
  return id;
}

static guint
count_found (StoreFixture *fixture,
             gboolean      binned)
{
  DanbiCaseFilter filter = { .text = PATIENT, .binned = binned };
  g_autoptr (GArray) found = danbi_store_find_cases (fixture->store, &filter, NULL, NULL);

  return found->len;
}

static guint
count_listed (StoreFixture  *fixture,
              DanbiCaseOrder order)
{
  g_autoptr (GPtrArray) page = danbi_store_list_cases (fixture->store, order, 0, 100, NULL);

  return page->len;
}

static guint
count_patients (StoreFixture *fixture,
                const char   *prefix)
{
  g_autoptr (GPtrArray) patients = danbi_store_find_patients (fixture->store, prefix, "", 0, 10,
                                                              NULL);

  return patients->len;
}

static guint
count_siblings (StoreFixture *fixture)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case (PATIENT);
  g_autoptr (GPtrArray) visit = danbi_store_dup_visit (fixture->store,
                                                       danbi_case_get_record (item), 0, NULL);

  return visit->len;
}

/* Whether any other case has the images of the case. */
static gboolean
is_reused (StoreFixture *fixture,
           gint64        id)
{
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, NULL);
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  g_autoptr (GPtrArray) owners = danbi_store_dup_other_patients (fixture->store, id, images, NULL);

  return owners->pdata[0] != NULL;
}

static void
save_known_patient (StoreFixture *fixture)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case (PATIENT);

  danbi_case_set_value (item, DANBI_FIELD_BIRTH_DATE, "0750115", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_store_save_case (fixture->store, item, NULL, NULL));
}

static void
test_a_case_in_the_bin_is_nowhere_else (StoreFixture *fixture,
                                        gconstpointer data)
{
  gint64 other = store_fixture_save_new (fixture, "A123456789");

  g_free (store_fixture_give_images (fixture, other, files));
  save_known_patient (fixture);
  g_free (store_fixture_give_images (fixture, 2, files));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (danbi_store_count_cases (fixture->store, NULL), ==, 2);
      g_assert_cmpuint (count_listed (fixture, DANBI_CASE_ORDER_URGENT), ==, 2);
      g_assert_cmpuint (count_listed (fixture, DANBI_CASE_ORDER_NEWEST), ==, 2);
      g_assert_cmpuint (count_found (fixture, FALSE), ==, 1);
      g_assert_cmpuint (count_found (fixture, TRUE), ==, 0);
      g_assert_cmpuint (count_patients (fixture, "F"), ==, 1);
      g_assert_cmpuint (count_siblings (fixture), ==, 1);
      g_assert_true (is_reused (fixture, other));

      bin (fixture, 2);
      g_assert_cmpint (danbi_store_count_cases (fixture->store, NULL), ==, 1);
      g_assert_cmpuint (count_listed (fixture, DANBI_CASE_ORDER_URGENT), ==, 1);
      g_assert_cmpuint (count_listed (fixture, DANBI_CASE_ORDER_NEWEST), ==, 1);
      g_assert_cmpuint (count_found (fixture, FALSE), ==, 0);
      g_assert_cmpuint (count_found (fixture, TRUE), ==, 1);
      g_assert_cmpuint (count_patients (fixture, "F"), ==, 0);
      g_assert_cmpuint (count_siblings (fixture), ==, 0);
      g_assert_false (is_reused (fixture, other));
      restore (fixture, 2);
    }
}

static void
assert_refused (gboolean done,
                GError **error)
{
  g_assert_false (done);
  g_assert_error (*error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
  g_clear_error (error);
}

static void
test_nothing_is_done_with_a_case_in_the_bin (StoreFixture *fixture,
                                             gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, PATIENT);
  DanbiStore *store = fixture->store;
  g_autoptr (DanbiCase) item = danbi_store_load_case (store, id, NULL);
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, files);
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
  g_autofree char *staged = danbi_store_stage_images (store, id, images, NULL, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  submission->key = g_strdup ("k");
  submission->destination = g_strdup ("https://gateway.invalid/");
  danbi_submission_add_row (submission, id, NULL, NULL);
  bin (fixture, id);

  assert_refused (danbi_store_save_case (store, item, NULL, &error), &error);
  assert_refused (danbi_store_load_case (store, id, &error) != NULL, &error);
  assert_refused (danbi_store_set_state (store, id, DANBI_STATE_SENDING, NULL, &error), &error);
  assert_refused (danbi_store_enqueue (store, submission, &error), &error);
  assert_refused (danbi_store_commit_images (store, item, staged, images, &error), &error);
  assert_refused (danbi_store_stage_images (store, id, images, NULL, NULL, NULL, &error) != NULL,
                  &error);
  assert_refused (danbi_store_new_ready_path (store, id, "7z", &error) != NULL, &error);
  assert_refused (danbi_store_mark_looked_at (store, id, "00", &error), &error);
  assert_refused (danbi_store_bin_case (store, id, &error), &error);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM submissions"), ==, 0);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM images"), ==, 0);
}

static void
test_what_is_sent_or_accepted_does_not_go_there (StoreFixture *fixture,
                                                 gconstpointer data)
{
  for (DanbiState state = DANBI_STATE_DRAFT; state < DANBI_N_STATES; state++)
    {
      gint64 id = store_fixture_save_new (fixture, PATIENT);
      gboolean editable = state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY
                          || state == DANBI_STATE_REJECTED;
      g_autoptr (GError) error = NULL;

      g_assert_true (danbi_store_set_state (fixture->store, id, state, NULL, NULL));
      g_assert_cmpint (danbi_store_bin_case (fixture->store, id, &error), ==, editable);
      if (!editable)
        g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
    }
  g_assert_cmpuint (count_found (fixture, TRUE), ==, 3);
}

static void
test_what_is_on_an_open_batch_does_not_go_there (StoreFixture *fixture,
                                                 gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, PATIENT);
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
  g_autoptr (GError) error = NULL;

  submission->key = g_strdup ("k");
  submission->destination = g_strdup ("http://127.0.0.1/");
  danbi_submission_add_row (submission, id, "/a", "a");
  g_assert_true (danbi_store_save_submission (fixture->store, submission, NULL));
  assert_refused (danbi_store_bin_case (fixture->store, id, &error), &error);
}

static void
test_a_restored_case_is_as_it_was (StoreFixture *fixture,
                                   gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, PATIENT);
  g_autofree char *set = store_fixture_give_images (fixture, id, files);
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GPtrArray) history = NULL;

  g_assert_true (danbi_store_set_state (fixture->store, id, DANBI_STATE_REJECTED, "R-1", NULL));
  bin (fixture, id);
  store_fixture_reopen (fixture);
  g_assert_true (g_file_test (set, G_FILE_TEST_IS_DIR));
  restore (fixture, id);
  restore (fixture, id);
  item = danbi_store_load_case (fixture->store, id, NULL);
  g_assert_cmpint (danbi_case_get_state (item), ==, DANBI_STATE_REJECTED);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PATIENT_ID), ==, PATIENT);
  images = danbi_case_dup_image_array (item);
  g_assert_cmpuint (images->len, ==, 2);
  history = danbi_store_dup_history (fixture->store, id, NULL);
  g_assert_cmpuint (history->len, ==, 4);
  g_assert_cmpstr (((DanbiHistoryEntry *) history->pdata[2])->note, ==, "binned");
  g_assert_cmpstr (((DanbiHistoryEntry *) history->pdata[3])->note, ==, "restored");
}

static void
test_what_is_gone_is_not_restored (StoreFixture *fixture,
                                   gconstpointer data)
{
  gint64 id = new_binned (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_store_remove_case (fixture->store, id, NULL));
  g_assert_false (danbi_store_restore_case (fixture->store, id, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
}

/* Even what began to be packed before the case was deleted is not kept. */
static void
test_no_archive_is_kept_ready (StoreFixture *fixture,
                               gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, PATIENT);
  g_autofree char *set = store_fixture_give_images (fixture, id, files);
  g_autofree char *name = g_path_get_basename (set);
  g_autofree char *first = danbi_store_new_ready_path (fixture->store, id, "7z", NULL);
  g_autofree char *second = danbi_store_new_ready_path (fixture->store, id, "cab", NULL);
  DanbiReadyArchive ready = { .case_id = id, .path = first, .format = (char *) "7z",
                              .method = (char *) "bzip2", .bytes = 3, .sha256 = (char *) "00" };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (first, "one", -1, NULL));
  g_assert_true (g_file_set_contents (second, "two", -1, NULL));
  g_assert_true (danbi_store_put_ready (fixture->store, &ready, name, &error));
  bin (fixture, id);
  ready.path = second;
  ready.format = (char *) "cab";
  assert_refused (danbi_store_put_ready (fixture->store, &ready, name, &error), &error);
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (danbi_store_count_ready_bytes (fixture->store, NULL), ==, 0);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM strays"), ==, 0);
}

static void
test_the_bin_is_emptied_of_what_is_old (StoreFixture *fixture,
                                        gconstpointer data)
{
  gint64 old = store_fixture_save_new (fixture, PATIENT);
  g_autofree char *set = store_fixture_give_images (fixture, old, files);
  g_autofree char *dir = g_path_get_dirname (set);

  store_fixture_save_new (fixture, "A123456789");
  bin (fixture, old);
  danbi_clock_set_now_s (FIXTURE_NOW_S + DAY_S);
  bin (fixture, store_fixture_save_new (fixture, "B220000012"));
  g_assert_cmpint (danbi_store_purge_bin (fixture->store, FIXTURE_NOW_S, NULL), ==, 0);
  g_assert_cmpint (danbi_store_purge_bin (fixture->store, FIXTURE_NOW_S + DAY_S, NULL), ==, 1);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM cases"), ==, 2);
  g_assert_false (store_fixture_contains (fixture, PATIENT));
  g_assert_true (store_fixture_contains (fixture, "B220000012"));
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM strays"), ==, 0);
}

static void
test_the_bin_tells_what_was_deleted_last (StoreFixture *fixture,
                                          gconstpointer data)
{
  DanbiCaseFilter filter = { .binned = TRUE, .order = DANBI_CASE_BY_SAVED };
  gint64 first = store_fixture_save_new (fixture, PATIENT);
  gint64 second = store_fixture_save_new (fixture, PATIENT);
  g_autoptr (GArray) found = NULL;
  g_autoptr (GPtrArray) page = NULL;

  bin (fixture, second);
  danbi_clock_set_now_s (FIXTURE_NOW_S + 60);
  bin (fixture, first);
  found = danbi_store_find_cases (fixture->store, &filter, NULL, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpint (g_array_index (found, gint64, 0), ==, first);
  page = danbi_store_list_by_id (fixture->store, &g_array_index (found, gint64, 0), 2, NULL);
  store_fixture_assert_soon_after (((DanbiCaseSummary *) page->pdata[0])->binned_s,
                                   FIXTURE_NOW_S + 60);
  filter.states = 1u << DANBI_STATE_READY;
  g_clear_pointer (&found, g_array_unref);
  found = danbi_store_find_cases (fixture->store, &filter, NULL, NULL);
  g_assert_cmpuint (found->len, ==, 0);
}

/* A case of many of one beginning: the newest are walked, and behind them an index asked. */
static void
test_no_patient_of_the_bin_is_found_by_an_index (StoreFixture *fixture,
                                                 gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");

  save_known_patient (fixture);
  store_fixture_execute (
    path, "CREATE TEMP TABLE one AS SELECT * FROM cases WHERE id = 1; UPDATE one SET id = NULL;"
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
          " INSERT INTO cases SELECT one.* FROM n, one;"
          "UPDATE cases SET patient_id = 'A123456789' WHERE id > 1;");
  g_assert_cmpuint (count_patients (fixture, PATIENT), ==, 1);
  bin (fixture, 1);
  g_assert_cmpuint (count_patients (fixture, PATIENT), ==, 0);
  g_assert_cmpuint (count_patients (fixture, "A"), ==, 1);
}

#define ADD(name) store_fixture_add ("/danbi/store/store-bin/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (a_case_in_the_bin_is_nowhere_else);
  ADD (nothing_is_done_with_a_case_in_the_bin);
  ADD (what_is_sent_or_accepted_does_not_go_there);
  ADD (what_is_on_an_open_batch_does_not_go_there);
  ADD (a_restored_case_is_as_it_was);
  ADD (what_is_gone_is_not_restored);
  ADD (no_archive_is_kept_ready);
  ADD (the_bin_is_emptied_of_what_is_old);
  ADD (the_bin_tells_what_was_deleted_last);
  ADD (no_patient_of_the_bin_is_found_by_an_index);
  return g_test_run ();
}
