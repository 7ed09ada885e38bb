/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A DICOMDIR held against files, without any file. */
#include "config.h"

#include "danbi-disc.h"

static DanbiDirectory *
make_directory (void)
{
  DanbiDirectory *directory = danbi_directory_new ();
  DanbiDirectoryRecord *record = danbi_directory_add (directory, "D/IM1");

  record->patient_id = g_strdup ("P");
  record->study_uid = g_strdup ("1");
  record->series_uid = g_strdup ("2");
  record->sop_uid = g_strdup ("3");
  record->transfer_syntax = g_strdup ("4");
  directory->n_records = directory->n_reachable = 4;
  return directory;
}

static DanbiImage *
make_image (const char *path)
{
  DanbiImage *image = danbi_image_new (path);

  image->kind = DANBI_IMAGE_DICOM;
  image->patient_id = g_strdup ("P");
  image->study_uid = g_strdup ("1");
  image->series_uid = g_strdup ("2");
  image->sop_instance_uid = g_strdup ("3");
  image->transfer_syntax = g_strdup ("4");
  return image;
}

static void
test_names_as_discs_show_them (void)
{
  static const char *const names[] = { "D/IM1", "d/im1", "D/IM1;1", "d/im1.;1", "D/Im1." };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DanbiDirectory) directory = make_directory ();
      g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);
      g_autofree char *path = g_build_filename ("/cd", names[i], NULL);
      g_autoptr (GPtrArray) missing = NULL;

      danbi_disc_add_file (disc, path);
      danbi_disc_resolve (disc);
      missing = danbi_disc_dup_missing (disc);
      g_assert_true (danbi_disc_refers_to (disc, path));
      g_assert_cmpuint (missing->len, ==, 0);
      g_assert_cmpuint (danbi_disc_get_n_references (disc), ==, 1);
    }
}

static void
test_the_exact_name_goes_first (void)
{
  g_autoptr (DanbiDirectory) directory = make_directory ();
  g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);

  danbi_disc_add_file (disc, "/cd/D/im1");
  danbi_disc_add_file (disc, "/cd/D/IM1");
  danbi_disc_resolve (disc);
  g_assert_true (danbi_disc_refers_to (disc, "/cd/D/IM1"));
  g_assert_false (danbi_disc_refers_to (disc, "/cd/D/im1"));
}

static const struct
{
  goffset offset;
  const char *detail;
} DIFFERENCES[] = {
  { G_STRUCT_OFFSET (DanbiImage, patient_id), "PatientID" },
  { G_STRUCT_OFFSET (DanbiImage, study_uid), "StudyInstanceUID" },
  { G_STRUCT_OFFSET (DanbiImage, series_uid), "SeriesInstanceUID" },
  { G_STRUCT_OFFSET (DanbiImage, sop_instance_uid), "SOPInstanceUID" },
  { G_STRUCT_OFFSET (DanbiImage, transfer_syntax), "TransferSyntaxUID" },
};

static void
test_each_difference_has_its_name (void)
{
  g_autoptr (DanbiDirectory) directory = make_directory ();
  g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);
  g_autoptr (DanbiImage) same = make_image ("/cd/D/IM1");

  danbi_disc_add_file (disc, "/cd/D/IM1");
  danbi_disc_resolve (disc);
  danbi_disc_audit (disc, same);
  g_assert_cmpint (same->dir_faults, ==, DANBI_DIR_OK);
  g_assert_cmpstr (same->file_id, ==, "D/IM1");
  for (guint i = 0; i < G_N_ELEMENTS (DIFFERENCES); i++)
    {
      g_autoptr (DanbiImage) image = make_image ("/cd/D/IM1");
      char **member = &G_STRUCT_MEMBER (char *, image, DIFFERENCES[i].offset);

      g_clear_pointer (member, g_free);
      danbi_disc_audit (disc, image);
      g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_MISMATCH);
      g_assert_cmpstr (image->dir_detail, ==, DIFFERENCES[i].detail);
    }
}

static void
test_what_the_record_leaves_out_is_not_compared (void)
{
  g_autoptr (DanbiDirectory) directory = danbi_directory_new ();
  g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);
  g_autoptr (DanbiImage) image = make_image ("/cd/IM1");

  danbi_directory_add (directory, "IM1");
  danbi_disc_add_file (disc, "/cd/IM1");
  danbi_disc_resolve (disc);
  danbi_disc_audit (disc, image);
  g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_OK);
}

static void
test_only_dicom_files_are_extra (void)
{
  g_autoptr (DanbiDirectory) directory = make_directory ();
  g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);
  g_autoptr (DanbiImage) image = make_image ("/cd/X");

  danbi_disc_resolve (disc);
  danbi_disc_audit (disc, image);
  g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_EXTRA);
  image->dir_faults = DANBI_DIR_OK;
  image->kind = DANBI_IMAGE_JPEG;
  danbi_disc_audit (disc, image);
  g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_OK);
}

static void
test_a_missing_file_is_told_of_once (void)
{
  g_autoptr (DanbiDirectory) directory = make_directory ();
  g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);
  g_autoptr (GPtrArray) missing = NULL;

  danbi_directory_add (directory, "D/IM1");
  danbi_disc_resolve (disc);
  missing = danbi_disc_dup_missing (disc);
  g_assert_cmpuint (missing->len, ==, 1);
  g_assert_cmpuint (danbi_disc_get_n_references (disc), ==, 1);
  g_assert_cmpstr (((DanbiImage *) g_ptr_array_index (missing, 0))->path, ==, "/cd/D/IM1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/disc/" name, function)
  ADD ("names_are_found_as_discs_show_them", test_names_as_discs_show_them);
  ADD ("the_exact_name_goes_first", test_the_exact_name_goes_first);
  ADD ("each_difference_has_its_name", test_each_difference_has_its_name);
  ADD ("what_the_record_leaves_out_is_not_compared",
       test_what_the_record_leaves_out_is_not_compared);
  ADD ("only_dicom_files_are_extra", test_only_dicom_files_are_extra);
  ADD ("a_missing_file_is_told_of_once", test_a_missing_file_is_told_of_once);
  return g_test_run ();
}
