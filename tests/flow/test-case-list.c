/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cases tells what is different, no more and no less: a window that only listens shows
 * the same as one that reads all of it. */
#include "config.h"

#include "danbi-case-list.h"
#include "danbi-case-row.h"
#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-test-rulebook.h"

#define HOUR_S 3600
#define N_FEW 300       /* three pages, all of them in memory */
#define N_MANY 1500     /* more pages than are read anew */
#define N_IN_SIGHT 200  /* as many as a list of GTK keeps */
#define N_DEEDS 100

typedef struct
{
  char *dir;
  DanbiStore *store;
  DanbiCaseList *list;
  GArray *seen;    /* gint64, the cases as a listener has them; 0 where it never looked */
  guint n_in_sight;
  guint n_told;    /* lines that were told to be new or gone since the last deed */
} Fixture;

static gint64
get_id (DanbiCaseList *list,
        guint          place)
{
  g_autoptr (DanbiCaseRow) row = g_list_model_get_item (G_LIST_MODEL (list), place);

  return danbi_case_row_get_id (row);
}

/* As GTK does: it asks for what is new where it is in sight. */
static void
items_changed_cb (DanbiCaseList *list,
                  guint          place,
                  guint          removed,
                  guint          added,
                  Fixture       *f)
{
  g_autofree gint64 *fresh = g_new0 (gint64, added + 1);

  if (removed > 0)
    g_array_remove_range (f->seen, place, removed);
  if (added > 0)
    g_array_insert_vals (f->seen, place, fresh, added);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, f->seen->len);
  f->n_told += removed + added;

  /* What scrolls in because something above is gone is read, too. */
  for (guint i = 0; i < MIN (f->seen->len, f->n_in_sight); i++)
    if (g_array_index (f->seen, gint64, i) == 0)
      g_array_index (f->seen, gint64, i) = get_id (list, i);
}

static gint64
save (Fixture *f,
      gint64   id,
      gint64   hours_left,
      gboolean accepted)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GError) error = NULL;
  gint64 until_s = hours_left == 0 ? 0 : DANBI_TEST_NOW_S + hours_left * HOUR_S;
  DanbiDeadline deadline = { .full_until_s = until_s,
                             .half_until_s = until_s ? until_s + 48 * HOUR_S : 0 };

  danbi_case_set_id (item, id);
  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, "A123456789", DANBI_ORIGIN_TYPED);
  if (accepted)
    danbi_case_set_state (item, DANBI_STATE_ACCEPTED);
  danbi_store_save_case (f->store, item, &deadline, &error);
  g_assert_no_error (error);
  return danbi_case_get_id (item);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  guint n = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  f->dir = g_dir_make_tmp ("danbi-case-list-XXXXXX", &error);
  g_assert_no_error (error);
  f->store = danbi_store_open (f->dir, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    save (f, 0, i + 1, i % 3 == 0);
  f->list = danbi_case_list_new (f->store);
  f->seen = g_array_new (FALSE, TRUE, sizeof (gint64));
  f->n_in_sight = n == N_FEW ? G_MAXUINT : N_IN_SIGHT;
  items_changed_cb (f->list, 0, 0, n, f);
  f->n_told = 0;
  g_signal_connect (f->list, "items-changed", G_CALLBACK (items_changed_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->list);
  g_object_unref (f->store);
  g_array_unref (f->seen);
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
}

/* A list that was made now has it right. */
static void
assert_same (Fixture *f)
{
  g_autoptr (DanbiCaseList) anew = danbi_case_list_new (f->store);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (anew));

  g_assert_cmpuint (n, ==, f->seen->len);
  for (guint i = 0; i < MIN (n, f->n_in_sight); i++)
    g_assert_cmpint (g_array_index (f->seen, gint64, i), ==, get_id (anew, i));
}

static void
refresh (Fixture *f,
         guint    n_told)
{
  f->n_told = 0;
  danbi_case_list_refresh (f->list);
  g_assert_cmpuint (f->n_told, ==, n_told);
  assert_same (f);
}

static void
test_one_case (Fixture       *f,
               gconstpointer  data)
{
  gint64 id;

  refresh (f, 0);
  id = save (f, 0, 50, FALSE);
  refresh (f, 1);
  save (f, id, 9, FALSE); /* up */
  refresh (f, 2);
  save (f, id, 150, FALSE); /* down */
  refresh (f, 2);
}

static void
test_neighbours (Fixture       *f,
                 gconstpointer  data)
{
  gint64 first = get_id (f->list, 0);

  save (f, first, 4, FALSE); /* the second has three hours, the third five */
  g_assert_cmpint (get_id (f->list, 0), ==, first);
  refresh (f, 2);
  g_assert_cmpint (get_id (f->list, 1), ==, first);
}

static void
test_removal (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_store_remove_case (f->store, get_id (f->list, 20), &error));
  g_assert_no_error (error);
  refresh (f, 1);
}

/* The list keeps what was looked at last. */
static void
look (Fixture *f)
{
  guint n = MIN (f->n_in_sight, g_list_model_get_n_items (G_LIST_MODEL (f->list)));

  for (guint i = 0; i < n; i++)
    g_assert_cmpint (get_id (f->list, i), >, 0);
}

/* As the store has it: what the list says may have gone, or been accepted, since it was read. */
static gboolean
is_draft (Fixture *f,
          gint64   id)
{
  g_autoptr (DanbiCase) item = danbi_store_load_case (f->store, id, NULL);

  return item && danbi_case_get_state (item) == DANBI_STATE_DRAFT;
}

/* Whatever happens to a case, also to several before the list is read. */
static void
do_something (Fixture *f)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (f->list));
  g_autoptr (DanbiCaseRow) row
    = g_list_model_get_item (G_LIST_MODEL (f->list), (guint) g_test_rand_int_range (0, n));
  gint64 id = danbi_case_row_get_id (row);
  gint64 hours_left = g_test_rand_int_range (0, 400);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      save (f, 0, hours_left, FALSE);
      break;
    case 1: /* an accepted one stays */
      danbi_store_remove_case (f->store, id, NULL);
      break;
    default:
      if (is_draft (f, id))
        save (f, id, hours_left, g_test_rand_bit () && g_test_rand_bit ());
    }
}

static void
test_whatever_happens (Fixture       *f,
                       gconstpointer  data)
{
  for (guint i = 0; i < N_DEEDS; i++)
    {
      for (int n = MAX (1, g_test_rand_int_range (-4, 4)); n > 0; n--)
        do_something (f);
      look (f);
      danbi_case_list_refresh (f->list);
      assert_same (f);
    }
}

#define ADD(path, n, function)                                                                     \
  g_test_add ("/danbi/flow/case-list/" path, Fixture, GUINT_TO_POINTER (n), set_up, function,      \
              tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a_case_that_comes_or_moves_is_told_as_one", N_FEW, test_one_case);
  ADD ("two_that_change_places_are_told_as_one_that_moved", N_FEW, test_neighbours);
  ADD ("a_case_that_goes_is_told_as_one", N_FEW, test_removal);
  ADD ("whatever_happens_is_told", N_FEW, test_whatever_happens);
  ADD ("whatever_happens_is_told_of_what_is_in_sight", N_MANY, test_whatever_happens);
  return g_test_run ();
}
