/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of finding cases. */
#include "config.h"

#include "danbi-clock.h"
#include "store-fixture.h"

typedef struct
{
  const char *patient;
  const char *order_code;
  const char *visit_seq;
  const char *card_time;
  const char *exam_time;
  DanbiState state;
} Row;

/* Cases 1 to 6. */
static const Row rows[] = {
  { "A123456789", "34004C", "0020", "1151122152003", "11511221520", DANBI_STATE_READY },
  { "F131104093", "33070B", "0007", "1151122090000", "11511221100", DANBI_STATE_DRAFT },
  { "A123456789", "33070B", "0019", "1151001090000", "11510010900", DANBI_STATE_REJECTED },
  { "F131104093", "34005B", "IC07", "", "11510020800", DANBI_STATE_DRAFT },
  { "", "", "", "", "", DANBI_STATE_DRAFT },
  { "B220000012", "34004C", "0021", "1141231235959", "11501010000", DANBI_STATE_ACCEPTED },
};

static void
save_all (StoreFixture *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DanbiCase) item = store_fixture_new_case (rows[i].patient);
      DanbiDeadline deadline = { .full_until_s = FIXTURE_NOW_S + 60 * (10 - i),
                                 .half_until_s = FIXTURE_NOW_S + 3600 };

      danbi_case_set_value (item, DANBI_FIELD_ORDER_CODE, rows[i].order_code, DANBI_ORIGIN_TYPED);
      danbi_case_set_value (item, DANBI_FIELD_VISIT_SEQ, rows[i].visit_seq, DANBI_ORIGIN_TYPED);
      danbi_case_set_value (item, DANBI_FIELD_CARD_TIME, rows[i].card_time, DANBI_ORIGIN_TYPED);
      danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, rows[i].exam_time, DANBI_ORIGIN_TYPED);
      danbi_case_set_state (item, rows[i].state);
      g_assert_true (danbi_store_save_case (fixture->store, item, &deadline, NULL));
    }
}

static void
send_case (StoreFixture        *fixture,
           gint64               id,
           const char          *archive,
           const char          *receipt,
           DanbiSubmissionState state)
{
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
  g_autoptr (GError) error = NULL;

  submission->key = g_uuid_string_random ();
  submission->destination = g_strdup ("https://gateway.invalid/");
  submission->receipt = g_strdup (receipt);
  submission->state = state;
  danbi_submission_add_row (submission, id, "/a", archive);
  danbi_store_save_submission (fixture->store, submission, &error);
  g_assert_no_error (error);
}

/* @ids are those that are found, in their order, as digits. */
static void
assert_found (StoreFixture          *fixture,
              const DanbiCaseFilter *filter,
              const char            *ids)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = danbi_store_find_cases (fixture->store, filter, NULL, &error);
  g_autoptr (GString) digits = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (digits, "%" G_GINT64_FORMAT, g_array_index (found, gint64, i));
  g_assert_cmpstr (digits->str, ==, ids);
}

static void
test_each_word_must_stand_somewhere (StoreFixture *fixture,
                                     gconstpointer data)
{
  static const char *const searches[][2] = {
    { "", "124365" },               /* the newest visit first, last what has none */
    { NULL, "124365" },
    { "A123456789", "13" },         /* the patient */
    { "a1", "13" },
    { "456", "13" },                /* any three of the number */
    { "0409", "24" },
    { "56", "" },                   /* two of its middle say nothing */
    { "34004c", "16" },             /* the order code */
    { "0020", "1" },                /* the number of the visit */
    { "ic07", "4" },
    { "1151122", "12" },            /* a day */
    { "115/11/22", "12" },
    { "1122", "12" },
    { "115/10/02", "4" },           /* of F12 alone */
    { "115/01/01", "6" },           /* of F12 too */
    { "1520", "" },                 /* the time is none of it */
    { "33070B A123456789", "3" },   /* all of them */
    { "33070B 34004C", "" },
    { "Ａ１２３　３３０７０Ｂ", "3" }, /* full width */
    { "%", "" },                    /* nothing stands for something else */
    { "_", "" },
    { "王小明", "" },
    { "\xff", "" },
  };

  save_all (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    assert_found (fixture, &(DanbiCaseFilter) { .text = searches[i][0] }, searches[i][1]);
}

static void
test_a_case_is_found_by_each_of_its_batches (StoreFixture *fixture,
                                             gconstpointer data)
{
  save_all (fixture);
  send_case (fixture, 3, "DCF1234567890_0EZE8ZK1BCDE.7z", "R-2001", DANBI_SUBMISSION_DONE);
  send_case (fixture, 3, "DCF1234567890_0EZE8ZK1BCDF.7z", "R-2002", DANBI_SUBMISSION_DONE);
  send_case (fixture, 1, "DCF1234567890_0EZE8ZK1BCDG.7z", NULL, DANBI_SUBMISSION_SENDING);
  assert_found (fixture, &(DanbiCaseFilter) { .text = "r-2001" }, "3");
  assert_found (fixture, &(DanbiCaseFilter) { .text = "2002" }, "3");
  assert_found (fixture, &(DanbiCaseFilter) { .text = "0eze8zk1bcde R-2002" }, "3");
  assert_found (fixture, &(DanbiCaseFilter) { .text = "BCDG.7z" }, "1");
}

static void
test_what_was_changed_is_found_as_it_is_now (StoreFixture *fixture,
                                             gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;

  save_all (fixture);
  item = danbi_store_load_case (fixture->store, 2, NULL);
  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, "C199999999", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_store_save_case (fixture->store, item, NULL, NULL));
  assert_found (fixture, &(DanbiCaseFilter) { .text = "F131104093" }, "4");
  assert_found (fixture, &(DanbiCaseFilter) { .text = "C1999" }, "2");
}

static void
test_both_ends_of_a_span_count (StoreFixture *fixture,
                                gconstpointer data)
{
  save_all (fixture);
  assert_found (fixture, &(DanbiCaseFilter) { .from = "1151001", .to = "1151122" }, "1243");
  assert_found (fixture, &(DanbiCaseFilter) { .from = "1151002", .to = "1151121" }, "4");
  assert_found (fixture, &(DanbiCaseFilter) { .from = "1151002" }, "124");
  assert_found (fixture, &(DanbiCaseFilter) { .to = "1151001" }, "36");
  assert_found (fixture, &(DanbiCaseFilter) { .from = "", .to = "" }, "124365");
  assert_found (fixture, &(DanbiCaseFilter) { .from = "1150101", .to = "1150101" }, "");
  assert_found (fixture, &(DanbiCaseFilter) { .from = "1151122", .text = "F13" }, "2");
}

static void
test_states_are_chosen (StoreFixture *fixture,
                        gconstpointer data)
{
  save_all (fixture);
  assert_found (fixture, &(DanbiCaseFilter) { .states = 1u << DANBI_STATE_DRAFT }, "245");
  assert_found (fixture,
                &(DanbiCaseFilter) {
                  .states = 1u << DANBI_STATE_READY | 1u << DANBI_STATE_ACCEPTED },
                "16");
  assert_found (fixture,
                &(DanbiCaseFilter) { .text = "F13", .states = 1u << DANBI_STATE_READY }, "");
  assert_found (fixture, &(DanbiCaseFilter) { .states = 1u << DANBI_STATE_UNKNOWN }, "");
}

static void
test_there_are_other_orders (StoreFixture *fixture,
                             gconstpointer data)
{
  save_all (fixture);
  danbi_clock_set_now_s (FIXTURE_NOW_S + 600);
  g_assert_true (danbi_store_set_state (fixture->store, 4, DANBI_STATE_READY, NULL, NULL));
  {
    g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, 4, NULL);

    g_assert_true (danbi_store_save_case (fixture->store, item, NULL, NULL));
  }
  danbi_clock_set_now_s (FIXTURE_NOW_S);
  assert_found (fixture, &(DanbiCaseFilter) { .order = DANBI_CASE_BY_SAVED }, "465321");
  assert_found (fixture, &(DanbiCaseFilter) { .order = DANBI_CASE_BY_URGENCY }, "532146");
  assert_found (fixture,
                &(DanbiCaseFilter) { .order = DANBI_CASE_BY_URGENCY, .text = "A1" }, "31");
}

static void
test_a_page_is_read_by_id (StoreFixture *fixture,
                           gconstpointer data)
{
  static const gint64 ids[] = { 3, 99, 1, 3 };
  g_autoptr (GPtrArray) page = NULL;
  const DanbiCaseSummary *first;
  g_autoptr (GError) error = NULL;

  save_all (fixture);
  page = danbi_store_list_by_id (fixture->store, ids, G_N_ELEMENTS (ids), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->len, ==, 4);
  first = g_ptr_array_index (page, 0);
  g_assert_cmpint (first->id, ==, 3);
  g_assert_cmpint (first->state, ==, DANBI_STATE_REJECTED);
  g_assert_cmpint (first->binned_s, ==, 0);
  g_assert_cmpstr (danbi_record_get (first->record, DANBI_FIELD_ORDER_CODE), ==, "33070B");
  g_assert_null (g_ptr_array_index (page, 1));
  g_assert_cmpint (((DanbiCaseSummary *) g_ptr_array_index (page, 2))->id, ==, 1);
  g_assert_cmpint (((DanbiCaseSummary *) g_ptr_array_index (page, 3))->id, ==, 3);
}

/* More than the rows after which it is asked. */
static void
test_a_search_can_be_stopped (StoreFixture *fixture,
                              gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;

  save_all (fixture);
  store_fixture_execute (
    path, "CREATE TEMP TABLE one AS SELECT * FROM cases WHERE id = 1; UPDATE one SET id = NULL;"
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
          " INSERT INTO cases SELECT one.* FROM n, one;");
  found = danbi_store_find_cases (fixture->store, &(DanbiCaseFilter) { .text = "A1" }, cancellable,
                                  &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 3002);
  g_cancellable_cancel (cancellable);
  g_assert_null (danbi_store_find_cases (fixture->store, &(DanbiCaseFilter) { .text = "A1" },
                                         cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cases_of_version_4_are_found (StoreFixture *fixture,
                                   gconstpointer data)
{
  g_autoptr (GArray) all = NULL;

  store_fixture_open_old (fixture, "version-4.sql");
  all = danbi_store_find_cases (fixture->store, &(DanbiCaseFilter) { .text = NULL }, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 10);
  assert_found (fixture, &(DanbiCaseFilter) { .text = "R-3" }, "11");
  assert_found (fixture, &(DanbiCaseFilter) { .text = "R-4 0021" }, "11");
  assert_found (fixture, &(DanbiCaseFilter) { .from = "1151123" }, "10");
}

#define ADD(name) store_fixture_add ("/danbi/store/store-seek/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (each_word_must_stand_somewhere);
  ADD (a_case_is_found_by_each_of_its_batches);
  ADD (what_was_changed_is_found_as_it_is_now);
  ADD (both_ends_of_a_span_count);
  ADD (states_are_chosen);
  ADD (there_are_other_orders);
  ADD (a_page_is_read_by_id);
  ADD (a_search_can_be_stopped);
  ADD (cases_of_version_4_are_found);
  return g_test_run ();
}
