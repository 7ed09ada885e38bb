/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the list of cases: its order at one moment, its pages, and what belongs to a visit. */
#include "config.h"

#include "danbi-clock.h"
#include "store-fixture.h"

#define HOUR_S 3600
#define NEVER G_MININT64

/* Cases in the order in which they must appear, @after_s being the end of all points in seconds
 * after now, and half of them two days later. NEVER: the clock has not started. */
static const struct
{
  const char *name;
  DanbiState state;
  gint64 after_s;
} urgent[] = {
  { "the last second of all points", DANBI_STATE_DRAFT, 0 },
  { "one second of them left", DANBI_STATE_UNKNOWN, 1 },
  { "an hour of them left", DANBI_STATE_REJECTED, HOUR_S },
  { "a day of them left", DANBI_STATE_SENT, 24 * HOUR_S },
  { "the last second of half", DANBI_STATE_READY, -48 * HOUR_S },
  { "one second of half left", DANBI_STATE_SENDING, -48 * HOUR_S + 1 },
  { "all points lost a second ago", DANBI_STATE_DRAFT, -1 },
  { "a newer one without times", DANBI_STATE_DRAFT, NEVER },
  { "an older one without times", DANBI_STATE_DRAFT, NEVER },
  { "half lost a second ago", DANBI_STATE_DRAFT, -48 * HOUR_S - 1 },
  { "half lost long ago", DANBI_STATE_DRAFT, -480 * HOUR_S },
  { "newer, accepted with an hour left", DANBI_STATE_ACCEPTED, HOUR_S },
  { "older, accepted long ago", DANBI_STATE_ACCEPTED, -480 * HOUR_S },
};

static void
save_urgent (StoreFixture *fixture,
             guint         i)
{
  gboolean started = urgent[i].after_s != NEVER;
  DanbiDeadline deadline = {
    .full_until_s = started ? FIXTURE_NOW_S + urgent[i].after_s : 0,
    .half_until_s = started ? FIXTURE_NOW_S + urgent[i].after_s + 48 * HOUR_S : 0,
  };
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");
  g_autoptr (GError) error = NULL;

  danbi_case_set_value (item, DANBI_FIELD_SITE, urgent[i].name, DANBI_ORIGIN_TYPED);
  danbi_case_set_state (item, urgent[i].state);
  danbi_store_save_case (fixture->store, item, &deadline, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list (StoreFixture  *fixture,
      DanbiCaseOrder order,
      guint          offset,
      guint          limit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *page = danbi_store_list_cases (fixture->store, order, offset, limit, &error);

  g_assert_no_error (error);
  return page;
}

/* The clock runs on; what is asked of one second is asked again where it did not last. */
static GPtrArray *
list_at (StoreFixture *fixture,
         gint64        now_s)
{
  GPtrArray *page;

  for (;;)
    {
      danbi_clock_set_now_s (now_s);
      page = list (fixture, DANBI_CASE_ORDER_URGENT, 0, 100);
      if (danbi_clock_now_s () == now_s)
        return page;
      g_ptr_array_unref (page);
    }
}

static const char *
get_name (GPtrArray *page,
          guint      i)
{
  const DanbiCaseSummary *summary = g_ptr_array_index (page, i);

  return danbi_record_get (summary->record, DANBI_FIELD_SITE);
}

static void
test_the_most_urgent_come_first (StoreFixture *fixture,
                                 gconstpointer data)
{
  g_autoptr (GPtrArray) page = NULL;

  /* The last first, so that the order of the ids is the opposite of what is wanted but where the
   * newer is to come first. */
  for (guint i = G_N_ELEMENTS (urgent); i > 0; i--)
    save_urgent (fixture, i - 1);
  page = list_at (fixture, FIXTURE_NOW_S);
  g_assert_cmpuint (page->len, ==, G_N_ELEMENTS (urgent));
  for (guint i = 0; i < page->len; i++)
    g_assert_cmpstr (get_name (page, i), ==, urgent[i].name);
}

static void
test_urgency_follows_the_clock (StoreFixture *fixture,
                                gconstpointer data)
{
  g_autoptr (GPtrArray) page = NULL;

  save_urgent (fixture, 2); /* an hour of all points left */
  save_urgent (fixture, 6); /* half for almost two days */
  page = list_at (fixture, FIXTURE_NOW_S + HOUR_S);
  g_assert_cmpstr (get_name (page, 0), ==, urgent[2].name);
  g_clear_pointer (&page, g_ptr_array_unref);
  page = list_at (fixture, FIXTURE_NOW_S + HOUR_S + 1);
  g_assert_cmpstr (get_name (page, 0), ==, urgent[6].name);
}

static void
test_pages_join_without_a_gap (StoreFixture *fixture,
                               gconstpointer data)
{
  DanbiCaseOrder order = GPOINTER_TO_INT (data);
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (urgent); i++)
    save_urgent (fixture, i);
  /* No limit falls into the seconds that this takes. */
  danbi_clock_set_now_s (FIXTURE_NOW_S + HOUR_S / 2);
  all = list (fixture, order, 0, 100);
  for (guint limit = 1; limit <= 4; limit++)
    for (guint offset = 0; offset <= all->len; offset++)
      {
        g_autoptr (GPtrArray) page = list (fixture, order, offset, limit);

        g_assert_cmpuint (page->len, ==, MIN (limit, all->len - offset));
        for (guint i = 0; i < page->len; i++)
          g_assert_cmpstr (get_name (page, i), ==, get_name (all, offset + i));
      }
}

static void
test_the_newest_come_first (StoreFixture *fixture,
                            gconstpointer data)
{
  g_autoptr (GPtrArray) page = NULL;

  for (guint i = 0; i < 5; i++)
    save_urgent (fixture, i);
  page = list (fixture, DANBI_CASE_ORDER_NEWEST, 1, 2);
  g_assert_cmpuint (page->len, ==, 2);
  g_assert_cmpint (((DanbiCaseSummary *) g_ptr_array_index (page, 0))->id, ==, 4);
  g_assert_cmpint (((DanbiCaseSummary *) g_ptr_array_index (page, 1))->id, ==, 3);
}

static void
test_a_summary_tells_what_the_list_shows (StoreFixture *fixture,
                                          gconstpointer data)
{
  static const char *const files[] = { "A", "B", NULL };
  DanbiDeadline deadline = { .full_until_s = 11, .half_until_s = 22 };
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) page = NULL;
  g_autofree char *set = NULL;
  DanbiCaseSummary *summary;

  g_ptr_array_add (findings, danbi_finding_new (DANBI_REASON_PATIENT_ID_CHECKSUM,
                                                DANBI_FIELD_PATIENT_ID, NULL, NULL, NULL));
  danbi_case_take_findings (item, g_steal_pointer (&findings));
  danbi_case_set_receipt (item, "R-1");
  g_assert_true (danbi_store_save_case (fixture->store, item, &deadline, NULL));
  set = store_fixture_give_images (fixture, 1, files);

  page = list (fixture, DANBI_CASE_ORDER_URGENT, 0, 10);
  summary = g_ptr_array_index (page, 0);
  g_assert_cmpint (summary->id, ==, 1);
  g_assert_cmpint (summary->state, ==, DANBI_STATE_DRAFT);
  g_assert_cmpuint (summary->n_images, ==, 2);
  g_assert_cmpuint (summary->n_blocking, ==, 1);
  g_assert_cmpint (summary->full_until_s, ==, 11);
  g_assert_cmpint (summary->half_until_s, ==, 22);
  store_fixture_assert_soon_after (summary->saved_s, FIXTURE_NOW_S);
  g_assert_cmpstr (summary->receipt, ==, "R-1");
  g_assert_cmpstr (danbi_record_get (summary->record, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
}

static void
set_visit (DanbiRecord *record,
           const char  *provider,
           const char  *card_time,
           const char  *patient)
{
  danbi_record_set (record, DANBI_FIELD_PROVIDER_ID, provider);
  danbi_record_set (record, DANBI_FIELD_CARD_TIME, card_time);
  danbi_record_set (record, DANBI_FIELD_PATIENT_ID, patient);
}

static void
test_a_visit_is_provider_card_time_and_patient (StoreFixture *fixture,
                                                gconstpointer data)
{
  static const struct
  {
    const char *provider;
    const char *card_time;
    const char *patient;
    gint64 except_id;
    guint n;
  } visits[] = {
    { "1234567890", "1151122152003", "A123456789", 0, 2 },
    { "1234567890", "1151122152003", "A123456789", 1, 1 },
    { "1234567890", "1151122152003", "F131104093", 0, 1 },
    { "1234567891", "1151122152003", "A123456789", 0, 0 },
    { "1234567890", "1151122152004", "A123456789", 0, 0 },
    { "1234567890", "1151122152003", "", 0, 0 },
    { "", "", "", 0, 0 },
  };

  store_fixture_save_new (fixture, "A123456789");
  store_fixture_save_new (fixture, "A123456789");
  store_fixture_save_new (fixture, "F131104093");
  store_fixture_save_new (fixture, "");
  for (guint i = 0; i < G_N_ELEMENTS (visits); i++)
    {
      g_autoptr (DanbiRecord) record = danbi_record_new ();
      g_autoptr (GPtrArray) others = NULL;

      set_visit (record, visits[i].provider, visits[i].card_time, visits[i].patient);
      others = danbi_store_dup_visit (fixture->store, record, visits[i].except_id, NULL);
      g_assert_cmpuint (others->len, ==, visits[i].n);
      for (guint j = 0; j < others->len; j++)
        g_assert_true (danbi_record_same_visit (record, g_ptr_array_index (others, j)));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  store_fixture_add ("/danbi/store/store-list/the_most_urgent_come_first",
                     test_the_most_urgent_come_first);
  store_fixture_add ("/danbi/store/store-list/urgency_follows_the_clock",
                     test_urgency_follows_the_clock);
  g_test_add ("/danbi/store/store-list/urgent_pages_join_without_a_gap", StoreFixture,
              GINT_TO_POINTER (DANBI_CASE_ORDER_URGENT), store_fixture_set_up,
              test_pages_join_without_a_gap, store_fixture_tear_down);
  g_test_add ("/danbi/store/store-list/newest_pages_join_without_a_gap", StoreFixture,
              GINT_TO_POINTER (DANBI_CASE_ORDER_NEWEST), store_fixture_set_up,
              test_pages_join_without_a_gap, store_fixture_tear_down);
  store_fixture_add ("/danbi/store/store-list/the_newest_come_first", test_the_newest_come_first);
  store_fixture_add ("/danbi/store/store-list/a_summary_tells_what_the_list_shows",
                     test_a_summary_tells_what_the_list_shows);
  store_fixture_add ("/danbi/store/store-list/a_visit_is_provider_card_time_and_patient",
                     test_a_visit_is_provider_card_time_and_patient);
  return g_test_run ();
}
