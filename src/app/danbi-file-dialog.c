/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets the user choose files or a folder; the one place that knows which dialog GTK has for it. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-file-dialog.h"

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             GTask           *task)
{
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  g_object_unref (task);
}

static void
choose (GtkWindow            *parent,
        const char           *title,
        const char           *accept,
        GtkFileChooserAction  action,
        gboolean              several,
        GAsyncReadyCallback   callback,
        gpointer              user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  GtkFileChooserNative *dialog
    = gtk_file_chooser_native_new (title, parent, action, accept, _("_Cancel"));

  g_task_set_source_tag (task, choose);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), several);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * danbi_file_dialog_choose_async:
 * @parent: the window that asks
 * @folder: whether a folder (or a disc) is to be chosen instead of files
 * @callback: called when the user has chosen
 * @user_data: for @callback
 *
 * Asks for files. No kind is left out: DICOM files mostly have no extension.
 */
void
danbi_file_dialog_choose_async (GtkWindow           *parent,
                                gboolean             folder,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  choose (parent, folder ? _("Add a Folder or a Disc") : _("Add Images"), _("_Add"),
          folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN, TRUE,
          callback, user_data);
}

/**
 * danbi_file_dialog_choose_folder_async:
 * @parent: the window that asks
 * @title: what is asked for
 * @callback: called when the user has chosen, for danbi_file_dialog_choose_finish()
 * @user_data: for @callback
 *
 * Asks for a folder for a reason that the title tells.
 */
void
danbi_file_dialog_choose_folder_async (GtkWindow           *parent,
                                       const char          *title,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  choose (parent, title, _("_Add"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, TRUE, callback,
          user_data);
}

/**
 * danbi_file_dialog_choose_one_async:
 * @parent: the window that asks
 * @title: what is asked for
 * @folder: whether a folder is to be chosen instead of a file
 * @callback: called when the user has chosen, for danbi_file_dialog_choose_finish()
 * @user_data: for @callback
 *
 * Asks for one file or folder that the program is to use.
 */
void
danbi_file_dialog_choose_one_async (GtkWindow           *parent,
                                    const char          *title,
                                    gboolean             folder,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  choose (parent, title, _("_Choose"),
          folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN, FALSE,
          callback, user_data);
}

/**
 * danbi_file_dialog_choose_finish:
 * @parent: the window that asked
 * @result: what the callback was given
 * @error: %G_IO_ERROR_CANCELLED when nothing was chosen
 *
 * Returns: (transfer full) (nullable): a list of #GFile
 */
GListModel *
danbi_file_dialog_choose_finish (GtkWindow     *parent,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
