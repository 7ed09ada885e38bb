/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is noticed of the time: ends of points, midnight, a clock that was set and one that is wrong. */
#include "config.h"

#include "danbi-clock-watch.h"
#include "danbi-clock.h"
#include "danbi-file.h"
#include "danbi-test-rulebook.h"

#define HOUR (60 * 60)
#define MIDNIGHT_S (DANBI_TEST_NOW_S + 8 * HOUR)
#define PATIENCE_US (10 * G_USEC_PER_SEC)

typedef struct
{
  char *dir;
  DanbiDesk *desk;
  DanbiClockWatch *watch;
  guint n_much;    /* that more than minutes went by */
  char *said;      /* last, or NULL */
  gint64 wrong_s;  /* as it was told last */
  guint n_wrong;
} Fixture;

static void
passed_cb (DanbiClockWatch *watch,
           gboolean         much,
           Fixture         *f)
{
  f->n_much += much;
}

static void
said_cb (DanbiClockWatch *watch,
         const char      *text,
         Fixture         *f)
{
  g_free (f->said);
  f->said = g_strdup (text);
}

static void
wrong_cb (DanbiClockWatch *watch,
          gint64           lead_s,
          Fixture         *f)
{
  f->wrong_s = lead_s;
  f->n_wrong++;
}

static void
open_at (Fixture *f,
         gint64   now_s)
{
  g_autoptr (GError) error = NULL;

  danbi_clock_set_correction_s (0);
  danbi_clock_set_now_s (now_s);
  f->dir = g_dir_make_tmp ("danbi-watch-XXXXXX", &error);
  g_assert_no_error (error);
  f->desk = danbi_desk_open (f->dir, &error);
  g_assert_no_error (error);
  f->watch = danbi_clock_watch_new (f->desk);
  g_signal_connect (f->watch, "passed", G_CALLBACK (passed_cb), f);
  g_signal_connect (f->watch, "said", G_CALLBACK (said_cb), f);
  g_signal_connect (f->watch, "wrong", G_CALLBACK (wrong_cb), f);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  danbi_clock_set_correction_s (0);
  g_clear_object (&f->watch);
  g_clear_object (&f->desk);
  g_assert_true (danbi_dir_remove (f->dir, NULL));
  g_free (f->dir);
  g_free (f->said);
}

static void
await_much (Fixture *f)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;

  while (f->n_much == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_assert_true (danbi_desk_save_finish (DANBI_DESK (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
save_case (Fixture    *f,
           const char *exam_time)
{
  g_autoptr (DanbiCase) item = danbi_desk_new_case (f->desk);
  gboolean saved = FALSE;

  danbi_desk_enter (f->desk, item, DANBI_FIELD_EXAM_TIME, exam_time);
  danbi_desk_save_async (f->desk, item, NULL, saved_cb, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
}

/* A case that is entered now is the next to lose its points, two seconds from now. */
static void
test_the_end_of_points_is_noticed_in_its_second (Fixture      *f,
                                                 gconstpointer data)
{
  gint64 end_s = DANBI_TEST_NOW_S;

  open_at (f, end_s - 1);
  save_case (f, "11511211600");
  f->n_much = 0;
  await_much (f);
  g_assert_cmpint (danbi_clock_now_s (), ==, end_s + 1);
  g_assert_null (f->said);
}

static void
test_midnight_is_noticed_and_said (Fixture      *f,
                                   gconstpointer data)
{
  open_at (f, MIDNIGHT_S - 1);
  await_much (f);
  g_assert_cmpint (danbi_clock_now_s (), ==, MIDNIGHT_S);
  g_assert_cmpstr (f->said, ==,
                   "A new day has begun: 115/11/23. “Today” means this day from now on; dates that "
                   "were entered stay.");
}

static void
test_a_clock_that_was_set_is_noticed_and_said_if_it_is_much (Fixture      *f,
                                                             gconstpointer data)
{
  static const struct
  {
    gint64 by_s;
    gboolean noticed;
    const char *said;
  } cases[] = {
    { 1, FALSE, NULL },
    { 59, TRUE, NULL },
    { 12 * 60, TRUE,
      "The clock of this computer was set 12 minutes ahead. The list and the deadlines follow it." },
    { -HOUR, TRUE,
      "The clock of this computer was set 1 hour back. The list and the deadlines follow it." },
  };

  open_at (f, DANBI_TEST_NOW_S);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      f->n_much = 0;
      g_clear_pointer (&f->said, g_free);
      danbi_clock_set_now_s (danbi_clock_now_s () + cases[i].by_s);
      danbi_clock_watch_look (f->watch);
      g_assert_cmpuint (f->n_much, ==, cases[i].noticed);
      g_assert_cmpstr (f->said, ==, cases[i].said);
    }
  f->n_much = 0;
  danbi_clock_watch_look (f->watch);
  g_assert_cmpuint (f->n_much, ==, 0);
}

static void
tell_lead (Fixture *f,
           gint64   lead_s)
{
  g_signal_emit_by_name (f->desk, "clock-lead", lead_s);
}

static void
test_a_wrong_clock_is_made_right_for_the_program (Fixture      *f,
                                                  gconstpointer data)
{
  open_at (f, DANBI_TEST_NOW_S);
  tell_lead (f, 60);
  g_assert_cmpint (f->wrong_s, ==, 0);
  g_assert_cmpint (danbi_clock_get_correction_s (), ==, 0);
  g_assert_cmpuint (f->n_much, ==, 0);

  tell_lead (f, 720);
  g_assert_cmpint (f->wrong_s, ==, 720);
  g_assert_cmpint (danbi_clock_get_correction_s (), ==, -720);
  g_assert_cmpuint (f->n_much, ==, 1);

  /* The next comparison is a second off, as any is. */
  tell_lead (f, 721);
  g_assert_cmpint (danbi_clock_get_correction_s (), ==, -720);
  g_assert_cmpuint (f->n_much, ==, 1);

  tell_lead (f, -300);
  g_assert_cmpint (f->wrong_s, ==, -300);
  g_assert_cmpint (danbi_clock_get_correction_s (), ==, 300);

  tell_lead (f, 3);
  g_assert_cmpint (f->wrong_s, ==, 0);
  g_assert_cmpint (danbi_clock_get_correction_s (), ==, 0);
  g_assert_null (f->said);
}

/* Nobody has to be asked again: the program knew by how much it was wrong. */
static void
test_a_wrong_clock_that_is_set_right_is_known_to_be_right (Fixture      *f,
                                                           gconstpointer data)
{
  gint64 before_s;

  open_at (f, DANBI_TEST_NOW_S);
  tell_lead (f, 720);
  before_s = danbi_clock_now_s ();
  danbi_clock_set_now_s (DANBI_TEST_NOW_S - 720);
  danbi_clock_watch_look (f->watch);
  g_assert_cmpint (f->wrong_s, ==, 0);
  g_assert_cmpint (danbi_clock_get_correction_s (), ==, 0);
  g_assert_cmpint (ABS (danbi_clock_now_s () - before_s), <, 30);
  g_assert_null (f->said);
}

/* Somebody meant well. */
static void
test_a_right_clock_that_is_set_wrong_is_known_to_be_wrong (Fixture      *f,
                                                           gconstpointer data)
{
  open_at (f, DANBI_TEST_NOW_S);
  tell_lead (f, 0);
  danbi_clock_set_now_s (DANBI_TEST_NOW_S + 24 * HOUR);
  danbi_clock_watch_look (f->watch);
  g_assert_cmpint (ABS (f->wrong_s - 24 * HOUR), <, 30);
  g_assert_cmpint (ABS (danbi_clock_now_s () - DANBI_TEST_NOW_S), <, 30);
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/app/clock-watch/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (the_end_of_points_is_noticed_in_its_second);
  ADD (midnight_is_noticed_and_said);
  ADD (a_clock_that_was_set_is_noticed_and_said_if_it_is_much);
  ADD (a_wrong_clock_is_made_right_for_the_program);
  ADD (a_wrong_clock_that_is_set_right_is_known_to_be_right);
  ADD (a_right_clock_that_is_set_wrong_is_known_to_be_wrong);
  return g_test_run ();
}
