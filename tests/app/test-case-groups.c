/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cases with its headings, as cases come and go and time passes: whatever is told of it
 * must be so. */
#include "config.h"

#include "danbi-case-groups.h"
#include "danbi-case-row.h"
#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-test-rulebook.h"

#define HOUR (60 * 60)
#define NEVER (-1)

typedef struct
{
  char *dir;
  DanbiDesk *desk;
  DanbiCaseGroups *groups;
  GPtrArray *copy; /* of the items, kept by what is told alone */
  guint n_told;    /* how many items were told of as new */
} Fixture;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            Fixture    *f)
{
  g_assert_cmpuint (position + removed, <=, f->copy->len);
  if (removed > 0)
    g_ptr_array_remove_range (f->copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (f->copy, (int) (position + i), g_list_model_get_item (model, position + i));
  g_assert_cmpuint (f->copy->len, ==, g_list_model_get_n_items (model));
  f->n_told += added;
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  f->dir = g_dir_make_tmp ("danbi-groups-XXXXXX", &error);
  g_assert_no_error (error);
  f->desk = danbi_desk_open (f->dir, &error);
  g_assert_no_error (error);
  f->groups = danbi_case_groups_new (f->desk);
  f->copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (f->groups, "items-changed", G_CALLBACK (changed_cb), f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_clear_object (&f->groups);
  g_clear_object (&f->desk);
  g_ptr_array_unref (f->copy);
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  danbi_desk_save_finish (DANBI_DESK (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
save (Fixture   *f,
      DanbiCase *item)
{
  gboolean saved = FALSE;

  danbi_desk_save_async (f->desk, item, NULL, saved_cb, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_age (Fixture   *f,
         DanbiCase *item,
         gint64     age_s)
{
  DanbiRocDate date;
  g_autofree char *exam = NULL;

  danbi_roc_date_from_unix (DANBI_TEST_NOW_S - age_s, &date);
  exam = age_s == NEVER ? g_strdup ("") : danbi_roc_date_format (&date, DANBI_ROC_MINUTE);
  danbi_desk_enter (f->desk, item, DANBI_FIELD_EXAM_TIME, exam);
  save (f, item);
}

static DanbiCase *
add (Fixture *f,
     gint64   age_s)
{
  DanbiCase *item = danbi_desk_new_case (f->desk);

  danbi_desk_enter (f->desk, item, DANBI_FIELD_PATIENT_ID, "A123456789");
  set_age (f, item, age_s);
  return item;
}

/* A letter and the number of cases for each heading, a dot for each case. */
static char *
describe (GObject *item)
{
  static const char letters[] = "fhuna";

  if (DANBI_IS_CASE_ROW (item))
    return g_strdup (".");
  return g_strdup_printf ("%c%u",
                          letters[danbi_case_group_get_urgency (DANBI_CASE_GROUP (item))],
                          danbi_case_group_get_n_cases (DANBI_CASE_GROUP (item)));
}

static void
assert_looks (Fixture    *f,
              const char *expected)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (f->groups)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (f->groups), i);
      g_autofree char *text = describe (item);
      g_autofree char *copied = describe (g_ptr_array_index (f->copy, i));

      g_string_append (found, text);
      g_string_append (told, copied);
      if (DANBI_IS_CASE_ROW (item))
        g_assert_cmpint (danbi_case_row_get_id (DANBI_CASE_ROW (item)), ==,
                         danbi_case_row_get_id (g_ptr_array_index (f->copy, i)));
    }
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpstr (told->str, ==, expected);
}

static void
test_a_group_has_a_heading_while_it_has_cases (Fixture      *f,
                                               gconstpointer data)
{
  g_autoptr (DanbiCase) full = NULL;
  g_autoptr (DanbiCase) half = NULL;
  g_autoptr (DanbiCase) none = NULL;
  g_autoptr (DanbiCase) late = NULL;

  assert_looks (f, "");
  full = add (f, HOUR);
  assert_looks (f, "f1.");
  none = add (f, 80 * HOUR);
  assert_looks (f, "f1.n1.");
  half = add (f, 30 * HOUR);
  assert_looks (f, "f1.h1.n1.");
  late = add (f, NEVER);
  assert_looks (f, "f1.h1.u1.n1.");
}

/* It is another case's turn to be first, or a group's to be empty. */
static void
test_a_case_moves_to_where_its_time_belongs (Fixture      *f,
                                             gconstpointer data)
{
  g_autoptr (DanbiCase) a = add (f, HOUR);
  g_autoptr (DanbiCase) b = add (f, 2 * HOUR);
  g_autoptr (DanbiCase) c = add (f, 30 * HOUR);

  assert_looks (f, "f2..h1.");
  set_age (f, a, 40 * HOUR);
  assert_looks (f, "f1.h2..");
  set_age (f, b, NEVER);
  assert_looks (f, "h2..u1.");
  set_age (f, b, 100 * HOUR);
  assert_looks (f, "h2..n1.");
  set_age (f, c, 3 * HOUR);
  assert_looks (f, "f1.h1.n1.");
  set_age (f, a, 2 * HOUR);
  set_age (f, b, HOUR);
  assert_looks (f, "f3...");
}

static void
test_a_case_moves_as_time_passes (Fixture      *f,
                                  gconstpointer data)
{
  static const struct
  {
    gint64 later_s;
    const char *looks;
  } moments[] = {
    { 22 * HOUR, "f3...h1." },
    { 22 * HOUR + 61, "f2..h2.." }, /* the second after, and the minute in which it was examined */
    { 23 * HOUR + 61, "f1.h3..." },
    { 41 * HOUR, "h4...." },
    { 43 * HOUR, "h3...n1." },
    { 200 * HOUR, "n4...." },
    { 0, "f3...h1." }, /* and the clock is set back */
  };
  static const gint64 ages[] = { HOUR, 2 * HOUR, -HOUR, 30 * HOUR };

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    g_object_unref (add (f, ages[i]));
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      danbi_clock_set_now_s (DANBI_TEST_NOW_S + moments[i].later_s);
      danbi_desk_time_passed (f->desk);
      danbi_case_groups_recount (f->groups);
      assert_looks (f, moments[i].looks);
    }
}

/* Many cases, and one after the other moves at random. */
static void
test_whatever_moves_what_is_told_is_so (Fixture      *f,
                                        gconstpointer data)
{
  static const gint64 ages[] = { HOUR, 5 * HOUR, 30 * HOUR, 50 * HOUR, 80 * HOUR, 300 * HOUR,
                                 NEVER };
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 12; i++)
    g_ptr_array_add (items, add (f, ages[g_test_rand_int_range (0, G_N_ELEMENTS (ages))]));
  for (guint i = 0; i < 60; i++)
    {
      guint counts[DANBI_N_URGENCIES];
      g_autoptr (GString) expected = g_string_new (NULL);

      set_age (f, items->pdata[g_test_rand_int_range (0, (int) items->len)],
               ages[g_test_rand_int_range (0, G_N_ELEMENTS (ages))]);
      g_assert_true (danbi_desk_count_groups (f->desk, counts));
      for (guint g = 0; g < DANBI_N_URGENCIES; g++)
        {
          if (counts[g] > 0)
            g_string_append_printf (expected, "%c%u", "fhuna"[g], counts[g]);
          for (guint n = 0; n < counts[g]; n++)
            g_string_append_c (expected, '.');
        }
      assert_looks (f, expected->str);
    }
}

/* The counts may be known before the list is read anew; then headings move, and thousands of cases
 * may stand between two of them. */
static void
test_a_heading_that_moves_brings_no_case_with_it (Fixture      *f,
                                                  gconstpointer data)
{
  static const gint64 ages[] = { 23 * HOUR, HOUR, 30 * HOUR, 70 * HOUR, 80 * HOUR, NEVER, NEVER,
                                 NEVER, NEVER, NEVER, NEVER };

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    g_object_unref (add (f, ages[i]));
  assert_looks (f, "f2..h2..u6......n1.");
  f->n_told = 0;
  danbi_clock_set_now_s (DANBI_TEST_NOW_S + 3 * HOUR);
  danbi_case_groups_recount (f->groups);
  assert_looks (f, "f1.h2..u6......n2..");
  g_assert_cmpuint (f->n_told, ==, 6); /* two at each of three headings */
  danbi_desk_time_passed (f->desk);
  assert_looks (f, "f1.h2..u6......n2..");
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/app/case-groups/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (a_group_has_a_heading_while_it_has_cases);
  ADD (a_case_moves_to_where_its_time_belongs);
  ADD (a_case_moves_as_time_passes);
  ADD (whatever_moves_what_is_told_is_so);
  ADD (a_heading_that_moves_brings_no_case_with_it);
  return g_test_run ();
}
