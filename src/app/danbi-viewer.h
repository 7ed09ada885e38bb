/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-desk.h"
#include "danbi-picture-view.h"
#include "danbi-thumbnailer.h"

G_BEGIN_DECLS

#define DANBI_TYPE_VIEWER (danbi_viewer_get_type ())
G_DECLARE_FINAL_TYPE (DanbiViewer, danbi_viewer, DANBI, VIEWER, AdwWindow)

DanbiViewer *danbi_viewer_new (GtkWindow *parent, DanbiDesk *desk, DanbiCase *item,
                               GSettings *settings);
void danbi_viewer_add_thumbnailer (DanbiViewer *self, DanbiThumbnailer *thumbnailer);
void danbi_viewer_show_image (DanbiViewer *self, DanbiImage *image, guint frame);
DanbiImage *danbi_viewer_get_image (DanbiViewer *self);
guint danbi_viewer_get_frame (DanbiViewer *self);
DanbiPictureView *danbi_viewer_get_view (DanbiViewer *self);

G_END_DECLS
