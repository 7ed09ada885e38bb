/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the book of batches: what was written is there again after a restart. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-batch-book.h"
#include "danbi-file.h"
#include "danbi-test-rulebook.h"

typedef struct
{
  char *dir;
  DanbiBatchBook *book;
} Fixture;

static void
open_again (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->book, danbi_batch_book_free);
  fixture->book = danbi_batch_book_new (fixture->dir, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("danbi-book-XXXXXX", NULL);
  open_again (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->book, danbi_batch_book_free);
  danbi_dir_remove (fixture->dir, NULL);
  g_free (fixture->dir);
}

static DanbiBatch *
add (Fixture    *fixture,
     const char *key,
     const char *archive)
{
  g_autoptr (DanbiBatchRequest) request = danbi_batch_request_new ("/files/1");
  g_autoptr (GError) error = NULL;
  DanbiBatch *batch;

  g_hash_table_insert (request->archives, g_strdup (archive), g_strdup ("/files/2"));
  batch = danbi_batch_book_add (fixture->book, key, request, "a.csv", DANBI_TEST_NOW_S, &error);
  g_assert_no_error (error);
  return batch;
}

static void
test_receipts (Fixture      *fixture,
               gconstpointer data)
{
  DanbiBatch *first = add (fixture, "k1", "A");
  DanbiBatch *second = add (fixture, "k2", "B");

  g_assert_cmpstr (first->status->receipt, ==, "PRACTICE-20261122-000001");
  g_assert_cmpstr (second->status->receipt, ==, "PRACTICE-20261122-000002");
  g_assert_cmpstr (first->status->received_at, ==, "2026-11-22T16:00:00+08:00");
  open_again (fixture);
  g_assert_cmpstr (add (fixture, "k3", "C")->status->receipt, ==, "PRACTICE-20261122-000003");
}

static void
test_found_again (Fixture      *fixture,
                  gconstpointer data)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_row_outcome_free);
  DanbiBatch *batch;

  add (fixture, "k1", "A");
  batch = add (fixture, "k2", "B");
  g_ptr_array_add (rows, danbi_row_outcome_new (1, "B", DANBI_ROW_ACCEPTED));
  g_assert_true (danbi_batch_book_finish (fixture->book, batch, rows, NULL));
  for (guint i = 0; i < 2; i++)
    {
      batch = danbi_batch_book_find_by_key (fixture->book, "k2");
      g_assert_nonnull (batch);
      g_assert_true (batch == danbi_batch_book_find_by_receipt (fixture->book,
                                                                "PRACTICE-20261122-000002"));
      g_assert_true (batch->status->done);
      g_assert_cmpuint (batch->status->rows->len, ==, 1);
      g_assert_cmpstr (batch->csv_name, ==, "a.csv");
      g_assert_cmpint (batch->received_at_s, ==, DANBI_TEST_NOW_S);
      g_assert_cmpstr (g_hash_table_lookup (batch->request->archives, "B"), ==, "/files/2");
      g_assert_false (danbi_batch_book_find_by_key (fixture->book, "k1")->status->done);
      open_again (fixture);
    }
  g_assert_null (danbi_batch_book_find_by_key (fixture->book, "k3"));
  g_assert_null (danbi_batch_book_find_by_receipt (fixture->book, "PRACTICE-20261122-000003"));
  g_assert_cmpuint (danbi_batch_book_get_batches (fixture->book)->len, ==, 2);
}

static void
test_uses (Fixture      *fixture,
           gconstpointer data)
{
  DanbiBatch *first = add (fixture, "k1", "DCF3501200007_00000000000A.7z");
  DanbiBatch *second = add (fixture, "k2", "DCF3501200007_00000000000A.7z");
  DanbiBatch *third = add (fixture, "k3", "ATT3501200007_00000000000A.CAB");
  DanbiBatch *fourth = add (fixture, "k4", "DCF3501200007_00000000000B.7z");

  g_assert_cmpint (danbi_batch_book_get_use (fixture->book, first,
                                             "DCF3501200007_00000000000A.7z"),
                   ==, DANBI_ARCHIVE_NEW);
  g_assert_cmpint (danbi_batch_book_get_use (fixture->book, second,
                                             "DCF3501200007_00000000000A.7z"),
                   ==, DANBI_ARCHIVE_NAME_USED);
  g_assert_cmpint (danbi_batch_book_get_use (fixture->book, third,
                                             "ATT3501200007_00000000000A.CAB"),
                   ==, DANBI_ARCHIVE_NUMBER_USED);
  g_assert_cmpint (danbi_batch_book_get_use (fixture->book, fourth,
                                             "DCF3501200007_00000000000B.7z"),
                   ==, DANBI_ARCHIVE_NEW);
  g_assert_cmpint (danbi_batch_book_get_use (fixture->book, fourth, "x"), ==, DANBI_ARCHIVE_NEW);
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  const char *texts[] = { "", "{}", "[]", "{\"serial\":1,\"key\":\"k\"}" };
  g_autofree char *path = g_build_filename (fixture->dir, "000001.json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_null (danbi_batch_book_new (fixture->dir, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "000001.json"));
    }
}

static void
test_modes (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "000001.json", NULL);
  GStatBuf info;

  add (fixture, "k1", "A");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/danbi/receiver/batch-book/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("receipts_go_on_after_a_restart", test_receipts);
  ADD ("a_batch_is_found_again", test_found_again);
  ADD ("a_case_number_is_used_once", test_uses);
  ADD ("a_damaged_batch_is_told", test_damaged);
  ADD ("only_the_owner_reads_the_book", test_modes);
  return g_test_run ();
}
