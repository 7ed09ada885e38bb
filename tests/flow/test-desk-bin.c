/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of deleting cases at the desk, and of taking that back. */
#include "config.h"

#include "danbi-case-row.h"
#include "danbi-clock.h"
#include "danbi-desk-private.h"
#include "danbi-queue.h"
#include "danbi-test-rulebook.h"
#include "flow-test.h"

#define DAY_S (24 * 60 * 60)

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static GArray *
bin (FlowTest     *test,
     const gint64 *ids,
     guint         n,
     GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_bin_cases_async (test->desk, ids, n, NULL, keep_result_cb, &result);
  return danbi_desk_bin_cases_finish (test->desk, await (&result), error);
}

static void
bin_one (FlowTest *test,
         gint64    id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) gone = bin (test, &id, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (gone->len, ==, 1);
  g_assert_cmpint (g_array_index (gone, gint64, 0), ==, id);
}

static gboolean
restore (FlowTest     *test,
         const gint64 *ids,
         guint         n,
         GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  danbi_desk_restore_cases_async (test->desk, ids, n, NULL, keep_result_cb, &result);
  return danbi_desk_restore_cases_finish (test->desk, await (&result), error);
}

static guint
count_cases (FlowTest *test)
{
  return g_list_model_get_n_items (danbi_desk_get_cases (test->desk));
}

static gint64
save_draft (FlowTest *test)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);

  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "34004C");
  flow_test_save (test, item);
  return danbi_case_get_id (item);
}

static guint
count_findings (DanbiCase  *item,
                const char *rule)
{
  GListModel *findings = danbi_case_get_findings (item);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (DanbiFinding) finding = g_list_model_get_item (findings, i);

      n += g_strcmp0 (danbi_finding_get_rule (finding), rule) == 0;
    }
  return n;
}

/* Until the open case was asked about others again; saves are done one after another. */
static void
settle (FlowTest *test)
{
  g_autoptr (DanbiCase) other = danbi_desk_new_case (test->desk);

  flow_test_save (test, other);
}

static void
note_deleted_cb (DanbiDesk *desk,
                 gint64     id,
                 GArray    *ids)
{
  g_array_append_val (ids, id);
}

static void
note_trouble_cb (DanbiDesk  *desk,
                 const char *message,
                 char      **trouble)
{
  g_free (*trouble);
  *trouble = g_strdup (message);
}

static void
test_what_is_deleted_comes_back_as_it_was (FlowTest     *test,
                                           gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) back = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 id = danbi_case_get_id (item);

  g_signal_connect (test->desk, "case-deleted", G_CALLBACK (note_deleted_cb), told);
  bin_one (test, id);
  g_assert_cmpuint (count_cases (test), ==, 0);
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_cmpint (g_array_index (told, gint64, 0), ==, id);
  g_assert_null (flow_test_load (test, id, &error));
  g_clear_error (&error);

  g_assert_true (restore (test, &id, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_cases (test), ==, 1);
  back = flow_test_load (test, id, &error);
  g_assert_no_error (error);
  /* The object that was open before it was deleted is nobody's any more. */
  g_assert_true (back != item);
  g_assert_cmpint (danbi_case_get_state (back), ==, DANBI_STATE_READY);
  images = danbi_case_dup_image_array (back);
  g_assert_cmpuint (images->len, ==, 1);
}

static void
test_what_is_typed_into_a_deleted_case_is_not_saved (FlowTest     *test,
                                                     gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) back = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = danbi_case_get_id (item);

  bin_one (test, id);
  danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "33070B");
  danbi_desk_save_async (test->desk, item, NULL, keep_result_cb, &result);
  g_assert_false (danbi_desk_save_finish (test->desk, await (&result), &error));
  g_assert_true (restore (test, &id, 1, NULL));
  back = flow_test_load (test, id, NULL);
  g_assert_cmpstr (danbi_case_get_value (back, DANBI_FIELD_ORDER_CODE), ==, "34004C");
}

static void
test_a_deleted_case_is_not_sent (FlowTest     *test,
                                 gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiSending) sending = NULL;
  gint64 id = danbi_case_get_id (item);

  flow_test_start_receiver (test, NULL);
  bin_one (test, id);
  sending = flow_test_send (test, item);
  g_assert_nonnull (danbi_sending_get_error_message (sending));
  g_assert_cmpuint (flow_test_count_batches (test), ==, 0);
  g_assert_true (restore (test, &id, 1, NULL));
}

static void
test_those_that_may_go_go (FlowTest     *test,
                           gconstpointer data)
{
  gint64 ids[] = { save_draft (test), save_draft (test), save_draft (test) };
  g_autofree char *trouble = NULL;
  g_autoptr (GArray) gone = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (test->desk, "trouble", G_CALLBACK (note_trouble_cb), &trouble);
  g_assert_true (danbi_store_set_state (test->desk->store, ids[1], DANBI_STATE_ACCEPTED, NULL,
                                        NULL));
  gone = bin (test, ids, G_N_ELEMENTS (ids), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gone->len, ==, 2);
  g_assert_cmpint (g_array_index (gone, gint64, 1), ==, ids[2]);
  g_assert_cmpuint (count_cases (test), ==, 1);
  g_assert_true (g_str_has_prefix (trouble, "1 of 3 cases stay where they are."));

  g_assert_null (bin (test, &ids[1], 1, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE);
  g_clear_error (&error);
  /* Of those that are to come back one is gone for good. */
  g_assert_true (danbi_store_remove_case (test->desk->store, ids[0], NULL));
  g_assert_false (restore (test, ids, G_N_ELEMENTS (ids), &error));
  g_assert_true (g_str_has_prefix (error->message, "1 of 3 cases stay where they are."));
  g_assert_cmpuint (count_cases (test), ==, 2);
}

static void
test_an_open_case_forgets_whose_images_are_deleted (FlowTest     *test,
                                                    gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) other = danbi_desk_new_case (test->desk);
  g_autofree char *film = g_build_filename (test->dir, "film-1.jpg", NULL);
  gint64 id;

  flow_test_fill (test, other);
  danbi_desk_enter (test->desk, other, DANBI_FIELD_PATIENT_ID, "F131104093");
  g_assert_true (flow_test_add_images (test, other, film, NULL));
  g_assert_cmpuint (count_findings (other, "IMG.reused"), ==, 1);
  id = danbi_case_get_id (item);
  bin_one (test, id);
  settle (test);
  g_assert_cmpuint (count_findings (other, "IMG.reused"), ==, 0);
  g_assert_true (restore (test, &id, 1, NULL));
  settle (test);
  g_assert_cmpuint (count_findings (other, "IMG.reused"), ==, 1);
}

static void
test_an_open_case_forgets_an_order_of_its_visit (FlowTest     *test,
                                                 gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  g_autoptr (DanbiCase) other = danbi_desk_next_order (test->desk, item);
  gint64 id;

  flow_test_save (test, other);
  flow_test_save (test, item);
  id = danbi_case_get_id (other);
  g_assert_cmpuint (danbi_desk_get_notes (item)->siblings->len, ==, 1);
  bin_one (test, id);
  settle (test);
  g_assert_cmpuint (danbi_desk_get_notes (item)->siblings->len, ==, 0);
  g_assert_true (restore (test, &id, 1, NULL));
  settle (test);
  g_assert_cmpuint (danbi_desk_get_notes (item)->siblings->len, ==, 1);
}

static void
await_idle (FlowTest *test)
{
  while (!danbi_prepacker_is_idle (test->desk->prepacker))
    g_usleep (1000);
}

static void
test_a_deleted_case_is_not_packed (FlowTest     *test,
                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = NULL;
  g_autoptr (DanbiReadyArchive) back = NULL;
  gint64 id;

  danbi_desk_start_packing (test->desk);
  item = flow_test_new_ready_case (test, 1);
  id = danbi_case_get_id (item);
  await_idle (test);
  g_assert_cmpuint (danbi_store_count_ready_bytes (test->desk->store, NULL), >, 0);
  bin_one (test, id);
  g_assert_cmpuint (danbi_store_count_ready_bytes (test->desk->store, NULL), ==, 0);
  danbi_prepacker_want (test->desk->prepacker, id);
  await_idle (test);
  g_assert_cmpuint (danbi_store_count_ready_bytes (test->desk->store, NULL), ==, 0);
  danbi_prepacker_forget (test->desk->prepacker, id);

  g_assert_true (restore (test, &id, 1, NULL));
  await_idle (test);
  back = danbi_store_dup_ready (test->desk->store, id, "7z", NULL);
  g_assert_nonnull (back);
}

static void
await_left (FlowTest *test,
            guint     n)
{
  DanbiCaseFilter filter = { .binned = TRUE };

  for (;;)
    {
      g_autoptr (GArray) found = danbi_store_find_cases (test->desk->store, &filter, NULL, NULL);

      if (found->len == n)
        return;
      g_usleep (1000);
    }
}

static void
test_the_bin_is_emptied_after_thirty_days (FlowTest     *test,
                                           gconstpointer data)
{
  gint64 ids[] = { save_draft (test), save_draft (test) };

  bin_one (test, ids[0]);
  danbi_clock_set_now_s (DANBI_TEST_NOW_S + DAY_S);
  bin_one (test, ids[1]);
  danbi_clock_set_now_s (DANBI_TEST_NOW_S + DANBI_STORE_BIN_DAYS * DAY_S + DAY_S / 2);
  flow_test_reopen (test);
  await_left (test, 2);
  danbi_desk_start_purging (test->desk);
  await_left (test, 1);
  g_assert_false (restore (test, &ids[0], 1, NULL));
  g_assert_true (restore (test, &ids[1], 1, NULL));
}

static void
test_what_is_erased_does_not_come_back (FlowTest     *test,
                                        gconstpointer data)
{
  g_autoptr (DanbiCase) item = flow_test_new_ready_case (test, 1);
  gint64 ids[] = { danbi_case_get_id (item), save_draft (test) };
  g_autofree char *folder = g_strdup_printf ("%s/data/cases/%" G_GINT64_FORMAT, test->dir, ids[0]);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bin_one (test, ids[0]);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  danbi_desk_erase_cases_async (test->desk, ids, 2, NULL, keep_result_cb, &result);
  g_assert_true (danbi_desk_erase_cases_finish (test->desk, await (&result), &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_false (restore (test, &ids[0], 1, &error));
  g_assert_cmpuint (count_cases (test), ==, 0);
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/desk-bin/" #name, FlowTest, NULL, flow_test_set_up, test_##name,        \
              flow_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (what_is_deleted_comes_back_as_it_was);
  ADD (what_is_typed_into_a_deleted_case_is_not_saved);
  ADD (a_deleted_case_is_not_sent);
  ADD (those_that_may_go_go);
  ADD (an_open_case_forgets_whose_images_are_deleted);
  ADD (an_open_case_forgets_an_order_of_its_visit);
  ADD (a_deleted_case_is_not_packed);
  ADD (the_bin_is_emptied_after_thirty_days);
  ADD (what_is_erased_does_not_come_back);
  return g_test_run ();
}
