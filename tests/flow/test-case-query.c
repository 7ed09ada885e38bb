/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases that answer a question: found, followed, ticked. */
#include "config.h"

#include "danbi-case-query.h"
#include "danbi-store.h"
#include "danbi-test-rulebook.h"
#include "flow-test.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)
/* More than the list keeps of its pages. */
#define N_MANY 330

typedef struct
{
  FlowTest flow;
  DanbiCaseQuery *query;
  GArray *told;       /* gint64: the list as one knows it who only hears of its changes */
  guint n_row_changes; /* rows that were told to say something else where they are */
  guint n_answers;
  guint n_anew;
} Fixture;

#define WAIT_FOR(condition)                                                                       \
  G_STMT_START                                                                                    \
  {                                                                                               \
    gint64 until = g_get_monotonic_time () + PATIENCE_US;                                         \
                                                                                                  \
    while (!(condition))                                                                          \
      {                                                                                           \
        g_assert_cmpint (g_get_monotonic_time (), <, until);                                      \
        if (!g_main_context_iteration (NULL, FALSE))                                              \
          g_usleep (1000);                                                                        \
      }                                                                                           \
  }                                                                                               \
  G_STMT_END

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *f)
{
  f->n_row_changes += removed == 1 && added == 1;
  g_array_remove_range (f->told, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      gint64 id = danbi_case_query_get_id (f->query, i);

      g_array_insert_val (f->told, i, id);
    }
  g_assert_cmpuint (f->told->len, ==, g_list_model_get_n_items (model));
}

static void
answered_cb (DanbiCaseQuery *query,
             gboolean        anew,
             Fixture        *f)
{
  f->n_answers++;
  f->n_anew += anew;
}

static void
failed_cb (DanbiCaseQuery *query,
           const char     *message,
           Fixture        *f)
{
  g_assert_cmpstr (message, ==, NULL);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  flow_test_set_up (&f->flow, NULL);
  f->told = g_array_new (FALSE, FALSE, sizeof (gint64));
  f->query = danbi_case_query_new (f->flow.desk);
  g_signal_connect (f->query, "items-changed", G_CALLBACK (items_changed_cb), f);
  g_signal_connect (f->query, "answered", G_CALLBACK (answered_cb), f);
  g_signal_connect (f->query, "failed", G_CALLBACK (failed_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gpointer query = f->query;

  g_object_add_weak_pointer (query, &query);
  g_object_unref (f->query);
  WAIT_FOR (!query);
  g_array_unref (f->told);
  flow_test_tear_down (&f->flow, NULL);
}

static DanbiCase *
save_case (Fixture    *f,
           const char *patient,
           const char *card_time,
           const char *order)
{
  DanbiCase *item = danbi_desk_new_case (f->flow.desk);

  danbi_desk_enter (f->flow.desk, item, DANBI_FIELD_PATIENT_ID, patient);
  danbi_desk_enter (f->flow.desk, item, DANBI_FIELD_CARD_TIME, card_time);
  danbi_desk_enter (f->flow.desk, item, DANBI_FIELD_ORDER_CODE, order);
  flow_test_save (&f->flow, item);
  return item;
}

/* Three visits: 33070B, 34004C, 34001C, the oldest first. */
static void
save_three (Fixture *f,
            gint64   ids[3])
{
  const char *const patients[] = { "A123456789", "F131104093", "A123456789" };
  const char *const times[] = { "1151118091500", "1151120101500", "1151121111500" };
  const char *const orders[] = { "33070B", "34004C", "34001C" };

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DanbiCase) item = save_case (f, patients[i], times[i], orders[i]);

      ids[i] = danbi_case_get_id (item);
    }
}

static void
ask (Fixture                   *f,
     const DanbiCaseConditions *conditions)
{
  danbi_case_query_ask (f->query, conditions);
  g_assert_true (danbi_case_query_get_searching (f->query));
  WAIT_FOR (!danbi_case_query_get_searching (f->query));
}

/* The list is @expected, for who reads it as for who heard of its changes. */
static void
assert_list (Fixture      *f,
             const gint64 *expected,
             guint         n)
{
  GListModel *model = G_LIST_MODEL (f->query);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DanbiCaseRow) row = g_list_model_get_item (model, i);

      g_assert_cmpint (danbi_case_row_get_id (row), ==, expected[i]);
      g_assert_cmpint (danbi_case_query_get_id (f->query, i), ==, expected[i]);
    }
  g_assert_cmpmem (f->told->data, f->told->len * sizeof (gint64), expected, n * sizeof (gint64));
  g_assert_null (g_list_model_get_item (model, n));
  g_assert_cmpint (danbi_case_query_get_id (f->query, n), ==, 0);
}

static void
test_finds (Fixture       *f,
            gconstpointer  data)
{
  gint64 ids[3];

  save_three (f, ids);
  assert_list (f, NULL, 0);
  ask (f, &(DanbiCaseConditions){ 0 });
  assert_list (f, (gint64[]){ ids[2], ids[1], ids[0] }, 3);
  ask (f, &(DanbiCaseConditions){ .words = "a123456789" });
  assert_list (f, (gint64[]){ ids[2], ids[0] }, 2);
  ask (f, &(DanbiCaseConditions){ .from = "1151119", .to = "1151120" });
  assert_list (f, (gint64[]){ ids[1] }, 1);
  ask (f, &(DanbiCaseConditions){ .words = "3400", .from = "1151121" });
  assert_list (f, (gint64[]){ ids[2] }, 1);
  ask (f, &(DanbiCaseConditions){ .states = 1u << DANBI_STATE_ACCEPTED });
  assert_list (f, NULL, 0);
  ask (f, &(DanbiCaseConditions){ .states = 1u << DANBI_STATE_DRAFT });
  assert_list (f, (gint64[]){ ids[2], ids[1], ids[0] }, 3);
  ask (f, &(DanbiCaseConditions){ .binned = TRUE });
  assert_list (f, NULL, 0);
  g_assert_cmpuint (f->n_anew, ==, 7);
}

static void
test_last_question_counts (Fixture       *f,
                           gconstpointer  data)
{
  char words[] = "34001C";
  gint64 ids[3];

  save_three (f, ids);
  danbi_case_query_ask (f->query, &(DanbiCaseConditions){ .words = "33070B" });
  danbi_case_query_ask (f->query, &(DanbiCaseConditions){ .words = "34004C" });
  danbi_case_query_ask (f->query, &(DanbiCaseConditions){ .words = words });
  words[0] = 'X';
  WAIT_FOR (!danbi_case_query_get_searching (f->query));
  assert_list (f, (gint64[]){ ids[2] }, 1);
  g_assert_cmpuint (f->n_answers, ==, 1);
}

static void
test_follows (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (DanbiCase) newer = NULL;
  guint position;
  gint64 ids[3];

  save_three (f, ids);
  ask (f, &(DanbiCaseConditions){ 0 });
  newer = save_case (f, "F131104093", "1151119081500", "34004C");
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (f->query)) == 4);
  assert_list (f, (gint64[]){ ids[2], ids[1], danbi_case_get_id (newer), ids[0] }, 4);
  g_assert_true (danbi_case_query_find (f->query, danbi_case_get_id (newer), &position));
  g_assert_cmpuint (position, ==, 2);

  /* It says something else, and stays where it is. */
  g_assert_cmpuint (f->n_row_changes, ==, 0);
  danbi_desk_enter (f->flow.desk, newer, DANBI_FIELD_ORDER_CODE, "34001C");
  flow_test_save (&f->flow, newer);
  WAIT_FOR (f->n_row_changes == 1);
  assert_list (f, (gint64[]){ ids[2], ids[1], danbi_case_get_id (newer), ids[0] }, 4);

  /* Its visit was another day, so it moves. */
  danbi_desk_enter (f->flow.desk, newer, DANBI_FIELD_CARD_TIME, "1151101081500");
  flow_test_save (&f->flow, newer);
  WAIT_FOR (danbi_case_query_get_id (f->query, 3) == danbi_case_get_id (newer));
  assert_list (f, (gint64[]){ ids[2], ids[1], ids[0], danbi_case_get_id (newer) }, 4);
  g_assert_cmpuint (f->n_anew, ==, 1);
  g_assert_false (danbi_case_query_find (f->query, 4711, &position));
}

static void
count_cb (DanbiCaseQuery *query,
          guint          *n)
{
  (*n)++;
}

static void
assert_ticked (Fixture      *f,
               const gint64 *expected,
               guint         n)
{
  g_autoptr (GArray) ticked = danbi_case_query_dup_ticked (f->query);

  g_assert_cmpuint (danbi_case_query_get_n_ticked (f->query), ==, n);
  g_assert_cmpmem (ticked->data, ticked->len * sizeof (gint64), expected, n * sizeof (gint64));
}

static void
test_ticks (Fixture       *f,
            gconstpointer  data)
{
  guint n_told = 0;
  gint64 ids[3];

  save_three (f, ids);
  g_signal_connect (f->query, "ticks-changed", G_CALLBACK (count_cb), &n_told);
  ask (f, &(DanbiCaseConditions){ 0 });
  danbi_case_query_set_ticked (f->query, ids[0], TRUE);
  danbi_case_query_set_ticked (f->query, ids[0], TRUE);
  danbi_case_query_set_ticked (f->query, ids[1], TRUE);
  danbi_case_query_set_ticked (f->query, 4711, TRUE);
  g_assert_cmpuint (n_told, ==, 2);
  assert_ticked (f, (gint64[]){ ids[1], ids[0] }, 2);

  /* One of them is found no more, and is not ticked when it is found again. */
  ask (f, &(DanbiCaseConditions){ .words = "A123456789" });
  g_assert_cmpuint (n_told, ==, 3);
  assert_ticked (f, (gint64[]){ ids[0] }, 1);
  ask (f, &(DanbiCaseConditions){ 0 });
  assert_ticked (f, (gint64[]){ ids[0] }, 1);
  g_assert_true (danbi_case_query_get_ticked (f->query, ids[0]));
  g_assert_false (danbi_case_query_get_ticked (f->query, ids[1]));

  danbi_case_query_tick_all (f->query, TRUE);
  assert_ticked (f, (gint64[]){ ids[2], ids[1], ids[0] }, 3);
  danbi_case_query_set_ticked (f->query, ids[1], FALSE);
  assert_ticked (f, (gint64[]){ ids[2], ids[0] }, 2);
  danbi_case_query_tick_all (f->query, FALSE);
  assert_ticked (f, NULL, 0);
  danbi_case_query_tick_range (f->query, 1, 7);
  assert_ticked (f, (gint64[]){ ids[1], ids[0] }, 2);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_reads (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gint64 gone = 4711;
  gint64 ids[3];

  save_three (f, ids);
  g_array_append_val (wanted, ids[1]);
  g_array_append_val (wanted, gone);
  g_array_append_val (wanted, ids[0]);
  danbi_case_query_read_async (f->query, wanted, NULL, keep_result_cb, &result);
  WAIT_FOR (result);
  rows = danbi_case_query_read_finish (f->query, result, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpint (danbi_case_row_get_id (rows->pdata[0]), ==, ids[1]);
  g_assert_cmpint (danbi_case_row_get_id (rows->pdata[1]), ==, ids[0]);
}

/* Saved behind the desk, as another program does. */
static void
save_many (Fixture *f,
           gint64   ids[N_MANY])
{
  g_autofree char *dir = g_build_filename (f->flow.dir, "data", NULL);
  g_autoptr (DanbiStore) store = danbi_store_open (dir, NULL);

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autoptr (DanbiCase) item = danbi_case_new ();
      g_autofree char *time
        = g_strdup_printf ("11511%02u%02u%02u00", 1 + i / 60 / 24 % 28, i / 60 % 24, i % 60);

      danbi_case_set_value (item, DANBI_FIELD_CARD_TIME, time, DANBI_ORIGIN_TYPED);
      g_assert_true (danbi_store_save_case (store, item, NULL, NULL));
      ids[N_MANY - 1 - i] = danbi_case_get_id (item);
    }
}

static void
test_many (Fixture       *f,
           gconstpointer  data)
{
  gint64 ids[N_MANY];

  save_many (f, ids);
  ask (f, &(DanbiCaseConditions){ 0 });
  assert_list (f, ids, N_MANY);
  assert_list (f, ids, N_MANY);
  danbi_case_query_tick_all (f->query, TRUE);
  assert_ticked (f, ids, N_MANY);
  danbi_case_query_refresh (f->query);
  WAIT_FOR (f->n_answers == 2);
  assert_list (f, ids, N_MANY);
  assert_ticked (f, ids, N_MANY);
  g_assert_cmpuint (f->n_row_changes, ==, 0);
}

#define ADD(name, func)                                                                           \
  g_test_add ("/danbi/flow/case-query/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("finds_by_words_days_and_states", test_finds);
  ADD ("only_the_last_question_is_answered", test_last_question_counts);
  ADD ("follows_what_is_saved_and_says_what_changed", test_follows);
  ADD ("ticks_stay_with_cases_that_are_still_found", test_ticks);
  ADD ("reads_cases_as_they_are_and_leaves_out_what_is_gone", test_reads);
  ADD ("a_list_longer_than_its_pages_is_whole", test_many);
  return g_test_run ();
}
