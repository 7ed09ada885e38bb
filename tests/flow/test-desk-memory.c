/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a clinic usually enters: remembered, forgotten, said by itself, kept as templates. */
#include "config.h"

#include "danbi-desk-private.h"
#include "flow-test.h"

static void
remember (FlowTest   *test,
          const char *order_code,
          const char *site,
          const char *visit_type)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  danbi_record_set (record, DANBI_FIELD_PROVIDER_ID, "3501200007");
  danbi_record_set (record, DANBI_FIELD_PROVIDER_TYPE, "14");
  danbi_record_set (record, DANBI_FIELD_ORDER_CODE, order_code);
  danbi_record_set (record, DANBI_FIELD_SITE, site);
  danbi_record_set (record, DANBI_FIELD_VISIT_TYPE, visit_type);
  danbi_record_set (record, DANBI_FIELD_PATIENT_ID, "A123456789");
  g_assert_true (danbi_store_remember (danbi_desk_get_store (test->desk), record, NULL));
  danbi_desk_reload_memories (test->desk);
}

static void
assert_suggestions (FlowTest   *test,
                    DanbiCase  *item,
                    DanbiField  field,
                    const char *expected)
{
  g_auto (GStrv) values = danbi_desk_dup_suggestions (test->desk, item, field);
  g_autofree char *joined = g_strjoinv (" ", values);

  g_assert_cmpstr (joined, ==, expected);
}

static void
assert_value (DanbiCase  *item,
              DanbiField  field,
              const char *value,
              gboolean    confirmed)
{
  g_assert_cmpstr (danbi_case_get_value (item, field), ==, value);
  g_assert_cmpint (danbi_case_needs_confirmation (item, field), ==, *value && !confirmed);
}

/* What was written later is on disk. */
static void
wait_for_writer (FlowTest *test)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();

  flow_test_save (test, item);
}

static void
test_an_order_code_brings_what_was_used_with_it (FlowTest     *test,
                                                 gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;

  remember (test, "33070B", "A", "04");
  remember (test, "34004C", "FM", "02");
  item = danbi_desk_new_case (test->desk);
  assert_value (item, DANBI_FIELD_PROVIDER_ID, "3501200007", TRUE);
  assert_value (item, DANBI_FIELD_VISIT_TYPE, "02", FALSE);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "33070b");
  assert_value (item, DANBI_FIELD_SITE, "A", FALSE);
  assert_value (item, DANBI_FIELD_VISIT_TYPE, "04", FALSE);
  assert_suggestions (test, item, DANBI_FIELD_SITE, "A");
  assert_suggestions (test, item, DANBI_FIELD_VISIT_TYPE, "04 02");
}

static void
test_a_proposed_site_goes_with_its_order_code (FlowTest     *test,
                                               gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;

  remember (test, "34004C", "FM", "02");
  item = danbi_desk_new_case (test->desk);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004C");
  assert_value (item, DANBI_FIELD_SITE, "FM", FALSE);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "33070B");
  assert_value (item, DANBI_FIELD_SITE, "", FALSE);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_SITE, "A");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004C");
  assert_value (item, DANBI_FIELD_SITE, "A", TRUE);
}

static void
test_what_is_forgotten_is_not_offered (FlowTest     *test,
                                       gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  remember (test, "34004C", "FM", "02");
  remember (test, "34004X", "11", "02");
  assert_suggestions (test, item, DANBI_FIELD_ORDER_CODE, "34004X 34004C");
  g_assert_true (danbi_desk_forget (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004X"));
  g_assert_false (danbi_desk_forget (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004X"));
  assert_suggestions (test, item, DANBI_FIELD_ORDER_CODE, "34004C");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004X");
  assert_value (item, DANBI_FIELD_SITE, "", FALSE);

  wait_for_writer (test);
  flow_test_reopen (test);
  assert_suggestions (test, item, DANBI_FIELD_ORDER_CODE, "34004C");
}

static void
test_what_is_forgotten_comes_back (FlowTest     *test,
                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  remember (test, "34004C", "FM", "02");
  remember (test, "34004C", "FM", "02");
  remember (test, "33070B", "A", "02");
  danbi_desk_forget (test->desk, item, DANBI_FIELD_ORDER_CODE, "33070B");
  danbi_desk_forget (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004C");
  assert_suggestions (test, item, DANBI_FIELD_ORDER_CODE, "");
  g_assert_true (danbi_desk_recall (test->desk));
  assert_suggestions (test, item, DANBI_FIELD_ORDER_CODE, "34004C");
  g_assert_true (danbi_desk_recall (test->desk));
  assert_suggestions (test, item, DANBI_FIELD_ORDER_CODE, "34004C 33070B");
  g_assert_false (danbi_desk_recall (test->desk));

  wait_for_writer (test);
  flow_test_reopen (test);
  assert_suggestions (test, item, DANBI_FIELD_ORDER_CODE, "34004C 33070B");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004C");
  assert_value (item, DANBI_FIELD_SITE, "FM", FALSE);
}

static void
test_the_clinics_own_codes_need_no_confirmation (FlowTest     *test,
                                                 gconstpointer data)
{
  g_autoptr (DanbiCase) open = NULL;
  g_autoptr (DanbiCase) item = NULL;

  remember (test, "34004C", "FM", "04");
  open = danbi_desk_new_case (test->desk);
  danbi_desk_enter (test->desk, open, DANBI_FIELD_PROVIDER_TYPE, "11");
  danbi_desk_set_clinic (test->desk, "1101100011", "14", "02");
  item = danbi_desk_new_case (test->desk);
  assert_value (item, DANBI_FIELD_PROVIDER_ID, "1101100011", TRUE);
  assert_value (item, DANBI_FIELD_PROVIDER_TYPE, "14", TRUE);
  assert_value (item, DANBI_FIELD_VISIT_TYPE, "02", TRUE);

  /* The case that was open when the clinic said so keeps what was typed. */
  danbi_desk_offer_clinic (test->desk, open);
  assert_value (open, DANBI_FIELD_PROVIDER_TYPE, "11", TRUE);
  assert_value (open, DANBI_FIELD_VISIT_TYPE, "02", TRUE);
}

static void
test_a_number_that_is_taken_is_proposed_anew (FlowTest     *test,
                                              gconstpointer data)
{
  g_autoptr (DanbiCase) first = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiCase) second = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiCase) third = NULL;

  flow_test_fill (test, first);
  flow_test_save (test, first);
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    if (field != DANBI_FIELD_REPORT_SEQ)
      danbi_case_set_value (second, field, danbi_case_get_value (first, field),
                            DANBI_ORIGIN_TYPED);
  g_assert_cmpstr (danbi_case_get_value (second, DANBI_FIELD_REPORT_SEQ), ==, "1");
  flow_test_save (test, second);
  assert_value (second, DANBI_FIELD_REPORT_SEQ, "2", FALSE);
  third = danbi_desk_next_order (test->desk, second);
  assert_value (third, DANBI_FIELD_REPORT_SEQ, "3", FALSE);
  danbi_desk_enter (test->desk, third, DANBI_FIELD_REPORT_SEQ, "2");
  flow_test_save (test, third);
  assert_value (third, DANBI_FIELD_REPORT_SEQ, "2", TRUE);
}

static void
count_cb (DanbiDesk *desk,
          guint     *n)
{
  (*n)++;
}

static void
test_a_template_fills_a_case_of_nobody (FlowTest     *test,
                                        gconstpointer data)
{
  g_autoptr (DanbiCase) first = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (GPtrArray) templates
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_template_free);
  guint n_changes = 0;

  g_signal_connect (test->desk, "templates-changed", G_CALLBACK (count_cb), &n_changes);
  flow_test_fill (test, first);
  g_assert_false (danbi_desk_takes_template (test->desk, first));
  g_ptr_array_add (templates, danbi_template_new_from_case (first));
  danbi_desk_set_templates (test->desk, templates);
  g_assert_cmpuint (n_changes, ==, 1);
  wait_for_writer (test);
  flow_test_reopen (test);

  g_assert_cmpuint (danbi_desk_get_templates (test->desk)->len, ==, 1);
  item = danbi_desk_new_case (test->desk);
  g_assert_true (danbi_desk_takes_template (test->desk, item));
  danbi_desk_use_template (test->desk, item,
                           g_ptr_array_index (danbi_desk_get_templates (test->desk), 0));
  assert_value (item, DANBI_FIELD_ORDER_CODE,
                danbi_case_get_value (first, DANBI_FIELD_ORDER_CODE), TRUE);
  assert_value (item, DANBI_FIELD_SITE, danbi_case_get_value (first, DANBI_FIELD_SITE), TRUE);
  assert_value (item, DANBI_FIELD_PATIENT_ID, "", TRUE);
  assert_value (item, DANBI_FIELD_CARD_TIME, "", TRUE);
  assert_value (item, DANBI_FIELD_VISIT_SEQ, "", TRUE);
  g_assert_false (danbi_desk_takes_template (test->desk, item));
}

static void
test_there_are_as_many_templates_as_keys (FlowTest     *test,
                                          gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (GPtrArray) templates
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_template_free);

  for (guint i = 0; i < DANBI_MAX_TEMPLATES + 1; i++)
    g_ptr_array_add (templates, danbi_template_new_from_case (item));
  danbi_desk_set_templates (test->desk, templates);
  g_assert_cmpuint (danbi_desk_get_templates (test->desk)->len, ==, DANBI_MAX_TEMPLATES);
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/desk-memory/" #name, FlowTest, NULL, flow_test_set_up, test_##name,    \
              flow_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (an_order_code_brings_what_was_used_with_it);
  ADD (a_proposed_site_goes_with_its_order_code);
  ADD (what_is_forgotten_is_not_offered);
  ADD (what_is_forgotten_comes_back);
  ADD (the_clinics_own_codes_need_no_confirmation);
  ADD (a_number_that_is_taken_is_proposed_anew);
  ADD (a_template_fills_a_case_of_nobody);
  ADD (there_are_as_many_templates_as_keys);
  return g_test_run ();
}
