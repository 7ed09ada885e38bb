/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person is shown of the form beside the images. That the rules judge by the same is tested
 * by tests/cases/images.tsv. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "danbi-comparison.h"
#include "danbi-test-rulebook.h"

static DanbiRulebook *rulebook;

/* A panoramic X-ray of the patient of the good case. */
static DanbiImage *
add_image (GPtrArray *images)
{
  DanbiImage *image = danbi_image_new ("/a");

  image->kind = DANBI_IMAGE_DICOM;
  image->columns = 2900;
  image->rows = 1500;
  image->modality = g_strdup ("PX");
  image->patient_id = g_strdup ("A123456789");
  image->patient_name = g_strdup ("Wang^Daming");
  image->birth_date = g_strdup ("19860115");
  image->sex = g_strdup ("M");
  image->study_date = g_strdup ("20261122");
  g_ptr_array_add (images, image);
  return image;
}

static GPtrArray *
make_images (guint n)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    add_image (images);
  return images;
}

static void
set (char      **text,
     const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
compare (const char      *changes,
         GPtrArray       *images,
         guint32          of_image,
         DanbiComparison *lines)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  const DanbiCheckInput input = { .record = record, .now_s = DANBI_TEST_NOW_S,
                                  .rulebook = rulebook, .images = images,
                                  .fields_of_image = of_image };

  danbi_test_record_apply (record, changes);
  danbi_compare (&input, lines);
}

static void
test_a_clean_set_agrees_in_all_but_the_name (void)
{
  g_autoptr (GPtrArray) images = make_images (3);
  DanbiComparison lines[DANBI_N_COMPARED];

  compare ("", images, 0, lines);
  for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
    {
      g_assert_cmpint (lines[what].agreement, ==,
                       what == DANBI_COMPARED_NAME ? DANBI_AGREEMENT_UNKNOWN
                                                   : DANBI_AGREEMENT_SAME);
      g_assert_true (lines[what].image == images->pdata[0]);
      g_assert_cmpuint (lines[what].n_images, ==, 3);
      g_assert_cmpuint (lines[what].n_others, ==, 0);
    }
}

static void
test_what_differs_most_is_shown_and_counted (void)
{
  g_autoptr (GPtrArray) images = make_images (112);
  DanbiComparison lines[DANBI_N_COMPARED];

  set (&((DanbiImage *) images->pdata[3])->study_date, "20261121");
  set (&((DanbiImage *) images->pdata[40])->study_date, "20200101");
  set (&((DanbiImage *) images->pdata[111])->study_date, "20261121");
  set (&((DanbiImage *) images->pdata[7])->birth_date, "19860116");
  set (&((DanbiImage *) images->pdata[7])->patient_name, "Li^Xiaohua");
  compare ("", images, 0, lines);

  g_assert_cmpint (lines[DANBI_COMPARED_DAY].agreement, ==, DANBI_AGREEMENT_DIFFERENT);
  g_assert_cmpint (lines[DANBI_COMPARED_DAY].severity, ==, DANBI_SEVERITY_ERROR);
  g_assert_true (lines[DANBI_COMPARED_DAY].image == images->pdata[40]);
  g_assert_cmpuint (lines[DANBI_COMPARED_DAY].n_images, ==, 112);
  g_assert_cmpuint (lines[DANBI_COMPARED_DAY].n_others, ==, 3);
  g_assert_true (lines[DANBI_COMPARED_BIRTH_DATE].image == images->pdata[7]);
  g_assert_cmpuint (lines[DANBI_COMPARED_BIRTH_DATE].n_others, ==, 1);
  g_assert_true (lines[DANBI_COMPARED_NAME].image == images->pdata[7]);
  g_assert_cmpuint (lines[DANBI_COMPARED_NAME].n_others, ==, 111);
  g_assert_cmpint (lines[DANBI_COMPARED_SEX].agreement, ==, DANBI_AGREEMENT_SAME);
}

/* Nothing to hold against the form, and yet they are not of one patient. */
static void
test_images_that_differ_among_themselves_are_counted (void)
{
  g_autoptr (GPtrArray) images = make_images (4);
  DanbiComparison lines[DANBI_N_COMPARED];

  set (&((DanbiImage *) images->pdata[1])->patient_name, "Li^Xiaohua");
  set (&((DanbiImage *) images->pdata[2])->patient_name, NULL);
  set (&((DanbiImage *) images->pdata[0])->birth_date, "0750115");
  compare ("patient_id=", images, 0, lines);

  g_assert_cmpuint (lines[DANBI_COMPARED_NAME].n_images, ==, 3);
  g_assert_cmpuint (lines[DANBI_COMPARED_NAME].n_others, ==, 1);
  g_assert_true (lines[DANBI_COMPARED_NAME].image == images->pdata[0]);
  g_assert_cmpint (lines[DANBI_COMPARED_IDENTITY].agreement, ==, DANBI_AGREEMENT_UNKNOWN);
  g_assert_cmpint (lines[DANBI_COMPARED_SEX].agreement, ==, DANBI_AGREEMENT_UNKNOWN);
  g_assert_cmpint (lines[DANBI_COMPARED_BIRTH_DATE].agreement, ==,
                   DANBI_AGREEMENT_INCOMPARABLE);
  g_assert_cmpuint (lines[DANBI_COMPARED_BIRTH_DATE].n_others, ==, 3);
}

static void
test_what_was_taken_from_an_image_is_no_agreement (void)
{
  g_autoptr (GPtrArray) images = make_images (2);
  DanbiComparison lines[DANBI_N_COMPARED];

  compare ("", images,
           1u << DANBI_FIELD_EXAM_TIME | 1u << DANBI_FIELD_PATIENT_ID
             | 1u << DANBI_FIELD_BIRTH_DATE,
           lines);
  g_assert_cmpint (lines[DANBI_COMPARED_IDENTITY].agreement, ==, DANBI_AGREEMENT_OWN);
  g_assert_cmpint (lines[DANBI_COMPARED_BIRTH_DATE].agreement, ==, DANBI_AGREEMENT_OWN);
  g_assert_cmpint (lines[DANBI_COMPARED_SEX].agreement, ==, DANBI_AGREEMENT_OWN);
  g_assert_cmpint (lines[DANBI_COMPARED_DAY].agreement, ==, DANBI_AGREEMENT_OWN);
  g_assert_cmpint (lines[DANBI_COMPARED_MODALITY].agreement, ==, DANBI_AGREEMENT_SAME);

  set (&((DanbiImage *) images->pdata[1])->birth_date, "19860116");
  compare ("", images, 1u << DANBI_FIELD_BIRTH_DATE, lines);
  g_assert_cmpint (lines[DANBI_COMPARED_BIRTH_DATE].agreement, ==, DANBI_AGREEMENT_DIFFERENT);
}

/* What is not sent, and the day of what holds no picture, say nothing. */
static void
test_only_what_is_sent_is_compared (void)
{
  g_autoptr (GPtrArray) images = make_images (3);
  DanbiImage *absent = images->pdata[0];
  DanbiImage *report = images->pdata[1];
  DanbiComparison lines[DANBI_N_COMPARED];

  absent->dir_faults = DANBI_DIR_MISSING;
  report->rows = 0;
  set (&absent->sex, "F");
  set (&report->study_date, "20200101");
  set (&report->modality, "SR");
  compare ("", images, 0, lines);
  g_assert_cmpint (lines[DANBI_COMPARED_SEX].agreement, ==, DANBI_AGREEMENT_SAME);
  g_assert_cmpuint (lines[DANBI_COMPARED_SEX].n_images, ==, 2);
  g_assert_cmpint (lines[DANBI_COMPARED_DAY].agreement, ==, DANBI_AGREEMENT_SAME);
  g_assert_cmpuint (lines[DANBI_COMPARED_DAY].n_images, ==, 1);
  g_assert_cmpint (lines[DANBI_COMPARED_MODALITY].agreement, ==, DANBI_AGREEMENT_SAME);
}

static void
test_without_images_nothing_is_shown (void)
{
  g_autoptr (GPtrArray) jpeg = g_ptr_array_new_with_free_func (g_object_unref);
  DanbiComparison lines[DANBI_N_COMPARED];

  g_ptr_array_add (jpeg, danbi_image_new ("/a.jpg"));
  ((DanbiImage *) jpeg->pdata[0])->kind = DANBI_IMAGE_JPEG;
  for (guint i = 0; i < 2; i++)
    {
      compare ("", i == 0 ? NULL : jpeg, 0, lines);
      for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
        {
          g_assert_null (lines[what].image);
          g_assert_cmpint (lines[what].agreement, ==, DANBI_AGREEMENT_UNKNOWN);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  rulebook = danbi_test_rulebook_load ();

#define ADD(name) g_test_add_func ("/danbi/domain/comparison/" #name, test_##name)
  ADD (a_clean_set_agrees_in_all_but_the_name);
  ADD (what_differs_most_is_shown_and_counted);
  ADD (images_that_differ_among_themselves_are_counted);
  ADD (what_was_taken_from_an_image_is_no_agreement);
  ADD (only_what_is_sent_is_compared);
  ADD (without_images_nothing_is_shown);
#undef ADD
  return g_test_run ();
}
