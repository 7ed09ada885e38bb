/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_THUMBNAILER (danbi_thumbnailer_get_type ())
G_DECLARE_FINAL_TYPE (DanbiThumbnailer, danbi_thumbnailer, DANBI, THUMBNAILER, GObject)

DanbiThumbnailer *danbi_thumbnailer_new (DanbiDesk *desk, guint max_side, guint max_kept);
void danbi_thumbnailer_load_async (DanbiThumbnailer *self, DanbiImage *image,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
GdkTexture *danbi_thumbnailer_load_finish (DanbiThumbnailer *self, GAsyncResult *result,
                                           GError **error);

GdkTexture *danbi_thumbnailer_peek (DanbiThumbnailer *self, DanbiImage *image);

GdkTexture *danbi_texture_new_from_picture (DanbiPicture *picture);

G_END_DECLS
