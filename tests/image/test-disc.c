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
  const char *other;
  const char *detail;
} DIFFERENCES[] = {
  { G_STRUCT_OFFSET (DanbiImage, patient_id), "Q", "PatientID (DICOMDIR: P, IM1: Q)" },
  { G_STRUCT_OFFSET (DanbiImage, patient_id), NULL, "PatientID (DICOMDIR: P, IM1: —)" },
  { G_STRUCT_OFFSET (DanbiImage, study_uid), "9", "StudyInstanceUID (DICOMDIR: 1, IM1: 9)" },
  { G_STRUCT_OFFSET (DanbiImage, series_uid), "9", "SeriesInstanceUID (DICOMDIR: 2, IM1: 9)" },
  { G_STRUCT_OFFSET (DanbiImage, sop_instance_uid), "9", "SOPInstanceUID (DICOMDIR: 3, IM1: 9)" },
  { G_STRUCT_OFFSET (DanbiImage, transfer_syntax), "9",
    "TransferSyntaxUID (DICOMDIR: 4, IM1: 9)" },
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

      g_free (*member);
      *member = g_strdup (DIFFERENCES[i].other);
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
  g_assert_cmpstr (((DanbiImage *) g_ptr_array_index (missing, 0))->path, ==, "/cd/D/IM1");
}

static const struct
{
  const char *file_id;
  gboolean has_slash;
  const char *name; /* on the disc */
  gboolean lawful;
} ODD_IDS[] = {
  { "D/IM1", FALSE, "D/IM1", TRUE },
  { "D/IM1", TRUE, "D/IM1", FALSE }, /* one level with a slash in it */
  { "/D/IM1", FALSE, "D/IM1", FALSE },
  { "./D/./IM1", FALSE, "D/IM1", FALSE },
  { "D//IM1/", FALSE, "D/IM1", FALSE },
  { "d/im1.dcm", FALSE, "D/IM1.DCM", FALSE },
  { "PATIENT00001/IMAGE00001", FALSE, "patient00001/image00001", FALSE },
  { "影像/片1", FALSE, "影像/片1", FALSE },
  { "影像/片1", FALSE, "\xbc\x76\xb9\xb3/\xa4\xf9\x31", FALSE },
  { "A/B/C/D/E/F/G/H/I", FALSE, "A/B/C/D/E/F/G/H/I", FALSE },
};

static void
test_odd_ids_lead_to_their_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ODD_IDS); i++)
    {
      g_autoptr (DanbiDirectory) directory = danbi_directory_new ();
      g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);
      g_autofree char *path = g_build_filename ("/cd", ODD_IDS[i].name, NULL);
      g_autoptr (DanbiImage) image = make_image (path);

      g_test_message ("%s", ODD_IDS[i].file_id);
      danbi_directory_add (directory, ODD_IDS[i].file_id)->has_slash = ODD_IDS[i].has_slash;
      danbi_disc_add_file (disc, path);
      danbi_disc_resolve (disc);
      g_assert_true (danbi_disc_refers_to (disc, path));
      danbi_disc_audit (disc, image);
      g_assert_cmpint (image->dir_faults, ==, ODD_IDS[i].lawful ? DANBI_DIR_OK : DANBI_DIR_NAME);
      g_assert_cmpstr (image->file_id, ==, ODD_IDS[i].file_id);
    }
}

static void
test_no_id_leads_out_of_the_folder (void)
{
  static const char *const ids[] = { "../IM1", "D/../../IM1", "D/../IM1", "/etc/IM1", ".." };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (DanbiDirectory) directory = danbi_directory_new ();
      g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);
      g_autoptr (GPtrArray) missing = NULL;
      g_autofree char *plain = NULL;
      const DanbiImage *image;

      g_test_message ("%s", ids[i]);
      danbi_directory_add (directory, ids[i]);
      danbi_disc_add_file (disc, "/cd/IM1");
      danbi_disc_resolve (disc);
      missing = danbi_disc_dup_missing (disc);
      g_assert_cmpuint (missing->len, ==, 1);
      image = g_ptr_array_index (missing, 0);
      g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_MISSING | DANBI_DIR_NAME);
      plain = g_canonicalize_filename (image->path, "/");
      g_assert_true (g_str_has_prefix (plain, "/cd/"));
    }
}

static DanbiImage *
audit_directory (DanbiDirectory *directory,
                 const char     *syntax)
{
  g_autoptr (DanbiDisc) disc = danbi_disc_new ("/cd", directory);
  DanbiImage *image = danbi_image_new ("/cd/DICOMDIR");

  image->kind = DANBI_IMAGE_DICOMDIR;
  image->transfer_syntax = g_strdup (syntax);
  danbi_disc_add_file (disc, "/cd/D/IM1");
  danbi_disc_resolve (disc);
  danbi_disc_audit_directory (disc, image);
  return image;
}

static void
test_what_is_wrong_with_the_dicomdir_itself (void)
{
  for (guint i = 0; i < 5; i++)
    {
      static const char *const expected[] = {
        NULL, "TransferSyntaxUID: 1.2.840.10008.1.2", "offset", "offset: D/IM1, D/IM2, D/IM3, …",
        "2×: D/IM1",
      };
      g_autoptr (DanbiDirectory) directory = make_directory ();
      g_autoptr (DanbiImage) image = NULL;

      if (i >= 2 && i <= 3)
        directory->n_reachable--;
      for (guint j = 1; i == 3 && j <= 4; j++)
        {
          g_autofree char *file_id = g_strdup_printf ("D/IM%u", j);

          if (j == 1)
            ((DanbiDirectoryRecord *) g_ptr_array_index (directory->records, 0))->unreached = TRUE;
          else
            danbi_directory_add (directory, file_id)->unreached = TRUE;
        }
      if (i == 4)
        danbi_directory_add (directory, "d/im1");
      image = audit_directory (directory, i == 1 ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1");
      g_assert_cmpstr (image->dir_detail, ==, expected[i]);
      g_assert_cmpint (image->dir_faults, ==, i == 0 ? DANBI_DIR_OK : DANBI_DIR_MISMATCH);
    }
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
  ADD ("odd_file_ids_lead_to_their_files", test_odd_ids_lead_to_their_files);
  ADD ("no_file_id_leads_out_of_the_folder", test_no_id_leads_out_of_the_folder);
  ADD ("what_is_wrong_with_the_dicomdir_itself_is_named",
       test_what_is_wrong_with_the_dicomdir_itself);
  return g_test_run ();
}
