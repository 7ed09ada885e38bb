/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns the values of a picture into what the screen can show, beside the main loop: always only
 * the last wish. */
#include "config.h"

#include "danbi-painter.h"

/* A side of 4096, which the largest picture has, is below a window's after three. */
#define MAX_HALVINGS 4

struct _DanbiPainter
{
  GObject parent_instance;

  DanbiPicture *pyramid[MAX_HALVINGS + 1]; /* each half as large as the one before */
  GdkTexture *texture;                     /* of the last picture that was painted */
  DanbiTone tone;                          /* what is wished */
  guint n_halvings;
  guint generation;                        /* rises with each picture */
  gboolean wished;
  gboolean busy;
};

enum
{
  PAINTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiPainter, danbi_painter, G_TYPE_OBJECT)

/* What a thread works on: its own holds of the pictures. */
typedef struct
{
  DanbiPicture *pyramid[MAX_HALVINGS + 1];
  DanbiTone tone;
  guint n_halvings;
  guint generation;
} Job;

static void start (DanbiPainter *self);

static void
clear_pyramid (DanbiPicture **pyramid)
{
  for (guint i = 0; i <= MAX_HALVINGS; i++)
    g_clear_pointer (&pyramid[i], danbi_picture_unref);
}

static void
copy_pyramid (DanbiPicture       **to,
              DanbiPicture *const *from)
{
  for (guint i = 0; i <= MAX_HALVINGS; i++)
    if (!to[i] && from[i])
      to[i] = danbi_picture_ref (from[i]);
}

static void
job_free (Job *job)
{
  clear_pyramid (job->pyramid);
  g_free (job);
}

/* The mean of up to four neighbours of one channel. */
#define HALVE(Type)                                                                                \
  static void halve_##Type (const Type *from, guint width, guint height, guint channels, Type *to) \
  {                                                                                                \
    for (guint y = 0; y < height; y += 2)                                                          \
      {                                                                                            \
        const Type *upper = from + (gsize) y * width * channels;                                   \
        const Type *lower = y + 1 < height ? upper + (gsize) width * channels : upper;             \
                                                                                                   \
        for (guint x = 0; x < width; x += 2)                                                       \
          for (guint c = 0; c < channels; c++)                                                     \
            {                                                                                      \
              gsize left = (gsize) x * channels + c;                                               \
              gsize right = x + 1 < width ? left + channels : left;                                \
                                                                                                   \
              *to++ = (Type) ((upper[left] + upper[right] + lower[left] + lower[right] + 2u) / 4); \
            }                                                                                      \
      }                                                                                            \
  }

HALVE (guint8)
HALVE (guint16)

/**
 * danbi_picture_halve:
 * @picture: a picture
 *
 * Returns: (transfer full): the same at half the size, rounded up; the means of the values, so that
 *   window and level may come after
 */
DanbiPicture *
danbi_picture_halve (DanbiPicture *picture)
{
  DanbiPicture half = *picture;
  g_autoptr (GBytes) pixels = NULL;
  gconstpointer from = g_bytes_get_data (picture->pixels, NULL);
  gsize size;
  gpointer to;

  half.width = (picture->width + 1) / 2;
  half.height = (picture->height + 1) / 2;
  size = (gsize) half.width * half.height * half.channels * (half.depth / 8);
  to = g_malloc (size);
  if (picture->depth == 16)
    halve_guint16 (from, picture->width, picture->height, 1, to);
  else
    halve_guint8 (from, picture->width, picture->height, picture->channels, to);
  half.pixels = pixels = g_bytes_new_take (to, size);
  return danbi_picture_new (&half);
}

/* As Cairo keeps them, so that nothing is converted again with each frame. */
static guint32
opaque (guint8 red,
        guint8 green,
        guint8 blue)
{
  return 0xff000000u | (guint32) red << 16 | (guint32) green << 8 | blue;
}

static void
paint_pixels (const DanbiPicture *picture,
              const guint8       *table,
              guint32            *to)
{
  gsize n = (gsize) picture->width * picture->height;
  const guint8 *bytes = g_bytes_get_data (picture->pixels, NULL);
  const guint16 *words = (gconstpointer) bytes;

  for (gsize i = 0; i < n; i++)
    if (picture->depth == 16)
      to[i] = opaque (table[words[i]], table[words[i]], table[words[i]]);
    else if (picture->channels == 1)
      to[i] = opaque (table[bytes[i]], table[bytes[i]], table[bytes[i]]);
    else
      to[i] = opaque (table[bytes[3 * i]], table[bytes[3 * i + 1]], table[bytes[3 * i + 2]]);
}

/**
 * danbi_picture_paint:
 * @picture: a picture
 * @tone: how its values become shades
 *
 * Returns: (transfer full): what can be drawn
 */
GdkTexture *
danbi_picture_paint (const DanbiPicture *picture,
                     const DanbiTone    *tone)
{
  gsize n = (gsize) picture->width * picture->height;
  g_autofree guint8 *table = danbi_tone_dup_table (tone, picture);
  guint32 *pixels = g_new (guint32, n);
  g_autoptr (GBytes) bytes = NULL;

  paint_pixels (picture, table, pixels);
  bytes = g_bytes_new_take (pixels, n * sizeof *pixels);
  return gdk_memory_texture_new ((int) picture->width, (int) picture->height, GDK_MEMORY_DEFAULT,
                                 bytes, (gsize) picture->width * sizeof *pixels);
}

static void
paint_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  guint at = 0;

  while (at < job->n_halvings && job->pyramid[at]->width > 1 && job->pyramid[at]->height > 1)
    {
      if (!job->pyramid[at + 1])
        job->pyramid[at + 1] = danbi_picture_halve (job->pyramid[at]);
      at++;
    }
  g_task_return_pointer (task, danbi_picture_paint (job->pyramid[at], &job->tone), g_object_unref);
}

static void
painted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  DanbiPainter *self = DANBI_PAINTER (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  self->busy = FALSE;
  if (job->generation == self->generation)
    {
      copy_pyramid (self->pyramid, job->pyramid);
      g_set_object (&self->texture, texture);
      g_signal_emit (self, signals[PAINTED], 0);
    }
  start (self);
}

static void
start (DanbiPainter *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->busy || !self->wished || !self->pyramid[0])
    return;
  self->busy = TRUE;
  self->wished = FALSE;
  job = g_new0 (Job, 1);
  copy_pyramid (job->pyramid, self->pyramid);
  job->tone = self->tone;
  job->n_halvings = self->n_halvings;
  job->generation = self->generation;
  task = g_task_new (self, NULL, painted_cb, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, paint_in_thread);
}

static void
danbi_painter_finalize (GObject *object)
{
  DanbiPainter *self = DANBI_PAINTER (object);

  clear_pyramid (self->pyramid);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (danbi_painter_parent_class)->finalize (object);
}

static void
danbi_painter_class_init (DanbiPainterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_painter_finalize;

  /**
   * DanbiPainter::painted:
   *
   * There is a texture of what was wished last, or of a wish shortly before.
   */
  signals[PAINTED] = g_signal_new ("painted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
danbi_painter_init (DanbiPainter *self)
{
}

/**
 * danbi_painter_new:
 *
 * Returns: (transfer full): a painter without a picture
 */
DanbiPainter *
danbi_painter_new (void)
{
  return g_object_new (DANBI_TYPE_PAINTER, NULL);
}

/**
 * danbi_painter_set_picture:
 * @self: a painter
 * @picture: (nullable): what is to be painted from now on
 *
 * What was painted of another picture is gone at once, but for one of the same size: between the
 * slices of a series nothing shall flicker for the moment until the next one is painted.
 */
void
danbi_painter_set_picture (DanbiPainter *self,
                           DanbiPicture *picture)
{
  DanbiPicture *last = self->pyramid[0];

  if (!picture || !last || last->width != picture->width || last->height != picture->height)
    g_clear_object (&self->texture);
  clear_pyramid (self->pyramid);
  self->generation++;
  self->wished = FALSE;
  if (picture)
    self->pyramid[0] = danbi_picture_ref (picture);
}

/**
 * danbi_painter_paint:
 * @self: a painter
 * @tone: how values become shades
 * @n_halvings: how often the picture may be made half as large, since it is shown no larger
 *
 * Wishes for a texture. #DanbiPainter::painted tells when it is there; what was wished before and
 * is not begun is forgotten.
 */
void
danbi_painter_paint (DanbiPainter    *self,
                     const DanbiTone *tone,
                     guint            n_halvings)
{
  self->tone = *tone;
  self->n_halvings = MIN (n_halvings, MAX_HALVINGS);
  self->wished = TRUE;
  start (self);
}

/**
 * danbi_painter_get_texture:
 * @self: a painter
 *
 * Returns: (transfer none) (nullable): what was painted last
 */
GdkTexture *
danbi_painter_get_texture (DanbiPainter *self)
{
  return self->texture;
}
