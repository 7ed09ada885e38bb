/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of archives, CSVs and JPGs: lengths, alphabets, round trips, and what is refused. */
#include <string.h>

#include "danbi-archive-name.h"

#define PROVIDER "3501200000"

static void
assert_code (const char *text,
             gsize       length)
{
  g_assert_cmpuint (strlen (text), ==, length);
  g_assert_cmpuint (strspn (text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), ==, length);
}

static void
test_case_number_keeps_both_numbers (void)
{
  static const struct
  {
    guint64 n;
    guint32 installation;
  } cases[] = {
    { 0, 0 }, { 1, 0 }, { 0, 1 }, { 35, 0 }, { 36, 0 }, { DANBI_CASE_NUMBER_MAX, 0 },
    { 0, 0x3FFFFFF }, { DANBI_CASE_NUMBER_MAX, 0x3FFFFFF }, { 12345, 0xDEADBEEF },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = danbi_case_number_format (cases[i].n, cases[i].installation);
      guint64 value;

      assert_code (text, DANBI_CASE_NUMBER_LENGTH);
      value = g_ascii_strtoull (text, NULL, 36);
      g_assert_cmpuint (value >> 36, ==, cases[i].installation & 0x3FFFFFF);
      g_assert_cmpuint (value & DANBI_CASE_NUMBER_MAX, ==, cases[i].n);
    }
}

static void
test_case_number_ends_at_its_bound (void)
{
  g_autofree char *last = danbi_case_number_format (DANBI_CASE_NUMBER_MAX, 7);

  g_assert_nonnull (last);
  g_assert_null (danbi_case_number_format (DANBI_CASE_NUMBER_MAX + 1, 7));
  g_assert_null (danbi_case_number_format (G_MAXUINT64, 7));
}

static void
test_case_numbers_are_never_equal (void)
{
  static const guint32 installations[] = { 0, 1, 2, 0x1FFFFFF, 0x2000000, 0x3FFFFFF };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (installations); i++)
    for (guint64 n = 0; n < 4000; n++)
      {
        guint64 spread = n < 2000 ? n : DANBI_CASE_NUMBER_MAX - n;

        g_assert_true (g_hash_table_add (seen, danbi_case_number_format (spread,
                                                                         installations[i])));
      }
}

static void
test_archive_name_goes_there_and_back (void)
{
  static const struct
  {
    DanbiImageKind kind;
    DanbiFormat format;
    const char *name;
    gsize length;
  } cases[] = {
    { DANBI_IMAGE_DICOM, DANBI_FORMAT_7Z, "DCF" PROVIDER "_00000000000Z.7z", 29 },
    { DANBI_IMAGE_DICOM, DANBI_FORMAT_CAB, "DCF" PROVIDER "_00000000000Z.CAB", 30 },
    { DANBI_IMAGE_JPEG, DANBI_FORMAT_7Z, "ATT" PROVIDER "_00000000000Z.7z", 29 },
    { DANBI_IMAGE_JPEG, DANBI_FORMAT_CAB, "ATT" PROVIDER "_00000000000Z.CAB", 30 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = danbi_archive_name_new (cases[i].kind, PROVIDER, "00000000000Z",
                                                      cases[i].format);
      g_autofree char *provider = NULL;
      g_autofree char *number = NULL;
      DanbiImageKind kind;
      DanbiFormat format;

      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_cmpuint (strlen (name), ==, cases[i].length);
      g_assert_true (danbi_archive_name_parse (name, &kind, &provider, &number, &format));
      g_assert_cmpint (kind, ==, cases[i].kind);
      g_assert_cmpint (format, ==, cases[i].format);
      g_assert_cmpstr (provider, ==, PROVIDER);
      g_assert_cmpstr (number, ==, "00000000000Z");
      g_assert_true (danbi_archive_name_parse (name, NULL, NULL, NULL, NULL));
    }
}

static void
test_archive_name_refuses_bad_parts (void)
{
  g_assert_null (danbi_archive_name_new (DANBI_IMAGE_OTHER, PROVIDER, "00000000000Z",
                                         DANBI_FORMAT_7Z));
  g_assert_null (danbi_archive_name_new (DANBI_IMAGE_DICOM, "350120000", "00000000000Z",
                                         DANBI_FORMAT_7Z));
  g_assert_null (danbi_archive_name_new (DANBI_IMAGE_DICOM, "35012000000", "00000000000Z",
                                         DANBI_FORMAT_7Z));
  g_assert_null (danbi_archive_name_new (DANBI_IMAGE_DICOM, "350120000a", "00000000000Z",
                                         DANBI_FORMAT_7Z));
  g_assert_null (danbi_archive_name_new (DANBI_IMAGE_DICOM, NULL, "00000000000Z",
                                         DANBI_FORMAT_7Z));
  g_assert_null (danbi_archive_name_new (DANBI_IMAGE_DICOM, PROVIDER, "0000000000Z",
                                         DANBI_FORMAT_7Z));
  g_assert_null (danbi_archive_name_new (DANBI_IMAGE_DICOM, PROVIDER, "00000000000z",
                                         DANBI_FORMAT_7Z));
  g_assert_null (danbi_archive_name_new (DANBI_IMAGE_DICOM, PROVIDER, NULL, DANBI_FORMAT_7Z));
}

static void
test_archive_name_parse_refuses (void)
{
  static const char *const names[] = {
    "", "DCF", "DCF" PROVIDER "_00000000000Z", "DCF" PROVIDER "_00000000000Z.",
    "DCF" PROVIDER "_00000000000Z.7Z", "DCF" PROVIDER "_00000000000Z.cab",
    "DCF" PROVIDER "_00000000000Z.7z ", "DCF" PROVIDER "_0000000000Z.7z",
    "DCF" PROVIDER "_000000000000Z.7z", "DCF" PROVIDER "-00000000000Z.7z",
    "dcf" PROVIDER "_00000000000Z.7z", "ABC" PROVIDER "_00000000000Z.7z",
    "DCF350120000a_00000000000Z.7z", "DCF" PROVIDER "_00000000000z.7z",
    "DCF" PROVIDER "_0000000/000Z.7z", "../DCF" PROVIDER "_00000000000Z.7z",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      DanbiFormat format = (DanbiFormat) 77;
      char *provider = NULL;

      g_assert_false (danbi_archive_name_parse (names[i], NULL, &provider, NULL, &format));
      g_assert_null (provider);
      g_assert_cmpint (format, ==, 77);
    }
}

/* 2022-08-12T15:59:59Z is the last second of that day in Taiwan. */
static void
test_csv_name_has_taiwans_day (void)
{
  static const struct
  {
    gint64 now_s;
    guint serial;
    const char *name;
  } cases[] = {
    { 1660319999, 1, PROVIDER "_20220812_001.csv" },
    { 1660320000, 1, PROVIDER "_20220813_001.csv" },
    { 1660319999, 999, PROVIDER "_20220812_999.csv" },
    { 1660319999, 1000, PROVIDER "_20220812_1000.csv" },
    { 1660319999, 999999, PROVIDER "_20220812_999999.csv" },
    { 1660319999, 1000000, NULL },
    { 1660319999, 0, NULL },
    { G_MAXINT64 - 86400, 1, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = danbi_csv_name_new (PROVIDER, cases[i].now_s, cases[i].serial);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_null (danbi_csv_name_new ("35012", 1660319999, 1));
}

static void
test_jpg_name_keeps_what_is_lawful (void)
{
  static const struct
  {
    const char *original;
    const char *name;
  } cases[] = {
    { "a.jpg", "A.JPG" },
    { "/home/x/Tooth_17.jpeg", "TOOTH_17.JPG" },
    { "a.JPG", "A_2.JPG" },
    { "A", "A_3.JPG" },
    { "a_2.jpg", "A_2_2.JPG" },
    { "王小明.jpg", "IMG0006.JPG" },
    { "pano 2022-08-12.v2.jpg", "PANO20220812V2.JPG" },
    { ".jpg", "IMG0008.JPG" },
    { "", "IMG0009.JPG" },
    { "王小明.png", "IMG0010.JPG" },
    { "0123456789012345678901234567890123456789.jpg", "01234567890123456789012345678901.JPG" },
  };
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = danbi_jpg_name_new (cases[i].original, i, taken);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_cmpuint (g_hash_table_size (taken), ==, G_N_ELEMENTS (cases));
}

static void
test_jpg_names_are_never_equal (void)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *original = g_strdup_printf ("%c_%u.jpg", 'a' + i % 3, i % 7);
      g_autofree char *name = danbi_jpg_name_new (original, i, taken);

      g_assert_cmpuint (g_hash_table_size (taken), ==, i + 1);
      g_assert_true (g_hash_table_contains (taken, name));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/package/archive-name/case_number_keeps_both_numbers",
                   test_case_number_keeps_both_numbers);
  g_test_add_func ("/danbi/package/archive-name/case_number_ends_at_its_bound",
                   test_case_number_ends_at_its_bound);
  g_test_add_func ("/danbi/package/archive-name/case_numbers_are_never_equal",
                   test_case_numbers_are_never_equal);
  g_test_add_func ("/danbi/package/archive-name/name_goes_there_and_back",
                   test_archive_name_goes_there_and_back);
  g_test_add_func ("/danbi/package/archive-name/name_refuses_bad_parts",
                   test_archive_name_refuses_bad_parts);
  g_test_add_func ("/danbi/package/archive-name/parse_refuses_other_spellings",
                   test_archive_name_parse_refuses);
  g_test_add_func ("/danbi/package/archive-name/csv_name_has_taiwans_day",
                   test_csv_name_has_taiwans_day);
  g_test_add_func ("/danbi/package/archive-name/jpg_name_keeps_what_is_lawful",
                   test_jpg_name_keeps_what_is_lawful);
  g_test_add_func ("/danbi/package/archive-name/jpg_names_are_never_equal",
                   test_jpg_names_are_never_equal);
  return g_test_run ();
}
