/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of images for the screen, decoded by a confined child, and who has looked at them. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-desk-private.h"
#include "danbi-inspection.h"

typedef struct
{
  DanbiImage *image;
  DanbiRenderOptions options;
} Wish;

static void
wish_free (Wish *wish)
{
  g_object_unref (wish->image);
  g_free (wish);
}

static DanbiPicture *
picture_from_preview (const DanbiPreview *preview,
                      GError            **error)
{
  DanbiPicture *picture = danbi_picture_new (&(DanbiPicture) {
    .width = preview->width,
    .height = preview->height,
    .channels = preview->channels,
    .depth = preview->depth,
    .low = preview->low,
    .high = preview->high,
    .window_center = preview->window_center,
    .window_width = preview->window_width,
    .inverted = preview->inverted,
    .frames = preview->frames,
    .full_width = preview->full_width,
    .full_height = preview->full_height,
    .pixels = preview->pixels,
  });

  if (!picture)
    g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED,
                         _("The image could not be shown: its picture is not as announced."));
  return picture;
}

static void
render_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  const Wish *wish = task_data;
  GError *error = NULL;
  g_autoptr (DanbiPreview) preview = danbi_inspection_render (wish->image->path, &wish->options,
                                                              cancellable, &error);
  DanbiPicture *picture = preview ? picture_from_preview (preview, &error) : NULL;

  if (picture)
    g_task_return_pointer (task, picture, (GDestroyNotify) danbi_picture_unref);
  else
    g_task_return_error (task, error);
}

/**
 * danbi_desk_render_async:
 * @self: the desk
 * @image: an image
 * @max_side: the longer side of the picture in pixels, at most; 0: as large as it may be
 * @frame: which picture of the file, from 0
 * @deep: whether grey pictures of more than 8 bits keep their depth, for window and level
 * @cancellable: (nullable): stops the work
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Decodes a picture in the confined inspector.
 */
void
danbi_desk_render_async (DanbiDesk          *self,
                         DanbiImage         *image,
                         guint               max_side,
                         guint               frame,
                         gboolean            deep,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Wish *wish = g_new (Wish, 1);

  *wish = (Wish) { g_object_ref (image), { max_side, frame, deep } };
  g_task_set_task_data (task, wish, (GDestroyNotify) wish_free);
  g_task_run_in_thread (task, render_in_thread);
}

/**
 * danbi_desk_render_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): the picture
 */
DanbiPicture *
danbi_desk_render_finish (DanbiDesk    *self,
                          GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* No look keeps the desk alive: a program that ends waits for its writer, not for its main loop. */
typedef struct
{
  GWeakRef desk;
  DanbiStore *store;
  gint64 *case_id;
  char *sha256;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_weak_ref_clear (&look->desk);
  g_clear_object (&look->store);
  g_atomic_rc_box_release (look->case_id);
  g_free (look->sha256);
  g_free (look);
}

static gboolean
refresh_cases_cb (gpointer data)
{
  Look *look = data;
  g_autoptr (DanbiDesk) self = g_weak_ref_get (&look->desk);

  if (self)
    danbi_case_list_refresh (self->cases);
  return G_SOURCE_REMOVE;
}

static gpointer
mark_in_writer (gpointer data)
{
  Look *look = data;
  g_autoptr (GError) error = NULL;

  /* It is no more than a reminder: whoever looks again after the next start notes it again. */
  if (!danbi_store_mark_looked_at (look->store, *look->case_id, look->sha256, &error))
    g_debug ("%s", error->message);
  g_clear_object (&look->store);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, refresh_cases_cb, look, look_free);
  return NULL;
}

/**
 * danbi_desk_mark_looked_at:
 * @self: the desk
 * @item: a case, in whatever state
 * @image: one of its images
 *
 * Notes that a person had the image on the screen, large enough and long enough to judge it. The
 * case knows it at once, the disk soon.
 */
void
danbi_desk_mark_looked_at (DanbiDesk  *self,
                           DanbiCase  *item,
                           DanbiImage *image)
{
  Look *look;

  if (!danbi_case_mark_looked_at (item, image) || !image->sha256)
    return;
  look = g_new0 (Look, 1);
  g_weak_ref_init (&look->desk, self);
  look->store = g_object_ref (self->store);
  look->case_id = g_atomic_rc_box_acquire (danbi_desk_get_notes (item)->id);
  look->sha256 = g_strdup (image->sha256);
  danbi_desk_push_job (self, mark_in_writer, look);
}
