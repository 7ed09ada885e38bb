/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-case-row.h"
#include "danbi-fixture.h"
#include "danbi-intake.h"
#include "flow-test.h"

static void
test_the_card_time_fills_the_examination_and_the_month (FlowTest     *test,
                                                        gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_TIME, "111/8/12 152003");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_CARD_TIME), ==, "1110812152003");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11108121520");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_SERVICE_MONTH), ==, "11108");
  g_assert_true (danbi_case_needs_confirmation (item, DANBI_FIELD_EXAM_TIME));
  g_assert_false (danbi_case_needs_confirmation (item, DANBI_FIELD_CARD_TIME));

  danbi_desk_confirm (test->desk, item, DANBI_FIELD_EXAM_TIME);
  g_assert_false (danbi_case_needs_confirmation (item, DANBI_FIELD_EXAM_TIME));
}

static void
test_what_was_typed_is_never_replaced (FlowTest     *test,
                                       gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  danbi_desk_enter (test->desk, item, DANBI_FIELD_EXAM_TIME, "11107011200");
  danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_TIME, "1110812152003");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_EXAM_TIME), ==, "11107011200");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_SERVICE_MONTH), ==, "11107");
}

static void
test_a_new_case_leaves_nothing_of_the_last_patient (FlowTest     *test,
                                                    gconstpointer data)
{
  static const DanbiField kept[] = { DANBI_FIELD_PROVIDER_ID, DANBI_FIELD_PROVIDER_TYPE,
                                     DANBI_FIELD_VISIT_TYPE, DANBI_FIELD_CARD_MAKEUP,
                                     DANBI_FIELD_REPORT_SEQ };
  g_autoptr (DanbiCase) first = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) item = NULL;

  flow_test_start_receiver (test, NULL);
  g_object_unref (flow_test_send (test, first));
  item = danbi_desk_new_case (test->desk);
  for (int field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      gboolean may_stay = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
        may_stay |= (int) kept[i] == field;
      if (!may_stay)
        g_assert_cmpstr (danbi_case_get_value (item, field), ==, "");
    }
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_PROVIDER_ID), ==, "3501200007");
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 0);
}

static void
test_two_saves_of_a_new_case_make_one_case (FlowTest     *test,
                                            gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  GListModel *cases = danbi_desk_get_cases (test->desk);

  danbi_desk_enter (test->desk, item, DANBI_FIELD_SITE, "FM");
  danbi_desk_save_async (test->desk, item, NULL, NULL, NULL);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_SITE, "UB");
  flow_test_save (test, item);
  g_assert_cmpuint (g_list_model_get_n_items (cases), ==, 1);
  g_assert_cmpint (danbi_case_get_id (item), ==, 1);
}

static void
test_a_case_that_is_open_is_loaded_as_the_same_object (FlowTest     *test,
                                                       gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiCase) again = NULL, later = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456789");
  flow_test_save (test, item);
  id = danbi_case_get_id (item);
  again = flow_test_load (test, id, &error);
  g_assert_true (again == item);

  g_clear_object (&again);
  g_clear_object (&item);
  later = flow_test_load (test, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (danbi_case_get_value (later, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
}

static void
test_a_half_filled_case_survives_a_restart (FlowTest     *test,
                                            gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiCaseRow) row = NULL;
  g_autofree char *masked = NULL;

  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456789");
  flow_test_save (test, item);
  g_clear_object (&item);
  flow_test_reopen (test);

  g_assert_cmpuint (g_list_model_get_n_items (danbi_desk_get_cases (test->desk)), ==, 1);
  row = g_list_model_get_item (danbi_desk_get_cases (test->desk), 0);
  masked = danbi_case_row_dup_masked_patient_id (row);
  g_assert_cmpstr (masked, ==, "A12****789");
  g_assert_cmpint (danbi_case_row_get_state (row), ==, DANBI_STATE_DRAFT);
  g_assert_cmpuint (danbi_case_row_get_n_blocking (row), >, 0);
}

static char *
write_ct_folder (FlowTest *test,
                 guint     n_files)
{
  char *dir = g_build_filename (test->dir, "ct", NULL);

  g_assert_true (danbi_dir_create (dir, NULL));
  for (guint i = 0; i < n_files; i++)
    {
      DanbiFixtureDicom dicom;
      g_autofree char *name = g_strdup_printf ("切片 %u.dcm", i);
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autoptr (GError) error = NULL;

      danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_CT);
      dicom.instance = i + 1;
      g_assert_true (danbi_fixture_write_dicom (path, &dicom, &error));
      g_assert_no_error (error);
    }
  return dir;
}

static guint
count_kind (DanbiCase     *item,
            DanbiImageKind kind)
{
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  guint n = 0;

  for (guint i = 0; i < images->len; i++)
    n += ((DanbiImage *) images->pdata[i])->kind == kind;
  return n;
}

/* Loose DICOM gets a DICOMDIR; dropped a second time it is not taken twice; taken out, it is gone;
 * and the files in the case do not need the disc any more. */
static void
test_loose_dicom_is_taken_in_once_with_a_dicomdir (FlowTest     *test,
                                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autofree char *dir = write_ct_folder (test, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) images = NULL;

  g_assert_true (flow_test_add_images (test, item, dir, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_kind (item, DANBI_IMAGE_DICOM), ==, 3);
  g_assert_cmpuint (count_kind (item, DANBI_IMAGE_DICOMDIR), ==, 1);

  g_assert_true (flow_test_add_images (test, item, dir, &error));
  g_assert_cmpuint (count_kind (item, DANBI_IMAGE_DICOM), ==, 3);
  g_assert_cmpuint (count_kind (item, DANBI_IMAGE_DICOMDIR), ==, 1);

  g_assert_true (danbi_dir_remove (dir, NULL));
  images = danbi_case_dup_image_array (item);
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = images->pdata[i];
      g_autofree char *hash = danbi_file_sha256 (image->path, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (hash, ==, image->sha256);
    }
}

static void
test_a_folder_without_images_is_one_sentence (FlowTest     *test,
                                              gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autofree char *path = g_build_filename (test->dir, "note.txt", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "nothing", -1, NULL));
  g_assert_false (flow_test_add_images (test, item, path, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 0);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_images_can_be_taken_out_again (FlowTest     *test,
                                    gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autofree char *other = flow_test_write_jpeg (test, "other.jpg", 9);
  g_autoptr (GListStore) gone = g_list_store_new (DANBI_TYPE_IMAGE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (DanbiImage) first = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (flow_test_add_images (test, item, other, &error));
  g_assert_cmpuint (count_kind (item, DANBI_IMAGE_JPEG), ==, 2);
  first = g_list_model_get_item (danbi_case_get_images (item), 0);
  g_list_store_append (gone, first);
  danbi_desk_remove_images_async (test->desk, item, G_LIST_MODEL (gone), NULL, keep_result_cb,
                                  &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (danbi_desk_remove_images_finish (test->desk, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_kind (item, DANBI_IMAGE_JPEG), ==, 1);
}

static void
test_the_next_order_keeps_the_visit_and_no_image (FlowTest     *test,
                                                  gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) next = danbi_desk_next_order (test->desk, item);

  g_assert_cmpstr (danbi_case_get_value (next, DANBI_FIELD_PATIENT_ID), ==, "A123456789");
  g_assert_cmpstr (danbi_case_get_value (next, DANBI_FIELD_REPORT_SEQ), ==, "2");
  g_assert_cmpstr (danbi_case_get_value (next, DANBI_FIELD_ORDER_CODE), ==, "");
  g_assert_cmpstr (danbi_case_get_value (next, DANBI_FIELD_SITE), ==, "");
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (next)), ==, 0);
  g_assert_cmpint (danbi_case_get_id (next), ==, 0);
}

static void
test_the_next_order_has_the_next_free_number (FlowTest     *test,
                                              gconstpointer data)
{
  g_autoptr (DanbiCase) first = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) second = danbi_desk_next_order (test->desk, first);
  g_autoptr (DanbiCase) third = NULL;

  flow_test_save (test, second);
  flow_test_save (test, first);
  third = danbi_desk_next_order (test->desk, first);
  g_assert_cmpstr (danbi_case_get_value (third, DANBI_FIELD_REPORT_SEQ), ==, "3");
}

static void
test_the_last_site_of_an_order_is_proposed (FlowTest     *test,
                                            gconstpointer data)
{
  g_autoptr (DanbiCase) first = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) item = NULL;

  flow_test_start_receiver (test, NULL);
  g_object_unref (flow_test_send (test, first));
  item = danbi_desk_new_case (test->desk);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004c");
  g_assert_cmpstr (danbi_case_get_value (item, DANBI_FIELD_SITE), ==, "FM");
  g_assert_true (danbi_case_needs_confirmation (item, DANBI_FIELD_SITE));
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/desk/" #name, FlowTest, NULL, flow_test_set_up, test_##name,            \
              flow_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (the_card_time_fills_the_examination_and_the_month);
  ADD (what_was_typed_is_never_replaced);
  ADD (a_new_case_leaves_nothing_of_the_last_patient);
  ADD (two_saves_of_a_new_case_make_one_case);
  ADD (a_case_that_is_open_is_loaded_as_the_same_object);
  ADD (a_half_filled_case_survives_a_restart);
  ADD (loose_dicom_is_taken_in_once_with_a_dicomdir);
  ADD (a_folder_without_images_is_one_sentence);
  ADD (images_can_be_taken_out_again);
  ADD (the_next_order_keeps_the_visit_and_no_image);
  ADD (the_next_order_has_the_next_free_number);
  ADD (the_last_site_of_an_order_is_proposed);
  return g_test_run ();
}
