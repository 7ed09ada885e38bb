/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and values on a line. */
#include "config.h"

#include <string.h>

#include "danbi-facts.h"

static gboolean
parse (DanbiFacts *facts,
       char       *line)
{
  return danbi_facts_parse (facts, line, strlen (line));
}

static void
test_what_is_written_is_read (void)
{
  g_autoptr (GByteArray) line = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  DanbiFacts facts;
  guint64 count;

  danbi_facts_append_text (line, "empty", "");
  danbi_facts_append_text (line, "none", NULL);
  danbi_facts_append_number (line, "zero", 0);
  danbi_facts_append_number (line, "large", G_MAXUINT64);
  danbi_facts_append_text (line, "odd", "a\tb\nc\x7f");
  danbi_facts_append_end (line);
  g_assert_cmpint (line->data[line->len - 1], ==, '\n');
  g_assert_true (danbi_facts_parse (&facts, (char *) line->data, line->len - 1));
  g_assert_cmpuint (facts.n, ==, 3);
  g_assert_cmpstr (danbi_facts_find (&facts, "odd"), ==, "a b c ");
  g_assert_cmpstr (danbi_facts_find (&facts, "empty"), ==, "");
  g_assert_null (danbi_facts_find (&facts, "none"));
  g_assert_true (danbi_facts_get_count (&facts, "large", G_MAXUINT64, &count, &error));
  g_assert_cmpuint (count, ==, G_MAXUINT64);
  g_assert_true (danbi_facts_get_count (&facts, "zero", 0, &count, &error));
  g_assert_cmpuint (count, ==, 0);
  g_assert_true (danbi_facts_get_text (&facts, "none", 0, &text, &error));
  g_assert_null (text);
}

static void
test_bounds (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  char line[] = "a\t12345\t";
  DanbiFacts facts;
  guint64 count;

  g_assert_true (parse (&facts, line));
  g_assert_true (danbi_facts_get_text (&facts, "a", 5, &text, NULL));
  g_assert_cmpstr (text, ==, "12345");
  g_clear_pointer (&text, g_free);
  g_assert_false (danbi_facts_get_text (&facts, "a", 4, &text, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_true (danbi_facts_get_count (&facts, "a", 12345, &count, NULL));
  g_assert_false (danbi_facts_get_count (&facts, "a", 12344, &count, NULL));
}

static void
test_what_is_no_line (void)
{
  static const char *const rows[] = {
    "", "a", "a\t", "a\tb", "a\tb\tc\t", "a\t\x1b[2J\t", "a\t\xff\t", "a\tb\n\t",
    "{\"kind\":\"dicom\"}",
  };
  DanbiFacts facts;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = g_strdup (rows[i]);

      g_test_message ("row %u", i);
      g_assert_false (parse (&facts, line));
    }
  for (guint n = DANBI_FACTS_MAX; n <= DANBI_FACTS_MAX + 1; n++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint i = 0; i < n; i++)
        g_string_append (line, "a\tb\t");
      g_assert_true (parse (&facts, line->str) == (n == DANBI_FACTS_MAX));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/facts/" name, function)
  ADD ("what_is_written_is_read", test_what_is_written_is_read);
  ADD ("keep_their_bounds", test_bounds);
  ADD ("what_is_no_line_is_refused", test_what_is_no_line);
  return g_test_run ();
}
