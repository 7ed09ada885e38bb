/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-record.h"
#include "danbi-test-rulebook.h"

static void
test_new_record_is_empty (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    g_assert_cmpstr (danbi_record_get (record, field), ==, "");
}

static void
test_values_are_kept_and_replaced (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  danbi_record_set (record, DANBI_FIELD_SITE, "FM");
  danbi_record_set (record, DANBI_FIELD_SITE, "11");
  danbi_record_take (record, DANBI_FIELD_ORDER_CODE, g_strdup ("34004C"));
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_SITE), ==, "11");
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_ORDER_CODE), ==, "34004C");

  danbi_record_set (record, DANBI_FIELD_SITE, NULL);
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_SITE), ==, "");
}

static void
test_value_may_be_set_to_itself (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  danbi_record_set (record, DANBI_FIELD_SITE, "NJ");
  danbi_record_set (record, DANBI_FIELD_SITE, danbi_record_get (record, DANBI_FIELD_SITE));
  g_assert_cmpstr (danbi_record_get (record, DANBI_FIELD_SITE), ==, "NJ");
}

static void
test_copy_stands_by_itself (void)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  g_autoptr (DanbiRecord) copy = danbi_record_copy (record);

  g_assert_true (danbi_record_same_text (record, copy));
  danbi_record_set (record, DANBI_FIELD_PATIENT_ID, "");
  g_assert_cmpstr (danbi_record_get (copy, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
}

static void
test_visit_is_provider_card_time_and_patient (void)
{
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autoptr (DanbiRecord) a = danbi_test_record_new ();
      g_autoptr (DanbiRecord) b = danbi_record_copy (a);
      gboolean tells = field == DANBI_FIELD_PROVIDER_ID || field == DANBI_FIELD_CARD_TIME
                       || field == DANBI_FIELD_PATIENT_ID;

      danbi_record_set (b, field, "other");
      g_assert_cmpint (danbi_record_same_visit (a, b), ==, !tells);
      danbi_record_set (a, field, "");
      danbi_record_set (b, field, "");
      g_assert_cmpint (danbi_record_same_visit (a, b), ==, !tells);
    }
}

static void
test_text_is_all_but_the_archive_name (void)
{
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autoptr (DanbiRecord) a = danbi_test_record_new ();
      g_autoptr (DanbiRecord) b = danbi_record_copy (a);

      danbi_record_set (b, field, "other");
      g_assert_cmpint (danbi_record_same_text (a, b), ==, field == DANBI_FIELD_ARCHIVE_NAME);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/domain/record/new_record_is_empty", test_new_record_is_empty);
  g_test_add_func ("/danbi/domain/record/values_are_kept_and_replaced",
                   test_values_are_kept_and_replaced);
  g_test_add_func ("/danbi/domain/record/value_may_be_set_to_itself",
                   test_value_may_be_set_to_itself);
  g_test_add_func ("/danbi/domain/record/copy_stands_by_itself", test_copy_stands_by_itself);
  g_test_add_func ("/danbi/domain/record/visit_is_provider_card_time_and_patient",
                   test_visit_is_provider_card_time_and_patient);
  g_test_add_func ("/danbi/domain/record/text_is_all_but_the_archive_name",
                   test_text_is_all_but_the_archive_name);
  return g_test_run ();
}
