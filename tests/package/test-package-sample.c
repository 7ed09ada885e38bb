/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sample says about a package, and which method is taken for which line. */
#include "danbi-fixture.h"
#include "danbi-package-private.h"

#define MBIT_PER_S 125000

/* The times and sizes that were measured on 530 MB of CT, and what must follow. */
static const DanbiPackageSample raw = {
  530000000,
  {
    { 1.0, 170e6 },
    { 0.435, 48e6 },
    { 0.300, 12e6 },
    { 0.287, 3e6 },
  },
};

static const DanbiPackageSample lossless = {
  39200000,
  {
    { 1.0, 170e6 },
    { 0.903, 35e6 },
    { 0.895, 8e6 },
    { 0.888, 1.6e6 },
  },
};

static const DanbiPackageSample jpg = {
  15760000,
  {
    { 1.0, 170e6 },
    { 0.9999, 35e6 },
    { 0.987, 6.5e6 },
    { 0.980, 1.2e6 },
  },
};

static const DanbiPackageSample cab = { 530000000, { { 1.0, 170e6 }, { 0.444, 22e6 } } };
static const DanbiPackageSample nothing = { 0 };

static void
test_method_for_a_line (void)
{
  static const struct
  {
    const DanbiPackageSample *sample;
    guint64 line;
    DanbiMethod method;
  } cases[] = {
    { &raw, 8000, DANBI_METHOD_PPMD },
    { &raw, 5 * MBIT_PER_S, DANBI_METHOD_BZIP2 },
    { &raw, 20 * MBIT_PER_S, DANBI_METHOD_DEFLATE },
    { &raw, 100 * MBIT_PER_S, DANBI_METHOD_DEFLATE },
    { &raw, 1000 * MBIT_PER_S, DANBI_METHOD_COPY },
    { &raw, G_MAXUINT64, DANBI_METHOD_COPY },
    { &raw, 1, DANBI_METHOD_PPMD },
    { &lossless, 5 * MBIT_PER_S, DANBI_METHOD_DEFLATE },
    { &lossless, 20 * MBIT_PER_S, DANBI_METHOD_DEFLATE },
    { &lossless, 100 * MBIT_PER_S, DANBI_METHOD_COPY },
    { &jpg, 5 * MBIT_PER_S, DANBI_METHOD_COPY },
    { &jpg, 20 * MBIT_PER_S, DANBI_METHOD_COPY },
    { &jpg, 100 * MBIT_PER_S, DANBI_METHOD_COPY },
    { &jpg, 8000, DANBI_METHOD_PPMD },
    { &cab, 1, DANBI_METHOD_DEFLATE },
    { &cab, 20 * MBIT_PER_S, DANBI_METHOD_DEFLATE },
    { &cab, 1000 * MBIT_PER_S, DANBI_METHOD_COPY },
    { &nothing, 20 * MBIT_PER_S, DANBI_METHOD_COPY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (danbi_package_sample_choose (cases[i].sample, cases[i].line), ==,
                       cases[i].method);
    }
}

static void
test_line_that_is_not_known_carries_20_mbit (void)
{
  const DanbiPackageSample close[] = {
    /* 10 s quicker and 25 MB larger: the same at 20 Mbit/s, were it not for the last digit. */
    { 100000000, { { 1.0, 1e9 }, { 0.75, 99.99e5 } } },
    { 100000000, { { 1.0, 1e9 }, { 0.75, 98.9e5 } } },
  };

  g_assert_cmpint (danbi_package_sample_choose (&close[0], 0), ==, DANBI_METHOD_DEFLATE);
  g_assert_cmpint (danbi_package_sample_choose (&close[1], 0), ==, DANBI_METHOD_COPY);
}

static void
test_smallest_method (void)
{
  static const struct
  {
    double ratios[DANBI_N_METHODS]; /* 0: the format has it not */
    DanbiMethod method;
  } cases[] = {
    { { 1.0, 0.435, 0.300, 0.287 }, DANBI_METHOD_PPMD },
    { { 1.0, 0.504, 0.354, 0.346 }, DANBI_METHOD_BZIP2 },
    { { 1.0, 0.903, 0.895, 0.888 }, DANBI_METHOD_DEFLATE },
    { { 1.0, 0.9999, 0.987, 0.980 }, DANBI_METHOD_COPY },
    { { 1.0, 0.97, 0.96, 0.95 }, DANBI_METHOD_DEFLATE },
    { { 1.0, 1.001, 1.02, 1.03 }, DANBI_METHOD_COPY },
    { { 1.0, 0.971, 0, 0 }, DANBI_METHOD_COPY },
    { { 1.0, 0.969, 0, 0 }, DANBI_METHOD_DEFLATE },
    { { 1.0, 0.5, 0, 0 }, DANBI_METHOD_DEFLATE },
    { { 0, 0, 0, 0 }, DANBI_METHOD_COPY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiPackageSample sample = { .bytes = 1000000 };

      for (guint k = 0; k < DANBI_N_METHODS; k++)
        sample.methods[k] = (DanbiMethodEstimate) { cases[i].ratios[k],
                                                    cases[i].ratios[k] > 0 ? 1e6 : 0 };
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (danbi_package_sample_smallest (&sample), ==, cases[i].method);
    }
}

static void
test_methods_have_nicks (void)
{
  static const char *const nicks[] = { "copy", "deflate", "bzip2", "ppmd" };

  for (guint i = 0; i < DANBI_N_METHODS; i++)
    g_assert_cmpstr (danbi_method_get_nick ((DanbiMethod) i), ==, nicks[i]);
}

typedef struct
{
  char *folder;
  DanbiPackagePlan *plan;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("danbi-sample-XXXXXX", NULL);
  fixture->plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  danbi_package_plan_free (fixture->plan);
  g_assert_true (danbi_dir_remove (fixture->folder, NULL));
  g_free (fixture->folder);
}

static char *
dup_source (Fixture *fixture)
{
  guint n = danbi_package_plan_get_n_entries (fixture->plan);
  g_autofree char *name = g_strdup_printf ("IM%u", n);
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (danbi_package_plan_add (fixture->plan, path, name, NULL, NULL));
  return path;
}

static void
add_dicom (Fixture         *fixture,
           DanbiFixtureKind kind,
           gboolean         jpeg)
{
  g_autofree char *path = dup_source (fixture);
  DanbiFixtureDicom dicom;

  danbi_fixture_dicom_init (&dicom, kind);
  dicom.jpeg = jpeg;
  dicom.instance = danbi_package_plan_get_n_entries (fixture->plan);
  g_assert_true (danbi_fixture_write_dicom (path, &dicom, NULL));
}

static void
sample (Fixture            *fixture,
        DanbiFormat         format,
        DanbiPackageSample *sample_)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (danbi_package_sample (fixture->plan, format, sample_, NULL, &error));
  g_assert_no_error (error);
}

/* The ratios are near to those of the archive, whatever was tried. */
static void
test_sample_foresees_the_archive (Fixture      *fixture,
                                  gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    add_dicom (fixture, DANBI_FIXTURE_CT, FALSE);
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      DanbiPackageSample foreseen;

      sample (fixture, (DanbiFormat) format, &foreseen);
      g_assert_cmpfloat_with_epsilon (foreseen.methods[DANBI_METHOD_COPY].ratio, 1.0, 0.001);
      for (guint method = 0; method < DANBI_N_METHODS; method++)
        {
          g_autofree char *path = g_build_filename (fixture->folder, "archive", NULL);
          g_auto (DanbiPackageResult) result = { 0 };

          if (foreseen.methods[method].bytes_per_s <= 0)
            continue;
          g_assert_true (danbi_package_write (fixture->plan, (DanbiFormat) format,
                                              (DanbiMethod) method, path, DANBI_PACKAGE_MAX_BYTES,
                                              &result, NULL, NULL, NULL, NULL));
          g_assert_cmpfloat_with_epsilon (foreseen.methods[method].ratio * (double) foreseen.bytes
                                            / (double) result.bytes, 1.0, 0.2);
        }
      g_assert_cmpint (foreseen.methods[DANBI_METHOD_PPMD].bytes_per_s > 0, ==,
                       format == DANBI_FORMAT_7Z);
    }
}

static void
test_images_that_are_compressed_are_only_copied (Fixture      *fixture,
                                                 gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    add_dicom (fixture, DANBI_FIXTURE_ULTRASOUND, TRUE);
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      DanbiPackageSample foreseen;

      sample (fixture, (DanbiFormat) format, &foreseen);
      g_assert_cmpfloat (foreseen.methods[DANBI_METHOD_DEFLATE].ratio, >, 0.9);
      /* So quick a line that no hiccup of the clock makes Deflate seem worth it. */
      g_assert_cmpint (danbi_package_sample_choose (&foreseen, 1000 * MBIT_PER_S), ==,
                       DANBI_METHOD_COPY);
    }
}

static void
test_package_of_any_size_can_be_sampled (Fixture      *fixture,
                                         gconstpointer data)
{
  static const gsize sizes[] = { 1, 100, 16 * 1024 - 1, 16 * 1024, 40000, 300000, 0 };
  guint64 bytes = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = dup_source (fixture);
      g_autofree char *zeros = g_malloc0 (sizes[i] + 1);
      DanbiPackageSample foreseen;

      g_assert_true (danbi_fixture_write_bytes (path, zeros, sizes[i], NULL));
      bytes += sizes[i];
      sample (fixture, DANBI_FORMAT_7Z, &foreseen);
      g_assert_cmpuint (foreseen.bytes, ==, bytes);
      for (guint k = 0; k < DANBI_N_METHODS; k++)
        g_assert_cmpfloat (foreseen.methods[k].bytes_per_s, >, 0);
    }
}

static void
test_package_without_bytes_is_stored (Fixture      *fixture,
                                      gconstpointer data)
{
  DanbiPackageSample foreseen;

  sample (fixture, DANBI_FORMAT_7Z, &foreseen);
  g_assert_cmpuint (foreseen.bytes, ==, 0);
  g_assert_cmpint (danbi_package_sample_choose (&foreseen, 0), ==, DANBI_METHOD_COPY);
  g_assert_cmpint (danbi_package_sample_smallest (&foreseen), ==, DANBI_METHOD_COPY);
}

static void
test_file_that_is_not_there_is_named (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autofree char *path = dup_source (fixture);
  g_autoptr (GError) error = NULL;
  DanbiPackageSample foreseen;

  g_assert_false (danbi_package_sample (fixture->plan, DANBI_FORMAT_7Z, &foreseen, NULL, &error));
  g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "IM0"));
}

static void
test_sampling_can_be_cancelled (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  DanbiPackageSample foreseen;

  add_dicom (fixture, DANBI_FIXTURE_CT, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_false (danbi_package_sample (fixture->plan, DANBI_FORMAT_7Z, &foreseen, cancellable,
                                        &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *name,
     void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/danbi/package/package-sample/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/package/package-sample/method_for_a_line", test_method_for_a_line);
  g_test_add_func ("/danbi/package/package-sample/line_that_is_not_known_carries_20_mbit",
                   test_line_that_is_not_known_carries_20_mbit);
  g_test_add_func ("/danbi/package/package-sample/smallest_method", test_smallest_method);
  g_test_add_func ("/danbi/package/package-sample/methods_have_nicks", test_methods_have_nicks);
  add ("sample_foresees_the_archive", test_sample_foresees_the_archive);
  add ("images_that_are_compressed_are_only_copied",
       test_images_that_are_compressed_are_only_copied);
  add ("package_of_any_size_can_be_sampled", test_package_of_any_size_can_be_sampled);
  add ("package_without_bytes_is_stored", test_package_without_bytes_is_stored);
  add ("file_that_is_not_there_is_named", test_file_that_is_not_there_is_named);
  add ("sampling_can_be_cancelled", test_sampling_can_be_cancelled);
  return g_test_run ();
}
