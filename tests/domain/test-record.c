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

static void
test_a_newborn_is_another_patient_than_the_parent (void)
{
  const struct
  {
    const char *id, *birth_date, *mark;
    const char *patient;
  } cases[] = {
    { "", "", "", "" },
    { "", "1151101", "a", "" },
    { "A123456789", "", "", "A123456789" },
    { "A123456789", "1151101", "a", "A123456789 1151101a" },
    { "A123456789", "1151101", "b", "A123456789 1151101b" },
    { "A123456789", "1151101", "", "A123456789 1151101" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiRecord) record = danbi_record_new ();
      g_autofree char *patient = NULL;

      danbi_record_set (record, DANBI_FIELD_PATIENT_ID, cases[i].id);
      danbi_record_set (record, DANBI_FIELD_NEWBORN_BIRTH_DATE, cases[i].birth_date);
      danbi_record_set (record, DANBI_FIELD_NEWBORN_MARK, cases[i].mark);
      patient = danbi_record_dup_patient (record);
      g_assert_cmpstr (patient, ==, cases[i].patient);
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
  g_test_add_func ("/danbi/domain/record/newborn_is_another_patient_than_the_parent",
                   test_a_newborn_is_another_patient_than_the_parent);
  return g_test_run ();
}
