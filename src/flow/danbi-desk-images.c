/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is dropped on the desk: inspected, copied into the case's own folder. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-desk-private.h"
#include "danbi-intake.h"

typedef struct
{
  DanbiCase *item;
  GListModel *files;
  GPtrArray *present;
  DanbiIntake *found; /* holds the files that came out of archives */
  GPtrArray *images;  /* what the case shall have */
  char *staged;
  DanbiProgressFunc on_progress;
  gpointer progress_data;
} Intake;

typedef struct
{
  DanbiProgressFunc func;
  gpointer data;
  guint64 done;
  guint64 total;
} Progress;

static void
intake_free (Intake *intake)
{
  g_object_unref (intake->item);
  g_clear_object (&intake->files);
  g_clear_pointer (&intake->present, g_ptr_array_unref);
  g_clear_pointer (&intake->found, danbi_intake_free);
  g_clear_pointer (&intake->images, g_ptr_array_unref);
  g_free (intake->staged);
  g_free (intake);
}

static gboolean
tell_progress_cb (gpointer user_data)
{
  Progress *progress = user_data;

  progress->func (progress->done, progress->total, progress->data);
  return G_SOURCE_REMOVE;
}

static void
forward_progress_cb (guint64  done,
                     guint64  total,
                     gpointer user_data)
{
  Intake *intake = user_data;
  Progress *progress;

  if (!intake->on_progress)
    return;
  progress = g_new (Progress, 1);
  *progress = (Progress) { intake->on_progress, intake->progress_data, done, total };
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_progress_cb, progress, g_free);
}

static GStrv
dup_paths (GListModel *files)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv paths;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return paths;
}

static GPtrArray *
read_dropped (Intake       *intake,
              GCancellable *cancellable,
              GError      **error)
{
  g_auto (GStrv) paths = dup_paths (intake->files);
  DanbiIntakeOptions options = { .on_progress = forward_progress_cb, .progress_data = intake };
  g_autoptr (GPtrArray) chosen = NULL;

  if (paths[0] == NULL)
    {
      g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED,
                           _("What was dropped is not a file on this computer. Copy it to this "
                             "computer first."));
      return NULL;
    }

  intake->found = danbi_intake_inspect ((const char *const *) paths, &options, cancellable, error);
  if (!intake->found)
    return NULL;

  chosen = danbi_intake_select (intake->found);
  if (chosen->len == 0)
    {
      g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED,
                           _("There is no image in what was dropped. Drop DICOM or JPG files, or "
                             "the folder that holds them."));
      return NULL;
    }
  return danbi_intake_merge (intake->present, chosen);
}

/* From a list of files to a folder of the case that holds them, in the worker's thread. */
static gboolean
stage_images (DanbiDesk    *self,
              Intake       *intake,
              gint64        case_id,
              GPtrArray    *wanted,
              GCancellable *cancellable,
              GError      **error)
{
  intake->images = danbi_intake_name_files (wanted);
  intake->staged = danbi_store_stage_images (self->store, case_id, intake->images,
                                             forward_progress_cb, intake, cancellable, error);
  if (!intake->staged)
    return FALSE;
  if (!danbi_intake_needs_dicomdir (intake->images)
      || danbi_intake_write_dicomdir (intake->images, intake->staged, cancellable, error))
    return TRUE;

  danbi_store_discard_images (self->store, intake->staged, NULL);
  return FALSE;
}

static void
intake_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  DanbiDesk *self = source;
  Intake *intake = task_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) wanted = intake->files ? read_dropped (intake, cancellable, &error)
                                               : g_ptr_array_ref (intake->present);
  gboolean staged = wanted && stage_images (self, intake, danbi_case_get_id (intake->item), wanted,
                                            cancellable, &error);

  /* Here and not with the task, which ends in the main thread. */
  g_clear_pointer (&intake->found, danbi_intake_free);
  if (staged)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

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
}

/* The case has its number now, and so a folder. */
static void
saved_before_images_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  DanbiDesk *self = DANBI_DESK (source);
  g_autoptr (GTask) outer = user_data;
  Intake *intake = g_task_get_task_data (outer);
  GTask *inner;
  Intake *own;
  GError *error = NULL;

  if (!danbi_desk_save_finish (self, result, &error))
    {
      g_task_return_error (outer, error);
      return;
    }

  own = g_memdup2 (intake, sizeof *intake);
  g_object_ref (own->item);
  if (own->files)
    g_object_ref (own->files);
  if (!own->present)
    own->present = danbi_case_dup_image_array (own->item);
  else
    g_ptr_array_ref (own->present);
  inner = g_task_new (self, g_task_get_cancellable (outer), images_staged_cb,
                      g_object_ref (outer));
  g_task_set_task_data (inner, own, (GDestroyNotify) intake_free);
  g_task_run_in_thread (inner, intake_in_thread);
  g_object_unref (inner);
}

static void
start_intake (DanbiDesk *self,
              Intake    *intake,
              GTask     *task)
{
  g_task_set_task_data (task, intake, (GDestroyNotify) intake_free);
  danbi_desk_save_async (self, intake->item, g_task_get_cancellable (task),
                         saved_before_images_cb, task);
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
  Intake *intake = g_new0 (Intake, 1);

  intake->item = g_object_ref (item);
  intake->files = g_object_ref (files);
  intake->on_progress = on_progress;
  intake->progress_data = progress_data;
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
  Intake *intake = g_new0 (Intake, 1);
  g_autoptr (GPtrArray) present = danbi_case_dup_image_array (item);

  intake->item = g_object_ref (item);
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
