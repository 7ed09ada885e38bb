/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the walk from one version of the schema to the next. */
#include "config.h"

#include "danbi-schema.h"
#include "danbi-sql.h"
#include "store-fixture.h"
#include "test-steps.h"

#define STEP_1 "/test/schema-1.sql"
#define STEP_2 "/test/upgrade-2.sql"
#define STEP_3 "/test/upgrade-3.sql"
#define BROKEN_STEP_3 "/test/upgrade-3-broken.sql"

static const char *const three_steps[] = { STEP_1, STEP_2, STEP_3, NULL };
static const char *const broken_steps[] = { STEP_1, STEP_2, BROKEN_STEP_3, NULL };

static DanbiDatabase *
open_empty (StoreFixture *fixture)
{
  g_autofree char *path = store_fixture_path (fixture, "walk.db");
  g_autoptr (GError) error = NULL;
  DanbiDatabase *database = danbi_database_open (path, &error);

  g_assert_no_error (error);
  return database;
}

static gint64
get_number (DanbiDatabase *database,
            const char    *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  danbi_database_get_number (database, sql, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
test_every_version_reaches_the_latest (StoreFixture *fixture,
                                       gconstpointer data)
{
  guint from = GPOINTER_TO_UINT (data);
  g_autoptr (DanbiDatabase) database = open_empty (fixture);
  const char *first_steps[4] = { NULL };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < from; i++)
    first_steps[i] = three_steps[i];
  g_assert_true (danbi_schema_upgrade (database, test_steps_get_resource (), first_steps, &error));
  g_assert_cmpint (get_number (database, "PRAGMA user_version"), ==, from);
  g_assert_true (danbi_schema_upgrade (database, test_steps_get_resource (), three_steps, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_number (database, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (get_number (database, "SELECT size FROM things"), ==, 8);
}

static void
test_a_broken_step_changes_nothing (StoreFixture *fixture,
                                    gconstpointer data)
{
  g_autoptr (DanbiDatabase) database = open_empty (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_schema_upgrade (database, test_steps_get_resource (), broken_steps,
                                        &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_FAILED);
  g_assert_cmpint (get_number (database, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (get_number (database, "SELECT size FROM things"), ==, 7);
}

static void
test_the_version_is_judged (StoreFixture *fixture,
                            gconstpointer data)
{
  g_autoptr (DanbiDatabase) database = open_empty (fixture);
  g_autoptr (GError) error = NULL;
  gboolean current;

  g_assert_true (danbi_schema_inspect (database, 3, &current, &error));
  g_assert_false (current);
  g_assert_true (danbi_schema_upgrade (database, test_steps_get_resource (), three_steps, &error));
  g_assert_true (danbi_schema_inspect (database, 4, &current, &error));
  g_assert_false (current);
  g_assert_true (danbi_schema_inspect (database, 3, &current, &error));
  g_assert_true (current);
  g_assert_no_error (error);
  g_assert_false (danbi_schema_inspect (database, 2, &current, &error));
  g_assert_error (error, DANBI_STORE_ERROR, DANBI_STORE_ERROR_TOO_NEW);
}

static void
test_a_step_that_is_absent_is_an_error (StoreFixture *fixture,
                                        gconstpointer data)
{
  static const char *const absent[] = { "/test/absent.sql", NULL };
  g_autoptr (DanbiDatabase) database = open_empty (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_schema_upgrade (database, test_steps_get_resource (), absent, &error));
  g_assert_error (error, G_RESOURCE_ERROR, G_RESOURCE_ERROR_NOT_FOUND);
  g_assert_cmpint (get_number (database, "PRAGMA user_version"), ==, 0);
}

/* An old database, brought up to date, has the same tables and indexes as a new one. */
static void
test_old_databases_become_like_new_ones (StoreFixture *fixture,
                                         gconstpointer data)
{
  g_autofree char *walk = store_fixture_path (fixture, "walk.db");
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s/danbi.db' AS fresh", fixture->dir);
  g_autofree char *dump = g_test_build_filename (G_TEST_DIST, "databases", data, NULL);
  g_autoptr (DanbiDatabase) database = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (dump, &sql, NULL, NULL));
  store_fixture_execute (walk, sql);
  database = open_empty (fixture);
  g_assert_true (danbi_schema_upgrade (database, danbi_sql_get_resource (), danbi_schema_steps,
                                       &error));
  g_assert_no_error (error);
  g_assert_true (danbi_database_execute (database, attach, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_number (database, "SELECT count(*) FROM sqlite_schema"), >, 10);
  g_assert_cmpint (get_number (database,
                               "SELECT count(*) FROM (SELECT type, name, sql FROM sqlite_schema"
                               " EXCEPT SELECT type, name, sql FROM fresh.sqlite_schema)"),
                   ==, 0);
  g_assert_cmpint (get_number (database,
                               "SELECT count(*) FROM (SELECT type, name, sql FROM"
                               " fresh.sqlite_schema"
                               " EXCEPT SELECT type, name, sql FROM sqlite_schema)"),
                   ==, 0);
}

#define ADD(name) store_fixture_add ("/danbi/store/schema/" #name, test_##name)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint from = 0; from <= 3; from++)
    {
      g_autofree char *path = g_strdup_printf ("/danbi/store/schema/version_%u_reaches_the_latest",
                                               from);

      g_test_add (path, StoreFixture, GUINT_TO_POINTER (from), store_fixture_set_up,
                  test_every_version_reaches_the_latest, store_fixture_tear_down);
    }
  ADD (a_broken_step_changes_nothing);
  ADD (the_version_is_judged);
  ADD (a_step_that_is_absent_is_an_error);
  g_test_add ("/danbi/store/schema/version_1_becomes_like_a_new_one", StoreFixture,
              "version-1.sql", store_fixture_set_up, test_old_databases_become_like_new_ones,
              store_fixture_tear_down);
  g_test_add ("/danbi/store/schema/version_2_becomes_like_a_new_one", StoreFixture,
              "version-2.sql", store_fixture_set_up, test_old_databases_become_like_new_ones,
              store_fixture_tear_down);
  g_test_add ("/danbi/store/schema/version_3_becomes_like_a_new_one", StoreFixture,
              "version-3.sql", store_fixture_set_up, test_old_databases_become_like_new_ones,
              store_fixture_tear_down);
  g_test_add ("/danbi/store/schema/version_4_becomes_like_a_new_one", StoreFixture,
              "version-4.sql", store_fixture_set_up, test_old_databases_become_like_new_ones,
              store_fixture_tear_down);
  return g_test_run ();
}
