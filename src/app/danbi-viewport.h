/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiViewport:
 * @view_width: of the place on the screen, in the pixels of GTK
 * @view_height: likewise
 * @width: of the picture, in its own pixels; 0: there is none
 * @height: likewise
 * @zoom: how many pixels of GTK one pixel of the picture takes
 * @x: the point of the picture that stands in the middle of the place, in its pixels
 * @y: likewise
 * @fits: whether the whole picture is shown, also when the place changes its size
 *
 * Which part of a picture is seen, and how large. What may be seen is kept lawful by every call:
 * a picture larger than the place leaves no border, a smaller one stands in the middle.
 */
typedef struct
{
  double view_width;
  double view_height;
  double width;
  double height;
  double zoom;
  double x;
  double y;
  gboolean fits;
} DanbiViewport;

/* Larger than life by so much at most; a pixel of a dental film is then seen as a square. */
#define DANBI_VIEWPORT_MAX_ZOOM 16.0

void danbi_viewport_fit (DanbiViewport *self);
void danbi_viewport_set_view (DanbiViewport *self, double width, double height);
void danbi_viewport_set_picture (DanbiViewport *self, double width, double height);
void danbi_viewport_zoom (DanbiViewport *self, double zoom, double at_x, double at_y);
gboolean danbi_viewport_pan (DanbiViewport *self, double right, double down);
gboolean danbi_viewport_can_pan (const DanbiViewport *self);
double danbi_viewport_get_left (const DanbiViewport *self);
double danbi_viewport_get_top (const DanbiViewport *self);

G_END_DECLS
