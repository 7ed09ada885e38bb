/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of finding the same picture in another case. */
#include "config.h"

#include <string.h>

#include "store-fixture.h"

#define HEADER_BYTES 8

/* A case of @patient_id with one file: a header of eight bytes and a picture. */
static gint64
add_case (StoreFixture *fixture,
          const char   *patient_id,
          const char   *file)
{
  gint64 id = store_fixture_save_new (fixture, patient_id);
  static const char *const file_ids[] = { "IM1", NULL };
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, file_ids);
  DanbiImage *image = g_ptr_array_index (images, 0);
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *staged = NULL;

  g_assert_true (g_file_set_contents (image->path, file, -1, NULL));
  image->bytes = strlen (file);
  image->pixel_offset = HEADER_BYTES;
  image->pixel_bytes = strlen (file) - HEADER_BYTES;
  danbi_case_set_id (item, id);
  staged = danbi_store_stage_images (fixture->store, id, images, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (danbi_store_commit_images (fixture->store, item, staged, images, &error));
  return id;
}

static GPtrArray *
load_images (StoreFixture *fixture,
             gint64        id)
{
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, NULL);

  return danbi_case_dup_image_array (item);
}

/* The patients of other cases that have the only picture of case @id, in order, parted by commas. */
static char *
find (StoreFixture *fixture,
      gint64        id)
{
  g_autoptr (GPtrArray) images = load_images (fixture, id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) owners
    = danbi_store_dup_other_patients (fixture->store, id, images, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (owners->len, ==, images->len);
  return owners->pdata[0] ? g_strjoinv (",", owners->pdata[0]) : g_strdup ("-");
}

#define assert_owners(fixture, id, wanted)                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *owners_found = find (fixture, id);                                            \
    g_assert_cmpstr (owners_found, ==, wanted);                                                    \
  }                                                                                                \
  G_STMT_END

static void
test_the_same_file_is_found (StoreFixture *fixture,
                             gconstpointer data)
{
  gint64 first = add_case (fixture, "A123456789", "header-1picture");
  gint64 second = add_case (fixture, "F131104093", "header-1picture");
  gint64 third = add_case (fixture, "Y123456788", "header-1another");

  assert_owners (fixture, first, "F131104093");
  assert_owners (fixture, second, "A123456789");
  assert_owners (fixture, third, "-");
}

static void
test_the_same_picture_under_another_header_is_found (StoreFixture *fixture,
                                                     gconstpointer data)
{
  gint64 first = add_case (fixture, "A123456789", "header-1picture");
  gint64 second = add_case (fixture, "F131104093", "header-2picture");

  assert_owners (fixture, first, "F131104093");
  assert_owners (fixture, second, "A123456789");
}

static void
test_a_blank_picture_proves_nothing (StoreFixture *fixture,
                                     gconstpointer data)
{
  gint64 first = add_case (fixture, "A123456789", "header-1       ");

  add_case (fixture, "F131104093", "header-2       ");
  assert_owners (fixture, first, "-");
}

static void
test_each_patient_is_told_once (StoreFixture *fixture,
                                gconstpointer data)
{
  gint64 first = add_case (fixture, "A123456789", "header-1picture");

  add_case (fixture, "A123456789", "header-1picture");
  add_case (fixture, "F131104093", "header-1picture");
  add_case (fixture, "F131104093", "header-2picture");
  add_case (fixture, "", "header-3picture");
  assert_owners (fixture, first, ",A123456789,F131104093");
}

static void
test_a_newborn_is_told_from_the_parent (StoreFixture *fixture,
                                        gconstpointer data)
{
  gint64 first = add_case (fixture, "A123456789", "header-1picture");
  gint64 second = add_case (fixture, "A123456789", "header-1picture");
  g_autoptr (DanbiCase) newborn = danbi_store_load_case (fixture->store, second, NULL);

  danbi_case_set_value (newborn, DANBI_FIELD_NEWBORN_BIRTH_DATE, "1151101", DANBI_ORIGIN_TYPED);
  danbi_case_set_value (newborn, DANBI_FIELD_NEWBORN_MARK, "a", DANBI_ORIGIN_TYPED);
  g_assert_true (danbi_store_save_case (fixture->store, newborn, NULL, NULL));
  assert_owners (fixture, first, "A123456789 1151101a");
  assert_owners (fixture, second, "A123456789");
}

static void
test_what_is_removed_is_forgotten (StoreFixture *fixture,
                                   gconstpointer data)
{
  gint64 first = add_case (fixture, "A123456789", "header-1picture");
  gint64 second = add_case (fixture, "F131104093", "header-2picture");

  g_assert_true (danbi_store_remove_case (fixture->store, second, NULL));
  assert_owners (fixture, first, "-");
}

static void
test_a_case_in_any_state_counts (StoreFixture *fixture,
                                 gconstpointer data)
{
  gint64 first = add_case (fixture, "A123456789", "header-1picture");
  gint64 second = add_case (fixture, "F131104093", "header-2picture");

  for (guint state = 0; state < DANBI_N_STATES; state++)
    {
      g_assert_true (danbi_store_set_state (fixture->store, second, state, NULL, NULL));
      assert_owners (fixture, first, "F131104093");
    }
}

/* Rows of version 1 know the file alone. */
static void
test_without_a_hash_of_the_picture_the_file_decides (StoreFixture *fixture,
                                                     gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  gint64 first = add_case (fixture, "A123456789", "header-1picture");
  gint64 second = add_case (fixture, "F131104093", "header-1picture");
  gint64 third = add_case (fixture, "Y123456788", "header-2picture");

  store_fixture_execute (path, "UPDATE images SET pixel_sha256 = NULL");
  assert_owners (fixture, first, "F131104093");
  assert_owners (fixture, second, "A123456789");
  assert_owners (fixture, third, "-");
}

static void
test_a_dicomdir_is_no_picture (StoreFixture *fixture,
                               gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  gint64 first = add_case (fixture, "A123456789", "header-1picture");
  gint64 second = add_case (fixture, "F131104093", "header-1picture");

  store_fixture_execute (path, "UPDATE images SET kind = 'dicomdir' WHERE case_id = 1");
  assert_owners (fixture, first, "-");
  assert_owners (fixture, second, "-");
}

/* A file that is in the store already is linked and not read again; it stays known. */
static void
test_a_file_taken_over_keeps_its_hashes (StoreFixture *fixture,
                                         gconstpointer data)
{
  gint64 first = add_case (fixture, "A123456789", "header-1picture");
  gint64 second = add_case (fixture, "F131104093", "header-2picture");
  g_autoptr (GPtrArray) images = load_images (fixture, first);
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *staged = NULL;

  danbi_case_set_id (item, first);
  staged = danbi_store_stage_images (fixture->store, first, images, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (danbi_store_commit_images (fixture->store, item, staged, images, &error));
  assert_owners (fixture, second, "A123456789");
  assert_owners (fixture, first, "F131104093");
}

static void
test_images_of_no_case_are_looked_up (StoreFixture *fixture,
                                      gconstpointer data)
{
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GPtrArray) owners = NULL;
  gboolean any = TRUE;
  gint64 id;

  g_assert_true (danbi_store_has_images (fixture->store, &any, NULL));
  g_assert_false (any);
  id = add_case (fixture, "A123456789", "header-1picture");
  g_assert_true (danbi_store_has_images (fixture->store, &any, NULL));
  g_assert_true (any);

  images = load_images (fixture, id);
  owners = danbi_store_dup_other_patients (fixture->store, 0, images, NULL);
  g_assert_cmpstr (((GStrv) owners->pdata[0])[0], ==, "A123456789");
}

/* Neither half of the question may walk the table: it is asked for each of thousands of images. */
static void
test_an_index_answers (StoreFixture *fixture,
                       gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  sqlite3_stmt *plan;
  sqlite3 *database;
  guint n_searches = 0;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database,
                                       "EXPLAIN QUERY PLAN SELECT 1 FROM images WHERE sha256 = ?"
                                       " UNION SELECT 1 FROM images WHERE pixel_sha256 = ?",
                                       -1, &plan, NULL), ==, SQLITE_OK);
  while (sqlite3_step (plan) == SQLITE_ROW)
    {
      const char *step = (const char *) sqlite3_column_text (plan, 3);

      g_assert_null (strstr (step, "SCAN images"));
      n_searches += strstr (step, "images_sha256") || strstr (step, "images_pixel_sha256");
    }
  g_assert_cmpuint (n_searches, ==, 2);
  sqlite3_finalize (plan);
  sqlite3_close (database);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name) store_fixture_add ("/danbi/store/store-reuse/" #name, test_##name)
  ADD (the_same_file_is_found);
  ADD (the_same_picture_under_another_header_is_found);
  ADD (a_blank_picture_proves_nothing);
  ADD (each_patient_is_told_once);
  ADD (a_newborn_is_told_from_the_parent);
  ADD (what_is_removed_is_forgotten);
  ADD (a_case_in_any_state_counts);
  ADD (without_a_hash_of_the_picture_the_file_decides);
  ADD (a_dicomdir_is_no_picture);
  ADD (a_file_taken_over_keeps_its_hashes);
  ADD (images_of_no_case_are_looked_up);
  ADD (an_index_answers);
#undef ADD
  return g_test_run ();
}
