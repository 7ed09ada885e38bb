/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The phrases about time, each by a table. */
#include "config.h"

#include "danbi-test-rulebook.h"
#include "danbi-time-phrases.h"

#define HOUR (60 * 60)

static void
test_countdown (void)
{
  static const struct
  {
    gint64 passed_s;
    DanbiField base;
    const char *text;
  } cases[] = {
    { 110 * 60, DANBI_FIELD_EXAM_TIME, "22 h 10 min left · from the examination" },
    { 110 * 60, DANBI_FIELD_CARD_TIME, "22 h 10 min left · from the make-up swipe" },
    { 110 * 60, DANBI_FIELD_RECEIVED_TIME, "22 h 10 min left · from the arrival of the images" },
    { 24 * HOUR, DANBI_FIELD_EXAM_TIME, "less than a minute left · from the examination" },
    { 24 * HOUR + 1, DANBI_FIELD_EXAM_TIME, "47 h 59 min left · from the examination" },
    { 72 * HOUR + 1, DANBI_FIELD_EXAM_TIME, "" },
    { 0, DANBI_FIELD_NONE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiDeadline deadline = { cases[i].base, DANBI_TEST_NOW_S, DANBI_TEST_NOW_S + 24 * HOUR,
                                 DANBI_TEST_NOW_S + 72 * HOUR, FALSE };
      g_autofree char *text = danbi_phrase_countdown (&deadline,
                                                      DANBI_TEST_NOW_S + cases[i].passed_s);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_assumed (void)
{
  DanbiDeadline deadline = { DANBI_FIELD_EXAM_TIME, 0, 0, 0, TRUE };
  g_autofree char *assumed = danbi_phrase_assumed (&deadline);
  g_autofree char *known = NULL;

  deadline.assumed = FALSE;
  known = danbi_phrase_assumed (&deadline);
  g_assert_cmpstr (assumed, ==, "time taken as 00:00");
  g_assert_cmpstr (known, ==, "");
}

static void
test_groups (void)
{
  static const DanbiLimits limits = { .full_points_percent = 100, .half_points_percent = 50 };
  static const char *const titles[] = {
    "Today · 100%", "Soon lost · 50%", "Not counting yet",
    "No points any more · counts for the upload rate", "Accepted",
  };
  g_autofree char *one = danbi_phrase_group_size ("Today · 100%", 1);
  g_autofree char *more = danbi_phrase_group_size ("Today · 100%", 3);

  G_STATIC_ASSERT (G_N_ELEMENTS (titles) == DANBI_N_URGENCIES);
  for (guint i = 0; i < DANBI_N_URGENCIES; i++)
    {
      g_autofree char *title = danbi_phrase_group (i, &limits);

      g_assert_cmpstr (title, ==, titles[i]);
    }
  g_assert_cmpstr (one, ==, "Today · 100%, 1 case");
  g_assert_cmpstr (more, ==, "Today · 100%, 3 cases");
}

static void
test_span (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } cases[] = {
    { 61, "1 minute" },
    { 89, "1 minute" },
    { 90, "2 minutes" },
    { -12 * 60, "12 minutes" },
    { HOUR - 1, "1 hour" },
    { HOUR, "1 hour" },
    { 3 * HOUR + 20 * 60, "3 h 20 min" },
    { -24 * HOUR, "24 hours" },
    { 48 * HOUR, "2 days" },
    { 400 * 24 * HOUR, "400 days" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_span (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_clocks (void)
{
  const struct
  {
    char *text;
    const char *expected;
  } cases[] = {
    { danbi_phrase_wrong_clock (720), "The clock of this computer is 12 minutes fast. " },
    { danbi_phrase_wrong_clock (-HOUR), "The clock of this computer is 1 hour slow. " },
    { danbi_phrase_clock_was_set (120), "The clock of this computer was set 2 minutes ahead. " },
    { danbi_phrase_clock_was_set (-120), "The clock of this computer was set 2 minutes back. " },
    { danbi_phrase_slept (200 * 60), "This computer slept for 3 h 20 min. " },
    { danbi_phrase_new_day (DANBI_TEST_NOW_S), "A new day has begun: 115/11/22. " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cases[i].text;

      g_test_message ("%s", text);
      g_assert_true (g_str_has_prefix (text, cases[i].expected));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/app/time-phrases/countdown", test_countdown);
  g_test_add_func ("/danbi/app/time-phrases/assumed", test_assumed);
  g_test_add_func ("/danbi/app/time-phrases/groups", test_groups);
  g_test_add_func ("/danbi/app/time-phrases/span", test_span);
  g_test_add_func ("/danbi/app/time-phrases/clocks", test_clocks);
  return g_test_run ();
}
