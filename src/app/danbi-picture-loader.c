/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetches full pictures: the one on the screen first, then its neighbours, and keeps the last ones
 * within a bound of memory. */
#include "config.h"

#include "danbi-picture-loader.h"

/* Each picture is decoded by a process of its own. The one on the screen never waits for others. */
#define MAX_RUNNING 2

typedef struct
{
  DanbiImage *image; /* owned */
  guint frame;
  DanbiPicture *picture;     /* NULL: not there */
  char *message;             /* why it will not be there; NULL: it is, or is on its way */
  GCancellable *cancellable; /* while it is on its way */
} Entry;

struct _DanbiPictureLoader
{
  GObject parent_instance;

  DanbiDesk *desk;
  gsize max_bytes;
  GQueue entries; /* Entry, what was used last first */
  GArray *wishes; /* DanbiPictureWish, images owned; the most wanted first */
  guint n_running;
};

enum
{
  LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiPictureLoader, danbi_picture_loader, G_TYPE_OBJECT)

static void start_next (DanbiPictureLoader *self);

static void
entry_free (Entry *entry)
{
  g_object_unref (entry->image);
  g_clear_pointer (&entry->picture, danbi_picture_unref);
  g_clear_object (&entry->cancellable);
  g_free (entry->message);
  g_free (entry);
}

static void
wish_clear (gpointer data)
{
  g_object_unref (((DanbiPictureWish *) data)->image);
}

static gboolean
is_of (const Entry            *entry,
       const DanbiPictureWish *wish)
{
  return entry->image == wish->image && entry->frame == wish->frame;
}

static GList *
find_link (DanbiPictureLoader     *self,
           const DanbiPictureWish *wish)
{
  for (GList *at = self->entries.head; at; at = at->next)
    if (is_of (at->data, wish))
      return at;
  return NULL;
}

static gboolean
is_wanted (DanbiPictureLoader *self,
           const Entry        *entry)
{
  for (guint i = 0; i < self->wishes->len; i++)
    if (is_of (entry, &g_array_index (self->wishes, DanbiPictureWish, i)))
      return TRUE;
  return FALSE;
}

static void
drop (DanbiPictureLoader *self,
      GList              *link)
{
  entry_free (link->data);
  g_queue_delete_link (&self->entries, link);
}

/* From what was used longest ago; what is on the screen stays, however large it is. */
static void
make_room (DanbiPictureLoader *self)
{
  gsize bytes = danbi_picture_loader_get_bytes (self);
  GList *at = self->entries.tail;

  while (at && bytes > self->max_bytes)
    {
      GList *before = at->prev;
      Entry *entry = at->data;
      gboolean on_screen = self->wishes->len > 0
                           && is_of (entry, &g_array_index (self->wishes, DanbiPictureWish, 0));

      if (entry->picture && !on_screen)
        {
          bytes -= danbi_picture_get_bytes (entry->picture);
          drop (self, at);
        }
      at = before;
    }
}

static void
rendered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (DanbiPictureLoader) self = user_data;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiPicture) picture = danbi_desk_render_finish (DANBI_DESK (source), result, &error);
  GList *at = self->entries.head;

  self->n_running--;
  while (at && ((Entry *) at->data)->cancellable != cancellable)
    at = at->next;
  if (at)
    {
      Entry *entry = at->data;

      g_clear_object (&entry->cancellable);
      entry->picture = g_steal_pointer (&picture);
      entry->message = error ? g_strdup (error->message) : NULL;
      make_room (self);
      g_signal_emit (self, signals[LOADED], 0);
    }
  start_next (self);
}

static void
fetch (DanbiPictureLoader     *self,
       const DanbiPictureWish *wish)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->image = g_object_ref (wish->image);
  entry->frame = wish->frame;
  entry->cancellable = g_cancellable_new ();
  g_queue_push_head (&self->entries, entry);
  self->n_running++;
  danbi_desk_render_async (self->desk, wish->image, 0, wish->frame, TRUE, entry->cancellable,
                           rendered_cb, g_object_ref (self));
}

static void
start_next (DanbiPictureLoader *self)
{
  for (guint i = 0; i < self->wishes->len; i++)
    {
      const DanbiPictureWish *wish = &g_array_index (self->wishes, DanbiPictureWish, i);

      if (i > 0 && self->n_running >= MAX_RUNNING)
        return;
      if (!find_link (self, wish))
        fetch (self, wish);
    }
}

/* What failed is tried again when it is wanted again: a machine that was too busy may not be any
 * more. */
static void
drop_unwanted (DanbiPictureLoader *self)
{
  GList *at = self->entries.head;

  while (at)
    {
      GList *next = at->next;
      Entry *entry = at->data;

      gboolean stop = entry->cancellable && !is_wanted (self, entry);

      if (stop)
        g_cancellable_cancel (entry->cancellable);
      if (stop || entry->message)
        drop (self, at);
      at = next;
    }
}

static void
danbi_picture_loader_dispose (GObject *object)
{
  DanbiPictureLoader *self = DANBI_PICTURE_LOADER (object);

  g_array_set_size (self->wishes, 0);
  drop_unwanted (self);
  g_queue_clear_full (&self->entries, (GDestroyNotify) entry_free);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_picture_loader_parent_class)->dispose (object);
}

static void
danbi_picture_loader_finalize (GObject *object)
{
  g_array_unref (DANBI_PICTURE_LOADER (object)->wishes);

  G_OBJECT_CLASS (danbi_picture_loader_parent_class)->finalize (object);
}

static void
danbi_picture_loader_class_init (DanbiPictureLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = danbi_picture_loader_dispose;
  object_class->finalize = danbi_picture_loader_finalize;

  /**
   * DanbiPictureLoader::loaded:
   *
   * One more picture is there, or will not be: danbi_picture_loader_peek() tells.
   */
  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
danbi_picture_loader_init (DanbiPictureLoader *self)
{
  g_queue_init (&self->entries);
  self->wishes = g_array_new (FALSE, FALSE, sizeof (DanbiPictureWish));
  g_array_set_clear_func (self->wishes, wish_clear);
}

/**
 * danbi_picture_loader_new:
 * @desk: what renders
 * @max_bytes: how much the pictures that are kept may take together
 *
 * Returns: (transfer full): a loader
 */
DanbiPictureLoader *
danbi_picture_loader_new (DanbiDesk *desk,
                          gsize      max_bytes)
{
  DanbiPictureLoader *self = g_object_new (DANBI_TYPE_PICTURE_LOADER, NULL);

  self->desk = g_object_ref (desk);
  self->max_bytes = max_bytes;
  return self;
}

/**
 * danbi_picture_loader_want:
 * @self: the loader
 * @wishes: (array length=n_wishes): what is wanted now: first what is to be on the screen, then
 *   what comes next
 * @n_wishes: how many
 *
 * Fetches these pictures and gives up all that was wanted before and is not any more.
 */
void
danbi_picture_loader_want (DanbiPictureLoader     *self,
                           const DanbiPictureWish *wishes,
                           guint                   n_wishes)
{
  for (guint i = 0; i < n_wishes; i++)
    g_object_ref (wishes[i].image);
  g_array_set_size (self->wishes, 0);
  g_array_append_vals (self->wishes, wishes, n_wishes);
  drop_unwanted (self);
  start_next (self);
}

/**
 * danbi_picture_loader_peek:
 * @self: the loader
 * @wish: a picture
 * @picture: (out) (transfer none) (nullable): the picture
 * @message: (out) (transfer none) (nullable): a sentence why there is none
 *
 * Returns: whether it is decided: one of the two is set then
 */
gboolean
danbi_picture_loader_peek (DanbiPictureLoader     *self,
                           const DanbiPictureWish *wish,
                           DanbiPicture          **picture,
                           const char            **message)
{
  GList *at = find_link (self, wish);
  Entry *entry = at ? at->data : NULL;

  *picture = entry ? entry->picture : NULL;
  *message = entry ? entry->message : NULL;
  if (!*picture && !*message)
    return FALSE;
  g_queue_unlink (&self->entries, at);
  g_queue_push_head_link (&self->entries, at);
  return TRUE;
}

/**
 * danbi_picture_loader_get_bytes:
 * @self: the loader
 *
 * Returns: what the kept pictures take
 */
gsize
danbi_picture_loader_get_bytes (DanbiPictureLoader *self)
{
  gsize bytes = 0;

  for (GList *at = self->entries.head; at; at = at->next)
    {
      const Entry *entry = at->data;

      bytes += entry->picture ? danbi_picture_get_bytes (entry->picture) : 0;
    }
  return bytes;
}
