/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the three checks: right rows pass, each wrong one falls alone and says why. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-batch-check.h"
#include "danbi-field.h"
#include "danbi-file.h"
#include "danbi-test-batch.h"
#include "danbi-test-rulebook.h"
#include "danbi-wire.h"

#define JPG "ATT3501200007_00000000000A.7z"
#define JPG_2 "ATT3501200007_00000000000C.7z"
#define DICOM "DCF3501200007_00000000000B.7z"

typedef struct
{
  char *dir;
  char *csv;
  char *jpg;
  char *dicom;
  char *bad_jpg;
  DanbiRulebook *rulebook;
  GString *rows;
  DanbiBatchCheck *check;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  struct archive *bad;

  fixture->dir = g_dir_make_tmp ("danbi-check-XXXXXX", NULL);
  fixture->csv = g_build_filename (fixture->dir, "csv", NULL);
  fixture->jpg = g_build_filename (fixture->dir, "jpg", NULL);
  fixture->dicom = g_build_filename (fixture->dir, "dicom", NULL);
  fixture->bad_jpg = g_build_filename (fixture->dir, "bad", NULL);
  fixture->rulebook = danbi_test_rulebook_load ();
  fixture->rows = g_string_new (NULL);
  danbi_test_archive_write_jpg (fixture->jpg, 2);
  danbi_test_archive_write_dicom (fixture->dicom, DANBI_FIXTURE_FAULT_NONE);
  bad = danbi_test_archive_begin (fixture->bad_jpg);
  danbi_test_archive_add (bad, "A.JPG", "x", 1);
  danbi_test_archive_end (bad);
  fixture->check = danbi_batch_check_new (fixture->csv, DANBI_TEST_CSV_NAME, fixture->rulebook,
                                          DANBI_TEST_NOW_S);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  danbi_dir_remove (fixture->dir, NULL);
  danbi_batch_check_free (fixture->check);
  danbi_rulebook_unref (fixture->rulebook);
  g_string_free (fixture->rows, TRUE);
  g_free (fixture->dir);
  g_free (fixture->csv);
  g_free (fixture->jpg);
  g_free (fixture->dicom);
  g_free (fixture->bad_jpg);
}

static void
add_arrival (Fixture        *fixture,
             const char     *name,
             const char     *path,
             const char     *filename,
             DanbiArchiveUse use)
{
  g_hash_table_insert (fixture->check->arrivals, g_strdup (name),
                       danbi_arrival_new (path, filename, use));
}

static void
add_row (Fixture    *fixture,
         const char *changes)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  g_autofree char *row = NULL;

  danbi_test_record_apply (record, changes);
  row = danbi_test_csv_row (record);
  g_string_append (fixture->rows, row);
}

/* What became of the rows, as `2 rejected 12/exam_time/04 14/archive_name/22; …`. */
static char *
run (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GString *text = g_string_new (NULL);

  g_assert_true (g_file_set_contents (fixture->csv, fixture->rows->str,
                                      (gssize) fixture->rows->len, NULL));
  rows = danbi_batch_check_run (fixture->check, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const DanbiRowOutcome *row = rows->pdata[i];

      g_string_append_printf (text, "%s%u %s", i > 0 ? "; " : "", row->row,
                              danbi_row_state_get_nick (row->state));
      for (guint n = 0; n < row->errors->len; n++)
        {
          const DanbiRowError *one = row->errors->pdata[n];

          g_string_append_printf (text, " %u/%s/%s", one->column, one->field ? one->field : "-",
                                  one->code);
        }
    }
  return g_string_free (text, FALSE);
}

static void
assert_outcome (Fixture    *fixture,
                const char *wanted)
{
  g_autofree char *got = run (fixture);

  g_assert_cmpstr (got, ==, wanted);
  g_string_truncate (fixture->rows, 0);
}

static void
test_right_rows (Fixture      *fixture,
                 gconstpointer data)
{
  add_arrival (fixture, JPG, fixture->jpg, JPG, DANBI_ARCHIVE_NEW);
  add_arrival (fixture, DICOM, fixture->dicom, DICOM, DANBI_ARCHIVE_NEW);
  add_row (fixture, "archive_name=" JPG);
  add_row (fixture, "archive_name=" DICOM ";report_seq=2");
  assert_outcome (fixture, "1 accepted; 2 accepted");
}

static void
test_fields (Fixture      *fixture,
             gconstpointer data)
{
  const struct
  {
    const char *changes;
    const char *outcome;
  } cases[] = {
    { "", "1 accepted" },
    { "exam_time=11511221560", "1 rejected 12/exam_time/04" },
    { "exam_time=", "1 rejected 12/exam_time/04" },
    { "patient_id=A123456788", "1 rejected 8/patient_id/05" },
    { "order_code=99999Z;site=", "1 rejected 10/order_code/37" },
    { "report_seq=0", "1 rejected 11/report_seq/06" },
    { "site=", "1 rejected 13/site/15" },
    { "site=ZZ", "1 rejected 13/site/16" },
    { "visit_type=ZZ", "1 rejected 5/visit_type/21" },
    { "card_makeup=3", "1 rejected 7/card_makeup/24" },
    { "service_month=11510", "1 rejected 3/service_month/10" },
    { "newborn_mark=A", "1 rejected 16/newborn_mark/11" },
    { "provider_type=99", "1 rejected 2/provider_type/03" },
    { "report_seq=0;card_makeup=3", "1 rejected 7/card_makeup/24 11/report_seq/06" },
    /* warnings reject nothing */
    { "visit_seq=0000", "1 accepted" },
  };

  add_arrival (fixture, JPG, fixture->jpg, JPG, DANBI_ARCHIVE_NEW);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *changes = g_strconcat ("archive_name=" JPG ";", cases[i].changes, NULL);

      g_test_message ("%s", cases[i].changes);
      add_row (fixture, changes);
      assert_outcome (fixture, cases[i].outcome);
    }
}

static void
test_provider_of_the_csv (Fixture      *fixture,
                          gconstpointer data)
{
  add_arrival (fixture, "ATT3501200016_00000000000A.7z", fixture->jpg,
               "ATT3501200016_00000000000A.7z", DANBI_ARCHIVE_NEW);
  add_row (fixture, "provider_id=3501200016;archive_name=ATT3501200016_00000000000A.7z");
  assert_outcome (fixture, "1 rejected 1/provider_id/22");
}

static void
test_shape (Fixture      *fixture,
            gconstpointer data)
{
  add_arrival (fixture, JPG, fixture->jpg, JPG, DANBI_ARCHIVE_NEW);
  g_string_append (fixture->rows, "too,few,columns\r\n");
  add_row (fixture, "archive_name=" JPG);
  g_string_append (fixture->rows, "1,2,3,4,5,6,7,8,9,10,11,12,\xe5,14,15,16,17\r\n");
  add_row (fixture, "archive_name=" JPG);
  g_string_erase (fixture->rows, (gssize) fixture->rows->len - 2, 1);
  assert_outcome (fixture, "1 rejected 0/-/01; 2 accepted; 3 rejected 13/site/02; "
                           "4 rejected 0/-/02");
}

static void
test_archives (Fixture      *fixture,
               gconstpointer data)
{
  add_arrival (fixture, JPG, fixture->jpg, JPG, DANBI_ARCHIVE_NEW);
  add_arrival (fixture, "ATT3501200007_0000000000AA.7z", fixture->jpg, "OTHER.7z",
               DANBI_ARCHIVE_NEW);
  add_arrival (fixture, "ATT3501200007_0000000000AB.7z", fixture->jpg, NULL, DANBI_ARCHIVE_NEW);
  add_arrival (fixture, "ATT3501200007_0000000000AC.7z", fixture->jpg,
               "ATT3501200007_0000000000AC.7z", DANBI_ARCHIVE_NAME_USED);
  add_arrival (fixture, "ATT3501200007_0000000000AD.7z", fixture->jpg,
               "ATT3501200007_0000000000AD.7z", DANBI_ARCHIVE_NUMBER_USED);
  add_arrival (fixture, "odd.7z", fixture->jpg, "odd.7z", DANBI_ARCHIVE_NEW);
  add_row (fixture, "archive_name=" JPG);
  add_row (fixture, "report_seq=2;archive_name=");
  add_row (fixture, "report_seq=3;archive_name=ATT3501200007_0000000000ZZ.7z");
  add_row (fixture, "report_seq=4;archive_name=ATT3501200007_0000000000AA.7z");
  add_row (fixture, "report_seq=5;archive_name=ATT3501200007_0000000000AB.7z");
  add_row (fixture, "report_seq=6;archive_name=ATT3501200007_0000000000AC.7z");
  add_row (fixture, "report_seq=7;archive_name=ATT3501200007_0000000000AD.7z");
  add_row (fixture, "report_seq=8;archive_name=odd.7z");
  assert_outcome (fixture, "1 accepted; 2 rejected 14/archive_name/22; "
                           "3 rejected 14/archive_name/22; 4 rejected 14/archive_name/22; "
                           "5 rejected 14/archive_name/22; 6 rejected 14/archive_name/25; "
                           "7 rejected 14/archive_name/22; "
                           "8 rejected 14/archive_name/01 14/archive_name/22");
}

static void
test_repetition (Fixture      *fixture,
                 gconstpointer data)
{
  add_arrival (fixture, JPG, fixture->jpg, JPG, DANBI_ARCHIVE_NEW);
  add_arrival (fixture, JPG_2, fixture->jpg, JPG_2, DANBI_ARCHIVE_NEW);
  add_arrival (fixture, "DCF3501200007_00000000000A.7z", fixture->dicom,
               "DCF3501200007_00000000000A.7z", DANBI_ARCHIVE_NEW);
  add_row (fixture, "archive_name=" JPG);
  add_row (fixture, "archive_name=" JPG_2);
  add_row (fixture, "report_seq=2;archive_name=" JPG);
  add_row (fixture, "report_seq=3;archive_name=DCF3501200007_00000000000A.7z");
  assert_outcome (fixture, "1 accepted; 2 rejected 0/-/25; "
                           "3 rejected 14/archive_name/25 14/archive_name/22; "
                           "4 rejected 14/archive_name/22");
}

static void
test_jpg_not_allowed (Fixture      *fixture,
                      gconstpointer data)
{
  add_arrival (fixture, JPG, fixture->jpg, JPG, DANBI_ARCHIVE_NEW);
  add_arrival (fixture, DICOM, fixture->dicom, DICOM, DANBI_ARCHIVE_NEW);
  add_row (fixture, "order_code=33070B;site=A;archive_name=" JPG);
  add_row (fixture, "order_code=33070B;site=A;report_seq=2;archive_name=" DICOM);
  assert_outcome (fixture, "1 rejected 14/archive_name/22; 2 accepted");
}

static void
test_images (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->dir, "missing", NULL);

  danbi_test_archive_write_dicom (missing, DANBI_FIXTURE_FAULT_MISSING);
  add_arrival (fixture, JPG, fixture->bad_jpg, JPG, DANBI_ARCHIVE_NEW);
  add_arrival (fixture, DICOM, fixture->jpg, DICOM, DANBI_ARCHIVE_NEW);
  add_arrival (fixture, "DCF3501200007_0000000000AA.7z", missing,
               "DCF3501200007_0000000000AA.7z", DANBI_ARCHIVE_NEW);
  add_arrival (fixture, "DCF3501200007_0000000000AB.CAB", fixture->dicom,
               "DCF3501200007_0000000000AB.CAB", DANBI_ARCHIVE_NEW);
  add_arrival (fixture, "DCF3501200007_0000000000AC.7z", fixture->dicom,
               "DCF3501200007_0000000000AC.7z", DANBI_ARCHIVE_NEW);
  add_row (fixture, "archive_name=" JPG);
  add_row (fixture, "report_seq=2;archive_name=" DICOM);
  add_row (fixture, "report_seq=3;archive_name=DCF3501200007_0000000000AA.7z");
  add_row (fixture, "report_seq=4;archive_name=DCF3501200007_0000000000AB.CAB");
  add_row (fixture, "report_seq=5;archive_name=DCF3501200007_0000000000AC.7z");
  assert_outcome (fixture, "1 rejected 14/archive_name/22; 2 rejected 14/archive_name/22; "
                           "3 rejected 14/archive_name/22; 4 rejected 14/archive_name/22; "
                           "5 accepted");
}

/* Each fault of a disc is the fault of its own row. */
static void
test_discs (Fixture      *fixture,
            gconstpointer data)
{
  const DanbiFixtureFault faults[] = {
    DANBI_FIXTURE_FAULT_NONE,       DANBI_FIXTURE_FAULT_SOP_UID,
    DANBI_FIXTURE_FAULT_SERIES_UID, DANBI_FIXTURE_FAULT_STUDY_UID,
    DANBI_FIXTURE_FAULT_PATIENT_ID, DANBI_FIXTURE_FAULT_TRANSFER_SYNTAX,
    DANBI_FIXTURE_FAULT_DAMAGED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *name = g_strdup_printf ("DCF3501200007_0000000000B%u.7z", i);
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
      g_autofree char *changes = g_strdup_printf ("report_seq=%u;archive_name=%s", i + 1, name);

      danbi_test_archive_write_dicom (path, faults[i]);
      add_arrival (fixture, name, path, name, DANBI_ARCHIVE_NEW);
      add_row (fixture, changes);
    }
  assert_outcome (fixture, "1 accepted; 2 rejected 14/archive_name/22; "
                           "3 rejected 14/archive_name/22; 4 rejected 14/archive_name/22; "
                           "5 rejected 14/archive_name/22; 6 rejected 14/archive_name/22; "
                           "7 rejected 14/archive_name/22");
}

static void
test_many_rows (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GString) wanted = g_string_new ("1 accepted");

  add_arrival (fixture, JPG, fixture->jpg, JPG, DANBI_ARCHIVE_NEW);
  add_row (fixture, "archive_name=" JPG);
  for (guint i = 2; i <= 200; i++)
    {
      g_autofree char *changes = g_strdup_printf ("report_seq=%u;archive_name=X", i);

      add_row (fixture, changes);
      g_string_append_printf (wanted, "; %u rejected 14/archive_name/01%s 14/archive_name/22", i,
                              i == 2 ? "" : " 14/archive_name/25");
    }
  assert_outcome (fixture, wanted->str);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/danbi/receiver/batch-check/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("right_rows_are_accepted", test_right_rows);
  ADD ("a_wrong_field_rejects_its_row", test_fields);
  ADD ("the_provider_is_that_of_the_csv", test_provider_of_the_csv);
  ADD ("a_row_of_wrong_shape_falls_alone", test_shape);
  ADD ("a_row_has_an_archive_of_its_own", test_archives);
  ADD ("nothing_stands_twice_in_a_batch", test_repetition);
  ADD ("jpg_is_for_some_order_codes_only", test_jpg_not_allowed);
  ADD ("images_are_held_against_the_name", test_images);
  ADD ("a_disc_is_held_against_its_files", test_discs);
  ADD ("many_rows_are_judged_one_by_one", test_many_rows);
  return g_test_run ();
}
