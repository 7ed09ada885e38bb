/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is on disk of an upload. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "danbi-file.h"
#include "danbi-tus-store.h"

#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct
{
  char *top;
  char *dir;
  DanbiTusStore *store;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->top = g_dir_make_tmp ("danbi-tus-XXXXXX", NULL);
  fixture->dir = g_build_filename (fixture->top, "uploads", NULL);
  fixture->store = danbi_tus_store_new (fixture->dir, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  danbi_tus_store_free (fixture->store);
  danbi_dir_remove (fixture->top, NULL);
  g_free (fixture->top);
  g_free (fixture->dir);
}

static void
test_facts (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *id = danbi_tus_store_create (fixture->store, 4500000000, "a.7z", SHA, NULL);
  g_autofree char *plain = danbi_tus_store_create (fixture->store, 0, NULL, NULL, NULL);
  g_autofree char *path = danbi_tus_store_dup_path (fixture->store, id);
  g_autoptr (DanbiTusUpload) upload = NULL;
  g_autoptr (DanbiTusUpload) empty = NULL;
  GStatBuf info;

  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  g_clear_pointer (&fixture->store, danbi_tus_store_free);
  fixture->store = danbi_tus_store_new (fixture->dir, NULL);
  upload = danbi_tus_store_find (fixture->store, id);
  empty = danbi_tus_store_find (fixture->store, plain);
  g_assert_cmpuint (upload->length, ==, 4500000000);
  g_assert_cmpuint (upload->offset, ==, 3);
  g_assert_cmpstr (upload->filename, ==, "a.7z");
  g_assert_cmpstr (upload->sha256, ==, SHA);
  g_assert_false (danbi_tus_upload_is_complete (upload));
  g_assert_null (empty->filename);
  g_assert_null (empty->sha256);
  g_assert_true (danbi_tus_upload_is_complete (empty));
  g_assert_cmpint (g_stat (fixture->dir, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
}

static void
test_modes (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *id = danbi_tus_store_create (fixture->store, 1, "a.7z", NULL, NULL);
  g_autofree char *path = danbi_tus_store_dup_path (fixture->store, id);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_strange_ids (Fixture      *fixture,
                  gconstpointer data)
{
  const char *ids[] = { "", "..", "../../etc/passwd", "00000000000000000000000000000000",
                        "0000000000000000000000000000000", "0000000000000000000000000000000G",
                        "00000000000000000000000000000000.json" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_null (danbi_tus_store_find (fixture->store, ids[i]));
}

static void
test_remove (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *id = danbi_tus_store_create (fixture->store, 1, "a.7z", NULL, NULL);
  g_autoptr (GDir) dir = NULL;

  g_assert_true (danbi_tus_store_remove (fixture->store, id, NULL));
  g_assert_true (danbi_tus_store_remove (fixture->store, id, NULL));
  g_assert_null (danbi_tus_store_find (fixture->store, id));
  dir = g_dir_open (fixture->dir, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_lock (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_true (danbi_tus_store_lock (fixture->store, "a"));
  g_assert_false (danbi_tus_store_lock (fixture->store, "a"));
  g_assert_true (danbi_tus_store_lock (fixture->store, "b"));
  danbi_tus_store_unlock (fixture->store, "a");
  g_assert_true (danbi_tus_store_lock (fixture->store, "a"));
}

static void
make_old (Fixture    *fixture,
          const char *id,
          gint64      time_s)
{
  g_autofree char *path = danbi_tus_store_dup_path (fixture->store, id);
  struct utimbuf times = { time_s, time_s };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

static gboolean
is_there (Fixture    *fixture,
          const char *id)
{
  g_autoptr (DanbiTusUpload) upload = danbi_tus_store_find (fixture->store, id);

  return upload != NULL;
}

static void
test_expiry (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *old = danbi_tus_store_create (fixture->store, 1, NULL, NULL, NULL);
  g_autofree char *edge = danbi_tus_store_create (fixture->store, 1, NULL, NULL, NULL);
  g_autofree char *used = danbi_tus_store_create (fixture->store, 1, NULL, NULL, NULL);

  make_old (fixture, old, 999);
  make_old (fixture, edge, 1000);
  make_old (fixture, used, 1);
  danbi_tus_store_lock (fixture->store, used);
  danbi_tus_store_expire (fixture->store, 1000);
  g_assert_false (is_there (fixture, old));
  g_assert_true (is_there (fixture, edge));
  g_assert_true (is_there (fixture, used));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/danbi/receiver/tus-store/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("an_upload_is_known_after_a_restart", test_facts);
  ADD ("only_the_owner_reads_an_upload", test_modes);
  ADD ("an_id_leads_nowhere_else", test_strange_ids);
  ADD ("a_removed_upload_leaves_nothing", test_remove);
  ADD ("one_at_a_time", test_lock);
  ADD ("what_nobody_wants_is_removed", test_expiry);
  return g_test_run ();
}
