/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thumbnail-cost FOLDER: a thumbnail of every file, as the window asks for them: two threads, each
 * with a confined child. Says how many came. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "danbi-inspection.h"

#define SIDE 112
#define N_THREADS 2

static GPtrArray *paths;
static int next;
static int n_shown;

static gpointer
render_thread (gpointer user_data)
{
  const DanbiRenderOptions options = { .max_side = SIDE };
  guint i;

  while ((i = (guint) g_atomic_int_add (&next, 1)) < paths->len)
    {
      g_autoptr (DanbiPreview) preview
        = danbi_inspection_render (g_ptr_array_index (paths, i), &options, NULL, NULL);

      if (preview)
        g_atomic_int_inc (&n_shown);
    }
  return NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GDir) folder = argc > 1 ? g_dir_open (argv[1], 0, NULL) : NULL;
  GThread *threads[N_THREADS];
  const char *name;

  if (!folder)
    return EXIT_FAILURE;
  paths = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (folder)))
    g_ptr_array_add (paths, g_build_filename (argv[1], name, NULL));
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("render", render_thread, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  printf ("%d of %u\n", n_shown, paths->len);
  return n_shown == (int) paths->len ? EXIT_SUCCESS : EXIT_FAILURE;
}
