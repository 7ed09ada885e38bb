/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new DICOMDIR can list of the files of a case, and what is said of the others. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-file-problem.h"
#include "danbi-file.h"
#include "danbi-image.h"
#include "danbi-listing.h"

/* The classes of DICOM itself; a device may have others, for data of its own. */
#define DICOM_ROOT "1.2.840.10008."

static const struct
{
  const char *keyword;
  goffset offset; /* of a char * in DanbiImage */
} NUMBERS[] = {
  { "StudyInstanceUID", G_STRUCT_OFFSET (DanbiImage, study_uid) },
  { "SeriesInstanceUID", G_STRUCT_OFFSET (DanbiImage, series_uid) },
  { "SOPInstanceUID", G_STRUCT_OFFSET (DanbiImage, sop_instance_uid) },
  { "SOPClassUID", G_STRUCT_OFFSET (DanbiImage, sop_class_uid) },
};

static gboolean
should_be_listed (const DanbiImage *image)
{
  return image->kind == DANBI_IMAGE_DICOM && danbi_image_is_readable (image)
         && (image->dir_faults & (DANBI_DIR_MISSING | DANBI_DIR_EXTRA)) == 0;
}

static const char *
find_missing_number (const DanbiImage *image)
{
  for (guint i = 0; i < G_N_ELEMENTS (NUMBERS); i++)
    if (!G_STRUCT_MEMBER (char *, image, NUMBERS[i].offset))
      return NUMBERS[i].keyword;
  return NULL;
}

static DanbiImage *
copy_as_unlistable (const DanbiImage *image,
                    const char       *keyword)
{
  DanbiImage *copy = danbi_image_copy (image);

  copy->error = g_strdup_printf (
    _("The file lacks a number by which a DICOMDIR lists it (%s). Export the image again, or leave "
      "the file out."), keyword);
  return copy;
}

/* Of a class that DICOM does not know: raw data, which only the device can read, or a picture of
 * its own kind, which is missed. */
static DanbiImage *
copy_as_private (const DanbiImage *image)
{
  DanbiImage *copy = danbi_image_copy (image);

  if (danbi_image_has_pixels (image))
    copy->error = danbi_file_problem_dup_sentence (DANBI_FILE_REFUSED, NULL);
  else
    copy->dir_faults |= DANBI_DIR_EXTRA;
  return copy;
}

static char *
dup_sha256 (const DanbiImage *image)
{
  return image->sha256 ? g_strdup (image->sha256) : danbi_file_sha256 (image->path, NULL, NULL);
}

static gboolean
same_bytes (const DanbiImage *a,
            const DanbiImage *b)
{
  g_autofree char *hash_a = a->bytes == b->bytes ? dup_sha256 (a) : NULL;
  g_autofree char *hash_b = hash_a ? dup_sha256 (b) : NULL;

  return hash_b && strcmp (hash_a, hash_b) == 0;
}

static DanbiImage *
copy_as_impostor (const DanbiImage *image,
                  const DanbiImage *first)
{
  DanbiImage *copy = danbi_image_copy (image);
  g_autofree char *name = g_path_get_basename (danbi_image_get_display_path (first));
  g_autofree char *readable = g_filename_display_name (name);

  copy->error = g_strdup_printf (
    _("The file says that it is the same image as %s, and its contents differ. Leave one of the "
      "two out."), readable);
  return copy;
}

/* What stands in the list in place of @image; @image itself where it can be listed, and %NULL where
 * it is there already. */
static DanbiImage *
settle (DanbiImage *image,
        GHashTable *firsts)
{
  const char *missing = find_missing_number (image);
  DanbiImage *first;

  if (image->sop_class_uid && !g_str_has_prefix (image->sop_class_uid, DICOM_ROOT))
    return copy_as_private (image);
  if (missing)
    return copy_as_unlistable (image, missing);
  first = g_hash_table_lookup (firsts, image->sop_instance_uid);
  if (first)
    return same_bytes (first, image) ? NULL : copy_as_impostor (image, first);
  g_hash_table_insert (firsts, image->sop_instance_uid, image);
  return g_object_ref (image);
}

/**
 * danbi_listing_settle:
 * @images: (element-type DanbiImage): files of a case that get a new DICOMDIR
 *
 * Of files that are the same to the byte the first stays. A file that only has the number of
 * another (SOP Instance UID) gets an error that names both, because one of the two is wrong and
 * nobody but the user can tell which; so does one that has no number. Raw data of a device have no
 * place in a DICOMDIR: they become files to which it does not refer.
 */
void
danbi_listing_settle (GPtrArray *images)
{
  g_autoptr (GHashTable) firsts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);
      DanbiImage *settled;

      if (!should_be_listed (image))
        continue;
      settled = settle (image, firsts);
      if (settled)
        {
          images->pdata[i] = settled;
          g_object_unref (image);
        }
      else
        g_ptr_array_remove_index (images, i--);
    }
}
