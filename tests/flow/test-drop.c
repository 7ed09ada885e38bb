/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-drop-private.h"
#include "danbi-fixture.h"
#include "flow-test.h"

#define MAX_PARTS 6
/* Of what is not judged by its size. */
#define SMALL 32

/* A series as it lies in a folder, @n files of it. */
typedef struct
{
  DanbiFixtureKind kind;
  guint n;
  const char *id;
  const char *name;
  const char *birth;
  const char *date;
  guint study;
  guint series;
  const char *modality;
} Part;

#define WANG "A123456789", "WANG^XIAOMING", "19860115"
#define LIN "F131104093", "LIN^DAMEI", "19500607"
#define CHART "778899", "CHEN^ZHIMING", "19720303"

/* Of pictures of @side pixels; 0: as large as they are in life. */
static void
write_parts (FlowTest   *test,
             const char *dir,
             const Part *parts,
             guint       side)
{
  for (guint i = 0; i < MAX_PARTS && parts[i].n > 0; i++)
    for (guint j = 0; j < parts[i].n; j++)
      {
        g_autofree char *name = g_strdup_printf ("%u-%u.dcm", i, j);
        g_autofree char *path = g_build_filename (dir, name, NULL);
        g_autoptr (GError) error = NULL;
        DanbiFixtureDicom dicom;

        danbi_fixture_dicom_init (&dicom, parts[i].kind);
        dicom.patient_id = parts[i].id;
        dicom.patient_name = parts[i].name;
        dicom.birth_date = parts[i].birth;
        dicom.study_date = parts[i].date;
        dicom.study = parts[i].study;
        dicom.series = parts[i].series;
        dicom.instance = j + 1;
        if (parts[i].modality)
          dicom.modality = parts[i].modality;
        if (side > 0 && dicom.rows > 0)
          dicom.rows = dicom.columns = side;
        g_assert_true (danbi_fixture_write_dicom (path, &dicom, &error));
        g_assert_no_error (error);
      }
}

static char *
write_folder (FlowTest   *test,
              const char *name,
              const Part *parts,
              guint       side)
{
  char *dir = g_build_filename (test->dir, name, NULL);

  g_assert_true (danbi_dir_create (dir, NULL));
  write_parts (test, dir, parts, side);
  return dir;
}

static DanbiDropNode *
get_child (GListModel *nodes,
           guint       index)
{
  g_autoptr (DanbiDropNode) node = g_list_model_get_item (nodes, index);

  g_assert_nonnull (node);
  return node;
}

static DanbiDropNode *
get_top (DanbiDrop *drop,
         guint      index)
{
  return get_child (danbi_drop_get_patients (drop), index);
}

static void
describe_chosen (GString    *text,
                 GListModel *nodes)
{
  for (guint i = 0; nodes && i < g_list_model_get_n_items (nodes); i++)
    {
      DanbiDropNode *node = get_child (nodes, i);
      const DanbiDropFacts *facts = danbi_drop_node_get_facts (node);

      describe_chosen (text, danbi_drop_node_get_children (node));
      if (danbi_drop_node_get_children (node)
          || danbi_drop_node_get_chosen (node) == DANBI_DROP_NONE)
        continue;
      g_string_append_printf (text, "%s%s %s %s %u", text->len > 0 ? "; " : "",
                              facts->patient_id ? facts->patient_id : "-",
                              facts->study_date ? facts->study_date : "-",
                              facts->modality ? facts->modality : "-",
                              facts->n_images + facts->n_others + facts->n_left_out);
    }
}

/* The leaves that are chosen, as in "A123456789 20261122 CT 3". */
static char *
dup_chosen (DanbiDrop *drop)
{
  GString *text = g_string_new (NULL);

  describe_chosen (text, danbi_drop_get_patients (drop));
  return g_string_free (text, FALSE);
}

static DanbiDrop *
read_drop (FlowTest   *test,
           DanbiCase  *item,
           const char *path)
{
  g_autoptr (GError) error = NULL;
  DanbiDrop *drop = flow_test_read_drop (test, item, (const char *const[]){ path, NULL }, &error);

  g_assert_no_error (error);
  return drop;
}

static void
take_drop (FlowTest  *test,
           DanbiCase *item,
           DanbiDrop *drop)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (flow_test_take_drop (test, item, drop, NULL, &error));
  g_assert_no_error (error);
}

#define CT DANBI_FIXTURE_CT
#define US DANBI_FIXTURE_ULTRASOUND

static const struct
{
  const char *what;
  Part parts[MAX_PARTS];
  const char *form[4]; /* F8, F9, F12, F10 */
  gboolean asks;
  const char *chosen;
} proposals[] = {
  { "one series", { { CT, 3, WANG, "20261122", 1, 1 } }, { 0 }, FALSE, "A123456789 20261122 CT 3" },
  { "two patients and an empty form",
    { { CT, 1, WANG, "20261122", 1, 1 }, { CT, 1, LIN, "20261122", 1, 1 } }, { 0 }, TRUE, "" },
  { "two patients, and a day and a code that fit both",
    { { CT, 1, WANG, "20261122", 1, 1 }, { CT, 1, LIN, "20261122", 1, 1 } },
    { NULL, NULL, "11511221520", "33070B" }, TRUE, "" },
  { "two patients, one of them in the form",
    { { CT, 1, WANG, "20261122", 1, 1 }, { CT, 2, LIN, "20261122", 1, 1 } },
    { "F131104093" }, TRUE, "F131104093 20261122 CT 2" },
  { "two patients, one of them known by the birth date",
    { { CT, 1, WANG, "20261122", 1, 1 }, { CT, 2, CHART, "20261122", 1, 1 } },
    { NULL, "0610303" }, TRUE, "778899 20261122 CT 2" },
  { "two patients of the same birth date",
    { { CT, 1, "1", "A^A", "19860115", "20261122", 1, 1 },
      { CT, 1, "2", "B^B", "19860115", "20261122", 1, 1 } },
    { NULL, "0750115" }, TRUE, "" },
  { "an identity number beside another birth date proves nothing",
    { { CT, 1, WANG, "20261122", 1, 1 }, { CT, 1, LIN, "20261122", 1, 1 } },
    { "F131104093", "0750115" }, TRUE, "" },
  { "two patients, neither in the form",
    { { CT, 1, WANG, "20261122", 1, 1 }, { CT, 1, LIN, "20261122", 1, 1 } },
    { "O158238845" }, TRUE, "" },
  { "the newest of two studies",
    { { CT, 1, WANG, "20250101", 1, 1 }, { CT, 2, WANG, "20261122", 2, 1 } }, { 0 }, TRUE,
    "A123456789 20261122 CT 2" },
  { "the study of the day of the examination",
    { { CT, 1, WANG, "20250101", 1, 1 }, { CT, 2, WANG, "20261122", 2, 1 } },
    { NULL, NULL, "11401011200" }, TRUE, "A123456789 20250101 CT 1" },
  { "the study of the day before",
    { { CT, 1, WANG, "20250101", 1, 1 }, { CT, 2, WANG, "20261122", 2, 1 } },
    { NULL, NULL, "11401021200" }, TRUE, "A123456789 20250101 CT 1" },
  { "two days off is another examination",
    { { CT, 1, WANG, "20250101", 1, 1 }, { CT, 2, WANG, "20261122", 2, 1 } },
    { NULL, NULL, "11401031200" }, TRUE, "" },
  { "the day before and the day after",
    { { CT, 1, WANG, "20250101", 1, 1 }, { CT, 2, WANG, "20250103", 2, 1 } },
    { NULL, NULL, "11401021200" }, TRUE, "" },
  { "both studies of the day",
    { { CT, 1, WANG, "20261122", 1, 1 }, { CT, 2, WANG, "20261122", 2, 1 } },
    { NULL, NULL, "11511221520" }, TRUE, "A123456789 20261122 CT 1; A123456789 20261122 CT 2" },
  { "the study of the class of the order code, although it is older",
    { { CT, 1, WANG, "20250101", 1, 1 }, { US, 1, WANG, "20261122", 2, 1 } },
    { NULL, NULL, NULL, "33070B" }, TRUE, "A123456789 20250101 CT 1" },
  { "one study of another day",
    { { CT, 2, WANG, "20250101", 1, 1 } }, { NULL, NULL, "11511221520" }, FALSE,
    "A123456789 20250101 CT 2" },
  { "a scout stays with its slices",
    { { CT, 2, WANG, "20261122", 1, 1 },
      { DANBI_FIXTURE_LOCALIZER, 1, WANG, "20261122", 1, 2 } },
    { NULL, NULL, NULL, "33070B" }, TRUE, "A123456789 20261122 CT 2; A123456789 20261122 CT 1" },
  { "a report and a dose sheet go with their study",
    { { CT, 2, WANG, "20261122", 1, 1 }, { DANBI_FIXTURE_SR, 1, WANG, "20261122", 1, 2 },
      { DANBI_FIXTURE_CAPTURE, 1, WANG, "20261122", 1, 3, "OT" } },
    { NULL, NULL, NULL, "33070B" }, TRUE,
    "A123456789 20261122 CT 2; A123456789 20261122 SR 1; A123456789 20261122 OT 1" },
  { "a report is no choice",
    { { CT, 2, WANG, "20261122", 1, 1 }, { DANBI_FIXTURE_SR, 1, WANG, "20261122", 1, 2 } },
    { 0 }, FALSE, "A123456789 20261122 CT 2; A123456789 20261122 SR 1" },
  { "a report alone",
    { { DANBI_FIXTURE_SR, 1, WANG, "20261122", 1, 2 } }, { 0 }, FALSE,
    "A123456789 20261122 SR 1" },
  { "a report without pictures is not what was examined last",
    { { CT, 2, WANG, "20261101", 1, 1 }, { DANBI_FIXTURE_SR, 1, WANG, "20261122", 2, 2 } },
    { 0 }, TRUE, "A123456789 20261101 CT 2" },
  { "what the order code does not ask for is left",
    { { CT, 2, WANG, "20261122", 1, 1 }, { US, 1, WANG, "20261122", 1, 2 } },
    { NULL, NULL, NULL, "33070B" }, TRUE, "A123456789 20261122 CT 2" },
  { "nothing is of the kind of the order code",
    { { US, 1, WANG, "20261122", 1, 1 } }, { NULL, NULL, NULL, "33070B" }, FALSE,
    "A123456789 20261122 US 1" },
};

static void
test_what_fits_the_case_is_chosen_before_anybody_chooses (FlowTest     *test,
                                                          gconstpointer data)
{
  static const DanbiField fields[] = { DANBI_FIELD_PATIENT_ID, DANBI_FIELD_BIRTH_DATE,
                                       DANBI_FIELD_EXAM_TIME, DANBI_FIELD_ORDER_CODE };

  for (guint i = 0; i < G_N_ELEMENTS (proposals); i++)
    {
      g_autofree char *name = g_strdup_printf ("drop-%u", i);
      g_autofree char *dir = write_folder (test, name, proposals[i].parts, SMALL);
      g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
      g_autoptr (DanbiDrop) drop = NULL;
      g_autofree char *chosen = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (fields); j++)
        if (proposals[i].form[j])
          danbi_desk_enter (test->desk, item, fields[j], proposals[i].form[j]);
      drop = read_drop (test, item, dir);
      chosen = dup_chosen (drop);
      g_test_message ("%s", proposals[i].what);
      g_assert_cmpstr (chosen, ==, proposals[i].chosen);
      g_assert_cmpint (danbi_drop_needs_choice (drop), ==, proposals[i].asks);
      g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 0);
    }
}

static void
test_an_examination_time_that_nobody_confirmed_excludes_no_study (FlowTest     *test,
                                                                  gconstpointer data)
{
  static const Part parts[MAX_PARTS] = { { CT, 1, WANG, "20250101", 1, 1 },
                                         { CT, 2, WANG, "20260601", 2, 1 } };
  g_autofree char *dir = write_folder (test, "proposed", parts, SMALL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) drop = NULL;
  g_autofree char *chosen = NULL;

  danbi_desk_enter (test->desk, item, DANBI_FIELD_CARD_TIME, "1151122152003");
  g_assert_true (danbi_case_needs_confirmation (item, DANBI_FIELD_EXAM_TIME));
  drop = read_drop (test, item, dir);
  chosen = dup_chosen (drop);
  g_assert_cmpstr (chosen, ==, "A123456789 20260601 CT 2");
}

static DanbiImage *
image_of (const char *id,
          const char *name,
          const char *birth,
          const char *study,
          gboolean    guess)
{
  DanbiImage *image = danbi_image_new ("/x");

  image->kind = DANBI_IMAGE_DICOM;
  image->patient_id = g_strdup (id);
  image->patient_name = g_strdup (name);
  image->birth_date = g_strdup (birth);
  image->study_uid = g_strdup (study);
  image->name_is_guess = guess;
  return image;
}

static void
test_two_patient_ids_are_never_one_patient (void)
{
  static const struct
  {
    const char *a[4];
    const char *b[4];
    gboolean guess;
    gboolean same;
  } cases[] = {
    { { "1", "A", "19860115", "s" }, { "1 ", "A", "19860115", "t" }, FALSE, TRUE },
    { { "1", "A", "19860115", "s" }, { "2", "A", "19860115", "s" }, FALSE, FALSE },
    { { "1", "A", "19860115", "s" }, { NULL, "A", "19860115", "s" }, FALSE, FALSE },
    { { "1", "A", "19860115", "s" }, { "1", "B", "19860115", "t" }, FALSE, TRUE },
    { { "1", "A", "19860115", "s" }, { "1", "A", "19500101", "t" }, FALSE, TRUE },
    { { "1", "A", "19860115", "s" }, { "1", "B", "19500101", "t" }, FALSE, FALSE },
    { { "1", "A", "19860115", "s" }, { "1", "B", "19500101", "t" }, TRUE, TRUE },
    { { "", "A", "19860115", "s" }, { NULL, "A", "19860115", "t" }, FALSE, TRUE },
    { { NULL, "A", "19860115", "s" }, { NULL, "B", "19860115", "t" }, FALSE, FALSE },
    { { NULL, "A", "19860115", "s" }, { NULL, "A", "19500101", "t" }, FALSE, FALSE },
    { { NULL, "A", "19860115", "s" }, { NULL, "A", NULL, "t" }, FALSE, FALSE },
    { { NULL, "A", "19860115", "s" }, { NULL, NULL, NULL, "s" }, FALSE, TRUE },
    { { NULL, "A", "19860115", "s" }, { NULL, "A", "19860115", "t" }, TRUE, FALSE },
    { { NULL, "A", "19860115", "s" }, { NULL, "A", "19860115", "s" }, TRUE, TRUE },
    { { NULL, NULL, NULL, "s" }, { NULL, NULL, NULL, "t" }, FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const *a = cases[i].a;
      const char *const *b = cases[i].b;
      g_autoptr (DanbiImage) x = image_of (a[0], a[1], a[2], a[3], cases[i].guess);
      g_autoptr (DanbiImage) y = image_of (b[0], b[1], b[2], b[3], cases[i].guess);

      g_test_message ("case %u", i);
      g_assert_cmpint (danbi_drop_same_patient (x, y), ==, cases[i].same);
      g_assert_cmpint (danbi_drop_same_patient (y, x), ==, cases[i].same);
    }
}

static const Part two_patients[MAX_PARTS] = {
  { CT, 2, WANG, "20261122", 1, 1 },
  { CT, 1, WANG, "20261122", 1, 2 },
  { CT, 3, LIN, "20261122", 1, 1 },
};

static void
test_a_second_patient_is_refused_until_the_first_is_let_go (FlowTest     *test,
                                                            gconstpointer data)
{
  g_autofree char *dir = write_folder (test, "two", two_patients, SMALL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) drop = read_drop (test, item, dir);
  DanbiDropNode *wang = get_top (drop, 0), *lin = get_top (drop, 1);
  DanbiDropNode *study = get_child (danbi_drop_node_get_children (wang), 0);
  DanbiDropNode *series = get_child (danbi_drop_node_get_children (study), 0);
  guint n_images, n_others, n_left_out;

  g_assert_true (danbi_drop_choose (drop, series, TRUE));
  g_assert_cmpint (danbi_drop_node_get_chosen (series), ==, DANBI_DROP_ALL);
  g_assert_cmpint (danbi_drop_node_get_chosen (study), ==, DANBI_DROP_SOME);
  g_assert_cmpint (danbi_drop_node_get_chosen (wang), ==, DANBI_DROP_SOME);
  g_assert_cmpint (danbi_drop_node_get_refusal (lin), ==, DANBI_DROP_OTHER_PATIENT_CHOSEN);
  g_assert_false (danbi_drop_choose (drop, lin, TRUE));
  study = get_child (danbi_drop_node_get_children (lin), 0);
  series = get_child (danbi_drop_node_get_children (study), 0);
  g_assert_false (danbi_drop_choose (drop, series, TRUE));
  g_assert_cmpint (danbi_drop_node_get_chosen (lin), ==, DANBI_DROP_NONE);
  danbi_drop_count_chosen (drop, &n_images, &n_others, &n_left_out);
  g_assert_cmpuint (n_images, ==, 2);

  g_assert_true (danbi_drop_choose (drop, wang, FALSE));
  g_assert_cmpint (danbi_drop_node_get_refusal (lin), ==, DANBI_DROP_ALLOWED);
  g_assert_true (danbi_drop_choose (drop, lin, TRUE));
  g_assert_cmpint (danbi_drop_node_get_refusal (wang), ==, DANBI_DROP_OTHER_PATIENT_CHOSEN);
  danbi_drop_count_chosen (drop, &n_images, &n_others, &n_left_out);
  g_assert_cmpuint (n_images, ==, 3);
}

/* What stands in the case's folder, read anew from the disk. */
static DanbiIntake *
read_back (FlowTest  *test,
           DanbiCase *item)
{
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (item);
  const DanbiImage *first = NULL;
  g_autofree char *root = NULL;
  g_autoptr (GError) error = NULL;
  DanbiIntake *intake;

  for (guint i = 0; i < images->len && !first; i++)
    if (((DanbiImage *) images->pdata[i])->kind == DANBI_IMAGE_DICOMDIR)
      first = images->pdata[i];
  g_assert_nonnull (first);
  root = g_path_get_dirname (first->path);
  intake = danbi_intake_inspect ((const char *const[]){ root, NULL }, NULL, NULL, &error);
  g_assert_no_error (error);
  return intake;
}

static void
test_the_case_gets_what_was_chosen_and_a_dicomdir_of_that (FlowTest     *test,
                                                           gconstpointer data)
{
  g_autofree char *disc = g_build_filename (test->dir, "disc", NULL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) drop = NULL;
  g_autoptr (DanbiIntake) stored = NULL;
  DanbiFixtureSet set;
  guint n_dicom = 0;

  danbi_fixture_set_init (&set, CT);
  set.n_patients = 3;
  set.n_series = 2;
  set.with_report = TRUE;
  set.base.patient_id = "A123456789";
  set.base.rows = set.base.columns = SMALL;
  g_assert_true (danbi_fixture_write_set (disc, &set, NULL, NULL));
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456789");
  drop = read_drop (test, item, disc);
  g_assert_true (danbi_drop_needs_choice (drop));
  take_drop (test, item, drop);

  stored = read_back (test, item);
  g_assert_cmpuint (stored->n_referenced, ==, 7);
  g_assert_cmpuint (stored->n_read, ==, 7);
  for (guint i = 0; i < stored->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (stored->images, i);

      g_assert_cmpint (image->dir_faults, ==, DANBI_DIR_OK);
      g_assert_null (image->error);
      if (image->kind == DANBI_IMAGE_DICOMDIR)
        continue;
      g_assert_cmpstr (image->patient_id, ==, "A123456789");
      n_dicom++;
    }
  g_assert_cmpuint (n_dicom, ==, 7);
}

static void
test_the_dicomdir_travels_as_it_is_where_everything_is_chosen (FlowTest     *test,
                                                               gconstpointer data)
{
  g_autofree char *disc = g_build_filename (test->dir, "whole", NULL);
  g_autofree char *original = g_build_filename (disc, "DICOMDIR", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) drop = NULL;
  g_autoptr (GPtrArray) images = NULL;
  DanbiFixtureSet set;

  danbi_fixture_set_init (&set, CT);
  set.n_series = 2;
  set.base.rows = set.base.columns = SMALL;
  g_assert_true (danbi_fixture_write_set (disc, &set, NULL, NULL));
  drop = read_drop (test, item, disc);
  take_drop (test, item, drop);
  images = danbi_case_dup_image_array (item);
  before = danbi_file_sha256 (original, NULL, NULL);
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      if (image->kind == DANBI_IMAGE_DICOMDIR)
        after = danbi_file_sha256 (image->path, NULL, NULL);
    }
  g_assert_cmpstr (before, ==, after);
}

static void
test_a_case_with_images_takes_no_other_patient (FlowTest     *test,
                                                gconstpointer data)
{
  static const Part lin[MAX_PARTS] = { { CT, 1, LIN, "20261122", 1, 1 } };
  static const Part more[MAX_PARTS] = { { CT, 1, LIN, "20261122", 1, 1 },
                                        { CT, 1, WANG, "20261122", 2, 1 } };
  g_autofree char *first = write_folder (test, "first", lin, SMALL);
  g_autofree char *second = write_folder (test, "second", more, SMALL);
  g_autofree char *third = write_folder (test, "third", &more[1], SMALL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) drop = read_drop (test, item, first), both = NULL;
  g_autoptr (GError) error = NULL;

  take_drop (test, item, drop);
  both = read_drop (test, item, second);
  g_assert_cmpint (danbi_drop_node_get_refusal (get_top (both, 0)), ==, DANBI_DROP_ALLOWED);
  g_assert_cmpint (danbi_drop_node_get_chosen (get_top (both, 0)), ==, DANBI_DROP_ALL);
  g_assert_cmpint (danbi_drop_node_get_refusal (get_top (both, 1)), ==,
                   DANBI_DROP_OTHER_PATIENT_IN_CASE);
  g_assert_true (danbi_drop_choose (both, get_top (both, 0), FALSE));
  g_assert_false (danbi_drop_choose (both, get_top (both, 1), TRUE));

  g_assert_null (flow_test_read_drop (test, item, (const char *const[]){ third, NULL }, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "another patient"));
}

/* The case that a drop was read for may have other images when it is taken. */
static void
test_what_was_chosen_is_held_against_the_case_once_more (FlowTest     *test,
                                                         gconstpointer data)
{
  static const Part wang[MAX_PARTS] = { { CT, 1, WANG, "20261122", 1, 1 } };
  static const Part lin[MAX_PARTS] = { { CT, 1, LIN, "20261122", 1, 1 } };
  g_autofree char *first = write_folder (test, "wang", wang, SMALL);
  g_autofree char *second = write_folder (test, "lin", lin, SMALL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) a = read_drop (test, item, first), b = read_drop (test, item, second);
  g_autoptr (GError) error = NULL;

  take_drop (test, item, a);
  g_assert_false (flow_test_take_drop (test, item, b, NULL, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 2);
}

static void
test_what_is_cancelled_leaves_the_case_as_it_was (FlowTest     *test,
                                                  gconstpointer data)
{
  g_autofree char *dir = write_folder (test, "two", two_patients, SMALL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DanbiDrop) drop = read_drop (test, item, dir);
  g_autoptr (GError) error = NULL;

  g_assert_false (flow_test_take_drop (test, item, drop, NULL, &error));
  g_assert_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (danbi_drop_choose (drop, get_top (drop, 0), TRUE));
  g_cancellable_cancel (cancellable);
  g_assert_false (flow_test_take_drop (test, item, drop, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 0);

  take_drop (test, item, drop);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 4);
}

static void
test_jpg_files_and_dicom_are_two_kinds (FlowTest     *test,
                                        gconstpointer data)
{
  static const Part wang[MAX_PARTS] = { { CT, 1, WANG, "20261122", 1, 1 } };
  g_autofree char *dir = write_folder (test, "mixed", wang, SMALL);
  g_autofree char *film = flow_test_write_jpeg (test, "film.jpg", 1);
  const char *const both[] = { dir, film, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) drop = NULL;
  g_autofree char *chosen = NULL;
  DanbiDropNode *pictures;

  drop = flow_test_read_drop (test, item, both, &error);
  g_assert_no_error (error);
  chosen = dup_chosen (drop);
  g_assert_cmpstr (chosen, ==, "A123456789 20261122 CT 1");
  g_assert_true (danbi_drop_needs_choice (drop));
  pictures = get_top (drop, 1);
  g_assert_cmpint (danbi_drop_node_get_kind (pictures), ==, DANBI_DROP_PICTURES);
  g_assert_cmpint (danbi_drop_node_get_refusal (pictures), ==, DANBI_DROP_OTHER_KIND_CHOSEN);
  g_assert_false (danbi_drop_choose (drop, pictures, TRUE));
  danbi_drop_choose (drop, get_top (drop, 0), FALSE);
  g_assert_true (danbi_drop_choose (drop, pictures, TRUE));
  take_drop (test, item, drop);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_case_get_images (item)), ==, 1);
}

static void
test_a_file_that_cannot_be_read_is_named_where_it_belongs (FlowTest     *test,
                                                           gconstpointer data)
{
  g_autofree char *dir = write_folder (test, "damaged", two_patients, SMALL);
  g_autofree char *odd = g_build_filename (dir, "9-9.dcm", NULL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) drop = NULL;
  guint n_images, n_others, n_left_out;

  g_assert_true (danbi_fixture_write_bytes (odd, "", 0, NULL));
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456789");
  drop = read_drop (test, item, dir);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_drop_get_patients (drop)), ==, 3);
  g_assert_cmpint (danbi_drop_node_get_kind (get_top (drop, 2)), ==, DANBI_DROP_PROBLEMS);
  g_assert_cmpint (danbi_drop_node_get_chosen (get_top (drop, 2)), ==, DANBI_DROP_NONE);
  g_assert_true (danbi_drop_choose (drop, get_top (drop, 2), TRUE));
  danbi_drop_count_chosen (drop, &n_images, &n_others, &n_left_out);
  g_assert_cmpuint (n_images, ==, 3);
  g_assert_cmpuint (n_left_out, ==, 1);
}

static void
test_a_file_that_is_missing_is_named_in_its_series (FlowTest     *test,
                                                    gconstpointer data)
{
  g_autofree char *disc = g_build_filename (test->dir, "lacking", NULL);
  g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
  g_autoptr (DanbiDrop) drop = NULL;
  DanbiFixtureSet set;
  DanbiDropNode *study, *series;

  danbi_fixture_set_init (&set, CT);
  set.n_patients = 2;
  set.n_series = 2;
  set.base.rows = set.base.columns = SMALL;
  set.base.patient_id = "A123456789";
  set.faults = DANBI_FIXTURE_FAULT_MISSING;
  g_assert_true (danbi_fixture_write_set (disc, &set, NULL, NULL));
  danbi_desk_enter (test->desk, item, DANBI_FIELD_PATIENT_ID, "A123456789");
  drop = read_drop (test, item, disc);
  g_assert_cmpuint (g_list_model_get_n_items (danbi_drop_get_patients (drop)), ==, 2);
  study = get_child (danbi_drop_node_get_children (get_top (drop, 0)), 0);
  series = get_child (danbi_drop_node_get_children (study), 1);
  g_assert_cmpuint (danbi_drop_node_get_facts (series)->n_images, ==, 2);
  g_assert_cmpuint (danbi_drop_node_get_facts (series)->n_left_out, ==, 1);
}

static void
test_sizes_are_judged_by_the_order_code (FlowTest     *test,
                                         gconstpointer data)
{
  static const Part parts[MAX_PARTS] = {
    { CT, 2, WANG, "20261122", 1, 1 },
    { DANBI_FIXTURE_LOCALIZER, 1, WANG, "20261122", 1, 2 },
    { DANBI_FIXTURE_MR, 2, WANG, "20261122", 1, 3, "CT" },
    { DANBI_FIXTURE_SR, 1, WANG, "20261122", 1, 4 },
    { DANBI_FIXTURE_CAPTURE, 1, WANG, "20261122", 1, 5, "OT" },
  };
  static const DanbiDropSize sizes[] = { DANBI_DROP_SIZE_MET, DANBI_DROP_SIZE_EXCUSED,
                                         DANBI_DROP_SIZE_SMALL, DANBI_DROP_SIZE_UNJUDGED,
                                         DANBI_DROP_SIZE_EXCUSED };
  g_autofree char *dir = write_folder (test, "sizes", parts, 0);

  for (guint with_code = 0; with_code < 2; with_code++)
    {
      g_autoptr (DanbiCase) item = danbi_desk_new_case (test->desk);
      g_autoptr (DanbiDrop) drop = NULL;
      DanbiDropNode *study;

      if (with_code)
        danbi_desk_enter (test->desk, item, DANBI_FIELD_ORDER_CODE, "33070B");
      drop = read_drop (test, item, dir);
      study = get_child (danbi_drop_node_get_children (get_top (drop, 0)), 0);
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          DanbiDropNode *series = get_child (danbi_drop_node_get_children (study), i);
          const DanbiDropFacts *facts = danbi_drop_node_get_facts (series);

          g_assert_cmpint (facts->size, ==, with_code ? sizes[i] : DANBI_DROP_SIZE_UNJUDGED);
          g_assert_cmpuint (facts->n_small, ==,
                            with_code && sizes[i] == DANBI_DROP_SIZE_SMALL ? 2 : 0);
          g_assert_true ((facts->n_images > 0)
                         == (danbi_drop_node_get_representative (series) != NULL));
        }
    }
}

#define ADD(path, function)                                                                       \
  g_test_add ("/danbi/flow/drop/" path, FlowTest, NULL, flow_test_set_up, function,               \
              flow_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("what_fits_the_case_is_chosen_before_anybody_chooses",
       test_what_fits_the_case_is_chosen_before_anybody_chooses);
  ADD ("an_examination_time_that_nobody_confirmed_excludes_no_study",
       test_an_examination_time_that_nobody_confirmed_excludes_no_study);
  g_test_add_func ("/danbi/flow/drop/two_patient_ids_are_never_one_patient",
                   test_two_patient_ids_are_never_one_patient);
  ADD ("a_second_patient_is_refused_until_the_first_is_let_go",
       test_a_second_patient_is_refused_until_the_first_is_let_go);
  ADD ("the_case_gets_what_was_chosen_and_a_dicomdir_of_that",
       test_the_case_gets_what_was_chosen_and_a_dicomdir_of_that);
  ADD ("the_dicomdir_travels_as_it_is_where_everything_is_chosen",
       test_the_dicomdir_travels_as_it_is_where_everything_is_chosen);
  ADD ("a_case_with_images_takes_no_other_patient",
       test_a_case_with_images_takes_no_other_patient);
  ADD ("what_was_chosen_is_held_against_the_case_once_more",
       test_what_was_chosen_is_held_against_the_case_once_more);
  ADD ("what_is_cancelled_leaves_the_case_as_it_was",
       test_what_is_cancelled_leaves_the_case_as_it_was);
  ADD ("jpg_files_and_dicom_are_two_kinds", test_jpg_files_and_dicom_are_two_kinds);
  ADD ("a_file_that_cannot_be_read_is_named_where_it_belongs",
       test_a_file_that_cannot_be_read_is_named_where_it_belongs);
  ADD ("a_file_that_is_missing_is_named_in_its_series",
       test_a_file_that_is_missing_is_named_in_its_series);
  ADD ("sizes_are_judged_by_the_order_code", test_sizes_are_judged_by_the_order_code);
  return g_test_run ();
}
