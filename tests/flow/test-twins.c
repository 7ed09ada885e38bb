/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of the same number: one stays, the others are said to be wrong. */
#include "config.h"

#include <string.h>

#include "danbi-image.h"
#include "danbi-twins.h"

static DanbiImage *
make_image (const char *name,
            const char *uid,
            char        fill,
            guint64     bytes)
{
  DanbiImage *image = danbi_image_new (name);

  image->kind = DANBI_IMAGE_DICOM;
  image->sop_instance_uid = g_strdup (uid);
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
    { "/d/A3", "1", 'b', 10 }, { "/d/A4", "1", 'a', 11 }, { "/d/N", NULL, 'a', 10 },
    { "/d/N2", NULL, 'a', 10 },
  };
  static const char *const left[] = { "/d/A", "/d/B", "/d/A3", "/d/A4", "/d/N", "/d/N2" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_ptr_array_add (images, make_image (files[i].name, files[i].uid, files[i].fill,
                                         files[i].bytes));
  danbi_twins_settle (images);

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
      danbi_twins_settle (images);
      g_assert_cmpuint (images->len, ==, 2);
      g_assert_null (((DanbiImage *) g_ptr_array_index (images, 1))->error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/danbi/flow/twins/" name, function)
  ADD ("one_of_the_same_stays_and_others_are_named", test_what_stays);
  ADD ("what_is_not_taken_is_nobodys_twin", test_who_has_no_twin);
  return g_test_run ();
}
