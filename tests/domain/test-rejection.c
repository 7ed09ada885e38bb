/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-rejection.h"

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_answered (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (DanbiRejection) time = NULL;
  g_autoptr (DanbiRejection) whole = danbi_rejection_new (DANBI_FIELD_NONE, "25", NULL);

  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, "11511221520", DANBI_ORIGIN_TYPED);
  time = danbi_rejection_new (DANBI_FIELD_EXAM_TIME, "04", "11511221520");
  g_assert_false (danbi_rejection_is_answered (time, item));
  danbi_case_set_value (item, DANBI_FIELD_EXAM_TIME, "11511221521", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_rejection_is_answered (time, item));
  g_assert_false (danbi_rejection_is_answered (whole, item));
}

static void
test_kept_by_the_case (void)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  GPtrArray *rejections
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_rejection_free);
  guint n_told = 0;

  g_signal_connect (item, "notify::outcome", G_CALLBACK (count_cb), &n_told);
  danbi_case_take_rejections (item, NULL);
  g_assert_cmpuint (n_told, ==, 0);
  g_ptr_array_add (rejections, danbi_rejection_new (DANBI_FIELD_SITE, "16", "FM"));
  danbi_case_take_rejections (item, rejections);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpuint (danbi_case_get_rejections (item)->len, ==, 1);
  danbi_case_take_rejections (item, g_ptr_array_new ());
  g_assert_cmpuint (n_told, ==, 2);
  g_assert_null (danbi_case_get_rejections (item));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/danbi/domain/rejection/another_value_answers_an_error_about_a_field",
                   test_answered);
  g_test_add_func ("/danbi/domain/rejection/a_case_keeps_them_and_tells_of_a_change",
                   test_kept_by_the_case);
  return g_test_run ();
}
