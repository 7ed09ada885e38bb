/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file to a tus server that is not ours (@tus/server of npm), over a line that is cut on the way.
 *
 * Where the packages are: DANBI_TUS_NODE_MODULES, else node_modules beside this file; README.md
 * tells how they come there. DANBI_TUS_BYTES and DANBI_TUS_CUTS: how large, how often. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-gateway.h"
#include "danbi-test-file.h"
#include "danbi-test-line.h"

#define MIB (1024 * 1024)
#define MAX_PIECE_BYTES (64 * MIB)

static guint64
get_count (const char *name,
           guint64     otherwise)
{
  const char *text = g_getenv (name);

  return text ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static char *
dup_modules (void)
{
  const char *set = g_getenv ("DANBI_TUS_NODE_MODULES");
  char *modules = set ? g_strdup (set) : g_build_filename (DANBI_TEST_SOURCE, "node_modules", NULL);
  g_autofree char *server = g_build_filename (modules, "@tus", "server", "package.json", NULL);
  g_autofree char *store = g_build_filename (modules, "@tus", "file-store", "package.json", NULL);

  if (!g_file_test (server, G_FILE_TEST_EXISTS) || !g_file_test (store, G_FILE_TEST_EXISTS))
    g_clear_pointer (&modules, g_free);
  return modules;
}

static GSubprocess *
start_server (const char *modules,
              const char *dir,
              guint      *port)
{
  g_autofree char *script = g_build_filename (DANBI_TEST_SOURCE, "tus-server.mjs", NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  GSubprocess *server =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                        "node", script, modules, dir, NULL);

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  url = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (url, "http://127.0.0.1:"));
  *port = (guint) atoi (strrchr (url, ':') + 1);
  return server;
}

/* Somewhere in each part of the file; all cuts together leave some of it for a line that holds. */
static DanbiTestCut *
new_cuts (guint   n,
          guint64 size)
{
  DanbiTestCut *cuts = g_new (DanbiTestCut, n);

  for (guint i = 0; i < n; i++)
    cuts[i] = (DanbiTestCut) { .up = 1 + (gint64) (g_random_double () * (double) size / (n + 1)),
                               .down = -1 };
  return cuts;
}

static void
test_arrives (void)
{
  guint64 size = get_count ("DANBI_TUS_BYTES", 24 * MIB);
  guint n_cuts = (guint) get_count ("DANBI_TUS_CUTS", 10);
  g_autofree char *modules = dup_modules ();
  g_autofree char *dir = g_dir_make_tmp ("danbi-tus-XXXXXX", NULL);
  g_autofree DanbiTestCut *cuts = new_cuts (n_cuts, size);
  DanbiUpload upload = { .path = danbi_test_file_new (size), .filename = (char *) "file.7z" };
  guint port;
  g_autoptr (GSubprocess) server = start_server (modules, dir, &port);
  g_autoptr (DanbiTestLine) line = danbi_test_line_new_proxy (port, cuts, n_cuts);
  g_autoptr (DanbiGateway) gateway =
      danbi_gateway_new (danbi_test_line_get_url (line), NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *there = NULL;
  g_autofree char *arrived = NULL;
  guint64 up;
  gint64 begin_us = g_get_monotonic_time ();

  danbi_gateway_set_pacing (gateway, 0, 1000, 5);
  danbi_gateway_upload (gateway, &upload, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  up = danbi_test_line_get_bytes_up (line);
  g_test_message ("%" G_GUINT64_FORMAT " bytes, %u cuts, %u connections, %.1f s: %" G_GUINT64_FORMAT
                  " bytes over the line, %" G_GUINT64_FORMAT " more a cut",
                  size, n_cuts, danbi_test_line_get_n_connections (line),
                  (double) (g_get_monotonic_time () - begin_us) / G_USEC_PER_SEC, up,
                  (up - size) / MAX (n_cuts, 1));
  g_assert_cmpuint (danbi_test_line_get_n_connections (line), >, n_cuts);
  g_assert_cmpuint (up - size, <=, (n_cuts + 1) * (guint64) MAX_PIECE_BYTES);
  there = g_build_filename (dir, strrchr (upload.url, '/') + 1, NULL);
  arrived = danbi_file_sha256 (there, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (arrived, ==, upload.sha256);

  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);
  danbi_test_file_remove (upload.path);
  danbi_dir_remove (dir, NULL);
  g_free (upload.url);
  g_free (upload.sha256);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *node = g_find_program_in_path ("node");
  g_autofree char *modules = dup_modules ();

  g_test_init (&argc, &argv, NULL);
  if (!node || !modules)
    {
      g_print ("1..0 # SKIP node and @tus/server are needed (tests/upload/README.md)\n");
      return 0;
    }
  g_test_add_func ("/danbi/upload/tus-node/a_file_arrives_at_a_server_that_is_not_ours",
                   test_arrives);
  return g_test_run ();
}
