/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file's facts as JSON: what CONTRACT promises, and the bounds on what a child may say. */
#include "config.h"

#include <string.h>

#include "danbi-image-json.h"

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
  image->bytes = 4711;
  return image;
}

static void
test_keys_of_the_contract (void)
{
  static const char *const keys[] = {
    "path", "kind", "rows", "columns", "frames", "modality", "sop_class_uid", "sop_instance_uid",
    "series_uid", "study_uid", "transfer_syntax", "patient_id", "patient_name", "birth_date", "sex",
    "study_date", "study_time", "image_type", "bytes",
  };
  g_autoptr (DanbiImage) image = make_image ();
  g_autoptr (json_t) object = danbi_image_to_json (image);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_nonnull (json_object_get (object, keys[i]));
  g_assert_null (json_object_get (object, "sha256"));
  g_assert_null (json_object_get (object, "error"));
  g_assert_null (json_object_get (object, "dir_faults"));
  g_assert_true (json_is_null (json_object_get (object, "sex")));
  g_assert_cmpint (json_integer_value (json_object_get (object, "rows")), ==, 512);
  g_assert_cmpstr (danbi_json_get_string (object, "kind"), ==, "dicom");
  g_assert_cmpstr (danbi_json_get_string (object, "image_type"), ==, "ORIGINAL\\PRIMARY\\AXIAL");
  g_assert_cmpstr (danbi_json_get_string (object, "patient_name"), ==, "王^小明");
}

static void
test_without_pixels (void)
{
  g_autoptr (DanbiImage) image = danbi_image_new ("/disc/\xff\xfe");
  g_autoptr (json_t) object = NULL;

  image->error = g_strdup ("broken");
  image->dir_faults = DANBI_DIR_EXTRA | DANBI_DIR_NAME;
  object = danbi_image_to_json (image);
  g_assert_true (json_is_null (json_object_get (object, "rows")));
  g_assert_true (json_is_null (json_object_get (object, "frames")));
  g_assert_cmpstr (danbi_json_get_string (object, "kind"), ==, "other");
  g_assert_cmpstr (danbi_json_get_string (object, "error"), ==, "broken");
  g_assert_cmpstr (danbi_json_get_string (object, "path"), ==, "/disc/\xef\xbf\xbd\xef\xbf\xbd");
  g_assert_cmpuint (json_array_size (json_object_get (object, "dir_faults")), ==, 2);
}

static void
test_round_trip (void)
{
  g_autoptr (DanbiImage) image = make_image ();
  g_autoptr (json_t) object = danbi_image_facts_to_json (image, DANBI_FILE_OK, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiImage) back = danbi_image_from_json (object, "/elsewhere", &error);
  g_autoptr (json_t) again = NULL;

  g_assert_no_error (error);
  again = danbi_image_facts_to_json (back, DANBI_FILE_OK, NULL);
  g_assert_true (json_equal (object, again));
  g_assert_cmpstr (back->path, ==, "/elsewhere");
  g_assert_null (back->error);
}

static void
test_a_problem_becomes_a_sentence (void)
{
  g_autoptr (DanbiImage) image = make_image ();
  g_autoptr (json_t) object
    = danbi_image_facts_to_json (image, DANBI_FILE_UNKNOWN_SYNTAX, "1.2.3");
  g_autoptr (DanbiImage) back = danbi_image_from_json (object, "/x", NULL);

  g_assert_true (g_str_has_suffix (back->error, " (1.2.3)"));
}

static const char *const HOSTILE[] = {
  "{}",
  "{\"kind\":\"folder\"}",
  "{\"kind\":1}",
  "{\"kind\":\"dicom\",\"rows\":65536}",
  "{\"kind\":\"dicom\",\"rows\":-1}",
  "{\"kind\":\"dicom\",\"rows\":1.5}",
  "{\"kind\":\"dicom\",\"rows\":\"1\"}",
  "{\"kind\":\"dicom\",\"columns\":65536}",
  "{\"kind\":\"dicom\",\"frames\":2147483648}",
  "{\"kind\":\"dicom\",\"bytes\":-1}",
  "{\"kind\":\"dicom\",\"modality\":1}",
  "{\"kind\":\"dicom\",\"modality\":\"a\\nb\"}",
  "{\"kind\":\"dicom\",\"modality\":\"\\u001b[2J\"}",
  "{\"kind\":\"dicom\",\"modality\":\"\\u007f\"}",
  "{\"kind\":\"dicom\",\"sha256\":\"00\"}",
  "{\"kind\":\"dicom\",\"sha256\":"
  "\"A3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}",
  "{\"kind\":\"dicom\",\"problem\":\"ok\"}",
  "{\"kind\":\"dicom\",\"problem\":\"no such word\"}",
  "{\"kind\":\"dicom\",\"problem\":7}",
  "{\"kind\":\"dicom\",\"problem\":\"empty\",\"detail\":[]}",
};

static void
test_out_of_bounds_is_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (HOSTILE); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (json_t) object = danbi_json_parse (HOSTILE[i], strlen (HOSTILE[i]), NULL);

      g_test_message ("%s", HOSTILE[i]);
      g_assert_nonnull (object);
      g_assert_null (danbi_image_from_json (object, "/x", &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_the_longest_text (void)
{
  for (gsize n = DANBI_IMAGE_MAX_TEXT_BYTES; n <= DANBI_IMAGE_MAX_TEXT_BYTES + 1; n++)
    {
      g_autofree char *text = g_strnfill (n, 'x');
      g_autoptr (json_t) object = json_pack ("{s:s, s:s}", "kind", "dicom", "modality", text);
      g_autoptr (DanbiImage) image = danbi_image_from_json (object, "/x", NULL);

      g_assert_true ((image != NULL) == (n == DANBI_IMAGE_MAX_TEXT_BYTES));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/image-json/" name, function)
  ADD ("has_the_keys_of_the_contract", test_keys_of_the_contract);
  ADD ("without_pixels_the_numbers_are_null", test_without_pixels);
  ADD ("facts_come_back_as_they_were", test_round_trip);
  ADD ("a_problem_becomes_a_sentence", test_a_problem_becomes_a_sentence);
  ADD ("what_is_out_of_bounds_is_refused", test_out_of_bounds_is_refused);
  ADD ("the_longest_text_is_taken_and_one_more_byte_is_not", test_the_longest_text);
  return g_test_run ();
}
