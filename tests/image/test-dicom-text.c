/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of headers as they come, and as a screen may have them. */
#include "config.h"

#include <string.h>

#include "danbi-dicom-text.h"
#include "danbi-image-json.h"

static const struct
{
  const char *raw;
  const char *text;
  const char *name;
} TEXTS[] = {
  { "", NULL, NULL },
  { "   ", NULL, NULL },
  { " A ", "A", "A" },
  { "A\tB\nC\x7f" "D\x1b", "A B C D", "A B C D" },
  { "\xff", "\xef\xbf\xbd", "\xef\xbf\xbd" },
  { "A=B==", "A=B==", "A=B" },
  { "A= ", "A=", "A" },
  { "==", "==", NULL },
};

static void
test_clean (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    {
      g_autofree char *text = danbi_dicom_text_clean (TEXTS[i].raw);
      g_autofree char *name = danbi_dicom_text_clean_name (TEXTS[i].raw);

      g_assert_cmpstr (text, ==, TEXTS[i].text);
      g_assert_cmpstr (name, ==, TEXTS[i].name);
    }
}

static void
test_long_texts (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *clean = NULL;

  for (guint i = 0; i < 400; i++)
    g_string_append (text, "影");
  clean = danbi_dicom_text_clean (text->str);
  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_cmpuint (strlen (clean), ==, DANBI_IMAGE_MAX_TEXT_BYTES / 3 * 3);
}

static const struct
{
  const char *bytes;
  const char *expected;
} GUESSES[] = {
  { "ABC", "ABC" },
  { "王", "王" },
  { "\xa4\xfd", "王" },
  { "\033$B;3ED\033(B", "山田" },
  { "\xff\xff", "\xff\xff" },
};

static void
test_guess (void)
{
  danbi_dicom_text_prepare ();
  for (guint i = 0; i < G_N_ELEMENTS (GUESSES); i++)
    {
      g_autofree char *text = danbi_dicom_text_guess (GUESSES[i].bytes);

      g_assert_cmpstr (text, ==, GUESSES[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/dicom-text/" name, function)
  ADD ("padding_and_control_characters_go", test_clean);
  ADD ("a_long_text_is_cut_at_a_character", test_long_texts);
  ADD ("big5_is_guessed_where_nothing_is_said", test_guess);
  return g_test_run ();
}
