/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "danbi-json.h"

static void
test_refuses_loose_json (void)
{
  const char *bad[] = { "", "{", "{} {}", "{\"a\":1,\"a\":2}", "[1,]", "'a'", "\"\\ud800\"",
                        "{\"a\":1} x", "nul" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (danbi_json_parse (bad[i], strlen (bad[i]), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_tells_no_text_of_the_document (void)
{
  const char *bad[] = { "{\"patient_id\":A123456789}", "{\"a\":\"b\" \"A123456789\"}",
                        "{\"A123456789\":1,\"A123456789\":2}", "{\"a\":\"A123456789" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (danbi_json_parse (bad[i], strlen (bad[i]), &error));
      g_assert_nonnull (strstr (error->message, "line 1, column "));
      g_assert_null (strstr (error->message, "A123"));
    }
}

static void
test_lets_a_nul_in_only_where_it_is_asked_to (void)
{
  const char *text = "\"a\\u0000b\"";
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) value = danbi_json_parse_with_nul (text, strlen (text), NULL);

  g_assert_null (danbi_json_parse (text, strlen (text), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpuint (json_string_length (value), ==, 3);
}

static void
test_survives_deep_nesting (void)
{
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (danbi_json_parse (deep, 200000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_keeps_order_and_utf8 (void)
{
  const char *text = "{\"b\":\"王\",\"a\":null}";
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) value = danbi_json_parse (text, strlen (text), &error);
  g_autofree char *line = NULL;

  g_assert_no_error (error);
  line = danbi_json_to_line (value);
  g_assert_cmpstr (line, ==, text);
  g_assert_cmpstr (danbi_json_get_string (value, "b"), ==, "王");
  g_assert_null (danbi_json_get_string (value, "a"));
  g_assert_null (danbi_json_get_string (NULL, "a"));
}

static void
test_names_the_file_that_is_too_large (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "danbi-test-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "{\"a\":\"0123456789\"}", -1, NULL));
  g_assert_null (danbi_json_load_file (path, 8, &error));
  g_assert_nonnull (strstr (error->message, path));
  g_unlink (path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/base/json/refuses_loose_json", test_refuses_loose_json);
  g_test_add_func ("/danbi/base/json/tells_no_text_of_the_document",
                   test_tells_no_text_of_the_document);
  g_test_add_func ("/danbi/base/json/lets_a_nul_in_only_where_it_is_asked_to",
                   test_lets_a_nul_in_only_where_it_is_asked_to);
  g_test_add_func ("/danbi/base/json/survives_deep_nesting", test_survives_deep_nesting);
  g_test_add_func ("/danbi/base/json/keeps_order_and_utf8", test_keeps_order_and_utf8);
  g_test_add_func ("/danbi/base/json/names_the_file_that_is_too_large",
                   test_names_the_file_that_is_too_large);
  return g_test_run ();
}
