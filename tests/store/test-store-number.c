/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests that numbers never repeat: by many programs, after a restart, after a restored backup. */
#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#include "danbi-clock.h"
#include "store-fixture.h"

#define TODAY "20261122"
#define MIDNIGHT_S (FIXTURE_NOW_S - (15 * 3600 + 20 * 60 + 3))
#define N_PROCESSES 4
#define N_EACH "25"

static const char *worker;

static guint64
draw (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint32 installation;
  guint64 n;

  danbi_store_allocate_case_number (fixture->store, &n, &installation, &error);
  g_assert_no_error (error);
  return n;
}

static guint
draw_serial (StoreFixture *fixture,
             const char   *date)
{
  g_autoptr (GError) error = NULL;
  guint serial;

  danbi_store_allocate_serial (fixture->store, date, &serial, &error);
  g_assert_no_error (error);
  return serial;
}

static void
test_numbers_rise (StoreFixture *fixture,
                   gconstpointer data)
{
  guint64 n = draw (fixture);
  guint serial = draw_serial (fixture, TODAY);

  for (guint i = 0; i < 100; i++)
    {
      guint64 next = draw (fixture);
      guint next_serial = draw_serial (fixture, TODAY);

      g_assert_cmpuint (next, >, n);
      g_assert_cmpuint (next_serial, >, serial);
      n = next;
      serial = next_serial;
      if (i % 25 == 0)
        store_fixture_reopen (fixture);
    }
}

static void
test_the_clock_may_go_back (StoreFixture *fixture,
                            gconstpointer data)
{
  guint64 n = draw (fixture);
  guint serial = draw_serial (fixture, TODAY);

  danbi_clock_set_now_s (MIDNIGHT_S + 1);
  g_assert_cmpuint (draw (fixture), ==, n + 1);
  g_assert_cmpuint (draw_serial (fixture, TODAY), ==, serial + 1);
  danbi_clock_set_now_s (0);
  g_assert_cmpuint (draw (fixture), ==, n + 2);
}

static void
test_the_installation_stays (StoreFixture *fixture,
                             gconstpointer data)
{
  guint32 first;
  guint32 second;
  guint64 n;

  g_assert_true (danbi_store_allocate_case_number (fixture->store, &n, &first, NULL));
  store_fixture_reopen (fixture);
  g_assert_true (danbi_store_allocate_case_number (fixture->store, &n, &second, NULL));
  g_assert_cmpuint (first, ==, second);
}

/* Thirty-six bits; a clock beyond them is not followed, and at the end there is an
 * error, never a repeated number. */
static void
test_numbers_stay_within_their_bits (StoreFixture *fixture,
                                     gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  g_autoptr (GError) error = NULL;
  guint32 installation;
  guint64 n;

  danbi_clock_set_now_s (G_GINT64_CONSTANT (1767225600) + 68719476736 / 32);
  g_assert_cmpuint (draw (fixture), ==, 1);
  danbi_clock_set_now_s (G_GINT64_CONSTANT (1767225600) + 68719476736 / 32 - 60);
  n = draw (fixture);
  g_assert_cmpuint (n, >=, 68719476736 - 60 * 32);
  g_assert_cmpuint (n, <, 68719476736);
  store_fixture_execute (path, "UPDATE store SET last_case_number = 68719476734");
  g_assert_cmpuint (draw (fixture), ==, 68719476735);
  g_assert_false (danbi_store_allocate_case_number (fixture->store, &n, &installation, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
}

static void
test_serials_have_three_to_six_digits (StoreFixture *fixture,
                                       gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  g_autoptr (GError) error = NULL;
  guint serial;

  danbi_clock_set_now_s (MIDNIGHT_S);
  serial = draw_serial (fixture, TODAY);
  g_assert_cmpuint (serial, >=, 100);
  g_assert_cmpuint (serial, <, 100 + 60 * 10);
  danbi_clock_set_now_s (MIDNIGHT_S + 86340);
  serial = draw_serial (fixture, TODAY);
  g_assert_cmpuint (serial, >=, 100 + 863400);
  g_assert_cmpuint (serial, <, 100 + 864000);
  g_assert_cmpuint (draw_serial (fixture, "20261124"), ==, 100);
  danbi_clock_set_now_s (MIDNIGHT_S + 86400);
  g_assert_cmpuint (draw_serial (fixture, TODAY), ==, serial + 1);
  store_fixture_execute (path, "UPDATE serials SET last = 999998");
  g_assert_cmpuint (draw_serial (fixture, TODAY), ==, 999999);
  g_assert_false (danbi_store_allocate_serial (fixture->store, TODAY, &serial, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
}

/* The clock runs on while the test works, so what is later is later than now. */
static void
pass_time (gint64 seconds)
{
  danbi_clock_set_now_s (danbi_clock_now_s () + seconds);
}

static void
copy_database (StoreFixture *fixture,
               const char   *from,
               const char   *to)
{
  g_autofree char *source = store_fixture_path (fixture, from);
  g_autofree char *target = store_fixture_path (fixture, to);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (target, contents, (gssize) length, NULL));
}

/* Backs up, goes on drawing, puts the backup back @later_s after the last number was drawn, and
 * draws again: nothing may repeat. */
static void
test_a_restored_backup_repeats_nothing (StoreFixture *fixture,
                                        gconstpointer data)
{
  static const struct
  {
    guint n_before;
    guint n_after;
    gint64 between_s;
    gint64 later_s;
  } stories[] = {
    { 0, 1, 0, 1 },         /* a new store */
    { 1, 1, 0, 1 },         /* at once */
    { 3, 30, 60, 1 },       /* a busy minute */
    { 3, 90, 0, 3 },        /* a burst at the moment of the backup */
    { 3, 300, 3600, 10 },   /* a batch after an hour */
    { 3, 5, 86400, 86400 }, /* the next days */
  };
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

      pass_time (100000);
      for (guint j = 0; j < stories[i].n_before; j++)
        draw (fixture);
      g_clear_object (&fixture->store);
      copy_database (fixture, "danbi.db", "backup");
      store_fixture_reopen (fixture);

      pass_time (stories[i].between_s);
      for (guint j = 0; j < stories[i].n_after; j++)
        g_hash_table_add (seen, GSIZE_TO_POINTER (draw (fixture)));
      g_clear_object (&fixture->store);
      copy_database (fixture, "backup", "danbi.db");
      store_fixture_reopen (fixture);

      pass_time (stories[i].later_s);
      for (guint j = 0; j < 10; j++)
        g_assert_false (g_hash_table_contains (seen, GSIZE_TO_POINTER (draw (fixture))));
    }
}

static void
test_a_restored_backup_repeats_no_serial (StoreFixture *fixture,
                                          gconstpointer data)
{
  guint last = 0;

  draw_serial (fixture, TODAY);
  g_clear_object (&fixture->store);
  copy_database (fixture, "danbi.db", "backup");
  store_fixture_reopen (fixture);
  pass_time (3600);
  for (guint i = 0; i < 25; i++)
    last = draw_serial (fixture, TODAY);
  g_clear_object (&fixture->store);
  copy_database (fixture, "backup", "danbi.db");
  store_fixture_reopen (fixture);
  pass_time (3);
  g_assert_cmpuint (draw_serial (fixture, TODAY), >, last);
}

/* The first column of @out are case numbers, the second serials. */
static void
collect (const char *out,
         GHashTable *numbers,
         GHashTable *serials)
{
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);

  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      guint64 n;
      guint serial;

      g_assert_cmpint (sscanf (lines[i], "%" G_GUINT64_FORMAT " %u", &n, &serial), ==, 2);
      g_assert_true (g_hash_table_add (numbers, GSIZE_TO_POINTER (n)));
      g_assert_true (g_hash_table_add (serials, GUINT_TO_POINTER (serial)));
    }
}

static void
test_four_programs_draw_different_numbers (StoreFixture *fixture,
                                           gconstpointer data)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) serials = g_hash_table_new (NULL, NULL);
  GSubprocess *processes[N_PROCESSES];

  for (guint i = 0; i < N_PROCESSES; i++)
    processes[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, worker, "numbers",
                                     fixture->dir, N_EACH, NULL);
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autoptr (GSubprocess) process = processes[i];
      g_autofree char *out = NULL;

      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
      g_assert_true (g_subprocess_get_successful (process));
      collect (out, numbers, serials);
    }
  g_assert_cmpuint (g_hash_table_size (numbers), ==, N_PROCESSES * (guint) atoi (N_EACH));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  worker = argv[1];
  store_fixture_add ("/danbi/store/store-number/numbers_rise", test_numbers_rise);
  store_fixture_add ("/danbi/store/store-number/the_clock_may_go_back",
                     test_the_clock_may_go_back);
  store_fixture_add ("/danbi/store/store-number/the_installation_stays",
                     test_the_installation_stays);
  store_fixture_add ("/danbi/store/store-number/numbers_stay_within_their_bits",
                     test_numbers_stay_within_their_bits);
  store_fixture_add ("/danbi/store/store-number/serials_have_three_to_six_digits",
                     test_serials_have_three_to_six_digits);
  store_fixture_add ("/danbi/store/store-number/a_restored_backup_repeats_nothing",
                     test_a_restored_backup_repeats_nothing);
  store_fixture_add ("/danbi/store/store-number/a_restored_backup_repeats_no_serial",
                     test_a_restored_backup_repeats_no_serial);
  store_fixture_add ("/danbi/store/store-number/four_programs_draw_different_numbers",
                     test_four_programs_draw_different_numbers);
  return g_test_run ();
}
