/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk costs beside bare SQLite: one save, and the list of a clinic after years.
 *
 * desk-cost save|list prints "figure<TAB>ours<TAB>theirs" in milliseconds, a line for each pair of
 * runs; desk-cost fill DIR leaves a practice folder with many cases behind. */
#include "config.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "danbi-case-row.h"
#include "danbi-clock.h"
#include "danbi-desk.h"

#define N_CASES 100000
#define N_OPEN 400      /* the others are accepted */
#define N_SAVES 500
#define N_OPENINGS 11
#define N_PAGES 200
#define PAGE_ROWS 128   /* what the list reads at once, and so what bare SQLite reads */
#define N_SCREENS 16    /* pages that the list keeps */

typedef void (*Step) (gpointer data, guint i);

static double
time_ms (Step     step,
         gpointer data,
         guint    i)
{
  gint64 begin_us = g_get_monotonic_time ();

  step (data, i);
  return (double) (g_get_monotonic_time () - begin_us) / 1000.0;
}

/* Both sides in turn, after a pair that is not counted. */
static void
compare (const char *figure,
         guint       n,
         Step        ours,
         Step        theirs,
         gpointer    data)
{
  for (guint i = 0; i <= n; i++)
    {
      double ours_ms = time_ms (ours, data, i);
      double theirs_ms = time_ms (theirs, data, i);

      if (i > 0)
        printf ("%s\t%.4f\t%.4f\n", figure, ours_ms, theirs_ms);
    }
  fflush (stdout);
}

/* The store and its peers */

typedef struct
{
  char *dir;
  DanbiDesk *desk;
  DanbiCase *item;
  sqlite3 *bare;
  sqlite3_stmt *statement;
  const guint *positions;
} Bench;

static char *
dup_path (Bench      *bench,
          const char *name)
{
  return g_build_filename (bench->dir, name, NULL);
}

static void
open_desk (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  bench->desk = danbi_desk_open (bench->dir, &error);
  g_assert_no_error (error);
}

static void
execute (sqlite3    *handle,
         const char *sql)
{
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
open_bare (Bench      *bench,
           const char *name)
{
  g_autofree char *path = dup_path (bench, name);

  g_assert_cmpint (sqlite3_open (path, &bench->bare), ==, SQLITE_OK);
}

static void
prepare_bare (Bench      *bench,
              const char *sql)
{
  g_assert_cmpint (sqlite3_prepare_v2 (bench->bare, sql, -1, &bench->statement, NULL), ==,
                   SQLITE_OK);
}

static void
close_bare (Bench *bench)
{
  sqlite3_finalize (g_steal_pointer (&bench->statement));
  sqlite3_close (g_steal_pointer (&bench->bare));
}

/* One save */

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

/* From the wish to the answer in the main thread that the case is on disk. */
static void
save (gpointer data,
      guint    i)
{
  Bench *bench = data;
  gboolean done = FALSE;

  danbi_desk_enter (bench->desk, bench->item, DANBI_FIELD_SITE, i % 2 ? "11" : "12");
  danbi_desk_save_async (bench->desk, bench->item, NULL, saved_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
write_bare (gpointer data,
            guint    i)
{
  Bench *bench = data;

  sqlite3_bind_text (bench->statement, 1, i % 2 ? "11" : "12", -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (bench->statement), ==, SQLITE_DONE);
  sqlite3_reset (bench->statement);
}

static DanbiCase *
new_case (DanbiDesk *desk)
{
  static const struct { DanbiField field; const char *typed; } values[] = {
    { DANBI_FIELD_PROVIDER_ID, "3501200007" }, { DANBI_FIELD_PROVIDER_TYPE, "14" },
    { DANBI_FIELD_CARD_TIME, "1151122152003" }, { DANBI_FIELD_VISIT_TYPE, "02" },
    { DANBI_FIELD_VISIT_SEQ, "20" }, { DANBI_FIELD_CARD_MAKEUP, "1" },
    { DANBI_FIELD_PATIENT_ID, "A123456789" }, { DANBI_FIELD_BIRTH_DATE, "0750115" },
    { DANBI_FIELD_ORDER_CODE, "34004C" }, { DANBI_FIELD_REPORT_SEQ, "1" },
    { DANBI_FIELD_SITE, "FM" },
  };
  DanbiCase *item = danbi_desk_new_case (desk);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    danbi_desk_enter (desk, item, values[i].field, values[i].typed);
  return item;
}

static void
open_bare_table (Bench *bench)
{
  open_bare (bench, "bare.db");
  execute (bench->bare, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                        "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"
                        "INSERT OR IGNORE INTO t VALUES (1, '', '')");
  prepare_bare (bench, "UPDATE t SET a = ? WHERE id = 1");
}

/* A clinic after years: copies of the one case that is stored, almost all accepted, and some open
 * in every stage of lateness. */
static void
fill (Bench *bench)
{
  g_autofree char *sql = g_strdup_printf (
    "CREATE TEMP TABLE one AS SELECT * FROM cases; UPDATE one SET id = NULL;"
    "BEGIN; WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
    " INSERT INTO cases SELECT one.* FROM n, one;"
    "UPDATE cases SET patient_id = printf ('A%%09d', id),"
    " birth_date = printf ('0%%02d%%02d%%02d', id %% 100, 1 + id %% 12, 1 + id %% 28),"
    " state = iif (id > %d, 'ready', 'accepted'), is_open = id > %d,"
    " full_until_s = %" G_GINT64_FORMAT " + (id - %d) * 600,"
    " half_until_s = %" G_GINT64_FORMAT " + (id - %d) * 600 + 172800; COMMIT;",
    N_CASES, N_CASES - N_OPEN, N_CASES - N_OPEN, danbi_clock_now_s (), N_CASES - N_OPEN / 2,
    danbi_clock_now_s (), N_CASES - N_OPEN / 2);

  open_desk (bench);
  bench->item = new_case (bench->desk);
  save (bench, 0);
  g_clear_object (&bench->item);
  g_clear_object (&bench->desk);

  open_bare (bench, "danbi.db");
  execute (bench->bare, sql);
  close_bare (bench);
}

/* Brings as many pages of the list into memory as it keeps. */
static void
scroll (Bench *bench)
{
  GListModel *cases = danbi_desk_get_cases (bench->desk);

  for (guint i = 0; i < N_SCREENS; i++)
    g_object_unref (g_list_model_get_item (cases, i * PAGE_ROWS));
}

static void
measure_saves (Bench *bench)
{
  open_desk (bench);
  bench->item = new_case (bench->desk);
  open_bare_table (bench);
  compare ("autosave one field", N_SAVES, save, write_bare, bench);
  g_clear_object (&bench->item);
  g_clear_object (&bench->desk);

  fill (bench);
  open_bare_table (bench);
  open_desk (bench);
  scroll (bench);
  bench->item = new_case (bench->desk);
  compare ("autosave one field under a scrolled list of 100,000 cases", N_SAVES / 5, save,
           write_bare, bench);
  close_bare (bench);
  g_clear_object (&bench->item);
}

/* The list */

static void
read_rows (sqlite3_stmt *statement,
           guint         n_rows)
{
  for (guint n = 0; n < n_rows; n++)
    {
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
      for (int column = 0; column < sqlite3_column_count (statement); column++)
        sqlite3_column_text (statement, column);
    }
  sqlite3_reset (statement);
}

static void
open_list (gpointer data,
           guint    i)
{
  Bench *bench = data;
  GListModel *cases;

  g_clear_object (&bench->desk);
  open_desk (bench);
  cases = danbi_desk_get_cases (bench->desk);
  g_assert_cmpuint (g_list_model_get_n_items (cases), ==, N_CASES);
  g_object_unref (g_list_model_get_item (cases, 0));
}

/* What opening cannot do without: the look whether the file is sound, the count, the first page. */
static void
open_bare_list (gpointer data,
                guint    i)
{
  Bench bench = { .dir = ((Bench *) data)->dir };

  open_bare (&bench, "danbi.db");
  execute (bench.bare, "PRAGMA quick_check (1)");
  prepare_bare (&bench, "SELECT count(*) FROM cases");
  read_rows (bench.statement, 1);
  sqlite3_finalize (g_steal_pointer (&bench.statement));
  prepare_bare (&bench, "SELECT * FROM cases ORDER BY id DESC LIMIT 128");
  read_rows (bench.statement, PAGE_ROWS);
  close_bare (&bench);
}

static void
read_page (gpointer data,
           guint    i)
{
  Bench *bench = data;
  g_autoptr (DanbiCaseRow) row = g_list_model_get_item (danbi_desk_get_cases (bench->desk),
                                                        bench->positions[i]);

  g_assert_cmpint (danbi_case_row_get_id (row), >, 0);
}

static void
read_bare_page (gpointer data,
                guint    i)
{
  Bench *bench = data;

  sqlite3_bind_int64 (bench->statement, 1, bench->positions[i]);
  read_rows (bench->statement, PAGE_ROWS);
}

static void
measure_pages (Bench      *bench,
               const char *figure,
               guint       first,
               guint       step)
{
  g_autofree guint *positions = g_new (guint, N_PAGES + 1);

  for (guint i = 0; i <= N_PAGES; i++)
    positions[i] = (first + i * step) % (N_CASES / PAGE_ROWS) * PAGE_ROWS;
  bench->positions = positions;
  compare (figure, N_PAGES, read_page, read_bare_page, bench);
}

static void
measure_list (Bench *bench)
{
  fill (bench);
  compare ("open the list of 100,000 cases to its first page", N_OPENINGS, open_list,
           open_bare_list, bench);

  open_bare (bench, "danbi.db");
  prepare_bare (bench, "SELECT * FROM cases ORDER BY id DESC LIMIT 128 OFFSET ?");
  measure_pages (bench, "page by page from 50,000 on, beside OFFSET", 390, 1);
  measure_pages (bench, "pages here and there, beside OFFSET", 0, 317);
  sqlite3_finalize (g_steal_pointer (&bench->statement));
  prepare_bare (bench, "SELECT * FROM cases WHERE id <= 100000 - ? ORDER BY id DESC LIMIT 128");
  measure_pages (bench, "pages here and there, beside a look-up by id", 0, 317);
  close_bare (bench);
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean is_fill = argc == 3 && strcmp (argv[1], "fill") == 0;

  if (!is_fill && (argc != 2 || (strcmp (argv[1], "save") != 0 && strcmp (argv[1], "list") != 0)))
    {
      g_printerr ("usage: desk-cost save | list | fill DIR\n");
      return 2;
    }
  bench.dir = is_fill ? g_strdup (argv[2]) : g_dir_make_tmp ("danbi-bench-XXXXXX", &error);
  g_assert_no_error (error);

  if (is_fill)
    fill (&bench);
  else if (strcmp (argv[1], "save") == 0)
    measure_saves (&bench);
  else
    measure_list (&bench);

  g_clear_object (&bench.desk);
  if (!is_fill)
    danbi_dir_remove (bench.dir, &error);
  g_assert_no_error (error);
  g_free (bench.dir);
  return 0;
}
