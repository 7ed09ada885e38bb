/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of saving, loading and removing a case, and of its history. */
#include "config.h"

#include "danbi-clock.h"
#include "store-fixture.h"

static DanbiCase *
load (StoreFixture *fixture,
      gint64        id)
{
  g_autoptr (GError) error = NULL;
  DanbiCase *item = danbi_store_load_case (fixture->store, id, &error);

  g_assert_no_error (error);
  return item;
}

static void
save (StoreFixture *fixture,
      DanbiCase    *item)
{
  g_autoptr (GError) error = NULL;

  danbi_store_save_case (fixture->store, item, NULL, &error);
  g_assert_no_error (error);
}

static void
test_every_field_comes_back (StoreFixture *fixture,
                             gconstpointer data)
{
  static const DanbiOrigin origins[] = { DANBI_ORIGIN_TYPED, DANBI_ORIGIN_PROPOSED,
                                         DANBI_ORIGIN_IMAGE };
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (DanbiCase) loaded = NULL;

  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    danbi_case_set_value (item, field, danbi_field_get_key (field), origins[field % 3]);
  danbi_case_set_receipt (item, "R-1");
  danbi_case_set_state (item, DANBI_STATE_READY);
  save (fixture, item);
  g_assert_cmpint (danbi_case_get_id (item), ==, 1);

  store_fixture_reopen (fixture);
  loaded = load (fixture, 1);
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autofree char *column = g_strdup_printf ("SELECT %s = '%s' FROM cases",
                                                 danbi_field_get_key (field),
                                                 danbi_field_get_key (field));

      g_assert_cmpstr (danbi_case_get_value (loaded, field), ==, danbi_field_get_key (field));
      g_assert_cmpint (danbi_case_get_origin (loaded, field), ==, origins[field % 3]);
      g_assert_cmpint (store_fixture_query (fixture, column), ==, 1);
    }
  g_assert_cmpint (danbi_case_get_id (loaded), ==, 1);
  g_assert_cmpint (danbi_case_get_state (loaded), ==, DANBI_STATE_READY);
  g_assert_cmpstr (danbi_case_get_receipt (loaded), ==, "R-1");
}

static void
test_an_empty_case_is_a_case (StoreFixture *fixture,
                              gconstpointer data)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (DanbiCase) loaded = NULL;

  save (fixture, item);
  loaded = load (fixture, danbi_case_get_id (item));
  g_assert_cmpint (danbi_case_get_state (loaded), ==, DANBI_STATE_DRAFT);
  g_assert_cmpstr (danbi_case_get_value (loaded, DANBI_FIELD_SITE), ==, "");
  g_assert_cmpint (danbi_case_get_origin (loaded, DANBI_FIELD_SITE), ==, DANBI_ORIGIN_NONE);
  g_assert_null (danbi_case_get_receipt (loaded));
}

static void
test_saving_again_changes_the_same_case (StoreFixture *fixture,
                                         gconstpointer data)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");
  g_autoptr (DanbiCase) loaded = NULL;

  save (fixture, item);
  danbi_case_set_value (item, DANBI_FIELD_SITE, "11", DANBI_ORIGIN_TYPED);
  danbi_case_set_value (item, DANBI_FIELD_ORDER_CODE, "", DANBI_ORIGIN_TYPED);
  save (fixture, item);
  g_assert_cmpint (danbi_store_count_cases (fixture->store, NULL), ==, 1);
  loaded = load (fixture, 1);
  g_assert_cmpstr (danbi_case_get_value (loaded, DANBI_FIELD_SITE), ==, "11");
  g_assert_cmpstr (danbi_case_get_value (loaded, DANBI_FIELD_ORDER_CODE), ==, "");
}

static void
test_overrides_keep_their_first_time (StoreFixture *fixture,
                                      gconstpointer data)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");
  g_autoptr (DanbiCase) loaded = NULL;
  GHashTable *overrides;

  danbi_case_override (item, "F08.checksum", "as on the card");
  danbi_case_override (item, "F10.code", "new code");
  danbi_case_override (item, "IMG.size", "old");
  save (fixture, item);
  danbi_clock_set_now_s (FIXTURE_NOW_S + 100);
  danbi_case_override (item, "F10.code", NULL);
  danbi_case_override (item, "IMG.size", "new");
  save (fixture, item);

  loaded = load (fixture, 1);
  overrides = danbi_case_get_overrides (loaded);
  g_assert_cmpuint (g_hash_table_size (overrides), ==, 2);
  g_assert_cmpstr (danbi_override_get_why (g_hash_table_lookup (overrides, "F08.checksum")), ==,
                   "as on the card");
  g_assert_cmpstr (danbi_override_get_why (g_hash_table_lookup (overrides, "IMG.size")), ==,
                   "new");
  store_fixture_assert_soon_after (store_fixture_query (fixture,
                                                        "SELECT at_s FROM overrides"
                                                        " WHERE rule = 'F08.checksum'"),
                                   FIXTURE_NOW_S);
  store_fixture_assert_soon_after (store_fixture_query (fixture,
                                                        "SELECT at_s FROM overrides"
                                                        " WHERE rule = 'IMG.size'"),
                                   FIXTURE_NOW_S + 100);
}

static void
test_a_stored_receipt_is_not_lost (StoreFixture *fixture,
                                   gconstpointer data)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");
  g_autoptr (DanbiCase) loaded = NULL;

  danbi_case_set_receipt (item, "R-1");
  save (fixture, item);
  danbi_case_set_receipt (item, NULL);
  save (fixture, item);
  loaded = load (fixture, 1);
  g_assert_cmpstr (danbi_case_get_receipt (loaded), ==, "R-1");
}

static void
test_states_become_history (StoreFixture *fixture,
                            gconstpointer data)
{
  static const DanbiState states[] = { DANBI_STATE_READY, DANBI_STATE_SENDING, DANBI_STATE_SENT,
                                       DANBI_STATE_ACCEPTED };
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (DanbiCase) loaded = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      danbi_clock_set_now_s (FIXTURE_NOW_S + 100 * (i + 1));
      g_assert_true (danbi_store_set_state (fixture->store, id, states[i],
                                            i == 2 ? "R-1" : NULL, NULL));
    }
  history = danbi_store_dup_history (fixture->store, id, NULL);
  g_assert_cmpuint (history->len, ==, 5);
  for (guint i = 0; i < history->len; i++)
    {
      DanbiHistoryEntry *entry = g_ptr_array_index (history, i);

      store_fixture_assert_soon_after (entry->at_s, FIXTURE_NOW_S + 100 * i);
      g_assert_cmpint (entry->state, ==, i == 0 ? DANBI_STATE_DRAFT : states[i - 1]);
      g_assert_cmpstr (entry->note, ==, i == 3 ? "R-1" : NULL);
    }
  loaded = load (fixture, id);
  g_assert_cmpint (danbi_case_get_state (loaded), ==, DANBI_STATE_ACCEPTED);
}

/* What a form that was left open elsewhere still believes must not count. */
static void
test_a_stale_form_cannot_take_a_case_back (StoreFixture *fixture,
                                           gconstpointer data)
{
  static const DanbiState stored[] = { DANBI_STATE_SENDING, DANBI_STATE_SENT,
                                       DANBI_STATE_UNKNOWN, DANBI_STATE_ACCEPTED };
  static const DanbiState stale[] = { DANBI_STATE_DRAFT, DANBI_STATE_READY,
                                      DANBI_STATE_REJECTED };
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");

  save (fixture, item);
  for (guint i = 0; i < G_N_ELEMENTS (stored); i++)
    for (guint j = 0; j < G_N_ELEMENTS (stale); j++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (DanbiCase) loaded = NULL;

        g_assert_true (danbi_store_set_state (fixture->store, 1, stored[i], NULL, NULL));
        danbi_case_set_state (item, stale[j]);
        g_assert_false (danbi_store_save_case (fixture->store, item, NULL, &error));
        g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
        loaded = load (fixture, 1);
        g_assert_cmpint (danbi_case_get_state (loaded), ==, stored[i]);
      }
}

static void
test_what_does_not_exist_is_not_found (StoreFixture *fixture,
                                       gconstpointer data)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case ("A123456789");
  GError *errors[4] = { NULL };

  danbi_case_set_id (item, 7);
  g_assert_false (danbi_store_save_case (fixture->store, item, NULL, &errors[0]));
  g_assert_null (danbi_store_load_case (fixture->store, 7, &errors[1]));
  g_assert_false (danbi_store_remove_case (fixture->store, 7, &errors[2]));
  g_assert_false (danbi_store_set_state (fixture->store, 7, DANBI_STATE_READY, NULL, &errors[3]));
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
      g_clear_error (&errors[i]);
    }
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM history"), ==, 0);
}

static void
test_only_open_cases_are_removed (StoreFixture *fixture,
                                  gconstpointer data)
{
  for (DanbiState state = DANBI_STATE_DRAFT; state < DANBI_N_STATES; state++)
    {
      gint64 id = store_fixture_save_new (fixture, "A123456789");
      gboolean removable = state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY
                           || state == DANBI_STATE_REJECTED;
      g_autoptr (GError) error = NULL;

      g_assert_true (danbi_store_set_state (fixture->store, id, state, NULL, NULL));
      g_assert_cmpint (danbi_store_remove_case (fixture->store, id, &error), ==, removable);
      if (!removable)
        g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
    }
  g_assert_cmpint (danbi_store_count_cases (fixture->store, NULL), ==, 4);
}

static void
test_a_case_that_is_packed_is_not_removed (StoreFixture *fixture,
                                           gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
  g_autoptr (GError) error = NULL;

  submission->key = g_strdup ("k");
  submission->destination = g_strdup ("http://127.0.0.1/");
  danbi_submission_add_row (submission, id, "/a", "a");
  g_assert_true (danbi_store_save_submission (fixture->store, submission, NULL));
  g_assert_false (danbi_store_remove_case (fixture->store, id, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
  submission->state = DANBI_SUBMISSION_ABANDONED;
  g_assert_true (danbi_store_save_submission (fixture->store, submission, NULL));
  g_assert_true (danbi_store_remove_case (fixture->store, id, NULL));
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM submissions"), ==, 0);
}

static void
test_a_removed_case_leaves_no_trace (StoreFixture *fixture,
                                     gconstpointer data)
{
  static const char *const files[] = { "A", "B/C", NULL };
  gint64 id = store_fixture_save_new (fixture, "F131104093");
  g_autofree char *set = store_fixture_give_images (fixture, id, files);
  g_autofree char *item_dir = g_path_get_dirname (set);

  store_fixture_save_new (fixture, "A123456789");
  g_assert_true (store_fixture_contains (fixture, "F131104093"));
  g_assert_true (danbi_store_remove_case (fixture->store, id, NULL));
  g_assert_false (store_fixture_contains (fixture, "F131104093"));
  g_assert_true (store_fixture_contains (fixture, "A123456789"));
  g_assert_false (g_file_test (item_dir, G_FILE_TEST_EXISTS));
  g_assert_cmpint (store_fixture_query (fixture, "SELECT (SELECT count(*) FROM images)"
                                                 " + (SELECT count(*) FROM strays)"),
                   ==, 0);
  g_assert_cmpint (store_fixture_save_new (fixture, "A123456789"), >, id + 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  store_fixture_add ("/danbi/store/store-case/every_field_comes_back",
                     test_every_field_comes_back);
  store_fixture_add ("/danbi/store/store-case/an_empty_case_is_a_case",
                     test_an_empty_case_is_a_case);
  store_fixture_add ("/danbi/store/store-case/saving_again_changes_the_same_case",
                     test_saving_again_changes_the_same_case);
  store_fixture_add ("/danbi/store/store-case/overrides_keep_their_first_time",
                     test_overrides_keep_their_first_time);
  store_fixture_add ("/danbi/store/store-case/a_stored_receipt_is_not_lost",
                     test_a_stored_receipt_is_not_lost);
  store_fixture_add ("/danbi/store/store-history/states_become_history",
                     test_states_become_history);
  store_fixture_add ("/danbi/store/store-case/a_stale_form_cannot_take_a_case_back",
                     test_a_stale_form_cannot_take_a_case_back);
  store_fixture_add ("/danbi/store/store-case/what_does_not_exist_is_not_found",
                     test_what_does_not_exist_is_not_found);
  store_fixture_add ("/danbi/store/store-case/only_open_cases_are_removed",
                     test_only_open_cases_are_removed);
  store_fixture_add ("/danbi/store/store-case/a_case_that_is_packed_is_not_removed",
                     test_a_case_that_is_packed_is_not_removed);
  store_fixture_add ("/danbi/store/store-case/a_removed_case_leaves_no_trace",
                     test_a_removed_case_leaves_no_trace);
  return g_test_run ();
}
