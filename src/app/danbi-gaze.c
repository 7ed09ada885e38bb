/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes that a person had an image on the screen: large enough to tell whose it is and what it
 * shows, and for longer than one needs to pass over it. A thumbnail is no look. */
#include "config.h"

#include "danbi-gaze.h"

struct _DanbiGaze
{
  GObject parent_instance;

  DanbiDesk *desk;
  DanbiCase *item;
  DanbiGazeFunc get_side;
  gpointer user_data;
  DanbiImage *image; /* what is on the screen now; NULL: nothing */
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (DanbiGaze, danbi_gaze, G_TYPE_OBJECT)

static gboolean
looked_cb (gpointer user_data)
{
  DanbiGaze *self = user_data;

  self->timeout_id = 0;
  if (self->get_side (self->user_data) >= DANBI_GAZE_MIN_SIDE)
    danbi_desk_mark_looked_at (self->desk, self->item, self->image);
  return G_SOURCE_REMOVE;
}

static void
danbi_gaze_dispose (GObject *object)
{
  DanbiGaze *self = DANBI_GAZE (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->image);
  g_clear_object (&self->item);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_gaze_parent_class)->dispose (object);
}

static void
danbi_gaze_class_init (DanbiGazeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = danbi_gaze_dispose;
}

static void
danbi_gaze_init (DanbiGaze *self)
{
}

/**
 * danbi_gaze_new:
 * @desk: what remembers it
 * @item: the case whose images are looked at
 * @get_side: tells how large the picture is on the screen
 * @user_data: for @get_side; lives as long as the gaze
 *
 * Returns: (transfer full): a gaze that rests on nothing
 */
DanbiGaze *
danbi_gaze_new (DanbiDesk    *desk,
                DanbiCase    *item,
                DanbiGazeFunc get_side,
                gpointer      user_data)
{
  DanbiGaze *self = g_object_new (DANBI_TYPE_GAZE, NULL);

  self->desk = g_object_ref (desk);
  self->item = g_object_ref (item);
  self->get_side = get_side;
  self->user_data = user_data;
  return self;
}

/**
 * danbi_gaze_rest_on:
 * @self: the gaze
 * @image: (nullable): the image whose picture is on the screen; %NULL: none is any more
 *
 * To be called whenever another picture is shown, or the same one in another size.
 */
void
danbi_gaze_rest_on (DanbiGaze  *self,
                    DanbiImage *image)
{
  if (g_set_object (&self->image, image))
    g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (image && !image->looked_at && self->timeout_id == 0)
    self->timeout_id = g_timeout_add (DANBI_GAZE_MS, looked_cb, self);
}
