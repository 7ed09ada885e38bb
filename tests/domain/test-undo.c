/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-override.h"
#include "danbi-undo.h"

static void
enter (DanbiCase  *item,
       DanbiField  field,
       const char *value)
{
  danbi_undo_begin (item, field);
  danbi_case_set_value (item, field, value, DANBI_ORIGIN_TYPED);
  danbi_undo_end (item);
}

static void
assert_field (DanbiCase  *item,
              DanbiField  field,
              const char *value,
              DanbiOrigin origin)
{
  g_assert_cmpstr (danbi_case_get_value (item, field), ==, value);
  g_assert_cmpint (danbi_case_get_origin (item, field), ==, origin);
}

static void
test_one_step_a_field (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_NONE;

  enter (item, DANBI_FIELD_PATIENT_ID, "A");
  enter (item, DANBI_FIELD_PATIENT_ID, "A1");
  danbi_undo_close_step (item);
  enter (item, DANBI_FIELD_VISIT_SEQ, "0020");
  danbi_undo_close_step (item);
  enter (item, DANBI_FIELD_PATIENT_ID, "A12");

  g_assert_true (danbi_undo_step_back (item, &field));
  g_assert_cmpint (field, ==, DANBI_FIELD_PATIENT_ID);
  assert_field (item, DANBI_FIELD_PATIENT_ID, "A1", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_undo_step_back (item, &field));
  g_assert_cmpint (field, ==, DANBI_FIELD_VISIT_SEQ);
  assert_field (item, DANBI_FIELD_VISIT_SEQ, "", DANBI_ORIGIN_NONE);
  g_assert_true (danbi_undo_step_back (item, &field));
  assert_field (item, DANBI_FIELD_PATIENT_ID, "", DANBI_ORIGIN_NONE);
  g_assert_false (danbi_undo_step_back (item, &field));
}

static void
test_forth_again (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_NONE;

  enter (item, DANBI_FIELD_PATIENT_ID, "A1");
  danbi_undo_close_step (item);
  enter (item, DANBI_FIELD_VISIT_SEQ, "0020");
  danbi_undo_step_back (item, &field);
  danbi_undo_step_back (item, &field);
  g_assert_true (danbi_undo_step_forth (item, &field));
  g_assert_cmpint (field, ==, DANBI_FIELD_PATIENT_ID);
  g_assert_true (danbi_undo_step_forth (item, &field));
  assert_field (item, DANBI_FIELD_VISIT_SEQ, "0020", DANBI_ORIGIN_TYPED);
  g_assert_false (danbi_undo_step_forth (item, &field));

  danbi_undo_step_back (item, &field);
  enter (item, DANBI_FIELD_ORDER_CODE, "34004C");
  g_assert_false (danbi_undo_step_forth (item, &field));
}

/* A proposal that was typed over, and one that was confirmed, are proposals again. */
static void
test_origins (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_NONE;

  danbi_case_set_value (item, DANBI_FIELD_SITE, "FM", DANBI_ORIGIN_PROPOSED);
  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, "11511221520", DANBI_ORIGIN_IMAGE);
  enter (item, DANBI_FIELD_SITE, "36");
  danbi_undo_close_step (item);
  danbi_undo_begin (item, DANBI_FIELD_EXAM_TIME);
  danbi_case_confirm (item, DANBI_FIELD_EXAM_TIME);
  danbi_undo_end (item);

  danbi_undo_step_back (item, &field);
  assert_field (item, DANBI_FIELD_EXAM_TIME, "11511221520", DANBI_ORIGIN_IMAGE);
  danbi_undo_step_back (item, &field);
  assert_field (item, DANBI_FIELD_SITE, "FM", DANBI_ORIGIN_PROPOSED);
  danbi_undo_step_forth (item, &field);
  danbi_undo_step_forth (item, &field);
  assert_field (item, DANBI_FIELD_EXAM_TIME, "11511221520", DANBI_ORIGIN_IMAGE_CONFIRMED);
}

static void
test_several_at_once (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_SITE;

  danbi_undo_begin (item, DANBI_FIELD_NONE);
  enter (item, DANBI_FIELD_PATIENT_ID, "A123456789");
  enter (item, DANBI_FIELD_VISIT_SEQ, "0020");
  danbi_undo_end (item);
  g_assert_true (danbi_undo_step_back (item, &field));
  g_assert_cmpint (field, ==, DANBI_FIELD_NONE);
  assert_field (item, DANBI_FIELD_PATIENT_ID, "", DANBI_ORIGIN_NONE);
  assert_field (item, DANBI_FIELD_VISIT_SEQ, "", DANBI_ORIGIN_NONE);
}

/* Images arrive while somebody types. */
static void
test_others (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_NONE;

  enter (item, DANBI_FIELD_PATIENT_ID, "A1");
  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, "11511221520", DANBI_ORIGIN_IMAGE);
  enter (item, DANBI_FIELD_PATIENT_ID, "A12");
  danbi_undo_step_back (item, &field);
  assert_field (item, DANBI_FIELD_PATIENT_ID, "", DANBI_ORIGIN_NONE);
  assert_field (item, DANBI_FIELD_EXAM_TIME, "11511221520", DANBI_ORIGIN_IMAGE);

  enter (item, DANBI_FIELD_SITE, "36");
  danbi_case_set_value (item, DANBI_FIELD_SITE, "37", DANBI_ORIGIN_TYPED);
  danbi_undo_step_back (item, &field);
  assert_field (item, DANBI_FIELD_SITE, "37", DANBI_ORIGIN_TYPED);
}

static void
test_idle (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_NONE;

  enter (item, DANBI_FIELD_PATIENT_ID, "A1");
  enter (item, DANBI_FIELD_PATIENT_ID, "");
  g_assert_false (danbi_undo_step_back (item, &field));
}

static void
test_bound (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_NONE;
  guint n = 0;

  for (guint i = 0; i < 130; i++)
    {
      g_autofree char *value = g_strdup_printf ("%04u", i);

      enter (item, DANBI_FIELD_VISIT_SEQ, value);
      danbi_undo_close_step (item);
    }
  while (danbi_undo_step_back (item, &field))
    n++;
  g_assert_cmpuint (n, ==, 100);
  assert_field (item, DANBI_FIELD_VISIT_SEQ, "0029", DANBI_ORIGIN_TYPED);
}

static void
override (DanbiCase  *item,
          const char *rule,
          const char *why)
{
  danbi_undo_begin (item, DANBI_FIELD_NONE);
  danbi_case_override (item, rule, why);
  danbi_undo_end (item);
}

static const char *
get_why (DanbiCase  *item,
         const char *rule)
{
  const DanbiOverride *given = g_hash_table_lookup (danbi_case_get_overrides (item), rule);

  return given ? danbi_override_get_why (given) : NULL;
}

static void
test_reasons (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_PATIENT_ID;

  enter (item, DANBI_FIELD_PATIENT_ID, "A1");
  override (item, "F08.checksum", "as the card has it");
  override (item, "F08.checksum", "seen twice");
  override (item, "IMG.reused", "a twin");

  g_assert_true (danbi_undo_step_back (item, &field));
  g_assert_cmpint (field, ==, DANBI_FIELD_NONE);
  g_assert_null (get_why (item, "IMG.reused"));
  g_assert_cmpstr (get_why (item, "F08.checksum"), ==, "seen twice");
  g_assert_true (danbi_undo_step_back (item, &field));
  g_assert_cmpstr (get_why (item, "F08.checksum"), ==, "as the card has it");
  g_assert_true (danbi_undo_step_back (item, &field));
  g_assert_null (get_why (item, "F08.checksum"));
  assert_field (item, DANBI_FIELD_PATIENT_ID, "A1", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_undo_step_forth (item, &field));
  g_assert_cmpstr (get_why (item, "F08.checksum"), ==, "as the card has it");

  /* Taking a reason back by hand is a step as well. */
  override (item, "F08.checksum", NULL);
  g_assert_true (danbi_undo_step_back (item, &field));
  g_assert_cmpstr (get_why (item, "F08.checksum"), ==, "as the card has it");
}

static void
test_a_reason_that_others_gave_stays (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  DanbiField field = DANBI_FIELD_NONE;

  override (item, "F08.checksum", "as the card has it");
  danbi_case_override (item, "F08.checksum", "given elsewhere");
  g_assert_true (danbi_undo_step_back (item, &field));
  g_assert_cmpstr (get_why (item, "F08.checksum"), ==, "given elsewhere");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/domain/undo/one_step_a_field", test_one_step_a_field);
  g_test_add_func ("/danbi/domain/undo/what_was_taken_back_comes_again", test_forth_again);
  g_test_add_func ("/danbi/domain/undo/origins_and_confirmations_come_back", test_origins);
  g_test_add_func ("/danbi/domain/undo/several_fields_at_once_are_one_step", test_several_at_once);
  g_test_add_func ("/danbi/domain/undo/what_others_changed_stays", test_others);
  g_test_add_func ("/danbi/domain/undo/what_changed_nothing_is_no_step", test_idle);
  g_test_add_func ("/danbi/domain/undo/reasons_are_taken_back_and_given_again", test_reasons);
  g_test_add_func ("/danbi/domain/undo/a_reason_that_others_gave_stays",
                   test_a_reason_that_others_gave_stays);
  g_test_add_func ("/danbi/domain/undo/steps_are_bounded", test_bound);
  return g_test_run ();
}
