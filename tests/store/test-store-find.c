/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of finding what was sent. */
#include "config.h"

#include "store-fixture.h"

typedef struct
{
  const char *patient;
  const char *order_code;
  const char *exam_time;
  const char *archive;
  const char *receipt;
} Sent;

static const Sent sent[] = {
  { "A123456789", "34004C", "11511221520", "DCF1234567890_0EZE8ZK1BCDE.7z", "R-2001" },
  { "F131104093", "33070B", "11511221100", "DCF1234567890_0EZE8ZK1BCDF.7z", "R-2002" },
  { "A123456789", "33070B", "11510010900", "DCF1234567890_0EZE8ZK1BCDG.cab", "R-2003" },
};

static gint64
save_case (StoreFixture *fixture,
           const Sent   *row)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case (row->patient);

  danbi_case_set_value (item, DANBI_FIELD_ORDER_CODE, row->order_code, DANBI_ORIGIN_TYPED);
  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, row->exam_time, DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_store_save_case (fixture->store, item, NULL, NULL));
  return danbi_case_get_id (item);
}

static DanbiSubmission *
new_submission (const char          *receipt,
                DanbiSubmissionState state)
{
  DanbiSubmission *submission = danbi_submission_new ();

  submission->key = g_uuid_string_random ();
  submission->destination = g_strdup ("https://gateway.invalid/");
  submission->receipt = g_strdup (receipt);
  submission->state = state;
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

/* Submissions 1 to 3, of one case each, with the numbers 1 to 3. */
static void
send_all (StoreFixture *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (sent); i++)
    {
      g_autoptr (DanbiSubmission) submission = new_submission (sent[i].receipt,
                                                               DANBI_SUBMISSION_SENT);

      danbi_submission_add_row (submission, save_case (fixture, &sent[i]), "/a", sent[i].archive);
      save (fixture, submission);
    }
}

/* @ids are those that are found, in their order, as digits. */
static void
assert_found (StoreFixture *fixture,
              const char   *words,
              guint         offset,
              guint         limit,
              const char   *ids)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = danbi_store_find_submissions (fixture->store, words, offset, limit,
                                                              &error);
  g_autoptr (GString) found_ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const DanbiSubmission *submission = g_ptr_array_index (found, i);

      g_string_append_printf (found_ids, "%" G_GINT64_FORMAT, submission->id);
      g_assert_cmpuint (submission->rows->len, >, 0);
    }
  g_assert_cmpstr (found_ids->str, ==, ids);
}

static void
test_each_word_must_stand_somewhere (StoreFixture *fixture,
                                     gconstpointer data)
{
  static const char *const searches[][2] = {
    { "", "321" },
    { " ", "321" },
    { NULL, "321" },
    { "R-2002", "2" },              /* the receipt */
    { "2002", "2" },                /* a part of it */
    { "r-200", "321" },
    { "0EZE8ZK1BCDE", "1" },        /* the archive */
    { "dcf1234567890_0eze8zk1bcdf.7z", "2" },
    { ".7Z", "21" },
    { "33070B", "32" },             /* the order code */
    { "4004", "1" },
    { "A123456789", "31" },         /* the patient */
    { "a1234", "31" },
    { "31104093", "" },             /* not from the beginning */
    { "1151122", "21" },            /* the date */
    { "115/11/22", "21" },
    { "115-11", "21" },
    { "1001", "3" },
    { "1520", "" },                 /* the time is none of it */
    { "A123456789 33070B", "3" },   /* all of them */
    { "33070B A123456789 R-2003 115/10/01", "3" },
    { "A123456789 R-2002", "" },
    { "Ａ１２３　３３０７０Ｂ", "3" }, /* full width */
    { "%", "" },                    /* nothing stands for something else */
    { "R_2002", "" },
    { "//", "" },
    { "王小明", "" },
    { "\xff", "" },                 /* no text at all */
  };

  send_all (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    assert_found (fixture, searches[i][0], 0, 100, searches[i][1]);
}

static void
test_pages_follow_one_another (StoreFixture *fixture,
                               gconstpointer data)
{
  send_all (fixture);
  assert_found (fixture, NULL, 0, 2, "32");
  assert_found (fixture, NULL, 2, 2, "1");
  assert_found (fixture, NULL, 3, 2, "");
  assert_found (fixture, NULL, 0, 0, "");
  assert_found (fixture, "A123456789", 1, 1, "1");
}

/* Each word may stand in another row, and the batch is found once. */
static void
test_a_batch_is_found_by_any_of_its_cases (StoreFixture *fixture,
                                           gconstpointer data)
{
  g_autoptr (DanbiSubmission) submission = new_submission ("R-1", DANBI_SUBMISSION_DONE);

  for (guint i = 0; i < G_N_ELEMENTS (sent); i++)
    danbi_submission_add_row (submission, save_case (fixture, &sent[i]), "/a", sent[i].archive);
  danbi_submission_add_row (submission, 0, "/a", "of-no-case.7z");
  save (fixture, submission);
  assert_found (fixture, "F131104093 34004C 115/10/01", 0, 100, "1");
  assert_found (fixture, "of-no-case", 0, 100, "1");
  assert_found (fixture, "R-1", 0, 100, "1");
  assert_found (fixture, "R-1 R-2", 0, 100, "");
}

/* What is walked in strides is found as well where one of them would end within a batch, about the
 * 2,731st of these with three rows each. */
static void
test_nothing_is_overlooked_in_a_long_history (StoreFixture *fixture,
                                              gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");

  store_fixture_execute (
    path,
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)"
    " INSERT INTO submissions (key, destination, state, created_s, changed_s)"
    " SELECT 'key-' || i, 'https://gateway.invalid/', 'done', 0, 0 FROM n;"
    "INSERT INTO submission_rows (submission_id, position, archive_name)"
    " SELECT i.id, value, i.id || '-' || value || '.7z'"
    " FROM submissions AS i, json_each ('[0, 1, 2]');"
    "UPDATE submission_rows SET words = (SELECT words FROM found_by"
    " WHERE found_by.submission_id = submission_rows.submission_id"
    " AND found_by.position = submission_rows.position)");
  for (guint id = 3260; id < 3280; id++)
    {
      g_autofree char *words = g_strdup_printf ("%u-0.7z %u-2.7z", id, id);
      g_autoptr (GPtrArray) found = danbi_store_find_submissions (fixture->store, words, 0, 100,
                                                                  NULL);

      g_assert_cmpuint (found->len, >=, 1);
      g_assert_cmpint (((DanbiSubmission *) g_ptr_array_index (found, found->len - 1))->id, ==, id);
    }
  assert_found (fixture, "", 5999, 100, "1");
}

static void
test_only_what_was_handed_over_is_found (StoreFixture *fixture,
                                         gconstpointer data)
{
  g_autoptr (DanbiSubmission) submission = new_submission (NULL, DANBI_SUBMISSION_QUEUED);

  danbi_submission_add_row (submission, save_case (fixture, &sent[0]), NULL, NULL);
  for (; submission->state < DANBI_SUBMISSION_SENT; submission->state++)
    {
      save (fixture, submission);
      assert_found (fixture, NULL, 0, 100, "");
    }
  g_free (submission->destination);
  submission->destination = g_strdup ("folder:/srv/vpn");
  save (fixture, submission);
  assert_found (fixture, "34004C", 0, 100, "1");
  assert_found (fixture, "R-7", 0, 100, "");
  submission->receipt = g_strdup ("R-7");
  submission->state = DANBI_SUBMISSION_DONE;
  save (fixture, submission);
  assert_found (fixture, "R-7", 0, 100, "1");
}

static void
test_what_was_given_up_is_not_found (StoreFixture *fixture,
                                     gconstpointer data)
{
  g_autoptr (DanbiSubmission) submission = new_submission (NULL, DANBI_SUBMISSION_QUEUED);

  danbi_submission_add_row (submission, save_case (fixture, &sent[0]), NULL, NULL);
  g_assert_true (danbi_store_enqueue (fixture->store, submission, NULL));
  g_assert_true (danbi_store_give_up (fixture->store, submission, NULL));
  assert_found (fixture, NULL, 0, 100, "");
}

/* The receipt says what the case says now, and so does the search. */
static void
test_a_case_that_was_corrected_is_found_by_what_it_says (StoreFixture *fixture,
                                                         gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;

  send_all (fixture);
  item = danbi_store_load_case (fixture->store, 1, NULL);
  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, "F131104093", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_store_save_case (fixture->store, item, NULL, NULL));
  assert_found (fixture, "F131104093", 0, 100, "21");
  assert_found (fixture, "A123456789", 0, 100, "3");
}

static void
test_a_removed_case_is_not_found (StoreFixture *fixture,
                                  gconstpointer data)
{
  static const DanbiState rejected = DANBI_STATE_REJECTED;
  gint64 id = save_case (fixture, &sent[1]);
  g_autoptr (DanbiSubmission) submission = new_submission (NULL, DANBI_SUBMISSION_QUEUED);

  danbi_submission_add_row (submission, id, NULL, NULL);
  g_assert_true (danbi_store_enqueue (fixture->store, submission, NULL));
  submission->receipt = g_strdup ("R-9");
  g_assert_true (danbi_store_settle (fixture->store, submission, &rejected, NULL));
  assert_found (fixture, "F131104093", 0, 100, "1");
  g_assert_true (danbi_store_remove_case (fixture->store, id, NULL));
  assert_found (fixture, NULL, 0, 100, "");
  g_assert_false (store_fixture_contains (fixture, "F131104093"));
}

#define ADD(name) store_fixture_add ("/danbi/store/store-find/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (each_word_must_stand_somewhere);
  ADD (pages_follow_one_another);
  ADD (a_batch_is_found_by_any_of_its_cases);
  ADD (nothing_is_overlooked_in_a_long_history);
  ADD (only_what_was_handed_over_is_found);
  ADD (what_was_given_up_is_not_found);
  ADD (a_case_that_was_corrected_is_found_by_what_it_says);
  ADD (a_removed_case_is_not_found);
  return g_test_run ();
}
