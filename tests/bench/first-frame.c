/* SPDX-License-Identifier: GPL-3.0-or-later */
/* first-frame COMMAND [ARGUMENT...]: starts a program, and tells after how many milliseconds the
 * first window with something in it stands on the display, how much processor time that took, and
 * the most memory it had in MiB. The program knows nothing of it. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMEOUT_MS 60000
#define MIN_SIDE 200      /* smaller windows are helpers */
#define STRIP_HEIGHT 48   /* the header bar, which has a title in every program */
#define MIN_COLOURS 12    /* smoothed letters have more, an empty background has one or two */

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* A window may go between its event and the question about it. */
static int
ignore_error (Display     *display,
              XErrorEvent *event)
{
  return 0;
}

static bool
has_colours (XImage *image)
{
  unsigned long colours[MIN_COLOURS];
  int n_colours = 0;

  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      {
        unsigned long pixel = XGetPixel (image, x, y);
        int at = 0;

        while (at < n_colours && colours[at] != pixel)
          at++;
        if (at < n_colours)
          continue;
        if (n_colours + 1 == MIN_COLOURS)
          return true;
        colours[n_colours++] = pixel;
      }
  return false;
}

static bool
is_painted (Display *display,
            Window   window)
{
  XWindowAttributes attributes;
  XImage *image;
  bool painted;

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.map_state != IsViewable
      || attributes.width < MIN_SIDE || attributes.height < MIN_SIDE)
    return false;
  image = XGetImage (display, window, 0, 0, (unsigned) attributes.width, STRIP_HEIGHT, AllPlanes,
                     ZPixmap);
  if (!image)
    return false;
  painted = has_colours (image);
  XDestroyImage (image);
  return painted;
}

/* Whether this event, or what it made us look at, is the first frame. */
static bool
take_event (Display *display,
            int      damage_event)
{
  XEvent event;
  XDamageNotifyEvent *damaged = (XDamageNotifyEvent *) (void *) &event;

  XNextEvent (display, &event);
  if (event.type == MapNotify)
    {
      XDamageCreate (display, event.xmap.window, XDamageReportNonEmpty);
      return is_painted (display, event.xmap.window);
    }
  if (event.type != damage_event)
    return false;
  XDamageSubtract (display, damaged->damage, None, None);
  return is_painted (display, damaged->drawable);
}

static bool
wait_for_frame (Display *display,
                int      damage_event,
                double   begin_ms)
{
  struct pollfd connection = { .fd = ConnectionNumber (display), .events = POLLIN };

  while (now_ms () - begin_ms < TIMEOUT_MS)
    {
      while (XPending (display))
        if (take_event (display, damage_event))
          return true;
      if (poll (&connection, 1, 100) < 0 && errno != EINTR)
        return false;
    }
  return false;
}

int
main (int    argc,
      char **argv)
{
  Display *display = XOpenDisplay (NULL);
  struct rusage usage;
  int damage_event;
  int damage_error;
  double begin_ms;
  double frame_ms;
  bool found;
  pid_t pid;

  if (argc < 2 || !display || !XDamageQueryExtension (display, &damage_event, &damage_error))
    {
      fprintf (stderr, "usage: first-frame COMMAND, on a display with the DAMAGE extension\n");
      return 2;
    }
  XSetErrorHandler (ignore_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);

  begin_ms = now_ms ();
  if (posix_spawnp (&pid, argv[1], NULL, NULL, argv + 1, environ) != 0)
    {
      fprintf (stderr, "first-frame: %s: %s\n", argv[1], strerror (errno));
      return EXIT_FAILURE;
    }
  found = wait_for_frame (display, damage_event + XDamageNotify, begin_ms);
  frame_ms = now_ms () - begin_ms;

  kill (pid, SIGTERM);
  wait4 (pid, NULL, 0, &usage);
  if (found)
    printf ("%.2f %.2f %.1f\n", frame_ms,
            (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
              + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3,
            (double) usage.ru_maxrss / 1024);
  XCloseDisplay (display);
  return found ? EXIT_SUCCESS : EXIT_FAILURE;
}
