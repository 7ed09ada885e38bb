/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of this room share: a folder of files, right ones and wrong ones. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "danbi-file.h"
#include "image-test.h"

void
test_folder_init (TestFolder *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *made = g_dir_make_tmp ("danbi-image-XXXXXX", &error);

  g_assert_no_error (error);
  self->path = realpath (made, NULL);
  g_assert_nonnull (self->path);
}

void
test_folder_clear (TestFolder *self)
{
  g_autoptr (GError) error = NULL;

  danbi_dir_remove (self->path, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->path, free);
}

char *
test_folder_dup_path (const TestFolder *self,
                      const char       *name)
{
  return g_build_filename (self->path, name, NULL);
}

char *
test_folder_write (const TestFolder *self,
                   const char       *name,
                   const void       *data,
                   gssize            length)
{
  g_autoptr (GError) error = NULL;
  char *path = test_folder_dup_path (self, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_true (danbi_dir_create (folder, &error));
  g_assert_true (g_file_set_contents (path, data, length, &error));
  g_assert_no_error (error);
  return path;
}

char *
test_folder_write_dicom (const TestFolder *self,
                         const char       *name,
                         DanbiFixtureKind  kind)
{
  g_autoptr (GError) error = NULL;
  char *path = test_folder_dup_path (self, name);
  DanbiFixtureDicom dicom;

  danbi_fixture_dicom_init (&dicom, kind);
  danbi_fixture_write_dicom (path, &dicom, &error);
  g_assert_no_error (error);
  return path;
}

void
test_folder_write_set (const TestFolder  *self,
                       guint              n_images,
                       DanbiFixtureFault  faults)
{
  g_autoptr (GError) error = NULL;
  DanbiFixtureSet set;

  danbi_fixture_set_init (&set, DANBI_FIXTURE_LOCALIZER);
  set.n_patients = 1;
  set.n_series = 1;
  set.n_images = n_images;
  set.base.rows = 32;
  set.base.columns = 32;
  set.faults = faults;
  danbi_fixture_write_set (self->path, &set, NULL, &error);
  g_assert_no_error (error);
}

/* Replaces bytes of a file by as many others, everywhere. */
void
test_folder_replace (const TestFolder *self,
                     const char       *name,
                     const char       *from,
                     const char       *to)
{
  g_autofree char *path = test_folder_dup_path (self, name);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = strlen (from);
  gsize length;
  guint n_replaced = 0;

  g_assert_cmpuint (strlen (to), ==, n);
  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i + n <= length; i++)
    if (memcmp (data + i, from, n) == 0)
      {
        memcpy (data + i, to, n);
        n_replaced++;
      }
  g_assert_cmpuint (n_replaced, >, 0);
  g_file_set_contents (path, data, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
put_optional (DanbiDicomWriter *writer,
              guint32           tag,
              const char       *vr,
              const char       *text)
{
  if (text)
    danbi_dicom_put_text (writer, tag, vr, text);
}

char *
test_folder_write_small (const TestFolder *self,
                         const char       *name,
                         const TestDicom  *dicom)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  DanbiDicomWriter writer = { .bytes = bytes };

  if (!dicom->bare)
    danbi_dicom_put_file_meta (&writer, TRUE, TEST_SOP_CLASS, "1.2.3.4.5",
                               dicom->transfer_syntax ? dicom->transfer_syntax : TEST_EXPLICIT_LE);
  put_optional (&writer, 0x00080005, "CS", dicom->charset);
  danbi_dicom_put_text (&writer, 0x00080016, "UI", TEST_SOP_CLASS);
  danbi_dicom_put_text (&writer, 0x00080018, "UI", "1.2.3.4.5");
  danbi_dicom_put_text (&writer, 0x00080020, "DA", "20260102");
  danbi_dicom_put_text (&writer, 0x00080060, "CS", "OT");
  put_optional (&writer, 0x00100010, "PN", dicom->name);
  danbi_dicom_put_text (&writer, 0x00100020, "LO", "A123456789");
  danbi_dicom_put_u16 (&writer, 0x00280002, MAX (dicom->samples, 1));
  danbi_dicom_put_text (&writer, 0x00280004, "CS",
                        dicom->interpretation ? dicom->interpretation : "MONOCHROME2");
  if (dicom->samples > 1)
    danbi_dicom_put_u16 (&writer, 0x00280006, 0);
  put_optional (&writer, 0x00280008, "IS", dicom->n_frames);
  danbi_dicom_put_u16 (&writer, 0x00280010, dicom->rows);
  danbi_dicom_put_u16 (&writer, 0x00280011, dicom->columns);
  danbi_dicom_put_u16 (&writer, 0x00280100, dicom->bits);
  danbi_dicom_put_u16 (&writer, 0x00280101, dicom->bits);
  danbi_dicom_put_u16 (&writer, 0x00280102, dicom->bits - 1);
  danbi_dicom_put_u16 (&writer, 0x00280103, 0);
  if (dicom->pixels)
    danbi_dicom_put_data (&writer, 0x7FE00010, "OB", dicom->pixels, dicom->n_pixels);
  return test_folder_write (self, name, bytes->data, bytes->len);
}

/* The image whose path ends with @name, of which there must be one. */
DanbiImage *
test_find_image (GPtrArray  *images,
                 const char *name)
{
  DanbiImage *found = NULL;
  g_autofree char *suffix = g_strconcat ("/", name, NULL);

  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);

      if (!g_str_has_suffix (image->path, suffix))
        continue;
      g_assert_null (found);
      found = image;
    }
  g_assert_nonnull (found);
  return found;
}
