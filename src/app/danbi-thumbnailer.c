/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the small pictures of images: few at a time, and the last ones are kept. */
#include "config.h"

#include "danbi-thumbnailer.h"

/* Each picture is decoded by a process of its own; two keep both cores of a small machine busy. */
#define MAX_RUNNING 2

struct _DanbiThumbnailer
{
  GObject parent_instance;

  DanbiDesk *desk;
  guint max_side;
  guint max_kept;
  guint n_running;
  GQueue waiting;       /* GTask, the next one first */
  GQueue kept;          /* DanbiImage (owned), the one used last first */
  GHashTable *textures; /* DanbiImage (in kept) to GdkTexture (owned) */
};

G_DEFINE_FINAL_TYPE (DanbiThumbnailer, danbi_thumbnailer, G_TYPE_OBJECT)

static void start_next (DanbiThumbnailer *self);

static void
keep (DanbiThumbnailer *self,
      DanbiImage       *image,
      GdkTexture       *texture)
{
  if (g_hash_table_contains (self->textures, image))
    return;
  g_queue_push_head (&self->kept, g_object_ref (image));
  g_hash_table_insert (self->textures, image, g_object_ref (texture));
  if (self->kept.length > self->max_kept)
    {
      g_autoptr (DanbiImage) oldest = g_queue_pop_tail (&self->kept);

      g_hash_table_remove (self->textures, oldest);
    }
}

static void
rendered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  DanbiThumbnailer *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (DanbiPicture) picture = danbi_desk_render_finish (DANBI_DESK (source), result, &error);

  self->n_running--;
  if (picture)
    {
      g_autoptr (GdkTexture) texture = danbi_texture_new_from_picture (picture);

      keep (self, g_task_get_task_data (task), texture);
      g_task_return_pointer (task, g_steal_pointer (&texture), g_object_unref);
    }
  else
    g_task_return_error (task, error);
  start_next (self);
}

static void
start_next (DanbiThumbnailer *self)
{
  while (self->n_running < MAX_RUNNING && self->waiting.length > 0)
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

      if (g_task_return_error_if_cancelled (task))
        continue;
      self->n_running++;
      danbi_desk_render_async (self->desk, g_task_get_task_data (task), self->max_side, 0,
                               FALSE, g_task_get_cancellable (task), rendered_cb,
                               g_object_ref (task));
    }
}

static void
danbi_thumbnailer_dispose (GObject *object)
{
  DanbiThumbnailer *self = DANBI_THUMBNAILER (object);

  g_hash_table_remove_all (self->textures);
  g_queue_clear_full (&self->kept, g_object_unref);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_thumbnailer_parent_class)->dispose (object);
}

static void
danbi_thumbnailer_finalize (GObject *object)
{
  DanbiThumbnailer *self = DANBI_THUMBNAILER (object);

  g_hash_table_unref (self->textures);

  G_OBJECT_CLASS (danbi_thumbnailer_parent_class)->finalize (object);
}

static void
danbi_thumbnailer_class_init (DanbiThumbnailerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = danbi_thumbnailer_dispose;
  object_class->finalize = danbi_thumbnailer_finalize;
}

static void
danbi_thumbnailer_init (DanbiThumbnailer *self)
{
  g_queue_init (&self->waiting);
  g_queue_init (&self->kept);
  self->textures = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

/**
 * danbi_thumbnailer_new:
 * @desk: what renders
 * @max_side: the longer side of a picture, in pixels
 * @max_kept: how many pictures are kept
 *
 * Returns: (transfer full): a thumbnailer
 */
DanbiThumbnailer *
danbi_thumbnailer_new (DanbiDesk *desk,
                       guint      max_side,
                       guint      max_kept)
{
  DanbiThumbnailer *self = g_object_new (DANBI_TYPE_THUMBNAILER, NULL);

  self->desk = g_object_ref (desk);
  self->max_side = max_side;
  self->max_kept = max_kept;
  return self;
}

/**
 * danbi_thumbnailer_load_async:
 * @self: the thumbnailer
 * @image: an image
 * @cancellable: (nullable): cancelled when nobody looks at the image any more
 * @callback: called when the picture is there
 * @user_data: for @callback
 *
 * Makes the picture of an image, or takes the one that was kept.
 */
void
danbi_thumbnailer_load_async (DanbiThumbnailer    *self,
                              DanbiImage          *image,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GdkTexture *texture = g_hash_table_lookup (self->textures, image);

  g_task_set_source_tag (task, danbi_thumbnailer_load_async);
  g_task_set_task_data (task, g_object_ref (image), g_object_unref);
  if (texture)
    {
      g_task_return_pointer (task, g_object_ref (texture), g_object_unref);
      return;
    }
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  start_next (self);
}

/**
 * danbi_thumbnailer_load_finish:
 * @self: the thumbnailer
 * @result: what the callback was given
 * @error: why there is no picture
 *
 * Returns: (transfer full): the picture
 */
GdkTexture *
danbi_thumbnailer_load_finish (DanbiThumbnailer  *self,
                               GAsyncResult      *result,
                               GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * danbi_thumbnailer_peek:
 * @self: the thumbnailer
 * @image: an image
 *
 * Returns: (transfer none) (nullable): the picture of an image where it was kept
 */
GdkTexture *
danbi_thumbnailer_peek (DanbiThumbnailer *self,
                        DanbiImage       *image)
{
  return g_hash_table_lookup (self->textures, image);
}

/* GTK 4.8 has no format of one channel: each grey becomes three equal colours. */
static GBytes *
spread_grey (const guint8 *grey,
             gsize         n_pixels)
{
  guint8 *rgb = g_malloc (n_pixels * 3);

  for (gsize i = 0; i < n_pixels; i++)
    rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = grey[i];
  return g_bytes_new_take (rgb, n_pixels * 3);
}

/**
 * danbi_texture_new_from_picture:
 * @picture: a picture of 8 bits a sample
 *
 * Returns: (transfer full): a texture of it
 */
GdkTexture *
danbi_texture_new_from_picture (DanbiPicture *picture)
{
  gsize n_pixels = (gsize) picture->width * picture->height;
  g_autoptr (GBytes) rgb = NULL;

  g_return_val_if_fail (picture->depth == 8, NULL);

  rgb = picture->channels == 3 ? g_bytes_ref (picture->pixels)
                               : spread_grey (g_bytes_get_data (picture->pixels, NULL), n_pixels);
  return gdk_memory_texture_new ((int) picture->width, (int) picture->height, GDK_MEMORY_R8G8B8,
                                 rgb, (gsize) picture->width * 3);
}
