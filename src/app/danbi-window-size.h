/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void danbi_window_size_recall (GtkWindow *window, GSettings *settings, const char *name);
void danbi_window_size_remember (GtkWindow *window, GSettings *settings, const char *name);

G_END_DECLS
