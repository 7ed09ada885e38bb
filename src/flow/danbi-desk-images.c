/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The images of a case: copied into its own folder, or taken out of it. */
#include "config.h"

#include "danbi-conversion.h"
#include "danbi-desk-private.h"
#include "danbi-progress-relay.h"

/* Shared by the task of the caller and the task in the worker's thread. */
typedef struct
{
  DanbiCase *item;
  GListModel *files;  /* to be read first; NULL: it was */
  GPtrArray *present; /* what the case has, or shall keep of it */
  GPtrArray *added;   /* what shall come to it; NULL: nothing */
  GObject *held;      /* keeps the files of @added where they are; NULL: nothing is needed */
  GPtrArray *images;  /* what the case shall have */
  char *staged;
  DanbiProgressRelay *progress;
} Intake;

static Intake *
intake_new (DanbiCase        *item,
            DanbiProgressFunc on_progress,
            gpointer          progress_data)
{
  Intake *intake = g_atomic_rc_box_new0 (Intake);

  intake->item = g_object_ref (item);
  intake->progress = danbi_progress_relay_new (on_progress, progress_data);
  return intake;
}

static void
intake_clear (gpointer data)
{
  Intake *intake = data;

  g_clear_object (&intake->item);
  g_clear_object (&intake->files);
  g_clear_object (&intake->held);
  g_clear_pointer (&intake->present, g_ptr_array_unref);
  g_clear_pointer (&intake->added, g_ptr_array_unref);
  g_clear_pointer (&intake->images, g_ptr_array_unref);
  g_free (intake->staged);
  danbi_progress_relay_unref (intake->progress);
}

static void
intake_unref (gpointer intake)
{
  g_atomic_rc_box_release_full (intake, intake_clear);
}

/* From a list of files to a folder of the case that holds them, in the worker's thread. */
static gboolean
stage_images (DanbiDesk    *self,
              Intake       *intake,
              GPtrArray    *wanted,
              GCancellable *cancellable,
              GError      **error)
{
  intake->images = danbi_intake_name_files (wanted);
  intake->staged = danbi_store_stage_images (self->store, danbi_case_get_id (intake->item),
                                             intake->images, danbi_progress_relay_tell,
                                             intake->progress, cancellable, error);
  if (!intake->staged)
    return FALSE;
  if (danbi_conversion_run (intake->images, intake->staged, cancellable, error)
      && (!danbi_intake_needs_dicomdir (intake->images)
          || danbi_intake_write_dicomdir (intake->images, intake->staged, cancellable, error)))
    return TRUE;

  danbi_store_discard_images (self->store, intake->staged, NULL);
  return FALSE;
}

/* @found holds the files that came out of archives for as long as they are copied. */
static gboolean
read_and_stage (DanbiDesk    *self,
                Intake       *intake,
                GCancellable *cancellable,
                GError      **error)
{
  DanbiDeskAsker asker = { self, cancellable };
  DanbiIntakeOptions options = {
    .on_progress = danbi_progress_relay_tell,
    .progress_data = intake->progress,
    .ask_password = danbi_desk_ask_password,
    .password_data = &asker,
  };
  g_autoptr (DanbiIntake) found = NULL;
  g_autoptr (GPtrArray) wanted = NULL;

  if (intake->files)
    {
      found = danbi_desk_inspect (intake->files, &options, cancellable, error);
      if (!found)
        return FALSE;
      intake->added = danbi_intake_select (found);
    }
  wanted = intake->added ? danbi_intake_merge (intake->present, intake->added)
                         : g_ptr_array_ref (intake->present);
  return stage_images (self, intake, wanted, cancellable, error);
}

static void
intake_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  if (read_and_stage (source, task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The worker may be the last to let go of the task; a case ends in the main thread. */
static void
images_staged_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  DanbiDesk *self = DANBI_DESK (source);
  g_autoptr (GTask) outer = user_data;
  Intake *intake = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (outer, error);
  else
    danbi_desk_save_with_images (self, intake->item, g_steal_pointer (&intake->staged),
                                 g_steal_pointer (&intake->images), g_steal_pointer (&outer));
  g_clear_object (&intake->item);
}

/* The case has its number now, and so a folder. */
static void
saved_before_images_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  DanbiDesk *self = DANBI_DESK (source);
  g_autoptr (GTask) outer = user_data;
  g_autoptr (GTask) inner = NULL;
  Intake *intake = g_task_get_task_data (outer);
  GError *error = NULL;

  if (!danbi_desk_save_finish (self, result, &error))
    {
      g_task_return_error (outer, error);
      return;
    }

  if (!intake->present)
    intake->present = danbi_case_dup_image_array (intake->item);
  inner = g_task_new (self, g_task_get_cancellable (outer), images_staged_cb,
                      g_object_ref (outer));
  g_task_set_task_data (inner, g_atomic_rc_box_acquire (intake), intake_unref);
  g_task_run_in_thread (inner, intake_in_thread);
}

static void
start_intake (DanbiDesk *self,
              Intake    *intake,
              GTask     *task)
{
  g_task_set_task_data (task, intake, intake_unref);
  danbi_desk_hold_packing (self, task);
  danbi_desk_save_async (self, intake->item, g_task_get_cancellable (task),
                         saved_before_images_cb, task);
}

/* For the other files of this room: brings @added into the case, to which @task (transfer full)
 * returns a boolean. @held keeps the files of @added where they are until they were copied. */
void
danbi_desk_take_images (DanbiDesk        *self,
                        DanbiCase        *item,
                        GPtrArray        *added,
                        GObject          *held,
                        DanbiProgressFunc on_progress,
                        gpointer          progress_data,
                        GTask            *task)
{
  Intake *intake = intake_new (item, on_progress, progress_data);

  intake->added = g_ptr_array_ref (added);
  intake->held = g_object_ref (held);
  start_intake (self, intake, task);
}

/**
 * danbi_desk_add_images_async:
 * @self: the desk
 * @item: a case that may be edited
 * @files: a list of #GFile: files and folders
 * @on_progress: (nullable): told in the main thread
 * @progress_data: handed to @on_progress
 * @cancellable: (nullable): stops the work; the case is as before
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Inspects what was dropped and copies it into the case's own folder. The case changes in one step
 * at the end.
 */
void
danbi_desk_add_images_async (DanbiDesk          *self,
                             DanbiCase          *item,
                             GListModel         *files,
                             DanbiProgressFunc   on_progress,
                             gpointer            progress_data,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  Intake *intake = intake_new (item, on_progress, progress_data);

  intake->files = g_object_ref (files);
  start_intake (self, intake, g_task_new (self, cancellable, callback, user_data));
}

/**
 * danbi_desk_add_images_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure, one sentence
 *
 * Returns: whether the case has the images now
 */
gboolean
danbi_desk_add_images_finish (DanbiDesk    *self,
                              GAsyncResult *result,
                              GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
list_contains (GListModel *list,
               gpointer    wanted)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);

      if (item == wanted)
        return TRUE;
    }
  return FALSE;
}

/**
 * danbi_desk_remove_images_async:
 * @self: the desk
 * @item: a case that may be edited
 * @images: a list of #DanbiImage of the case
 * @cancellable: (nullable): stops the work; the case is as before
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Takes images out of a case. What is left gets a new DICOMDIR.
 */
void
danbi_desk_remove_images_async (DanbiDesk          *self,
                                DanbiCase          *item,
                                GListModel         *images,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  Intake *intake = intake_new (item, NULL, NULL);
  g_autoptr (GPtrArray) present = danbi_case_dup_image_array (item);

  intake->present = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < present->len; i++)
    {
      DanbiImage *image = g_ptr_array_index (present, i);

      if (image->kind != DANBI_IMAGE_DICOMDIR && !list_contains (images, image))
        g_ptr_array_add (intake->present, g_object_ref (image));
    }
  start_intake (self, intake, g_task_new (self, cancellable, callback, user_data));
}

/**
 * danbi_desk_remove_images_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: whether the images are out of the case
 */
gboolean
danbi_desk_remove_images_finish (DanbiDesk    *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
