/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is dropped on the desk, in two steps: read and shown as a tree, then what was chosen of it
 * taken into the case. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-desk-private.h"
#include "danbi-drop-private.h"
#include "danbi-progress-relay.h"

typedef struct
{
  GListModel *files;
  DanbiDropQuestion *question;
  DanbiProgressRelay *progress;
  DanbiProgressRelay *bytes;
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->files);
  danbi_drop_question_free (reading->question);
  danbi_progress_relay_unref (reading->progress);
  danbi_progress_relay_unref (reading->bytes);
  g_free (reading);
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

/* For the other files of this room. Blocks. Fails where nothing of it could be named in a case. */
DanbiIntake *
danbi_desk_inspect (GListModel               *files,
                    const DanbiIntakeOptions *options,
                    GCancellable             *cancellable,
                    GError                  **error)
{
  g_auto (GStrv) paths = dup_paths (files);
  g_autoptr (DanbiIntake) intake = NULL;
  g_autoptr (GPtrArray) selected = NULL;

  if (paths[0] == NULL)
    {
      g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED,
                           _("What was dropped is not a file on this computer. Copy it to this "
                             "computer first."));
      return NULL;
    }

  intake = danbi_intake_inspect ((const char *const *) paths, options, cancellable, error);
  if (!intake)
    return NULL;
  if (danbi_intake_needs_folder (intake))
    {
      g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_NEEDS_FOLDER,
                           _("None of the files that this DICOMDIR refers to can be reached. "
                             "Choose the folder or the disc that holds it."));
      return NULL;
    }

  selected = danbi_intake_select (intake);
  if (selected->len > 0)
    return g_steal_pointer (&intake);
  g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED,
                       _("There is no image in what was dropped. Drop DICOM or JPG files, or the "
                         "folder that holds them."));
  return NULL;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Reading *reading = task_data;
  DanbiDeskAsker asker = { source, cancellable };
  DanbiIntakeOptions options = {
    .on_progress = danbi_progress_relay_tell,
    .progress_data = reading->progress,
    .on_bytes = danbi_progress_relay_tell,
    .bytes_data = reading->bytes,
    .ask_password = danbi_desk_ask_password,
    .password_data = &asker,
  };
  GError *error = NULL;
  g_autoptr (DanbiDrop) drop = NULL;
  DanbiIntake *intake = danbi_desk_inspect (reading->files, &options, cancellable, &error);

  if (intake)
    drop = danbi_drop_new (intake, reading->question);
  if (drop && danbi_drop_check (drop, reading->question->present, &error))
    g_task_return_pointer (task, g_steal_pointer (&drop), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
medium_read_cb (guint64  done,
                guint64  total,
                gpointer desk)
{
  g_signal_emit_by_name (desk, "medium-progress", done, total);
}

/**
 * danbi_desk_read_drop_async:
 * @self: the desk
 * @item: the case it was dropped on
 * @files: a list of #GFile: files and folders
 * @on_progress: (nullable): told in the main thread how many files of how many were read
 * @progress_data: handed to @on_progress
 * @cancellable: (nullable): stops the work
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Reads what was dropped and finds out what of it fits the case, which does not change.
 */
void
danbi_desk_read_drop_async (DanbiDesk          *self,
                            DanbiCase          *item,
                            GListModel         *files,
                            DanbiProgressFunc   on_progress,
                            gpointer            progress_data,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = g_new (Reading, 1);

  reading->files = g_object_ref (files);
  reading->question = danbi_drop_question_new (item, danbi_desk_get_rules (self, item));
  reading->progress = danbi_progress_relay_new (on_progress, progress_data);
  reading->bytes = danbi_progress_relay_new (medium_read_cb, self);
  g_task_set_source_tag (task, danbi_desk_read_drop_async);
  danbi_desk_hold_packing (self, task);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * danbi_desk_read_drop_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: one sentence: why it could not be read, or why this case may have nothing of it
 *
 * Returns: (transfer full) (nullable): what was dropped
 */
DanbiDrop *
danbi_desk_read_drop_finish (DanbiDesk    *self,
                             GAsyncResult *result,
                             GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * danbi_desk_take_drop_async:
 * @self: the desk
 * @item: a case that may be edited: the one it was dropped on
 * @drop: what was dropped
 * @on_progress: (nullable): told in the main thread how many bytes of how many were copied
 * @progress_data: handed to @on_progress
 * @cancellable: (nullable): stops the work; the case is as before
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Copies what is chosen of @drop at this moment, and nothing else, into the case's own folder. The
 * case changes in one step at the end.
 */
void
danbi_desk_take_drop_async (DanbiDesk          *self,
                            DanbiCase          *item,
                            DanbiDrop          *drop,
                            DanbiProgressFunc   on_progress,
                            gpointer            progress_data,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GPtrArray) present = danbi_case_dup_image_array (item);
  g_autoptr (GPtrArray) chosen = danbi_drop_dup_chosen (drop);
  GError *error = NULL;

  g_task_set_source_tag (task, danbi_desk_take_drop_async);
  if (chosen->len == 0)
    g_task_return_new_error (task, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FAILED, "%s",
                             _("Nothing is chosen. Choose a series first."));
  else if (!danbi_drop_check (drop, present, &error))
    g_task_return_error (task, error);
  else
    danbi_desk_take_images (self, item, chosen, G_OBJECT (drop), on_progress, progress_data,
                            g_steal_pointer (&task));
}

/**
 * danbi_desk_take_drop_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure, one sentence
 *
 * Returns: whether the case has the images now
 */
gboolean
danbi_desk_take_drop_finish (DanbiDesk    *self,
                             GAsyncResult *result,
                             GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
