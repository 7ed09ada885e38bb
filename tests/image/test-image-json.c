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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/image/image-json/" name, function)
  ADD ("has_the_keys_of_the_contract", test_keys_of_the_contract);
  ADD ("without_pixels_the_numbers_are_null", test_without_pixels);
  return g_test_run ();
}
