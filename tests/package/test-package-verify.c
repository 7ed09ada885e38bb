/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An archive that is not what was put in is found out. */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <unistd.h>

#include "package-test.h"

/* An archive from another hand: empty files under these names, the last maybe something else. */
static void
write_foreign (const char        *path,
               const char *const *names,
               guint              type_of_last)
{
  struct archive *writer = archive_write_new ();

  archive_write_set_format_7zip (writer);
  g_assert_cmpint (archive_write_open_filename (writer, path), ==, ARCHIVE_OK);
  for (; *names; names++)
    {
      struct archive_entry *header = archive_entry_new ();

      archive_entry_set_pathname (header, *names);
      archive_entry_set_filetype (header, names[1] ? AE_IFREG : type_of_last);
      if (!names[1] && type_of_last == AE_IFLNK)
        archive_entry_set_symlink (header, "A");
      archive_entry_set_perm (header, 0755);
      archive_entry_set_size (header, 0);
      g_assert_cmpint (archive_write_header (writer, header), ==, ARCHIVE_OK);
      archive_entry_free (header);
    }
  g_assert_cmpint (archive_write_close (writer), ==, ARCHIVE_OK);
  archive_write_free (writer);
}

static void
test_verify_finds_what_differs (TestPackage   *fixture,
                                gconstpointer  data)
{
  static const struct
  {
    const char *names[4];
    guint type_of_last;
    const char *word; /* NULL: it does not differ */
  } cases[] = {
    { { "A", "B" }, AE_IFREG, NULL },
    { { "B", "A" }, AE_IFREG, NULL },
    { { "A" }, AE_IFREG, "B" },
    { { "A", "B", "C" }, AE_IFREG, "not put in" },
    { { "A", "B", "A" }, AE_IFREG, "twice" },
    { { "A", "b" }, AE_IFREG, "not put in" },
    { { "A", "B" }, AE_IFDIR, "not put in" },
    { { "A", "B" }, AE_IFLNK, "not put in" },
    { { "A", "B", "C" }, AE_IFDIR, "not put in" },
  };
  g_autoptr (DanbiPackagePlan) plan = danbi_package_plan_new (DANBI_IMAGE_DICOM);

  test_package_add_source (fixture, plan, "A", 0, 1, TRUE);
  test_package_add_source (fixture, plan, "B", 0, 1, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean same;

      write_foreign (fixture->paths[0], cases[i].names, cases[i].type_of_last);
      same = danbi_package_verify (plan, fixture->paths[0], NULL, NULL, &error);
      g_assert_cmpint (same, ==, cases[i].word == NULL);
      if (!cases[i].word)
        continue;
      g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

/* Every byte of the packed content counts: one bit more or less and it is seen. */
static void
test_verify_finds_a_flipped_bit (TestPackage   *fixture,
                                 gconstpointer  data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 4);
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;
      gsize length;

      test_package_write (fixture, plan, (DanbiFormat) format, &result);
      g_assert_true (g_file_get_contents (fixture->paths[format], &bytes, &length, NULL));
      bytes[length / 2] ^= 4;
      g_assert_true (g_file_set_contents (fixture->paths[format], bytes, (gssize) length, NULL));
      g_assert_false (danbi_package_verify (plan, fixture->paths[format], NULL, NULL, &error));
      g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS);
    }
}

static void
test_verify_finds_a_truncated_archive (TestPackage   *fixture,
                                       gconstpointer  data)
{
  for (guint format = DANBI_FORMAT_7Z; format <= DANBI_FORMAT_CAB; format++)
    {
      g_autoptr (DanbiPackagePlan) plan = test_package_make_plan (fixture, 4);
      g_auto (DanbiPackageResult) result = { 0 };
      g_autoptr (GError) error = NULL;

      test_package_write (fixture, plan, (DanbiFormat) format, &result);
      g_assert_cmpint (truncate (fixture->paths[format], (off_t) result.bytes - 100), ==, 0);
      g_assert_false (danbi_package_verify (plan, fixture->paths[format], NULL, NULL, &error));
      g_assert_error (error, DANBI_PACKAGE_ERROR, DANBI_PACKAGE_ERROR_DIFFERS);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_package_add ("package-verify", "verify_finds_what_differs", test_verify_finds_what_differs);
  test_package_add ("package-verify", "verify_finds_a_flipped_bit",
                    test_verify_finds_a_flipped_bit);
  test_package_add ("package-verify", "verify_finds_a_truncated_archive",
                    test_verify_finds_a_truncated_archive);
  return g_test_run ();
}
