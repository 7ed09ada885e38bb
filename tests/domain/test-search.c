/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "danbi-search.h"
#include "danbi-test-rulebook.h"
#include "danbi-tsv.h"

#define FILM "齒顎全景 X 光片攝影"

static DanbiRulebook *rulebook;
static const DanbiRules *rules;

static void
test_what_is_typed_finds_what_is_meant (void)
{
  static const struct
  {
    const char *typed;
    const char *code;
    const char *name;
    const char *more;
    DanbiMatch match;
  } cases[] = {
    { "", "34004C", FILM, "", DANBI_MATCH_EXACT },
    { "34004C", "34004C", FILM, "", DANBI_MATCH_EXACT },
    { "34004c", "34004C", FILM, "", DANBI_MATCH_EXACT },
    { "３４００４ｃ", "34004C", FILM, "", DANBI_MATCH_EXACT },
    { " 34004c ", "34004C", FILM, "", DANBI_MATCH_EXACT },
    { "34", "34004C", FILM, "", DANBI_MATCH_CODE },
    { "004", "34004C", FILM, "", DANBI_MATCH_CODE_INSIDE },
    { "0", "34004C", FILM, "", DANBI_MATCH_NONE },
    { "34005", "34004C", FILM, "", DANBI_MATCH_NONE },
    { "齒顎", "34004C", FILM, "", DANBI_MATCH_NAME },
    { "全景", "34004C", FILM, "", DANBI_MATCH_WORDS },
    { "x光", "34004C", FILM, "", DANBI_MATCH_WORDS },
    { "Ｘ光片", "34004C", FILM, "", DANBI_MATCH_WORDS },
    { "攝影 全景", "34004C", FILM, "", DANBI_MATCH_WORDS },
    { "攝影　34", "34004C", FILM, "", DANBI_MATCH_WORDS },
    { "全景 超音波", "34004C", FILM, "", DANBI_MATCH_NONE },
    { "單側", "34006B", "顳顎關節 X 光攝影（單側）", "", DANBI_MATCH_WORDS },
    { "(單側)", "34006B", "顳顎關節 X 光攝影（單側）", "", DANBI_MATCH_WORDS },
    { "ceqj", "34004C", FILM, "", DANBI_MATCH_INITIALS },
    { "CEQJ", "34004C", FILM, "", DANBI_MATCH_INITIALS },
    { "ceqjxgpsy", "34004C", FILM, "", DANBI_MATCH_INITIALS },
    { "ㄔㄜㄑㄐ", "34004C", FILM, "", DANBI_MATCH_INITIALS },
    { "ㄑㄐㄍㄆ", "34004C", FILM, "", DANBI_MATCH_INITIALS_INSIDE }, /* past the X */
    { "qjxgp", "34004C", FILM, "", DANBI_MATCH_INITIALS_INSIDE },
    { "qjgp", "34004C", FILM, "", DANBI_MATCH_NONE }, /* the X has a letter to type */
    { "cp", "34004C", FILM, "", DANBI_MATCH_SCATTERED },
    { "ㄔㄆ", "34004C", FILM, "", DANBI_MATCH_SCATTERED },
    { "xs", "34004C", FILM, "", DANBI_MATCH_SCATTERED }, /* a part of the name begins at X */
    { "es", "34004C", FILM, "", DANBI_MATCH_NONE },      /* no part of it begins at 顎 */
    { "pc", "34004C", FILM, "", DANBI_MATCH_NONE },
    { "ceqjxgpsyc", "34004C", FILM, "", DANBI_MATCH_NONE },
    { "c", "34004C", FILM, "", DANBI_MATCH_INITIALS },
    { "q", "34004C", FILM, "", DANBI_MATCH_NONE },
    { "ㄔ", "34004C", FILM, "", DANBI_MATCH_INITIALS },
    { "c全", "34004C", FILM, "", DANBI_MATCH_NONE },
    { "pgsm", "21008C", "膀胱掃描", "", DANBI_MATCH_INITIALS },
    { "bgsm", "21008C", "膀胱掃描", "", DANBI_MATCH_INITIALS }, /* 膀 has two readings */
    { "ㄔㄧㄆ", "19005C", "超音波", "", DANBI_MATCH_INITIALS },
    { "ㄔㄧㄅ", "19005C", "超音波", "", DANBI_MATCH_INITIALS },
    { "ㄇㄓㄧㄓ", "01", "門診醫長", "", DANBI_MATCH_INITIALS },
    { "ㄩㄈㄅㄐ", "AC", "預防保健", "", DANBI_MATCH_INITIALS },
    { "2s2h", "33070B", "電腦斷層造影", "CT", DANBI_MATCH_INITIALS }, /* ㄉㄋㄉㄘ by its keys */
    { "2S2", "33070B", "電腦斷層造影", "CT", DANBI_MATCH_INITIALS },
    { "2h", "33070B", "電腦斷層造影", "CT", DANBI_MATCH_INITIALS_INSIDE },
    { "2", "33070B", "電腦斷層造影", "CT", DANBI_MATCH_NONE },
    { "22", "33070B", "電腦斷層造影", "CT", DANBI_MATCH_NONE }, /* may become a code */
    { "3s2h", "33070B", "電腦斷層造影", "CT", DANBI_MATCH_NONE }, /* 3 is a tone */
    { "33s", "33070B", "電腦斷層造影", "CT", DANBI_MATCH_NONE },
    { "ct", "33070B", "電腦斷層造影", "CT DICOM", DANBI_MATCH_WORDS },
    { "comp", "33070B", "電腦斷層造影", "CT Computed tomography", DANBI_MATCH_WORDS },
    { "tomo", "33070B", "電腦斷層造影", "CT Computed tomography", DANBI_MATCH_WORDS },
    { "puted", "33070B", "電腦斷層造影", "CT Computed tomography", DANBI_MATCH_NONE },
    { "磁振", "1", "造影", "磁振造影", DANBI_MATCH_WORDS },
    { "振造", "1", "造影", "磁振造影", DANBI_MATCH_WORDS },
    { "𠮷", "1", "𠮷", "", DANBI_MATCH_NAME },
    { "a", "1", "𠮷", "", DANBI_MATCH_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s” for %s %s", cases[i].typed, cases[i].code, cases[i].name);
      g_assert_cmpint (danbi_search_match (rules, cases[i].typed, cases[i].code, cases[i].name,
                                           cases[i].more), ==, cases[i].match);
    }
}

/* The names of the tables, whatever their column is called. */
static const char *const name_columns[] = { "name_zh", "meaning_zh", "text_zh" };

static guint
check_name (const char *name)
{
  guint n_han = 0;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      char character[7] = "";

      g_unichar_to_utf8 (c, character);
      if (g_unichar_get_script (c) != G_UNICODE_SCRIPT_HAN)
        continue;
      n_han++;
      if (!danbi_rules_find_reading (rules, character))
        g_error ("phonetics.tsv has no reading of %s, which stands in “%s”", character, name);
    }
  return n_han;
}

static guint
check_table (const char *folder,
             const char *file_name)
{
  g_autofree char *path = g_build_filename (folder, file_name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DanbiTsv) table = NULL;
  guint n_han = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (text, strlen (text));
  table = danbi_tsv_new (bytes, &error);
  g_assert_no_error (error);
  for (guint row = 0; row < danbi_tsv_get_n_rows (table); row++)
    for (guint i = 0; i < G_N_ELEMENTS (name_columns); i++)
      n_han += check_name (danbi_tsv_get (table, row, name_columns[i]));
  return n_han;
}

static void
test_every_character_of_every_table_has_a_sound (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (g_getenv ("DANBI_TABLES"), 0, &error);
  const char *name;
  guint n_han = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".tsv"))
      n_han += check_table (g_getenv ("DANBI_TABLES"), name);
  g_assert_cmpuint (n_han, >, 1000);
}

static void
test_sounds_are_letters_and_symbols (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("DANBI_TABLES"), "phonetics.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] && *lines[i] != '\0'; i++)
    g_assert_true (g_regex_match_simple ("^\\p{Han}\\t[a-z]{1,3}\\t[ㄅ-ㄩ]{1,3}$", lines[i], 0, 0));
}

/* A receptionist who types the first two initials of a code's name must find it. */
static void
test_every_order_is_found_by_its_initials (void)
{
  for (guint i = 0; i < danbi_rules_get_n_orders (rules); i++)
    {
      const DanbiOrderCode *order = danbi_rules_get_order (rules, i);
      g_autoptr (GString) pinyin = g_string_new (NULL);
      g_autoptr (GString) zhuyin = g_string_new (NULL);
      const char *at = order->name_zh;

      for (guint n = 0; n < 2; at = g_utf8_next_char (at))
        {
          char character[7] = "";
          const DanbiReading *reading;

          g_unichar_to_utf8 (g_utf8_get_char (at), character);
          reading = danbi_rules_find_reading (rules, character);
          g_assert_nonnull (reading);
          g_string_append_c (pinyin, reading->pinyin[0]);
          g_string_append_unichar (zhuyin, g_utf8_get_char (reading->zhuyin));
          n++;
        }
      g_assert_cmpint (danbi_search_match (rules, pinyin->str, order->code, order->name_zh, ""), ==,
                       DANBI_MATCH_INITIALS);
      g_assert_cmpint (danbi_search_match (rules, zhuyin->str, order->code, order->name_zh, ""), ==,
                       DANBI_MATCH_INITIALS);
    }
}

static void
test_any_text_may_be_typed (void)
{
  static const char *const pieces[] = { "3", "c", "ㄔ", "齒", " ", "　", "Ｘ", "𠮷", "(", "\xff", "é" };

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) typed = g_string_new (NULL);

      for (int n = g_test_rand_int_range (0, 9); n > 0; n--)
        g_string_append (typed, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      danbi_search_match (rules, typed->str, "34004C", FILM, "XR X-ray");
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  rulebook = danbi_test_rulebook_load ();
  rules = danbi_rulebook_get_rules (rulebook, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/search/" #name, test_##name)
  ADD (what_is_typed_finds_what_is_meant);
  ADD (every_character_of_every_table_has_a_sound);
  ADD (sounds_are_letters_and_symbols);
  ADD (every_order_is_found_by_its_initials);
  ADD (any_text_may_be_typed);
#undef ADD
  status = g_test_run ();
  danbi_rulebook_unref (rulebook);
  return status;
}
