/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-tone.h"
#include "danbi-viewport.h"

G_BEGIN_DECLS

#define DANBI_TYPE_PICTURE_VIEW (danbi_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (DanbiPictureView, danbi_picture_view, DANBI, PICTURE_VIEW, GtkWidget)

/**
 * DanbiStep:
 * @DANBI_STEP_IMAGE: so many images of the case on, or back below 0
 * @DANBI_STEP_SLICE: so many slices of the series or frames of the file
 */
typedef enum
{
  DANBI_STEP_IMAGE,
  DANBI_STEP_SLICE,
} DanbiStep;

void danbi_picture_view_set_picture (DanbiPictureView *self, DanbiPicture *picture,
                                     const DanbiTone *tone);
void danbi_picture_view_set_placeholder (DanbiPictureView *self, GdkPaintable *small, guint width,
                                         guint height);
DanbiPicture *danbi_picture_view_get_picture (DanbiPictureView *self);
const DanbiTone *danbi_picture_view_get_tone (DanbiPictureView *self);
void danbi_picture_view_set_tone (DanbiPictureView *self, const DanbiTone *tone);
const DanbiViewport *danbi_picture_view_get_viewport (DanbiPictureView *self);
void danbi_picture_view_fit (DanbiPictureView *self);
void danbi_picture_view_show_pixels (DanbiPictureView *self);
void danbi_picture_view_zoom_by (DanbiPictureView *self, double factor);
guint danbi_picture_view_get_shown_side (DanbiPictureView *self);

G_END_DECLS
