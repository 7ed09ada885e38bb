/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which part of a picture is seen, and how large: the arithmetic of zooming and panning. */
#include "config.h"

#include <math.h>

#include "danbi-viewport.h"

static gboolean
is_empty (const DanbiViewport *self)
{
  return self->width <= 0 || self->height <= 0 || self->view_width <= 0 || self->view_height <= 0;
}

/* A small picture may be enlarged to be seen, but not to a handful of squares. */
static double
zoom_that_fits (const DanbiViewport *self)
{
  double zoom = MIN (self->view_width / self->width, self->view_height / self->height);

  return MIN (zoom, DANBI_VIEWPORT_MAX_ZOOM / 2);
}

/* The middle of what is seen, so that no border shows where there is picture left. */
static double
keep_inside (double at,
             double length,
             double seen)
{
  return seen >= length ? length / 2 : CLAMP (at, seen / 2, length - seen / 2);
}

static void
keep_lawful (DanbiViewport *self)
{
  self->x = keep_inside (self->x, self->width, self->view_width / self->zoom);
  self->y = keep_inside (self->y, self->height, self->view_height / self->zoom);
}

/**
 * danbi_viewport_fit:
 * @self: a viewport
 *
 * Shows the whole picture, as large as it can be.
 */
void
danbi_viewport_fit (DanbiViewport *self)
{
  self->fits = TRUE;
  if (is_empty (self))
    return;
  self->zoom = zoom_that_fits (self);
  keep_lawful (self);
}

/**
 * danbi_viewport_set_view:
 * @self: a viewport
 * @width: of the place on the screen
 * @height: likewise
 *
 * The place has another size: what was in the middle stays there.
 */
void
danbi_viewport_set_view (DanbiViewport *self,
                         double         width,
                         double         height)
{
  self->view_width = width;
  self->view_height = height;
  if (self->fits)
    danbi_viewport_fit (self);
  else if (!is_empty (self))
    keep_lawful (self);
}

/**
 * danbi_viewport_set_picture:
 * @self: a viewport
 * @width: of the picture in its pixels; 0: none
 * @height: likewise
 *
 * There is another picture. One of the same size is seen as the last one was, so that one can step
 * through the slices of a series at one place; any other is shown whole.
 */
void
danbi_viewport_set_picture (DanbiViewport *self,
                            double         width,
                            double         height)
{
  gboolean same = fabs (width - self->width) < 1 && fabs (height - self->height) < 1;

  self->width = width;
  self->height = height;
  if (!same || self->fits)
    danbi_viewport_fit (self);
}

/**
 * danbi_viewport_zoom:
 * @self: a viewport
 * @zoom: how many pixels of GTK one pixel of the picture shall take
 * @at_x: the place on the screen whose point of the picture stays where it is
 * @at_y: likewise
 *
 * Zooms, no further out than to the whole picture.
 */
void
danbi_viewport_zoom (DanbiViewport *self,
                     double         zoom,
                     double         at_x,
                     double         at_y)
{
  double least, right, down;

  if (is_empty (self))
    return;
  least = MIN (zoom_that_fits (self), 1);
  zoom = CLAMP (zoom, least, DANBI_VIEWPORT_MAX_ZOOM);
  right = at_x - self->view_width / 2;
  down = at_y - self->view_height / 2;
  self->x += right / self->zoom - right / zoom;
  self->y += down / self->zoom - down / zoom;
  self->zoom = zoom;
  self->fits = FALSE;
  keep_lawful (self);
}

/**
 * danbi_viewport_pan:
 * @self: a viewport
 * @right: by how much the picture moves to the right, in the pixels of GTK
 * @down: likewise
 *
 * Returns: whether it moved
 */
gboolean
danbi_viewport_pan (DanbiViewport *self,
                    double         right,
                    double         down)
{
  double x = self->x;
  double y = self->y;

  if (is_empty (self))
    return FALSE;
  self->x -= right / self->zoom;
  self->y -= down / self->zoom;
  keep_lawful (self);
  return fabs (x - self->x) > 1e-9 || fabs (y - self->y) > 1e-9;
}

/**
 * danbi_viewport_can_pan:
 * @self: a viewport
 *
 * Returns: whether there is more of the picture than is seen
 */
gboolean
danbi_viewport_can_pan (const DanbiViewport *self)
{
  return !is_empty (self)
         && (self->width * self->zoom > self->view_width + 0.5
             || self->height * self->zoom > self->view_height + 0.5);
}

/**
 * danbi_viewport_get_left:
 * @self: a viewport
 *
 * Returns: where the left edge of the picture stands on the screen; below 0 where it is not seen
 */
double
danbi_viewport_get_left (const DanbiViewport *self)
{
  return self->view_width / 2 - self->x * self->zoom;
}

/**
 * danbi_viewport_get_top:
 * @self: a viewport
 *
 * Returns: where its upper edge stands
 */
double
danbi_viewport_get_top (const DanbiViewport *self)
{
  return self->view_height / 2 - self->y * self->zoom;
}
