/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of taking images into the store. */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "store-fixture.h"

static const char *const two_files[] = { "IMAGES/CT/I1", "I2", NULL };

static char *
stage (StoreFixture *fixture,
       gint64        id,
       GPtrArray    *images,
       GError      **error)
{
  return danbi_store_stage_images (fixture->store, id, images, NULL, NULL, NULL, error);
}

static gboolean
commit (StoreFixture *fixture,
        gint64        id,
        const char   *staged,
        GPtrArray    *images,
        GError      **error)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();

  danbi_case_set_id (item, id);
  return danbi_store_commit_images (fixture->store, item, staged, images, error);
}

static void
assert_holds (const char *path,
              const char *text)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, text);
}

static GPtrArray *
load_images (StoreFixture *fixture,
             gint64        id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiCase) item = danbi_store_load_case (fixture->store, id, &error);

  g_assert_no_error (error);
  return danbi_case_dup_image_array (item);
}

static guint
count_sets (StoreFixture *fixture,
            gint64        id)
{
  g_autofree char *name = g_strdup_printf ("cases/%" G_GINT64_FORMAT, id);
  g_autofree char *path = store_fixture_path (fixture, name);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
test_images_come_back (StoreFixture *fixture,
                       gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autofree char *staged = store_fixture_give_images (fixture, id, two_files);
  g_autofree char *dir = danbi_store_dup_image_dir (fixture->store, id, NULL);
  g_autofree char *cd = store_fixture_path (fixture, "cd");
  g_autoptr (GPtrArray) images = NULL;

  g_assert_cmpstr (dir, ==, staged);
  g_assert_true (danbi_dir_remove (cd, NULL));
  store_fixture_reopen (fixture);
  images = load_images (fixture, id);
  g_assert_cmpuint (images->len, ==, 2);
  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);
      g_autofree char *path = g_build_filename (dir, two_files[i], NULL);
      g_autofree char *sha256 = danbi_file_sha256 (path, NULL, NULL);
      GStatBuf status;

      g_assert_cmpstr (image->path, ==, path);
      g_assert_cmpstr (image->file_id, ==, two_files[i]);
      g_assert_true (g_str_has_prefix (image->source_path, cd));
      g_assert_cmpstr (image->sha256, ==, sha256);
      assert_holds (path, two_files[i]);
      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
    }
}

static const gsize all_texts[] = {
  G_STRUCT_OFFSET (DanbiImage, source_path),      G_STRUCT_OFFSET (DanbiImage, modality),
  G_STRUCT_OFFSET (DanbiImage, sop_class_uid),    G_STRUCT_OFFSET (DanbiImage, sop_instance_uid),
  G_STRUCT_OFFSET (DanbiImage, series_uid),       G_STRUCT_OFFSET (DanbiImage, study_uid),
  G_STRUCT_OFFSET (DanbiImage, transfer_syntax),  G_STRUCT_OFFSET (DanbiImage, patient_id),
  G_STRUCT_OFFSET (DanbiImage, patient_name),     G_STRUCT_OFFSET (DanbiImage, birth_date),
  G_STRUCT_OFFSET (DanbiImage, sex),              G_STRUCT_OFFSET (DanbiImage, study_date),
  G_STRUCT_OFFSET (DanbiImage, study_time),       G_STRUCT_OFFSET (DanbiImage, acquisition_date),
  G_STRUCT_OFFSET (DanbiImage, image_type),       G_STRUCT_OFFSET (DanbiImage, error),
  G_STRUCT_OFFSET (DanbiImage, dir_detail),       G_STRUCT_OFFSET (DanbiImage, series_description),
  G_STRUCT_OFFSET (DanbiImage, study_description),
  G_STRUCT_OFFSET (DanbiImage, converted_from),   G_STRUCT_OFFSET (DanbiImage, original_id),
};

static void
test_every_fact_comes_back (StoreFixture *fixture,
                            gconstpointer data)
{
  static const char *const file_ids[] = { "A", NULL };
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, file_ids);
  DanbiImage *image = g_ptr_array_index (images, 0);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autofree char *staged = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (all_texts); i++)
    G_STRUCT_MEMBER (char *, image, all_texts[i]) = g_strdup_printf ("text %u 王", i);
  image->kind = DANBI_IMAGE_JPEG;
  image->rows = 1;
  image->columns = 2;
  image->frames = G_MAXUINT;
  image->bytes = 5000000000;
  image->dir_faults = DANBI_DIR_MISMATCH | DANBI_DIR_NAME;
  image->name_is_guess = TRUE;
  image->pixel_offset = 5000000000;
  image->pixel_bytes = 6000000000;
  image->looked_at = TRUE;
  staged = stage (fixture, id, images, NULL);
  g_assert_true (commit (fixture, id, staged, images, NULL));

  loaded = load_images (fixture, id);
  image = g_ptr_array_index (loaded, 0);
  for (guint i = 0; i < G_N_ELEMENTS (all_texts); i++)
    {
      g_autofree char *text = g_strdup_printf ("text %u 王", i);

      g_assert_cmpstr (G_STRUCT_MEMBER (char *, image, all_texts[i]), ==, text);
    }
  g_assert_cmpint (image->kind, ==, DANBI_IMAGE_JPEG);
  g_assert_cmpuint (image->rows, ==, 1);
  g_assert_cmpuint (image->columns, ==, 2);
  g_assert_cmpuint (image->frames, ==, G_MAXUINT);
  g_assert_cmpuint (image->bytes, ==, 5000000000);
  g_assert_cmpuint (image->dir_faults, ==, DANBI_DIR_MISMATCH | DANBI_DIR_NAME);
  g_assert_true (image->name_is_guess);
  g_assert_cmpuint (image->pixel_offset, ==, 5000000000);
  g_assert_cmpuint (image->pixel_bytes, ==, 6000000000);
  g_assert_true (image->looked_at);
}

static void
test_a_staged_set_does_not_count (StoreFixture *fixture,
                                  gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
  g_autofree char *staged = stage (fixture, id, images, NULL);
  g_autoptr (GPtrArray) loaded = load_images (fixture, id);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (staged);
  g_assert_cmpuint (loaded->len, ==, 0);
  g_assert_null (danbi_store_dup_image_dir (fixture->store, id, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
  store_fixture_reopen (fixture);
  g_assert_false (g_file_test (staged, G_FILE_TEST_EXISTS));
}

static void
test_a_new_set_replaces_the_old_one (StoreFixture *fixture,
                                     gconstpointer data)
{
  static const char *const other[] = { "NEW", NULL };
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autofree char *old = store_fixture_give_images (fixture, id, two_files);
  g_autofree char *set = store_fixture_give_images (fixture, id, other);
  g_autoptr (GPtrArray) loaded = load_images (fixture, id);

  g_assert_cmpuint (loaded->len, ==, 1);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (set, G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (count_sets (fixture, id), ==, 1);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM strays"), ==, 0);
}

/* Every folder is known as left over before it is made and from the moment it is not needed. */
static void
test_folders_are_noted_in_time (StoreFixture *fixture,
                                gconstpointer data)
{
  g_autofree char *path = store_fixture_path (fixture, "danbi.db");
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  store_fixture_execute (path, "CREATE TABLE seen (path TEXT);"
                               "CREATE TRIGGER see AFTER INSERT ON strays BEGIN"
                               " INSERT INTO seen VALUES (new.path); END;");
  first = store_fixture_give_images (fixture, id, two_files);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM seen"), ==, 1);
  second = store_fixture_give_images (fixture, id, two_files);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM seen"), ==, 3);
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(DISTINCT path) FROM seen"), ==, 2);
  g_assert_true (danbi_store_remove_case (fixture->store, id, NULL));
  g_assert_cmpint (store_fixture_query (fixture, "SELECT count(*) FROM seen"
                                                 " WHERE path = 'cases/1'"),
                   ==, 1);
}

static void
test_all_images_can_be_taken_away (StoreFixture *fixture,
                                   gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autofree char *old = store_fixture_give_images (fixture, id, two_files);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) loaded = NULL;

  g_assert_true (commit (fixture, id, NULL, none, NULL));
  loaded = load_images (fixture, id);
  g_assert_cmpuint (loaded->len, ==, 0);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_sets (fixture, id), ==, 0);
}

static void
test_files_of_the_store_are_shared (StoreFixture *fixture,
                                    gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autofree char *old = store_fixture_give_images (fixture, id, two_files);
  g_autofree char *old_path = g_build_filename (old, two_files[0], NULL);
  g_autoptr (GPtrArray) images = load_images (fixture, id);
  g_autofree char *staged = NULL;
  GStatBuf before;
  GStatBuf after;

  g_assert_cmpint (g_stat (old_path, &before), ==, 0);
  g_ptr_array_remove_index (images, 1);
  staged = stage (fixture, id, images, NULL);
  g_assert_true (commit (fixture, id, staged, images, NULL));
  g_assert_cmpint (g_stat (((DanbiImage *) g_ptr_array_index (images, 0))->path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  assert_holds (((DanbiImage *) g_ptr_array_index (images, 0))->path, two_files[0]);
}

/* What an archive or a disc was unpacked to is private and whole: it is not copied once more. */
static void
test_spooled_files_are_linked (StoreFixture *fixture,
                               gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autofree char *spool = store_fixture_path (fixture, "spool");
  g_autofree char *path = g_build_filename (spool, "IM1", NULL);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  DanbiImage *image = danbi_image_new (path);
  g_autofree char *staged = NULL;
  GStatBuf before;
  GStatBuf after;

  g_assert_cmpint (g_mkdir_with_parents (spool, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "pixels", -1, NULL));
  g_assert_cmpint (g_stat (path, &before), ==, 0);
  image->file_id = g_strdup ("IM1");
  g_ptr_array_add (images, image);
  staged = stage (fixture, id, images, NULL);
  g_assert_nonnull (staged);
  image = g_ptr_array_index (images, 0);
  g_assert_cmpint (g_stat (image->path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  g_assert_cmpuint (strlen (image->sha256), ==, 64);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_holds (image->path, "pixels");
}

/* As the desk does it: the original is staged, what is made of it is written beside it. */
static void
test_what_was_converted_keeps_its_original (StoreFixture *fixture,
                                            gconstpointer data)
{
  const char *const names[] = { "FILM.JPG", NULL };
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, names);
  DanbiImage *image = g_ptr_array_index (images, 0);
  g_autofree char *staged = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  GStatBuf before;
  GStatBuf after;

  image->converted_from = g_strdup ("png");
  image->original_id = g_strdup ("ORIGINALS/0001.png");
  staged = stage (fixture, id, images, NULL);
  image = g_ptr_array_index (images, 0);
  g_assert_true (g_str_has_suffix (image->path, "/ORIGINALS/0001.png"));
  assert_holds (image->path, "FILM.JPG");
  image->original_path = image->path;
  image->path = g_build_filename (staged, "FILM.JPG", NULL);
  g_assert_true (g_file_set_contents (image->path, "made of it", -1, NULL));
  g_clear_pointer (&image->sha256, g_free);
  g_assert_true (commit (fixture, id, staged, images, NULL));

  store_fixture_reopen (fixture);
  loaded = load_images (fixture, id);
  image = g_ptr_array_index (loaded, 0);
  g_assert_false (danbi_image_needs_conversion (image));
  assert_holds (image->path, "made of it");
  assert_holds (image->original_path, "FILM.JPG");
  g_assert_cmpint (g_stat (image->original_path, &before), ==, 0);

  g_free (image->original_id);
  image->original_id = g_strdup ("ORIGINALS/0002.png");
  again = stage (fixture, id, loaded, NULL);
  g_assert_true (commit (fixture, id, again, loaded, NULL));
  image = g_ptr_array_index (loaded, 0);
  g_assert_true (g_str_has_suffix (image->original_path, "/ORIGINALS/0002.png"));
  g_assert_cmpint (g_stat (image->original_path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  assert_holds (image->path, "made of it");
  g_assert_cmpuint (count_sets (fixture, id), ==, 1);
}

static void
test_a_file_that_changed_is_refused (StoreFixture *fixture,
                                     gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
  DanbiImage *image = g_ptr_array_index (images, 1);
  g_autofree char *path = g_strdup (image->path);
  g_autoptr (GError) error = NULL;

  image->sha256 = g_strnfill (64, '0');
  g_assert_null (stage (fixture, id, images, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
  g_assert_cmpuint (count_sets (fixture, id), ==, 0);
  g_assert_cmpstr (((DanbiImage *) g_ptr_array_index (images, 1))->path, ==, path);
}

static void
test_dangerous_names_are_refused (StoreFixture *fixture,
                                  gconstpointer data)
{
  static const char *const names[] = { "../A",  "/A", "A/../../../B", "",  ".",
                                       "A//B", "A/", "A/.",          "..",
                                       "A\nB", "\033[0m", "\377" };
  gint64 id = store_fixture_save_new (fixture, "A123456789");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *const file_ids[] = { names[i], NULL };
      g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, file_ids);
      g_autoptr (GError) error = NULL;

      g_assert_null (stage (fixture, id, images, &error));
      g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
    }
  g_assert_cmpuint (count_sets (fixture, id), ==, 0);
}

static void
test_two_images_of_one_name_are_refused (StoreFixture *fixture,
                                         gconstpointer data)
{
  static const char *const twice[] = { "A", "A", NULL };
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, twice);
  g_autoptr (GError) error = NULL;

  g_assert_null (stage (fixture, id, images, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (count_sets (fixture, id), ==, 0);
}

static void
test_a_missing_file_is_kept_as_a_finding (StoreFixture *fixture,
                                          gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
  DanbiImage *image = g_ptr_array_index (images, 0);
  g_autofree char *staged = NULL;
  g_autoptr (GPtrArray) loaded = NULL;

  g_assert_cmpint (g_unlink (image->path), ==, 0);
  image->dir_faults = DANBI_DIR_MISSING;
  g_clear_pointer (&image->file_id, g_free);
  staged = stage (fixture, id, images, NULL);
  g_assert_true (commit (fixture, id, staged, images, NULL));
  loaded = load_images (fixture, id);
  image = g_ptr_array_index (loaded, 0);
  g_assert_cmpuint (image->dir_faults, ==, DANBI_DIR_MISSING);
  g_assert_null (image->sha256);
  g_assert_null (image->file_id);
  g_assert_cmpstr (image->path, ==, image->source_path);
  g_assert_false (g_file_test (image->path, G_FILE_TEST_EXISTS));
}

static void
test_staging_for_no_case_leaves_nothing (StoreFixture *fixture,
                                         gconstpointer data)
{
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
  g_autoptr (GError) error = NULL;

  g_assert_null (stage (fixture, 7, images, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_sets (fixture, 7), ==, 0);
}

static void
cancel_cb (guint64  done,
           guint64  total,
           gpointer user_data)
{
  g_assert_cmpuint (total, ==, strlen (two_files[0]) + strlen (two_files[1]));
  g_cancellable_cancel (user_data);
}

static void
test_staging_can_be_cancelled (StoreFixture *fixture,
                               gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_store_stage_images (fixture->store, id, images, cancel_cb, cancellable,
                                           cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_sets (fixture, id), ==, 0);
}

static void
note_progress_cb (guint64  done,
                  guint64  total,
                  gpointer user_data)
{
  *(guint64 *) user_data = done;
}

static void
test_progress_ends_at_the_whole (StoreFixture *fixture,
                                 gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
  guint64 done = 0;
  g_autofree char *staged = danbi_store_stage_images (fixture->store, id, images, note_progress_cb,
                                                      &done, NULL, NULL);

  g_assert_nonnull (staged);
  g_assert_cmpuint (done, ==, strlen (two_files[0]) + strlen (two_files[1]));
}

static void
test_a_discarded_set_is_gone (StoreFixture *fixture,
                              gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
  g_autofree char *staged = stage (fixture, id, images, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_store_discard_images (fixture->store, staged, NULL));
  g_assert_false (g_file_test (staged, G_FILE_TEST_EXISTS));
  g_assert_false (commit (fixture, id, staged, images, &error));
  g_assert_nonnull (error);
}

static void
test_a_set_that_counts_is_not_discarded (StoreFixture *fixture,
                                         gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");
  g_autofree char *set = store_fixture_give_images (fixture, id, two_files);
  const char *const paths[] = { set, fixture->dir, "/", "/etc" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (danbi_store_discard_images (fixture->store, paths[i], &error));
      g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_NOT_FOUND);
    }
  g_assert_true (g_file_test (set, G_FILE_TEST_IS_DIR));
}

static void
test_a_set_of_another_case_is_refused (StoreFixture *fixture,
                                       gconstpointer data)
{
  gint64 a = store_fixture_save_new (fixture, "A123456789");
  gint64 b = store_fixture_save_new (fixture, "F131104093");
  g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
  g_autofree char *staged = stage (fixture, a, images, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (commit (fixture, b, staged, images, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (commit (fixture, a, staged, images, &error));
  g_assert_no_error (error);
}

static void
test_images_on_their_way_are_not_replaced (StoreFixture *fixture,
                                           gconstpointer data)
{
  gint64 id = store_fixture_save_new (fixture, "A123456789");

  for (DanbiState state = DANBI_STATE_DRAFT; state < DANBI_N_STATES; state++)
    {
      gboolean fixed = state == DANBI_STATE_SENDING || state == DANBI_STATE_SENT
                       || state == DANBI_STATE_UNKNOWN;
      g_autoptr (GPtrArray) images = store_fixture_new_images (fixture, two_files);
      g_autofree char *staged = stage (fixture, id, images, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (danbi_store_set_state (fixture->store, id, state, NULL, NULL));
      g_assert_cmpint (commit (fixture, id, staged, images, &error), ==, !fixed);
      if (fixed)
        g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_STATE);
    }
}

#define ADD(name) store_fixture_add ("/danbi/store/store-image/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (images_come_back);
  ADD (every_fact_comes_back);
  ADD (a_staged_set_does_not_count);
  ADD (a_new_set_replaces_the_old_one);
  ADD (folders_are_noted_in_time);
  ADD (all_images_can_be_taken_away);
  ADD (files_of_the_store_are_shared);
  ADD (spooled_files_are_linked);
  ADD (what_was_converted_keeps_its_original);
  ADD (a_file_that_changed_is_refused);
  ADD (dangerous_names_are_refused);
  ADD (two_images_of_one_name_are_refused);
  ADD (a_missing_file_is_kept_as_a_finding);
  ADD (staging_for_no_case_leaves_nothing);
  ADD (staging_can_be_cancelled);
  ADD (progress_ends_at_the_whole);
  ADD (a_discarded_set_is_gone);
  ADD (a_set_that_counts_is_not_discarded);
  ADD (a_set_of_another_case_is_refused);
  ADD (images_on_their_way_are_not_replaced);
  return g_test_run ();
}
