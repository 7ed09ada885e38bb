/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file's facts on a line: they come back as they were, and a hostile line is refused. */
#include "config.h"

#include <string.h>

#include "danbi-image-facts.h"

static DanbiImage *
make_image (void)
{
  DanbiImage *image = danbi_image_new ("/disc/IM1");

  image->kind = DANBI_IMAGE_DICOM;
  image->rows = 512;
  image->columns = 256;
  image->frames = 3;
  image->modality = g_strdup ("CT");
  image->image_type = g_strdup ("ORIGINAL\\PRIMARY\\AXIAL");
  image->patient_name = g_strdup ("王^小明");
  image->series_description = g_strdup ("頭部");
  image->name_is_guess = TRUE;
  image->bytes = 4711;
  image->pixel_offset = 711;
  image->pixel_bytes = 4000;
  return image;
}

static DanbiImage *
parse (const char  *line,
       GError     **error)
{
  g_autofree char *copy = g_strdup (line);
  DanbiFacts facts;

  g_assert_true (danbi_facts_parse (&facts, copy, strlen (copy)));
  return danbi_image_from_facts (&facts, "/elsewhere", error);
}

static char *
describe (const DanbiImage *image,
          DanbiFileProblem  problem,
          const char       *detail)
{
  GByteArray *line = g_byte_array_new ();

  danbi_image_append_facts (image, problem, detail, line);
  g_byte_array_append (line, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (line, FALSE);
}

static void
test_round_trip (void)
{
  g_autoptr (DanbiImage) image = make_image ();
  g_autofree char *line = describe (image, DANBI_FILE_OK, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiImage) back = parse (line, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again = describe (back, DANBI_FILE_OK, NULL);
  g_assert_cmpstr (again, ==, line);
  g_assert_cmpstr (back->path, ==, "/elsewhere");
  g_assert_cmpstr (back->series_description, ==, "頭部");
  g_assert_true (back->name_is_guess);
  g_assert_cmpuint (back->pixel_offset, ==, 711);
  g_assert_cmpuint (back->pixel_bytes, ==, 4000);
  g_assert_null (back->error);
  g_assert_null (back->sex);
}

static void
test_a_problem_becomes_a_sentence (void)
{
  g_autoptr (DanbiImage) image = make_image ();
  g_autofree char *line = describe (image, DANBI_FILE_UNKNOWN_SYNTAX, "1.2.3");
  g_autoptr (DanbiImage) back = parse (line, NULL);

  g_assert_true (g_str_has_suffix (back->error, " (1.2.3)"));
}

static const char *const HOSTILE[] = {
  "rows\t1\t",
  "kind\tfolder\t",
  "kind\tdicom\trows\t65536\t",
  "kind\tdicom\trows\t-1\t",
  "kind\tdicom\trows\t1.5\t",
  "kind\tdicom\trows\tx\t",
  "kind\tdicom\tcolumns\t65536\t",
  "kind\tdicom\tframes\t2147483648\t",
  "kind\tdicom\tbytes\t9223372036854775808\t",
  "kind\tdicom\tbytes\t10\tpixel_offset\t11\t",
  "kind\tdicom\tbytes\t10\tpixel_offset\t4\tpixel_bytes\t7\t",
  "kind\tdicom\tpixel_bytes\t1\t",
  "kind\tdicom\tname_is_guess\t2\t",
  "kind\tdicom\tsha256\t00\t",
  "kind\tdicom\tsha256\tA3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\t",
  "kind\tdicom\tproblem\tok\t",
  "kind\tdicom\tproblem\tno such word\t",
  "kind\tother\tconvertible\texe\t",
};

static void
test_out_of_bounds_is_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (HOSTILE); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", HOSTILE[i]);
      g_assert_null (parse (HOSTILE[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_the_longest_text (void)
{
  for (gsize n = DANBI_IMAGE_MAX_TEXT_BYTES; n <= DANBI_IMAGE_MAX_TEXT_BYTES + 1; n++)
    {
      g_autofree char *text = g_strnfill (n, 'x');
      g_autofree char *line = g_strdup_printf ("kind\tdicom\tmodality\t%s\t", text);
      g_autoptr (DanbiImage) image = parse (line, NULL);

      g_assert_true ((image != NULL) == (n == DANBI_IMAGE_MAX_TEXT_BYTES));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/image-facts/" name, function)
  ADD ("come_back_as_they_were", test_round_trip);
  ADD ("a_problem_becomes_a_sentence", test_a_problem_becomes_a_sentence);
  ADD ("what_is_out_of_bounds_is_refused", test_out_of_bounds_is_refused);
  ADD ("the_longest_text_is_taken_and_one_more_byte_is_not", test_the_longest_text);
  return g_test_run ();
}
