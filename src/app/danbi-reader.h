/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void danbi_reader_name_item (GtkWidget *child, const char *name);
void danbi_reader_name_inside (GtkWidget *widget, GType type, const char *name);
void danbi_reader_focus_first (GtkWidget *window, GtkWidget *child);
gboolean danbi_reader_describe (GtkWidget *entry, const char *text, gboolean invalid);
void danbi_reader_announce (GtkWidget *widget, const char *text);

G_END_DECLS
