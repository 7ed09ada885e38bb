/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "danbi-image.h"

static DanbiImage *
new_of_kind (DanbiImageKind kind)
{
  DanbiImage *image = danbi_image_new ("/data/IMG1");

  image->kind = kind;
  return image;
}

static void
test_only_images_without_error_are_readable (void)
{
  static const struct
  {
    DanbiImageKind kind;
    const char *error;
    gboolean readable;
  } cases[] = {
    { DANBI_IMAGE_DICOM, NULL, TRUE },     { DANBI_IMAGE_JPEG, NULL, TRUE },
    { DANBI_IMAGE_DICOM, "cut", FALSE },   { DANBI_IMAGE_JPEG, "cut", FALSE },
    { DANBI_IMAGE_DICOMDIR, NULL, FALSE }, { DANBI_IMAGE_OTHER, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiImage) image = new_of_kind (cases[i].kind);

      image->error = g_strdup (cases[i].error);
      image->rows = image->columns = 1;
      g_assert_cmpint (danbi_image_is_readable (image), ==, cases[i].readable);
      g_assert_cmpint (danbi_image_has_pixels (image), ==, cases[i].readable);
    }
}

static void
test_pixels_need_rows_and_columns (void)
{
  for (guint rows = 0; rows <= 1; rows++)
    for (guint columns = 0; columns <= 1; columns++)
      {
        g_autoptr (DanbiImage) image = new_of_kind (DANBI_IMAGE_DICOM);

        image->rows = rows;
        image->columns = columns;
        g_assert_cmpint (danbi_image_has_pixels (image), ==, rows && columns);
      }
}

static void
test_localizer_is_the_third_value (void)
{
  static const struct
  {
    const char *image_type;
    gboolean localizer;
  } cases[] = {
    { "ORIGINAL\\PRIMARY\\LOCALIZER", TRUE },
    { "ORIGINAL\\PRIMARY\\LOCALIZER \\CT_SOM5", TRUE },
    { "ORIGINAL\\PRIMARY\\AXIAL\\LOCALIZER", FALSE },
    { "LOCALIZER", FALSE },
    { "ORIGINAL\\LOCALIZER", FALSE },
    { "ORIGINAL\\PRIMARY\\LOCALIZERS", FALSE },
    { "ORIGINAL\\PRIMARY\\", FALSE },
    { "", FALSE },
    { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiImage) image = new_of_kind (DANBI_IMAGE_DICOM);

      image->image_type = g_strdup (cases[i].image_type);
      g_assert_cmpint (danbi_image_is_localizer (image), ==, cases[i].localizer);
    }
}

static void
test_secondary_captures_are_of_one_family (void)
{
  static const struct
  {
    const char *uid;
    gboolean capture;
  } cases[] = {
    { "1.2.840.10008.5.1.4.1.1.7", TRUE },   { "1.2.840.10008.5.1.4.1.1.7.4", TRUE },
    { "1.2.840.10008.5.1.4.1.1.77", FALSE }, { "1.2.840.10008.5.1.4.1.1.77.1.4", FALSE },
    { "1.2.840.10008.5.1.4.1.1.2", FALSE },  { "1.2.840.10008.5.1.4.1.1", FALSE },
    { "", FALSE },                           { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DanbiImage) image = new_of_kind (DANBI_IMAGE_DICOM);

      image->sop_class_uid = g_strdup (cases[i].uid);
      g_assert_cmpint (danbi_image_is_secondary_capture (image), ==, cases[i].capture);
    }
}

static void
test_copy_has_all_facts (void)
{
  g_autoptr (DanbiImage) image = new_of_kind (DANBI_IMAGE_DICOM);
  g_autoptr (DanbiImage) copy = NULL;
  char **const texts[] = {
    &image->source_path, &image->file_id, &image->modality, &image->sop_class_uid,
    &image->sop_instance_uid, &image->series_uid, &image->study_uid, &image->transfer_syntax,
    &image->patient_id, &image->patient_name, &image->birth_date, &image->sex, &image->study_date,
    &image->study_time, &image->acquisition_date, &image->image_type, &image->sha256,
    &image->error, &image->dir_detail, &image->series_description, &image->study_description,
    &image->pixel_sha256, &image->converted_from, &image->original_id,
  };
  const gsize facts = G_STRUCT_OFFSET (DanbiImage, path);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup_printf ("text %u", i);
  image->rows = 1;
  image->columns = 2;
  image->frames = 3;
  image->bytes = G_GUINT64_CONSTANT (5000000000);
  image->dir_faults = DANBI_DIR_EXTRA | DANBI_DIR_NAME;
  image->name_is_guess = TRUE;
  image->pixel_offset = G_GUINT64_CONSTANT (5000000001);
  image->pixel_bytes = 4;
  image->looked_at = TRUE;
  image->other_patients = g_strsplit ("A123456789", ",", -1);

  copy = danbi_image_copy (image);
  g_assert_cmpstr (copy->path, ==, "/data/IMG1");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize offset = (char *) texts[i] - (char *) image;

      g_assert_cmpuint (offset, >=, facts);
      g_assert_cmpstr (G_STRUCT_MEMBER (char *, copy, offset), ==, *texts[i]);
      g_assert_true (G_STRUCT_MEMBER (char *, copy, offset) != *texts[i]);
    }
  g_assert_cmpint (copy->kind, ==, DANBI_IMAGE_DICOM);
  g_assert_cmpuint (copy->rows, ==, 1);
  g_assert_cmpuint (copy->columns, ==, 2);
  g_assert_cmpuint (copy->frames, ==, 3);
  g_assert_cmpuint (copy->bytes, ==, G_GUINT64_CONSTANT (5000000000));
  g_assert_cmpint (copy->dir_faults, ==, DANBI_DIR_EXTRA | DANBI_DIR_NAME);
  g_assert_true (copy->name_is_guess);
  g_assert_cmpuint (copy->pixel_offset, ==, G_GUINT64_CONSTANT (5000000001));
  g_assert_cmpuint (copy->pixel_bytes, ==, 4);
  g_assert_true (copy->looked_at);
  g_assert_cmpstrv (copy->other_patients, image->other_patients);
}

static void
test_what_was_converted_needs_it_no_more (void)
{
  g_autoptr (DanbiImage) image = new_of_kind (DANBI_IMAGE_JPEG);

  g_assert_false (danbi_image_needs_conversion (image));
  image->converted_from = g_strdup ("png");
  g_assert_true (danbi_image_needs_conversion (image));
  image->original_path = g_strdup ("/data/ORIGINALS/0001.png");
  g_assert_false (danbi_image_needs_conversion (image));
}

static void
test_shown_path_is_where_it_came_from (void)
{
  g_autoptr (DanbiImage) image = danbi_image_new ("/data/cases/7/IMG1");

  g_assert_cmpstr (danbi_image_get_display_path (image), ==, "/data/cases/7/IMG1");
  image->source_path = g_strdup ("/media/cd/IMG1");
  g_assert_cmpstr (danbi_image_get_display_path (image), ==, "/media/cd/IMG1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/domain/image/" #name, test_##name)
  ADD (only_images_without_error_are_readable);
  ADD (pixels_need_rows_and_columns);
  ADD (localizer_is_the_third_value);
  ADD (secondary_captures_are_of_one_family);
  ADD (copy_has_all_facts);
  ADD (what_was_converted_needs_it_no_more);
  ADD (shown_path_is_where_it_came_from);
#undef ADD
  return g_test_run ();
}
