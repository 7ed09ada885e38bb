/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of patients who were here before. */
#include "config.h"

#include "danbi-patient.h"

static DanbiPatient *
new_patient (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();

  danbi_record_set (record, DANBI_FIELD_PATIENT_ID, "A123456789");
  danbi_record_set (record, DANBI_FIELD_BIRTH_DATE, "0750115");
  danbi_record_set (record, DANBI_FIELD_CARD_TIME, "1151120091500");
  danbi_record_set (record, DANBI_FIELD_VISIT_SEQ, "0020");
  danbi_record_set (record, DANBI_FIELD_ORDER_CODE, "34004C");
  return danbi_patient_new (record, 7);
}

static void
test_who_is_complete (void)
{
  static const struct
  {
    const char *id;
    const char *birth_date;
    gboolean complete;
  } cases[] = {
    { "A123456789", "0750115", TRUE },  { "A123456788", "0750115", FALSE },
    { "A12345678", "0750115", FALSE },  { "A123456789", "075011", FALSE },
    { "A123456789", "0750231", FALSE }, { "A123456789", "", FALSE },
    { "AA00000009", "-050101", TRUE },  { "ZZZZ999999", "0750115", TRUE },
    { "", "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiRecord) record = danbi_record_new ();

      g_test_message ("%s %s", cases[i].id, cases[i].birth_date);
      danbi_record_set (record, DANBI_FIELD_PATIENT_ID, cases[i].id);
      danbi_record_set (record, DANBI_FIELD_BIRTH_DATE, cases[i].birth_date);
      g_assert_cmpint (danbi_patient_is_complete (record), ==, cases[i].complete);
    }
}

static void
test_the_day_of_the_last_order_is_known (void)
{
  g_autoptr (DanbiPatient) patient = new_patient ();
  g_autoptr (DanbiPatient) copy = danbi_patient_copy (patient);
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  g_autoptr (DanbiPatient) examined = NULL;

  g_assert_cmpstr (copy->when, ==, "1151120");
  g_assert_cmpstr (copy->order_code, ==, "34004C");
  g_assert_cmpint (copy->case_id, ==, 7);
  danbi_record_set (record, DANBI_FIELD_CARD_TIME, "1151120091500");
  danbi_record_set (record, DANBI_FIELD_EXAM_TIME, "11511210915");
  examined = danbi_patient_new (record, 8);
  g_assert_cmpstr (examined->when, ==, "1151121");
}

static void
test_only_number_and_birth_date_are_filled_in (void)
{
  g_autoptr (DanbiPatient) patient = new_patient ();
  g_autoptr (DanbiCase) item = danbi_case_new ();

  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, "A1", DANBI_ORIGIN_TYPED);
  danbi_patient_fill_in (patient, item);
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      gboolean filled = field == DANBI_FIELD_PATIENT_ID || field == DANBI_FIELD_BIRTH_DATE;

      g_assert_cmpint (danbi_case_get_origin (item, field), ==,
                       filled ? DANBI_ORIGIN_EARLIER : DANBI_ORIGIN_NONE);
      g_assert_false (danbi_case_needs_confirmation (item, field));
    }
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_BIRTH_DATE), ==, "0750115");
}

/* An identity that was only ever read off images proves nothing of the next image either. */
static void
test_what_was_of_an_image_stays_of_an_image (void)
{
  g_autoptr (DanbiPatient) patient = new_patient ();
  g_autoptr (DanbiCase) item = danbi_case_new ();

  patient->id_of_image = TRUE;
  danbi_patient_fill_in (patient, item);
  g_assert_cmphex (danbi_case_get_fields_of_image (item), ==, 1u << DANBI_FIELD_PATIENT_ID);
  g_assert_false (danbi_case_needs_confirmation (item, DANBI_FIELD_PATIENT_ID));
}

static void
test_the_program_never_replaces_it (void)
{
  g_autoptr (DanbiPatient) patient = new_patient ();
  g_autoptr (DanbiCase) item = danbi_case_new ();

  danbi_patient_fill_in (patient, item);
  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, "B200000007", DANBI_ORIGIN_IMAGE);
  danbi_case_set_value (item, DANBI_FIELD_BIRTH_DATE, "0800101", DANBI_ORIGIN_PROPOSED);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_BIRTH_DATE), ==, "0750115");
}

#define ADD(name) g_test_add_func ("/danbi/domain/patient/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (who_is_complete);
  ADD (the_day_of_the_last_order_is_known);
  ADD (only_number_and_birth_date_are_filled_in);
  ADD (what_was_of_an_image_stays_of_an_image);
  ADD (the_program_never_replaces_it);
  return g_test_run ();
}
