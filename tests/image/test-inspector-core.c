/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests and answers of the inspector, without the child. */
#include "config.h"

#include <string.h>

#include "danbi-dicom.h"
#include "danbi-image-json.h"
#include "danbi-inspector-core.h"
#include "image-test.h"

/* The facts of a line as JSON, so that every answer is asked alike. */
static json_t *
parse (char  *line,
       gsize  length)
{
  json_t *object;
  DanbiFacts facts;

  if (*line == '{')
    return danbi_json_parse (line, length, NULL);
  object = json_object ();
  g_assert_true (danbi_facts_parse (&facts, line, length));
  for (guint i = 0; i < facts.n; i++)
    {
      guint64 number;
      gboolean is_number
        = g_ascii_string_to_unsigned (facts.pairs[i].value, 10, 0, G_MAXINT64, &number, NULL);

      json_object_set_new (object, facts.pairs[i].name,
                           is_number ? json_integer ((json_int_t) number)
                                     : json_string (facts.pairs[i].value));
    }
  return object;
}

static json_t *
ask (const char *op,
     const char *path)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  g_autofree char *request
    = g_strdup_printf ("{\"op\":\"%s\",\"path\":\"%s\",\"max_side\":16,\"frame\":0}", op, escaped);
  const guint8 *end;

  g_assert_true (danbi_inspector_answer (request, strlen (request), answer));
  end = memchr (answer->data, '\n', answer->len);
  g_assert_nonnull (end);
  return parse ((char *) answer->data, (gsize) (end - answer->data));
}

static void
assert_shape (const char *data,
              gssize      length,
              const char *kind,
              const char *problem)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (json_t) answer = NULL;

  test_folder_init (&folder);
  path = test_folder_write (&folder, "a", data, length);
  answer = ask ("header", path);
  g_assert_cmpstr (danbi_json_get_string (answer, "kind"), ==, kind);
  g_assert_cmpstr (danbi_json_get_string (answer, "problem"), ==, problem);
}

static void
test_what_is_no_image (void)
{
  g_autofree char *zeros = g_malloc0 (4096);
  g_autofree char *text = g_strnfill (4096, 'A');
  g_autofree char *magic = g_malloc0 (4096);

  memcpy (magic + 128, "DICM", 4);
  assert_shape ("", 0, "other", "empty");
  assert_shape (zeros, 4096, "other", NULL);
  assert_shape (text, 4096, "other", NULL);
  assert_shape ("\x89PNG\r\n\x1a\n", 8, "jpeg", "broken-picture");
  assert_shape ("\xff\xd8\xff", 3, "jpeg", "broken-jpeg");
  assert_shape ("\x08\0\x05\0CS\x0a\0ISO_IR 100", 18, "other", NULL);
  assert_shape (magic, 132, "dicom", "truncated");
  assert_shape (magic, 4096, "dicom", "truncated");
}

static void
test_without_preamble (void)
{
  for (int implicit = 0; implicit < 2; implicit++)
    {
      g_auto (TestFolder) folder = { 0 };
      g_autofree char *path = NULL;
      g_autoptr (json_t) answer = NULL;
      g_autoptr (GError) error = NULL;
      DanbiFixtureDicom dicom;

      test_folder_init (&folder);
      path = test_folder_dup_path (&folder, "a");
      danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_MR);
      dicom.no_preamble = TRUE;
      dicom.implicit_vr = implicit;
      danbi_fixture_write_dicom (path, &dicom, &error);
      g_assert_no_error (error);
      answer = ask ("header", path);
      g_assert_cmpstr (danbi_json_get_string (answer, "kind"), ==, "dicom");
      g_assert_cmpstr (danbi_json_get_string (answer, "problem"), ==, "no-head");
      g_assert_cmpint (json_integer_value (json_object_get (answer, "rows")), ==, 256);
    }
}

static void
read_without_dictionary (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (json_t) answer = NULL;
  g_autoptr (GError) error = NULL;
  DanbiFixtureDicom dicom;

  g_setenv ("DCMDICTPATH", "/nonexistent", TRUE);
  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a");
  danbi_fixture_dicom_init (&dicom, DANBI_FIXTURE_MR);
  dicom.implicit_vr = TRUE;
  danbi_fixture_write_dicom (path, &dicom, &error);
  g_assert_no_error (error);
  answer = ask ("header", path);
  g_assert_cmpstr (danbi_json_get_string (answer, "problem"), ==, "dictionary-missing");
}

/* Without its dictionary DCMTK misreads implicit files without a word, so none is read. It is loaded
 * once, so this takes a process of its own. */
static void
test_without_dictionary (void)
{
  if (g_test_subprocess ())
    {
      read_without_dictionary ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_a_path_that_cannot_be_opened (void)
{
  g_autoptr (json_t) absent = ask ("header", "/nonexistent");
  g_autoptr (json_t) folder = ask ("header", "/");

  g_assert_cmpstr (danbi_json_get_string (absent, "problem"), ==, "unreadable");
  g_assert_nonnull (danbi_json_get_string (absent, "detail"));
  g_assert_cmpstr (danbi_json_get_string (folder, "problem"), ==, "unreadable");
}

static void
test_render (void)
{
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *report = NULL;
  g_autoptr (json_t) answer = NULL;
  g_autoptr (json_t) none = NULL;

  test_folder_init (&folder);
  path = test_folder_write_dicom (&folder, "a", DANBI_FIXTURE_MR);
  report = test_folder_write_dicom (&folder, "b", DANBI_FIXTURE_SR);
  answer = ask ("render", path);
  none = ask ("render", report);
  g_assert_cmpint (json_integer_value (json_object_get (answer, "width")), ==, 16);
  g_assert_cmpint (json_integer_value (json_object_get (answer, "bytes")), ==, 256);
  g_assert_cmpstr (danbi_json_get_string (none, "problem"), ==, "no-picture");
}

static void
test_what_is_no_request (void)
{
  static const char *const requests[] = {
    "", "{}", "[]", "x", "{\"op\":\"header\"}", "{\"path\":\"/\"}",
    "{\"op\":\"remove\",\"path\":\"/\"}", "{\"op\":\"header\",\"path\":\"%00\"}",
  };
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    g_assert_false (danbi_inspector_answer (requests[i], strlen (requests[i]), answer));
  g_assert_cmpuint (answer->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/inspector-core/" name, function)
  ADD ("garbage_is_not_taken_for_an_image", test_what_is_no_image);
  ADD ("a_file_without_preamble_is_read", test_without_preamble);
  ADD ("without_the_dictionary_nothing_is_read", test_without_dictionary);
  ADD ("a_path_that_cannot_be_opened_says_why", test_a_path_that_cannot_be_opened);
  ADD ("a_preview_is_announced", test_render);
  ADD ("what_is_no_request_gets_no_answer", test_what_is_no_request);
  return g_test_run ();
}
