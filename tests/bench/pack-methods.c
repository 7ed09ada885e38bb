/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack-methods FOLDER OUT METHOD packs the files of a folder as OUT/methods.7z. It prints the bytes
 * and the seconds that the calling thread worked, which is all but what it waited: others share the
 * machine. Without METHOD it prints what a sample says: "method", nick, seconds and bytes foreseen;
 * "choice", Mbit/s, nick; "smallest", nick. Fields are parted by tabs. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "danbi-package.h"

static const guint lines_mbit[] = { 1, 5, 20, 100 };

static double
now_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static DanbiPackagePlan *
plan_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  DanbiPackagePlan *plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autofree char *lawful = g_strdup_printf ("DICOM/IM%06u", i);

      danbi_package_plan_add (plan, path, lawful, NULL, NULL);
    }
  return plan;
}

static gboolean
print_sample (const DanbiPackagePlan *plan,
              GError                **error)
{
  DanbiPackageSample sample;

  if (!danbi_package_sample (plan, DANBI_FORMAT_7Z, &sample, NULL, error))
    return FALSE;
  for (guint i = 0; i < DANBI_N_METHODS; i++)
    printf ("method\t%s\t%.3f\t%.0f\n", danbi_method_get_nick ((DanbiMethod) i),
            (double) sample.bytes / sample.methods[i].bytes_per_s,
            (double) sample.bytes * sample.methods[i].ratio);
  for (gsize i = 0; i < G_N_ELEMENTS (lines_mbit); i++)
    printf ("choice\t%u\t%s\n", lines_mbit[i],
            danbi_method_get_nick (danbi_package_sample_choose (&sample,
                                                                lines_mbit[i] * 125000)));
  printf ("smallest\t%s\n", danbi_method_get_nick (danbi_package_sample_smallest (&sample)));
  return TRUE;
}

static gboolean
pack (const DanbiPackagePlan *plan,
      const char             *nick,
      const char             *path,
      GError                **error)
{
  g_auto (DanbiPackageResult) result = { 0 };
  double begin_s = now_s ();
  guint method = DANBI_METHOD_COPY;

  while (method + 1 < DANBI_N_METHODS
         && strcmp (danbi_method_get_nick ((DanbiMethod) method), nick) != 0)
    method++;
  if (!danbi_package_write (plan, DANBI_FORMAT_7Z, (DanbiMethod) method, path,
                            DANBI_PACKAGE_MAX_BYTES, &result, NULL, NULL, NULL, error))
    return FALSE;
  printf ("%" G_GUINT64_FORMAT "\t%.3f\n", result.bytes, now_s () - begin_s);
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (DanbiPackagePlan) plan = argc >= 3 ? plan_folder (argv[1]) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *spool = NULL;
  g_autofree char *path = NULL;

  if (!plan)
    return EXIT_FAILURE;
  spool = g_build_filename (argv[2], "spool", NULL);
  path = g_build_filename (argv[2], "methods.7z", NULL);
  if (danbi_package_set_spool_dir (spool, &error)
      && (argc == 3 ? print_sample (plan, &error) : pack (plan, argv[3], path, &error)))
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  return EXIT_FAILURE;
}
