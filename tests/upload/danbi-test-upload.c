/* SPDX-License-Identifier: GPL-3.0-or-later */
/* danbi-test-upload FILE GATEWAY [JOURNAL]: the sender as a program of its own, which a test may
 * kill and a benchmark may time. It goes on with the upload whose address stands in JOURNAL. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "danbi-file.h"
#include "danbi-gateway.h"

#define MAX_URL_BYTES 4096

static gboolean
write_down_cb (const DanbiUpload *upload,
               gpointer           user_data,
               GError           **error)
{
  const char *journal = user_data;

  return !journal || danbi_file_write (journal, upload->url, strlen (upload->url), error);
}

static guint64
get_number (const char *name)
{
  const char *text = g_getenv (name);

  return text ? g_ascii_strtoull (text, NULL, 10) : 0;
}

int
main (int   argc,
      char *argv[])
{
  char *journal = argc > 3 ? argv[3] : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiGateway) gateway = argc > 2 ? danbi_gateway_new (argv[2], NULL, &error) : NULL;
  DanbiUpload upload = { .path = argv[1], .filename = (char *) "file.7z" };
  gboolean arrived;

  if (!gateway)
    {
      g_printerr ("%s\n", error ? error->message : "danbi-test-upload FILE GATEWAY [JOURNAL]");
      return 2;
    }
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  danbi_gateway_set_ceiling (gateway, get_number ("DANBI_TEST_CEILING"));
  danbi_gateway_set_pacing (gateway, get_number ("DANBI_TEST_PIECE"), 100, 5);
  upload.sha256 = g_strdup (g_getenv ("DANBI_TEST_SHA256"));
  if (journal)
    danbi_file_read (journal, MAX_URL_BYTES, &upload.url, NULL, NULL);
  arrived = danbi_gateway_upload (gateway, &upload, write_down_cb, journal, NULL, NULL, NULL,
                                  &error);
  if (arrived)
    printf ("%s\n", upload.url);
  else
    g_printerr ("%s\n", error->message);
  g_free (upload.url);
  g_free (upload.sha256);
  return arrived ? EXIT_SUCCESS : EXIT_FAILURE;
}
