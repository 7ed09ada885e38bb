/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives written, read again by others, and everything that may go wrong on the way. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utime.h>

#include "danbi-fixture.h"
#include "package-test.h"

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

/* Unpacks an archive by a foreign program and compares the files with the sources. */
static void
check_bytes_with_7zz (TestPackage      *fixture,
                      DanbiPackagePlan *plan,
                      const char       *path)
{
  g_autofree char *found = g_find_program_in_path ("7zz");
  g_autofree char *folder = g_build_filename (fixture->sources, "unpacked", NULL);
  g_autofree char *into = g_strconcat ("-o", folder, NULL);
  const char *argv[] = { found, "x", "-y", into, path, NULL };
  int status;

  if (!found)
    return;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                               NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  for (guint i = 0; i < danbi_package_plan_get_n_entries (plan); i++)
    {
      const DanbiPackageEntry *entry = danbi_package_plan_get_entry (plan, i);
      g_autofree char *unpacked = g_build_filename (folder, entry->name, NULL);
      g_autofree char *before = danbi_file_sha256 (entry->source, NULL, NULL);
      g_autofree char *after = danbi_file_sha256 (unpacked, NULL, NULL);

      g_assert_cmpstr (before, ==, after);
    }
  g_assert_true (danbi_dir_remove (folder, NULL));
}

static void
check_result (TestPackage              *fixture,
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
  g_assert_cmpuint (test_package_count_files (fixture->out), ==, 1);
  check_with_program (path, "7zz", "t");
  if (format == DANBI_FORMAT_CAB)
    check_with_program (path, "cabextract", "-t");
}

static void
test_archive_of_every_method_goes_there_and_back (TestPackage   *fixture,
                                                  gconstpointer  data)
{
  static const guint counts[] = { 1, 3, 120 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (gsize way = 0; way < TEST_N_WAYS; way++)
      {
        g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, counts[i]);
        g_auto (DanbiPackageResult) result = { 0 };

        test_package_write_by_method (fixture, plan, test_ways[way].format,
                                      test_ways[way].method, &result);
        g_assert_cmpstr (result.method, ==, test_ways[way].name);
        check_result (fixture, plan, test_ways[way].format, &result);
        check_bytes_with_7zz (fixture, plan, fixture->paths[test_ways[way].format]);
        g_assert_cmpint (g_unlink (fixture->paths[test_ways[way].format]), ==, 0);
      }
}

/* A disc with folders, as it comes from the hospital. */
static void
test_disc_is_packed_as_it_is (TestPackage   *fixture,
                              gconstpointer  data)
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
  test_package_write (fixture, plan, DANBI_FORMAT_7Z, &result);
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
test_real_discs_go_there_and_back (TestPackage   *fixture,
                                   gconstpointer  data)
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
        test_package_write (fixture, plan, (DanbiFormat) format, &result);
        check_result (fixture, plan, (DanbiFormat) format, &result);
        g_assert_cmpint (g_unlink (fixture->paths[format]), ==, 0);
      }
}

static void
test_same_files_give_the_same_archive (TestPackage   *fixture,
                                       gconstpointer  data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 5);
      g_auto (DanbiPackageResult) before = { 0 };
      g_auto (DanbiPackageResult) after = { 0 };
      struct utimbuf long_ago = { 1000000000, 1000000000 };
      g_autoptr (GError) error = NULL;

      test_package_write (fixture, plan, (DanbiFormat) format, &before);
      for (guint i = 0; i < 5; i++)
        g_utime (danbi_package_plan_get_entry (plan, i)->source, &long_ago);
      test_package_write (fixture, plan, (DanbiFormat) format, &after);
      g_assert_cmpstr (before.sha256, ==, after.sha256);
    }
}

/* Expects a failure that names @word and leaves no trace. */
static void
check_failure (TestPackage       *fixture,
               DanbiPackagePlan  *plan,
               DanbiFormat        format,
               guint64            max_bytes,
               DanbiPackageError  code,
               const char        *word)
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
  g_assert_cmpuint (test_package_count_files (fixture->out), ==, 0);
}

static void
test_changed_file_is_named (TestPackage   *fixture,
                            gconstpointer  data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 6);
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
test_missing_file_is_named (TestPackage   *fixture,
                            gconstpointer  data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 6);

      g_assert_cmpint (g_unlink (danbi_package_plan_get_entry (plan, 3)->source), ==, 0);
      check_failure (fixture, plan, (DanbiFormat) format, DANBI_PACKAGE_MAX_BYTES,
                     DANBI_PACKAGE_ERROR_FAILED, "IM00003");
    }
}

static void
test_empty_plan_is_refused (TestPackage   *fixture,
                            gconstpointer  data)
{
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);

  check_failure (fixture, plan, DANBI_FORMAT_7Z, DANBI_PACKAGE_MAX_BYTES,
                 DANBI_PACKAGE_ERROR_FAILED, NULL);
}

static void
test_bound_of_the_archive_holds_to_the_byte (TestPackage   *fixture,
                                             gconstpointer  data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 50);
      g_auto (DanbiPackageResult) result = { 0 };
      g_auto (DanbiPackageResult) again = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *bound = NULL;

      test_package_write (fixture, plan, (DanbiFormat) format, &result);
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
test_cabinet_of_too_many_bytes_is_refused (TestPackage   *fixture,
                                           gconstpointer  data)
{
  g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 1);
  const char *source = danbi_package_plan_get_entry (plan, 0)->source;

  /* Holes, no bytes on disc. */
  g_assert_cmpint (truncate (source, (off_t) DANBI_CAB_MAX_BYTES + 1), ==, 0);
  check_failure (fixture, plan, DANBI_FORMAT_CAB, DANBI_PACKAGE_MAX_BYTES,
                 DANBI_PACKAGE_ERROR_TOO_LARGE, ".7z");
}

static void
test_cabinet_of_too_many_files_is_refused (TestPackage   *fixture,
                                           gconstpointer  data)
{
  g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 1);
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

/* The system refuses to let a file grow beyond @room, as it does when the disc is full. */
static void
check_full_disc (TestPackage      *fixture,
                 DanbiPackagePlan *plan,
                 gsize             way,
                 rlim_t            room)
{
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  struct rlimit before, tight;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  tight = before;
  tight.rlim_cur = room;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  g_assert_false (danbi_package_write (plan, test_ways[way].format, test_ways[way].method,
                                       fixture->paths[test_ways[way].format],
                                       DANBI_PACKAGE_MAX_BYTES, &result, NULL, NULL, NULL,
                                       &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  /* libgcab does not tell when its last bytes could not be written: verifying does. */
  if (!g_error_matches (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS)
      || test_ways[way].format != DANBI_FORMAT_CAB)
    g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "DCF3501200000_00000000000Z"));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_cmpuint (test_package_count_files (fixture->out), ==, 0);
}

/* With one byte too few the spool of a .7z fits, and only the archive itself does not. */
static void
test_full_disc_leaves_nothing (TestPackage  *fixture,
                               gconstpointer data)
{
  g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 300);

  signal (SIGXFSZ, SIG_IGN);
  for (gsize way = 0; way < TEST_N_WAYS; way++)
    {
      g_auto (DanbiPackageResult) result = { 0 };

      test_package_write_by_method (fixture, plan, test_ways[way].format, test_ways[way].method,
                                    &result);
      g_assert_cmpint (g_unlink (fixture->paths[test_ways[way].format]), ==, 0);
      check_full_disc (fixture, plan, way, 0);
      check_full_disc (fixture, plan, way, (rlim_t) result.bytes / 2);
      check_full_disc (fixture, plan, way, (rlim_t) result.bytes - 1);
    }
}

/* The spool has room, and what it is copied to has not. */
static void
test_full_disc_is_said_with_what_to_do (TestPackage  *fixture,
                                        gconstpointer data)
{
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);
  g_autofree char *disc = g_malloc (300000);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new (disc, 300000, NULL, NULL);
  g_autoptr (GError) error = NULL;
  DanbiPackageJob job;

  test_package_add_source (fixture, plan, "LARGE", 1500000, 1, TRUE);
  danbi_package_job_init (&job, plan, "A.7z", NULL);
  job.max_bytes = DANBI_PACKAGE_MAX_BYTES;
  g_assert_true (danbi_package_job_measure (&job, NULL));
  g_assert_false (danbi_seven_zip_write (&job, stream, &error));
  danbi_package_job_clear (&job);
  g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "A.7z"));
  g_assert_nonnull (strstr (error->message, "Make room"));
}

static void
test_target_folder_must_be_there (TestPackage   *fixture,
                                  gconstpointer  data)
{
  g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 2);
  g_autofree char *path = g_build_filename (fixture->out, "absent", "A.7z", NULL);
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_package_write (plan, DANBI_FORMAT_7Z, DANBI_METHOD_DEFLATE, path,
                                       DANBI_PACKAGE_MAX_BYTES, &result, NULL, NULL, NULL,
                                       &error));
  g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED);
}

static void
test_spool_folder_is_used (TestPackage   *fixture,
                           gconstpointer  data)
{
  g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 2);
  g_autofree char *spool = g_build_filename (fixture->sources, "spool", NULL);
  g_autofree char *before = g_strdup (g_getenv ("TMPDIR"));
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (danbi_package_set_spool_dir (spool, &error));
  g_assert_cmpint (g_stat (spool, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  test_package_write (fixture, plan, DANBI_FORMAT_7Z, &result);
  g_assert_cmpint (g_unlink (fixture->paths[DANBI_FORMAT_7Z]), ==, 0);
  g_assert_cmpuint (test_package_count_files (spool), ==, 0);

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
test_leftover_of_a_killed_attempt_is_replaced (TestPackage   *fixture,
                                               gconstpointer  data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 3);
      g_autofree char *part = g_strconcat (fixture->paths[format], ".part", NULL);
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (part, "half", -1, NULL));
      test_package_write (fixture, plan, (DanbiFormat) format, &result);
      check_result (fixture, plan, (DanbiFormat) format, &result);
      g_assert_cmpint (g_unlink (fixture->paths[format]), ==, 0);
    }
}

/* Remembers what it was told. */
typedef struct
{
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
}

static void
test_progress_reaches_its_end (TestPackage   *fixture,
                               gconstpointer  data)
{
  for (gsize way = 0; way < TEST_N_WAYS; way++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 20);
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;
      Watch watch = { 0 };

      g_assert_true (danbi_package_write (plan, test_ways[way].format, test_ways[way].method,
                                          fixture->paths[test_ways[way].format],
                                          DANBI_PACKAGE_MAX_BYTES, &result, watch_cb, &watch, NULL,
                                          &error));
      g_assert_cmpuint (watch.total, >, 0);
      g_assert_cmpuint (watch.done, ==, watch.total);
    }
}

static void
test_cancelled_before_it_begins (TestPackage   *fixture,
                                 gconstpointer  data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 10);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;

      g_cancellable_cancel (cancellable);
      g_assert_false (danbi_package_write (plan, (DanbiFormat) format, DANBI_METHOD_DEFLATE,
                                           fixture->paths[format], DANBI_PACKAGE_MAX_BYTES,
                                           &result, NULL, NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (test_package_count_files (fixture->out), ==, 0);
    }
}

typedef struct
{
  GCancellable *cancellable;
  gulong delay_us;
} Impatience;

static gpointer
cancel_later (gpointer data)
{
  Impatience *impatience = data;

  g_usleep (impatience->delay_us);
  g_cancellable_cancel (impatience->cancellable);
  return NULL;
}

/* Whichever of the threads it meets, packing ends and leaves nothing, or had ended before. */
static gboolean
write_and_cancel (TestPackage      *fixture,
                  DanbiPackagePlan *plan,
                  gsize             way,
                  gulong            delay_us)
{
  const char *path = fixture->paths[test_ways[way].format];
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Impatience impatience = { cancellable, delay_us };
  GThread *thread = g_thread_new ("cancel", cancel_later, &impatience);
  g_auto (DanbiPackageResult) result = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean written = danbi_package_write (plan, test_ways[way].format, test_ways[way].method, path,
                                          DANBI_PACKAGE_MAX_BYTES, &result, NULL, NULL,
                                          cancellable, &error);

  g_thread_join (thread);
  g_assert_cmpuint (test_package_count_files (fixture->out), ==, written);
  if (written)
    g_assert_cmpint (g_unlink (path), ==, 0);
  else
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return !written;
}

static void
test_cancelling_at_any_time_leaves_nothing (TestPackage   *fixture,
                                            gconstpointer  data)
{
  g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 400);
  guint n_cancelled = 0;

  test_package_add_source (fixture, plan, "DICOM/LARGE", 3000000, 3, TRUE);
  for (gsize way = 0; way < TEST_N_WAYS; way++)
    for (gulong delay_us = 500; delay_us < 100000; delay_us *= 5)
      n_cancelled += write_and_cancel (fixture, plan, way, delay_us);
  g_assert_cmpuint (n_cancelled, >=, TEST_N_WAYS);
}

/* What happens to a file behind the one that is packed. */
typedef struct
{
  const char *path;
  gssize change; /* how many bytes longer; 0: others of the same length */
} Meddling;

static void
meddle_cb (guint64  done,
           guint64  total,
           gpointer user_data)
{
  Meddling *meddling = user_data;
  g_autofree char *bytes = NULL;
  gsize length;

  if (!meddling->path)
    return;
  g_assert_true (g_file_get_contents (meddling->path, &bytes, &length, NULL));
  bytes = g_realloc (bytes, length + 1000);
  memset (bytes, 0x55, length + 1000);
  g_assert_true (g_file_set_contents (meddling->path, bytes, (gssize) length + meddling->change,
                                      NULL));
  meddling->path = NULL;
}

/* The reading is ahead by no more than the buffers between it and the packing. */
static void
test_file_that_changes_while_packed_is_named (TestPackage   *fixture,
                                              gconstpointer  data)
{
  static const gssize changes[] = { 0, 1, -500 };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    for (gsize way = 0; way < TEST_N_WAYS; way++)
      {
        g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 60);
        Meddling meddling = { danbi_package_plan_get_entry (plan, 50)->source, changes[i] };
        g_auto (DanbiPackageResult) result = { 0 };
        g_autoptr (GError) error = NULL;

        /* libgcab asks for the sizes itself, and has its own words for one that is wrong. */
        if (test_ways[way].format == DANBI_FORMAT_CAB && changes[i] != 0)
          continue;
        g_assert_false (danbi_package_write (plan, test_ways[way].format, test_ways[way].method,
                                             fixture->paths[test_ways[way].format],
                                             DANBI_PACKAGE_MAX_BYTES, &result, meddle_cb,
                                             &meddling, NULL, &error));
        g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS);
        g_assert_nonnull (strstr (error->message, "IM00050"));
        g_assert_cmpuint (test_package_count_files (fixture->out), ==, 0);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_package_add ("package", "archive_of_every_method_goes_there_and_back",
                    test_archive_of_every_method_goes_there_and_back);
  test_package_add ("package", "disc_is_packed_as_it_is", test_disc_is_packed_as_it_is);
  test_package_add ("package", "real_discs_go_there_and_back", test_real_discs_go_there_and_back);
  test_package_add ("package", "same_files_give_the_same_archive",
                    test_same_files_give_the_same_archive);
  test_package_add ("package", "changed_file_is_named", test_changed_file_is_named);
  test_package_add ("package", "missing_file_is_named", test_missing_file_is_named);
  test_package_add ("package", "empty_plan_is_refused", test_empty_plan_is_refused);
  test_package_add ("package", "bound_of_the_archive_holds_to_the_byte",
                    test_bound_of_the_archive_holds_to_the_byte);
  test_package_add ("package", "cabinet_of_too_many_bytes_is_refused",
                    test_cabinet_of_too_many_bytes_is_refused);
  test_package_add ("package", "cabinet_of_too_many_files_is_refused",
                    test_cabinet_of_too_many_files_is_refused);
  g_test_add_func ("/danbi/package/package/bounds_of_a_cabinet", test_bounds_of_a_cabinet);
  test_package_add ("package", "full_disc_leaves_nothing", test_full_disc_leaves_nothing);
  test_package_add ("package", "full_disc_is_said_with_what_to_do",
                    test_full_disc_is_said_with_what_to_do);
  test_package_add ("package", "target_folder_must_be_there", test_target_folder_must_be_there);
  test_package_add ("package", "spool_folder_is_used", test_spool_folder_is_used);
  test_package_add ("package", "leftover_of_a_killed_attempt_is_replaced",
                    test_leftover_of_a_killed_attempt_is_replaced);
  test_package_add ("package", "progress_reaches_its_end", test_progress_reaches_its_end);
  test_package_add ("package", "cancelled_before_it_begins", test_cancelled_before_it_begins);
  test_package_add ("package", "cancelling_at_any_time_leaves_nothing",
                    test_cancelling_at_any_time_leaves_nothing);
  test_package_add ("package", "file_that_changes_while_packed_is_named",
                    test_file_that_changes_while_packed_is_named);
  return g_test_run ();
}
