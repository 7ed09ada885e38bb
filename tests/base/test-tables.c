/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-tables.h"

static gboolean
gather_cb (const char *file_name,
           GBytes     *bytes,
           gpointer    user_data,
           GError    **error)
{
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
  g_hash_table_add (user_data, g_strdup (file_name));
  return TRUE;
}

static gboolean
refuse_dated_cb (const char *file_name,
                 GBytes     *bytes,
                 gpointer    user_data,
                 GError    **error)
{
  if (!strchr (file_name, '@'))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no");
  return FALSE;
}

static char *
config_table_path (const char *name)
{
  g_autofree char *dir = g_build_filename (g_get_user_config_dir (), "danbi", "tables", NULL);

  g_assert_true (danbi_dir_create (dir, NULL));
  return g_build_filename (dir, name, NULL);
}

static void
test_all_tables_are_built_in (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  const char *expected[] = { "image-classes.tsv", "limits.tsv", "nhi-error-codes.tsv",
                             "order-codes.tsv", "phonetics.tsv", "provider-types.tsv",
                             "site-regions.tsv", "site-teeth.tsv", "visit-seq-exceptions.tsv",
                             "visit-types.tsv" };

  g_assert_true (danbi_tables_foreach (gather_cb, names, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_true (g_hash_table_contains (names, expected[i]));
}

static void
test_a_dated_table_is_a_file_and_an_undated_one_is_not (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *dated = config_table_path ("order-codes@2027-01-01.tsv");
  g_autofree char *undated = config_table_path ("stray.tsv");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (dated, "code\n1\n", -1, NULL));
  g_assert_true (g_file_set_contents (undated, "code\n1\n", -1, NULL));
  g_assert_true (danbi_tables_foreach (gather_cb, names, &error));
  g_assert_true (g_hash_table_contains (names, "order-codes@2027-01-01.tsv"));
  g_assert_false (g_hash_table_contains (names, "stray.tsv"));

  g_assert_false (danbi_tables_foreach (refuse_dated_cb, NULL, &error));
  g_assert_nonnull (strstr (error->message, dated));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *config = g_dir_make_tmp ("danbi-test-XXXXXX", NULL);
  int status;

  /* G_TEST_OPTION_ISOLATE_DIRS would do, but leaks in GLib 2.74. */
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/base/tables/all_tables_are_built_in", test_all_tables_are_built_in);
  g_test_add_func ("/danbi/base/tables/a_dated_table_is_a_file_and_an_undated_one_is_not",
                   test_a_dated_table_is_a_file_and_an_undated_one_is_not);
  status = g_test_run ();
  danbi_dir_remove (config, NULL);
  return status;
}
