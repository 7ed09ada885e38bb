/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A decoded picture on its way to the screen; what the app knows instead of the image room's. */
#include "config.h"

#include "danbi-picture.h"

G_DEFINE_BOXED_TYPE (DanbiPicture, danbi_picture, danbi_picture_ref, danbi_picture_unref)

static void
picture_clear (gpointer data)
{
  DanbiPicture *self = data;

  g_bytes_unref (self->pixels);
}

/* The child that decoded it may have been talked into anything, so its sizes are not believed. */
static gboolean
fields_agree (const DanbiPicture *fields)
{
  gboolean lawful = (fields->depth == 8 && (fields->channels == 1 || fields->channels == 3))
                    || (fields->depth == 16 && fields->channels == 1
                        && fields->high > fields->low);
  guint64 n_pixels = (guint64) fields->width * fields->height;

  return lawful && n_pixels > 0 && n_pixels <= G_MAXINT && fields->frames > 0
         && n_pixels * fields->channels * (fields->depth / 8) == g_bytes_get_size (fields->pixels);
}

/**
 * danbi_picture_new:
 * @fields: what the picture shall be; its pixels are shared
 *
 * Returns: (transfer full) (nullable): the picture; %NULL where the size of the pixels is not what
 *   the other fields say
 */
DanbiPicture *
danbi_picture_new (const DanbiPicture *fields)
{
  DanbiPicture *self;

  if (!fields_agree (fields))
    return NULL;
  self = g_atomic_rc_box_new (DanbiPicture);
  *self = *fields;
  g_bytes_ref (self->pixels);
  return self;
}

/**
 * danbi_picture_ref:
 * @self: a picture
 *
 * Returns: (transfer full): @self, held once more
 */
DanbiPicture *
danbi_picture_ref (DanbiPicture *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * danbi_picture_unref:
 * @self: (transfer full): a picture
 */
void
danbi_picture_unref (DanbiPicture *self)
{
  g_atomic_rc_box_release_full (self, picture_clear);
}

/**
 * danbi_picture_get_bytes:
 * @self: a picture
 *
 * Returns: what its pixels take in memory, in bytes
 */
gsize
danbi_picture_get_bytes (const DanbiPicture *self)
{
  return g_bytes_get_size (self->pixels);
}
