/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of strangers stay in a private folder, and the folder goes. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-spool.h"
#include "danbi-walk.h"
#include "image-test.h"

typedef struct
{
  TestFolder folder;
  DanbiSpool *spool;
  char *root;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  test_folder_init (&fixture->folder);
  g_setenv ("TMPDIR", fixture->folder.path, TRUE);
  fixture->spool = danbi_spool_new (&error);
  g_assert_no_error (error);
  fixture->root = danbi_spool_add_root (fixture->spool, "/media/a.zip", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  danbi_spool_free (fixture->spool);
  g_assert_cmpint (g_rmdir (fixture->folder.path), ==, 0);
  g_assert_true (g_mkdir (fixture->folder.path, 0700) == 0);
  test_folder_clear (&fixture->folder);
  g_unsetenv ("TMPDIR");
  g_free (fixture->root);
}

static char *
place (Fixture          *fixture,
       const char       *name,
       DanbiFileProblem  expected)
{
  g_autoptr (GError) error = NULL;
  DanbiFileProblem problem = DANBI_FILE_CRASHED;
  char *path = NULL;

  g_assert_true (danbi_spool_place (fixture->spool, fixture->root, name, &path, &problem, &error));
  g_assert_no_error (error);
  g_assert_cmpint (problem, ==, expected);
  g_assert_true ((path != NULL) == (expected == DANBI_FILE_OK));
  return path;
}

static void
test_private (Fixture      *fixture,
              gconstpointer data)
{
  struct stat status;

  g_assert_true (g_str_has_prefix (danbi_spool_get_path (fixture->spool), fixture->folder.path));
  g_assert_cmpint (stat (danbi_spool_get_path (fixture->spool), &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0700);
  g_assert_cmpint (stat (fixture->root, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0700);
}

static const struct
{
  const char *name;
  const char *below; /* NULL: refused */
} NAMES[] = {
  { "a", "a" },
  { "a/b/c", "a/b/c" },
  { "./a", "a" },
  { "a//b/", "a/b" },
  { "a\\b", "a/b" },
  { "..a/b..", "..a/b.." },
  { "\345\275\261\345\203\217/IM1", "\345\275\261\345\203\217/IM1" },
  { "", NULL },
  { ".", NULL },
  { "/", NULL },
  { "/etc/passwd", NULL },
  { "\\etc", NULL },
  { "..", NULL },
  { "../a", NULL },
  { "a/../../b", NULL },
  { "a\\..\\b", NULL },
  { "C:\\a", NULL },
  { "c:a", NULL },
};

static void
test_names (Fixture      *fixture,
            gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *path
        = place (fixture, NAMES[i].name, NAMES[i].below ? DANBI_FILE_OK : DANBI_FILE_UNSAFE_NAME);
      g_autofree char *expected
        = NAMES[i].below ? g_build_filename (fixture->root, NAMES[i].below, NULL) : NULL;

      g_test_message ("%s", NAMES[i].name);
      g_assert_cmpstr (path, ==, expected);
    }
}

static void
test_levels (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GString) name = g_string_new ("x");
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;

  /* The folder of the archive is one level too. */
  for (guint i = 2; i < DANBI_WALK_MAX_DEPTH; i++)
    g_string_append (name, "/x");
  good = place (fixture, name->str, DANBI_FILE_OK);
  g_string_append (name, "/x");
  bad = place (fixture, name->str, DANBI_FILE_UNSAFE_NAME);
}

static void
test_odd_names (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *longest = g_strnfill (255, 'a');
  g_autofree char *too_long = g_strnfill (256, 'a');
  const struct
  {
    const char *name;
    const char *shown; /* NULL: as it is */
  } odd[] = {
    { longest, NULL },
    { too_long, NULL },
    { "~000001", NULL },
    { "a\nb", "a b" },
    { "a\033[2Jb", "a [2Jb" },
    { "\377\376", "\357\277\275\357\277\275" },
    { "\377\375/in/it", "\357\277\275\357\277\275/in/it" },
    { "a/\177/b", "a/ /b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *path = place (fixture, odd[i].name, DANBI_FILE_OK);
      g_autofree char *again = place (fixture, odd[i].name, DANBI_FILE_OK);
      g_autofree char *shown = danbi_spool_dup_shown (fixture->spool, path);
      g_autofree char *expected
        = g_strconcat ("/media/a.zip/", odd[i].shown ? odd[i].shown : odd[i].name, NULL);

      g_assert_cmpstr (path, ==, again);
      g_assert_cmpstr (shown, ==, expected);
      g_assert_true (g_utf8_validate (path, -1, NULL));
      g_assert_true (g_close (g_creat (path, 0600), NULL));
    }
}

static void
test_shown (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *path = place (fixture, "d/e", DANBI_FILE_OK);
  g_autofree char *other = danbi_spool_dup_other_path (fixture->spool, path);
  g_autofree char *shown = danbi_spool_dup_shown (fixture->spool, other);
  g_autofree char *root = danbi_spool_dup_shown (fixture->spool, fixture->root);

  g_assert_cmpstr (other, !=, path);
  g_assert_cmpstr (shown, ==, "/media/a.zip/d/e");
  g_assert_cmpstr (root, ==, "/media/a.zip");
  g_assert_null (danbi_spool_dup_shown (fixture->spool, "/media/a.zip/d"));
  g_assert_null (danbi_spool_dup_shown (fixture->spool, danbi_spool_get_path (fixture->spool)));
}

static void
test_leftovers (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *left = test_folder_dup_path (&fixture->folder, "danbi-unpack-left00");
  g_autofree char *inner = g_build_filename (left, "000001", NULL);
  g_autofree char *used = test_folder_dup_path (&fixture->folder, "danbi-unpack-used00");
  g_autofree char *strange = test_folder_dup_path (&fixture->folder, "other-left");
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiSpool) second = NULL;
  int fd;

  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (used, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (strange, 0700), ==, 0);
  fd = open (used, O_RDONLY | O_DIRECTORY);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);

  second = danbi_spool_new (&error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (used, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (strange, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fixture->root, G_FILE_TEST_EXISTS));

  close (fd);
  danbi_spool_sweep (fixture->folder.path);
  g_assert_false (g_file_test (used, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fixture->root, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (strange), ==, 0);
}

static void
test_no_room (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("TMPDIR", "/nowhere/at/all", TRUE);
  g_assert_null (danbi_spool_new (&error));
  g_assert_nonnull (error);
  g_setenv ("TMPDIR", fixture->folder.path, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/danbi/image/spool/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("its_folder_is_private", test_private);
  ADD ("a_name_never_leads_out", test_names);
  ADD ("a_name_goes_only_so_deep", test_levels);
  ADD ("an_odd_name_is_replaced_and_still_shown", test_odd_names);
  ADD ("the_archive_stands_before_what_is_shown", test_shown);
  ADD ("leftovers_go_and_what_is_in_use_stays", test_leftovers);
  ADD ("no_room_is_an_error", test_no_room);
  return g_test_run ();
}
