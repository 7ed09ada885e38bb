/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean danbi_quiet_query_tooltip (GtkLabel *label, int x, int y, gboolean keyboard,
                                    GtkTooltip *tooltip);
void danbi_quiet_set_tooltip (GtkWidget *widget, const char *text);
void danbi_quiet_set_icon (GtkImage *image, const char *name);
void danbi_quiet_set_classes (GtkWidget *widget, const char **classes);

G_END_DECLS
