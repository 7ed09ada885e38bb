/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a case and the facts that were read from its header. */
#include "config.h"

#include <string.h>

#include "danbi-image.h"

/* Secondary Capture Image Storage, and the root of its multi-frame kinds (DICOM PS3.6, table
 * */
#define SECONDARY_CAPTURE_ROOT "1.2.840.10008.5.1.4.1.1.7"

G_DEFINE_TYPE (DanbiImage, danbi_image, G_TYPE_OBJECT)

/* The texts, so that copying and freeing cannot forget one. */
static const gsize texts[] = {
  G_STRUCT_OFFSET (DanbiImage, path),
  G_STRUCT_OFFSET (DanbiImage, source_path),
  G_STRUCT_OFFSET (DanbiImage, file_id),
  G_STRUCT_OFFSET (DanbiImage, modality),
  G_STRUCT_OFFSET (DanbiImage, sop_class_uid),
  G_STRUCT_OFFSET (DanbiImage, sop_instance_uid),
  G_STRUCT_OFFSET (DanbiImage, series_uid),
  G_STRUCT_OFFSET (DanbiImage, study_uid),
  G_STRUCT_OFFSET (DanbiImage, series_description),
  G_STRUCT_OFFSET (DanbiImage, study_description),
  G_STRUCT_OFFSET (DanbiImage, transfer_syntax),
  G_STRUCT_OFFSET (DanbiImage, patient_id),
  G_STRUCT_OFFSET (DanbiImage, patient_name),
  G_STRUCT_OFFSET (DanbiImage, birth_date),
  G_STRUCT_OFFSET (DanbiImage, sex),
  G_STRUCT_OFFSET (DanbiImage, study_date),
  G_STRUCT_OFFSET (DanbiImage, study_time),
  G_STRUCT_OFFSET (DanbiImage, acquisition_date),
  G_STRUCT_OFFSET (DanbiImage, image_type),
  G_STRUCT_OFFSET (DanbiImage, sha256),
  G_STRUCT_OFFSET (DanbiImage, pixel_sha256),
  G_STRUCT_OFFSET (DanbiImage, converted_from),
  G_STRUCT_OFFSET (DanbiImage, original_path),
  G_STRUCT_OFFSET (DanbiImage, original_id),
  G_STRUCT_OFFSET (DanbiImage, other_format),
  G_STRUCT_OFFSET (DanbiImage, error),
  G_STRUCT_OFFSET (DanbiImage, dir_detail),
};

#define TEXT_AT(image, i) G_STRUCT_MEMBER (char *, image, texts[i])

/* Whether an attribute of several values has @value at @place; the first place is 1. */
static gboolean
has_value (const char *values,
           guint       place,
           const char *value)
{
  g_auto (GStrv) parts = g_strsplit (values, "\\", -1);

  return place <= g_strv_length (parts) && strcmp (g_strstrip (parts[place - 1]), value) == 0;
}

static void
danbi_image_finalize (GObject *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (TEXT_AT (object, i));
  g_strfreev (DANBI_IMAGE (object)->other_patients);

  G_OBJECT_CLASS (danbi_image_parent_class)->finalize (object);
}

static void
danbi_image_class_init (DanbiImageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_image_finalize;
}

static void
danbi_image_init (DanbiImage *self)
{
}

/**
 * danbi_image_new:
 * @path: where the file is
 *
 * Returns: (transfer full): a file of which nothing else is known yet
 */
DanbiImage *
danbi_image_new (const char *path)
{
  DanbiImage *self = g_object_new (DANBI_TYPE_IMAGE, NULL);

  self->path = g_strdup (path);
  return self;
}

/**
 * danbi_image_copy:
 * @self: an image
 *
 * Returns: (transfer full): another of the same facts
 */
DanbiImage *
danbi_image_copy (const DanbiImage *self)
{
  DanbiImage *copy = g_object_new (DANBI_TYPE_IMAGE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    TEXT_AT (copy, i) = g_strdup (TEXT_AT (self, i));
  copy->kind = self->kind;
  copy->rows = self->rows;
  copy->columns = self->columns;
  copy->frames = self->frames;
  copy->bytes = self->bytes;
  copy->name_is_guess = self->name_is_guess;
  copy->pixel_offset = self->pixel_offset;
  copy->pixel_bytes = self->pixel_bytes;
  copy->looked_at = self->looked_at;
  copy->other_patients = g_strdupv (self->other_patients);
  copy->dir_faults = self->dir_faults;
  return copy;
}

/**
 * danbi_image_is_readable:
 * @self: an image
 *
 * Returns: whether it is a DICOM file or a JPEG and was read without an error
 */
gboolean
danbi_image_is_readable (const DanbiImage *self)
{
  return !self->error && (self->kind == DANBI_IMAGE_DICOM || self->kind == DANBI_IMAGE_JPEG);
}

/**
 * danbi_image_has_pixels:
 * @self: an image
 *
 * Returns: whether it was read and holds a picture; reports, key objects and the like hold none
 *   (IMG.no-pixels)
 */
gboolean
danbi_image_has_pixels (const DanbiImage *self)
{
  return danbi_image_is_readable (self) && self->rows > 0 && self->columns > 0;
}

/**
 * danbi_image_is_localizer:
 * @self: an image
 *
 * Returns: whether value 3 of its image type is LOCALIZER: a scout that only shows where the
 *   slices lie (IMG.localizer)
 */
gboolean
danbi_image_is_localizer (const DanbiImage *self)
{
  return self->image_type && has_value (self->image_type, 3, "LOCALIZER");
}

/**
 * danbi_image_is_secondary_capture:
 * @self: an image
 *
 * Returns: whether it is a secondary capture of any kind, such as a dose sheet or a saved screen
 *   (IMG.localizer)
 */
gboolean
danbi_image_is_secondary_capture (const DanbiImage *self)
{
  const char *uid = self->sop_class_uid;
  gsize root = strlen (SECONDARY_CAPTURE_ROOT);

  return uid && g_str_has_prefix (uid, SECONDARY_CAPTURE_ROOT)
         && (uid[root] == '\0' || uid[root] == '.');
}

/**
 * danbi_image_needs_conversion:
 * @self: an image
 *
 * Returns: whether the file is still what was dropped, and a JPEG is to be made of it
 */
gboolean
danbi_image_needs_conversion (const DanbiImage *self)
{
  return self->converted_from && !self->original_path;
}

/**
 * danbi_image_get_display_path:
 * @self: an image
 *
 * Returns: (transfer none): the path to show to a person: where the file came from, not where a
 *   copy of it is kept
 */
const char *
danbi_image_get_display_path (const DanbiImage *self)
{
  return self->source_path ? self->source_path : self->path;
}
