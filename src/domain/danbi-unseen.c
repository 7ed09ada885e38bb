/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts what of a case's images no person has looked at. Nobody looks at each of 500 slices, so a
 * series counts as looked at with the first of its images; an image without a series stands for
 * itself. */
#include "config.h"

#include "danbi-unseen.h"

typedef struct
{
  guint n_images;
  gboolean seen;
} Series;

/**
 * danbi_image_is_to_be_seen:
 * @image: an image
 *
 * Returns: whether it is sent and holds a picture that can be looked at
 */
gboolean
danbi_image_is_to_be_seen (const DanbiImage *image)
{
  return danbi_image_has_pixels (image) && image->file_id && *image->file_id;
}

static void
note_image (GHashTable       *series,
            const DanbiImage *image)
{
  /* Without a series the place in memory tells it from every other. */
  gboolean alone = !image->series_uid || *image->series_uid == '\0';
  g_autofree char *key = alone ? g_strdup_printf ("%p", image) : g_strdup (image->series_uid);
  Series *known = g_hash_table_lookup (series, key);

  if (!known)
    {
      known = g_new0 (Series, 1);
      g_hash_table_insert (series, g_steal_pointer (&key), known);
    }
  known->n_images++;
  known->seen = known->seen || image->looked_at;
}

/**
 * danbi_unseen_count:
 * @images: a list of #DanbiImage
 * @unseen: (out caller-allocates): what nobody has looked at
 */
void
danbi_unseen_count (GListModel  *images,
                    DanbiUnseen *unseen)
{
  g_autoptr (GHashTable) series = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (DanbiImage) image = g_list_model_get_item (images, i);

      if (danbi_image_is_to_be_seen (image))
        note_image (series, image);
    }

  *unseen = (DanbiUnseen) { g_hash_table_size (series), 0, TRUE };
  g_hash_table_iter_init (&iter, series);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Series *known = value;

      unseen->n_unseen += !known->seen;
      unseen->all_single = unseen->all_single && (known->seen || known->n_images == 1);
    }
}

/**
 * danbi_unseen_carry:
 * @from: a list of #DanbiImage: a case's images before
 * @to: (element-type DanbiImage): its images from now on
 *
 * What a person looked at stays looked at when the files are copied into another set: the same
 * bytes are the same picture.
 */
void
danbi_unseen_carry (GListModel *from,
                    GPtrArray  *to)
{
  g_autoptr (GHashTable) looked_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (from); i++)
    {
      g_autoptr (DanbiImage) image = g_list_model_get_item (from, i);

      if (image->looked_at && image->sha256)
        g_hash_table_add (looked_at, g_strdup (image->sha256));
    }
  for (guint i = 0; i < to->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (to, i);

      if (image->sha256 && g_hash_table_contains (looked_at, image->sha256))
        image->looked_at = TRUE;
    }
}
