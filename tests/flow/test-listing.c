/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a DICOMDIR can list, and what is said of the rest. */
#include "config.h"

#include <string.h>

#include "danbi-image.h"
#include "danbi-listing.h"

static DanbiImage *
make_image (const char *name,
            const char *uid,
            char        fill,
            guint64     bytes)
{
  DanbiImage *image = danbi_image_new (name);

  image->kind = DANBI_IMAGE_DICOM;
  image->sop_instance_uid = g_strdup (uid);
  image->sop_class_uid = g_strdup ("1.2.840.10008.5.1.4.1.1.2");
  image->study_uid = g_strdup ("1.2");
  image->series_uid = g_strdup ("1.3");
  image->rows = image->columns = 512;
  image->sha256 = g_strnfill (64, fill);
  image->bytes = bytes;
  return image;
}

static void
test_what_stays (void)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  static const struct
  {
    const char *name;
    const char *uid;
    char fill;
    guint64 bytes;
  } files[] = {
    { "/d/A", "1", 'a', 10 }, { "/d/B", "2", 'a', 10 }, { "/d/A2", "1", 'a', 10 },
    { "/d/A3", "1", 'b', 10 }, { "/d/A4", "1", 'a', 11 },
  };
  static const char *const left[] = { "/d/A", "/d/B", "/d/A3", "/d/A4" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_ptr_array_add (images, make_image (files[i].name, files[i].uid, files[i].fill,
                                         files[i].bytes));
  danbi_listing_settle (images);

  g_assert_cmpuint (images->len, ==, G_N_ELEMENTS (left));
  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      g_assert_cmpstr (image->path, ==, left[i]);
      g_assert_cmpint (image->error != NULL, ==, i == 2 || i == 3);
      if (image->error)
        g_assert_nonnull (strstr (image->error, " A, "));
    }
}

/* What is not taken anyway is nobody's twin. */
static void
test_who_has_no_twin (void)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
      DanbiImage *other = make_image ("/d/B", "1", 'b', 10);

      if (i == 0)
        other->dir_faults = DANBI_DIR_EXTRA;
      else if (i == 1)
        other->error = g_strdup ("It is cut off.");
      else
        other->kind = DANBI_IMAGE_JPEG;
      g_ptr_array_add (images, other);
      g_ptr_array_add (images, make_image ("/d/A", "1", 'a', 10));
      danbi_listing_settle (images);
      g_assert_cmpuint (images->len, ==, 2);
      g_assert_null (((DanbiImage *) g_ptr_array_index (images, 1))->error);
    }
}

static const struct
{
  goffset missing; /* of a char * in DanbiImage */
  const char *said;
} NUMBERS[] = {
  { G_STRUCT_OFFSET (DanbiImage, study_uid), "(StudyInstanceUID)" },
  { G_STRUCT_OFFSET (DanbiImage, series_uid), "(SeriesInstanceUID)" },
  { G_STRUCT_OFFSET (DanbiImage, sop_instance_uid), "(SOPInstanceUID)" },
  { G_STRUCT_OFFSET (DanbiImage, sop_class_uid), "(SOPClassUID)" },
};

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (NUMBERS); i++)
    {
      g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
      DanbiImage *image = make_image ("/d/A", "1", 'a', 10);

      g_clear_pointer (&G_STRUCT_MEMBER (char *, image, NUMBERS[i].missing), g_free);
      g_ptr_array_add (images, image);
      danbi_listing_settle (images);
      image = g_ptr_array_index (images, 0);
      g_assert_nonnull (strstr (image->error, NUMBERS[i].said));
    }
}

static void
test_classes_of_a_device (void)
{
  for (int pixels = 0; pixels < 2; pixels++)
    {
      g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
      DanbiImage *image = make_image ("/d/A", "1", 'a', 10);

      g_free (image->sop_class_uid);
      image->sop_class_uid = g_strdup ("1.3.12.2.1107.5.9.1");
      image->rows = image->columns = pixels ? 512 : 0;
      g_ptr_array_add (images, image);
      danbi_listing_settle (images);
      image = g_ptr_array_index (images, 0);
      g_assert_cmpint (image->error != NULL, ==, pixels);
      g_assert_cmpint (image->dir_faults, ==, pixels ? DANBI_DIR_OK : DANBI_DIR_EXTRA);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/flow/listing/" name, function)
  ADD ("one_of_the_same_stays_and_others_are_named", test_what_stays);
  ADD ("what_is_not_taken_is_nobodys_twin", test_who_has_no_twin);
  ADD ("a_number_that_is_missing_is_named", test_numbers);
  ADD ("what_only_the_device_knows_is_extra", test_classes_of_a_device);
  return g_test_run ();
}
