/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void frame_meter_start (void);
void frame_meter_watch (GtkWidget *window);
void frame_meter_begin (const char *what);
void frame_meter_end (void);

G_END_DECLS
