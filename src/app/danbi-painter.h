/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-tone.h"

G_BEGIN_DECLS

#define DANBI_TYPE_PAINTER (danbi_painter_get_type ())
G_DECLARE_FINAL_TYPE (DanbiPainter, danbi_painter, DANBI, PAINTER, GObject)

DanbiPainter *danbi_painter_new (void);
void danbi_painter_set_picture (DanbiPainter *self, DanbiPicture *picture);
void danbi_painter_paint (DanbiPainter *self, const DanbiTone *tone, guint n_halvings);
GdkTexture *danbi_painter_get_texture (DanbiPainter *self);

DanbiPicture *danbi_picture_halve (DanbiPicture *picture);
GdkTexture *danbi_picture_paint (const DanbiPicture *picture, const DanbiTone *tone);

G_END_DECLS
