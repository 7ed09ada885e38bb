/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of archives that stand packed before their case is sent. */
#include "config.h"

#include <glib/gstdio.h>

#include "store-fixture.h"

static const char *const files[] = { "IMAGES/I1", NULL };

/* Writes an archive of @text and whatever a writer leaves beside it. */
static DanbiReadyArchive *
write_archive (StoreFixture *fixture,
               gint64        id,
               const char   *format,
               const char   *text)
{
  DanbiReadyArchive *archive = g_new0 (DanbiReadyArchive, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *part = NULL;

  archive->case_id = id;
  archive->path = danbi_store_new_ready_path (fixture->store, id, format, &error);
  g_assert_no_error (error);
  archive->format = g_strdup (format);
  archive->method = g_strdup ("bzip2");
  archive->bytes = strlen (text);
  archive->sha256 = g_strdup ("e3b0c442");
  archive->n_files = 3;
  g_assert_false (g_file_test (archive->path, G_FILE_TEST_EXISTS));
  part = g_strconcat (archive->path, ".part", NULL);
  g_assert_true (g_file_set_contents (archive->path, text, -1, NULL));
  g_assert_true (g_file_set_contents (part, text, -1, NULL));
  return archive;
}

/* Gives the path of what is kept ready now. */
static char *
put_archive (StoreFixture *fixture,
             gint64        id,
             const char   *format,
             const char   *text)
{
  g_autoptr (DanbiReadyArchive) archive = write_archive (fixture, id, format, text);
  g_autofree char *set = danbi_store_dup_image_set (fixture->store, id, NULL);
  g_autoptr (GError) error = NULL;

  danbi_store_put_ready (fixture->store, archive, set, &error);
  g_assert_no_error (error);
  return g_strdup (archive->path);
}

static void
replace_images (StoreFixture *fixture,
                gint64        id)
{
  g_free (store_fixture_give_images (fixture, id, files));
}

static gint64
new_case (StoreFixture *fixture)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");

  replace_images (fixture, id);
  return id;
}

static void
assert_gone (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
}

static void
assert_nothing_ready (StoreFixture *fixture,
                      gint64        id,
                      const char   *format)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_store_dup_ready (fixture->store, id, format, &error));
  g_assert_no_error (error);
}

static void
assert_no_strays (StoreFixture *fixture)
{
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM strays"), ==, 0);
}

static void
test_an_archive_comes_back (StoreFixture *fixture,
                            gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autofree char *path = NULL;
  g_autoptr (DanbiReadyArchive) archive = NULL;

  assert_nothing_ready (fixture, id, "7z");
  path = put_archive (fixture, id, "7z", "packed");
  store_fixture_reopen (fixture);
  archive = danbi_store_dup_ready (fixture->store, id, "7z", NULL);
  g_assert_cmpint (archive->case_id, ==, id);
  g_assert_cmpstr (archive->path, ==, path);
  g_assert_cmpstr (archive->format, ==, "7z");
  g_assert_cmpstr (archive->method, ==, "bzip2");
  g_assert_cmpuint (archive->bytes, ==, 6);
  g_assert_cmpstr (archive->sha256, ==, "e3b0c442");
  g_assert_cmpuint (archive->n_files, ==, 3);
  g_assert_false (archive->smallest);
  assert_nothing_ready (fixture, id, "cab");
  assert_no_strays (fixture);
}

static void
test_a_set_of_images_has_a_name (StoreFixture *fixture,
                                 gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_null (danbi_store_dup_image_set (fixture->store, id, &error));
  g_assert_no_error (error);
  replace_images (fixture, id);
  first = danbi_store_dup_image_set (fixture->store, id, NULL);
  replace_images (fixture, id);
  second = danbi_store_dup_image_set (fixture->store, id, NULL);
  g_assert_cmpstr (first, !=, second);
  g_assert_null (danbi_store_dup_image_set (fixture->store, 99, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
}

static void
test_what_was_not_put_is_left_over (StoreFixture *fixture,
                                    gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autoptr (DanbiReadyArchive) archive = write_archive (fixture, id, "7z", "half");

  store_fixture_reopen (fixture);
  assert_gone (archive->path);
  assert_no_strays (fixture);
}

static void
test_what_comes_to_nothing_can_be_discarded (StoreFixture *fixture,
                                             gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autoptr (DanbiReadyArchive) archive = write_archive (fixture, id, "7z", "half");
  g_autofree char *dir = g_path_get_dirname (archive->path);

  g_assert_true (danbi_store_discard_images (fixture->store, dir, NULL));
  assert_gone (archive->path);
  assert_no_strays (fixture);
}

static void
test_there_is_no_path_without_a_case (StoreFixture *fixture,
                                      gconstpointer data)
{
  g_autofree char *cases = store_fixture_path (fixture, "cases/99");
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_store_new_ready_path (fixture->store, 99, "7z", &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (cases, G_FILE_TEST_EXISTS));
}

/* One of each format is kept; the smaller one that was tried later takes the place of the first. */
static void
test_a_second_one_takes_the_place_of_the_first (StoreFixture *fixture,
                                                gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autofree char *first = put_archive (fixture, id, "7z", "the first");
  g_autofree char *cab = put_archive (fixture, id, "cab", "a cabinet");
  g_autofree char *second = put_archive (fixture, id, "7z", "small");
  g_autoptr (DanbiReadyArchive) ready = danbi_store_dup_ready (fixture->store, id, "7z", NULL);
  g_autoptr (DanbiReadyArchive) cabinet = danbi_store_dup_ready (fixture->store, id, "cab", NULL);

  g_assert_cmpstr (ready->path, ==, second);
  g_assert_cmpstr (cabinet->path, ==, cab);
  assert_gone (first);
  g_assert_cmpuint (danbi_store_count_ready_bytes (fixture->store, NULL), ==, 5 + 9);
  assert_no_strays (fixture);
}

static void
test_other_images_make_it_worthless (StoreFixture *fixture,
                                     gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autofree char *old = put_archive (fixture, id, "7z", "packed");
  g_autofree char *cab = put_archive (fixture, id, "cab", "packed");
  g_autofree char *new = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, NULL);

  replace_images (fixture, id);
  assert_nothing_ready (fixture, id, "7z");
  assert_gone (old);
  assert_gone (cab);
  new = put_archive (fixture, id, "7z", "packed");
  g_assert_true (danbi_store_commit_images (fixture->store, item, NULL, none, NULL));
  assert_nothing_ready (fixture, id, "7z");
  assert_gone (new);
  assert_no_strays (fixture);
}

static void
assert_put_fails (StoreFixture            *fixture,
                  const DanbiReadyArchive *archive,
                  const char              *set,
                  int                      code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_store_put_ready (fixture->store, archive, set, &error));
  g_assert_error (error, DANBI_STORE_ERROR, code);
}

static void
test_one_of_images_that_were_replaced_is_refused (StoreFixture *fixture,
                                                  gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autofree char *set = danbi_store_dup_image_set (fixture->store, id, NULL);
  g_autoptr (DanbiReadyArchive) archive = write_archive (fixture, id, "7z", "packed");
  g_autofree char *ready = NULL;

  replace_images (fixture, id);
  ready = put_archive (fixture, id, "7z", "of the new images");
  assert_put_fails (fixture, archive, set, DANBI_STORE_ERROR_STATE);
  assert_gone (archive->path);
  g_assert_true (g_file_test (ready, G_FILE_TEST_EXISTS));
  assert_no_strays (fixture);
}

static void
test_one_of_a_case_that_was_removed_is_refused (StoreFixture *fixture,
                                                gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autofree char *set = danbi_store_dup_image_set (fixture->store, id, NULL);
  g_autoptr (DanbiReadyArchive) archive = write_archive (fixture, id, "7z", "packed");
  g_autofree char *dir = g_path_get_dirname (archive->path);

  g_assert_true (danbi_store_remove_case (fixture->store, id, NULL));
  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (archive->path, "packed", -1, NULL));
  assert_put_fails (fixture, archive, set, DANBI_STORE_ERROR_NOT_FOUND);
  assert_gone (archive->path);
}

/* Nothing that the case refers to goes when it is put a second time, or in a wrong place. */
static void
test_only_a_new_path_is_taken (StoreFixture *fixture,
                               gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autofree char *set = danbi_store_dup_image_set (fixture->store, id, NULL);
  g_autofree char *path = put_archive (fixture, id, "7z", "packed");
  g_autofree char *images = danbi_store_dup_image_dir (fixture->store, id, NULL);
  g_autofree char *image = g_build_filename (images, "IMAGES", "I1", NULL);
  g_autoptr (DanbiReadyArchive) archive = danbi_store_dup_ready (fixture->store, id, "7z", NULL);

  assert_put_fails (fixture, archive, set, DANBI_STORE_ERROR_FAILED);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  archive->case_id = id + 1;
  assert_put_fails (fixture, archive, set, DANBI_STORE_ERROR_FAILED);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  archive->case_id = id;
  g_free (archive->path);
  archive->path = g_strdup (image);
  assert_put_fails (fixture, archive, set, DANBI_STORE_ERROR_FAILED);
  g_assert_true (g_file_test (image, G_FILE_TEST_EXISTS));
}

static void
test_a_file_that_is_cut_off_is_not_ready (StoreFixture *fixture,
                                          gconstpointer data)
{
  gint64 id = new_case (fixture);
  g_autofree char *set = danbi_store_dup_image_set (fixture->store, id, NULL);
  g_autofree char *path = put_archive (fixture, id, "7z", "packed");
  g_autoptr (DanbiReadyArchive) archive = write_archive (fixture, id, "cab", "packed");

  g_assert_true (g_file_set_contents (path, "pack", -1, NULL));
  assert_nothing_ready (fixture, id, "7z");
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_nothing_ready (fixture, id, "7z");
  archive->bytes++;
  assert_put_fails (fixture, archive, set, DANBI_STORE_ERROR_FAILED);
  assert_gone (archive->path);
}

static void
test_dropping_leaves_other_cases_alone (StoreFixture *fixture,
                                        gconstpointer data)
{
  gint64 id = new_case (fixture);
  gint64 other = new_case (fixture);
  g_autofree char *path = put_archive (fixture, id, "7z", "packed");
  g_autofree char *cab = put_archive (fixture, id, "cab", "packed");
  g_autofree char *kept = put_archive (fixture, other, "7z", "packed");

  g_assert_true (danbi_store_drop_ready (fixture->store, id, NULL));
  assert_gone (path);
  assert_gone (cab);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (danbi_store_count_ready_bytes (fixture->store, NULL), ==, 6);
  g_assert_true (danbi_store_remove_case (fixture->store, other, NULL));
  assert_gone (kept);
  g_assert_cmpuint (danbi_store_count_ready_bytes (fixture->store, NULL), ==, 0);
  assert_no_strays (fixture);
}

/* A rejected case is sent again with the same images, perhaps. */
static void
test_an_accepted_case_keeps_nothing_ready (StoreFixture *fixture,
                                           gconstpointer data)
{
  static const DanbiState states[] = { DANBI_STATE_ACCEPTED, DANBI_STATE_REJECTED };
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
  char *paths[2];

  submission->key = g_strdup ("key");
  submission->destination = g_strdup ("https://gateway.invalid/");
  for (guint i = 0; i < 2; i++)
    {
      gint64 id = new_case (fixture);

      paths[i] = put_archive (fixture, id, "7z", "packed");
      danbi_submission_add_row (submission, id, NULL, NULL);
    }
  g_assert_true (danbi_store_enqueue (fixture->store, submission, NULL));
  g_assert_true (danbi_store_settle (fixture->store, submission, states, NULL));
  assert_gone (paths[0]);
  g_assert_true (g_file_test (paths[1], G_FILE_TEST_EXISTS));
  g_free (paths[0]);
  g_free (paths[1]);
  assert_no_strays (fixture);
}

static void
test_the_one_that_is_ready_for_longest_is_known (StoreFixture *fixture,
                                                 gconstpointer data)
{
  gint64 first = new_case (fixture), second = new_case (fixture);
  g_autofree char *a = NULL, *b = NULL;

  g_assert_cmpint (danbi_store_get_oldest_ready (fixture->store, 0), ==, 0);
  a = put_archive (fixture, second, "7z", "packed");
  b = put_archive (fixture, first, "7z", "packed");
  store_fixture_query (fixture, "UPDATE ready_archives SET at_s = at_s - case_id RETURNING 0");
  g_assert_cmpint (danbi_store_get_oldest_ready (fixture->store, 0), ==, second);
  g_assert_cmpint (danbi_store_get_oldest_ready (fixture->store, second), ==, first);
  g_assert_true (danbi_store_drop_ready (fixture->store, second, NULL));
  g_assert_cmpint (danbi_store_get_oldest_ready (fixture->store, 0), ==, first);
  g_assert_cmpint (danbi_store_get_oldest_ready (fixture->store, first), ==, 0);
}

#define ADD(name) store_fixture_add ("/danbi/store/store-ready/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (an_archive_comes_back);
  ADD (a_set_of_images_has_a_name);
  ADD (what_was_not_put_is_left_over);
  ADD (what_comes_to_nothing_can_be_discarded);
  ADD (there_is_no_path_without_a_case);
  ADD (a_second_one_takes_the_place_of_the_first);
  ADD (other_images_make_it_worthless);
  ADD (one_of_images_that_were_replaced_is_refused);
  ADD (one_of_a_case_that_was_removed_is_refused);
  ADD (only_a_new_path_is_taken);
  ADD (a_file_that_is_cut_off_is_not_ready);
  ADD (dropping_leaves_other_cases_alone);
  ADD (an_accepted_case_keeps_nothing_ready);
  ADD (the_one_that_is_ready_for_longest_is_known);
  return g_test_run ();
}
