/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is before and after a picture, and of the words about it. */
#include "config.h"

#include "danbi-stack.h"
#include "danbi-viewer-phrases.h"

/* Each letter is an image of the series of that letter, `j` one without a series, a capital a file
 * of several frames, `!` one that cannot be shown. */
static GListModel *
new_images (const char *letters)
{
  GListStore *images = g_list_store_new (DANBI_TYPE_IMAGE);

  for (guint i = 0; letters[i]; i++)
    {
      g_autoptr (DanbiImage) image = danbi_image_new ("/data/IMG");

      image->kind = DANBI_IMAGE_DICOM;
      image->rows = image->columns = letters[i] == '!' ? 0 : 512;
      image->frames = g_ascii_isupper (letters[i]) ? 9 : 1;
      image->file_id = g_strdup_printf ("%u", i);
      image->sha256 = g_strdup_printf ("hash %u", i);
      if (letters[i] != 'j')
        image->series_uid = g_strdup_printf ("1.2.%d", g_ascii_tolower (letters[i]));
      g_list_store_append (images, image);
    }
  return G_LIST_MODEL (images);
}

static char *
dup_names (GPtrArray *stack)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < stack->len; i++)
    g_string_append (names, ((DanbiImage *) g_ptr_array_index (stack, i))->file_id);
  return g_string_free (names, FALSE);
}

static void
test_the_wheel_goes_through_a_series (void)
{
  static const struct
  {
    const char *letters;
    guint place;
    const char *series;
  } cases[] = {
    { "aabb", 0, "01" },  { "aabb", 3, "23" }, { "abab", 1, "13" },  { "jjj", 1, "012" },
    { "aAa", 0, "02" },   { "aAa", 1, "1" },   { "a!ab", 1, "02" }, { "jaj", 0, "02" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GListModel) images = new_images (cases[i].letters);
      g_autoptr (GPtrArray) stack = danbi_stack_new (images);
      g_autoptr (GPtrArray) series = danbi_stack_new_series (stack, cases[i].place);
      g_autofree char *names = dup_names (series);

      g_assert_cmpstr (names, ==, cases[i].series);
    }
}

static void
test_the_next_series_begins_with_its_first_image (void)
{
  static const struct
  {
    const char *letters;
    guint place;
    int direction;
    guint next;
  } cases[] = {
    { "aabbcc", 0, 1, 2 }, { "aabbcc", 1, 1, 2 },  { "aabbcc", 5, 1, 5 }, { "aabbcc", 5, -1, 2 },
    { "aabbcc", 4, -1, 2 }, { "aabbcc", 1, -1, 1 }, { "aabbcc", 2, -1, 0 }, { "a", 0, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GListModel) images = new_images (cases[i].letters);
      g_autoptr (GPtrArray) stack = danbi_stack_new (images);

      g_assert_cmpuint (danbi_stack_find_next_series (stack, cases[i].place, cases[i].direction),
                        ==, cases[i].next);
    }
}

static void
test_the_same_file_is_found_in_another_set (void)
{
  g_autoptr (GListModel) images = new_images ("abc");
  g_autoptr (GListModel) again = new_images ("!bc");
  g_autoptr (GPtrArray) before = danbi_stack_new (images);
  g_autoptr (GPtrArray) after = danbi_stack_new (again);

  g_assert_cmpuint (danbi_stack_find (after, g_ptr_array_index (before, 2)), ==, 2);
  g_assert_cmpuint (danbi_stack_find_same (after, g_ptr_array_index (before, 2)), ==, 1);
  g_assert_cmpuint (danbi_stack_find_same (after, g_ptr_array_index (before, 0)), ==, 2);
}

static void
test_the_patient_is_told_in_lines (void)
{
  g_autoptr (DanbiImage) image = danbi_image_new ("/data/IMG");
  g_autofree char *nobody = danbi_phrase_patient (image);
  g_autofree char *said = NULL;
  g_autofree char *guess = NULL;

  g_assert_cmpstr (nobody, ==, "");
  image->patient_name = g_strdup ("WANG^SIAO MING");
  image->patient_id = g_strdup ("A123456789");
  image->birth_date = g_strdup ("19860115");
  image->sex = g_strdup ("M");
  said = danbi_phrase_patient (image);
  g_assert_cmpstr (said, ==, "WANG SIAO MING\nA123456789\nborn 075/01/15 · male");
  image->name_is_guess = TRUE;
  guess = danbi_phrase_patient (image);
  g_assert_true (g_str_has_prefix (guess, "WANG SIAO MING (name is a guess)\n"));
}

static void
test_the_study_is_told_without_repetition (void)
{
  g_autoptr (DanbiImage) image = danbi_image_new ("/data/IMG");
  g_autofree char *once = NULL;
  g_autofree char *both = NULL;

  image->study_date = g_strdup ("20261122");
  image->modality = g_strdup ("CT");
  image->study_description = g_strdup ("HEAD");
  image->series_description = g_strdup ("HEAD");
  once = danbi_phrase_study (image);
  g_assert_cmpstr (once, ==, "115/11/22 · CT\nHEAD");
  g_free (image->series_description);
  image->series_description = g_strdup ("Axial 5 mm");
  both = danbi_phrase_study (image);
  g_assert_cmpstr (both, ==, "115/11/22 · CT\nHEAD\nAxial 5 mm");
}

static void
test_what_is_unseen_is_put_in_a_word (void)
{
  static const struct
  {
    DanbiUnseen unseen;
    const char *said;
  } cases[] = {
    { { 3, 0, TRUE }, "" },
    { { 3, 1, TRUE }, "1 image not looked at yet" },
    { { 3, 3, TRUE }, "3 images not looked at yet" },
    { { 3, 1, FALSE }, "1 series not looked at yet" },
    { { 3, 2, FALSE }, "2 series not looked at yet" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = danbi_phrase_unseen (&cases[i].unseen);

      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

static void
test_a_tone_is_told_where_it_says_something (void)
{
  g_autoptr (GBytes) byte = g_bytes_new_static ("", 1);
  g_autoptr (GBytes) word = g_bytes_new_static ("\0", 2);
  DanbiPicture shallow = { .width = 1, .height = 1, .channels = 1, .depth = 8, .frames = 1,
                           .pixels = byte };
  DanbiPicture deep = { .width = 1, .height = 1, .channels = 1, .depth = 16, .low = -1024,
                        .high = 3071, .window_center = 40, .window_width = 400, .frames = 1,
                        .pixels = word };
  DanbiTone tone;
  g_autofree char *plain = NULL;
  g_autofree char *window = NULL;
  g_autofree char *inverted = NULL;
  g_autofree char *small = NULL;

  danbi_tone_init (&tone, &shallow);
  plain = danbi_phrase_tone (&tone, &shallow);
  g_assert_cmpstr (plain, ==, "");
  danbi_tone_init (&tone, &deep);
  window = danbi_phrase_tone (&tone, &deep);
  g_assert_cmpstr (window, ==, "Window 400 · Level 40");
  tone.inverted = TRUE;
  inverted = danbi_phrase_tone (&tone, &deep);
  g_assert_cmpstr (inverted, ==, "Window 400 · Level 40 · inverted");
  small = danbi_phrase_tone (&(DanbiTone){ 0.25, 1.5, FALSE }, &deep);
  g_assert_cmpstr (small, ==, "Window 1.50 · Level 0.25");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/app/stack/" #name, test_##name)
  ADD (the_wheel_goes_through_a_series);
  ADD (the_next_series_begins_with_its_first_image);
  ADD (the_same_file_is_found_in_another_set);
  ADD (the_patient_is_told_in_lines);
  ADD (the_study_is_told_without_repetition);
  ADD (what_is_unseen_is_put_in_a_word);
  ADD (a_tone_is_told_where_it_says_something);
#undef ADD
  return g_test_run ();
}
