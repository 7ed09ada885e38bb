/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peer-pixbuf FOLDER: the peer of thumbnail-cost for JPEG: GdkPixbuf's own way to a thumbnail, in
 * one process for all files, with no confinement. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>
#include <stdlib.h>

#define SIDE 112

int
main (int    argc,
      char **argv)
{
  g_autoptr (GDir) folder = argc > 1 ? g_dir_open (argv[1], 0, NULL) : NULL;
  guint n_files = 0, n_shown = 0;
  const char *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_size (path, SIDE, SIDE, NULL);

      n_files++;
      n_shown += pixbuf != NULL;
    }
  printf ("%u of %u\n", n_shown, n_files);
  return n_files > 0 && n_shown == n_files ? EXIT_SUCCESS : EXIT_FAILURE;
}
