/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void frame_hand_open (void);
void frame_hand_wait (guint ms);
void frame_hand_press (const char *key);
void frame_hand_type (const char *text);
void frame_hand_point_at (GtkWidget *widget);
void frame_hand_park (void);
void frame_hand_turn_wheel (guint n_steps);

G_END_DECLS
