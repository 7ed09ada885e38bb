/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of images for the screen, decoded by a confined child. */
#include "config.h"

#include "danbi-desk-private.h"
#include "danbi-inspection.h"

static void
render_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;
  guint max_side = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "max-side"));
  DanbiPreview *preview = danbi_inspection_render (task_data, max_side, 0, cancellable, &error);

  if (preview)
    g_task_return_pointer (task, preview, (GDestroyNotify) danbi_preview_free);
  else
    g_task_return_error (task, error);
}

/**
 * danbi_desk_render_async:
 * @self: the desk
 * @image: an image
 * @max_side: the longer side of the preview in pixels, at most
 * @cancellable: (nullable): stops the work
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Decodes a preview in the confined inspector.
 */
void
danbi_desk_render_async (DanbiDesk          *self,
                         DanbiImage         *image,
                         guint               max_side,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (image->path), g_free);
  g_object_set_data (G_OBJECT (task), "max-side", GUINT_TO_POINTER (max_side));
  g_task_run_in_thread (task, render_in_thread);
}

/**
 * danbi_desk_render_finish:
 * @self: the desk
 * @result: what the callback was given
 * @width: (out): pixels
 * @height: (out): pixels
 * @channels: (out): 1 (grey) or 3 (RGB), 8 bits each
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): the pixels, rows without padding
 */
GBytes *
danbi_desk_render_finish (DanbiDesk    *self,
                          GAsyncResult *result,
                          guint        *width,
                          guint        *height,
                          guint        *channels,
                          GError      **error)
{
  g_autoptr (DanbiPreview) preview = g_task_propagate_pointer (G_TASK (result), error);

  if (!preview)
    return NULL;
  *width = preview->width;
  *height = preview->height;
  *channels = preview->channels;
  return g_steal_pointer (&preview->pixels);
}
