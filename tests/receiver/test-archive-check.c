/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the receiver's reading of archives. */
#include "config.h"

#include <libgcab.h>
#include <string.h>
#include <unistd.h>

#include "danbi-archive-check.h"
#include "danbi-file.h"
#include "danbi-receiver.h"
#include "danbi-test-batch.h"

typedef struct
{
  char *dir;
  char *path;
  char *jpg;
  char *dicom;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  DanbiFixtureDicom dicom;

  fixture->dir = g_dir_make_tmp ("danbi-archive-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "a.7z", NULL);
  fixture->jpg = g_build_filename (fixture->dir, "a.jpg", NULL);
  g_assert_true (danbi_fixture_write_jpeg (fixture->jpg, 32, 32, FALSE, 80, 1, NULL));
  fixture->dicom = g_build_filename (fixture->dir, "film", NULL);
  danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_PANORAMIC);
  dicom.rows = dicom.columns = 32;
  g_assert_true (danbi_fixture_write_dicom (fixture->dicom, &dicom, NULL));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  danbi_dir_remove (fixture->dir, NULL);
  g_free (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->jpg);
  g_free (fixture->dicom);
}

static void
assert_right (Fixture         *fixture,
              DanbiArchiveKind kind)
{
  g_autoptr (GError) error = NULL;

  danbi_archive_check (fixture->path, kind, FALSE, &error);
  g_assert_no_error (error);
}

static void
assert_wrong (Fixture         *fixture,
              DanbiArchiveKind kind,
              const char      *why)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (danbi_archive_check (fixture->path, kind, FALSE, &error));
  g_assert_error (error, DANBI_RECEIVER_ERROR, DANBI_RECEIVER_ERROR_FAILED);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, why));
}

static void
test_dicom (Fixture      *fixture,
            gconstpointer data)
{
  danbi_test_archive_write_dicom (fixture->path, DANBI_FIXTURE_FAULT_NONE);
  assert_right (fixture, DANBI_ARCHIVE_DICOM);
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, ".JPG");
  danbi_test_archive_write_dicom (fixture->path, DANBI_FIXTURE_FAULT_MISSING);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "more or fewer");
  danbi_test_archive_write_dicom (fixture->path, DANBI_FIXTURE_FAULT_EXTRA);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "more or fewer");
  danbi_test_archive_write_dicom (fixture->path,
                                  DANBI_FIXTURE_FAULT_EXTRA | DANBI_FIXTURE_FAULT_MISSING);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "not there");
  danbi_test_archive_write_dicom (fixture->path, DANBI_FIXTURE_FAULT_LOWER_IDS);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "no File ID");
  danbi_test_archive_write_dicom (fixture->path, DANBI_FIXTURE_FAULT_LONG_IDS);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "no File ID");
}

/* Whatever the DICOMDIR says of a file and the file does not. */
static void
test_records (Fixture      *fixture,
              gconstpointer data)
{
  const struct
  {
    DanbiFixtureFault fault;
    const char *why;
  } cases[] = {
    { DANBI_FIXTURE_FAULT_SOP_UID, "another instance" },
    { DANBI_FIXTURE_FAULT_SERIES_UID, "another series" },
    { DANBI_FIXTURE_FAULT_STUDY_UID, "another study" },
    { DANBI_FIXTURE_FAULT_PATIENT_ID, "another patient" },
    { DANBI_FIXTURE_FAULT_TRANSFER_SYNTAX, "another transfer syntax" },
    { DANBI_FIXTURE_FAULT_DAMAGED, "cut off" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      danbi_test_archive_write_dicom (fixture->path, cases[i].fault);
      assert_wrong (fixture, DANBI_ARCHIVE_DICOM, cases[i].why);
    }
  /* Where no offset leads to a record, nobody knows whose it is; but what it is, is known. */
  danbi_test_archive_write_dicom (fixture->path, DANBI_FIXTURE_FAULT_OFFSET);
  assert_right (fixture, DANBI_ARCHIVE_DICOM);
  danbi_test_archive_write_dicom (fixture->path,
                                  DANBI_FIXTURE_FAULT_OFFSET | DANBI_FIXTURE_FAULT_SOP_UID);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "another instance");
}

static void
test_sets (Fixture      *fixture,
           gconstpointer data)
{
  const struct
  {
    DanbiFixtureKind kind;
    guint n_patients;
    const char *patient_id;
    gboolean with_report;
    gboolean implicit_vr;
    gboolean jpeg;
    gboolean no_preamble;
    gsize truncate_bytes;
    const char *why;
  } cases[] = {
    { DANBI_FIXTURE_CT, 1, "A123456789" },
    { DANBI_FIXTURE_MR, 1, "A123456789", .with_report = TRUE },
    { DANBI_FIXTURE_MR, 1, "A123456789", .implicit_vr = TRUE },
    { DANBI_FIXTURE_CAPTURE, 1, "A123456789", .jpeg = TRUE },
    { DANBI_FIXTURE_CAPTURE, 1, "A123456789", .no_preamble = TRUE },
    { DANBI_FIXTURE_ULTRASOUND, 1, "" },
    { DANBI_FIXTURE_ULTRASOUND, 1, NULL },
    { DANBI_FIXTURE_MR, 2, "A123456789", .why = "two patients" },
    { DANBI_FIXTURE_MR, 1, "A123456789", .truncate_bytes = 1, .why = "cut off" },
    { DANBI_FIXTURE_MR, 1, "A123456789", .implicit_vr = TRUE, .truncate_bytes = 1,
      .why = "cut off" },
    { DANBI_FIXTURE_CAPTURE, 1, "A123456789", .jpeg = TRUE, .truncate_bytes = 8,
      .why = "cut off" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiFixtureSet set;

      g_test_message ("set %u", i);
      danbi_fixture_set_init (&set, cases[i].kind);
      set.base.rows = set.base.columns = 32;
      set.base.patient_id = cases[i].patient_id;
      set.base.implicit_vr = cases[i].implicit_vr;
      set.base.jpeg = cases[i].jpeg;
      set.base.no_preamble = cases[i].no_preamble;
      set.base.truncate_bytes = cases[i].truncate_bytes;
      set.n_patients = cases[i].n_patients;
      set.with_report = cases[i].with_report;
      danbi_test_archive_write_set (fixture->path, &set);
      if (cases[i].why)
        assert_wrong (fixture, DANBI_ARCHIVE_DICOM, cases[i].why);
      else
        assert_right (fixture, DANBI_ARCHIVE_DICOM);
    }
}

static void
test_jpg (Fixture      *fixture,
          gconstpointer data)
{
  danbi_test_archive_write_jpg (fixture->path, 1);
  assert_right (fixture, DANBI_ARCHIVE_JPG);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "no File ID");
  danbi_test_archive_write_jpg (fixture->path, 25);
  assert_right (fixture, DANBI_ARCHIVE_JPG);
  danbi_test_archive_write_jpg (fixture->path, 0);
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, "");
}

static void
test_jpg_names (Fixture      *fixture,
                gconstpointer data)
{
  const struct
  {
    const char *name;
    gboolean lawful;
  } cases[] = {
    { "A.JPG", TRUE },     { "IMG_0001.JPG", TRUE }, { "_.JPG", TRUE },  { "a.JPG", FALSE },
    { "A.jpg", FALSE },    { "A.JPEG", FALSE },      { ".JPG", FALSE },  { "A-1.JPG", FALSE },
    { "A/B.JPG", FALSE },  { "../A.JPG", FALSE },    { "A.B.JPG", FALSE }, { "A .JPG", FALSE },
    { "\xe5\x85\xa8.JPG", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct archive *archive = danbi_test_archive_begin (fixture->path);

      g_test_message ("%s", cases[i].name);
      danbi_test_archive_add_file (archive, cases[i].name, fixture->jpg);
      danbi_test_archive_end (archive);
      if (cases[i].lawful)
        assert_right (fixture, DANBI_ARCHIVE_JPG);
      else
        assert_wrong (fixture, DANBI_ARCHIVE_JPG, "");
    }
}

static void
test_contents (Fixture      *fixture,
               gconstpointer data)
{
  struct archive *archive = danbi_test_archive_begin (fixture->path);

  danbi_test_archive_add_file (archive, "A.JPG", fixture->jpg);
  danbi_test_archive_add (archive, "B.JPG", "no jpeg", 7);
  danbi_test_archive_end (archive);
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, "no whole JPEG");

  archive = danbi_test_archive_begin (fixture->path);
  danbi_test_archive_add_file (archive, "A.JPG", fixture->jpg);
  danbi_test_archive_add_file (archive, "A.JPG", fixture->jpg);
  danbi_test_archive_end (archive);
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, "one name");

  archive = danbi_test_archive_begin (fixture->path);
  danbi_test_archive_add_file (archive, "A.JPG", fixture->jpg);
  danbi_test_archive_add_link (archive, "B.JPG");
  danbi_test_archive_end (archive);
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, "no file");

  archive = danbi_test_archive_begin (fixture->path);
  danbi_test_archive_add_file (archive, "IM000001", fixture->dicom);
  danbi_test_archive_end (archive);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "no DICOMDIR");

  archive = danbi_test_archive_begin (fixture->path);
  danbi_test_archive_add_file (archive, "DICOM/DICOMDIR", fixture->dicom);
  danbi_test_archive_end (archive);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "no DICOMDIR");

  archive = danbi_test_archive_begin (fixture->path);
  danbi_test_archive_add (archive, "DICOMDIR", "x", 1);
  danbi_test_archive_add_file (archive, "IM000001", fixture->dicom);
  danbi_test_archive_end (archive);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "DICOMDIR could not be read");

  archive = danbi_test_archive_begin (fixture->path);
  danbi_test_archive_add (archive, "DICOMDIR", "x", 1);
  danbi_test_archive_add (archive, "IM000001", "", 0);
  danbi_test_archive_end (archive);
  assert_wrong (fixture, DANBI_ARCHIVE_DICOM, "does not begin as one");
}

static void
test_no_archive (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (fixture->path, "hello", 5, NULL));
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, "neither 7z nor CAB");
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, "");

  danbi_test_archive_write_jpg (fixture->path, 3);
  g_assert_false (danbi_archive_check (fixture->path, DANBI_ARCHIVE_JPG, TRUE, NULL));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (gsize cut = 1; cut < length; cut += 37)
    {
      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) cut, NULL));
      g_assert_false (danbi_archive_check (fixture->path, DANBI_ARCHIVE_JPG, FALSE, NULL));
    }
}

static void
test_size (Fixture      *fixture,
           gconstpointer data)
{
  danbi_test_archive_write_jpg (fixture->path, 1);
  g_assert_cmpint (truncate (fixture->path, 4500000001), ==, 0);
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, "larger than");
}

static void
write_cab (const char *path,
           const char *name,
           const char *content)
{
  g_autoptr (GCabCabinet) cabinet = gcab_cabinet_new ();
  g_autoptr (GCabFolder) folder = gcab_folder_new (GCAB_COMPRESSION_MSZIP);
  g_autoptr (GFile) source = g_file_new_for_path (content);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (GCabFile) file = gcab_file_new_with_file (name, source);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  stream = g_file_replace (target, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (gcab_folder_add_file (folder, file, FALSE, NULL, NULL));
  g_assert_true (gcab_cabinet_add_folder (cabinet, folder, NULL));
  gcab_cabinet_write_simple (cabinet, G_OUTPUT_STREAM (stream), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_cab (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_cab (fixture->path, "A.JPG", fixture->jpg);
  danbi_archive_check (fixture->path, DANBI_ARCHIVE_JPG, TRUE, &error);
  g_assert_no_error (error);
  assert_wrong (fixture, DANBI_ARCHIVE_JPG, "another kind");
  write_cab (fixture->path, "a.jpg", fixture->jpg);
  g_assert_false (danbi_archive_check (fixture->path, DANBI_ARCHIVE_JPG, TRUE, NULL));
}

static void
test_names (void)
{
  const struct
  {
    const char *name;
    gboolean lawful;
    DanbiArchiveKind kind;
    gboolean cab;
  } cases[] = {
    { "DCF3501200007_0A1B2C3D4E5F.7z", TRUE, DANBI_ARCHIVE_DICOM, FALSE },
    { "ATT3501200007_000000000000.7z", TRUE, DANBI_ARCHIVE_JPG, FALSE },
    { "ATT3501200007_ZZZZZZZZZZZZ.CAB", TRUE, DANBI_ARCHIVE_JPG, TRUE },
    { "DCF3501200007_0A1B2C3D4E5F.cab", FALSE },
    { "DCF3501200007_0A1B2C3D4E5F.7Z", FALSE },
    { "DCF3501200007_0A1B2C3D4E5F.zip", FALSE },
    { "DCF3501200007_0A1B2C3D4E5F.7z.7z", FALSE },
    { "DCF3501200007_0a1B2C3D4E5F.7z", FALSE },
    { "DCF3501200007_0A1B2C3D4E5.7z", FALSE },
    { "DCF3501200007_0A1B2C3D4E5F0.7z", FALSE },
    { "DCF3501200008_0A1B2C3D4E5F.7z", FALSE },
    { "DCF3501200007-0A1B2C3D4E5F.7z", FALSE },
    { "XYZ3501200007_0A1B2C3D4E5F.7z", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiArchiveKind kind = DANBI_ARCHIVE_DICOM;
      gboolean cab = FALSE;
      char number[13] = "";

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (
          danbi_archive_name_parse (cases[i].name, "3501200007", &kind, &cab, number), ==,
          cases[i].lawful);
      if (!cases[i].lawful)
        continue;
      g_assert_cmpint (kind, ==, cases[i].kind);
      g_assert_cmpint (cab, ==, cases[i].cab);
      g_assert_cmpmem (number, strlen (number), cases[i].name + 14, 12);
    }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/danbi/receiver/archive-check/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a_dicomdir_names_all_files_and_no_others", test_dicom);
  ADD ("a_dicomdir_says_what_its_files_are", test_records);
  ADD ("whole_dicom_files_of_one_patient_are_right", test_sets);
  ADD ("jpgs_are_taken_as_they_are", test_jpg);
  ADD ("jpg_names_are_lawful_or_not", test_jpg_names);
  ADD ("contents_are_held_against_the_kind", test_contents);
  ADD ("what_is_cut_is_no_archive", test_no_archive);
  ADD ("an_archive_has_a_greatest_size", test_size);
  ADD ("a_cab_is_read_too", test_cab);
  g_test_add_func ("/danbi/receiver/archive-check/names_have_one_shape", test_names);
  return g_test_run ();
}
