/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "danbi-drop-phrases.h"
#include "danbi-test-rulebook.h"

static void
test_why_something_is_chosen (void)
{
  static const struct
  {
    DanbiDropKind kind;
    DanbiDropFits fits;
    const char *reason;
    const char *doubt;
  } cases[] = {
    { DANBI_DROP_PATIENT, DANBI_DROP_FITS_NOTHING, "", "" },
    { DANBI_DROP_PATIENT, DANBI_DROP_FITS_ID | DANBI_DROP_FITS_BIRTH,
      "same identity number as the form · same date of birth as the form", "" },
    { DANBI_DROP_PATIENT, DANBI_DROP_FITS_ALONE | DANBI_DROP_DIFFERS_BIRTH, "the only patient",
      "another date of birth than the form" },
    { DANBI_DROP_PATIENT, DANBI_DROP_FITS_PRESENT, "the patient of the images in this case", "" },
    { DANBI_DROP_PATIENT, DANBI_DROP_DIFFERS_ID, "", "another identity number than the form" },
    { DANBI_DROP_STUDY, DANBI_DROP_FITS_DAY | DANBI_DROP_FITS_MODALITY,
      "of the day of the examination · of the kind that the order code asks for", "" },
    { DANBI_DROP_STUDY, DANBI_DROP_FITS_NEAR_DAY | DANBI_DROP_DIFFERS_DAY,
      "one day from the examination, the nearest", "not of the day of the examination" },
    { DANBI_DROP_STUDY, DANBI_DROP_FITS_NEWEST, "the newest study", "" },
    { DANBI_DROP_STUDY, DANBI_DROP_FITS_ALONE, "the only study", "" },
    { DANBI_DROP_STUDY, DANBI_DROP_FITS_PRESENT, "the study of the images in this case", "" },
    { DANBI_DROP_SERIES, DANBI_DROP_FITS_MODALITY, "", "" },
    { DANBI_DROP_SERIES, DANBI_DROP_DIFFERS_MODALITY, "",
      "not the kind of image that the order code asks for" },
    { DANBI_DROP_SERIES, DANBI_DROP_FOLLOWS, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = danbi_phrase_drop_reason (cases[i].kind, cases[i].fits);
      g_autofree char *doubt = danbi_phrase_drop_doubt (cases[i].fits);

      g_assert_cmpstr (reason, ==, cases[i].reason);
      g_assert_cmpstr (doubt, ==, cases[i].doubt);
    }
}

static void
test_each_refusal_has_its_sentence (void)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int refusal = DANBI_DROP_ALLOWED; refusal <= DANBI_DROP_NOTHING_TO_TAKE; refusal++)
    {
      char *text = danbi_phrase_drop_refusal (refusal);

      g_assert_cmpint (*text == '\0', ==, refusal == DANBI_DROP_ALLOWED);
      g_assert_true (g_hash_table_add (known, text));
    }
}

static void
test_sizes_against_the_minimum (void)
{
  g_autoptr (DanbiRulebook) rulebook = danbi_test_rulebook_load ();
  const DanbiRules *rules = danbi_rulebook_get_rules (rulebook, NULL);
  const DanbiOrderClass *ct = danbi_rules_find_class (rules, "CT");
  const DanbiOrderClass *endoscopy = danbi_rules_find_class (rules, "ES");
  const struct
  {
    DanbiDropFacts facts;
    const DanbiOrderClass *image_class;
    const char *text;
    gboolean good;
  } cases[] = {
    { { .n_images = 3, .size = DANBI_DROP_SIZE_MET }, ct, "Large enough (at least 512 × 512)",
      TRUE },
    { { .n_images = 3, .size = DANBI_DROP_SIZE_EXCUSED }, ct,
      "Localizer or capture, not judged by size", FALSE },
    { { .n_images = 3, .size = DANBI_DROP_SIZE_SMALL, .n_small = 1, .lacking_columns = 256 }, ct,
      "1 image is too small (at least 512 × 512): 256 pixels of width and 0 of height are missing",
      FALSE },
    { { .n_images = 3, .size = DANBI_DROP_SIZE_SMALL, .n_small = 2, .lacking_rows = 1 }, ct,
      "2 images are too small (at least 512 × 512): up to 0 pixels of width and 1 of height are "
      "missing", FALSE },
    { { .n_images = 3 }, NULL, "The order code decides what is needed", FALSE },
    { { .n_images = 3 }, endoscopy, "No minimum published", FALSE },
    { { .n_others = 1 }, ct, "No pixels, travels with the study", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean good;
      g_autofree char *text = danbi_phrase_drop_verdict (&cases[i].facts, cases[i].image_class,
                                                         &good);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (good, ==, cases[i].good);
    }
}

static void
test_how_many_there_are (void)
{
  static const struct
  {
    guint n[3];
    const char *counts;
    const char *chosen;
    const char *take;
  } cases[] = {
    { { 0, 0, 0 }, "0 images",
      "Nothing is chosen yet. Tick the images of this case’s patient.", "Add to the Case" },
    { { 1, 0, 0 }, "1 image", "Chosen: 1 image", "Add 1 Image to the Case" },
    { { 312, 1, 0 }, "312 images · 1 report or the like",
      "Chosen: 312 images · 1 report or the like", "Add 312 Images to the Case" },
    { { 0, 2, 0 }, "2 reports or the like", "Chosen: 2 reports or the like", "Add to the Case" },
    { { 2, 0, 1 }, "2 images · 1 file that cannot be taken",
      "Chosen: 2 images · 1 file that cannot be taken", "Add 2 Images to the Case" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint *n = cases[i].n;
      g_autofree char *counts = danbi_phrase_drop_counts (n[0], n[1], n[2]);
      g_autofree char *chosen = danbi_phrase_drop_chosen (n[0], n[1], n[2]);
      g_autofree char *take = danbi_phrase_drop_take (n[0]);

      g_assert_cmpstr (counts, ==, cases[i].counts);
      g_assert_cmpstr (chosen, ==, cases[i].chosen);
      g_assert_cmpstr (take, ==, cases[i].take);
    }
}

static void
test_what_is_being_done_has_a_name (void)
{
  static const struct
  {
    guint64 done;
    guint64 total;
    const char *reading;
    const char *copying;
  } cases[] = {
    { 0, 0, "Reading…", "Copying into the case…" },
    { 7, 0, "Reading: 7 files so far", "Copying into the case…" },
    { 50, 100, "Reading: 50 of 100 files", "Copying into the case: 50%" },
    { 101, 100, "Reading: 100 of 100 files", "Copying into the case: 100%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reading = danbi_phrase_reading (cases[i].done, cases[i].total);
      g_autofree char *copying = danbi_phrase_copying (cases[i].done, cases[i].total);

      g_assert_cmpstr (reading, ==, cases[i].reading);
      g_assert_cmpstr (copying, ==, cases[i].copying);
    }
}

static void
test_the_case_is_named_in_full (void)
{
  g_autoptr (DanbiRecord) record = danbi_record_new ();
  g_autofree char *empty = danbi_phrase_drop_case (record);
  g_autofree char *filled = NULL;

  danbi_record_set (record, DANBI_FIELD_PATIENT_ID, "A123456789");
  danbi_record_set (record, DANBI_FIELD_BIRTH_DATE, "0750115");
  danbi_record_set (record, DANBI_FIELD_ORDER_CODE, "33070B");
  filled = danbi_phrase_drop_case (record);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (filled, ==, "A123456789 · 075/01/15 · 33070B");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/app/drop-phrases/why_something_is_chosen",
                   test_why_something_is_chosen);
  g_test_add_func ("/danbi/app/drop-phrases/each_refusal_has_its_sentence",
                   test_each_refusal_has_its_sentence);
  g_test_add_func ("/danbi/app/drop-phrases/sizes_against_the_minimum",
                   test_sizes_against_the_minimum);
  g_test_add_func ("/danbi/app/drop-phrases/how_many_there_are", test_how_many_there_are);
  g_test_add_func ("/danbi/app/drop-phrases/what_is_being_done_has_a_name",
                   test_what_is_being_done_has_a_name);
  g_test_add_func ("/danbi/app/drop-phrases/the_case_is_named_in_full",
                   test_the_case_is_named_in_full);
  return g_test_run ();
}
