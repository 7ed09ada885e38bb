/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long after a drop the first of its files has a line: `first-verdict RUNS PATH` inspects PATH
 * again and again, as the window does, and prints the milliseconds to the first line and to the
 * last. Each run starts its own confined child. */
#include "config.h"

#include <stdlib.h>

#include "danbi-inspection.h"

typedef struct
{
  gint64 begun_us;
  gint64 first_us; /* 0: not yet */
} Watch;

static void
image_cb (DanbiImage *image,
          gpointer    user_data)
{
  Watch *watch = user_data;

  if (watch->first_us == 0)
    watch->first_us = g_get_monotonic_time ();
}

static gboolean
measure (const char *path)
{
  const char *paths[] = { path, NULL };
  Watch watch = { g_get_monotonic_time (), 0 };
  DanbiInspectionOptions options = { .on_image = image_cb, .image_data = &watch };
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiFileSet) set = danbi_inspection_run (paths, &options, NULL, &error);

  if (!set || watch.first_us == 0)
    {
      g_printerr ("%s\n", error ? error->message : "nothing was found");
      return FALSE;
    }
  g_print ("%.3f\t%.3f\n", (double) (watch.first_us - watch.begun_us) / 1000,
           (double) (g_get_monotonic_time () - watch.begun_us) / 1000);
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  int n_runs = argc == 3 ? atoi (argv[1]) : 0;

  for (int i = 0; i < n_runs; i++)
    if (!measure (argv[2]))
      return EXIT_FAILURE;
  return n_runs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
