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
  const char *charset;
  const char *bytes;
  const char *name;
  gboolean is_guess;
} NAMES[] = {
  /* The examples of PS3.5, annexes H to K, and one of each further set. */
  { NULL, "Adams^John", "Adams^John", FALSE },
  { "ISO_IR 100", "Buc^J\xe9r\xf4me", "Buc^Jérôme", FALSE },
  { "ISO_IR 101", "Wa\xb3\xeasa", "Wałęsa", FALSE },
  { "ISO_IR 109", "\xe3", "ã", TRUE }, /* not in that set */
  { "ISO_IR 109", "\xa1""al", "Ħal", FALSE },
  { "ISO_IR 110", "\xbe""emaitis", "žemaitis", FALSE },
  { "ISO_IR 144", "\xbb\xee\xda\x63\x65\xdc\xd1yp\xd3", "Люкceмбypг", FALSE },
  { "ISO_IR 127", "\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1", "قباني^لنزار", FALSE },
  { "ISO_IR 126", "\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2", "Διονυσιος", FALSE },
  { "ISO_IR 138", "\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4", "שרון^דבורה", FALSE },
  { "ISO_IR 148", "\xc7""avu\xfeo\xf0lu", "Çavuşoğlu", FALSE },
  { "ISO_IR 203", "\xbc""dipe", "Œdipe", FALSE },
  { "ISO_IR 166", "\xca\xc1\xaa\xd2\xc2", "สมชาย", FALSE },
  { "ISO_IR 13", "\xd4\xcf\xc0\xde^\xc0\xdb\xb3", "ﾔﾏﾀﾞ^ﾀﾛｳ", FALSE },
  { "ISO_IR 192", "Wang^XiaoDong=王^小東=", "Wang^XiaoDong=王^小東", FALSE },
  { "GB18030", "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=", "Wang^XiaoDong=王^小东", FALSE },
  { "GBK", "\xd6\xec\xe9\x46\xbb\xf9", "朱镕基", FALSE },
  { "\\ISO 2022 IR 87",
    "Yamada^Tarou=\033$B;3ED\033(B^\033$BB@O:\033(B=\033$B$d$^$@\033(B^\033$B$?$m$&\033(B",
    "Yamada^Tarou=山田^太郎=やまだ^たろう", FALSE },
  { "ISO 2022 IR 13\\ISO 2022 IR 87",
    "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\033$B;3ED\033(J^\033$BB@O:\033(J"
    "=\033$B$d$^$@\033(J^\033$B$?$m$&\033(J",
    "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", FALSE },
  { "ISO 2022 IR 6\\ISO 2022 IR 159", "\033$(D\x30\x21\033(B", "丂", FALSE },
  { "\\ISO 2022 IR 149",
    "Hong^Gildong=\033$)C\xfb\xf3^\033$)C\xd1\xce\xd4\xd7=\033$)C\xc8\xab^\033$)C\xb1\xe6\xb5\xbf",
    "Hong^Gildong=洪^吉洞=홍^길동", FALSE },
  { "\\ISO 2022 IR 149", "\xc8\xab^\xb1\xe6\xb5\xbf", "홍^길동", FALSE }, /* without escapes */
  { "\\ISO 2022 IR 58",
    "Zhang^XiaoDong=\033$)A\xd5\xc5^\033$)A\xd0\xa1\xb6\xab=",
    "Zhang^XiaoDong=张^小东", FALSE },
  { "ISO 2022 IR 100\\ISO 2022 IR 144", "J\xe9r\xf4me=\033-L\xbb\xee\xda", "Jérôme=Люк", FALSE },
  /* As some spell it. */
  { "ISO-IR 100", "J\xe9", "Jé", FALSE },
  { "iso ir 192", "王", "王", FALSE },
  { "ISO 2022 IR 192", "王", "王", FALSE },
  /* What Taiwan writes and does not declare. */
  { NULL, "\xa4\xfd^\xa4p\xa9\xfa", "王^小明", TRUE },
  { "", "\xa4\xfd\xa4p\xa9\xfa", "王小明", TRUE },
  { "ISO_IR 100", "\xa4\xfd\xa4p\xa9\xfa", "王小明", TRUE },
  { "ISO_IR 6", "WANG^HSIAOMING=\xa4\xfd^\xa4p\xa9\xfa", "WANG^HSIAOMING=王^小明", TRUE },
  { "ISO_IR 100", "\xc1\xc2\xa4""j\xbb\xca", "謝大銘", TRUE },
  { "ISO_IR 100", "\xb3\xaf \xacK\xad\x5e", "陳 春英", TRUE },
  { "ISO_IR 100", "\xb6\xc0\xf9\xd6\xb4\xbc", "黃碁智", TRUE },
  { NULL, "王^小明", "王^小明", TRUE },
  { "ISO_IR 100", "王^小明", "王^小明", TRUE },
  { "BIG5", "\xa4\xfd", "王", TRUE },
  { "ISO_IR 192", "\xa4\xfd\xa4p\xa9\xfa", "王小明", TRUE },
  /* What Europe writes is no Chinese. */
  { "ISO_IR 100", "H\xe4user^J\xf6rg", "Häuser^Jörg", FALSE },
  { NULL, "H\xe4user^J\xf6rg", "Häuser^Jörg", TRUE },
  { NULL, "\xc5se", "Åse", TRUE },
  { "ISO_IR 100", "\xd6z^\xc5sa", "Öz^Åsa", FALSE },
  { "ISO_IR 100", "\xde\xf3r\xf0ur", "Þórður", FALSE },
  { NULL, "\033$B;3ED\033(B", "山田", TRUE },
  { "ISO_IR 100", "A\033%GB", "A %GB", TRUE }, /* no set of DICOM */
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      gboolean is_guess;
      g_autofree char *name = danbi_dicom_text_decode_name (NAMES[i].charset, NAMES[i].bytes,
                                                            &is_guess);

      g_test_message ("%u, %s: %s", i, NAMES[i].charset ? NAMES[i].charset : "none", name);
      g_assert_cmpstr (name, ==, NAMES[i].name);
      g_assert_cmpint (is_guess, ==, NAMES[i].is_guess);
    }
}

/* In a text `^` and `=` are characters as any other, and set nothing back. */
static void
test_descriptions (void)
{
  g_autofree char *one = danbi_dicom_text_decode ("\\ISO 2022 IR 149",
                                                  "\033$)C\xc8\xab=\xb1\xe6");
  g_autofree char *other = danbi_dicom_text_decode ("ISO_IR 100", "\xaf\xdd X \xa5\xfa");

  g_assert_cmpstr (one, ==, "홍=길");
  g_assert_cmpstr (other, ==, "胸 X 光");
}

static const struct
{
  const char *bytes;
  const char *expected;
} GUESSES[] = {
  { "ABC", "ABC" },
  { "王", "王" },
  { "CT\xa4\xfd", "CT王" },
  { "\xff\xff", "\xff\xff" },
};

static void
test_guess (void)
{
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
  ADD ("every_character_set_is_read_as_declared_or_guessed", test_names);
  ADD ("a_description_is_one_text", test_descriptions);
  ADD ("file_names_are_utf8_or_big5", test_guess);
  return g_test_run ();
}
