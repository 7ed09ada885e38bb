/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disc that is slow, scratched, or pulled out: read once, and told of honestly. read() is that of
 * the test here, which counts, fails, and takes the disc away. */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "danbi-file-problem.h"
#include "danbi-inspection.h"
#include "danbi-media.h"
#include "image-test.h"
#include "test-archive.h"

typedef struct
{
  TestFolder folder;
  TestFolder spool;
  TestFolder disc;
} Fixture;

static GMutex drive_lock;
static struct
{
  char *below;         /* the disc; %NULL: nobody looks */
  guint64 n_bytes;     /* that were read of it */
  const char *bad;     /* a file with a bad sector */
  guint n_files_left;  /* until it is pulled out */
  char *elsewhere;     /* where it goes then */
  GCancellable *cancel;
} drive;

/* What the drive does with a read of @path. Returns whether it works. */
static gboolean
turn (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (drive.cancel)
    g_cancellable_cancel (drive.cancel);
  if (drive.elsewhere && drive.n_files_left == 0)
    g_rename (drive.below, drive.elsewhere);
  if (drive.elsewhere && drive.n_files_left-- == 0)
    return FALSE;
  return g_strcmp0 (name, drive.bad) != 0;
}

ssize_t
read (int    fd,
      void  *buffer,
      size_t length)
{
  char link[64];
  char path[4096];
  gboolean works = TRUE;
  gboolean counts;
  ssize_t n;

  g_snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  path[MAX (n, 0)] = '\0';
  g_mutex_lock (&drive_lock);
  counts = drive.below && g_str_has_prefix (path, drive.below);
  works = !counts || turn (path);
  g_mutex_unlock (&drive_lock);
  if (!works)
    {
      errno = EIO;
      return -1;
    }
  n = syscall (SYS_read, fd, buffer, length);
  g_mutex_lock (&drive_lock);
  if (counts && n > 0)
    drive.n_bytes += (guint64) n;
  g_mutex_unlock (&drive_lock);
  return n;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  test_folder_init (&fixture->folder);
  test_folder_init (&fixture->spool);
  fixture->disc.path = test_folder_dup_path (&fixture->folder, "disc");
  g_assert_cmpint (g_mkdir (fixture->disc.path, 0755), ==, 0);
  memset (&drive, 0, sizeof drive);
  drive.below = realpath (fixture->disc.path, NULL);
  g_setenv ("TMPDIR", fixture->spool.path, TRUE);
  g_setenv ("DANBI_SLOW_MEDIA", fixture->disc.path, TRUE);
}

/* Whatever happened: no copy stays behind. */
static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_cmpint (g_rmdir (fixture->spool.path), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->spool.path, 0700), ==, 0);
  g_unsetenv ("TMPDIR");
  g_unsetenv ("DANBI_SLOW_MEDIA");
  free (drive.below);
  drive.below = NULL;
  g_free (drive.elsewhere);
  g_free (fixture->disc.path);
  test_folder_clear (&fixture->spool);
  test_folder_clear (&fixture->folder);
}

typedef struct
{
  guint64 done;
  guint64 total;
} Progress;

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpuint (done, <=, total);
  if (total == progress->total)
    g_assert_cmpuint (done, >=, progress->done);
  progress->total = total;
  progress->done = done;
}

static DanbiFileSet *
inspect (const char   *path,
         GCancellable *cancellable,
         GError      **error)
{
  Progress progress = { 0 };
  const DanbiInspectionOptions options = { .on_bytes = progress_cb, .bytes_data = &progress };
  const char *paths[] = { path, NULL };
  DanbiFileSet *set = danbi_inspection_run (paths, &options, cancellable, error);

  if (set)
    g_assert_cmpuint (progress.done, ==, progress.total);
  return set;
}

static DanbiImage *
find_source (const DanbiFileSet *set,
             const Fixture      *fixture,
             const char         *name)
{
  g_autofree char *path = test_folder_dup_path (&fixture->disc, name);

  for (guint i = 0; i < set->images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (set->images, i);

      if (strcmp (danbi_image_get_display_path (image), path) == 0)
        return image;
    }
  g_assert_not_reached ();
}

static guint64
get_size (const Fixture *fixture,
          const char    *name)
{
  g_autofree char *path = test_folder_dup_path (&fixture->disc, name);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return (guint64) status.st_size;
}

static void
write_viewer (const Fixture *fixture)
{
  g_autofree char *program = g_malloc0 (300000);

  memcpy (program, "MZ", 2);
  g_free (test_folder_write (&fixture->disc, "viewer.exe", program, 300000));
  g_free (test_folder_write (&fixture->disc, "autorun.inf", "[autorun]\nopen=viewer\n", -1));
}

/* The viewer is looked at and not read; nothing is read twice, whatever the inspector wants. */
static void
test_once (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiFileSet) set = NULL;
  guint64 n_bytes = 0;

  test_folder_write_set (&fixture->disc, 5, DANBI_FIXTURE_FAULT_NONE);
  write_viewer (fixture);
  set = inspect (fixture->disc.path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->images->len, ==, 8);
  g_assert_cmpuint (set->n_referenced, ==, 5);
  g_assert_cmpuint (set->n_read, ==, 5);
  g_assert_nonnull (set->dicomdir_root);
  for (guint i = 0; i < set->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (set->images, i);

      g_assert_null (image->error);
      g_assert_true (g_str_has_prefix (image->source_path, fixture->disc.path));
      g_assert_true (g_str_has_prefix (image->path, fixture->spool.path));
      if (image->kind != DANBI_IMAGE_OTHER)
        n_bytes += image->bytes;
    }
  n_bytes += 4096 + get_size (fixture, "autorun.inf");
  g_assert_cmpuint (drive.n_bytes, ==, n_bytes);
  g_assert_cmpuint (find_source (set, fixture, "viewer.exe")->bytes, ==, 300000);
}

static void
test_private (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiFileSet) set = NULL;
  struct stat status;

  g_free (test_folder_write_dicom (&fixture->disc, "a", DANBI_FIXTURE_MR));
  set = inspect (fixture->disc.path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stat (find_source (set, fixture, "a")->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
}

/* The DICOMDIR that was dropped by itself brings what it refers to, and no more is read. */
static void
test_dicomdir (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *dicomdir = test_folder_dup_path (&fixture->disc, "DICOMDIR");
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiFileSet) set = NULL;
  guint64 n_bytes = 0;

  test_folder_write_set (&fixture->disc, 3, DANBI_FIXTURE_FAULT_MISSING);
  g_free (test_folder_write_dicom (&fixture->disc, "other", DANBI_FIXTURE_MR));
  set = inspect (dicomdir, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->n_referenced, ==, 3);
  g_assert_cmpuint (set->n_read, ==, 2);
  for (guint i = 0; i < set->images->len; i++)
    n_bytes += ((DanbiImage *) g_ptr_array_index (set->images, i))->bytes;
  g_assert_cmpuint (drive.n_bytes, ==, n_bytes);
}

static void
test_archive (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *image = test_folder_write_dicom (&fixture->folder, "ct", DANBI_FIXTURE_MR);
  g_autofree char *archive = test_folder_dup_path (&fixture->disc, "hospital.zip");
  const TestEntry entries[] = { { .name = "IM1", .source = image }, { 0 } };
  const char *const names[] = { "hospital.zip/IM1" };
  g_autofree char *alone = test_folder_dup_path (&fixture->disc, "hospital.zip");
  const char *dropped[] = { fixture->disc.path, alone };

  test_archive_write (archive, "zip", NULL, entries);
  for (guint i = 0; i < G_N_ELEMENTS (dropped); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DanbiFileSet) set = NULL;

      drive.n_bytes = 0;
      set = inspect (dropped[i], NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (set->n_read, ==, 1);
      g_assert_null (find_source (set, fixture, names[0])->error);
      g_assert_cmpuint (drive.n_bytes, ==, get_size (fixture, "hospital.zip"));
    }
}

/* A bad sector costs the file that lies on it. */
static void
test_bad_sector (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiFileSet) set = NULL;
  g_autofree char *sentence = NULL;

  for (char name[] = "a"; *name < 'f'; (*name)++)
    g_free (test_folder_write_dicom (&fixture->disc, name, DANBI_FIXTURE_MR));
  drive.bad = "c";
  set = inspect (fixture->disc.path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->images->len, ==, 5);
  g_assert_cmpuint (set->n_referenced, ==, 5);
  g_assert_cmpuint (set->n_read, ==, 4);
  sentence = danbi_file_problem_dup_sentence (DANBI_FILE_UNREADABLE, g_strerror (EIO));
  g_assert_cmpstr (find_source (set, fixture, "c")->error, ==, sentence);
}

/* Half of a disc is no smaller disc: nothing is taken. */
static void
test_pulled_out (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (char name[] = "a"; *name < 'f'; (*name)++)
    g_free (test_folder_write_dicom (&fixture->disc, name, DANBI_FIXTURE_MR));
  drive.n_files_left = 6;
  drive.elsewhere = test_folder_dup_path (&fixture->folder, "pocket");
  g_assert_null (inspect (fixture->disc.path, NULL, &error));
  g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, fixture->disc.path));
  g_assert_nonnull (strstr (error->message, " of 5 files"));
}

/* A drive whose folders are still remembered, and which gives no file any more. */
static void
test_dead (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (char name[] = "a"; *name < 'z'; (*name)++)
    {
      g_autofree char *folder = g_build_filename (fixture->disc.path, name, NULL);
      g_autofree char *path = g_build_filename (name, "dead", NULL);

      g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
      g_free (test_folder_write_dicom (&fixture->disc, path, DANBI_FIXTURE_MR));
    }
  drive.bad = "dead";
  g_assert_null (inspect (fixture->disc.path, NULL, &error));
  g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
}

static void
test_cancel (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_free (test_folder_write_dicom (&fixture->disc, "a", DANBI_FIXTURE_MR));
  g_free (test_folder_write_dicom (&fixture->disc, "b", DANBI_FIXTURE_MR));
  drive.cancel = cancellable;
  g_assert_null (inspect (fixture->disc.path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Names that no archive could have: a backslash within, beside the folder that it looks like. */
static void
test_names (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *folder = test_folder_dup_path (&fixture->disc, "a");
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiFileSet) set = NULL;

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  g_free (test_folder_write_dicom (&fixture->disc, "a/b", DANBI_FIXTURE_MR));
  g_free (test_folder_write_dicom (&fixture->disc, "a\\b", DANBI_FIXTURE_MR));
  g_free (test_folder_write_dicom (&fixture->disc, "\274v\271\263", DANBI_FIXTURE_MR));
  set = inspect (fixture->disc.path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->n_read, ==, 3);
  find_source (set, fixture, "a/b");
  find_source (set, fixture, "\345\275\261\345\203\217");
}

static void
test_order (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GPtrArray) files
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_media_file_free);

  test_folder_init (&folder);
  for (char name[] = "z"; *name >= 'a'; (*name)--)
    {
      g_autofree char *path = test_folder_write_dicom (&folder, name, DANBI_FIXTURE_MR);

      g_ptr_array_add (files, danbi_media_file_new (path, path, 1));
    }
  danbi_media_sort (files);
  for (guint i = 1; i < files->len; i++)
    {
      const DanbiMediaFile *before = g_ptr_array_index (files, i - 1);
      const DanbiMediaFile *after = g_ptr_array_index (files, i);

      g_assert_cmpuint (before->position, <=, after->position);
      if (before->position == after->position)
        g_assert_cmpstr (before->source, <, after->source);
    }
}

static void
write_device (const TestFolder *folder,
              const char       *device,
              const char       *disk,
              const char       *removable)
{
  g_autofree char *target = g_build_filename (folder->path, "devices", disk, NULL);
  g_autofree char *flag = g_build_filename (target, "removable", NULL);
  g_autofree char *part = g_build_filename (target, "part1", NULL);
  g_autofree char *link = test_folder_dup_path (folder, device);

  g_assert_cmpint (g_mkdir_with_parents (part, 0755), ==, 0);
  g_assert_true (g_file_set_contents (flag, removable, -1, NULL));
  g_assert_cmpint (symlink (part, link), ==, 0);
}

static void
test_removable (void)
{
  g_auto (TestFolder) folder = { 0 };

  test_folder_init (&folder);
  write_device (&folder, "8:1", "sata/sda", "0\n");
  write_device (&folder, "8:17", "pci/card", "1\n");
  write_device (&folder, "8:33", "usb1/sdc", "0\n");
  g_assert_false (danbi_media_is_removable (folder.path, 8, 1));
  g_assert_true (danbi_media_is_removable (folder.path, 8, 17));
  g_assert_true (danbi_media_is_removable (folder.path, 8, 33));
  g_assert_false (danbi_media_is_removable (folder.path, 9, 9));
}

static void
test_room (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_media_has_room ("/nowhere/at/all", 1, NULL));
  g_assert_true (danbi_media_has_room (g_get_tmp_dir (), 1, &error));
  g_assert_no_error (error);
  g_assert_false (danbi_media_has_room (g_get_tmp_dir (), G_MAXUINT64 / 4, &error));
  g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
  g_test_message ("%s", error->message);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/danbi/image/media/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("a_disc_is_read_once_and_its_viewer_is_not", test_once);
  ADD ("a_copy_is_private", test_private);
  ADD ("a_dropped_dicomdir_brings_what_it_refers_to", test_dicomdir);
  ADD ("an_archive_on_a_disc_is_opened", test_archive);
  ADD ("a_bad_sector_costs_one_file", test_bad_sector);
  ADD ("a_disc_that_is_pulled_out_gives_nothing", test_pulled_out);
  ADD ("a_dead_drive_is_not_many_bad_files", test_dead);
  ADD ("cancelling_stops_it", test_cancel);
  ADD ("odd_names_are_read_and_shown", test_names);
  g_test_add_func ("/danbi/image/media/files_come_as_they_lie", test_order);
  g_test_add_func ("/danbi/image/media/what_can_be_taken_out_is_known", test_removable);
  g_test_add_func ("/danbi/image/media/too_little_room_is_said_with_numbers", test_room);
  return g_test_run ();
}
