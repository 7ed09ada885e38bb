/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the ceiling on bandwidth: what may leave when. */
#include "config.h"

#include "danbi-pace.h"

/* Everything that leaves within @seconds where @wanted bytes are always ready. */
static guint64
run (DanbiPace *pace,
     gint64     begin_us,
     guint      seconds,
     gsize      wanted)
{
  guint64 taken = 0;

  for (gint64 us = begin_us; us < begin_us + seconds * G_USEC_PER_SEC;)
    {
      gsize now = danbi_pace_take (pace, us, wanted);

      taken += now;
      us += now > 0 ? 10 : danbi_pace_get_wait_ms (pace) * 1000;
    }
  return taken;
}

static void
test_none (void)
{
  DanbiPace pace = { 0 };

  g_assert_cmpuint (danbi_pace_take (&pace, 1, 524288), ==, 524288);
  g_assert_cmpuint (danbi_pace_take (&pace, 1, 524288), ==, 524288);
}

static void
test_kept (void)
{
  const guint64 ceilings[] = { 100, 8192, 64 * 1024, 1024 * 1024, 100 * 1024 * 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (ceilings); i++)
    {
      DanbiPace pace = { .ceiling = ceilings[i] };
      double share = (double) run (&pace, 1, 60, 16384) / (60.0 * (double) ceilings[i]);

      g_test_message ("%" G_GUINT64_FORMAT ": %.3f", ceilings[i], share);
      g_assert_cmpfloat (share, >, ceilings[i] < 1000 ? 0.8 : 0.98);
      g_assert_cmpfloat (share, <, 1.01);
    }
}

/* A pause of an hour is not made up for in one go. */
static void
test_no_savings (void)
{
  DanbiPace pace = { .ceiling = 80000 };
  guint64 taken = 0;
  gsize now;

  run (&pace, 1, 1, 16384);
  while ((now = danbi_pace_take (&pace, G_TIME_SPAN_HOUR, 1000)) > 0)
    taken += now;
  g_assert_cmpuint (taken, <=, 10000);
  g_assert_cmpuint (taken, >, 0);
}

static void
test_changed (void)
{
  DanbiPace pace = { .ceiling = 1000000 };

  run (&pace, 1, 1, 16384);
  pace.ceiling = 10000;
  g_assert_cmpuint (run (&pace, G_USEC_PER_SEC + 1, 10, 16384), <=, 10 * 10000 + 2000);
  pace.ceiling = 0;
  g_assert_cmpuint (danbi_pace_take (&pace, G_TIME_SPAN_HOUR, 16384), ==, 16384);
  g_assert_cmpuint (danbi_pace_get_wait_ms (&pace), ==, 0);
}

/* The last bytes of a file are fewer than a burst. */
static void
test_few (void)
{
  DanbiPace pace = { .ceiling = 1000000 };

  g_assert_cmpuint (danbi_pace_take (&pace, 1, 1), ==, 0);
  g_assert_cmpuint (danbi_pace_get_wait_ms (&pace), >, 0);
  g_assert_cmpuint (danbi_pace_take (&pace, 100, 1), ==, 1);
}

#define ADD(name, func) g_test_add_func ("/danbi/upload/pace/" name, func)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("without_a_ceiling_all_may_leave", test_none);
  ADD ("a_ceiling_is_kept_and_made_use_of", test_kept);
  ADD ("a_pause_is_not_made_up_for", test_no_savings);
  ADD ("a_new_ceiling_holds_at_once", test_changed);
  ADD ("a_few_bytes_do_not_wait_for_more", test_few);
  return g_test_run ();
}
