/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-file.h"

typedef struct
{
  char *dir;
  char *source;
  char *target;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("danbi-test-XXXXXX", NULL);
  fixture->source = g_build_filename (fixture->dir, "source", NULL);
  fixture->target = g_build_filename (fixture->dir, "target", NULL);
  g_assert_true (g_file_set_contents (fixture->source, "abc", 3, NULL));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_true (danbi_dir_remove (fixture->dir, NULL));
  g_assert_false (g_file_test (fixture->dir, G_FILE_TEST_EXISTS));
  g_free (fixture->dir);
  g_free (fixture->source);
  g_free (fixture->target);
}

static guint
mode_of (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

#define SHA256_OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void
test_copies_and_hashes_in_one_pass (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL, *again = NULL;

  g_assert_true (danbi_file_copy (fixture->source, fixture->target, &hash, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, SHA256_OF_ABC);
  again = danbi_file_sha256 (fixture->target, NULL, &error);
  g_assert_cmpstr (again, ==, SHA256_OF_ABC);
  g_assert_cmpuint (mode_of (fixture->target), ==, 0600);
}

/* Of `0123456789`, and longer than what is copied at a time. */
static void
test_hashes_a_range_in_the_same_pass (Fixture      *fixture,
                                      gconstpointer data)
{
  const gsize length = 700 * 1000;
  const struct
  {
    guint64 offset, bytes;
    gboolean hashed;
  } cases[] = {
    { 0, 0, FALSE },           { 3, 4, TRUE },          { 0, length, TRUE },
    { 1, length - 1, TRUE },   { 1, length, FALSE },    { 262143, 2, TRUE },
    { 262144, 262144, TRUE },  { 262140, 262200, TRUE }, { length, 1, FALSE },
    { G_MAXUINT64, 10, FALSE }, { 10, G_MAXUINT64, FALSE },
  };
  g_autofree char *contents = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    contents[i] = (char) ('0' + i % 10);
  g_assert_true (g_file_set_contents (fixture->source, contents, (gssize) length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DanbiFileDigest) copied = { cases[i].offset, cases[i].bytes, NULL, NULL };
      g_auto (DanbiFileDigest) read = { cases[i].offset, cases[i].bytes, NULL, NULL };
      g_autofree char *wanted = NULL;

      if (cases[i].hashed)
        wanted = g_compute_checksum_for_data (G_CHECKSUM_SHA256,
                                              (guchar *) contents + cases[i].offset,
                                              cases[i].bytes);
      g_assert_true (danbi_file_copy_digest (fixture->source, fixture->target, &copied, NULL,
                                             NULL));
      g_assert_true (danbi_file_digest (fixture->target, &read, NULL, NULL));
      g_assert_cmpstr (copied.range_sha256, ==, wanted);
      g_assert_cmpstr (read.range_sha256, ==, wanted);
      g_assert_cmpstr (copied.sha256, ==, read.sha256);
      g_assert_cmpint (g_remove (fixture->target), ==, 0);
    }
}

static void
test_a_range_of_one_tone_has_no_hash (Fixture      *fixture,
                                      gconstpointer data)
{
  const gsize length = 600 * 1000;
  g_autofree char *contents = g_malloc (length);
  const struct
  {
    gsize odd; /* the one byte that differs */
    guint64 offset, bytes;
    gboolean hashed;
  } cases[] = {
    { 0, 0, length, TRUE },           { 0, 1, length - 1, FALSE }, { 10, 10, 1, FALSE },
    { 10, 10, 2, TRUE },              { length - 1, 0, length, TRUE },
    { length - 1, 0, length - 1, FALSE }, { 262144, 100, 262045, TRUE },
    { 262144, 100, 262044, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DanbiFileDigest) digest = { cases[i].offset, cases[i].bytes, NULL, NULL };

      memset (contents, 0, length);
      contents[cases[i].odd] = 1;
      g_assert_true (g_file_set_contents (fixture->source, contents, (gssize) length, NULL));
      g_assert_true (danbi_file_digest (fixture->source, &digest, NULL, NULL));
      g_assert_cmpint (digest.range_sha256 != NULL, ==, cases[i].hashed);
    }
}

static void
test_never_overwrites_by_copying (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->target, "mine", 4, NULL));
  g_assert_false (danbi_file_copy (fixture->source, fixture->target, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
test_a_cancelled_copy_leaves_nothing (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (danbi_file_copy (fixture->source, fixture->target, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (fixture->target, G_FILE_TEST_EXISTS));
}

static void
test_writes_for_the_owner_alone (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (danbi_file_write (fixture->target, "one", 3, &error));
  g_assert_true (danbi_file_write (fixture->target, "two", 3, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (fixture->target), ==, 0600);
  g_assert_true (danbi_file_read (fixture->target, 3, &text, NULL, &error));
  g_assert_cmpstr (text, ==, "two");
}

static void
test_refuses_a_file_over_the_bound (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_false (danbi_file_read (fixture->source, 2, &text, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, fixture->source));
}

static void
test_removes_links_and_not_what_they_point_to (Fixture      *fixture,
                                               gconstpointer data)
{
  g_autofree char *dir = g_build_filename (fixture->dir, "inner", NULL);
  g_autofree char *link = g_build_filename (dir, "link", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_dir_create (dir, &error));
  g_assert_cmpuint (mode_of (dir), ==, 0700);
  g_assert_cmpint (symlink (fixture->source, link), ==, 0);
  g_assert_true (danbi_dir_remove (dir, &error));
  g_assert_true (danbi_dir_remove (dir, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (fixture->source, G_FILE_TEST_EXISTS));
}

#define ADD(name)                                                                                  \
  g_test_add ("/danbi/base/file/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (copies_and_hashes_in_one_pass);
  ADD (hashes_a_range_in_the_same_pass);
  ADD (a_range_of_one_tone_has_no_hash);
  ADD (never_overwrites_by_copying);
  ADD (a_cancelled_copy_leaves_nothing);
  ADD (writes_for_the_owner_alone);
  ADD (refuses_a_file_over_the_bound);
  ADD (removes_links_and_not_what_they_point_to);
  return g_test_run ();
}
