/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of remembered values. */
#include "config.h"

#include "danbi-clock.h"
#include "store-fixture.h"

#define DAY_S 86400

static void
remember (StoreFixture *fixture,
          const char   *order_code,
          const char   *site)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  g_autoptr (GError) error = NULL;

  danbi_record_set (record, DANBI_FIELD_ORDER_CODE, order_code);
  danbi_record_set (record, DANBI_FIELD_SITE, site);
  danbi_store_remember (fixture->store, record, &error);
  g_assert_no_error (error);
}

static void
assert_frequent (StoreFixture *fixture,
                 DanbiField    field,
                 guint         limit,
                 const char   *expected)
{
  g_auto (GStrv) values = danbi_store_dup_frequent_values (fixture->store, field, limit, NULL);
  g_autofree char *joined = g_strjoinv (" ", values);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_only_five_fields_are_remembered (StoreFixture *fixture,
                                      gconstpointer data)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  guint n = 0;

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    danbi_record_set (record, field, danbi_field_get_key (field));
  g_assert_true (danbi_store_remember (fixture->store, record, NULL));
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autofree char *value = danbi_store_dup_last_value (fixture->store, field, NULL);
      gboolean known = field == DANBI_FIELD_PROVIDER_ID || field == DANBI_FIELD_PROVIDER_TYPE
                       || field == DANBI_FIELD_VISIT_TYPE || field == DANBI_FIELD_ORDER_CODE
                       || field == DANBI_FIELD_SITE;

      g_assert_cmpstr (value, ==, known ? danbi_field_get_key (field) : "");
      n += known;
    }
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM remembered"), ==, n);
}

static void
test_the_last_value_is_the_last (StoreFixture *fixture,
                                 gconstpointer data)
{
  g_autofree char *value = NULL;

  remember (fixture, "34004C", "");
  remember (fixture, "33070B", "");
  remember (fixture, "34004C", "");
  value = danbi_store_dup_last_value (fixture->store, DANBI_FIELD_ORDER_CODE, NULL);
  g_assert_cmpstr (value, ==, "34004C");
}

static void
test_often_goes_before_once (StoreFixture *fixture,
                             gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    remember (fixture, "OFTEN", "");
  remember (fixture, "ONCE", "");
  assert_frequent (fixture, DANBI_FIELD_ORDER_CODE, 10, "OFTEN ONCE");
  assert_frequent (fixture, DANBI_FIELD_ORDER_CODE, 1, "OFTEN");
  assert_frequent (fixture, DANBI_FIELD_VISIT_TYPE, 10, "");
}

/* Five uses are worth less than two after four weeks, in which they halve twice. */
static void
test_what_was_often_is_forgotten (StoreFixture *fixture,
                                  gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    remember (fixture, "OLD", "");
  danbi_clock_set_now_s (FIXTURE_NOW_S + 28 * DAY_S);
  remember (fixture, "NEW", "");
  assert_frequent (fixture, DANBI_FIELD_ORDER_CODE, 10, "OLD NEW");
  remember (fixture, "NEW", "");
  assert_frequent (fixture, DANBI_FIELD_ORDER_CODE, 10, "NEW OLD");
}

static void
test_equals_go_by_the_last_use (StoreFixture *fixture,
                                gconstpointer data)
{
  remember (fixture, "A", "");
  remember (fixture, "B", "");
  assert_frequent (fixture, DANBI_FIELD_ORDER_CODE, 10, "B A");
}

static void
test_sites_go_with_their_order_code (StoreFixture *fixture,
                                     gconstpointer data)
{
  static const struct
  {
    const char *order_code;
    const char *site;
  } last[] = { { "34004C", "11" }, { "33070B", "A" }, { "00000A", "" } };

  remember (fixture, "34004C", "FM");
  remember (fixture, "33070B", "A");
  remember (fixture, "34004C", "11");
  remember (fixture, "34004C", "");
  for (guint i = 0; i < G_N_ELEMENTS (last); i++)
    {
      g_autofree char *site = danbi_store_dup_last_site (fixture->store, last[i].order_code, NULL);

      g_assert_cmpstr (site, ==, last[i].site);
    }
  assert_frequent (fixture, DANBI_FIELD_SITE, 10, "11 A FM");
}

#define ADD(name) store_fixture_add ("/danbi/store/store-memory/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (only_five_fields_are_remembered);
  ADD (the_last_value_is_the_last);
  ADD (often_goes_before_once);
  ADD (what_was_often_is_forgotten);
  ADD (equals_go_by_the_last_use);
  ADD (sites_go_with_their_order_code);
  return g_test_run ();
}
