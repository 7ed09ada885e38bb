/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the child says of an archive, without the child. */
#include "config.h"

#include <string.h>

#include "danbi-archive-reader.h"
#include "image-test.h"
#include "test-archive.h"

typedef struct
{
  GString *said;
  gsize room; /* bytes after which nobody listens */
} Listener;

static gboolean
listen_cb (const void *data,
           gsize       length,
           gpointer    user_data)
{
  Listener *listener = user_data;

  g_string_append_len (listener->said, data, (gssize) length);
  return listener->said->len <= listener->room;
}

static void
test_stream (void)
{
  static const TestEntry entries[] = {
    { .name = "a b", .text = "hello" },
    { .name = "empty" },
    { .name = "l", .link_to = "a b" },
    { 0 },
  };
  static const char expected[]
    = "{\"entry\":\"a%20b\"}\n{\"bytes\":5}\nhello{\"end\":true}\n"
      "{\"entry\":\"empty\"}\n{\"end\":true}\n"
      "{\"entry\":\"l\",\"problem\":\"link\"}\n{\"end\":true}\n{\"done\":true}\n";
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GString) said = g_string_new (NULL);
  Listener listener = { said, G_MAXSIZE };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.zip");
  test_archive_write (path, "zip", NULL, entries);
  g_assert_true (danbi_archive_reader_run (path, NULL, listen_cb, &listener));
  g_assert_cmpstr (said->str, ==, expected);
}

static void
test_nobody_listens (void)
{
  static const TestEntry entries[] = { { .name = "a", .text = "hello" }, { 0 } };
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (GString) said = g_string_new (NULL);
  Listener listener = { said, 4 };
  g_autofree char *path = NULL;

  test_folder_init (&folder);
  path = test_folder_dup_path (&folder, "a.zip");
  test_archive_write (path, "zip", NULL, entries);
  g_assert_false (danbi_archive_reader_run (path, NULL, listen_cb, &listener));
  g_assert_cmpuint (said->len, <, 32);
}

static void
test_no_archive (void)
{
  g_auto (TestFolder) folder = { 0 };
  const char *names[] = { "text", "zip", "cab", "7z", "nothing" };
  const char *texts[] = { "hello", "PK\003\004hello", "MSCF", "7z\274\257\047\034", NULL };

  test_folder_init (&folder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GString) said = g_string_new (NULL);
      Listener listener = { said, G_MAXSIZE };
      g_autofree char *path = texts[i] ? test_folder_write (&folder, names[i], texts[i], -1)
                                       : test_folder_dup_path (&folder, names[i]);

      g_assert_true (danbi_archive_reader_run (path, NULL, listen_cb, &listener));
      g_assert_true (g_str_has_prefix (said->str, "{\"done\":true,\"problem\":\"")
                     || strstr (said->str, "}\n{\"done\":true,\"problem\":\"") != NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/archive-reader/" name, function)
  ADD ("entries_come_as_lines_and_bytes", test_stream);
  ADD ("it_stops_when_nobody_listens", test_nobody_listens);
  ADD ("what_is_no_archive_has_a_problem", test_no_archive);
  return g_test_run ();
}
