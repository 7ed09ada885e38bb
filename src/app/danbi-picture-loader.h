/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"

G_BEGIN_DECLS

/**
 * DanbiPictureWish:
 * @image: an image
 * @frame: which picture of its file, from 0
 */
typedef struct
{
  DanbiImage *image;
  guint frame;
} DanbiPictureWish;

#define DANBI_TYPE_PICTURE_LOADER (danbi_picture_loader_get_type ())
G_DECLARE_FINAL_TYPE (DanbiPictureLoader, danbi_picture_loader, DANBI, PICTURE_LOADER, GObject)

DanbiPictureLoader *danbi_picture_loader_new (DanbiDesk *desk, gsize max_bytes);
void danbi_picture_loader_want (DanbiPictureLoader *self, const DanbiPictureWish *wishes,
                                guint n_wishes);
gboolean danbi_picture_loader_peek (DanbiPictureLoader *self, const DanbiPictureWish *wish,
                                    DanbiPicture **picture, const char **message);
gsize danbi_picture_loader_get_bytes (DanbiPictureLoader *self);

G_END_DECLS
