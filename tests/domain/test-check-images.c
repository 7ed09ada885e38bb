/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the images, set by set as tests/cases/images.tsv lists them. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "danbi-check.h"
#include "danbi-test-rulebook.h"

static DanbiRulebook *rulebook;

static const struct
{
  const char *key;
  gsize offset;
} texts[] = {
  { "error", G_STRUCT_OFFSET (DanbiImage, error) },
  { "modality", G_STRUCT_OFFSET (DanbiImage, modality) },
  { "sop_class_uid", G_STRUCT_OFFSET (DanbiImage, sop_class_uid) },
  { "image_type", G_STRUCT_OFFSET (DanbiImage, image_type) },
  { "patient_id", G_STRUCT_OFFSET (DanbiImage, patient_id) },
  { "patient_name", G_STRUCT_OFFSET (DanbiImage, patient_name) },
  { "birth_date", G_STRUCT_OFFSET (DanbiImage, birth_date) },
  { "sex", G_STRUCT_OFFSET (DanbiImage, sex) },
  { "study_date", G_STRUCT_OFFSET (DanbiImage, study_date) },
  { "acquisition_date", G_STRUCT_OFFSET (DanbiImage, acquisition_date) },
  { "file_id", G_STRUCT_OFFSET (DanbiImage, file_id) },
  { "dir_detail", G_STRUCT_OFFSET (DanbiImage, dir_detail) },
};

static DanbiDirFault
read_faults (const char *value)
{
  static const char *const names[] = { "missing", "extra", "mismatch", "name", NULL };
  g_auto (GStrv) words = g_strsplit (value, ",", -1);
  DanbiDirFault faults = DANBI_DIR_OK;

  for (guint i = 0; names[i]; i++)
    if (g_strv_contains ((const char *const *) words, names[i]))
      faults |= 1u << i;
  g_assert_cmpint (faults, !=, DANBI_DIR_OK);
  return faults;
}

/* `A123456789,F131104093_1151101a` */
static GStrv
split_patients (const char *value)
{
  g_autofree char *text = g_strdelimit (g_strdup (value), "_", ' ');

  return g_strsplit (text, ",", -1);
}

static void
set_attribute (DanbiImage *image,
               const char *key,
               const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (key, texts[i].key) == 0)
      {
        char **member = G_STRUCT_MEMBER_P (image, texts[i].offset);

        g_free (*member);
        *member = g_strdelimit (g_strdup (value), "_", ' ');
        return;
      }
  if (strcmp (key, "rows") == 0)
    image->rows = (guint) g_ascii_strtoull (value, NULL, 10);
  else if (strcmp (key, "columns") == 0)
    image->columns = (guint) g_ascii_strtoull (value, NULL, 10);
  else if (strcmp (key, "bytes") == 0)
    image->bytes = g_ascii_strtoull (value, NULL, 10);
  else if (strcmp (key, "faults") == 0)
    image->dir_faults = read_faults (value);
  else if (strcmp (key, "name_is_guess") == 0)
    image->name_is_guess = TRUE;
  else if (strcmp (key, "others") == 0)
    image->other_patients = split_patients (value);
  else
    g_error ("no attribute is called %s", key);
}

/* A panoramic X-ray of the patient of the good case, where the kind has such things. */
static DanbiImage *
make_good_image (const char *kind,
                 guint       number)
{
  static const char *const kinds[] = { "other", "dicom", "jpeg", "dicomdir" };
  g_autofree char *path = g_strdup_printf ("%u", number);
  DanbiImage *image = danbi_image_new (path);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kind, kinds[i]) == 0)
      image->kind = i;
  image->bytes = 1000;
  if (image->kind == DANBI_IMAGE_DICOM || image->kind == DANBI_IMAGE_JPEG)
    {
      image->columns = 2900;
      image->rows = 1500;
    }
  if (image->kind == DANBI_IMAGE_DICOM)
    {
      set_attribute (image, "modality", "PX");
      set_attribute (image, "patient_id", "A123456789");
      set_attribute (image, "birth_date", "19860115");
      set_attribute (image, "sex", "M");
      set_attribute (image, "study_date", "20261122");
    }
  return image;
}

/* `dicom rows=512 columns=512 | jpeg` */
static GPtrArray *
make_images (const char *text)
{
  g_auto (GStrv) files = g_strsplit (text, "|", -1);
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; files[i] && *text != '\0'; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (files[i]), " ", -1);
      DanbiImage *image = make_good_image (words[0], i + 1);

      for (guint j = 1; words[j]; j++)
        {
          char *equals = strchr (words[j], '=');

          *equals = '\0';
          set_attribute (image, words[j], equals + 1);
        }
      g_ptr_array_add (images, image);
    }
  return images;
}

static gboolean
is_about_images (const DanbiFinding *finding)
{
  const char *rule = danbi_finding_get_rule (finding);

  return g_str_has_prefix (rule, "IMG.") || g_str_has_prefix (rule, "DIR.");
}

static char *
describe (const DanbiFinding *finding)
{
  const char *path = danbi_finding_get_path (finding);

  g_assert_cmpint (danbi_finding_get_field (finding), ==, DANBI_FIELD_NONE);
  g_assert_null (danbi_finding_get_nhi_code (finding));
  return g_strdup_printf ("%s:%s:%s%s", danbi_finding_get_rule (finding),
                          danbi_severity_get_nick (danbi_finding_get_severity (finding)),
                          path ? path : "-",
                          danbi_finding_get_overridable (finding) ? ":overridable" : "");
}

static char *
describe_all (GPtrArray *findings)
{
  g_autoptr (GPtrArray) described = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < findings->len; i++)
    if (is_about_images (g_ptr_array_index (findings, i)))
      g_ptr_array_add (described, describe (g_ptr_array_index (findings, i)));
  if (described->len == 0)
    return g_strdup ("-");
  g_ptr_array_add (described, NULL);
  return g_strjoinv (", ", (char **) described->pdata);
}

/* Takes `of_image=exam_time,birth_date;` off the head of the changes: fields that were filled in from
 * an image. */
static guint32
take_fields_of_image (const char **changes)
{
  g_auto (GStrv) keys = NULL;
  g_autofree char *list = NULL;
  guint32 fields = 0;

  if (!g_str_has_prefix (*changes, "of_image="))
    return 0;
  *changes += strlen ("of_image=");
  list = g_strndup (*changes, strcspn (*changes, ";"));
  *changes += strlen (list) + (strchr (*changes, ';') != NULL);
  keys = g_strsplit (list, ",", -1);
  for (guint i = 0; keys[i]; i++)
    {
      g_assert_cmpint (danbi_field_from_key (keys[i]), !=, DANBI_FIELD_NONE);
      fields |= 1u << danbi_field_from_key (keys[i]);
    }
  return fields;
}

static GPtrArray *
check (const char *changes,
       GPtrArray  *images)
{
  g_autoptr (DanbiRecord) record = danbi_test_record_new ();
  const guint32 of_image = take_fields_of_image (&changes);
  const DanbiCheckInput input = { .record = record, .now_s = DANBI_TEST_NOW_S,
                                  .rulebook = rulebook, .images = images,
                                  .fields_of_image = of_image };

  danbi_test_record_apply (record, changes);
  return danbi_check (&input);
}

static void
test_each_set_of_the_table_has_exactly_its_findings (void)
{
  g_autoptr (DanbiTsv) table = danbi_test_cases_load ("images.tsv");
  guint n_failed = 0;

  for (guint row = 0; row < danbi_tsv_get_n_rows (table); row++)
    {
      g_autoptr (GPtrArray) images = make_images (danbi_tsv_get (table, row, "images"));
      g_autoptr (GPtrArray) findings = check (danbi_tsv_get (table, row, "changes"), images);
      g_autofree char *found = describe_all (findings);

      if (strcmp (found, danbi_tsv_get (table, row, "findings")) == 0)
        continue;
      n_failed++;
      g_test_message ("%s, %s, %s: %s instead of %s", danbi_tsv_get (table, row, "rule"),
                      danbi_tsv_get (table, row, "changes"), danbi_tsv_get (table, row, "images"),
                      found, danbi_tsv_get (table, row, "findings"));
    }
  g_test_message ("%u sets", danbi_tsv_get_n_rows (table));
  g_assert_cmpuint (n_failed, ==, 0);
}

static gboolean
has_row (const DanbiTsv *table,
         const char     *rule,
         gboolean        finds)
{
  g_autofree char *prefix = g_strconcat (rule, ":", NULL);

  for (guint row = 0; row < danbi_tsv_get_n_rows (table); row++)
    if (strcmp (danbi_tsv_get (table, row, "rule"), rule) == 0
        && (strstr (danbi_tsv_get (table, row, "findings"), prefix) != NULL) == finds)
      return TRUE;
  return FALSE;
}

static void
test_the_table_has_both_outcomes_of_each_rule (void)
{
  g_autoptr (DanbiTsv) table = danbi_test_cases_load ("images.tsv");
  const char *const *rules = danbi_rule_list ();
  guint n = 0;

  for (guint i = 0; rules[i]; i++)
    if (g_str_has_prefix (rules[i], "IMG.") || g_str_has_prefix (rules[i], "DIR."))
      {
        if (!has_row (table, rules[i], TRUE) || !has_row (table, rules[i], FALSE))
          g_error ("tests/cases/images.tsv lacks a row of %s", rules[i]);
        n++;
      }
  g_assert_cmpuint (n, ==, 17);
}

static void
test_without_images_they_are_not_judged (void)
{
  g_autoptr (GPtrArray) findings = check ("", NULL);

  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_the_shortfall_is_told_for_each_side (void)
{
  const DanbiRocDate day = { .year = 2026, .month = 11, .day = 22 };
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, &day);
  const struct
  {
    const char *class_code;
    guint columns, rows;
    guint missing_columns, missing_rows;
  } cases[] = {
    { "XR", 1400, 1400, 0, 0 },   { "XR", 1399, 1400, 1, 0 },  { "XR", 1400, 1399, 0, 1 },
    { "XR", 1000, 800, 400, 600 }, { "XR", 3000, 1000, 0, 400 }, { "MR", 256, 192, 0, 0 },
    { "MR", 192, 256, 0, 0 },     { "MR", 255, 192, 1, 0 },    { "MR", 192, 255, 0, 1 },
    { "MR", 100, 300, 92, 0 },    { "MR", 300, 100, 0, 92 },   { "MR", 200, 200, 56, 0 },
    { "CT", 512, 512, 0, 0 },     { "US", 255, 255, 1, 1 },    { "ES", 1, 1, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DanbiOrderClass *image_class = danbi_rules_find_class (rules, cases[i].class_code);
      g_autoptr (DanbiImage) image = danbi_image_new ("/a");
      guint columns = 9999;
      guint rows = 9999;
      gboolean met;

      image->columns = cases[i].columns;
      image->rows = cases[i].rows;
      met = danbi_image_meets_minimum (image, image_class, &columns, &rows);
      g_assert_cmpuint (columns, ==, cases[i].missing_columns);
      g_assert_cmpuint (rows, ==, cases[i].missing_rows);
      g_assert_cmpint (met, ==, columns == 0 && rows == 0);
      g_assert_cmpint (danbi_image_meets_minimum (image, image_class, NULL, NULL), ==, met);
    }
}

static void
test_a_file_is_named_by_where_it_came_from (void)
{
  g_autoptr (GPtrArray) images = make_images ("jpeg columns=1000 rows=800");
  DanbiImage *image = g_ptr_array_index (images, 0);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *message = NULL;

  image->source_path = g_strdup ("/media/cd/PANO 1.JPG");
  findings = check ("", images);
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (danbi_finding_get_path (findings->pdata[0]), ==, "/media/cd/PANO 1.JPG");
  message = danbi_finding_dup_message (findings->pdata[0]);
  g_assert_cmpstr (message, ==,
                   "“PANO 1.JPG” has 1000×800 pixels and needs 1400×1400: it is 400 too narrow and "
                   "600 too low. Export it from the device in full size; do not enlarge it.");
}

/* Every sentence that the table of cases can produce has all its arguments. */
static void
test_no_sentence_lacks_an_argument (void)
{
  g_autoptr (DanbiTsv) table = danbi_test_cases_load ("images.tsv");

  for (guint row = 0; row < danbi_tsv_get_n_rows (table); row++)
    {
      g_autoptr (GPtrArray) images = make_images (danbi_tsv_get (table, row, "images"));
      g_autoptr (GPtrArray) findings = check (danbi_tsv_get (table, row, "changes"), images);

      for (guint i = 0; i < findings->len; i++)
        if (is_about_images (findings->pdata[i]))
          {
            g_autofree char *message = danbi_finding_dup_message (findings->pdata[i]);

            g_assert_null (strstr (message, "“”"));
            g_assert_null (strstr (message, "  "));
            g_assert_null (strstr (message, " ."));
            g_assert_null (strstr (message, "()"));
            g_assert_null (strstr (message, "$s"));
          }
    }
}

static void
test_a_sentence_says_what_differs (void)
{
  const struct
  {
    const char *changes;
    const char *images;
    const char *sentence;
  } cases[] = {
    { "", "dicom sex=F",
      "The sex in the image is female, which does not fit the identity number. Check that it is "
      "this patient’s image." },
    { "patient_id=F231104094", "dicom patient_id= sex=M",
      "The sex in the image is male, which does not fit the identity number. Check that it is "
      "this patient’s image." },
    { "", "dicom patient_id=F131104093",
      "The image is of identity number F131104093, the case of A123456789. Check that it is this "
      "patient’s image; if it is, give a reason to send it." },
    { "", "dicom birth_date=19860116",
      "The image is of a patient born on 075/01/16, the case of one born on 075/01/15. Check that "
      "it is this patient’s image; if it is, give a reason to send it." },
    { "", "dicom study_date=20261022",
      "The image was made on 115/10/22, 31 days from the examination of 115/11/22. Check that it is "
      "the image of this examination; if it is, give a reason to send it." },
    { "", "dicom birth_date=0750115",
      "“1” gives “0750115” as date of birth, which is no date of DICOM, so it was not compared. "
      "Compare it yourself." },
    { "", "dicom acquisition_date=20261120",
      "The study is of the day of the examination, 115/11/22, but the image in it was made on "
      "115/11/20, 2 days from it. Check that it is the image of this examination." },
    { "", "dicom study_date=1151122",
      "“1” gives “1151122” as its day, which is no date of DICOM, so it was not compared. Compare "
      "it yourself." },
    { "of_image=birth_date", "dicom",
      "Date of birth was taken from the image, so it proves nothing of the image. Compare it with "
      "the card or the chart." },
    { "", "dicom others=F131104093,Y123456788",
      "“1” is also in a case of another patient, F13****093, Y12****788. Check whose image it is; "
      "if it is this patient’s, give a reason to send it." },
    { "", "dicom | dicom patient_id=1",
      "The images are of more than one patient: “2” has another patient than “1”. Keep the images "
      "of one patient." },
    { "", "dicom modality=MG",
      "“1” is of modality MG, but order 34004C takes CR, DX, PX, IO, RG, XA, RF. Check the order "
      "code and the image; if both are right, give a reason to send it." },
    { "", "jpeg bytes=4500000001",
      "The images have 4500000001 bytes together, more than the 4500000000 that one case may have. "
      "Remove some." },
    { "", "jpeg | other error=It_is_empty.",
      "“2” cannot be read. Export it again or remove it. (It is empty.)" },
    { "", "dicom faults=mismatch dir_detail=StudyInstanceUID file_id=IMAGES/A",
      "DICOMDIR and file differ for “IMAGES/A” (StudyInstanceUID). Export the study again." },
    { "order_code=28016C;site=", "dicom modality=ES",
      "NHI has published no least resolution for Endoscopy, so the size of these images was not "
      "judged. Look at them yourself." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) images = make_images (cases[i].images);
      g_autoptr (GPtrArray) findings = check (cases[i].changes, images);
      DanbiFinding *last = g_ptr_array_index (findings, findings->len - 1);
      g_autofree char *sentence = danbi_finding_dup_message (last);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

/* Errors before warnings before notices; the fields in their order and the images after them. */
static void
test_findings_stand_in_the_order_of_the_form (void)
{
  g_autoptr (GPtrArray) images = make_images ("dicom study_date=20261121 | dicom error=x | "
                                              "dicom modality=MG | dicom faults=name");
  g_autoptr (GPtrArray) findings = check ("visit_seq=9999;provider_type=;site=59;report_seq=0;"
                                          "visit_type=09",
                                          images);
  const char *const order[] = { "F02.code", "F11.format", "IMG.damaged", "IMG.modality",
                                "F06.known", "F13.code", "IMG.study-date", "F05.code",
                                "DIR.names" };

  g_assert_cmpuint (findings->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < findings->len; i++)
    g_assert_cmpstr (danbi_finding_get_rule (findings->pdata[i]), ==, order[i]);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  rulebook = danbi_test_rulebook_load ();

#define ADD(name) g_test_add_func ("/danbi/domain/check-images/" #name, test_##name)
  ADD (each_set_of_the_table_has_exactly_its_findings);
  ADD (the_table_has_both_outcomes_of_each_rule);
  ADD (without_images_they_are_not_judged);
  ADD (the_shortfall_is_told_for_each_side);
  ADD (a_file_is_named_by_where_it_came_from);
  ADD (no_sentence_lacks_an_argument);
  ADD (a_sentence_says_what_differs);
  ADD (findings_stand_in_the_order_of_the_form);
#undef ADD
  return g_test_run ();
}
