/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-image.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_TYPE_IMAGE_ROW (danbi_image_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiImageRow, danbi_image_row, DANBI, IMAGE_ROW, GtkBox)

/* Activates the action "case.remove-image" with the path (s). */
char *danbi_image_row_dup_name (DanbiImage *image);
GtkWidget *danbi_image_row_new (DanbiImage *image);
void danbi_image_row_set_picture (DanbiImageRow *self, GdkTexture *texture);
DanbiImage *danbi_image_row_get_image (DanbiImageRow *self);
void danbi_image_row_refresh (DanbiImageRow *self, const DanbiOrderClass *image_class,
                              GPtrArray *findings, gboolean editable);

G_END_DECLS
