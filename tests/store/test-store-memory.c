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

/* The values of one field and order code in their order, each with a blank after it. */
static char *
dup_values (StoreFixture *fixture,
            DanbiField    field,
            const char   *order_code)
{
  g_autoptr (GPtrArray) memories = danbi_store_dup_memories (fixture->store, NULL);
  GString *values = g_string_new (NULL);

  for (guint i = 0; i < memories->len; i++)
    {
      const DanbiMemory *memory = g_ptr_array_index (memories, i);

      if (memory->field == field && g_str_equal (memory->order_code, order_code))
        g_string_append_printf (values, "%s ", memory->value);
    }
  return g_string_free (values, FALSE);
}

static void
assert_values (StoreFixture *fixture,
               DanbiField    field,
               const char   *order_code,
               const char   *expected)
{
  g_autofree char *values = dup_values (fixture, field, order_code);

  g_assert_cmpstr (values, ==, expected);
}

static void
test_only_five_fields_are_remembered (StoreFixture *fixture,
                                      gconstpointer data)
{
  static const DanbiField known[] = { DANBI_FIELD_PROVIDER_ID, DANBI_FIELD_PROVIDER_TYPE,
                                      DANBI_FIELD_VISIT_TYPE, DANBI_FIELD_ORDER_CODE,
                                      DANBI_FIELD_SITE };
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  g_autoptr (GPtrArray) memories = NULL;

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    danbi_record_set (record, field, danbi_field_get_key (field));
  g_assert_true (danbi_store_remember (fixture->store, record, NULL));
  memories = danbi_store_dup_memories (fixture->store, NULL);
  for (guint i = 0; i < memories->len; i++)
    {
      const DanbiMemory *memory = g_ptr_array_index (memories, i);
      gboolean found = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (known); j++)
        found |= memory->field == known[j];
      g_assert_true (found);
      g_assert_cmpstr (memory->value, ==, danbi_field_get_key (memory->field));
      g_assert_true (*memory->order_code == '\0'
                     || g_str_equal (memory->order_code, "order_code"));
    }
  /* The types of provider and visit both for every order and with this one. */
  g_assert_cmpuint (memories->len, ==, G_N_ELEMENTS (known) + 2);
}

static void
test_often_goes_before_once (StoreFixture *fixture,
                             gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    remember (fixture, "OFTEN", "");
  remember (fixture, "ONCE", "");
  assert_values (fixture, DANBI_FIELD_ORDER_CODE, "", "OFTEN ONCE ");
  assert_values (fixture, DANBI_FIELD_VISIT_TYPE, "", "");
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
  assert_values (fixture, DANBI_FIELD_ORDER_CODE, "", "OLD NEW ");
  remember (fixture, "NEW", "");
  assert_values (fixture, DANBI_FIELD_ORDER_CODE, "", "NEW OLD ");
}

static void
test_equals_go_by_the_last_use (StoreFixture *fixture,
                                gconstpointer data)
{
  remember (fixture, "A", "");
  remember (fixture, "B", "");
  assert_values (fixture, DANBI_FIELD_ORDER_CODE, "", "B A ");
}

/* Of each order code the value that was used last. */
static void
assert_last (StoreFixture *fixture,
             DanbiField    field,
             const char   *order_code,
             const char   *expected)
{
  g_autoptr (GPtrArray) memories = danbi_store_dup_memories (fixture->store, NULL);
  const DanbiMemory *last = NULL;

  for (guint i = 0; i < memories->len; i++)
    {
      const DanbiMemory *memory = g_ptr_array_index (memories, i);

      if (memory->field == field && g_str_equal (memory->order_code, order_code)
          && (!last || memory->turn > last->turn))
        last = memory;
    }
  g_assert_cmpstr (last ? last->value : "", ==, expected);
}

static void
test_sites_go_with_their_order_code (StoreFixture *fixture,
                                     gconstpointer data)
{
  remember (fixture, "34004C", "FM");
  remember (fixture, "33070B", "A");
  remember (fixture, "34004C", "11");
  remember (fixture, "34004C", "");
  assert_last (fixture, DANBI_FIELD_SITE, "34004C", "11");
  assert_last (fixture, DANBI_FIELD_SITE, "33070B", "A");
  assert_last (fixture, DANBI_FIELD_SITE, "00000A", "");
  assert_values (fixture, DANBI_FIELD_SITE, "34004C", "11 FM ");
  assert_values (fixture, DANBI_FIELD_SITE, "", "");
}

static void
remember_visit (StoreFixture *fixture,
                const char   *order_code,
                const char   *visit_type,
                const char   *provider_type)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  danbi_record_set (record, DANBI_FIELD_ORDER_CODE, order_code);
  danbi_record_set (record, DANBI_FIELD_VISIT_TYPE, visit_type);
  danbi_record_set (record, DANBI_FIELD_PROVIDER_TYPE, provider_type);
  g_assert_true (danbi_store_remember (fixture->store, record, NULL));
}

static void
test_visit_and_provider_type_go_with_their_order_code (StoreFixture *fixture,
                                                       gconstpointer data)
{
  remember_visit (fixture, "34004C", "02", "14");
  remember_visit (fixture, "33070B", "04", "11");
  assert_last (fixture, DANBI_FIELD_VISIT_TYPE, "34004C", "02");
  assert_last (fixture, DANBI_FIELD_PROVIDER_TYPE, "34004C", "14");
  assert_last (fixture, DANBI_FIELD_VISIT_TYPE, "33070B", "04");
  assert_last (fixture, DANBI_FIELD_VISIT_TYPE, "", "04");
}

/* What is forgotten is gone from the table, and comes back as it was. */
static void
test_what_is_forgotten_can_be_recalled (StoreFixture *fixture,
                                        gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) forgotten = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  remember (fixture, "A", "");
  remember (fixture, "B", "");
  remember (fixture, "B", "");
  remember (fixture, "C", "");
  before = danbi_store_dup_memories (fixture->store, NULL);
  g_ptr_array_add (forgotten, g_ptr_array_index (before, 0));
  danbi_store_forget (fixture->store, forgotten, &error);
  g_assert_no_error (error);
  assert_values (fixture, DANBI_FIELD_ORDER_CODE, "", "C A ");
  g_assert_cmpint (store_fixture_query (fixture,
                                        "SELECT count(*) FROM remembered WHERE value = 'B'"),
                   ==, 0);
  danbi_store_recall (fixture->store, forgotten, &error);
  g_assert_no_error (error);
  assert_values (fixture, DANBI_FIELD_ORDER_CODE, "", "B C A ");
}

static void
test_what_was_used_again_is_not_undone (StoreFixture *fixture,
                                        gconstpointer data)
{
  g_autoptr (GPtrArray) forgotten = NULL;

  remember (fixture, "A", "");
  remember (fixture, "A", "");
  forgotten = danbi_store_dup_memories (fixture->store, NULL);
  g_assert_true (danbi_store_forget (fixture->store, forgotten, NULL));
  remember (fixture, "A", "");
  g_assert_true (danbi_store_recall (fixture->store, forgotten, NULL));
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM remembered"), ==, 1);
}

#define ADD(name) store_fixture_add ("/danbi/store/store-memory/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (only_five_fields_are_remembered);
  ADD (often_goes_before_once);
  ADD (what_was_often_is_forgotten);
  ADD (equals_go_by_the_last_use);
  ADD (sites_go_with_their_order_code);
  ADD (visit_and_provider_type_go_with_their_order_code);
  ADD (what_is_forgotten_can_be_recalled);
  ADD (what_was_used_again_is_not_undone);
  return g_test_run ();
}
