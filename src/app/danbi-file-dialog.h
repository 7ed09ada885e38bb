/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void danbi_file_dialog_choose_async (GtkWindow *parent, gboolean folder,
                                     GAsyncReadyCallback callback, gpointer user_data);
void danbi_file_dialog_choose_folder_async (GtkWindow *parent, const char *title,
                                            GAsyncReadyCallback callback, gpointer user_data);
void danbi_file_dialog_choose_one_async (GtkWindow *parent, const char *title, gboolean folder,
                                         GAsyncReadyCallback callback, gpointer user_data);
GListModel *danbi_file_dialog_choose_finish (GtkWindow *parent, GAsyncResult *result,
                                             GError **error);

G_END_DECLS
