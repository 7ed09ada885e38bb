/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that claim to be the same DICOM instance, of which a DICOMDIR can list only one. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-file.h"
#include "danbi-image.h"
#include "danbi-twins.h"

static gboolean
can_be_listed (const DanbiImage *image)
{
  return image->kind == DANBI_IMAGE_DICOM && danbi_image_is_readable (image)
         && image->sop_instance_uid
         && (image->dir_faults & (DANBI_DIR_MISSING | DANBI_DIR_EXTRA)) == 0;
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

/**
 * danbi_twins_settle:
 * @images: (element-type DanbiImage): files of a case that get a new DICOMDIR
 *
 * Of files that are the same to the byte the first stays. A file that only has the number of
 * another (SOP Instance UID) gets an error that names both, because one of the two is wrong and
 * nobody but the user can tell which.
 */
void
danbi_twins_settle (GPtrArray *images)
{
  g_autoptr (GHashTable) firsts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);
      DanbiImage *first;

      if (!can_be_listed (image))
        continue;
      first = g_hash_table_lookup (firsts, image->sop_instance_uid);
      if (!first)
        g_hash_table_insert (firsts, image->sop_instance_uid, image);
      else if (same_bytes (first, image))
        g_ptr_array_remove_index (images, i--);
      else
        {
          images->pdata[i] = copy_as_impostor (image, first);
          g_object_unref (image);
        }
    }
}
