/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images that a case of another patient has already: asked of the store, for IMG.reused. */
#include "config.h"

#include "danbi-reuse.h"
#include "danbi-store.h"

/**
 * danbi_reuse_take:
 * @images: (element-type DanbiImage): images
 * @owners: (element-type GStrv): for each what danbi_store_dup_other_patients() told; its elements
 *   are taken
 *
 * Writes down with each image whose other cases have it. Call it where the images are used.
 */
void
danbi_reuse_take (GPtrArray *images,
                  GPtrArray *owners)
{
  for (guint i = 0; i < images->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);

      g_strfreev (image->other_patients);
      image->other_patients = g_steal_pointer (&owners->pdata[i]);
    }
}

/**
 * danbi_reuse_note:
 * @store: the store
 * @case_id: the case that the images are of; 0: of none that is stored
 * @images: (element-type DanbiImage): its images, which no other thread uses
 * @error: the reason of a failure
 *
 * Looks up and writes down with each image whose other cases have it. Blocks.
 *
 * Returns: whether the store could be asked
 */
gboolean
danbi_reuse_note (DanbiStore *store,
                  gint64      case_id,
                  GPtrArray  *images,
                  GError    **error)
{
  g_autoptr (GPtrArray) owners = danbi_store_dup_other_patients (store, case_id, images, error);

  if (!owners)
    return FALSE;
  danbi_reuse_take (images, owners);
  return TRUE;
}

static gboolean
hash_image (DanbiImage   *image,
            GCancellable *cancellable,
            GError      **error)
{
  g_auto (DanbiFileDigest) digest = { image->pixel_offset, image->pixel_bytes, NULL, NULL };

  if (!danbi_image_is_readable (image) || (image->dir_faults & DANBI_DIR_MISSING) != 0)
    return TRUE;
  if (!danbi_file_digest (image->path, &digest, cancellable, error))
    return FALSE;
  g_free (image->sha256);
  image->sha256 = g_steal_pointer (&digest.sha256);
  g_free (image->pixel_sha256);
  image->pixel_sha256 = g_steal_pointer (&digest.range_sha256);
  /* As danbi_conversion_run() would leave it. */
  if (!image->pixel_sha256 && danbi_image_needs_conversion (image))
    image->pixel_sha256 = g_strdup (image->sha256);
  return TRUE;
}

/**
 * danbi_reuse_note_in_dir:
 * @dir: a data folder, which may be absent or without a store
 * @images: (element-type DanbiImage): images of no stored case, not yet hashed
 * @cancellable: (nullable): stops the work
 * @error: the reason of a failure
 *
 * As danbi_reuse_note(), for who judges files and keeps nothing: no store is made where there is
 * none, and files are only read to be hashed where the store has any image that they could be.
 * Blocks.
 *
 * Returns: whether the store, if there is one, could be asked
 */
gboolean
danbi_reuse_note_in_dir (const char   *dir,
                         GPtrArray    *images,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autofree char *database = g_build_filename (dir, DANBI_STORE_FILE, NULL);
  g_autoptr (DanbiStore) store = NULL;
  gboolean any;

  if (images->len == 0 || !g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;
  store = danbi_store_open (dir, error);
  if (!store || !danbi_store_has_images (store, &any, error))
    return FALSE;
  if (!any)
    return TRUE;
  for (guint i = 0; i < images->len; i++)
    if (!hash_image (g_ptr_array_index (images, i), cancellable, error))
      return FALSE;
  return danbi_reuse_note (store, 0, images, error);
}
