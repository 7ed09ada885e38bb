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
  return g_test_run ();
}
