/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives written, read again by others, and everything that may go wrong on the way. */
#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utime.h>

#include "danbi-fixture.h"
#include "danbi-package-private.h"

/* A folder for sources and one for archives, of which nothing may be left but the archive. */
typedef struct
{
  char *sources;
  char *out;
  char *paths[2]; /* by DanbiFormat */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->sources = g_dir_make_tmp ("danbi-package-XXXXXX", NULL);
  fixture->out = g_dir_make_tmp ("danbi-package-XXXXXX", NULL);
  fixture->paths[DANBI_FORMAT_7Z]
    = g_build_filename (fixture->out, "DCF3501200000_00000000000Z.7z", NULL);
  fixture->paths[DANBI_FORMAT_CAB]
    = g_build_filename (fixture->out, "DCF3501200000_00000000000Z.CAB", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_true (danbi_dir_remove (fixture->sources, NULL));
  g_assert_true (danbi_dir_remove (fixture->out, NULL));
  g_free (fixture->sources);
  g_free (fixture->out);
  g_free (fixture->paths[0]);
  g_free (fixture->paths[1]);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* Writes one source of @length bytes that depend on @seed, and adds it to the plan. */
static void
add_source (Fixture          *fixture,
            DanbiPackagePlan *plan,
            const char       *name,
            gsize             length,
            guint32           seed,
            gboolean          with_hash)
{
  g_autofree char *flat = g_strdelimit (g_strdup (name), "/", '-');
  g_autofree char *path = g_build_filename (fixture->sources, flat, NULL);
  g_autofree char *bytes = g_malloc (length + 1);
  g_autofree char *sha256 = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < length; i++)
    bytes[i] = (char) g_rand_int_range (random, 0, 16);
  g_assert_true (danbi_fixture_write_bytes (path, bytes, length, NULL));
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, length);
  g_assert_true (danbi_package_plan_add (plan, path, name, with_hash ? sha256 : NULL, &error));
  g_assert_no_error (error);
}

static DanbiPackagePlan *
make_plan (Fixture *fixture,
           guint    n)
{
  DanbiPackagePlan *plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);

  add_source (fixture, plan, "DICOMDIR", 700, 7, FALSE);
  for (guint i = 1; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("DICOM/SER%05u/IM%05u", i / 100, i);

      add_source (fixture, plan, name, (i * 7919) % 3000, i, i % 2 == 0);
    }
  return plan;
}

static void
write_by_method (Fixture            *fixture,
                 DanbiPackagePlan   *plan,
                 DanbiFormat         format,
                 DanbiMethod         method,
                 DanbiPackageResult *result)
{
  g_autoptr (GError) error = NULL;
  gboolean written = danbi_package_write (plan, format, method, fixture->paths[format],
                                          DANBI_PACKAGE_MAX_BYTES, result, NULL, NULL, NULL,
                                          &error);

  g_assert_no_error (error);
  g_assert_true (written);
}

static void
write_archive (Fixture            *fixture,
               DanbiPackagePlan   *plan,
               DanbiFormat         format,
               DanbiPackageResult *result)
{
  write_by_method (fixture, plan, format, DANBI_METHOD_DEFLATE, result);
}

/* Lets a foreign program test an archive; skips quietly where it is not installed. */
static void
check_with_program (const char *path,
                    const char *program,
                    const char *argument)
{
  g_autofree char *found = g_find_program_in_path (program);
  const char *argv[] = { found, argument, path, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (!found)
    {
      g_test_message ("%s is not installed", program);
      return;
    }
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                               NULL, NULL, &status, &error));
  g_assert_cmpint (status, ==, 0);
}

static void
check_result (Fixture                  *fixture,
              DanbiPackagePlan         *plan,
              DanbiFormat               format,
              const DanbiPackageResult *result)
{
  const char *path = fixture->paths[format];
  g_autofree char *sha256 = danbi_file_sha256 (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  guint n_files = 0;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (result->bytes, ==, (guint64) status.st_size);
  g_assert_cmpstr (result->sha256, ==, sha256);
  g_assert_cmpuint (result->n_files, ==, danbi_package_plan_get_n_entries (plan));
  g_assert_true (danbi_package_verify (plan, path, &n_files, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_files, ==, result->n_files);
  g_assert_cmpuint (count_files (fixture->out), ==, 1);
  check_with_program (path, "7zz", "t");
  if (format == DANBI_FORMAT_CAB)
    check_with_program (path, "cabextract", "-t");
}

/* Every method of every format, as the format calls it. */
static const struct
{
  DanbiFormat format;
  DanbiMethod method;
  const char *name;
} ways[] = {
  { DANBI_FORMAT_7Z, DANBI_METHOD_COPY, "copy" },
  { DANBI_FORMAT_7Z, DANBI_METHOD_DEFLATE, "deflate" },
  { DANBI_FORMAT_7Z, DANBI_METHOD_BZIP2, "bzip2" },
  { DANBI_FORMAT_7Z, DANBI_METHOD_PPMD, "ppmd" },
  { DANBI_FORMAT_CAB, DANBI_METHOD_COPY, "none" },
  { DANBI_FORMAT_CAB, DANBI_METHOD_DEFLATE, "mszip" },
};

static void
test_archive_of_every_method_goes_there_and_back (Fixture      *fixture,
                                                  gconstpointer data)
{
  static const guint counts[] = { 1, 2, 3, 300 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (gsize way = 0; way < G_N_ELEMENTS (ways); way++)
      {
        g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, counts[i]);
        g_auto (DanbiPackageResult) result = { 0 };

        write_by_method (fixture, plan, ways[way].format, ways[way].method, &result);
        g_assert_cmpstr (result.method, ==, ways[way].name);
        check_result (fixture, plan, ways[way].format, &result);
        g_assert_cmpint (g_unlink (fixture->paths[ways[way].format]), ==, 0);
      }
}

/* A disc with folders, as it comes from the hospital. */
static void
test_disc_is_packed_as_it_is (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *dicomdir = g_build_filename (fixture->sources, "DICOMDIR", NULL);
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  DanbiFixtureSet set;

  danbi_fixture_set_init (&set, DANBI_FIXTURE_CT);
  set.n_series = 2;
  set.with_report = TRUE;
  set.base.rows = set.base.columns = 128;
  g_assert_true (danbi_fixture_write_set (fixture->sources, &set, ids, &error));
  g_assert_true (danbi_package_plan_add (plan, dicomdir, "DICOMDIR", NULL, &error));
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autofree char *path = g_build_filename (fixture->sources, id, NULL);

      g_assert_true (danbi_package_plan_add (plan, path, id, NULL, &error));
    }
  write_archive (fixture, plan, DANBI_FORMAT_7Z, &result);
  g_assert_cmpuint (result.n_files, ==, 1 + 2 * 3 + 1);
  check_result (fixture, plan, DANBI_FORMAT_7Z, &result);
}

/* Plans every file below @root whose name on the disc is lawful in an archive. */
static void
plan_disc (DanbiPackagePlan *plan,
           const char       *root,
           const char       *below)
{
  g_autofree char *path = g_build_filename (root, below, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree char *id = *below ? g_strconcat (below, "/", name, NULL) : g_strdup (name);
      g_autofree char *source = g_build_filename (root, id, NULL);

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        plan_disc (plan, root, id);
      else
        danbi_package_plan_add (plan, source, id, NULL, NULL);
    }
}

/* Discs of the world, where they are at hand. */
static void
test_real_discs_go_there_and_back (Fixture      *fixture,
                                   gconstpointer data)
{
  static const char *const discs[] = { "knee_mri_cd", "pydicom_TINY_ALPHA", "pydicom_multi" };
  const char *named = g_getenv ("DANBI_REALDATA");
  g_autofree char *root = named ? g_strdup (named)
                                : g_build_filename (DANBI_SOURCE_ROOT, "..", "shared", "realdata",
                                                    NULL);

  if (!g_file_test (root, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("the files of the world are not at hand");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (discs); i++)
    for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
      {
        g_autofree char *disc = g_build_filename (root, "dicomdir", discs[i], NULL);
        g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);
        g_auto (DanbiPackageResult) result = { 0 };

        plan_disc (plan, disc, "");
        g_assert_cmpuint (danbi_package_plan_get_n_entries (plan), >, 30);
        write_archive (fixture, plan, (DanbiFormat) format, &result);
        check_result (fixture, plan, (DanbiFormat) format, &result);
        g_assert_cmpint (g_unlink (fixture->paths[format]), ==, 0);
      }
}

static void
test_same_files_give_the_same_archive (Fixture      *fixture,
                                       gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 5);
      g_auto (DanbiPackageResult) before = { 0 };
      g_auto (DanbiPackageResult) after = { 0 };
      struct utimbuf long_ago = { 1000000000, 1000000000 };
      g_autoptr (GError) error = NULL;

      write_archive (fixture, plan, (DanbiFormat) format, &before);
      for (guint i = 0; i < 5; i++)
        g_utime (danbi_package_plan_get_entry (plan, i)->source, &long_ago);
      write_archive (fixture, plan, (DanbiFormat) format, &after);
      g_assert_cmpstr (before.sha256, ==, after.sha256);
    }
}

/* Expects a failure that names @word and leaves no trace. */
static void
check_failure (Fixture          *fixture,
               DanbiPackagePlan *plan,
               DanbiFormat       format,
               guint64           max_bytes,
               DanbiPackageError code,
               const char       *word)
{
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_package_write (plan, format, DANBI_METHOD_DEFLATE, fixture->paths[format],
                                       max_bytes, &result, NULL, NULL, NULL, &error));
  g_assert_error (error, DANBI_PACKAGE_ERROR, (int) code);
  g_test_message ("%s", error->message);
  if (word)
    g_assert_nonnull (strstr (error->message, word));
  g_assert_null (result.sha256);
  g_assert_cmpuint (result.bytes, ==, 0);
  g_assert_cmpuint (count_files (fixture->out), ==, 0);
}

static void
test_changed_file_is_named (Fixture      *fixture,
                            gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 6);
      const DanbiPackageEntry *entry = danbi_package_plan_get_entry (plan, 4);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_nonnull (entry->sha256);
      g_assert_true (g_file_get_contents (entry->source, &bytes, &length, NULL));
      bytes[length / 2] ^= 1;
      g_assert_true (g_file_set_contents (entry->source, bytes, (gssize) length, NULL));
      check_failure (fixture, plan, (DanbiFormat) format, DANBI_PACKAGE_MAX_BYTES,
                     DANBI_PACKAGE_ERROR_DIFFERS, "IM00004");
    }
}

static void
test_missing_file_is_named (Fixture      *fixture,
                            gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 6);

      g_assert_cmpint (g_unlink (danbi_package_plan_get_entry (plan, 3)->source), ==, 0);
      check_failure (fixture, plan, (DanbiFormat) format, DANBI_PACKAGE_MAX_BYTES,
                     DANBI_PACKAGE_ERROR_FAILED, "IM00003");
    }
}

static void
test_empty_plan_is_refused (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);

  check_failure (fixture, plan, DANBI_FORMAT_7Z, DANBI_PACKAGE_MAX_BYTES,
                 DANBI_PACKAGE_ERROR_FAILED, NULL);
}

static void
test_bound_of_the_archive_holds_to_the_byte (Fixture      *fixture,
                                             gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 50);
      g_auto (DanbiPackageResult) result = { 0 };
      g_auto (DanbiPackageResult) again = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *bound = NULL;

      write_archive (fixture, plan, (DanbiFormat) format, &result);
      g_assert_true (danbi_package_write (plan, (DanbiFormat) format, DANBI_METHOD_DEFLATE,
                                          fixture->paths[format], result.bytes, &again, NULL, NULL,
                                          NULL, &error));
      g_assert_cmpint (g_unlink (fixture->paths[format]), ==, 0);
      bound = g_strdup_printf ("%" G_GUINT64_FORMAT, result.bytes - 1);
      check_failure (fixture, plan, (DanbiFormat) format, result.bytes - 1,
                     DANBI_PACKAGE_ERROR_TOO_LARGE, bound);
    }
}

static void
test_cabinet_of_too_many_bytes_is_refused (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 1);
  const char *source = danbi_package_plan_get_entry (plan, 0)->source;

  /* Holes, no bytes on disc. */
  g_assert_cmpint (truncate (source, (off_t) DANBI_CAB_MAX_BYTES + 1), ==, 0);
  check_failure (fixture, plan, DANBI_FORMAT_CAB, DANBI_PACKAGE_MAX_BYTES,
                 DANBI_PACKAGE_ERROR_TOO_LARGE, ".7z");
}

static void
test_cabinet_of_too_many_files_is_refused (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 1);
  const char *source = danbi_package_plan_get_entry (plan, 0)->source;

  for (guint i = 1; i <= DANBI_CAB_MAX_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("D/%08u", i);

      g_assert_true (danbi_package_plan_add (plan, source, name, NULL, NULL));
    }
  check_failure (fixture, plan, DANBI_FORMAT_CAB, DANBI_PACKAGE_MAX_BYTES,
                 DANBI_PACKAGE_ERROR_TOO_LARGE, ".7z");
}

static void
test_bounds_of_a_cabinet (void)
{
  g_assert_true (danbi_cab_check_bounds (DANBI_CAB_MAX_BYTES, DANBI_CAB_MAX_FILES, NULL));
  g_assert_false (danbi_cab_check_bounds (DANBI_CAB_MAX_BYTES + 1, 1, NULL));
  g_assert_false (danbi_cab_check_bounds (1, DANBI_CAB_MAX_FILES + 1, NULL));
}

/* The system refuses to let a file grow, as it does when the disc is full. */
static void
test_full_disc_leaves_nothing (Fixture      *fixture,
                               gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 300);
      struct rlimit before, tight;

      signal (SIGXFSZ, SIG_IGN);
      g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
      tight = before;
      tight.rlim_cur = 20000;
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
      check_failure (fixture, plan, (DanbiFormat) format, DANBI_PACKAGE_MAX_BYTES,
                     DANBI_PACKAGE_ERROR_FAILED, "DCF3501200000_00000000000Z");
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
    }
}

static void
test_target_folder_must_be_there (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 2);
  g_autofree char *path = g_build_filename (fixture->out, "absent", "A.7z", NULL);
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_package_write (plan, DANBI_FORMAT_7Z, DANBI_METHOD_DEFLATE, path,
                                       DANBI_PACKAGE_MAX_BYTES, &result, NULL, NULL, NULL,
                                       &error));
  g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED);
}

static void
test_spool_folder_is_used (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 2);
  g_autofree char *spool = g_build_filename (fixture->sources, "spool", NULL);
  g_autofree char *before = g_strdup (g_getenv ("TMPDIR"));
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (danbi_package_set_spool_dir (spool, &error));
  g_assert_cmpint (g_stat (spool, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  write_archive (fixture, plan, DANBI_FORMAT_7Z, &result);
  g_assert_cmpint (g_unlink (fixture->paths[DANBI_FORMAT_7Z]), ==, 0);
  g_assert_cmpuint (count_files (spool), ==, 0);

  /* Without the folder libarchive has nowhere to go: so it was there that it went. */
  g_assert_cmpint (g_rmdir (spool), ==, 0);
  check_failure (fixture, plan, DANBI_FORMAT_7Z, DANBI_PACKAGE_MAX_BYTES,
                 DANBI_PACKAGE_ERROR_FAILED, NULL);
  if (before)
    g_setenv ("TMPDIR", before, TRUE);
  else
    g_unsetenv ("TMPDIR");
}

static void
test_leftover_of_a_killed_attempt_is_replaced (Fixture      *fixture,
                                               gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 3);
      g_autofree char *part = g_strconcat (fixture->paths[format], ".part", NULL);
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (part, "half", -1, NULL));
      write_archive (fixture, plan, (DanbiFormat) format, &result);
      check_result (fixture, plan, (DanbiFormat) format, &result);
      g_assert_cmpint (g_unlink (fixture->paths[format]), ==, 0);
    }
}

/* Counts down the calls after which it cancels; remembers what it was told. */
typedef struct
{
  GCancellable *cancellable;
  guint calls_left;
  guint64 done;
  guint64 total;
} Watch;

static void
watch_cb (guint64  done,
          guint64  total,
          gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpuint (done, >=, watch->done);
  g_assert_cmpuint (done, <=, total);
  watch->done = done;
  watch->total = total;
  if (watch->cancellable && watch->calls_left-- == 0)
    g_cancellable_cancel (watch->cancellable);
}

static void
test_progress_reaches_its_end (Fixture      *fixture,
                               gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 20);
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;
      Watch watch = { 0 };

      g_assert_true (danbi_package_write (plan, (DanbiFormat) format, DANBI_METHOD_DEFLATE,
                                          fixture->paths[format], DANBI_PACKAGE_MAX_BYTES, &result,
                                          watch_cb, &watch, NULL, &error));
      g_assert_cmpuint (watch.total, >, 0);
      g_assert_cmpuint (watch.done, ==, watch.total);
    }
}

static void
check_cancelled (Fixture      *fixture,
                 DanbiFormat   format,
                 GCancellable *cancellable,
                 Watch        *watch)
{
  g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 10);
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_package_write (plan, format, DANBI_METHOD_DEFLATE, fixture->paths[format],
                                       DANBI_PACKAGE_MAX_BYTES, &result, watch_cb, watch,
                                       cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture->out), ==, 0);
}

static void
test_cancelling_leaves_nothing (Fixture      *fixture,
                                gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    for (guint in_time = 0; in_time < 2; in_time++)
      {
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        Watch watch = { .cancellable = cancellable };

        if (in_time)
          g_cancellable_cancel (cancellable);
        check_cancelled (fixture, (DanbiFormat) format, cancellable, &watch);
      }
}

/* An archive from another hand: empty files under these names, the last maybe something else. */
static void
write_foreign (const char        *path,
               const char *const *names,
               guint              type_of_last)
{
  struct archive *writer = archive_write_new ();

  archive_write_set_format_7zip (writer);
  g_assert_cmpint (archive_write_open_filename (writer, path), ==, ARCHIVE_OK);
  for (; *names; names++)
    {
      struct archive_entry *header = archive_entry_new ();

      archive_entry_set_pathname (header, *names);
      archive_entry_set_filetype (header, names[1] ? AE_IFREG : type_of_last);
      if (!names[1] && type_of_last == AE_IFLNK)
        archive_entry_set_symlink (header, "A");
      archive_entry_set_perm (header, 0755);
      archive_entry_set_size (header, 0);
      g_assert_cmpint (archive_write_header (writer, header), ==, ARCHIVE_OK);
      archive_entry_free (header);
    }
  g_assert_cmpint (archive_write_close (writer), ==, ARCHIVE_OK);
  archive_write_free (writer);
}

static void
test_verify_finds_what_differs (Fixture      *fixture,
                                gconstpointer data)
{
  static const struct
  {
    const char *names[4];
    guint type_of_last;
    const char *word; /* NULL: it does not differ */
  } cases[] = {
    { { "A", "B" }, AE_IFREG, NULL },
    { { "B", "A" }, AE_IFREG, NULL },
    { { "A" }, AE_IFREG, "B" },
    { { "A", "B", "C" }, AE_IFREG, "not put in" },
    { { "A", "B", "A" }, AE_IFREG, "twice" },
    { { "A", "b" }, AE_IFREG, "not put in" },
    { { "A", "B" }, AE_IFDIR, "not put in" },
    { { "A", "B" }, AE_IFLNK, "not put in" },
    { { "A", "B", "C" }, AE_IFDIR, "not put in" },
  };
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);

  add_source (fixture, plan, "A", 0, 1, TRUE);
  add_source (fixture, plan, "B", 0, 1, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean same;

      write_foreign (fixture->paths[0], cases[i].names, cases[i].type_of_last);
      same = danbi_package_verify (plan, fixture->paths[0], NULL, NULL, &error);
      g_assert_cmpint (same, ==, cases[i].word == NULL);
      if (!cases[i].word)
        continue;
      g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

/* Every byte of the packed content counts: one bit more or less and it is seen. */
static void
test_verify_finds_a_flipped_bit (Fixture      *fixture,
                                 gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 4);
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;
      gsize length;

      write_archive (fixture, plan, (DanbiFormat) format, &result);
      g_assert_true (g_file_get_contents (fixture->paths[format], &bytes, &length, NULL));
      bytes[length / 2] ^= 4;
      g_assert_true (g_file_set_contents (fixture->paths[format], bytes, (gssize) length, NULL));
      g_assert_false (danbi_package_verify (plan, fixture->paths[format], NULL, NULL, &error));
      g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS);
    }
}

static void
test_verify_finds_a_truncated_archive (Fixture      *fixture,
                                       gconstpointer data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = make_plan (fixture, 4);
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;

      write_archive (fixture, plan, (DanbiFormat) format, &result);
      g_assert_cmpint (truncate (fixture->paths[format], (off_t) result.bytes - 100), ==, 0);
      g_assert_false (danbi_package_verify (plan, fixture->paths[format], NULL, NULL, &error));
      g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS);
    }
}

static void
add (const char *name,
     void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/danbi/package/package/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("archive_of_every_method_goes_there_and_back",
       test_archive_of_every_method_goes_there_and_back);
  add ("disc_is_packed_as_it_is", test_disc_is_packed_as_it_is);
  add ("real_discs_go_there_and_back", test_real_discs_go_there_and_back);
  add ("same_files_give_the_same_archive", test_same_files_give_the_same_archive);
  add ("changed_file_is_named", test_changed_file_is_named);
  add ("missing_file_is_named", test_missing_file_is_named);
  add ("empty_plan_is_refused", test_empty_plan_is_refused);
  add ("bound_of_the_archive_holds_to_the_byte", test_bound_of_the_archive_holds_to_the_byte);
  add ("cabinet_of_too_many_bytes_is_refused", test_cabinet_of_too_many_bytes_is_refused);
  add ("cabinet_of_too_many_files_is_refused", test_cabinet_of_too_many_files_is_refused);
  g_test_add_func ("/danbi/package/package/bounds_of_a_cabinet", test_bounds_of_a_cabinet);
  add ("full_disc_leaves_nothing", test_full_disc_leaves_nothing);
  add ("target_folder_must_be_there", test_target_folder_must_be_there);
  add ("spool_folder_is_used", test_spool_folder_is_used);
  add ("leftover_of_a_killed_attempt_is_replaced", test_leftover_of_a_killed_attempt_is_replaced);
  add ("progress_reaches_its_end", test_progress_reaches_its_end);
  add ("cancelling_leaves_nothing", test_cancelling_leaves_nothing);
  add ("verify_finds_what_differs", test_verify_finds_what_differs);
  add ("verify_finds_a_flipped_bit", test_verify_finds_a_flipped_bit);
  add ("verify_finds_a_truncated_archive", test_verify_finds_a_truncated_archive);
  return g_test_run ();
}
