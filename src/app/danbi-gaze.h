/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

/* A picture is looked at when its longer side is so long on the screen, in the pixels of GTK … */
#define DANBI_GAZE_MIN_SIDE 180
/* … for so long. */
#define DANBI_GAZE_MS 500

#define DANBI_TYPE_GAZE (danbi_gaze_get_type ())
G_DECLARE_FINAL_TYPE (DanbiGaze, danbi_gaze, DANBI, GAZE, GObject)

/**
 * DanbiGazeFunc:
 * @user_data: what was handed over with the function
 *
 * Returns: how long the longer side of the picture is on the screen now, in the pixels of GTK; 0
 *   where it cannot be seen
 */
typedef guint (*DanbiGazeFunc) (gpointer user_data);

DanbiGaze *danbi_gaze_new (DanbiDesk *desk, DanbiCase *item, DanbiGazeFunc get_side,
                           gpointer user_data);
void danbi_gaze_rest_on (DanbiGaze *self, DanbiImage *image);

G_END_DECLS
