/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page 查詢 says of cases and of what was done with them. */
#include "config.h"

#include "danbi-case-row-private.h"
#include "danbi-query-phrases.h"
#include "danbi-test-rulebook.h"

#define NOW DANBI_TEST_NOW_S
#define HOUR (60 * 60)
#define DAY (24 * HOUR)

static DanbiRulebook *rulebook;

static DanbiQueryView
new_view (void)
{
  return (DanbiQueryView){ .rules = danbi_rulebook_get_rules (rulebook, NULL), .now_s = NOW };
}

static DanbiCaseRow *
new_row (DanbiState state)
{
  DanbiCaseSummary *summary = g_new0 (DanbiCaseSummary, 1);

  summary->id = 7;
  summary->state = state;
  summary->record = danbi_test_record_new ();
  summary->full_until_s = NOW + 22 * HOUR + 10 * 60;
  summary->half_until_s = NOW + 3 * DAY;
  summary->n_blocking = state == DANBI_STATE_DRAFT ? 2 : 0;
  summary->receipt = state == DANBI_STATE_ACCEPTED ? g_strdup ("1151122000123") : NULL;
  return danbi_case_row_new (summary);
}

static void
assert_cells (DanbiCaseRow         *row,
              const DanbiQueryView *view,
              const char *const     expected[DANBI_QUERY_N_COLUMNS])
{
  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    {
      g_autofree char *text = danbi_query_phrase_cell (i, row, view);

      g_assert_cmpstr (text, ==, expected[i]);
    }
}

static void
test_cells (void)
{
  const char *const open[] = { "115/11",     "115/11/22 15:20:03", "02 牙醫門診",
                               "0020",       "A12****789",         "34004C",
                               "",           "Draft · 2 items to complete",
                               "100% · 22 h 10 min left" };
  const char *const settled[] = { "115/11",        "115/11/22 15:20:03", "02 牙醫門診",
                                  "0020",          "A123456789",         "34004C",
                                  "1151122000123", "Accepted",           "" };
  g_autoptr (DanbiCaseRow) draft = new_row (DANBI_STATE_DRAFT);
  g_autoptr (DanbiCaseRow) accepted = new_row (DANBI_STATE_ACCEPTED);
  DanbiQueryView view = new_view ();

  assert_cells (draft, &view, open);
  view.full_ids = TRUE;
  assert_cells (accepted, &view, settled);
}

static void
test_deadline (void)
{
  static const struct
  {
    gint64 passed_s;
    const char *text;
  } cases[] = {
    { 0, "100% · 22 h 10 min left" },
    { 23 * HOUR, "50% · 49 h left" },
    { 3 * DAY + 1, "no points any more" },
  };
  g_autoptr (DanbiCaseRow) row = new_row (DANBI_STATE_READY);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiQueryView view = new_view ();
      g_autofree char *text = NULL;

      view.now_s += cases[i].passed_s;
      text = danbi_query_phrase_cell (DANBI_QUERY_DEADLINE, row, &view);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_bin (void)
{
  static const struct
  {
    gint64 ago_s;
    const char *text;
  } cases[] = {
    { 0, "deleted in 30 days" },
    { 1, "deleted in 30 days" },
    { 28 * DAY + HOUR, "deleted in 2 days" },
    { 29 * DAY + HOUR, "deleted within a day" },
    { 31 * DAY, "deleted within a day" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiCaseSummary *summary = g_new0 (DanbiCaseSummary, 1);
      g_autoptr (DanbiCaseRow) row = danbi_case_row_new (summary);
      DanbiQueryView view = new_view ();
      g_autofree char *text = NULL;

      summary->record = danbi_test_record_new ();
      summary->binned_s = NOW - cases[i].ago_s;
      view.binned = TRUE;
      text = danbi_query_phrase_cell (DANBI_QUERY_DEADLINE, row, &view);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_cmpstr (danbi_query_phrase_title (DANBI_QUERY_DEADLINE, TRUE), ==, "Bin");
  g_assert_cmpstr (danbi_query_phrase_title (DANBI_QUERY_DEADLINE, FALSE), ==, "Deadline");
}

/* What tells cases apart is heard first, and what is empty not at all. */
static void
test_row (void)
{
  const char *const cells[DANBI_QUERY_N_COLUMNS]
    = { "115/11", "115/11/22 15:20:03", "02 牙醫門診", "", "A12****789", "34004C", "", "Ready", "" };
  g_autofree char *text = danbi_query_phrase_row (cells, FALSE);

  g_assert_cmpstr (text, ==,
                   "Identity number A12****789, Order code 34004C, State Ready, Card swipe time "
                   "115/11/22 15:20:03, Visit type 02 牙醫門診, Month of service 115/11");
}

static void
test_table (void)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  DanbiQueryView view = new_view ();
  g_autofree char *text = NULL;

  g_ptr_array_add (rows, new_row (DANBI_STATE_ACCEPTED));
  text = danbi_query_phrase_table (rows, &view);
  g_assert_cmpstr (text, ==,
                   "Month of service\tCard swipe time\tVisit type\tVisit sequence\tIdentity number\t"
                   "Order code\tReceipt\tState\tDeadline\n"
                   "115/11\t115/11/22 15:20:03\t02 牙醫門診\t0020\tA12****789\t34004C\t"
                   "1151122000123\tAccepted\t\n");
}

static void
assert_said (char       *text,
             const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_said (void)
{
  assert_said (danbi_query_phrase_count (0, 0), "0 cases found");
  assert_said (danbi_query_phrase_count (1, 0), "1 case found");
  assert_said (danbi_query_phrase_count (12, 3), "12 cases found, 3 ticked");
  assert_said (danbi_query_phrase_queued (3, 0, 0), "3 cases are on their way.");
  assert_said (danbi_query_phrase_queued (1, 2, 0),
               "1 case is on its way. 2 are not ready to send and stay.");
  assert_said (danbi_query_phrase_queued (500, 1, 20),
               "500 cases are on their way. 1 is not ready to send and stays. The other 20 do not go "
               "into one batch; send them after it.");
  assert_said (danbi_query_phrase_queued (0, 1, 0),
               "This case is not ready to send. Open it to see what is missing.");
  assert_said (danbi_query_phrase_queued (0, 2, 0),
               "None of these cases is ready to send. Open one to see what is missing.");
  assert_said (danbi_query_phrase_copied (1, 0), "1 case copied.");
  assert_said (danbi_query_phrase_copied (2000, 5),
               "2000 cases copied. The other 5 are too many at once.");
  assert_said (danbi_query_phrase_binned (2), "2 cases are in the bin.");
  assert_said (danbi_query_phrase_erase (1),
               "Delete 1 case and its images for good? That cannot be undone.");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  rulebook = danbi_test_rulebook_load ();
  g_test_add_func ("/danbi/app/query-phrases/cells_are_those_of_the_vpn_list", test_cells);
  g_test_add_func ("/danbi/app/query-phrases/the_countdown_is_short", test_deadline);
  g_test_add_func ("/danbi/app/query-phrases/the_bin_says_how_long_it_keeps_a_case", test_bin);
  g_test_add_func ("/danbi/app/query-phrases/a_row_is_read_out_with_its_titles", test_row);
  g_test_add_func ("/danbi/app/query-phrases/a_table_is_copied_masked", test_table);
  g_test_add_func ("/danbi/app/query-phrases/what_was_done_is_said_with_what_was_not", test_said);
  status = g_test_run ();
  danbi_rulebook_unref (rulebook);
  return status;
}
