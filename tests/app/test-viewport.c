/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the arithmetic of zooming and panning. */
#include "config.h"

#include "danbi-viewport.h"

#define EPSILON 1e-6

static DanbiViewport
new_viewport (double view_width,
              double view_height,
              double width,
              double height)
{
  DanbiViewport viewport = { .zoom = 1, .fits = TRUE };

  danbi_viewport_set_view (&viewport, view_width, view_height);
  danbi_viewport_set_picture (&viewport, width, height);
  return viewport;
}

/* Which point of the picture stands at a place of the screen. */
static double
x_at (const DanbiViewport *viewport,
      double               place)
{
  return (place - danbi_viewport_get_left (viewport)) / viewport->zoom;
}

static void
test_the_whole_is_seen_at_first (void)
{
  static const struct
  {
    double view_width, view_height, width, height, zoom;
  } cases[] = {
    { 800, 600, 1600, 600, 0.5 }, { 800, 600, 400, 300, 2 },  { 800, 600, 600, 800, 0.75 },
    { 800, 600, 800, 600, 1 },    { 800, 600, 3, 3, 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DanbiViewport viewport = new_viewport (cases[i].view_width, cases[i].view_height,
                                             cases[i].width, cases[i].height);

      g_assert_cmpfloat_with_epsilon (viewport.zoom, cases[i].zoom, EPSILON);
      g_assert_cmpfloat_with_epsilon (viewport.x, cases[i].width / 2, EPSILON);
      g_assert_cmpfloat (danbi_viewport_get_left (&viewport), >=, -EPSILON);
      g_assert_cmpfloat (danbi_viewport_get_top (&viewport), >=, -EPSILON);
      g_assert_false (danbi_viewport_can_pan (&viewport));
    }
}

static void
test_what_is_under_the_pointer_stays_there (void)
{
  DanbiViewport viewport = new_viewport (800, 600, 1600, 1200);
  double x = x_at (&viewport, 600);

  danbi_viewport_zoom (&viewport, 2, 600, 300);
  g_assert_cmpfloat_with_epsilon (x_at (&viewport, 600), x, EPSILON);
  g_assert_true (danbi_viewport_can_pan (&viewport));
  danbi_viewport_zoom (&viewport, 4, 600, 300);
  g_assert_cmpfloat_with_epsilon (x_at (&viewport, 600), x, EPSILON);
}

static void
test_zoom_has_its_bounds (void)
{
  DanbiViewport viewport = new_viewport (800, 600, 1600, 1200);

  danbi_viewport_zoom (&viewport, 1e9, 0, 0);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, DANBI_VIEWPORT_MAX_ZOOM, EPSILON);
  danbi_viewport_zoom (&viewport, 1e-9, 0, 0);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, 0.5, EPSILON);
  viewport = new_viewport (800, 600, 100, 100);
  danbi_viewport_zoom (&viewport, 0.1, 0, 0);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, 1, EPSILON);
}

static void
test_no_border_shows_while_there_is_picture_left (void)
{
  DanbiViewport viewport = new_viewport (800, 600, 1600, 1200);

  g_assert_false (danbi_viewport_pan (&viewport, 100, 100));
  danbi_viewport_zoom (&viewport, 1, 400, 300);
  g_assert_true (danbi_viewport_pan (&viewport, 1e6, -1e6));
  g_assert_cmpfloat_with_epsilon (danbi_viewport_get_left (&viewport), 0, EPSILON);
  g_assert_cmpfloat_with_epsilon (danbi_viewport_get_top (&viewport), 600 - 1200, EPSILON);
  g_assert_false (danbi_viewport_pan (&viewport, 1, -1));
  g_assert_true (danbi_viewport_pan (&viewport, -10, 0));
  g_assert_cmpfloat_with_epsilon (danbi_viewport_get_left (&viewport), -10, EPSILON);
}

/* A film that is wide and low can be moved sideways only. */
static void
test_a_side_that_is_seen_whole_stands_in_the_middle (void)
{
  DanbiViewport viewport = new_viewport (800, 600, 3000, 500);

  danbi_viewport_zoom (&viewport, 1, 0, 0);
  g_assert_cmpfloat_with_epsilon (danbi_viewport_get_top (&viewport), 50, EPSILON);
  danbi_viewport_pan (&viewport, 0, 300);
  g_assert_cmpfloat_with_epsilon (danbi_viewport_get_top (&viewport), 50, EPSILON);
}

static void
test_the_next_slice_is_seen_at_the_same_place (void)
{
  DanbiViewport viewport = new_viewport (800, 600, 1600, 1200);
  double x;

  danbi_viewport_zoom (&viewport, 3, 100, 100);
  x = viewport.x;
  danbi_viewport_set_picture (&viewport, 1600, 1200);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, 3, EPSILON);
  g_assert_cmpfloat_with_epsilon (viewport.x, x, EPSILON);
  danbi_viewport_set_picture (&viewport, 1600, 800);
  g_assert_true (viewport.fits);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, 0.5, EPSILON);
}

static void
test_what_fits_follows_the_window (void)
{
  DanbiViewport viewport = new_viewport (800, 600, 1600, 1200);

  danbi_viewport_set_view (&viewport, 400, 300);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, 0.25, EPSILON);
  danbi_viewport_zoom (&viewport, 1, 0, 0);
  danbi_viewport_set_view (&viewport, 800, 600);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, 1, EPSILON);
  danbi_viewport_fit (&viewport);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, 0.5, EPSILON);
}

static void
test_nothing_is_no_picture (void)
{
  DanbiViewport viewport = new_viewport (800, 600, 0, 0);

  danbi_viewport_zoom (&viewport, 2, 0, 0);
  g_assert_false (danbi_viewport_pan (&viewport, 1, 1));
  g_assert_false (danbi_viewport_can_pan (&viewport));
  danbi_viewport_set_picture (&viewport, 100, 100);
  g_assert_cmpfloat_with_epsilon (viewport.zoom, 6, EPSILON);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name) g_test_add_func ("/danbi/app/viewport/" #name, test_##name)
  ADD (the_whole_is_seen_at_first);
  ADD (what_is_under_the_pointer_stays_there);
  ADD (zoom_has_its_bounds);
  ADD (no_border_shows_while_there_is_picture_left);
  ADD (a_side_that_is_seen_whole_stands_in_the_middle);
  ADD (the_next_slice_is_seen_at_the_same_place);
  ADD (what_fits_follows_the_window);
  ADD (nothing_is_no_picture);
#undef ADD
  return g_test_run ();
}
