/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the speed of lines. */
#include "config.h"

#include "danbi-clock.h"
#include "store-fixture.h"

#define GATEWAY "https://gateway.invalid/"

static void
test_the_last_measurement_counts (StoreFixture *fixture,
                                  gconstpointer data)
{
  g_assert_cmpuint (danbi_store_get_line (fixture->store, GATEWAY), ==, 0);
  g_assert_true (danbi_store_note_line (fixture->store, GATEWAY, 8000, NULL));
  g_assert_true (danbi_store_note_line (fixture->store, GATEWAY, 2500000, NULL));
  g_assert_true (danbi_store_note_line (fixture->store, "folder:/srv", 1, NULL));
  store_fixture_reopen (fixture);
  g_assert_cmpuint (danbi_store_get_line (fixture->store, GATEWAY), ==, 2500000);
}

static void
test_gateways_of_long_ago_are_forgotten (StoreFixture *fixture,
                                         gconstpointer data)
{
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", 8000 + i);

      danbi_clock_set_now_s (FIXTURE_NOW_S + i * 60);
      g_assert_true (danbi_store_note_line (fixture->store, url, 1000 + i, NULL));
    }
  g_assert_cmpuint (danbi_store_get_line (fixture->store, "http://127.0.0.1:8000/"), ==, 0);
  g_assert_cmpuint (danbi_store_get_line (fixture->store, "http://127.0.0.1:8039/"), ==, 1039);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM lines"), ==, 16);
}

#define ADD(name) store_fixture_add ("/danbi/store/store-line/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (the_last_measurement_counts);
  ADD (gateways_of_long_ago_are_forgotten);
  return g_test_run ();
}
