/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names a plan takes, in which order it keeps them, and which it refuses. */
#include <string.h>

#include "danbi-package.h"

typedef struct
{
  const char *name;
  gboolean lawful;
} Name;

static void
check_names (DanbiImageKind kind,
             const Name    *names,
             gsize          n_names)
{
  for (gsize i = 0; i < n_names; i++)
    {
      g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (kind);
      g_autoptr (GError) error = NULL;
      g_autofree char *escaped = g_strescape (names[i].name, NULL);
      gboolean taken = danbi_package_plan_add (plan, "/x", names[i].name, NULL, &error);

      g_test_message ("%s", escaped);
      g_assert_cmpint (taken, ==, names[i].lawful);
      g_assert_cmpuint (danbi_package_plan_get_n_entries (plan), ==, names[i].lawful ? 1 : 0);
      if (names[i].lawful)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_NAME);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      if (g_utf8_validate (names[i].name, -1, NULL))
        g_assert_nonnull (strstr (error->message, names[i].name));
    }
}

static void
test_dicom_names_are_file_ids (void)
{
  static const Name names[] = {
    { "DICOMDIR", TRUE }, { "A", TRUE }, { "ABCDEFGH", TRUE }, { "ABCDEFGHI", FALSE },
    { "A/B/C/D/E/F/G/H", TRUE }, { "A/B/C/D/E/F/G/H/I", FALSE },
    { "DICOM/PAT_0001/00000001", TRUE },
    { "A/ABCDEFGHI", FALSE }, { "ABCDEFGHI/A", FALSE }, { "", FALSE }, { "/", FALSE },
    { "/A", FALSE }, { "A/", FALSE }, { "A//B", FALSE }, { "a", FALSE }, { "A.DCM", FALSE },
    { "A B", FALSE }, { "A\\B", FALSE }, { "..", FALSE }, { "../A", FALSE }, { "A-B", FALSE },
    { "影像", FALSE }, { "A\xff", FALSE }, { "A\n", FALSE },
  };

  check_names (DANBI_IMAGE_DICOM, names, G_N_ELEMENTS (names));
}

static void
test_jpeg_names_end_in_jpg (void)
{
  static const Name names[] = {
    { "A.JPG", TRUE }, { "IMG_0001.JPG", TRUE },
    { "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.JPG", TRUE }, { ".JPG", FALSE }, { "A.jpg", FALSE },
    { "a.JPG", FALSE }, { "A.JPEG", FALSE }, { "A", FALSE }, { "A/B.JPG", FALSE },
    { "A.B.JPG", FALSE }, { "A.JPG.JPG", FALSE }, { "A.JPGX", FALSE }, { "", FALSE },
    { "王.JPG", FALSE }, { "A B.JPG", FALSE },
  };

  check_names (DANBI_IMAGE_JPEG, names, G_N_ELEMENTS (names));
}

static void
test_names_do_not_collide (void)
{
  static const Name names[] = {
    { "DICOMDIR", TRUE }, { "A/B", TRUE }, { "A/B", FALSE }, { "A", FALSE }, { "A/C", TRUE },
    { "A/B/C", FALSE }, { "DICOMDIR/A", FALSE }, { "B", TRUE }, { "B/A/A", FALSE }, { "AB", TRUE },
  };
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", names[i].name);
      g_assert_cmpint (danbi_package_plan_add (plan, "/x", names[i].name, NULL, &error), ==,
                       names[i].lawful);
      if (!names[i].lawful)
        g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_NAME);
    }
  g_assert_cmpuint (danbi_package_plan_get_n_entries (plan), ==, 5);
}

static void
test_entries_keep_their_order (void)
{
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_JPEG);
  const DanbiPackageEntry *entry;

  g_assert_cmpint (danbi_package_plan_get_kind (plan), ==, DANBI_IMAGE_JPEG);
  g_assert_true (danbi_package_plan_add (plan, "/two", "B.JPG", "abc", NULL));
  g_assert_true (danbi_package_plan_add (plan, "/one", "A.JPG", NULL, NULL));
  entry = danbi_package_plan_get_entry (plan, 0);
  g_assert_cmpstr (entry->source, ==, "/two");
  g_assert_cmpstr (entry->name, ==, "B.JPG");
  g_assert_cmpstr (entry->sha256, ==, "abc");
  entry = danbi_package_plan_get_entry (plan, 1);
  g_assert_cmpstr (entry->source, ==, "/one");
  g_assert_null (entry->sha256);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/package/package-plan/dicom_names_are_file_ids",
                   test_dicom_names_are_file_ids);
  g_test_add_func ("/danbi/package/package-plan/jpeg_names_end_in_jpg", test_jpeg_names_end_in_jpg);
  g_test_add_func ("/danbi/package/package-plan/names_do_not_collide", test_names_do_not_collide);
  g_test_add_func ("/danbi/package/package-plan/entries_keep_their_order",
                   test_entries_keep_their_order);
  return g_test_run ();
}
