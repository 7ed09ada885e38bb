/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file to send: the alphabet first, then bytes of which no two pieces are alike. */
#include <glib/gstdio.h>
#include <stdio.h>

#include "danbi-test-file.h"

#define BUFFER_BYTES (1024 * 1024)
#define LETTERS 26

/* Without zeros: a script keeps what it was sent as a text. */
static void
fill (guint32 *words,
      GRand   *rand)
{
  for (gsize i = 0; i < BUFFER_BYTES / sizeof *words; i++)
    words[i] = g_rand_int (rand) | 0x01010101;
}

/**
 * danbi_test_file_new:
 * @size: how many bytes it has
 *
 * Returns: (transfer full): the path of a new file in a folder of its own
 */
char *
danbi_test_file_new (guint64 size)
{
  g_autofree char *dir = g_dir_make_tmp ("danbi-file-XXXXXX", NULL);
  g_autofree guint32 *words = g_malloc (BUFFER_BYTES);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  char *path = g_build_filename (dir, "file", NULL);
  FILE *file = fopen (path, "wb");

  g_assert_nonnull (file);
  for (guint64 done = 0; done < size; done += BUFFER_BYTES)
    {
      fill (words, rand);
      for (guint i = 0; done == 0 && i < LETTERS; i++)
        ((char *) words)[i] = (char) ('a' + i);
      g_assert_cmpuint (fwrite (words, 1, (gsize) MIN (size - done, BUFFER_BYTES), file), >, 0);
    }
  g_assert_cmpint (fclose (file), ==, 0);
  return path;
}

/**
 * danbi_test_file_remove:
 * @path: (transfer full): a file of danbi_test_file_new()
 *
 * Removes it and its folder.
 */
void
danbi_test_file_remove (char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (dir);
  g_free (path);
}

/**
 * danbi_test_file_send:
 * @gateway: where to
 * @size: how large a file
 * @cancellable: (nullable): stops it
 * @error: why it did not arrive
 *
 * Returns: whether it arrived
 */
gboolean
danbi_test_file_send (DanbiGateway *gateway,
                      guint64       size,
                      GCancellable *cancellable,
                      GError      **error)
{
  DanbiUpload upload = { .path = danbi_test_file_new (size), .filename = (char *) "a.csv" };
  gboolean ok =
      danbi_gateway_upload (gateway, &upload, NULL, NULL, NULL, NULL, cancellable, error);

  danbi_test_file_remove (upload.path);
  g_free (upload.url);
  g_free (upload.sha256);
  return ok;
}
