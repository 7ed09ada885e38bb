/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-clock.h"

static void
test_formats_taiwan_time (void)
{
  g_autofree char *epoch = danbi_clock_format_rfc3339 (0);
  g_autofree char *contract = danbi_clock_format_rfc3339 (1660288803);

  g_assert_cmpstr (epoch, ==, "1970-01-01T08:00:00+08:00");
  g_assert_cmpstr (contract, ==, "2022-08-12T15:20:03+08:00");
}

static void
test_reads_any_zone (void)
{
  gint64 here = 0, there = 0, bare = 0;

  g_assert_true (danbi_clock_parse_rfc3339 ("2022-08-12T15:20:03+08:00", &here));
  g_assert_true (danbi_clock_parse_rfc3339 ("2022-08-12T07:20:03Z", &there));
  g_assert_true (danbi_clock_parse_rfc3339 ("2022-08-12T15:20:03", &bare));
  g_assert_cmpint (here, ==, 1660288803);
  g_assert_cmpint (there, ==, here);
  g_assert_cmpint (bare, ==, here);
}

static void
test_refuses_what_is_no_time (void)
{
  gint64 untouched = 7;

  g_assert_false (danbi_clock_parse_rfc3339 ("yesterday", &untouched));
  g_assert_false (danbi_clock_parse_rfc3339 ("2022-02-30T00:00:00Z", &untouched));
  g_assert_cmpint (untouched, ==, 7);
}

static void
test_runs_on_from_where_it_was_set (void)
{
  danbi_clock_set_now_s (1660288803);
  g_assert_cmpint (danbi_clock_now_s (), >=, 1660288803);
  g_assert_cmpint (danbi_clock_now_s (), <, 1660288803 + 60);
}

static void
test_begins_with_the_whole_second (void)
{
  /* Wait for the last fifth of a second: the clock must not step with the system's. */
  while (g_get_real_time () % G_USEC_PER_SEC < 800000)
    g_usleep (10000);
  danbi_clock_set_now_s (1660288803);
  g_usleep (300000);
  g_assert_cmpint (danbi_clock_now_s (), ==, 1660288803);
}

static void
test_is_corrected (void)
{
  danbi_clock_set_now_s (1660288803);
  danbi_clock_set_correction_s (-720);
  g_assert_cmpint (danbi_clock_get_correction_s (), ==, -720);
  g_assert_cmpint (danbi_clock_now_s (), >=, 1660288083);
  g_assert_cmpint (danbi_clock_now_s (), <, 1660288083 + 60);
  danbi_clock_set_correction_s (0);
  g_assert_cmpint (danbi_clock_now_s (), >=, 1660288803);
}

/* A correction must not make the error that it corrects look smaller the next time. */
static void
test_says_what_it_is_without_its_correction (void)
{
  const gint64 now_s = 1660288803;

  danbi_clock_set_now_s (now_s);
  danbi_clock_set_correction_s (-720);
  g_assert_cmpint (danbi_clock_get_uncorrected_us (), >=, now_s * G_USEC_PER_SEC);
  g_assert_cmpint (danbi_clock_get_uncorrected_us (), <, (now_s + 60) * G_USEC_PER_SEC);
  danbi_clock_set_correction_s (0);
}

static void
test_knows_no_sleep_while_it_is_awake (void)
{
  gint64 before_us = danbi_clock_get_slept_us ();

  g_usleep (200000);
  g_assert_cmpint (ABS (danbi_clock_get_slept_us () - before_us), <, 100000);
}

static void
test_an_instant_is_found_on_the_systems_clock (void)
{
  gint64 before_us = g_get_real_time ();

  danbi_clock_set_now_s (1660288803);
  g_assert_cmpint (danbi_clock_to_system_us (1660288803), >=, before_us);
  g_assert_cmpint (danbi_clock_to_system_us (1660288803), <=, g_get_real_time ());
  /* This computer's clock is ahead, so what is to come comes later by it. */
  danbi_clock_set_correction_s (-720);
  g_assert_cmpint (danbi_clock_to_system_us (1660288803), >=, before_us + 720 * G_USEC_PER_SEC);
  danbi_clock_set_correction_s (0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/base/clock/formats_taiwan_time", test_formats_taiwan_time);
  g_test_add_func ("/danbi/base/clock/reads_any_zone", test_reads_any_zone);
  g_test_add_func ("/danbi/base/clock/refuses_what_is_no_time", test_refuses_what_is_no_time);
  g_test_add_func ("/danbi/base/clock/runs_on_from_where_it_was_set",
                   test_runs_on_from_where_it_was_set);
  g_test_add_func ("/danbi/base/clock/begins_with_the_whole_second",
                   test_begins_with_the_whole_second);
  g_test_add_func ("/danbi/base/clock/is_corrected", test_is_corrected);
  g_test_add_func ("/danbi/base/clock/says_what_it_is_without_its_correction",
                   test_says_what_it_is_without_its_correction);
  g_test_add_func ("/danbi/base/clock/knows_no_sleep_while_it_is_awake",
                   test_knows_no_sleep_while_it_is_awake);
  g_test_add_func ("/danbi/base/clock/an_instant_is_found_on_the_systems_clock",
                   test_an_instant_is_found_on_the_systems_clock);
  return g_test_run ();
}
