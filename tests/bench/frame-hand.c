/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quick hand at the keyboard and the mouse: xdotool, which does line by line what it is told. The
 * events are real ones, made by the X server, and come to the window as those of a person do. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>

#include "frame-hand.h"

#define KEY_MS 50
#define WHEEL_MS 20
#define WHEEL_DOWN 5
/* Where no list opens: without a window manager the keyboard follows the mouse. */
#define PARKED_X 683
#define PARKED_Y 28

static int hand_fd = -1;

/**
 * frame_hand_open:
 *
 * To be called first.
 */
void
frame_hand_open (void)
{
  static const char *const argv[] = { "xdotool", "-", NULL };
  g_autoptr (GError) error = NULL;

  if (!g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                                 &hand_fd, NULL, NULL, &error))
    g_error ("%s", error->message);
}

static gboolean
passed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * frame_hand_wait:
 * @ms: for how long the main loop turns
 */
void
frame_hand_wait (guint ms)
{
  gboolean passed = FALSE;

  g_timeout_add (ms, passed_cb, &passed);
  while (!passed)
    g_main_context_iteration (NULL, TRUE);
}

G_GNUC_PRINTF (2, 3)
static void
tell (guint       wait_ms,
      const char *format,
      ...)
{
  va_list args;

  va_start (args, format);
  if (vdprintf (hand_fd, format, args) < 0)
    g_error ("xdotool ended early");
  va_end (args);
  frame_hand_wait (wait_ms);
}

/**
 * frame_hand_press:
 * @key: a key as xdotool names it, with what is held down with it: "Return", "ctrl+n"
 */
void
frame_hand_press (const char *key)
{
  tell (KEY_MS, "key --delay 0 %s\n", key);
}

/**
 * frame_hand_type:
 * @text: small letters, digits and slashes
 */
void
frame_hand_type (const char *text)
{
  for (; *text; text++)
    frame_hand_press (*text == '/' ? "slash" : (char[]){ *text, '\0' });
}

/**
 * frame_hand_point_at:
 * @widget: what the mouse moves to the middle of; its window stands in the corner of the display
 */
void
frame_hand_point_at (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_rect_t bounds;
  double x, y;

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &bounds))
    return;
  gtk_native_get_surface_transform (native, &x, &y);
  tell (KEY_MS, "mousemove %d %d\n", (int) (x + bounds.origin.x + bounds.size.width / 2),
        (int) (y + bounds.origin.y + bounds.size.height / 2));
}

/**
 * frame_hand_park:
 *
 * Moves the mouse out of the way.
 */
void
frame_hand_park (void)
{
  tell (KEY_MS, "mousemove %d %d\n", PARKED_X, PARKED_Y);
}

/**
 * frame_hand_turn_wheel:
 * @n_steps: by how many steps, downwards
 */
void
frame_hand_turn_wheel (guint n_steps)
{
  for (guint i = 0; i < n_steps; i++)
    tell (WHEEL_MS, "mousedown %d mouseup %d\n", WHEEL_DOWN, WHEEL_DOWN);
}
