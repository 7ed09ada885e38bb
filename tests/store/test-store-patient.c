/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of patients who were here before. */
#include "config.h"

#include "store-fixture.h"

typedef struct
{
  const char *id;
  const char *birth_date;
  const char *order_code;
  DanbiOrigin origin;
} Visit;

static gint64
save (StoreFixture *fixture,
      const Visit  *visit)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GError) error = NULL;

  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, visit->id, visit->origin);
  danbi_case_set_value (item, DANBI_FIELD_BIRTH_DATE, visit->birth_date, visit->origin);
  danbi_case_set_value (item, DANBI_FIELD_ORDER_CODE, visit->order_code, DANBI_ORIGIN_TYPED);
  danbi_store_save_case (fixture->store, item, NULL, &error);
  g_assert_no_error (error);
  return danbi_case_get_id (item);
}

static void
save_all (StoreFixture *fixture)
{
  static const Visit visits[] = {
    { "A123456789", "0750115", "33070B", DANBI_ORIGIN_TYPED },
    { "F131104093", "0750115", "34004C", DANBI_ORIGIN_TYPED },
    { "A123456789", "0750115", "34004C", DANBI_ORIGIN_IMAGE_CONFIRMED },
    { "A900207177", "0991231", "34004C", DANBI_ORIGIN_IMAGE },
    { "A123456788", "0750115", "34004C", DANBI_ORIGIN_TYPED },
    { "A800000014", "", "34004C", DANBI_ORIGIN_TYPED },
    { "A1", "0750115", "34004C", DANBI_ORIGIN_TYPED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (visits); i++)
    save (fixture, &visits[i]);
}

static GPtrArray *
find (StoreFixture *fixture,
      const char   *id_prefix,
      const char   *birth_prefix,
      gint64        except_id)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = danbi_store_find_patients (fixture->store, id_prefix, birth_prefix, except_id,
                                                12, &error);

  g_assert_no_error (error);
  return found;
}

static void
assert_found (StoreFixture *fixture,
              const char   *id_prefix,
              const char   *birth_prefix,
              const char   *expected)
{
  g_autoptr (GPtrArray) found = find (fixture, id_prefix, birth_prefix, 0);
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (numbers, "%s ",
                            ((DanbiPatient *) g_ptr_array_index (found, i))->patient_id);
  g_assert_cmpstr (numbers->str, ==, expected);
}

static void
test_each_patient_is_found_once_newest_first (StoreFixture *fixture,
                                              gconstpointer data)
{
  save_all (fixture);
  assert_found (fixture, "", "", "A900207177 A123456789 F131104093 ");
  assert_found (fixture, "A", "", "A900207177 A123456789 ");
  assert_found (fixture, "A1", "", "A123456789 ");
  assert_found (fixture, "", "075", "A123456789 F131104093 ");
  assert_found (fixture, "F", "0750115", "F131104093 ");
  assert_found (fixture, "A9", "0750115", "");
  assert_found (fixture, "B", "", "");
}

static void
test_the_newest_case_says_what_was_done (StoreFixture *fixture,
                                         gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  const DanbiPatient *patient;

  save_all (fixture);
  found = find (fixture, "A123456789", "", 0);
  patient = g_ptr_array_index (found, 0);
  g_assert_cmpint (patient->case_id, ==, 3);
  g_assert_cmpstr (patient->order_code, ==, "34004C");
  g_assert_cmpstr (patient->birth_date, ==, "0750115");
}

/* Typed once is enough; only from images is never enough. */
static void
test_what_was_only_read_off_images_is_told (StoreFixture *fixture,
                                            gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  const DanbiPatient *patient;

  save_all (fixture);
  found = find (fixture, "A", "", 0);
  patient = g_ptr_array_index (found, 0);
  g_assert_true (patient->id_of_image && patient->birth_of_image);
  patient = g_ptr_array_index (found, 1);
  g_assert_false (patient->id_of_image || patient->birth_of_image);
}

static void
test_the_open_case_is_no_earlier_one (StoreFixture *fixture,
                                      gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;

  save_all (fixture);
  found = find (fixture, "F131104093", "", 2);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_who_has_no_case_any_more_is_not_known (StoreFixture *fixture,
                                            gconstpointer data)
{
  save_all (fixture);
  g_assert_true (danbi_store_remove_case (fixture->store, 2, NULL));
  assert_found (fixture, "F", "", "");
}

/* Behind thousands of newer cases they are found by an index. */
static void
test_who_was_here_long_ago_is_found (StoreFixture *fixture,
                                     gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");

  save_all (fixture);
  store_fixture_execute (
    path, "WITH RECURSIVE n (i) AS (SELECT 8 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
          " INSERT INTO cases SELECT i, state, is_open, provider_id, provider_type, service_month,"
          " card_time, visit_type, visit_seq, card_makeup, printf ('G0%08d', i % 40), '0880808',"
          " order_code, report_seq, exam_time, site, archive_name, newborn_birth_date,"
          " newborn_mark, received_time, origins, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, ''"
          " FROM n, (SELECT * FROM cases WHERE id = 1)");
  assert_found (fixture, "A", "", "A900207177 A123456789 ");
  assert_found (fixture, "", "0750115", "A123456789 F131104093 ");
  assert_found (fixture, "F131104093", "0750115", "F131104093 ");
  assert_found (fixture, "G000000001", "", "G000000001 ");
}

#define ADD(name) store_fixture_add ("/danbi/store/store-patient/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (each_patient_is_found_once_newest_first);
  ADD (the_newest_case_says_what_was_done);
  ADD (what_was_only_read_off_images_is_told);
  ADD (the_open_case_is_no_earlier_one);
  ADD (who_has_no_case_any_more_is_not_known);
  ADD (who_was_here_long_ago_is_found);
  return g_test_run ();
}
