/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives as they are dropped, through the real confined child: whole, wrong, and hostile ones. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-archive-kind.h"
#include "danbi-file-problem.h"
#include "danbi-inspection.h"
#include "danbi-unpack.h"
#include "danbi-walk.h"
#include "image-test.h"
#include "test-archive.h"

/* Archives are made in @folder; what comes out of them goes to @spool. */
typedef struct
{
  TestFolder folder;
  TestFolder spool;
  char *ct;
  char *other_ct;
  char *archive;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  test_folder_init (&fixture->folder);
  test_folder_init (&fixture->spool);
  g_setenv ("TMPDIR", fixture->spool.path, TRUE);
  fixture->ct = test_folder_write_dicom (&fixture->folder, "ct", DANBI_FIXTURE_LOCALIZER);
  fixture->other_ct = test_folder_write_dicom (&fixture->folder, "cap", DANBI_FIXTURE_CAPTURE);
  fixture->archive = test_folder_dup_path (&fixture->folder, "x.zip");
}

/* Whatever a test did: nothing stays behind. */
static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_cmpint (g_rmdir (fixture->spool.path), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->spool.path, 0700), ==, 0);
  test_folder_clear (&fixture->spool);
  test_folder_clear (&fixture->folder);
  g_unsetenv ("TMPDIR");
  g_unsetenv ("DANBI_UNPACK_MAX_BYTES");
  g_unsetenv ("DANBI_INSPECTOR_TEST");
  g_unsetenv ("DANBI_INSPECTOR_TIMEOUT_MS");
  g_free (fixture->ct);
  g_free (fixture->other_ct);
  g_free (fixture->archive);
}

static DanbiFileSet *
inspect (const char *path)
{
  const DanbiInspectionOptions options = { .flags = DANBI_INSPECTION_HASH };
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  DanbiFileSet *set = danbi_inspection_run (paths, &options, NULL, &error);

  g_assert_no_error (error);
  return set;
}

/* The one image that the user sees under the archive's path and @name. */
static DanbiImage *
find_shown (const DanbiFileSet *set,
            const char         *archive,
            const char         *name)
{
  g_autofree char *shown = name ? g_strconcat (archive, "/", name, NULL) : g_strdup (archive);
  DanbiImage *found = NULL;

  for (guint i = 0; i < set->images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (set->images, i);

      if (strcmp (danbi_image_get_display_path (image), shown) != 0)
        continue;
      g_assert_null (found);
      found = image;
    }
  g_test_message ("%s", shown);
  g_assert_nonnull (found);
  return found;
}

static void
assert_problem (const DanbiImage *image,
                DanbiFileProblem  problem)
{
  g_autofree char *sentence = danbi_file_problem_dup_sentence (problem, NULL);

  g_assert_cmpstr (image->error, ==, sentence);
}

static const char *const KINDS[] = { "zip", "7zip", "iso9660", "cab" };

static void
write_kind (const char      *path,
            const char      *kind,
            const TestEntry *entries)
{
  if (strcmp (kind, "cab") == 0)
    test_archive_write_cab (path, entries);
  else
    test_archive_write (path, kind, NULL, entries);
}

static void
test_kinds (Fixture      *fixture,
            gconstpointer data)
{
  const TestEntry entries[] = {
    { .name = "A/IM1", .source = fixture->ct },
    { .name = "A/IM2", .source = fixture->other_ct },
    { .name = "README", .text = "a viewer" },
    { 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      /* Named as what it is not: content decides. */
      g_autofree char *path = test_folder_dup_path (&fixture->folder, "study.jpg");
      g_autoptr (DanbiFileSet) set = NULL;
      g_autofree char *content = NULL;
      const DanbiImage *image;
      struct stat status;
      gsize length;

      g_test_message ("%s", KINDS[i]);
      write_kind (path, KINDS[i], entries);
      g_assert_true (danbi_archive_is_one (path));
      set = inspect (path);
      g_assert_cmpuint (set->images->len, ==, 3);
      g_assert_cmpuint (set->n_referenced, ==, 2);
      g_assert_cmpuint (set->n_read, ==, 2);
      g_assert_cmpint (find_shown (set, path, "README")->kind, ==, DANBI_IMAGE_OTHER);
      image = find_shown (set, path, "A/IM1");
      g_assert_cmpint (image->kind, ==, DANBI_IMAGE_DICOM);
      g_assert_cmpuint (strlen (image->sha256), ==, 64);
      g_assert_true (g_str_has_prefix (image->path, fixture->spool.path));
      g_assert_cmpint (stat (image->path, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
      g_assert_true (g_file_get_contents (image->path, &content, &length, NULL));
      g_assert_cmpuint (length, ==, image->bytes);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
}

/* Each way to write a disc: with the long names of Unix, of Windows, and with none. */
static const struct
{
  const char *format;
  const char *options;
} DISCS[] = {
  { "zip", NULL },
  { "7zip", NULL },
  { "iso9660", NULL },
  { "iso9660", "!joliet" },
  { "iso9660", "!rockridge" },
  { "iso9660", "!joliet,!rockridge" },
};

static void
test_discs (Fixture      *fixture,
            gconstpointer data)
{
  TestFolder disc = { test_folder_dup_path (&fixture->folder, "disc") };

  test_folder_write_set (&disc, 5, DANBI_FIXTURE_FAULT_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (DISCS); i++)
    {
      g_autoptr (DanbiFileSet) set = NULL;

      g_test_message ("%s %s", DISCS[i].format, DISCS[i].options);
      test_archive_write_folder (fixture->archive, DISCS[i].format, DISCS[i].options, disc.path);
      set = inspect (fixture->archive);
      g_assert_cmpuint (set->images->len, ==, 6);
      g_assert_cmpuint (set->n_referenced, ==, 5);
      g_assert_cmpuint (set->n_read, ==, 5);
      g_assert_nonnull (set->dicomdir_root);
      for (guint j = 0; j < set->images->len; j++)
        {
          const DanbiImage *image = g_ptr_array_index (set->images, j);

          g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_OK);
          g_assert_null (image->error);
        }
    }
  g_free (disc.path);
}

static void
test_missing (Fixture      *fixture,
              gconstpointer data)
{
  TestFolder disc = { test_folder_dup_path (&fixture->folder, "disc") };
  g_autoptr (DanbiFileSet) set = NULL;

  test_folder_write_set (&disc, 3, DANBI_FIXTURE_FAULT_MISSING);
  test_archive_write_folder (fixture->archive, "zip", NULL, disc.path);
  set = inspect (fixture->archive);
  g_assert_cmpuint (set->n_referenced, ==, 3);
  g_assert_cmpuint (set->n_read, ==, 2);
  g_assert_cmpint (find_shown (set, fixture->archive, "DICOM/PAT00001/SER00001/IM00003")
                     ->dir_faults, ==, DANBI_DIR_MISSING);
  g_free (disc.path);
}

/* "許功蓋" in Big5: the second byte of each of these characters is a backslash. */
#define BIG5_NAME "\263\134\245\134\273\134"
#define UTF8_NAME "\350\250\261\345\212\237\350\223\213"

static void
test_nested (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *inner = test_folder_dup_path (&fixture->folder, "inner.zip");
  const TestEntry in[] = { { .name = "QzXjKw/IM1", .source = fixture->ct }, { 0 } };
  const TestEntry out[] = { { .name = "qZxJkW/inner.zip", .source = inner },
                            { .name = "IM2", .source = fixture->other_ct }, { 0 } };
  g_autoptr (DanbiFileSet) set = NULL;

  test_archive_write (inner, "zip", NULL, in);
  test_folder_replace (&fixture->folder, "inner.zip", "QzXjKw", BIG5_NAME);
  test_archive_write (fixture->archive, "zip", "compression=store", out);
  test_folder_replace (&fixture->folder, "x.zip", "qZxJkW", BIG5_NAME);
  set = inspect (fixture->archive);
  g_assert_cmpuint (set->images->len, ==, 2);
  g_assert_cmpuint (set->n_read, ==, 2);
  find_shown (set, fixture->archive, UTF8_NAME "/inner.zip/" UTF8_NAME "/IM1");
}

static void
test_depth (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *source = g_strdup (fixture->ct);

  for (guint depth = 1; depth <= DANBI_UNPACK_MAX_DEPTH + 1; depth++)
    {
      g_autofree char *name = g_strdup_printf ("%u.zip", depth);
      char *path = test_folder_dup_path (&fixture->folder, name);
      const TestEntry entries[] = { { .name = "in", .source = source }, { 0 } };
      g_autoptr (DanbiFileSet) set = NULL;

      test_archive_write (path, "zip", NULL, entries);
      set = inspect (path);
      g_assert_cmpuint (set->images->len, ==, 1);
      g_assert_cmpuint (set->n_referenced, ==, 1);
      g_assert_cmpuint (set->n_read, ==, depth <= DANBI_UNPACK_MAX_DEPTH);
      if (depth > DANBI_UNPACK_MAX_DEPTH)
        assert_problem (find_shown (set, path, "in/in/in"), DANBI_FILE_NESTED);
      g_free (source);
      source = path;
    }
}

static void
test_names (Fixture      *fixture,
            gconstpointer data)
{
  const TestEntry entries[] = {
    { .name = "good", .source = fixture->ct }, { .name = "../evil", .source = fixture->ct },
    { .name = "/abs", .source = fixture->ct }, { .name = "C:/abs", .source = fixture->ct },
    { .name = "link", .link_to = "/etc/passwd" }, { .name = "good", .source = fixture->other_ct },
    { .name = "good/below", .source = fixture->ct }, { 0 },
  };
  g_autofree char *evil = test_folder_dup_path (&fixture->spool, "evil");
  g_autoptr (DanbiFileSet) set = NULL;
  guint n_good = 0;

  test_archive_write (fixture->archive, "zip", NULL, entries);
  set = inspect (fixture->archive);
  assert_problem (find_shown (set, fixture->archive, "../evil"), DANBI_FILE_UNSAFE_NAME);
  assert_problem (find_shown (set, fixture->archive, "/abs"), DANBI_FILE_UNSAFE_NAME);
  assert_problem (find_shown (set, fixture->archive, "C:/abs"), DANBI_FILE_UNSAFE_NAME);
  assert_problem (find_shown (set, fixture->archive, "good/below"), DANBI_FILE_UNSAFE_NAME);
  assert_problem (find_shown (set, fixture->archive, "link"), DANBI_FILE_LINK);
  for (guint i = 0; i < set->images->len; i++)
    n_good += ((DanbiImage *) g_ptr_array_index (set->images, i))->kind == DANBI_IMAGE_DICOM;
  g_assert_cmpuint (n_good, ==, 2); /* of the same name, and both are there */
  g_assert_cmpuint (set->n_referenced, ==, 7);
  g_assert_cmpuint (set->n_read, ==, 2);
  g_assert_false (g_file_test (evil, G_FILE_TEST_EXISTS));
}

static void
test_two_names (Fixture      *fixture,
                gconstpointer data)
{
  const TestEntry entries[] = { { .name = "one", .source = fixture->ct },
                                { .name = "two", .link_to = "one", .hard = TRUE }, { 0 } };
  g_autoptr (DanbiFileSet) set = NULL;

  test_archive_write (fixture->archive, "iso9660", NULL, entries);
  set = inspect (fixture->archive);
  g_assert_cmpuint (set->n_read, ==, 2);
  g_assert_cmpstr (find_shown (set, fixture->archive, "one")->sha256, ==,
                   find_shown (set, fixture->archive, "two")->sha256);
}

/* Zeros that a ZIP makes very small, and the last byte that is allowed. */
static void
test_bomb (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *zeros = g_malloc0 (1000000);
  g_autofree char *big = test_folder_write (&fixture->folder, "zeros", zeros, 1000000);
  g_autofree char *inner = test_folder_dup_path (&fixture->folder, "inner.zip");
  const TestEntry in[] = { { .name = "zeros", .source = big }, { 0 } };
  const TestEntry out[] = { { .name = "IM1", .source = fixture->ct },
                            { .name = "inner.zip", .source = inner }, { 0 } };
  const char *archives[] = { inner, fixture->archive };
  g_autoptr (DanbiFileSet) exact = NULL;

  test_archive_write (inner, "zip", NULL, in);
  test_archive_write (fixture->archive, "zip", NULL, out);
  for (guint i = 0; i < G_N_ELEMENTS (archives); i++)
    {
      g_autoptr (DanbiFileSet) set = NULL;

      g_setenv ("DANBI_UNPACK_MAX_BYTES", "999999", TRUE);
      set = inspect (archives[i]);
      g_assert_cmpuint (set->images->len, ==, 1);
      assert_problem (find_shown (set, archives[i], NULL), DANBI_FILE_BOMB);
      g_assert_cmpuint (set->n_referenced, ==, 1);
      g_assert_cmpuint (set->n_read, ==, 0);
    }
  g_setenv ("DANBI_UNPACK_MAX_BYTES", "1000000", TRUE);
  exact = inspect (inner);
  g_assert_cmpint (find_shown (exact, inner, "zeros")->kind, ==, DANBI_IMAGE_OTHER);
  g_assert_null (find_shown (exact, inner, "zeros")->error);
}

static void
test_ratio (Fixture      *fixture,
            gconstpointer data)
{
  const guint64 n_bytes = DANBI_UNPACK_FREE_BYTES + 40 * 1000 * 1000;
  g_autofree char *zeros = test_folder_write (&fixture->folder, "zeros", "", 0);
  const TestEntry entries[] = { { .name = "zeros", .source = zeros }, { 0 } };
  g_autoptr (DanbiFileSet) set = NULL;

  g_assert_cmpint (truncate (zeros, (off_t) n_bytes), ==, 0);
  test_archive_write (fixture->archive, "zip", NULL, entries);
  set = inspect (fixture->archive);
  g_assert_cmpuint (set->images->len, ==, 1);
  assert_problem (find_shown (set, fixture->archive, NULL), DANBI_FILE_BOMB);
}

static const char *const CIPHERS[] = { "encryption=zipcrypt", "encryption=aes256" };

static void
test_password (Fixture      *fixture,
               gconstpointer data)
{
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct }, { 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (CIPHERS); i++)
    {
      g_autoptr (DanbiFileSet) set = NULL;

      test_archive_write (fixture->archive, "zip", CIPHERS[i], entries);
      set = inspect (fixture->archive);
      g_assert_cmpuint (set->images->len, ==, 1);
      assert_problem (find_shown (set, fixture->archive, NULL), DANBI_FILE_LOCKED);
    }
}

/* A user: what is typed, one after the other, and what was asked. */
typedef struct
{
  const char *const *answers;
  const char *archive; /* that is asked for, where it is only one */
  guint n_asked;
  guint n_wrong;
} User;

static char *
ask_cb (const char *archive,
        gboolean    wrong,
        gpointer    user_data)
{
  User *user = user_data;

  if (user->archive)
    g_assert_cmpstr (archive, ==, user->archive);
  g_assert_cmpint (wrong, ==, user->n_asked > 0);
  user->n_wrong += wrong;
  return g_strdup (user->answers[user->n_asked++]);
}

static DanbiFileSet *
inspect_as (const char *path,
            User       *user)
{
  const DanbiInspectionOptions options = { .ask_password = ask_cb, .password_data = user };
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  DanbiFileSet *set = danbi_inspection_run (paths, &options, NULL, &error);

  g_assert_no_error (error);
  return set;
}

static void
test_password_is_given (Fixture      *fixture,
                        gconstpointer data)
{
  const char *const answers[] = { "wrong", "\345\275\261", "secret", NULL };
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct },
                                { .name = "empty", .text = "" },
                                { .name = "IM2", .source = fixture->other_ct }, { 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (CIPHERS); i++)
    {
      User user = { .answers = answers, .archive = fixture->archive };
      g_autoptr (DanbiFileSet) set = NULL;

      test_archive_write (fixture->archive, "zip", CIPHERS[i], entries);
      set = inspect_as (fixture->archive, &user);
      g_assert_cmpuint (user.n_asked, ==, 3);
      g_assert_cmpuint (user.n_wrong, ==, 2);
      g_assert_cmpuint (set->n_read, ==, 2);
      g_assert_cmpuint (set->n_referenced, ==, 3); /* the empty file is named */
      g_assert_null (find_shown (set, fixture->archive, "IM1")->error);
      g_assert_null (find_shown (set, fixture->archive, "IM2")->error);
    }
}

static void
test_password_is_declined (Fixture      *fixture,
                           gconstpointer data)
{
  const char *const answers[] = { "wrong", NULL };
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct }, { 0 } };
  g_autofree char *second = test_folder_dup_path (&fixture->folder, "y.zip");
  User user = { .answers = answers };
  g_autoptr (DanbiFileSet) set = NULL;

  test_archive_write (fixture->archive, "zip", CIPHERS[0], entries);
  test_archive_write (second, "zip", CIPHERS[1], entries);
  set = inspect_as (fixture->folder.path, &user);
  g_assert_cmpuint (user.n_asked, ==, 2); /* for the first, and for the second no more */
  assert_problem (find_shown (set, fixture->archive, NULL), DANBI_FILE_LOCKED);
  assert_problem (find_shown (set, second, NULL), DANBI_FILE_LOCKED);
  g_assert_cmpuint (set->n_read, ==, 2); /* what lies beside them */
}

/* What the clinic typed for the first opens those within, and those beside it. */
static void
test_password_is_asked_once (Fixture      *fixture,
                             gconstpointer data)
{
  const char *const answers[] = { "secret", NULL };
  g_autofree char *inner = test_folder_dup_path (&fixture->folder, "inner.zip");
  g_autofree char *beside = test_folder_dup_path (&fixture->folder, "beside.zip");
  const TestEntry in[] = { { .name = "IM1", .source = fixture->ct }, { 0 } };
  const TestEntry out[] = { { .name = "plain", .text = "x" },
                            { .name = "inner.zip", .source = inner },
                            { .name = "IM2", .source = fixture->other_ct }, { 0 } };
  User user = { .answers = answers };
  g_autoptr (DanbiFileSet) set = NULL;

  test_archive_write (inner, "zip", CIPHERS[1], in);
  test_archive_write (fixture->archive, "zip", CIPHERS[0], out);
  test_archive_write (beside, "zip", CIPHERS[1], in);
  g_assert_cmpint (g_remove (inner), ==, 0);
  set = inspect_as (fixture->folder.path, &user);
  g_assert_cmpuint (user.n_asked, ==, 1);
  g_assert_cmpuint (set->n_read, ==, 5); /* two of them beside the archives */
  g_assert_null (find_shown (set, fixture->archive, "inner.zip/IM1")->error);
  g_assert_null (find_shown (set, fixture->archive, "IM2")->error);
  g_assert_null (find_shown (set, beside, "IM1")->error);
}

/* A password reaches the child by its socket and nothing else: no argument, no environment, no
 * file. */
static void
test_password_is_not_written (Fixture      *fixture,
                              gconstpointer data)
{
  const char *const answers[] = { "secret", NULL };
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct }, { 0 } };
  User user = { .answers = answers };
  g_autoptr (DanbiFileSet) set = NULL;
  const char *paths[] = { fixture->spool.path, NULL };
  g_autoptr (GPtrArray) files = NULL;

  test_archive_write (fixture->archive, "zip", CIPHERS[1], entries);
  set = inspect_as (fixture->archive, &user);
  g_assert_cmpuint (set->n_read, ==, 1);
  files = danbi_walk_run (paths, NULL, NULL);
  g_assert_cmpuint (files->len, ==, 1);
  for (guint i = 0; i < files->len; i++)
    {
      const DanbiWalkFile *file = g_ptr_array_index (files, i);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (file->path, &content, &length, NULL));
      g_assert_null (g_strstr_len (content, (gssize) length, "secret"));
    }
}

/* Made by 7-Zip, with a password: the content of one, and the names of the other too. libarchive
 * cannot make them. */
static const char *const LOCKED_7Z[] = {
  "N3q8ryccAAT5zofCEAAAAAAAAABaAAAAAAAAAPOZVf6VcbU5xQrSs6AToPCBThdSAQQGAAEJEAAHCwEAAiQG8QcBEl"
  "MPZBV8ukBWS9K5OPzWBSFRCiEhAQABAAwFAQAICgGDFtyMAAAFARkBABEFAHgAAAAUCgEAULaMhGJ63QEVBgEAIICk"
  "gQAA",
  "N3q8ryccAARy0JkEcAAAAAAAAAAuAAAAAAAAAOqL7qG2EiLdzFDJHxXhv1QCVy+Qd2SZ7wDyLLvW0SvYqNxQDvDCvZ"
  "apucCM9NApTZoOKFuxbTBq49ycK7erdUz0cNrsYGhrPV8/Q0jNW4hCpILRdFifrPDmfmqpXUrLyGMsyfu50yl5slzb"
  "uoYGGmfU1CUUFwYQAQlgAAcLAQABJAbxBwESUw8g49kmCL+WxJeeCYzQKEbgDFoKAdEHh5AAAA==",
};

static void
test_password_of_7z (Fixture      *fixture,
                     gconstpointer data)
{
  const char *const none[] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (LOCKED_7Z); i++)
    {
      gsize length;
      g_autofree guchar *bytes = g_base64_decode (LOCKED_7Z[i], &length);
      g_autofree char *path = test_folder_write (&fixture->folder, "x.7z", bytes, (gssize) length);
      User user = { .answers = none };
      g_autoptr (DanbiFileSet) set = inspect_as (path, &user);

      g_assert_cmpuint (user.n_asked, ==, 0);
      g_assert_cmpuint (set->images->len, ==, 1);
      assert_problem (find_shown (set, path, NULL), DANBI_FILE_SEALED);
    }
}

static void
cut (const char *path,
     gsize       n_kept)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpuint (length, >, n_kept);
  g_assert_true (g_file_set_contents (path, content, (gssize) n_kept, NULL));
}

static void
test_truncated (Fixture      *fixture,
                gconstpointer data)
{
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct },
                                { .name = "IM2", .source = fixture->other_ct }, { 0 } };
  struct stat first;

  g_assert_cmpint (stat (fixture->ct, &first), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DanbiFileSet) set = NULL;

      test_archive_write (fixture->archive, i == 0 ? "zip" : "iso9660",
                          i == 0 ? "compression=store" : NULL, entries);
      if (i == 0)
        cut (fixture->archive, (gsize) first.st_size + 600);
      else
        cut (fixture->archive, 40000);
      set = inspect (fixture->archive);
      g_assert_nonnull (find_shown (set, fixture->archive, NULL)->error);
      if (i > 0)
        continue;
      assert_problem (find_shown (set, fixture->archive, NULL), DANBI_FILE_BROKEN_ARCHIVE);
      assert_problem (find_shown (set, fixture->archive, "IM2"), DANBI_FILE_BROKEN_ENTRY);
      g_assert_null (find_shown (set, fixture->archive, "IM1")->error);
      g_assert_cmpuint (set->n_referenced, ==, 3);
      g_assert_cmpuint (set->n_read, ==, 1);
    }
}

/* One bit in the middle of the first file. The second is as good as before. */
static void
test_bad_bit (Fixture      *fixture,
              gconstpointer data)
{
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct },
                                { .name = "IM2", .source = fixture->other_ct }, { 0 } };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autofree char *content = NULL;
  struct stat first;
  gsize length;

  g_assert_cmpint (stat (fixture->ct, &first), ==, 0);
  test_archive_write (fixture->archive, "zip", "compression=store", entries);
  g_assert_true (g_file_get_contents (fixture->archive, &content, &length, NULL));
  content[first.st_size / 2] ^= 1;
  g_assert_true (g_file_set_contents (fixture->archive, content, (gssize) length, NULL));
  set = inspect (fixture->archive);
  assert_problem (find_shown (set, fixture->archive, "IM1"), DANBI_FILE_BROKEN_ENTRY);
  g_assert_null (find_shown (set, fixture->archive, "IM2")->error);
  g_assert_cmpuint (set->images->len, ==, 2);
  g_assert_cmpuint (set->n_referenced, ==, 2);
  g_assert_cmpuint (set->n_read, ==, 1);
}

static void
test_no_archives (Fixture      *fixture,
                  gconstpointer data)
{
  const TestEntry document[] = { { .name = "[Content_Types].xml", .text = "<x/>" },
                                 { .name = "word/media/IM1", .source = fixture->ct }, { 0 } };
  const TestEntry outer[] = { { .name = "a.docx", .source = fixture->archive },
                              { .name = "IM1", .source = fixture->ct }, { 0 } };
  g_autofree char *text = test_folder_write (&fixture->folder, "text.zip", "hello", -1);
  g_autofree char *program = test_folder_write (&fixture->folder, "setup.exe", "MZPK\003\004", -1);
  g_autofree char *around = test_folder_dup_path (&fixture->folder, "around.zip");
  const char *plain[] = { text, program, fixture->archive };
  g_autoptr (DanbiFileSet) nested = NULL;

  g_assert_false (danbi_archive_is_one (fixture->folder.path));
  g_assert_false (danbi_archive_is_one ("/nowhere"));
  g_assert_false (danbi_archive_is_one (fixture->ct));
  test_archive_write (fixture->archive, "zip", NULL, document);
  test_archive_write (around, "zip", NULL, outer);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autoptr (DanbiFileSet) set = inspect (plain[i]);

      g_assert_cmpuint (set->images->len, ==, 1);
      g_assert_cmpint (find_shown (set, plain[i], NULL)->kind, ==, DANBI_IMAGE_OTHER);
      g_assert_null (find_shown (set, plain[i], NULL)->error);
    }
  nested = inspect (around);
  g_assert_cmpuint (nested->images->len, ==, 2);
  g_assert_cmpint (find_shown (nested, around, "a.docx")->kind, ==, DANBI_IMAGE_OTHER);
}

/* Whoever puts PK or CD001 into the preamble of a DICOM file still has a DICOM file. */
static void
test_dicom_in_disguise (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->ct, &content, &length, NULL));
  memcpy (content, "PK\003\004", 4);
  g_assert_true (g_file_set_contents (fixture->ct, content, (gssize) length, NULL));
  g_assert_false (danbi_archive_is_one (fixture->ct));
}

static void
cancel_cb (guint64  done,
           guint64  total,
           gpointer user_data)
{
  g_assert_cmpuint (total, ==, 0);
  g_cancellable_cancel (user_data);
}

static void
test_cancel (Fixture      *fixture,
             gconstpointer data)
{
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct },
                                { .name = "IM2", .source = fixture->other_ct }, { 0 } };
  const char *paths[] = { fixture->archive, NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const DanbiInspectionOptions options = { .on_progress = cancel_cb,
                                           .progress_data = cancellable };
  g_autoptr (GError) error = NULL;

  test_archive_write (fixture->archive, "zip", NULL, entries);
  g_assert_null (danbi_inspection_run (paths, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_room (Fixture      *fixture,
              gconstpointer data)
{
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct }, { 0 } };
  const char *paths[] = { fixture->archive, NULL };
  g_autoptr (GError) error = NULL;

  test_archive_write (fixture->archive, "zip", NULL, entries);
  g_setenv ("TMPDIR", "/nowhere/at/all", TRUE);
  g_assert_null (danbi_inspection_run (paths, NULL, NULL, &error));
  g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
}

static const struct
{
  const char *trial;
  DanbiFileProblem problem;
} TRIALS[] = {
  { "crash:x.zip", DANBI_FILE_CRASHED },
  { "leave:x.zip", DANBI_FILE_CRASHED },
  { "babble:x.zip", DANBI_FILE_CRASHED },
  { "hang:x.zip", DANBI_FILE_TIMED_OUT },
  { "socket:", DANBI_FILE_OK },
  { "process:", DANBI_FILE_OK },
  { "write:", DANBI_FILE_OK },
};

static void
test_trials (Fixture      *fixture,
             gconstpointer data)
{
  const TestEntry entries[] = { { .name = "IM1", .source = fixture->ct }, { 0 } };
  g_autofree char *target = test_folder_write (&fixture->folder, "target", "x", 1);

  test_archive_write (fixture->archive, "zip", NULL, entries);
  for (guint i = 0; i < G_N_ELEMENTS (TRIALS); i++)
    {
      g_autofree char *trial
        = g_strconcat (TRIALS[i].trial, g_str_has_prefix (TRIALS[i].trial, "write") ? target : "",
                       NULL);
      g_autoptr (DanbiFileSet) set = NULL;

      g_test_message ("%s", trial);
      if (TRIALS[i].problem == DANBI_FILE_TIMED_OUT)
        g_setenv ("DANBI_INSPECTOR_TIMEOUT_MS", "1000", TRUE);
      else
        g_unsetenv ("DANBI_INSPECTOR_TIMEOUT_MS");
      g_setenv ("DANBI_INSPECTOR_TEST", trial, TRUE);
      set = inspect (fixture->archive);
      g_assert_cmpuint (set->images->len, ==, 1);
      if (TRIALS[i].problem != DANBI_FILE_OK)
        assert_problem (find_shown (set, fixture->archive, NULL), TRIALS[i].problem);
      else
        g_assert_null (find_shown (set, fixture->archive, "IM1")->error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/danbi/image/unpack/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("each_kind_is_known_by_its_content", test_kinds);
  ADD ("a_disc_in_an_archive_is_held_against_its_dicomdir", test_discs);
  ADD ("a_missing_file_is_named_in_its_archive", test_missing);
  ADD ("an_archive_in_an_archive_with_big5_names", test_nested);
  ADD ("archives_in_archives_go_only_so_deep", test_depth);
  ADD ("an_entry_that_wants_out_is_refused_and_named", test_names);
  ADD ("two_names_of_one_file_are_two_files", test_two_names);
  ADD ("a_bomb_is_one_sentence", test_bomb);
  ADD ("a_file_may_grow_only_so_much", test_ratio);
  ADD ("a_password_is_asked_for_in_one_sentence", test_password);
  ADD ("a_password_opens_it_and_a_wrong_one_is_asked_again", test_password_is_given);
  ADD ("who_gives_no_password_is_not_asked_again", test_password_is_declined);
  ADD ("one_password_opens_all_archives_of_a_drop", test_password_is_asked_once);
  ADD ("a_password_is_written_nowhere", test_password_is_not_written);
  ADD ("a_7z_of_7_zip_with_a_password_is_one_sentence", test_password_of_7z);
  ADD ("what_came_before_the_damage_is_shown", test_truncated);
  ADD ("a_bad_bit_is_blamed_on_its_file", test_bad_bit);
  ADD ("a_document_or_a_program_is_no_archive", test_no_archives);
  ADD ("a_dicom_file_is_no_archive_whatever_its_preamble", test_dicom_in_disguise);
  ADD ("a_cancelled_inspection_leaves_nothing", test_cancel);
  ADD ("no_room_is_an_error", test_no_room);
  ADD ("the_child_is_locked_in_and_may_fail", test_trials);
  return g_test_run ();
}
