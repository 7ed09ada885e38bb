/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixtures are what they claim: the same every time, valid to others, faulty where asked. */
#include <string.h>

#include "danbi-file.h"
#include "danbi-fixture.h"

static char *dir;

/* Foreign programs must take the file; skips where they are not installed. */
static void
run_quietly (const char *program,
             const char *path)
{
  g_autofree char *found = g_find_program_in_path (program);
  const char *argv[] = { found, path, NULL };
  int status;

  if (!found)
    {
      g_test_message ("%s is not installed", program);
      return;
    }
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL,
                               G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static char *
write_and_hash (const DanbiFixtureDicom *dicom)
{
  g_autofree char *path = g_build_filename (dir, "one", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_fixture_write_dicom (path, dicom, &error));
  g_assert_no_error (error);
  return danbi_file_sha256 (path, NULL, NULL);
}

static void
test_every_kind_is_the_same_each_time (void)
{
  for (guint kind = 0; kind < DANBI_FIXTURE_N_KINDS; kind++)
    for (guint implicit_vr = 0; implicit_vr < 2; implicit_vr++)
      {
        g_autofree char *path = g_build_filename (dir, "one", NULL);
        g_autofree char *first = NULL;
        g_autofree char *second = NULL;
        g_autofree char *other = NULL;
        DanbiFixtureDicom dicom;

        danbi_fixture_dicom_init (&dicom, (DanbiFixtureKind) kind);
        dicom.implicit_vr = (gboolean) implicit_vr;
        dicom.rows /= 8;
        dicom.columns /= 8;
        first = write_and_hash (&dicom);
        second = write_and_hash (&dicom);
        dicom.seed++;
        other = write_and_hash (&dicom);
        run_quietly ("dcmdump", path);
        g_assert_cmpstr (first, ==, second);
        g_assert_cmpstr (first, !=, other);
      }
}

static gboolean
stands (const char *root,
        const char *name)
{
  g_autofree char *path = g_build_filename (root, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static void
test_disc_holds_what_its_directory_names (void)
{
  g_autofree char *root = g_build_filename (dir, "disc", NULL);
  g_autofree char *dicomdir = g_build_filename (root, "DICOMDIR", NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  DanbiFixtureSet set;

  danbi_fixture_set_init (&set, DANBI_FIXTURE_LOCALIZER);
  set.n_patients = 2;
  set.n_series = 2;
  set.with_report = TRUE;
  g_assert_true (danbi_fixture_write_set (root, &set, ids, NULL));
  g_assert_cmpuint (ids->len, ==, 2 * (2 * 3 + 1));
  for (guint i = 0; i < ids->len; i++)
    g_assert_true (stands (root, g_ptr_array_index (ids, i)));
  run_quietly ("dcmdump", dicomdir);
}

/* What each fault does to the files; what it does to the records the inspector's tests see. */
static void
test_faults_are_planted (void)
{
  static const struct
  {
    const char *name;
    const char *present;
    const char *absent;
  } cases[] = {
    { "missing", "DICOM/PAT00001/SER00001/IM00001", "DICOM/PAT00001/SER00001/IM00002" },
    { "extra", "EXTRA/IM99999", "EXTRA/IM00001" },
    { "lower-ids", "dicom/pat00001/ser00001/im00002", "DICOM/PAT00001/SER00001/IM00002" },
    { "lower-disc", "dicom/pat00001/ser00001/im00002", "DICOM/PAT00001/SER00001/IM00002" },
    { "long-ids", "DICOM/PATIENT00001/SER00001/IM00002.DCM", "DICOM/PAT00001/SER00001/IM00002" },
    { "sop-uid", "DICOM/PAT00001/SER00001/IM00002", "EXTRA/IM99999" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *root = g_build_filename (dir, cases[i].name, NULL);
      DanbiFixtureSet set;

      danbi_fixture_set_init (&set, DANBI_FIXTURE_LOCALIZER);
      set.n_images = 2;
      g_assert_true (danbi_fixture_fault_from_name (cases[i].name, &set.faults));
      g_assert_true (danbi_fixture_write_set (root, &set, NULL, NULL));
      g_assert_true (stands (root, "DICOMDIR"));
      g_assert_true (stands (root, cases[i].present));
      g_assert_false (stands (root, cases[i].absent));
    }
}

static void
test_jpeg_has_head_and_tail (void)
{
  g_autofree char *path = g_build_filename (dir, "a.jpg", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (danbi_fixture_write_jpeg (path, 1400, 1500, TRUE, 85, 3, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpmem (bytes, 3, "\xff\xd8\xff", 3);
  g_assert_cmpmem (bytes + length - 2, 2, "\xff\xd9", 2);
}

int
main (int    argc,
      char **argv)
{
  int failed;

  g_test_init (&argc, &argv, NULL);
  dir = g_dir_make_tmp ("danbi-fixture-XXXXXX", NULL);
  g_test_add_func ("/danbi/support/fixture/every_kind_is_the_same_each_time",
                   test_every_kind_is_the_same_each_time);
  g_test_add_func ("/danbi/support/fixture/disc_holds_what_its_directory_names",
                   test_disc_holds_what_its_directory_names);
  g_test_add_func ("/danbi/support/fixture/faults_are_planted", test_faults_are_planted);
  g_test_add_func ("/danbi/support/fixture/jpeg_has_head_and_tail", test_jpeg_has_head_and_tail);
  failed = g_test_run ();
  g_assert_true (danbi_dir_remove (dir, NULL));
  g_free (dir);
  return failed;
}
