/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures that only stand beside what was meant: a viewer's icons, the small copies on a disc. */
#include "config.h"

#include <string.h>

#include "danbi-bystander.h"

/* Where the file stands for the user: inside an archive, say. */
static gboolean
stands_below (const DanbiImage *image,
              const char       *folder)
{
  const char *path = danbi_image_get_display_path (image);
  gsize length = strlen (folder);

  return g_str_has_prefix (path, folder) && path[length] == '/';
}

static gboolean
was_dropped_itself (const DanbiIntake *intake,
                    const DanbiImage  *image)
{
  return g_strv_contains ((const char *const *) intake->paths,
                          danbi_image_get_display_path (image));
}

/* A DICOMDIR, or a DICOM file with a picture, damaged ones among them. Reports alone may well come
 * with their pictures beside them. */
static gboolean
speaks_of_pictures (const DanbiImage *image)
{
  return image->kind == DANBI_IMAGE_DICOMDIR
         || (image->kind == DANBI_IMAGE_DICOM && (image->error || image->rows > 0));
}

static gboolean
has_dicom_below (const DanbiIntake *intake,
                 const char        *folder)
{
  for (guint i = 0; i < intake->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (intake->images, i);

      if (speaks_of_pictures (image) && stands_below (image, folder))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_picture_name (const DanbiImage *image)
{
  static const char *const endings[] = {
    ".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp",
  };
  g_autofree char *folded = g_ascii_strdown (danbi_image_get_display_path (image), -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (folded, endings[i]))
      return TRUE;
  return FALSE;
}

/* Whole or damaged; not what a DICOMDIR speaks of. */
static gboolean
is_picture (const DanbiImage *image)
{
  if (image->dir_faults != DANBI_DIR_OK || image->file_id)
    return FALSE;
  return image->kind == DANBI_IMAGE_JPEG
         || (image->kind == DANBI_IMAGE_OTHER && image->error && has_picture_name (image));
}

/* The folders that hold a DICOMDIR, and those that were dropped and have DICOM somewhere below:
 * pictures in there are not what the user means. */
static GPtrArray *
gather_discs (const DanbiIntake *intake)
{
  GPtrArray *discs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < intake->images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (intake->images, i);

      if (image->kind == DANBI_IMAGE_DICOMDIR)
        g_ptr_array_add (discs, g_path_get_dirname (danbi_image_get_display_path (image)));
    }
  for (guint i = 0; intake->paths[i]; i++)
    if (has_dicom_below (intake, intake->paths[i]))
      g_ptr_array_add (discs, g_strdup (intake->paths[i]));
  return discs;
}

static gboolean
stands_on_a_disc (const DanbiImage *image,
                  GPtrArray        *discs)
{
  for (guint i = 0; i < discs->len; i++)
    if (stands_below (image, g_ptr_array_index (discs, i)))
      return TRUE;
  return FALSE;
}

/* Files beside a DICOMDIR that was read were never counted. */
static gboolean
was_counted (const DanbiIntake *intake,
             const DanbiImage  *image)
{
  for (guint i = 0; i < intake->images->len; i++)
    {
      const DanbiImage *other = g_ptr_array_index (intake->images, i);
      g_autofree char *folder = NULL;

      if (other->kind != DANBI_IMAGE_DICOMDIR)
        continue;
      folder = g_path_get_dirname (other->path);
      if ((!other->error || g_strcmp0 (folder, intake->dicomdir_root) == 0)
          && g_str_has_prefix (image->path, folder) && image->path[strlen (folder)] == '/')
        return FALSE;
    }
  return TRUE;
}

static DanbiImage *
copy_as_bystander (const DanbiImage *image)
{
  DanbiImage *copy = danbi_image_copy (image);

  copy->kind = DANBI_IMAGE_OTHER;
  g_clear_pointer (&copy->converted_from, g_free);
  g_clear_pointer (&copy->error, g_free);
  return copy;
}

/**
 * danbi_bystander_pass_over:
 * @intake: what was dropped
 *
 * Pictures on a disc or in a folder of DICOM files become files like any other there: they are not
 * taken, not counted, and no alarm where they are damaged. Who means such a picture drops it by
 * itself.
 */
void
danbi_bystander_pass_over (DanbiIntake *intake)
{
  g_autoptr (GPtrArray) discs = gather_discs (intake);

  for (guint i = 0; discs->len > 0 && i < intake->images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (intake->images, i);

      if (!is_picture (image) || !stands_on_a_disc (image, discs))
        continue;
      if (was_counted (intake, image))
        {
          intake->n_referenced -= MIN (intake->n_referenced, 1);
          intake->n_read -= MIN (intake->n_read, image->error ? 0 : 1);
        }
      intake->images->pdata[i] = copy_as_bystander (image);
      g_object_unref (image);
    }
}

/**
 * danbi_bystander_was_meant:
 * @intake: what was dropped
 * @image: a file of it in a format that cannot be sent
 *
 * Returns: whether the user means it as an image: it was dropped by itself, or it is a photo among
 *   files of which none is DICOM
 */
gboolean
danbi_bystander_was_meant (const DanbiIntake *intake,
                           const DanbiImage  *image)
{
  const char *const photos[] = { "HEIC", "HEIF", "AVIF", "JPEG 2000", "JPEG XL", NULL };
  g_autoptr (GPtrArray) discs = NULL;

  if (!image->other_format)
    return FALSE;
  if (was_dropped_itself (intake, image))
    return TRUE;
  discs = gather_discs (intake);
  return g_strv_contains (photos, image->other_format) && !stands_on_a_disc (image, discs);
}
