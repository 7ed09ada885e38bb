/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How quick the store is, beside a bare SQLite write in the same folder. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "danbi-clock.h"
#include "store-fixture.h"

#define N_CASES 100000
#define N_OPEN 400      /* a clinic after years: almost all are accepted */
#define N_SAVES 500
#define N_PAGES 200
#define PAGE 50
#define N_QUEUED 20
#define N_PATIENTS 12
#define N_SEEKS 50

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

typedef void (*BenchFunc) (gpointer data, guint i);

/* Runs @function @n times, each time after @before, and prints the median and the 99th percentile
 * of @function alone. */
static double
measure_after (const char *name,
               guint       n,
               BenchFunc   before,
               BenchFunc   function,
               gpointer    data)
{
  g_autofree double *ms = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      gint64 begin_us;

      if (before)
        before (data, i);
      begin_us = g_get_monotonic_time ();
      function (data, i);
      ms[i] = (double) (g_get_monotonic_time () - begin_us) / 1000.0;
    }
  qsort (ms, n, sizeof *ms, compare);
  printf ("%-44s p50 %8.3f ms   p99 %8.3f ms\n", name, ms[n / 2], ms[n * 99 / 100]);
  return ms[n / 2];
}

static double
measure (const char *name,
         guint       n,
         BenchFunc   function,
         gpointer    data)
{
  return measure_after (name, n, NULL, function, data);
}

typedef struct
{
  StoreFixture *fixture;
  DanbiCase *item;
  sqlite3_stmt *bare;
  sqlite3_stmt *like;
  DanbiCaseOrder order;
  guint offset;
  DanbiSubmission *submission;
  const char *words;
  const char *birth;
} Bench;

static void
save_one_field (gpointer data,
                guint    i)
{
  Bench *bench = data;

  danbi_case_set_value (bench->item, DANBI_FIELD_SITE, i % 2 ? "11" : "12", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_store_save_case (bench->fixture->store, bench->item, NULL, NULL));
}

static void
write_bare (gpointer data,
            guint    i)
{
  Bench *bench = data;

  sqlite3_bind_text (bench->bare, 1, i % 2 ? "11" : "12", -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (bench->bare), ==, SQLITE_DONE);
  sqlite3_reset (bench->bare);
}

static void
read_page (gpointer data,
           guint    i)
{
  Bench *bench = data;
  g_autoptr (GPtrArray) page = danbi_store_list_cases (bench->fixture->store, bench->order,
                                                       bench->offset, PAGE, NULL);

  g_assert_cmpuint (page->len, ==, PAGE);
}

static void
count (gpointer data,
       guint    i)
{
  Bench *bench = data;

  g_assert_cmpint (danbi_store_count_cases (bench->fixture->store, NULL), >=, N_CASES);
}

static void
count_groups (gpointer data,
              guint    i)
{
  guint counts[DANBI_N_URGENCIES];
  gint64 end_s;

  g_assert_true (danbi_store_count_groups (((Bench *) data)->fixture->store, counts, NULL));
  g_assert_true (danbi_store_get_next_end (((Bench *) data)->fixture->store, &end_s, NULL));
}

static void
draw (gpointer data,
      guint    i)
{
  Bench *bench = data;
  guint64 n;
  guint32 installation;

  g_assert_true (danbi_store_allocate_case_number (bench->fixture->store, &n, &installation,
                                                   NULL));
}

static void
reopen (gpointer data,
        guint    i)
{
  store_fixture_reopen (((Bench *) data)->fixture);
}

/* One of the open cases joins the queue as a batch of its own, and is given up. */
static void
enqueue (gpointer data,
         guint    i)
{
  Bench *bench = data;

  bench->submission = danbi_submission_new ();
  bench->submission->key = g_uuid_string_random ();
  bench->submission->destination = g_strdup ("https://gateway.invalid/");
  danbi_submission_add_row (bench->submission, N_CASES - i % N_OPEN, NULL, NULL);
  g_assert_true (danbi_store_enqueue (bench->fixture->store, bench->submission, NULL));
}

static void
enqueue_and_give_up (gpointer data,
                     guint    i)
{
  Bench *bench = data;

  enqueue (bench, i);
  g_assert_true (danbi_store_give_up (bench->fixture->store, bench->submission, NULL));
  g_clear_pointer (&bench->submission, danbi_submission_free);
}

/* Stays in the queue, as the last of all. */
static void
enqueue_only (gpointer data,
              guint    i)
{
  Bench *bench = data;

  enqueue (bench, i);
  g_clear_pointer (&bench->submission, danbi_submission_free);
}

static void
read_queue (gpointer data,
            guint    i)
{
  Bench *bench = data;
  g_autoptr (GPtrArray) open = danbi_store_dup_open_submissions (bench->fixture->store, NULL);

  g_assert_cmpuint (open->len, ==, N_QUEUED);
}

static void
find (gpointer data,
      guint    i)
{
  Bench *bench = data;
  g_autoptr (GPtrArray) found = danbi_store_find_submissions (bench->fixture->store, bench->words,
                                                              bench->offset, PAGE, NULL);

  g_assert_nonnull (found);
}

static void
find_patients (gpointer data,
               guint    i)
{
  Bench *bench = data;
  g_autoptr (GPtrArray) found = danbi_store_find_patients (bench->fixture->store, bench->words,
                                                           bench->birth, 0, N_PATIENTS, NULL);

  g_assert_nonnull (found);
}

static void
seek (gpointer data,
      guint    i)
{
  Bench *bench = data;
  DanbiCaseFilter filter = { .text = bench->words };
  g_autoptr (GArray) found = danbi_store_find_cases (bench->fixture->store, &filter, NULL, NULL);

  g_assert_nonnull (found);
}

static void
seek_bare (gpointer data,
           guint    i)
{
  Bench *bench = data;

  while (sqlite3_step (bench->like) == SQLITE_ROW)
    continue;
  sqlite3_reset (bench->like);
}

static void
read_by_id (gpointer data,
            guint    i)
{
  Bench *bench = data;
  gint64 ids[64];
  g_autoptr (GPtrArray) page = NULL;

  for (guint j = 0; j < G_N_ELEMENTS (ids); j++)
    ids[j] = N_CASES - (i * 400 + j) % (N_CASES - 100);
  page = danbi_store_list_by_id (bench->fixture->store, ids, G_N_ELEMENTS (ids), NULL);
  g_assert_nonnull (page);
}

/* A clinic after years: almost all accepted, some open in every stage of lateness, and each that
 * was accepted in a batch of its own. */
static void
fill (StoreFixture *fixture)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  g_autofree char *sql = g_strdup_printf (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
    " INSERT INTO cases SELECT NULL, iif (i > %d, 'ready', 'accepted'), i > %d, '1234567890', '14',"
    " '11511', printf ('1151122%%06d', i %% 1000000), '02', '0020', '1', printf ('A%%09d', i),"
    " '0750115', '34004C', '1', '11511221520', 'FM', 'DCF1234567890_0EZE8ZK1BCDE.7z', '', '', '',"
    " 'ttttttttttttt----', 0, 0, %" G_GINT64_FORMAT " + i * 600, %" G_GINT64_FORMAT
    " + i * 600 + 172800, 0, 1, 'set-0011223344556677', 'R' || i, 0, 0, ''"
    " FROM n;"
    " INSERT INTO submissions (id, key, destination, csv_path, csv_upload, receipt, state,"
    " created_s, changed_s) SELECT id, hex (randomblob (16)), 'https://gateway.invalid/',"
    " '/outbox/' || hex (randomblob (16)) || '/1234567890_11511.csv',"
    " 'https://gateway.invalid/files/' || hex (randomblob (16)), 'R' || id, 'done', 0, 0"
    " FROM cases WHERE is_open = 0;"
    " INSERT INTO submission_rows SELECT id, 0, id,"
    " '/outbox/' || hex (randomblob (16)) || '/DCF1234567890_0EZE8ZK1BCDE.7z',"
    " printf ('DCF1234567890_%%012X.7z', id * 7919),"
    " 'https://gateway.invalid/files/' || hex (randomblob (16)), hex (randomblob (100)),"
    " hex (randomblob (32)), 9734400, 3, 'copy', NULL FROM submissions;"
    " UPDATE submission_rows SET words = (SELECT words FROM found_by"
    " WHERE found_by.submission_id = submission_rows.submission_id);"
    " UPDATE cases SET words = (SELECT words FROM case_words WHERE case_words.id = cases.id)",
    N_CASES, N_CASES - N_OPEN, N_CASES - N_OPEN,
    FIXTURE_NOW_S - (gint64) (N_CASES - N_OPEN / 2) * 600,
    FIXTURE_NOW_S - (gint64) (N_CASES - N_OPEN / 2) * 600);

  store_fixture_execute (path, sql);
}

static sqlite3 *
open_bare (StoreFixture  *fixture,
           sqlite3_stmt **update)
{
  g_autofree char *path = store_fixture_path (fixture, "bare.db");
  sqlite3 *handle;

  store_fixture_execute (path, "PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY,"
                               " a TEXT, b TEXT); INSERT INTO t VALUES (1, '', '')");
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, "PRAGMA synchronous = FULL", NULL, NULL, NULL);
  sqlite3_prepare_v2 (handle, "UPDATE t SET a = ? WHERE id = 1", -1, update, NULL);
  return handle;
}

static sqlite3 *
open_like (StoreFixture  *fixture,
           sqlite3_stmt **like)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_prepare_v2 (handle,
                      "SELECT id FROM cases WHERE patient_id LIKE '%nothing%'"
                      " OR order_code LIKE '%nothing%' OR receipt LIKE '%nothing%'"
                      " ORDER BY card_time DESC",
                      -1, like, NULL);
  return handle;
}

static void
measure_pages (Bench *bench)
{
  static const guint offsets[] = { 0, 200, 50000, N_CASES - PAGE };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autofree char *urgent = g_strdup_printf ("page of %d, most urgent, offset %u", PAGE,
                                                 offsets[i]);
      g_autofree char *newest = g_strdup_printf ("page of %d, newest, offset %u", PAGE,
                                                 offsets[i]);

      bench->offset = offsets[i];
      bench->order = DANBI_CASE_ORDER_URGENT;
      measure (urgent, N_PAGES, read_page, bench);
      bench->order = DANBI_CASE_ORDER_NEWEST;
      measure (newest, N_PAGES, read_page, bench);
    }
}

static void
measure_queue (Bench *bench)
{
  measure ("queue a case and give it up", N_PAGES, enqueue_and_give_up, bench);
  measure ("queue a case", N_QUEUED, enqueue_only, bench);
  measure ("read a queue of 20", N_PAGES, read_queue, bench);
}

static void
measure_search (Bench *bench)
{
  static const struct
  {
    const char *words;
    guint offset;
  } searches[] = {
    { "", 0 },      { "34004C", 0 },   { "", 50000 },        { "A000050000", 0 },
    { "R50000", 0 }, { "A00005 1151122", 0 }, { "nothing", 0 }, { "three words nowhere", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *name = g_strdup_printf ("find “%s”, offset %u", searches[i].words,
                                               searches[i].offset);

      bench->words = searches[i].words;
      bench->offset = searches[i].offset;
      measure (name, N_PAGES, find, bench);
    }
}

/* Beside what SQLite itself takes for a look at every case. */
static void
measure_seeks (Bench *bench)
{
  static const char *const searches[] = { "", "A000050000", "50000", "R50000", "34004C 1122",
                                          "nothing" };
  double bare_ms;

  bare_ms = measure ("bare SQLite, LIKE on every case", N_SEEKS, seek_bare, bench);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *name = g_strdup_printf ("find cases “%s”", searches[i]);
      double ms;

      bench->words = searches[i];
      ms = measure (name, N_SEEKS, seek, bench);
      printf ("%-44s ratio %.2f\n", "find cases : bare LIKE", ms / bare_ms);
    }
  measure ("page of 64 by id", N_PAGES, read_by_id, bench);
}

/* After each commit what was read before is read anew from the file. */
static void
measure_after_saves (Bench *bench)
{
  bench->order = DANBI_CASE_ORDER_URGENT;
  bench->offset = 50000;
  measure_after ("count, after a save", N_PAGES, save_one_field, count, bench);
  measure_after ("count the groups, after a save", N_PAGES, save_one_field, count_groups, bench);
  measure_after ("page of 64 by id, after a save", N_PAGES, save_one_field, read_by_id, bench);
  measure_after ("most urgent, offset 50000, after a save", N_PAGES, save_one_field, read_page,
                 bench);
  bench->offset = 0;
  measure_after ("most urgent, offset 0, after a save", N_PAGES, save_one_field, read_page, bench);
}

/* From whom everybody was, to whom nobody: numbers rise with the cases. */
static void
measure_patients (Bench *bench)
{
  static const char *const searches[][2] = {
    { "", "" }, { "A", "" }, { "A0000", "" }, { "A00001", "" }, { "A000012345", "" }, { "B1", "" },
    { "", "075" }, { "", "0750116" }, { "A00001", "0750115" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *name = g_strdup_printf ("known patients “%s” born “%s”", searches[i][0],
                                               searches[i][1]);

      bench->words = searches[i][0];
      bench->birth = searches[i][1];
      measure (name, N_PAGES, find_patients, bench);
    }
}

int
main (int    argc,
      char **argv)
{
  StoreFixture fixture = { NULL };
  Bench bench = { .fixture = &fixture };
  sqlite3 *bare;
  sqlite3 *bare_cases;
  double saved_ms;
  double bare_ms;

  store_fixture_set_up (&fixture, NULL);
  bench.item = store_fixture_new_case ("A123456789");
  bare = open_bare (&fixture, &bench.bare);
  saved_ms = measure ("save one field", N_SAVES, save_one_field, &bench);
  bare_ms = measure ("bare SQLite UPDATE, WAL, FULL", N_SAVES, write_bare, &bench);
  printf ("%-44s ratio %.2f\n", "save : bare write", saved_ms / bare_ms);
  measure ("draw a case number", N_SAVES, draw, &bench);

  g_assert_true (danbi_store_remove_case (fixture.store, danbi_case_get_id (bench.item), NULL));
  fill (&fixture);
  measure_pages (&bench);
  measure ("count", N_PAGES, count, &bench);
  measure ("count the groups, and find the next end", N_PAGES, count_groups, &bench);
  measure_search (&bench);
  bare_cases = open_like (&fixture, &bench.like);
  measure_seeks (&bench);
  sqlite3_finalize (bench.like);
  sqlite3_close (bare_cases);
  measure_patients (&bench);
  measure_queue (&bench);
  danbi_case_set_id (bench.item, 0);
  measure_after_saves (&bench);
  measure ("open with 100,000 cases", 5, reopen, &bench);

  sqlite3_finalize (bench.bare);
  sqlite3_close (bare);
  g_object_unref (bench.item);
  store_fixture_tear_down (&fixture, NULL);
  return 0;
}
