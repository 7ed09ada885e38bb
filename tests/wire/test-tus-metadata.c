/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the Upload-Metadata header. */
#include "config.h"

#include <string.h>

#include "danbi-wire.h"

#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA64                                                                                      \
  "ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFlNDY0OWI5MzRjYTQ5NTk5MWI3ODUyYjg1NQ=="

static void
test_round_trip (void)
{
  const char *names[] = { "a", "DCF3501200000_0A1B2C3D4E5F.7z", "全口.csv", "with, comma and blank" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *header = danbi_tus_metadata_format (names[i], i % 2 ? SHA : NULL);
      g_autofree char *filename = NULL;
      g_autofree char *sha256 = NULL;

      g_assert_true (danbi_tus_metadata_parse (header, &filename, &sha256));
      g_assert_cmpstr (filename, ==, names[i]);
      g_assert_cmpstr (sha256, ==, i % 2 ? SHA : NULL);
    }
}

static void
test_spelling (void)
{
  g_autofree char *header = danbi_tus_metadata_format ("a.csv", SHA);

  g_assert_cmpstr (header, ==, "filename YS5jc3Y=,sha256 " SHA64);
}

static void
test_parse (void)
{
  const struct
  {
    const char *header;
    gboolean ok;
    const char *filename;
    const char *sha256;
  } cases[] = {
    { "", TRUE, NULL, NULL },
    { "filename YS5jc3Y=", TRUE, "a.csv", NULL },
    { "sha256 " SHA64 ", filename YS5jc3Y=", TRUE, "a.csv", SHA },
    { "is_private,filename YS5jc3Y=,filenames eA==", TRUE, "a.csv", NULL },
    { "filename", FALSE },                          /* an empty name */
    { "filename YS5jc3Y=,filename YQ==", FALSE },   /* twice */
    { "filename YS5jc3Y", FALSE },                  /* padding missing */
    { "filename YS5jc3Y=\n", FALSE },
    { "filename !!!!", FALSE },
    { "filename YQBi", FALSE },                     /* a NUL */
    { "filename Li4=", FALSE },                     /* .. */
    { "filename YS9i", FALSE },                     /* a/b */
    { "filename YVxi", FALSE },                     /* a\b */
    { "filename YQpi", FALSE },                     /* a line break */
    { "filename /w==", FALSE },                     /* no UTF-8 */
    { "sha256 YWJj", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *filename = (char *) "unset";
      char *sha256 = (char *) "unset";

      g_test_message ("%s", cases[i].header);
      g_assert_cmpint (danbi_tus_metadata_parse (cases[i].header, &filename, &sha256), ==,
                       cases[i].ok);
      g_assert_cmpstr (filename, ==, cases[i].filename);
      g_assert_cmpstr (sha256, ==, cases[i].sha256);
      g_free (filename);
      g_free (sha256);
    }
}

static void
test_bounds (void)
{
  for (gsize length = 254; length <= 256; length++)
    {
      g_autofree char *name = g_strnfill (length, 'x');
      g_autofree char *header = danbi_tus_metadata_format (name, NULL);
      g_autofree char *filename = NULL;
      g_autofree char *sha256 = NULL;

      g_assert_cmpint (danbi_tus_metadata_parse (header, &filename, &sha256), ==, length <= 255);
    }
  for (guint n = 15; n <= 17; n++)
    {
      g_autoptr (GString) header = g_string_new ("a");
      g_autofree char *filename = NULL;
      g_autofree char *sha256 = NULL;

      for (guint i = 1; i < n; i++)
        g_string_append (header, ",a");
      g_assert_cmpint (danbi_tus_metadata_parse (header->str, &filename, &sha256), ==, n <= 16);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/danbi/wire/tus-metadata/what_is_written_is_read", test_round_trip);
  g_test_add_func ("/danbi/wire/tus-metadata/values_are_base64", test_spelling);
  g_test_add_func ("/danbi/wire/tus-metadata/a_wrong_header_is_refused", test_parse);
  g_test_add_func ("/danbi/wire/tus-metadata/the_header_has_bounds", test_bounds);
  return g_test_run ();
}
