/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Previews and new DICOMDIRs by a confined child. */
#include "config.h"

#include <linux/landlock.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "danbi-file.h"
#include "danbi-inspection.h"
#include "image-test.h"

static const DanbiRenderOptions small = { .max_side = 128 };

static void
test_previews (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *grey = NULL;
  g_autofree char *colour = NULL;

  test_folder_init (&folder);
  grey = test_folder_write_dicom (&folder, "a", DANBI_FIXTURE_PANORAMIC);
  colour = test_folder_write_dicom (&folder, "b", DANBI_FIXTURE_ULTRASOUND);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DanbiPreview) preview
        = danbi_inspection_render (i % 2 ? colour : grey, &small, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (preview->width, ==, 128);
      g_assert_cmpuint (preview->height, ==, i % 2 ? 96 : 64);
      g_assert_cmpuint (preview->channels, ==, i % 2 ? 3 : 1);
      g_assert_cmpuint (g_bytes_get_size (preview->pixels), ==,
                        preview->width * preview->height * preview->channels);
    }
}

static void
test_no_preview_says_why (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_write_dicom (&folder, "a", DANBI_FIXTURE_SR);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (danbi_inspection_render (path, &small, NULL, &error));
      g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
      g_assert_cmpstr (error->message, ==,
                       "There is nothing to look at here: the file holds a report, a document or "
                       "measurements and no image.");
    }
}

static gpointer
render_thread (gpointer path)
{
  return danbi_inspection_render (path, &small, NULL, NULL);
}

/* A child that waits dies with the thread that asked it; nobody may notice. */
static void
test_previews_from_threads_that_end (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_write_dicom (&folder, "a", DANBI_FIXTURE_MR);
  for (guint i = 0; i < 6; i++)
    {
      GThread *thread = g_thread_new ("render", render_thread, path);
      g_autoptr (DanbiPreview) preview = g_thread_join (thread);

      g_assert_nonnull (preview);
    }
}

static void
test_a_cancelled_preview (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (danbi_inspection_render ("/x", &small, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Files without a DICOMDIR, of several kinds and transfer syntaxes. */
static GStrv
write_loose (const TestFolder *folder)
{
  g_autoptr (GStrvBuilder) file_ids = g_strv_builder_new ();

  for (guint i = 0; i < DANBI_FIXTURE_N_KINDS; i++)
    {
      g_autofree char *name = g_strdup_printf ("IM%05u", i);
      g_autofree char *path = test_folder_dup_path (folder, name);
      g_autoptr (GError) error = NULL;
      DanbiFixtureDicom dicom;

      danbi_fixture_dicom_init (&dicom, (DanbiFixtureKind) i);
      dicom.instance = i + 1;
      dicom.implicit_vr = i == DANBI_FIXTURE_MR;
      dicom.jpeg = i == DANBI_FIXTURE_ULTRASOUND;
      danbi_fixture_write_dicom (path, &dicom, &error);
      g_assert_no_error (error);
      g_strv_builder_add (file_ids, name);
    }
  return g_strv_builder_end (file_ids);
}

static void
assert_a_whole_disc (const char *root,
                     guint       n_files)
{
  const char *paths[] = { root, NULL };
  g_autoptr (DanbiFileSet) set
    = danbi_inspection_run (paths, NULL, NULL, NULL);

  g_assert_cmpuint (set->images->len, ==, n_files + 1);
  g_assert_cmpuint (set->n_referenced, ==, n_files);
  g_assert_cmpuint (set->n_read, ==, n_files);
  for (guint i = 0; i < set->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (set->images, i);

      g_assert_null (image->error);
      g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_OK);
    }
}

static void
test_a_dicomdir_for_loose_files (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (GStrv) file_ids = NULL;
  g_autofree char *path = NULL;
  struct stat status;

  test_folder_init (&folder);
  file_ids = write_loose (&folder);
  path = test_folder_dup_path (&folder, "DICOMDIR");
  /* The second time there is an old one in the way. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      danbi_inspection_write_dicomdir (folder.path, (const char *const *) file_ids, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (stat (path, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
      assert_a_whole_disc (folder.path, g_strv_length (file_ids));
    }
}

static void
test_a_subset_of_an_old_disc (void)
{
  g_auto (TestFolder) folder = { 0 };
  const char *file_ids[] = { "DICOM/PAT00001/SER00001/IM00002", NULL };
  const char *paths[] = { NULL, NULL };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autoptr (GError) error = NULL;

  test_folder_init (&folder);
  test_folder_write_set (&folder, 3, DANBI_FIXTURE_FAULT_NONE);
  danbi_inspection_write_dicomdir (folder.path, file_ids, NULL, &error);
  g_assert_no_error (error);
  paths[0] = folder.path;
  set = danbi_inspection_run (paths, NULL, NULL, NULL);
  g_assert_cmpuint (set->n_referenced, ==, 1);
  g_assert_cmpint (test_find_image (set->images, "IM00001")->dir_faults, ==, DANBI_DIR_EXTRA);
  g_assert_cmpint (test_find_image (set->images, "IM00002")->dir_faults, ==, DANBI_DIR_OK);
}

static void
assert_no_dicomdir (const TestFolder *folder,
                    const char       *file_id,
                    const char       *begin)
{
  const char *file_ids[] = { "IM00000", file_id, NULL };
  g_autofree char *path = test_folder_dup_path (folder, "DICOMDIR");
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_inspection_write_dicomdir (folder->path, file_ids, NULL, &error));
  g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, begin));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_what_no_dicomdir_can_list (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (GStrv) file_ids = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  DanbiFixtureDicom dicom;

  test_folder_init (&folder);
  file_ids = write_loose (&folder);
  path = test_folder_dup_path (&folder, "PRIVATE");
  danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_MR);
  dicom.sop_class_uid = "1.2.840.113619.4.30";
  danbi_fixture_write_dicom (path, &dicom, &error);
  g_assert_no_error (error);
  g_free (test_folder_write (&folder, "TEXT", "hello", -1));

  assert_no_dicomdir (&folder, "PRIVATE", "PRIVATE: A DICOMDIR cannot list");
  assert_no_dicomdir (&folder, "TEXT", "TEXT: ");
  assert_no_dicomdir (&folder, "ABSENT", "ABSENT: ");
  assert_no_dicomdir (&folder, "../IM1", "The DICOMDIR could not be written");
  assert_no_dicomdir (&folder, "im00001", "The DICOMDIR could not be written");
}

/* Whoever takes over the child that writes may write beside its folder on a kernel without Landlock
 * only. */
static void
test_the_child_that_writes_stays_in_its_folder (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_auto (TestFolder) elsewhere = { 0 };
  const char *file_ids[] = { "IM1", NULL };
  g_autofree char *outside = NULL;
  g_autofree char *trial = NULL;
  g_autoptr (GError) error = NULL;

  if (syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1)
    {
      g_test_skip ("this kernel has no Landlock");
      return;
    }
  test_folder_init (&folder);
  test_folder_init (&elsewhere);
  g_free (test_folder_write_dicom (&folder, "IM1", DANBI_FIXTURE_MR));
  outside = test_folder_write (&elsewhere, "outside", "as it was", -1);
  trial = g_strconcat ("stray:", outside, NULL);
  g_setenv ("DANBI_INSPECTOR_TEST", trial, TRUE);
  danbi_inspection_write_dicomdir (folder.path, file_ids, NULL, &error);
  g_unsetenv ("DANBI_INSPECTOR_TEST");
  g_assert_no_error (error);
  assert_a_whole_disc (folder.path, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/preview-and-dicomdir/" name, function)
  ADD ("previews_fit", test_previews);
  ADD ("no_preview_says_why", test_no_preview_says_why);
  ADD ("previews_from_threads_that_end", test_previews_from_threads_that_end);
  ADD ("a_cancelled_preview", test_a_cancelled_preview);
  ADD ("a_dicomdir_for_loose_files_refers_to_all_of_them", test_a_dicomdir_for_loose_files);
  ADD ("a_subset_of_an_old_disc_gets_its_own", test_a_subset_of_an_old_disc);
  ADD ("what_no_dicomdir_can_list_is_named", test_what_no_dicomdir_can_list);
  ADD ("the_child_that_writes_stays_in_its_folder", test_the_child_that_writes_stays_in_its_folder);
  return g_test_run ();
}
