/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JPG that travels of a picture in another format, and the facts of that JPG. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "danbi-conversion.h"
#include "danbi-file-problem.h"
#include "danbi-inspection.h"

/**
 * danbi_conversion_describe:
 * @image: an image
 *
 * Returns: (transfer full) (nullable): what is made of it, or was, in words; %NULL where it travels
 *   as it came
 */
char *
danbi_conversion_describe (const DanbiImage *image)
{
  static const struct
  {
    const char *nick, *name;
  } formats[] = {
    { "png", "PNG" }, { "bmp", "BMP" }, { "tiff", "TIFF" }, { "webp", "WebP" },
  };

  if (!image->converted_from || image->error)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (image->converted_from, formats[i].nick) == 0)
      /* Translators: %s is PNG or the like, %d the quality of the JPG */
      return g_strdup_printf (_("From %s to JPG (quality %d, the same pixels); the original is "
                                "kept"),
                              formats[i].name, DANBI_INSPECTION_JPEG_QUALITY);
  if (strcmp (image->converted_from, "jpeg-turned") == 0)
    return g_strdup (_("Turned upright without loss; the original is kept"));
  if (danbi_image_needs_conversion (image))
    return g_strdup (_("To become an ordinary upright JPG; the original is kept"));
  return g_strdup_printf (_("Coded again as an ordinary upright JPG (quality %d, the same pixels); "
                            "the original is kept"),
                          DANBI_INSPECTION_JPEG_QUALITY);
}

/* The picture could not be converted although it was read: it is named and does not travel. What
 * the store has copied of it goes. */
static void
give_up (DanbiImage *image,
         const char *root,
         const char *why)
{
  const char *copied = image->original_path ? image->original_path : image->path;

  if (g_str_has_prefix (copied, root))
    g_unlink (copied);
  if (g_str_has_prefix (image->path, root))
    g_unlink (image->path);
  g_free (image->path);
  image->path = g_strdup (image->source_path);
  g_clear_pointer (&image->original_path, g_free);
  g_clear_pointer (&image->original_id, g_free);
  g_clear_pointer (&image->file_id, g_free);
  g_free (image->error);
  image->error = g_strdup (why);
}

static gboolean
convert (DanbiImage    *image,
         const char    *root,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autofree char *target = g_build_filename (root, image->file_id, NULL);
  g_autoptr (GError) local_error = NULL;
  gboolean lossless;

  if (!image->source_path)
    image->source_path = g_strdup (image->path);
  if (danbi_inspection_convert (image->path, target, &lossless, cancellable, &local_error))
    {
      image->original_path = image->path;
      image->path = g_steal_pointer (&target);
      if (lossless)
        {
          g_free (image->converted_from);
          image->converted_from = g_strdup ("jpeg-turned");
        }
      return TRUE;
    }
  if (!g_error_matches (local_error, DANBI_INSPECTION_ERROR, DANBI_INSPECTION_ERROR_FAILED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  give_up (image, root, local_error->message);
  return TRUE;
}

static gboolean
is_what_was_promised (const DanbiImage *image,
                      const DanbiImage *found)
{
  return found->kind == DANBI_IMAGE_JPEG && !found->error && !found->converted_from
         && found->rows == image->rows && found->columns == image->columns;
}

/* What is said of the image from here on is what stands in the JPG. */
static gboolean
take_facts (DanbiImage        *image,
            const DanbiImage  *found,
            GCancellable      *cancellable,
            GError           **error)
{
  char *sha256 = danbi_file_sha256 (image->path, cancellable, error);

  if (!sha256)
    return FALSE;
  image->bytes = found->bytes;
  image->pixel_offset = found->pixel_offset;
  image->pixel_bytes = found->pixel_bytes;
  /* But by what it was made from it is known again, whatever is made of that (IMG.reused). */
  if (!image->pixel_sha256)
    image->pixel_sha256 = g_steal_pointer (&image->sha256);
  g_free (image->sha256);
  image->sha256 = sha256;
  return TRUE;
}

/* The child that wrote the JPGs has read a stranger's file, so another one reads them again. */
static gboolean
read_again (GPtrArray     *converted,
            const char    *root,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;
  g_autoptr (DanbiFileSet) set = NULL;
  g_autofree char *failed = danbi_file_problem_dup_sentence (DANBI_FILE_CRASHED, NULL);

  for (guint i = 0; i < converted->len; i++)
    g_strv_builder_add (builder, ((DanbiImage *) g_ptr_array_index (converted, i))->path);
  paths = g_strv_builder_end (builder);
  set = danbi_inspection_run ((const char *const *) paths, NULL, cancellable, error);
  if (!set)
    return FALSE;

  for (guint i = 0; i < converted->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (converted, i);
      const DanbiImage *found = i < set->images->len ? g_ptr_array_index (set->images, i) : NULL;

      if (!found || !is_what_was_promised (image, found))
        give_up (image, root, failed);
      else if (!take_facts (image, found, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * danbi_conversion_run:
 * @images: (element-type DanbiImage): files with their names in the archive, owned by the caller
 *   alone
 * @root: the folder where the JPGs shall stand under these names
 * @cancellable: (nullable): stops the work
 * @error: no room, no inspector, or %G_IO_ERROR_CANCELLED
 *
 * Makes the JPG of each picture that needs one. `path` is the JPG then, `original_path` what was
 * dropped or the store's copy of it. A picture that cannot be converted gets an error and no name.
 *
 * Returns: whether all were dealt with
 */
gboolean
danbi_conversion_run (GPtrArray     *images,
                      const char    *root,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (GPtrArray) converted = g_ptr_array_new ();

  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);

      if (!danbi_image_needs_conversion (image) || !image->file_id)
        continue;
      if (!convert (image, root, cancellable, error))
        return FALSE;
      if (!image->error)
        g_ptr_array_add (converted, image);
    }
  return converted->len == 0 || read_again (converted, root, cancellable, error);
}
