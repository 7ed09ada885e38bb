/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patients who were here before: found by what is typed, taken by a choice and by nothing else. */
#include "config.h"

#include "danbi-desk-private.h"
#include "flow-test.h"

static void
save_patient (FlowTest   *test,
              const char *id,
              const char *birth_date)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, id);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_BIRTH_DATE, birth_date);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_TIME, "1110812152003");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_VISIT_SEQ, "20");
  flow_test_save (test, item);
}

static void
save_patients (FlowTest *test)
{
  save_patient (test, "F131104093", "075/1/15");
  save_patient (test, "A123456789", "075/1/15");
  save_patient (test, "A900207177", "1999-12-31");
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GPtrArray *
find (FlowTest     *test,
      DanbiCase    *item,
      DanbiField    field,
      const char   *typed,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_find_patients_async (test->desk, item, field, typed, cancellable, keep_result_cb,
                                  &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return danbi_desk_find_patients_finish (test->desk, result, error);
}

static void
assert_found (FlowTest   *test,
              DanbiCase  *item,
              DanbiField  field,
              const char *typed,
              const char *expected)
{
  g_autoptr (GPtrArray) found = find (test, item, field, typed, NULL, NULL);
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (numbers, "%s ",
                            ((DanbiPatient *) g_ptr_array_index (found, i))->patient_id);
  g_assert_cmpstr (numbers->str, ==, expected);
}

static void
assert_nothing_known (DanbiCase *item)
{
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PATIENT_ID), ==, "");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_BIRTH_DATE), ==, "");
}

static void
test_they_are_found_by_what_is_typed (FlowTest     *test,
                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  save_patients (test);
  assert_found (test, item, DANBI_FIELD_PATIENT_ID, "", "A900207177 A123456789 F131104093 ");
  assert_found (test, item, DANBI_FIELD_PATIENT_ID, "a", "A900207177 A123456789 ");
  assert_found (test, item, DANBI_FIELD_PATIENT_ID, "Ａ１２", "A123456789 ");
  assert_found (test, item, DANBI_FIELD_BIRTH_DATE, "075/1/15", "A123456789 F131104093 ");
  assert_found (test, item, DANBI_FIELD_BIRTH_DATE, "1986-01-15", "A123456789 F131104093 ");
  assert_found (test, item, DANBI_FIELD_BIRTH_DATE, "075", "A123456789 F131104093 ");
  assert_nothing_known (item);
}

static void
test_both_fields_together_find_one (FlowTest     *test,
                                    gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  save_patients (test);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "f");
  assert_found (test, item, DANBI_FIELD_BIRTH_DATE, "075", "F131104093 ");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "f131104094");
  assert_found (test, item, DANBI_FIELD_BIRTH_DATE, "", "");
}

static void
test_only_a_choice_fills_them_in (FlowTest     *test,
                                  gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiCase) next = NULL;
  g_autoptr (GPtrArray) found = NULL;

  save_patients (test);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A1");
  found = find (test, item, DANBI_FIELD_PATIENT_ID, "A1", NULL, NULL);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PATIENT_ID), ==, "A1");

  danbi_desk_pick_patient (test->desk, item, g_ptr_array_index (found, 0));
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_BIRTH_DATE), ==, "0750115");
  g_assert_cmpint (danbi_case_get_origin (item, DANBI_FIELD_PATIENT_ID), ==, DANBI_ORIGIN_EARLIER);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_CARD_TIME), ==, "");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_VISIT_SEQ), ==, "");

  /* Whoever was picked does not hinder finding another one. */
  assert_found (test, item, DANBI_FIELD_PATIENT_ID, "A9", "A900207177 ");
  next = danbi_desk_new_case (test->desk);
  assert_nothing_known (next);
}

static void
test_where_they_came_from_is_kept (FlowTest     *test,
                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiCase) loaded = NULL;
  g_autoptr (GPtrArray) found = NULL;
  gint64 id;

  save_patients (test);
  found = find (test, item, DANBI_FIELD_PATIENT_ID, "A1", NULL, NULL);
  danbi_desk_pick_patient (test->desk, item, g_ptr_array_index (found, 0));
  flow_test_save (test, item);
  id = danbi_case_get_id (item);
  g_clear_object (&item);
  loaded = flow_test_load (test, id, NULL);
  g_assert_cmpint (danbi_case_get_origin (loaded, DANBI_FIELD_BIRTH_DATE), ==,
                   DANBI_ORIGIN_EARLIER);
  danbi_desk_enter (test->desk, loaded, DANBI_FIELD_BIRTH_DATE, "075/1/16");
  g_assert_cmpint (danbi_case_get_origin (loaded, DANBI_FIELD_BIRTH_DATE), ==, DANBI_ORIGIN_TYPED);
}

static void
test_who_typed_on_is_told_of_nobody (FlowTest     *test,
                                     gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  save_patients (test);
  g_cancellable_cancel (cancellable);
  g_assert_null (find (test, item, DANBI_FIELD_PATIENT_ID, "A1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/desk-patient/" #name, FlowTest, NULL, flow_test_set_up, test_##name,   \
              flow_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (they_are_found_by_what_is_typed);
  ADD (both_fields_together_find_one);
  ADD (only_a_choice_fills_them_in);
  ADD (where_they_came_from_is_kept);
  ADD (who_typed_on_is_told_of_nobody);
  return g_test_run ();
}
