/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discs, folders and files through the real confined children. */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-file.h"
#include "danbi-inspection.h"
#include "image-test.h"

static DanbiFileSet *
inspect (const char *path)
{
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  DanbiFileSet *set = danbi_inspection_run (paths, NULL, NULL, &error);

  g_assert_no_error (error);
  return set;
}

static void
test_a_disc (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  DanbiImage *image;

  test_folder_init (&folder);
  test_folder_write_set (&folder, 5, DANBI_FIXTURE_FAULT_NONE);
  set = inspect (folder.path);

  g_assert_cmpuint (set->n_referenced, ==, 5);
  g_assert_cmpuint (set->n_read, ==, 5);
  g_assert_cmpstr (set->dicomdir_root, ==, folder.path);
  g_assert_cmpuint (set->images->len, ==, 6);
  for (guint i = 0; i < set->images->len; i++)
    {
      image = g_ptr_array_index (set->images, i);
      g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_OK);
      g_assert_null (image->error);
    }
  g_assert_cmpint (test_find_image (set->images, "DICOMDIR")->kind, ==, DANBI_IMAGE_DICOMDIR);
  image = test_find_image (set->images, "IM00003");
  g_assert_cmpint (image->kind, ==, DANBI_IMAGE_DICOM);
  g_assert_cmpstr (image->file_id, ==, "DICOM/PAT00001/SER00001/IM00003");
  g_assert_cmpuint (image->rows, ==, 32);
  g_assert_cmpuint (image->frames, ==, 1);
  g_assert_cmpstr (image->modality, ==, "CT");
  g_assert_true (strstr (image->image_type, "\\LOCALIZER") != NULL);
}

static const struct
{
  DanbiFixtureFault fault;
  const char *name;
  DanbiDirFault expected;
  const char *detail;
  guint n_read;
} FAULTS[] = {
  { DANBI_FIXTURE_FAULT_MISSING, "IM00003", DANBI_DIR_MISSING, NULL, 2 },
  { DANBI_FIXTURE_FAULT_EXTRA, "EXTRA/IM99999", DANBI_DIR_EXTRA, NULL, 3 },
  { DANBI_FIXTURE_FAULT_SOP_UID, "IM00003", DANBI_DIR_MISMATCH, "SOPInstanceUID (", 3 },
  { DANBI_FIXTURE_FAULT_SERIES_UID, "IM00001", DANBI_DIR_MISMATCH, "SeriesInstanceUID (", 3 },
  { DANBI_FIXTURE_FAULT_STUDY_UID, "IM00001", DANBI_DIR_MISMATCH, "StudyInstanceUID (", 3 },
  { DANBI_FIXTURE_FAULT_PATIENT_ID, "IM00001", DANBI_DIR_MISMATCH, "PatientID (", 3 },
  { DANBI_FIXTURE_FAULT_TRANSFER_SYNTAX, "IM00003", DANBI_DIR_MISMATCH, "TransferSyntaxUID (", 3 },
  { DANBI_FIXTURE_FAULT_OFFSET, "DICOMDIR", DANBI_DIR_MISMATCH, "offset: ", 3 },
  { DANBI_FIXTURE_FAULT_LOWER_DISC, "im00003", DANBI_DIR_OK, NULL, 3 },
  { DANBI_FIXTURE_FAULT_DAMAGED, "IM00003", DANBI_DIR_OK, NULL, 2 },
};

static void
test_faults_of_a_dicomdir (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (FAULTS); i++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_autoptr (DanbiFileSet) set = NULL;
      DanbiImage *image;

      g_test_message ("fault %u, %s", i, FAULTS[i].name);
      test_folder_init (&folder);
      test_folder_write_set (&folder, 3, FAULTS[i].fault);
      set = inspect (folder.path);

      g_assert_cmpuint (set->n_referenced, ==, 3);
      g_assert_cmpuint (set->n_read, ==, FAULTS[i].n_read);
      image = test_find_image (set->images, FAULTS[i].name);
      g_assert_cmpint (image->dir_faults, ==, FAULTS[i].expected);
      g_assert_true (FAULTS[i].detail ? g_str_has_prefix (image->dir_detail, FAULTS[i].detail)
                                      : !image->dir_detail);
      g_assert_true ((image->error != NULL) == (FAULTS[i].fault == DANBI_FIXTURE_FAULT_DAMAGED));
    }
}

static void
test_unlawful_names_are_read_all_the_same (void)
{
  const DanbiFixtureFault faults[] = { DANBI_FIXTURE_FAULT_LOWER_IDS,
                                       DANBI_FIXTURE_FAULT_LONG_IDS };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_autoptr (DanbiFileSet) set = NULL;

      test_folder_init (&folder);
      test_folder_write_set (&folder, 3, faults[i]);
      set = inspect (folder.path);
      g_assert_cmpuint (set->n_read, ==, 3);
      for (guint j = 0; j < set->images->len; j++)
        {
          const DanbiImage *image = g_ptr_array_index (set->images, j);

          if (image->kind != DANBI_IMAGE_DICOM)
            continue;
          g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_NAME);
          g_assert_cmpstr (image->dir_detail, ==, image->file_id);
        }
    }
}

/* A folder that was copied out of a disc may have a DICOMDIR of its own; who has a file is asked of
 * both. */
static void
test_discs_within_discs (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  test_folder_init (&folder);
  test_folder_write_set (&folder, 3, DANBI_FIXTURE_FAULT_NONE);
  inner = test_folder_dup_path (&folder, "DICOMDIR");
  g_assert_true (g_file_get_contents (inner, &contents, &length, NULL));
  g_free (test_folder_write (&folder, "DICOM/DICOMDIR", contents, (gssize) length));
  test_folder_replace (&folder, "DICOM/DICOMDIR", "DICOM\\PAT", ".\\.\\.\\PAT");
  set = inspect (folder.path);

  g_assert_cmpuint (set->images->len, ==, 5);
  g_assert_cmpuint (set->n_referenced, ==, 3);
  g_assert_cmpuint (set->n_read, ==, 3);
  g_assert_null (set->dicomdir_root);
}

static void
test_a_file_id_never_leads_out_of_the_folder (void)
{
  g_auto (TestFolder) outer = { 0 };
  TestFolder disc = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autofree char *outside = NULL;
  DanbiImage *image;

  test_folder_init (&outer);
  disc.path = test_folder_dup_path (&outer, "a/disc");
  test_folder_write_set (&disc, 1, DANBI_FIXTURE_FAULT_NONE);
  test_folder_replace (&disc, "DICOMDIR", "DICOM\\PAT", "..\\..\\PAT");
  outside = test_folder_write (&outer, "PAT00001/SER00001/IM00001", "secret", -1);
  set = inspect (disc.path);

  g_assert_cmpuint (set->n_referenced, ==, 1);
  g_assert_cmpuint (set->n_read, ==, 0);
  g_assert_cmpuint (set->images->len, ==, 3);
  image = g_ptr_array_index (set->images, 2);
  g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_MISSING | DANBI_DIR_NAME);
  g_assert_true (g_str_has_prefix (image->path, disc.path));
  g_assert_null (strstr (image->path, "/../"));
  g_free (disc.path);
}

static void
test_a_dropped_dicomdir_brings_what_it_refers_to (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autofree char *dicomdir = NULL;

  test_folder_init (&folder);
  test_folder_write_set (&folder, 2, DANBI_FIXTURE_FAULT_EXTRA);
  g_free (test_folder_write (&folder, "VIEWER.EXE", "MZ", -1));
  dicomdir = test_folder_dup_path (&folder, "DICOMDIR");
  set = inspect (dicomdir);
  g_assert_cmpuint (set->images->len, ==, 3);
  g_assert_cmpuint (set->n_referenced, ==, 2);
  g_assert_cmpuint (set->n_read, ==, 2);
}

static void
test_two_discs_have_no_root (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  TestFolder disc = { 0 };

  test_folder_init (&folder);
  disc.path = test_folder_dup_path (&folder, "one");
  test_folder_write_set (&disc, 2, DANBI_FIXTURE_FAULT_NONE);
  g_free (disc.path);
  disc.path = test_folder_dup_path (&folder, "two");
  test_folder_write_set (&disc, 3, DANBI_FIXTURE_FAULT_NONE);
  g_free (disc.path);
  set = inspect (folder.path);
  g_assert_null (set->dicomdir_root);
  g_assert_cmpuint (set->n_referenced, ==, 5);
  g_assert_cmpuint (set->n_read, ==, 5);
}

static void
test_a_broken_dicomdir_does_not_hide_the_files (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;

  test_folder_init (&folder);
  test_folder_write_set (&folder, 2, DANBI_FIXTURE_FAULT_NONE);
  g_free (test_folder_write (&folder, "DICOMDIR", "no directory", -1));
  set = inspect (folder.path);
  g_assert_nonnull (test_find_image (set->images, "DICOMDIR")->error);
  g_assert_null (set->dicomdir_root);
  g_assert_cmpuint (set->n_referenced, ==, 2);
  g_assert_cmpuint (set->n_read, ==, 2);
}

static void
write_loose_files (const TestFolder *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *jpeg = test_folder_dup_path (folder, "b.jpg");
  g_autofree char *cut = test_folder_dup_path (folder, "c.jpg");

  g_free (test_folder_write_dicom (folder, "a.dcm", DANBI_FIXTURE_MR));
  danbi_fixture_write_jpeg (jpeg, 300, 200, TRUE, 90, 1, &error);
  g_assert_no_error (error);
  danbi_fixture_write_jpeg (cut, 300, 200, FALSE, 90, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (cut, 2000), ==, 0);
  g_free (test_folder_write (folder, "d.dcm", "hello", -1));
  g_free (test_folder_write (folder, "e.JPG", "\x89PNG\r\n", -1));
  g_free (test_folder_write (folder, "f.dcm", "", 0));
  g_free (test_folder_write (folder, "g.txt", "", 0));
  g_free (test_folder_write (folder, "h.txt", "a viewer's notes", -1));
  g_free (test_folder_write (folder, "._a.dcm", "notes of a system", -1));
  g_free (test_folder_write_dicom (folder, "i", DANBI_FIXTURE_SR));
}

static const struct
{
  const char *name;
  DanbiImageKind kind;
  gboolean error;
  guint rows;
  guint columns;
} LOOSE[] = {
  { "._a.dcm", DANBI_IMAGE_OTHER, FALSE, 0, 0 },
  { "a.dcm", DANBI_IMAGE_DICOM, FALSE, 256, 256 },
  { "b.jpg", DANBI_IMAGE_JPEG, FALSE, 200, 300 },
  { "c.jpg", DANBI_IMAGE_JPEG, TRUE, 200, 300 },
  { "d.dcm", DANBI_IMAGE_OTHER, TRUE, 0, 0 },
  { "e.JPG", DANBI_IMAGE_OTHER, TRUE, 0, 0 },
  { "f.dcm", DANBI_IMAGE_OTHER, TRUE, 0, 0 },
  { "g.txt", DANBI_IMAGE_OTHER, TRUE, 0, 0 },
  { "h.txt", DANBI_IMAGE_OTHER, FALSE, 0, 0 },
  { "i", DANBI_IMAGE_DICOM, FALSE, 0, 0 },
};

static void
test_loose_files_in_the_order_of_their_names (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;

  test_folder_init (&folder);
  write_loose_files (&folder);
  set = inspect (folder.path);

  g_assert_cmpuint (set->images->len, ==, G_N_ELEMENTS (LOOSE));
  for (guint i = 0; i < G_N_ELEMENTS (LOOSE); i++)
    {
      const DanbiImage *image = g_ptr_array_index (set->images, i);
      g_autofree char *name = g_path_get_basename (image->path);

      g_assert_cmpstr (name, ==, LOOSE[i].name);
      g_assert_cmpint (image->kind, ==, LOOSE[i].kind);
      g_assert_true ((image->error != NULL) == LOOSE[i].error);
      g_assert_cmpuint (image->rows, ==, LOOSE[i].rows);
      g_assert_cmpuint (image->columns, ==, LOOSE[i].columns);
      g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_OK);
    }
  g_assert_cmpuint (set->n_read, ==, 3);
  g_assert_cmpuint (set->n_referenced, ==, 8);
}

static void
test_links_pipes_and_strange_names (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autofree char *link = NULL;
  g_autofree char *loop = NULL;
  g_autofree char *pipe_path = NULL;

  test_folder_init (&folder);
  g_free (test_folder_write_dicom (&folder, "im%41 \xa4\xa4\n\".dcm", DANBI_FIXTURE_MR));
  link = test_folder_dup_path (&folder, "link");
  loop = test_folder_dup_path (&folder, "loop");
  pipe_path = test_folder_dup_path (&folder, "pipe");
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_assert_cmpint (symlink (".", loop), ==, 0);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  set = inspect (folder.path);
  g_assert_cmpuint (set->images->len, ==, 1);
  g_assert_null (((DanbiImage *) g_ptr_array_index (set->images, 0))->error);
  g_assert_cmpuint (set->n_read, ==, 1);
}

static void
test_the_same_file_twice_counts_once (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autoptr (GError) error = NULL;
  const char *paths[] = { NULL, NULL, NULL };
  g_autofree char *file = NULL;

  test_folder_init (&folder);
  file = test_folder_write_dicom (&folder, "a.dcm", DANBI_FIXTURE_MR);
  paths[0] = folder.path;
  paths[1] = file;
  set = danbi_inspection_run (paths, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->images->len, ==, 1);
}

static void
test_hashes_are_those_of_the_files (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autoptr (GError) error = NULL;
  const char *paths[] = { NULL, NULL };
  const DanbiInspectionOptions options = { .flags = DANBI_INSPECTION_HASH };

  test_folder_init (&folder);
  test_folder_write_set (&folder, 3, DANBI_FIXTURE_FAULT_NONE);
  paths[0] = folder.path;
  set = danbi_inspection_run (paths, &options, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < set->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (set->images, i);
      g_autofree char *expected = danbi_file_sha256 (image->path, NULL, &error);

      g_assert_cmpstr (image->sha256, ==, expected);
    }
}

typedef struct
{
  GPtrArray *told;
  guint64 done;
  guint64 total;
  GCancellable *cancellable;
} Told;

static void
image_told_cb (DanbiImage *image,
               gpointer    user_data)
{
  Told *told = user_data;

  g_ptr_array_add (told->told, g_object_ref (image));
  if (told->cancellable)
    g_cancellable_cancel (told->cancellable);
}

static void
progress_told_cb (guint64  done,
                  guint64  total,
                  gpointer user_data)
{
  Told *told = user_data;

  g_assert_cmpuint (done, >=, told->done);
  told->done = done;
  told->total = total;
}

static void
test_files_are_told_of_in_the_order_of_the_result (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  Told told = { .told = list };
  const DanbiInspectionOptions options = { .on_image = image_told_cb, .image_data = &told,
                                           .on_progress = progress_told_cb,
                                           .progress_data = &told };
  const char *paths[] = { NULL, NULL };

  test_folder_init (&folder);
  test_folder_write_set (&folder, 60, DANBI_FIXTURE_FAULT_MISSING);
  paths[0] = folder.path;
  set = danbi_inspection_run (paths, &options, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 61);
  g_assert_cmpuint (set->images->len, ==, 61);
  for (guint i = 0; i < list->len; i++)
    g_assert_true (g_ptr_array_index (list, i) == g_ptr_array_index (set->images, i));
  g_assert_cmpuint (told.done, ==, 60);
  g_assert_cmpuint (told.total, ==, 60);
}

static void
test_cancelling_stops_it (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  Told told = { .told = list, .cancellable = cancellable };
  const DanbiInspectionOptions options = { .on_image = image_told_cb, .image_data = &told };
  const char *paths[] = { NULL, NULL };

  test_folder_init (&folder);
  test_folder_write_set (&folder, 60, DANBI_FIXTURE_FAULT_NONE);
  paths[0] = folder.path;
  set = danbi_inspection_run (paths, &options, cancellable, &error);
  g_assert_null (set);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (list->len, ==, 1);
}

/* DCMTK goes down nested sequences by recursion until its stack ends. */
static void
test_a_file_that_crashes_dcmtk (void)
{
  static const guint8 level[] = { 0x08, 0, 0x40, 0x11, 'S', 'Q', 0, 0, 0xff, 0xff, 0xff, 0xff,
                                  0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff };
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (DanbiFileSet) set = NULL;
  DanbiDicomWriter writer = { .bytes = bytes };

  test_folder_init (&folder);
  danbi_dicom_put_file_meta (&writer, TRUE, TEST_SOP_CLASS, "1.2.3", TEST_EXPLICIT_LE);
  for (guint i = 0; i < 50000; i++)
    g_byte_array_append (bytes, level, sizeof level);
  g_free (test_folder_write (&folder, "b.dcm", bytes->data, bytes->len));
  g_free (test_folder_write_dicom (&folder, "a.dcm", DANBI_FIXTURE_MR));
  g_free (test_folder_write_dicom (&folder, "c.dcm", DANBI_FIXTURE_MR));
  set = inspect (folder.path);
  g_assert_cmpuint (set->n_referenced, ==, 3);
  g_assert_cmpuint (set->n_read, ==, 2);
  g_assert_nonnull (test_find_image (set->images, "b.dcm")->error);
}

static void
test_a_path_that_does_not_exist (void)
{
  const char *paths[] = { "/nonexistent/disc", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_inspection_run (paths, NULL, NULL, &error));
  g_assert_error (error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED);
}

static void
test_an_empty_folder (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (DanbiFileSet) set = NULL;

  test_folder_init (&folder);
  set = inspect (folder.path);
  g_assert_cmpuint (set->images->len, ==, 0);
  g_assert_cmpuint (set->n_referenced, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/inspection/" name, function)
  ADD ("a_disc_reads_as_many_as_it_refers_to", test_a_disc);
  ADD ("each_fault_of_a_dicomdir_stands_at_its_file", test_faults_of_a_dicomdir);
  ADD ("unlawful_names_are_read_all_the_same", test_unlawful_names_are_read_all_the_same);
  ADD ("a_file_id_never_leads_out_of_the_folder", test_a_file_id_never_leads_out_of_the_folder);
  ADD ("a_file_is_asked_of_all_dicomdirs_above_it", test_discs_within_discs);
  ADD ("a_dropped_dicomdir_brings_what_it_refers_to",
       test_a_dropped_dicomdir_brings_what_it_refers_to);
  ADD ("two_discs_have_no_root", test_two_discs_have_no_root);
  ADD ("a_broken_dicomdir_does_not_hide_the_files",
       test_a_broken_dicomdir_does_not_hide_the_files);
  ADD ("loose_files_in_the_order_of_their_names", test_loose_files_in_the_order_of_their_names);
  ADD ("links_and_pipes_are_no_files_of_a_disc", test_links_pipes_and_strange_names);
  ADD ("the_same_file_twice_counts_once", test_the_same_file_twice_counts_once);
  ADD ("hashes_are_those_of_the_files", test_hashes_are_those_of_the_files);
  ADD ("files_are_told_of_in_the_order_of_the_result",
       test_files_are_told_of_in_the_order_of_the_result);
  ADD ("cancelling_stops_it", test_cancelling_stops_it);
  ADD ("a_file_that_crashes_dcmtk_costs_itself_only", test_a_file_that_crashes_dcmtk);
  ADD ("a_path_that_does_not_exist_is_an_error", test_a_path_that_does_not_exist);
  ADD ("an_empty_folder_has_no_images", test_an_empty_folder);
  return g_test_run ();
}
