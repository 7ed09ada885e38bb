/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders, sources and archives that the tests of the package room share. */
#include "package-test.h"

#include "danbi-fixture.h"

const TestPackageWay test_ways[TEST_N_WAYS] = {
  { DANBI_FORMAT_7Z, DANBI_METHOD_COPY, "copy" },
  { DANBI_FORMAT_7Z, DANBI_METHOD_DEFLATE, "deflate" },
  { DANBI_FORMAT_7Z, DANBI_METHOD_BZIP2, "bzip2" },
  { DANBI_FORMAT_7Z, DANBI_METHOD_PPMD, "ppmd" },
  { DANBI_FORMAT_CAB, DANBI_METHOD_COPY, "none" },
  { DANBI_FORMAT_CAB, DANBI_METHOD_DEFLATE, "mszip" },
};

static void
test_package_set_up (TestPackage   *fixture,
                     gconstpointer  data)
{
  fixture->sources = g_dir_make_tmp ("danbi-package-XXXXXX", NULL);
  fixture->out = g_dir_make_tmp ("danbi-package-XXXXXX", NULL);
  fixture->paths[DANBI_FORMAT_7Z]
    = g_build_filename (fixture->out, "DCF3501200000_00000000000Z.7z", NULL);
  fixture->paths[DANBI_FORMAT_CAB]
    = g_build_filename (fixture->out, "DCF3501200000_00000000000Z.CAB", NULL);
}

static void
test_package_tear_down (TestPackage   *fixture,
                        gconstpointer  data)
{
  g_assert_true (danbi_dir_remove (fixture->sources, NULL));
  g_assert_true (danbi_dir_remove (fixture->out, NULL));
  g_free (fixture->sources);
  g_free (fixture->out);
  g_free (fixture->paths[0]);
  g_free (fixture->paths[1]);
}

guint
test_package_count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* Writes one source of @length bytes that depend on @seed, and adds it to the plan. */
void
test_package_add_source (TestPackage      *fixture,
                         DanbiPackagePlan *plan,
                         const char       *name,
                         gsize             length,
                         guint32           seed,
                         gboolean          with_hash)
{
  g_autofree char *flat = g_strdelimit (g_strdup (name), "/", '-');
  g_autofree char *path = g_build_filename (fixture->sources, flat, NULL);
  g_autofree char *bytes = g_malloc (length + 1);
  g_autofree char *sha256 = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < length; i++)
    bytes[i] = (char) g_rand_int_range (random, 0, 16);
  g_assert_true (danbi_fixture_write_bytes (path, bytes, length, NULL));
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, length);
  g_assert_true (danbi_package_plan_add (plan, path, name, with_hash ? sha256 : NULL, &error));
  g_assert_no_error (error);
}

DanbiPackagePlan *
test_package_make_plan (TestPackage *fixture,
                        guint        n)
{
  DanbiPackagePlan *plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);

  test_package_add_source (fixture, plan, "DICOMDIR", 700, 7, FALSE);
  for (guint i = 1; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("DICOM/SER%05u/IM%05u", i / 100, i);

      test_package_add_source (fixture, plan, name, (i * 7919) % 3000, i, i % 2 == 0);
    }
  return plan;
}

void
test_package_write_by_method (TestPackage        *fixture,
                              DanbiPackagePlan   *plan,
                              DanbiFormat         format,
                              DanbiMethod         method,
                              DanbiPackageResult *result)
{
  g_autoptr (GError) error = NULL;
  gboolean written = danbi_package_write (plan, format, method, fixture->paths[format],
                                          DANBI_PACKAGE_MAX_BYTES, result, NULL, NULL, NULL,
                                          &error);

  g_assert_no_error (error);
  g_assert_true (written);
}

void
test_package_write (TestPackage        *fixture,
                    DanbiPackagePlan   *plan,
                    DanbiFormat         format,
                    DanbiPackageResult *result)
{
  test_package_write_by_method (fixture, plan, format, DANBI_METHOD_DEFLATE, result);
}

/* Adds a test that gets a fresh pair of folders. */
void
test_package_add (const char *group,
                  const char *name,
                  void (*test) (TestPackage *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/danbi/package/", group, "/", name, NULL);

  g_test_add (path, TestPackage, NULL, test_package_set_up, test, test_package_tear_down);
}
