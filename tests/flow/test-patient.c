/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That images are of the right patient: what the desk asks the store, and takes from the images. */
#include "config.h"

#include <string.h>

#include "danbi-fixture.h"
#include "flow-test.h"

#define OTHER_PATIENT "F131104093"
#define THIRD_PATIENT "Y123456788"

static guint
count (DanbiCase  *item,
       const char *rule)
{
  GListModel *findings = danbi_case_get_findings (item);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (DanbiFinding) finding = g_list_model_get_item (findings, i);

      n += strcmp (danbi_finding_get_rule (finding), rule) == 0 && danbi_finding_blocks (finding);
    }
  return n;
}

/* A case of @patient_id that is ready but for the film of @seed, which it shares with all others that
 * were made with the same one. */
static DanbiCase *
new_case (FlowTest   *test,
          const char *patient_id,
          guint       seed)
{
  DanbiCase *item = danbi_desk_new_case (test->desk);
  g_autofree char *path = flow_test_write_jpeg (test, "film.jpg", seed);
  g_autoptr (GError) error = NULL;

  flow_test_fill (test, item);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, patient_id);
  g_assert_true (flow_test_add_images (test, item, path, &error));
  g_assert_no_error (error);
  return item;
}

static void
test_an_image_of_another_patient_is_found_by_both (FlowTest     *test,
                                                   gconstpointer data)
{
  g_autoptr (DanbiCase) first = new_case (test, "A123456789", 1);
  g_autoptr (DanbiCase) same = new_case (test, "A123456789", 1);
  g_autoptr (DanbiCase) other = NULL;
  g_autoptr (DanbiCase) again = NULL;

  g_assert_cmpint (danbi_case_get_state (first), ==, DANBI_STATE_READY);
  g_assert_cmpuint (count (same, "IMG.reused"), ==, 0);

  other = new_case (test, OTHER_PATIENT, 1);
  g_assert_cmpuint (count (other, "IMG.reused"), ==, 1);
  g_assert_cmpint (danbi_case_get_state (other), ==, DANBI_STATE_DRAFT);

  /* The one that stayed open learns of it when it is shown again. */
  again = flow_test_load (test, danbi_case_get_id (first), NULL);
  g_assert_true (again == first);
  g_assert_cmpuint (count (first, "IMG.reused"), ==, 1);
  g_assert_cmpint (danbi_case_get_state (first), ==, DANBI_STATE_DRAFT);
}

static void
test_another_number_is_another_patient (FlowTest     *test,
                                        gconstpointer data)
{
  g_autoptr (DanbiCase) first = new_case (test, "A123456789", 1);
  g_autoptr (DanbiCase) second = new_case (test, "", 1);

  g_assert_cmpuint (count (second, "IMG.reused"), ==, 0);
  danbi_desk_enter (test->desk, second, DANBI_FIELD_PATIENT_ID, "A123456789");
  g_assert_cmpuint (count (second, "IMG.reused"), ==, 0);
  danbi_desk_enter (test->desk, second, DANBI_FIELD_PATIENT_ID, OTHER_PATIENT);
  g_assert_cmpuint (count (second, "IMG.reused"), ==, 1);

  danbi_desk_enter (test->desk, first, DANBI_FIELD_PATIENT_ID, OTHER_PATIENT);
  flow_test_save (test, first);
  flow_test_save (test, second);
  g_assert_cmpuint (count (second, "IMG.reused"), ==, 0);
}

/* The store is asked again before anything leaves the house. */
static void
test_what_another_case_got_meanwhile_is_not_sent (FlowTest     *test,
                                                  gconstpointer data)
{
  g_autoptr (DanbiCase) first = new_case (test, "A123456789", 1);
  g_autoptr (DanbiCase) other = new_case (test, OTHER_PATIENT, 1);
  g_autoptr (DanbiSending) sending = NULL;

  g_assert_cmpint (danbi_case_get_state (first), ==, DANBI_STATE_READY);
  flow_test_start_receiver (test, NULL);
  sending = flow_test_send (test, first);
  g_assert_cmpint (danbi_sending_get_stage (sending), ==, DANBI_SENDING_FAILED);
  g_assert_cmpuint (flow_test_count_batches (test), ==, 0);
}

/* Given for one patient it does not hold for the next; and it outlives the program. */
static void
test_a_reason_holds_for_what_it_was_given_for (FlowTest     *test,
                                               gconstpointer data)
{
  g_autoptr (DanbiCase) first = new_case (test, "A123456789", 1);
  g_autoptr (DanbiCase) other = new_case (test, OTHER_PATIENT, 1);
  g_autoptr (DanbiCase) third = NULL;
  gint64 id = danbi_case_get_id (other);

  danbi_desk_override (test->desk, other, "IMG.reused", "chart was merged");
  g_assert_cmpint (danbi_case_get_state (other), ==, DANBI_STATE_READY);
  flow_test_save (test, other);
  g_clear_object (&other);
  g_clear_object (&first);

  flow_test_reopen (test);
  other = flow_test_load (test, id, NULL);
  g_assert_cmpuint (count (other, "IMG.reused"), ==, 0);
  g_assert_cmpint (danbi_case_get_state (other), ==, DANBI_STATE_READY);

  third = new_case (test, THIRD_PATIENT, 1);
  flow_test_save (test, other);
  g_assert_cmpuint (count (other, "IMG.reused"), ==, 1);
  g_assert_cmpint (danbi_case_get_state (other), ==, DANBI_STATE_DRAFT);
}

static void
assert_notes (FlowTest   *test,
              DanbiCase  *item,
              const char *wanted)
{
  g_autoptr (GPtrArray) history = danbi_desk_dup_history (test->desk, item, NULL);
  g_autoptr (GString) notes = g_string_new (NULL);

  for (guint i = 0; i < history->len; i++)
    {
      const DanbiHistoryEntry *entry = g_ptr_array_index (history, i);

      if (entry->note)
        g_string_append_printf (notes, "%s;", entry->note);
    }
  g_assert_cmpstr (notes->str, ==, wanted);
}

static void
test_each_reason_is_in_the_history_once (FlowTest     *test,
                                         gconstpointer data)
{
  g_autoptr (DanbiCase) first = new_case (test, "A123456789", 1);
  g_autoptr (DanbiCase) other = new_case (test, OTHER_PATIENT, 1);

  assert_notes (test, other, "");
  danbi_desk_override (test->desk, other, "IMG.reused", "chart was merged");
  flow_test_save (test, other);
  flow_test_save (test, other);
  assert_notes (test, other, "override IMG.reused: chart was merged;");
  danbi_desk_override (test->desk, other, "IMG.reused", "");
  flow_test_save (test, other);
  assert_notes (test, other,
                "override IMG.reused: chart was merged;override IMG.reused withdrawn;");
}

/* A film of the good case's patient, but for the day and the time. */
static char *
write_film (FlowTest   *test,
            const char *name,
            const char *date,
            const char *time)
{
  char *path = g_build_filename (test->dir, name, NULL);
  g_autoptr (GError) error = NULL;
  DanbiFixtureDicom dicom;

  danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_PANORAMIC);
  dicom.patient_id = "A123456789";
  dicom.birth_date = "19860115";
  dicom.sex = "M";
  dicom.study_date = dicom.series_date = dicom.acquisition_date = dicom.content_date = date;
  dicom.study_time = time;
  dicom.seed = g_str_hash (name);
  dicom.instance = g_str_hash (name) % 1000;
  g_assert_true (danbi_fixture_write_dicom (path, &dicom, &error));
  g_assert_no_error (error);
  return path;
}

static void
add_film (FlowTest   *test,
          DanbiCase  *item,
          const char *name,
          const char *date,
          const char *time)
{
  g_autofree char *path = write_film (test, name, date, time);
  g_autoptr (GError) error = NULL;

  g_assert_true (flow_test_add_images (test, item, path, &error));
  g_assert_no_error (error);
}

static void
test_the_header_offers_the_time_of_the_examination (FlowTest     *test,
                                                    gconstpointer data)
{
  const struct
  {
    const char *card;  /* typed before the image is dropped */
    const char *exam;  /* likewise */
    const char *date, *time;
    const char *wanted;
    DanbiOrigin origin;
  } cases[] = {
    { "", "", "20261122", "143155", "11511221431", DANBI_ORIGIN_IMAGE },
    { "", "", "2026.11.22", "14:31:55", "11511221431", DANBI_ORIGIN_IMAGE },
    { "", "", "20261122", "", "11511220000", DANBI_ORIGIN_IMAGE },
    { "", "", "1151122", "143155", "", DANBI_ORIGIN_NONE },
    { "1151122152003", "", "20261122", "143155", "11511221431", DANBI_ORIGIN_IMAGE },
    { "1151122152003", "", "20261122", "", "11511221520", DANBI_ORIGIN_PROPOSED },
    { "1151122152003", "", "20261121", "143155", "11511221520", DANBI_ORIGIN_PROPOSED },
    { "1151122152003", "11511221500", "20261122", "143155", "11511221500", DANBI_ORIGIN_TYPED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
      g_autofree char *name = g_strdup_printf ("film-%u", i);

      danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_TIME, cases[i].card);
      if (*cases[i].exam)
        danbi_desk_enter (test->desk, item, DANBI_FIELD_EXAM_TIME, cases[i].exam);
      add_film (test, item, name, cases[i].date, cases[i].time);
      g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, cases[i].wanted);
      g_assert_cmpint (danbi_case_get_origin (item, DANBI_FIELD_EXAM_TIME), ==, cases[i].origin);
      if (*cases[i].wanted)
        g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_SERVICE_MONTH), ==, "11511");
    }
}

static void
test_the_offer_is_saved_and_stays_known (FlowTest     *test,
                                         gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  gint64 id;

  add_film (test, item, "film", "20261122", "143155");
  id = danbi_case_get_id (item);
  g_clear_object (&item);
  flow_test_reopen (test);
  item = flow_test_load (test, id, NULL);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11511221431");
  g_assert_true (danbi_case_needs_confirmation (item, DANBI_FIELD_EXAM_TIME));

  danbi_desk_confirm (test->desk, item, DANBI_FIELD_EXAM_TIME);
  flow_test_save (test, item);
  g_clear_object (&item);
  flow_test_reopen (test);
  item = flow_test_load (test, id, NULL);
  g_assert_false (danbi_case_needs_confirmation (item, DANBI_FIELD_EXAM_TIME));
  g_assert_cmpuint (danbi_case_get_fields_of_image (item), ==, 1u << DANBI_FIELD_EXAM_TIME);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
remove_all (FlowTest  *test,
            DanbiCase *item)
{
  g_autoptr (GListStore) all = g_list_store_new (DANBI_TYPE_IMAGE);
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < images->len; i++)
    g_list_store_append (all, images->pdata[i]);
  danbi_desk_remove_images_async (test->desk, item, G_LIST_MODEL (all), NULL, keep_result_cb,
                                  &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (danbi_desk_remove_images_finish (test->desk, result, NULL));
}

static void
test_the_offer_goes_with_the_images (FlowTest     *test,
                                     gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  add_film (test, item, "first", "20261120", "143155");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11511201431");
  remove_all (test, item);
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "");

  /* Of two days none is offered. */
  add_film (test, item, "second", "20261121", "143155");
  add_film (test, item, "third", "20261122", "143155");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "");
}

/* The card has the last word on the day, the image on the minute. */
static void
test_the_card_takes_the_day_and_leaves_the_minute (FlowTest     *test,
                                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  add_film (test, item, "film", "20261122", "143155");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_TIME, "1151122152003");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11511221431");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_TIME, "1151121152003");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11511211520");
  g_assert_cmpint (danbi_case_get_origin (item, DANBI_FIELD_EXAM_TIME), ==,
                   DANBI_ORIGIN_PROPOSED);
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/patient/" #name, FlowTest, NULL, flow_test_set_up, test_##name,         \
              flow_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (an_image_of_another_patient_is_found_by_both);
  ADD (another_number_is_another_patient);
  ADD (what_another_case_got_meanwhile_is_not_sent);
  ADD (a_reason_holds_for_what_it_was_given_for);
  ADD (each_reason_is_in_the_history_once);
  ADD (the_header_offers_the_time_of_the_examination);
  ADD (the_offer_is_saved_and_stays_known);
  ADD (the_offer_goes_with_the_images);
  ADD (the_card_takes_the_day_and_leaves_the_minute);
  return g_test_run ();
}
