/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each problem has a word of its own and a sentence of its own. */
#include "config.h"

#include "danbi-file-problem.h"

static void
test_words_and_sentences (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = DANBI_FILE_OK + 1; i < DANBI_FILE_N_PROBLEMS; i++)
    {
      DanbiFileProblem back = DANBI_FILE_OK;
      char *sentence = danbi_file_problem_dup_sentence ((DanbiFileProblem) i, NULL);

      g_assert_true (danbi_file_problem_from_nick (
        danbi_file_problem_to_nick ((DanbiFileProblem) i), &back));
      g_assert_cmpuint (back, ==, i);
      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_true (g_hash_table_add (seen, sentence));
    }
}

static void
test_detail (void)
{
  g_autofree char *with = danbi_file_problem_dup_sentence (DANBI_FILE_UNREADABLE, "no medium");
  g_autofree char *without = danbi_file_problem_dup_sentence (DANBI_FILE_UNREADABLE, "");

  g_assert_true (g_str_has_suffix (with, ". (no medium)"));
  g_assert_true (g_str_has_suffix (without, "."));
}

static void
test_unknown_word (void)
{
  DanbiFileProblem problem = DANBI_FILE_CRASHED;

  g_assert_false (danbi_file_problem_from_nick ("", &problem));
  g_assert_false (danbi_file_problem_from_nick ("emptyx", &problem));
  g_assert_cmpint (problem, ==, DANBI_FILE_CRASHED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/file-problem/" name, function)
  ADD ("each_has_a_word_and_a_sentence", test_words_and_sentences);
  ADD ("a_detail_stands_in_brackets", test_detail);
  ADD ("an_unknown_word_is_refused", test_unknown_word);
  return g_test_run ();
}
