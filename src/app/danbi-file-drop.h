/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DanbiFileDropFunc:
 * @files: a list of #GFile, at least one; (transfer none)
 * @user_data: what was handed over with the function
 *
 * Told of files that were dropped.
 */
typedef void (*DanbiFileDropFunc) (GListModel *files, gpointer user_data);

void danbi_file_drop_attach (GtkWidget *widget, GtkRevealer *highlight, DanbiFileDropFunc func,
                             gpointer user_data);

G_END_DECLS
