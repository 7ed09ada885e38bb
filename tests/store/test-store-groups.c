/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the ranges of the list: how many cases each has, and when that changes by itself. */
#include "config.h"

#include "danbi-clock.h"
#include "store-fixture.h"

#define HOUR_S 3600
#define NEVER G_MININT64

/* Saves a case that earns all points until @after_s seconds after now, and half of them for two more
 * days. NEVER: the clock has not started. */
static void
save (StoreFixture *fixture,
      DanbiState    state,
      gint64        after_s)
{
  gboolean started = after_s != NEVER;
  DanbiDeadline deadline = {
    .full_until_s = started ? FIXTURE_NOW_S + after_s : 0,
    .half_until_s = started ? FIXTURE_NOW_S + after_s + 48 * HOUR_S : 0,
  };
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");
  g_autoptr (GError) error = NULL;

  danbi_case_set_state (item, state);
  danbi_store_save_case (fixture->store, item, &deadline, &error);
  g_assert_no_error (error);
}

/* The clock runs on; what is asked of one second is asked again where it did not last. */
static void
count_at (StoreFixture *fixture,
          gint64        now_s,
          guint        *counts,
          gint64       *end_s)
{
  g_autoptr (GError) error = NULL;

  do
    {
      danbi_clock_set_now_s (now_s);
      danbi_store_count_groups (fixture->store, counts, &error);
      g_assert_no_error (error);
      danbi_store_get_next_end (fixture->store, end_s, &error);
      g_assert_no_error (error);
    }
  while (danbi_clock_now_s () != now_s);
}

static void
assert_counts (StoreFixture *fixture,
               gint64        now_s,
               const guint   expected[DANBI_N_URGENCIES],
               gint64        end_s)
{
  guint counts[DANBI_N_URGENCIES];
  gint64 end;

  count_at (fixture, now_s, counts, &end);
  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    g_assert_cmpuint (counts[i], ==, expected[i]);
  g_assert_cmpint (end, ==, end_s);
}

static void
test_an_empty_store_has_nothing_to_lose (StoreFixture *fixture,
                                         gconstpointer data)
{
  assert_counts (fixture, FIXTURE_NOW_S, (const guint[]) { 0, 0, 0, 0, 0 }, 0);
}

static void
test_each_case_is_counted_once (StoreFixture *fixture,
                                gconstpointer data)
{
  static const struct
  {
    DanbiState state;
    gint64 after_s;
  } cases[] = {
    { DANBI_STATE_DRAFT, 0 },                   /* the last second of all points */
    { DANBI_STATE_UNKNOWN, HOUR_S },
    { DANBI_STATE_SENT, 24 * HOUR_S },
    { DANBI_STATE_READY, -1 },
    { DANBI_STATE_REJECTED, -48 * HOUR_S },     /* the last second of half of them */
    { DANBI_STATE_DRAFT, NEVER },
    { DANBI_STATE_DRAFT, -48 * HOUR_S - 1 },
    { DANBI_STATE_SENDING, -480 * HOUR_S },
    { DANBI_STATE_DRAFT, -481 * HOUR_S },
    { DANBI_STATE_ACCEPTED, HOUR_S },
    { DANBI_STATE_ACCEPTED, -480 * HOUR_S },
    { DANBI_STATE_ACCEPTED, NEVER },
    { DANBI_STATE_ACCEPTED, -HOUR_S },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    save (fixture, cases[i].state, cases[i].after_s);
  assert_counts (fixture, FIXTURE_NOW_S, (const guint[]) { 3, 2, 1, 3, 4 }, FIXTURE_NOW_S);
}

static void
test_cases_move_on_as_time_passes (StoreFixture *fixture,
                                   gconstpointer data)
{
  gint64 first_s = FIXTURE_NOW_S + HOUR_S;
  gint64 second_s = FIXTURE_NOW_S + 3 * HOUR_S;

  save (fixture, DANBI_STATE_DRAFT, HOUR_S);
  save (fixture, DANBI_STATE_READY, 3 * HOUR_S);
  save (fixture, DANBI_STATE_ACCEPTED, 2 * HOUR_S); /* what it loses is nobody's concern */
  assert_counts (fixture, first_s, (const guint[]) { 2, 0, 0, 0, 1 }, first_s);
  assert_counts (fixture, first_s + 1, (const guint[]) { 1, 1, 0, 0, 1 }, second_s);
  assert_counts (fixture, second_s + 1, (const guint[]) { 0, 2, 0, 0, 1 },
                 first_s + 48 * HOUR_S);
  assert_counts (fixture, first_s + 48 * HOUR_S + 1, (const guint[]) { 0, 1, 0, 1, 1 },
                 second_s + 48 * HOUR_S);
  assert_counts (fixture, second_s + 48 * HOUR_S + 1, (const guint[]) { 0, 0, 0, 2, 1 }, 0);
}

static void
test_what_is_in_the_bin_is_in_no_group (StoreFixture *fixture,
                                        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  danbi_clock_set_now_s (FIXTURE_NOW_S);
  save (fixture, DANBI_STATE_DRAFT, HOUR_S);
  save (fixture, DANBI_STATE_DRAFT, 2 * HOUR_S);
  danbi_store_bin_case (fixture->store, 1, &error);
  g_assert_no_error (error);
  assert_counts (fixture, FIXTURE_NOW_S, (const guint[]) { 1, 0, 0, 0, 0 },
                 FIXTURE_NOW_S + 2 * HOUR_S);
  danbi_store_restore_case (fixture->store, 1, &error);
  g_assert_no_error (error);
  assert_counts (fixture, FIXTURE_NOW_S, (const guint[]) { 2, 0, 0, 0, 0 },
                 FIXTURE_NOW_S + HOUR_S);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  store_fixture_add ("/danbi/store/store-groups/an_empty_store_has_nothing_to_lose",
                     test_an_empty_store_has_nothing_to_lose);
  store_fixture_add ("/danbi/store/store-groups/each_case_is_counted_once",
                     test_each_case_is_counted_once);
  store_fixture_add ("/danbi/store/store-groups/cases_move_on_as_time_passes",
                     test_cases_move_on_as_time_passes);
  store_fixture_add ("/danbi/store/store-groups/what_is_in_the_bin_is_in_no_group",
                     test_what_is_in_the_bin_is_in_no_group);
  return g_test_run ();
}
