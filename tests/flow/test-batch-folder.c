/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "danbi-batch-folder.h"
#include "danbi-desk.h"
#include "danbi-file.h"

/* Large enough that a copy of it can be cut off. */
#define LARGE_BYTES (48 * 1024 * 1024)
#define NAME "3501200000_20261122_001"

typedef struct
{
  char *dir;
  char *folder; /* the one that the user chose */
  char *csv;
  GPtrArray *archives;
} Test;

static char *
write_file (Test       *test,
            const char *name,
            gsize       length,
            int         byte)
{
  char *path = g_build_filename (test->dir, name, NULL);
  g_autofree char *data = g_malloc (length);
  g_autoptr (GError) error = NULL;

  memset (data, byte, length);
  g_assert_true (danbi_file_write (path, data, length, &error));
  g_assert_no_error (error);
  return path;
}

static void
set_up (Test         *test,
        gconstpointer data)
{
  test->dir = g_dir_make_tmp ("danbi-folder-XXXXXX", NULL);
  test->folder = g_build_filename (test->dir, "chosen", NULL);
  g_assert_cmpint (g_mkdir (test->folder, 0755), ==, 0);
  test->csv = write_file (test, NAME ".csv", 100, 'c');
  test->archives = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (test->archives, write_file (test, "A.7z", 300000, 'a'));
  g_ptr_array_add (test->archives, write_file (test, "B.7z", 10, 'b'));
}

static void
tear_down (Test         *test,
           gconstpointer data)
{
  g_assert_true (danbi_dir_remove (test->dir, NULL));
  g_free (test->dir);
  g_free (test->folder);
  g_free (test->csv);
  g_ptr_array_unref (test->archives);
}

static gboolean
write_batch (Test         *test,
             const char   *name,
             char        **path,
             GCancellable *cancellable,
             GError      **error)
{
  return danbi_batch_folder_write (test->folder, name, test->csv, test->archives, path,
                                   cancellable, error);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Names in a folder, sorted, with ' ' between. */
static char *
list (const char *path)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
assert_mode (const char *path,
             mode_t      mode)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, mode);
}

static void
assert_same_bytes (const char *source,
                   const char *folder)
{
  g_autofree char *name = g_path_get_basename (source);
  g_autofree char *copy = g_build_filename (folder, name, NULL);
  g_autofree char *wanted = danbi_file_sha256 (source, NULL, NULL);
  g_autofree char *found = danbi_file_sha256 (copy, NULL, NULL);

  g_assert_nonnull (wanted);
  g_assert_cmpstr (found, ==, wanted);
  assert_mode (copy, 0600);
}

static void
test_a_batch_stands_there_whole_and_private (Test         *test,
                                             gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *wanted = g_build_filename (test->folder, NAME, NULL);
  g_autofree char *names = NULL, *beside = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (write_batch (test, NAME, &path, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, wanted);
  assert_mode (path, 0700);
  assert_same_bytes (test->csv, path);
  assert_same_bytes (g_ptr_array_index (test->archives, 0), path);
  assert_same_bytes (g_ptr_array_index (test->archives, 1), path);
  names = list (path);
  g_assert_cmpstr (names, ==, NAME ".csv A.7z B.7z");
  beside = list (test->folder);
  g_assert_cmpstr (beside, ==, NAME);
}

/* A person may have something of their own there. */
static void
test_what_stands_under_the_name_is_never_touched (Test         *test,
                                                  gconstpointer data)
{
  g_autofree char *path = g_build_filename (test->folder, NAME, NULL);
  g_autofree char *own = g_build_filename (path, "A.7z", NULL);
  g_autofree char *names = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  g_assert_true (g_file_set_contents (own, "mine", -1, NULL));
  g_assert_false (write_batch (test, NAME, NULL, NULL, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
  names = list (path);
  g_assert_cmpstr (names, ==, "A.7z");
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (own), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "a file", -1, NULL));
  g_assert_false (write_batch (test, NAME, NULL, NULL, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
}

/* Killed between the last step here and the moment it was written down, it is asked for again. */
static void
test_the_same_batch_again_is_found_to_be_there (Test         *test,
                                                gconstpointer data)
{
  g_autofree char *path = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;
  FILE *copy;

  g_assert_true (write_batch (test, NAME, &path, NULL, NULL));
  g_assert_true (write_batch (test, NAME, &again, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, path);

  g_clear_pointer (&again, g_free);
  again = g_build_filename (path, "A.7z", NULL);
  copy = g_fopen (again, "r+");
  g_assert_nonnull (copy);
  g_assert_cmpint (fputc ('x', copy), ==, 'x');
  g_assert_cmpint (fclose (copy), ==, 0);
  g_assert_false (write_batch (test, NAME, NULL, NULL, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
}

static void
test_a_folder_that_is_not_there_is_not_made (Test         *test,
                                             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rmdir (test->folder), ==, 0);
  g_assert_false (write_batch (test, NAME, NULL, NULL, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
  g_assert_false (g_file_test (test->folder, G_FILE_TEST_EXISTS));
}

static void
test_a_name_that_leads_elsewhere_is_refused (Test         *test,
                                             gconstpointer data)
{
  static const char *const names[] = { "", ".", "..", "../up", "a/b", ".hidden" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (write_batch (test, names[i], NULL, NULL, &error));
      g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
    }
}

static void
test_a_failure_leaves_nothing_behind (Test         *test,
                                      gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *names = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (test->archives, g_build_filename (test->dir, "absent.7z", NULL));
  g_assert_false (write_batch (test, NAME, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_false (write_batch (test, NAME, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  names = list (test->folder);
  g_assert_cmpstr (names, ==, "");
}

/* Another process is at it until its copy has begun, and is killed. */
static void
kill_while_writing (Test       *test,
                    const char *part)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (write_batch (test, NAME, NULL, NULL, NULL) ? 0 : 1);
  while (!g_file_test (part, G_FILE_TEST_EXISTS))
    g_usleep (100);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static void
test_killed_half_way_it_is_not_there_and_the_next_attempt_is_whole (Test         *test,
                                                                    gconstpointer data)
{
  g_autofree char *part = g_build_filename (test->folder, "." NAME ".part", NULL);
  g_autofree char *path = g_build_filename (test->folder, NAME, NULL);
  g_autofree char *names = NULL, *left = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_insert (test->archives, 0, write_file (test, "L.7z", LARGE_BYTES, 'l'));
  kill_while_writing (test, part);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (part, G_FILE_TEST_IS_DIR));

  g_assert_true (danbi_batch_folder_discard (test->folder, NAME, &error));
  g_assert_no_error (error);
  left = list (test->folder);
  g_assert_cmpstr (left, ==, "");

  kill_while_writing (test, part);
  g_assert_true (write_batch (test, NAME, NULL, NULL, &error));
  g_assert_no_error (error);
  names = list (path);
  g_assert_cmpstr (names, ==, NAME ".csv A.7z B.7z L.7z");
  assert_same_bytes (g_ptr_array_index (test->archives, 0), path);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/flow/batch-folder/" #name, Test, NULL, set_up, test_##name, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (a_batch_stands_there_whole_and_private);
  ADD (what_stands_under_the_name_is_never_touched);
  ADD (the_same_batch_again_is_found_to_be_there);
  ADD (a_folder_that_is_not_there_is_not_made);
  ADD (a_name_that_leads_elsewhere_is_refused);
  ADD (a_failure_leaves_nothing_behind);
  ADD (killed_half_way_it_is_not_there_and_the_next_attempt_is_whole);
  return g_test_run ();
}
