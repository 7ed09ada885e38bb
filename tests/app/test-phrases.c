/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The phrases of the window, each by a table. */
#include "config.h"

#include "danbi-phrases.h"
#include "danbi-test-rulebook.h"

#define HOUR (60 * 60)

static const DanbiLimits limits = {
  .full_points_percent = 100,
  .half_points_percent = 50,
};

/* A clock that began at @base_s: a day for all, three days for half. */
static DanbiDeadline
deadline_from (gint64     base_s,
               DanbiField base,
               gboolean   assumed)
{
  return (DanbiDeadline){ base, base_s, base_s + 24 * HOUR, base_s + 72 * HOUR, assumed };
}

static void
test_remaining (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } cases[] = {
    { -1, "less than a minute left" },
    { 0, "less than a minute left" },
    { 59, "less than a minute left" },
    { 60, "1 min left" },
    { 59 * 60 + 59, "59 min left" },
    { HOUR, "1 h left" },
    { HOUR + 59, "1 h left" },
    { HOUR + 60, "1 h 1 min left" },
    { 22 * HOUR + 10 * 60, "22 h 10 min left" },
    { 72 * HOUR, "72 h left" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_remaining (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_moment (void)
{
  static const struct
  {
    gint64 unix_s;
    const char *text;
  } cases[] = {
    { DANBI_TEST_NOW_S, "11/22 16:00" },
    { DANBI_TEST_NOW_S + 59, "11/22 16:00" },
    { DANBI_TEST_NOW_S + 8 * HOUR, "11/23 00:00" },
    { DANBI_TEST_NOW_S - 365 * 24 * HOUR, "114/11/22 16:00" },
    { DANBI_TEST_NOW_S + 40 * 24 * HOUR, "116/01/01 16:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_moment (cases[i].unix_s, DANBI_TEST_NOW_S);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_deadline (void)
{
  static const struct
  {
    gint64 passed_s;
    const char *text;
  } cases[] = {
    { 0, "100% · 24 h left · from the examination" },
    { HOUR, "100% · 23 h left · from the examination" },
    { 24 * HOUR, "100% · less than a minute left · from the examination" },
    { 24 * HOUR + 1, "50% · 47 h 59 min left · from the examination" },
    { 72 * HOUR, "50% · less than a minute left · from the examination" },
    { 72 * HOUR + 1, "no points any more" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiDeadline deadline = deadline_from (DANBI_TEST_NOW_S, DANBI_FIELD_EXAM_TIME, FALSE);
      g_autofree char *text = danbi_phrase_deadline (&deadline, &limits,
                                                     DANBI_TEST_NOW_S + cases[i].passed_s);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_deadline_unknown (void)
{
  DanbiDeadline deadline = { DANBI_FIELD_NONE };
  g_autofree char *text = danbi_phrase_deadline (&deadline, &limits, DANBI_TEST_NOW_S);
  g_autofree char *ready = danbi_phrase_ready (&deadline, &limits, DANBI_TEST_NOW_S);

  g_assert_cmpstr (text, ==, "");
  g_assert_cmpstr (ready, ==, "Ready to send");
}

static void
test_ready (void)
{
  static const struct
  {
    gint64 passed_s;
    DanbiField base;
    gboolean assumed;
    const char *text;
  } cases[] = {
    { 0, DANBI_FIELD_EXAM_TIME, FALSE,
      "Ready to send · 100% until 11/23 16:00, 24 h left (counted from the examination)" },
    { 0, DANBI_FIELD_EXAM_TIME, TRUE,
      "Ready to send · 100% until 11/23 16:00, 24 h left (counted from 00:00 of the examination day, "
      "assumed)" },
    { 0, DANBI_FIELD_CARD_TIME, FALSE,
      "Ready to send · 100% until 11/23 16:00, 24 h left (counted from the make-up swipe)" },
    { 24 * HOUR + 1, DANBI_FIELD_RECEIVED_TIME, FALSE,
      "Ready to send · 50% until 11/25 16:00, 47 h 59 min left (counted from when the images were "
      "received)" },
    { 0, DANBI_FIELD_RECEIVED_TIME, TRUE,
      "Ready to send · 100% until 11/23 16:00, 24 h left (counted from 00:00 of the day on which "
      "the images were received, assumed)" },
    { 72 * HOUR + 1, DANBI_FIELD_EXAM_TIME, FALSE,
      "Ready to send · no points any more, it still counts for the upload rate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiDeadline deadline = deadline_from (DANBI_TEST_NOW_S, cases[i].base, cases[i].assumed);
      g_autofree char *text = danbi_phrase_ready (&deadline, &limits,
                                                  DANBI_TEST_NOW_S + cases[i].passed_s);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_missing (void)
{
  static const struct
  {
    const char *labels[9];
    const char *text;
  } cases[] = {
    { { NULL }, "" },
    { { "A", NULL }, "Still missing: A" },
    { { "A", "B", "C", "D", NULL }, "Still missing: A, B, C, D" },
    { { "A", "B", "C", "D", "E", NULL }, "Still missing: A, B, C, D, E" },
    { { "A", "B", "C", "D", "E", "F", NULL }, "Still missing: A, B, C, D and 2 more" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_missing (cases[i].labels);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_case_state (void)
{
  static const struct
  {
    DanbiState state;
    guint n_blocking;
    guint n_images;
    const char *rest;
  } cases[] = {
    { DANBI_STATE_DRAFT, 0, 3, "" },
    { DANBI_STATE_DRAFT, 1, 3, " · 1 item to complete" },
    { DANBI_STATE_DRAFT, 2, 0, " · 2 items to complete" },
    { DANBI_STATE_READY, 0, 1, " · 1 image" },
    { DANBI_STATE_READY, 0, 312, " · 312 images" },
    { DANBI_STATE_ACCEPTED, 2, 3, "" },
    { DANBI_STATE_REJECTED, 2, 3, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_case_state (cases[i].state, cases[i].n_blocking,
                                                       cases[i].n_images);
      g_autofree char *wanted = g_strconcat (danbi_state_get_label (cases[i].state), cases[i].rest,
                                             NULL);

      g_assert_cmpstr (text, ==, wanted);
    }
}

static void
test_small_ones (void)
{
  g_autofree char *saved = danbi_phrase_saved (DANBI_TEST_NOW_S + 41);
  g_autofree char *none = danbi_phrase_send_button (0);
  g_autofree char *some = danbi_phrase_send_button (3);
  g_autofree char *almost = danbi_phrase_sent_share (0.999);
  g_autofree char *all = danbi_phrase_sent_share (1.0);
  g_autofree char *below = danbi_phrase_sent_share (-1.0);

  g_assert_cmpstr (saved, ==, "Saved 16:00:41");
  g_assert_cmpstr (none, ==, "Send…");
  g_assert_cmpstr (some, ==, "Send (3)…");
  g_assert_cmpstr (almost, ==, "99%");
  g_assert_cmpstr (all, ==, "100%");
  g_assert_cmpstr (below, ==, "0%");
}

static DanbiImage *
image_of (guint          columns,
          guint          rows,
          DanbiImageKind kind)
{
  DanbiImage *image = danbi_image_new ("/a");

  image->kind = kind;
  image->columns = columns;
  image->rows = rows;
  image->frames = 1;
  return image;
}

static void
test_verdict (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);
  const struct
  {
    guint columns;
    guint rows;
    const char *class_code;
    const char *text;
    gboolean good;
  } cases[] = {
    { 1400, 1400, "XR", "Large enough", TRUE },
    { 1399, 1400, "XR", "Too small: 1 pixels of width and 0 of height are missing", FALSE },
    { 512, 512, "CT", "Large enough", TRUE },
    { 100, 100, "ES", "Not judged: no minimum published", FALSE },
    { 0, 0, "CT", "No pixels, travels with the study", FALSE },
    { 10, 10, NULL, "Read", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiImage) image = image_of (cases[i].columns, cases[i].rows,
                                               DANBI_IMAGE_DICOM);
      const DanbiOrderClass *image_class = cases[i].class_code
                                             ? danbi_rules_find_class (rules, cases[i].class_code)
                                             : NULL;
      gboolean good;
      g_autofree char *text = danbi_phrase_verdict (image, image_class, &good);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (good, ==, cases[i].good);
    }
}

static void
test_verdict_on_faults (void)
{
  g_autoptr (DanbiImage) image = image_of (512, 512, DANBI_IMAGE_DICOM);
  gboolean good;
  g_autofree char *missing = NULL;
  g_autofree char *unreadable = NULL;

  image->dir_faults = DANBI_DIR_MISSING;
  missing = danbi_phrase_verdict (image, NULL, &good);
  image->dir_faults = DANBI_DIR_OK;
  image->error = g_strdup ("cut off");
  unreadable = danbi_phrase_verdict (image, NULL, &good);
  g_assert_cmpstr (missing, ==, "Missing: the DICOMDIR refers to it");
  g_assert_cmpstr (unreadable, ==, "Could not be read");
  g_assert_false (good);
}

static void
test_image_count (void)
{
  g_autoptr (GListStore) images = g_list_store_new (DANBI_TYPE_IMAGE);
  g_autofree char *none = danbi_phrase_image_count (G_LIST_MODEL (images));
  g_autofree char *some = NULL;
  static const struct
  {
    DanbiImageKind kind;
    DanbiDirFault faults;
  } files[] = {
    { DANBI_IMAGE_DICOMDIR, DANBI_DIR_OK }, { DANBI_IMAGE_DICOM, DANBI_DIR_OK },
    { DANBI_IMAGE_DICOM, DANBI_DIR_OK },    { DANBI_IMAGE_DICOM, DANBI_DIR_MISSING },
    { DANBI_IMAGE_DICOM, DANBI_DIR_EXTRA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (DanbiImage) image = image_of (1, 1, files[i].kind);

      image->dir_faults = files[i].faults;
      g_list_store_append (images, image);
    }
  some = danbi_phrase_image_count (G_LIST_MODEL (images));
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (some, ==, "3 referenced, 3 read");
}

static void
test_sizes (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);
  g_autoptr (DanbiImage) single = image_of (3120, 1560, DANBI_IMAGE_JPEG);
  g_autoptr (DanbiImage) film = image_of (640, 480, DANBI_IMAGE_DICOM);
  g_autoptr (DanbiImage) nothing = image_of (0, 0, DANBI_IMAGE_DICOM);
  g_autofree char *minimum = danbi_phrase_minimum (danbi_rules_find_class (rules, "MR"));
  g_autofree char *endoscopy = danbi_phrase_minimum (danbi_rules_find_class (rules, "ES"));
  g_autofree char *unknown = danbi_phrase_minimum (NULL);
  g_autofree char *one = danbi_phrase_pixels (single);
  g_autofree char *many = NULL;
  g_autofree char *none = danbi_phrase_pixels (nothing);

  film->frames = 30;
  many = danbi_phrase_pixels (film);
  g_assert_cmpstr (minimum, ==, "at least 256 × 192");
  g_assert_cmpstr (endoscopy, ==, "No minimum published");
  g_assert_cmpstr (unknown, ==, "The order code decides what is needed");
  g_assert_cmpstr (one, ==, "3120 × 1560");
  g_assert_cmpstr (many, ==, "640 × 480, 30 frames");
  g_assert_cmpstr (none, ==, "");
}

static void
test_value (void)
{
  static const struct
  {
    DanbiField field;
    const char *value;
    const char *text;
  } cases[] = {
    { DANBI_FIELD_CARD_TIME, "1151122152003", "115/11/22 15:20:03" },
    { DANBI_FIELD_EXAM_TIME, "11511221520", "115/11/22 15:20" },
    { DANBI_FIELD_RECEIVED_TIME, "11511221520", "115/11/22 15:20" },
    { DANBI_FIELD_BIRTH_DATE, "0750115", "075/01/15" },
    { DANBI_FIELD_BIRTH_DATE, "-050115", "-05/01/15" },
    { DANBI_FIELD_BIRTH_DATE, "-010115", "-01/01/15" },
    { DANBI_FIELD_SERVICE_MONTH, "11511", "115/11" },
    { DANBI_FIELD_BIRTH_DATE, "0750230", "0750230" },
    { DANBI_FIELD_BIRTH_DATE, "75", "75" },
    { DANBI_FIELD_BIRTH_DATE, "", "" },
    { DANBI_FIELD_PATIENT_ID, "A123456789", "A123456789" },
    { DANBI_FIELD_VISIT_SEQ, "0020", "0020" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_value (cases[i].field, cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_dicom_date (void)
{
  g_autofree char *day = danbi_phrase_dicom_date ("19860115");
  g_autofree char *odd = danbi_phrase_dicom_date ("1986");
  g_autofree char *none = danbi_phrase_dicom_date (NULL);

  g_assert_cmpstr (day, ==, "075/01/15");
  g_assert_cmpstr (odd, ==, "1986");
  g_assert_cmpstr (none, ==, "");
}

static void
test_comparison (void)
{
  static const struct
  {
    DanbiComparison line;
    const char *text;
  } cases[] = {
    { { DANBI_AGREEMENT_UNKNOWN, 0, NULL, 0, 0 }, "" },
    { { DANBI_AGREEMENT_UNKNOWN, 0, NULL, 1, 0 }, "Not compared" },
    { { DANBI_AGREEMENT_UNKNOWN, 0, NULL, 112, 3 }, "Not compared; 3 of 112 differ" },
    { { DANBI_AGREEMENT_SAME, 0, NULL, 112, 0 }, "The same" },
    { { DANBI_AGREEMENT_OWN, 0, NULL, 1, 0 }, "Taken from the image" },
    { { DANBI_AGREEMENT_INCOMPARABLE, 0, NULL, 3, 1 }, "Cannot be compared; 1 of 3 differ" },
    { { DANBI_AGREEMENT_DIFFERENT, 2, NULL, 1, 1 }, "Different" },
    { { DANBI_AGREEMENT_DIFFERENT, 2, NULL, 112, 112 }, "Different" },
    { { DANBI_AGREEMENT_DIFFERENT, 1, NULL, 112, 3 }, "Different, 3 of 112" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_comparison (&cases[i].line);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Lines of a set that agrees, but for one. */
static void
test_headline (void)
{
  static const struct
  {
    DanbiCompared what;
    DanbiComparison line;
    const char *text;
    gboolean strong;
  } cases[] = {
    { DANBI_COMPARED_NAME, { DANBI_AGREEMENT_UNKNOWN, 0, NULL, 3, 0 }, "", FALSE },
    { DANBI_COMPARED_IDENTITY, { DANBI_AGREEMENT_DIFFERENT, DANBI_SEVERITY_ERROR, NULL, 3, 1 },
      "The images are of another patient than the form", TRUE },
    { DANBI_COMPARED_BIRTH_DATE, { DANBI_AGREEMENT_DIFFERENT, DANBI_SEVERITY_ERROR, NULL, 3, 3 },
      "The images are of another patient than the form", TRUE },
    { DANBI_COMPARED_DAY, { DANBI_AGREEMENT_DIFFERENT, DANBI_SEVERITY_ERROR, NULL, 3, 3 },
      "The images are of another day than the form", TRUE },
    { DANBI_COMPARED_DAY, { DANBI_AGREEMENT_DIFFERENT, DANBI_SEVERITY_WARNING, NULL, 3, 3 }, "",
      FALSE },
    { DANBI_COMPARED_SEX, { DANBI_AGREEMENT_DIFFERENT, DANBI_SEVERITY_WARNING, NULL, 3, 3 }, "",
      FALSE },
    { DANBI_COMPARED_MODALITY, { DANBI_AGREEMENT_DIFFERENT, DANBI_SEVERITY_ERROR, NULL, 3, 3 },
      "The images are of another kind than the order", TRUE },
    { DANBI_COMPARED_IDENTITY, { DANBI_AGREEMENT_INCOMPARABLE, 0, NULL, 3, 0 }, "", FALSE },
    { DANBI_COMPARED_IDENTITY, { DANBI_AGREEMENT_UNKNOWN, 0, NULL, 3, 0 }, "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiComparison lines[DANBI_N_COMPARED];
      g_autofree char *text = NULL;
      gboolean strong;

      for (DanbiCompared what = 0; what < DANBI_N_COMPARED; what++)
        lines[what] = (DanbiComparison){ DANBI_AGREEMENT_SAME, 0, NULL, 3, 0 };
      lines[cases[i].what] = cases[i].line;
      text = danbi_phrase_comparison_headline (lines, &strong);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (strong, ==, cases[i].strong);
    }
}

static void
test_headline_where_nothing_is_proved (void)
{
  DanbiComparison lines[DANBI_N_COMPARED] = { 0 };
  g_autofree char *none = NULL;
  g_autofree char *chart = NULL;
  g_autofree char *own = NULL;
  gboolean strong;

  none = danbi_phrase_comparison_headline (lines, &strong);
  g_assert_cmpstr (none, ==, "The images name no patient: look at them to see whose they are");
  g_assert_false (strong);

  lines[DANBI_COMPARED_IDENTITY]
    = (DanbiComparison){ DANBI_AGREEMENT_INCOMPARABLE, 0, NULL, 1, 0 };
  chart = danbi_phrase_comparison_headline (lines, &strong);
  g_assert_cmpstr (chart, ==, "Whose images these are could not be checked: compare the name");

  lines[DANBI_COMPARED_BIRTH_DATE] = (DanbiComparison){ DANBI_AGREEMENT_OWN, 0, NULL, 1, 0 };
  own = danbi_phrase_comparison_headline (lines, &strong);
  g_assert_cmpstr (own, ==, chart);
  g_assert_false (strong);
}

static void
test_understood (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);
  static const struct
  {
    DanbiField field;
    const char *value;
    const char *text;
  } cases[] = {
    { DANBI_FIELD_ORDER_CODE, "34004C", "齒顎全景 X 光片攝影" },
    { DANBI_FIELD_ORDER_CODE, "34004", "" },
    { DANBI_FIELD_VISIT_TYPE, "02", "牙醫門診" },
    { DANBI_FIELD_VISIT_SEQ, "A000", "讀卡設備故障" },
    { DANBI_FIELD_VISIT_SEQ, "0020", "" },
    { DANBI_FIELD_PROVIDER_TYPE, "13", "門診牙醫" },
    { DANBI_FIELD_PROVIDER_ID, "3501234567", "" },
    { DANBI_FIELD_SITE, "FM", "全口" },
    { DANBI_FIELD_SITE, "", "" },
    { DANBI_FIELD_PATIENT_ID, "A123456789", "Male" },
    { DANBI_FIELD_PATIENT_ID, "A123456788", "" },
    { DANBI_FIELD_REPORT_SEQ, "1", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_phrase_understood (cases[i].field, cases[i].value, rules,
                                                       DANBI_TEST_NOW_S);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/danbi/app/phrases/time_left_is_rounded_down", test_remaining);
  g_test_add_func ("/danbi/app/phrases/a_moment_leaves_out_this_year", test_moment);
  g_test_add_func ("/danbi/app/phrases/the_countdown_changes_with_the_second", test_deadline);
  g_test_add_func ("/danbi/app/phrases/no_countdown_without_a_clock", test_deadline_unknown);
  g_test_add_func ("/danbi/app/phrases/ready_says_until_when_and_from_where", test_ready);
  g_test_add_func ("/danbi/app/phrases/four_missing_fields_are_named", test_missing);
  g_test_add_func ("/danbi/app/phrases/a_line_of_the_list_says_what_is_left", test_case_state);
  g_test_add_func ("/danbi/app/phrases/buttons_and_bars", test_small_ones);
  g_test_add_func ("/danbi/app/phrases/the_verdict_on_an_image", test_verdict);
  g_test_add_func ("/danbi/app/phrases/the_verdict_on_a_faulty_file", test_verdict_on_faults);
  g_test_add_func ("/danbi/app/phrases/images_are_counted_as_referenced_and_read",
                   test_image_count);
  g_test_add_func ("/danbi/app/phrases/sizes_in_pixels", test_sizes);
  g_test_add_func ("/danbi/app/phrases/a_value_as_a_person_reads_it", test_value);
  g_test_add_func ("/danbi/app/phrases/a_dicom_date_as_the_form_shows_it", test_dicom_date);
  g_test_add_func ("/danbi/app/phrases/what_a_value_is_taken_for", test_understood);
  g_test_add_func ("/danbi/app/phrases/a_comparison_in_a_word_and_numbers", test_comparison);
  g_test_add_func ("/danbi/app/phrases/what_must_not_be_overlooked", test_headline);
  g_test_add_func ("/danbi/app/phrases/nothing_is_proved",
                   test_headline_where_nothing_is_proved);
  return g_test_run ();
}
