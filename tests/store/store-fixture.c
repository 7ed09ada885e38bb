/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store in a folder of its own for one test, and cases and images to put into it. */
#include "config.h"

#include <glib/gstdio.h>

#include "danbi-clock.h"
#include "store-fixture.h"

void
store_fixture_set_up (StoreFixture *self,
                      gconstpointer data)
{
  store_fixture_set_up_in (self, g_get_tmp_dir ());
}

void
store_fixture_set_up_in (StoreFixture *self,
                         const char   *parent)
{
  g_autoptr (GError) error = NULL;

  danbi_clock_set_now_s (FIXTURE_NOW_S);
  self->dir = g_build_filename (parent, "danbi-store-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->dir));
  self->store = danbi_store_open (self->dir, &error);
  g_assert_no_error (error);
}

void
store_fixture_tear_down (StoreFixture *self,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->store);
  danbi_dir_remove (self->dir, &error);
  g_assert_no_error (error);
  g_free (self->dir);
}

/* As if the program had ended and were started again. */
void
store_fixture_reopen (StoreFixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->store);
  self->store = danbi_store_open (self->dir, &error);
  g_assert_no_error (error);
}

/* Opens the store as an earlier version wrote it, kept as SQL text. */
void
store_fixture_open_old (StoreFixture *self,
                        const char   *name)
{
  g_autofree char *dump = g_test_build_filename (G_TEST_DIST, "databases", name, NULL);
  g_autofree char *path = store_fixture_path (self, "danbi.db");
  g_autofree char *sql = NULL;

  g_clear_object (&self->store);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_get_contents (dump, &sql, NULL, NULL));
  store_fixture_execute (path, sql);
  store_fixture_reopen (self);
}

char *
store_fixture_path (StoreFixture *self,
                    const char   *name)
{
  return g_build_filename (self->dir, name, NULL);
}

/* Looks past the store, with a connection of its own. */
gint64
store_fixture_query (StoreFixture *self,
                     const char   *sql)
{
  g_autofree char *path = store_fixture_path (self, "danbi.db");
  sqlite3 *handle;
  sqlite3_stmt *statement;
  gint64 number;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return number;
}

void
store_fixture_execute (const char *path,
                       const char *sql)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

/* Whether the database or its log holds @text anywhere, deleted or not. */
gboolean
store_fixture_contains (StoreFixture *self,
                        const char   *text)
{
  static const char *const names[] = { "danbi.db", "danbi.db-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = store_fixture_path (self, names[i]);
      g_autofree char *contents = NULL;
      gsize length;

      if (g_file_get_contents (path, &contents, &length, NULL)
          && memmem (contents, length, text, strlen (text)))
        return TRUE;
    }
  return FALSE;
}

/* A clock that was handed in runs on; a busy machine takes its time. */
void
store_fixture_assert_soon_after (gint64 at_s,
                                 gint64 expected_s)
{
  g_assert_cmpint (at_s, >=, expected_s);
  g_assert_cmpint (at_s, <, expected_s + 60);
}

DanbiCase *
store_fixture_new_case (const char *patient_id)
{
  DanbiCase *item = danbi_case_new ();

  danbi_case_set_value (item, DANBI_FIELD_PROVIDER_ID, "1234567890", DANBI_ORIGIN_PROPOSED);
  danbi_case_set_value (item, DANBI_FIELD_CARD_TIME, "1151122152003", DANBI_ORIGIN_TYPED);
  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, patient_id, DANBI_ORIGIN_TYPED);
  danbi_case_set_value (item, DANBI_FIELD_ORDER_CODE, "34004C", DANBI_ORIGIN_TYPED);
  return item;
}

gint64
store_fixture_save_new (StoreFixture *self,
                        const char   *patient_id)
{
  g_autoptr (DanbiCase) item = store_fixture_new_case (patient_id);
  g_autoptr (GError) error = NULL;

  danbi_store_save_case (self->store, item, NULL, &error);
  g_assert_no_error (error);
  return danbi_case_get_id (item);
}

/* One file for each File ID, in a folder "cd" of the store's; its text is the File ID. */
GPtrArray *
store_fixture_new_images (StoreFixture      *self,
                          const char *const *file_ids)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *cd = store_fixture_path (self, "cd");
  g_autoptr (GError) error = NULL;

  danbi_dir_create (cd, &error);
  g_assert_no_error (error);
  for (guint i = 0; file_ids[i]; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.DCM", i);
      g_autofree char *path = g_build_filename (cd, name, NULL);
      DanbiImage *image = danbi_image_new (path);

      g_file_set_contents (path, file_ids[i], -1, &error);
      g_assert_no_error (error);
      image->file_id = g_strdup (file_ids[i]);
      image->kind = DANBI_IMAGE_DICOM;
      image->bytes = strlen (file_ids[i]);
      g_ptr_array_add (images, image);
    }
  return images;
}

char *
store_fixture_give_images (StoreFixture      *self,
                           gint64             id,
                           const char *const *file_ids)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GPtrArray) images = store_fixture_new_images (self, file_ids);
  g_autoptr (GError) error = NULL;
  g_autofree char *staged = NULL;

  danbi_case_set_id (item, id);
  staged = danbi_store_stage_images (self->store, id, images, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  danbi_store_commit_images (self->store, item, staged, images, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&staged);
}
