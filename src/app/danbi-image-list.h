/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-desk.h"
#include "danbi-viewer.h"

G_BEGIN_DECLS

#define DANBI_TYPE_IMAGE_LIST (danbi_image_list_get_type ())
G_DECLARE_FINAL_TYPE (DanbiImageList, danbi_image_list, DANBI, IMAGE_LIST, GtkBox)

void danbi_image_list_set_case (DanbiImageList *self, DanbiDesk *desk, DanbiCase *item);
void danbi_image_list_set_settings (DanbiImageList *self, GSettings *settings);
void danbi_image_list_refresh (DanbiImageList *self);
void danbi_image_list_set_adding (DanbiImageList *self, gboolean adding);
void danbi_image_list_set_progress (DanbiImageList *self, const char *text, double share);
void danbi_image_list_focus (DanbiImageList *self);
DanbiImage *danbi_image_list_get_selected (DanbiImageList *self);

G_END_DECLS
