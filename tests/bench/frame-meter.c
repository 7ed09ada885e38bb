/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a frame takes, and how long the main loop works between two looks for news. */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "frame-meter.h"

typedef struct
{
  gint64 wall_us;
  gint64 own_us; /* of the processor, in this thread: what else the machine does is not in it */
} Instant;

static struct
{
  const char *what; /* NULL: nothing is written down */
  Instant turn;
  Instant frame;
  gboolean in_frame;
  GPollFunc poll;
  GString *lines;
} meter;

static Instant
get_now (void)
{
  struct timespec own;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &own);
  return (Instant){ g_get_monotonic_time (), own.tv_sec * G_USEC_PER_SEC + own.tv_nsec / 1000 };
}

static void
write_down (const char    *kind,
            const Instant *begin)
{
  Instant now = get_now ();

  if (meter.what)
    g_string_append_printf (meter.lines, "%s\t%s\t%.3f\t%.3f\n", meter.what, kind,
                            (double) (now.wall_us - begin->wall_us) / 1000,
                            (double) (now.own_us - begin->own_us) / 1000);
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout_ms)
{
  int n_ready;

  write_down ("turn", &meter.turn);
  n_ready = meter.poll (fds, n_fds, timeout_ms);
  meter.turn = get_now ();
  return n_ready;
}

static void
before_paint_cb (GdkFrameClock *clock)
{
  meter.frame = get_now ();
  meter.in_frame = TRUE;
}

static void
after_paint_cb (GdkFrameClock *clock)
{
  if (meter.in_frame)
    write_down ("frame", &meter.frame);
  meter.in_frame = FALSE;
}

/**
 * frame_meter_start:
 *
 * Measures the main loop from here on.
 */
void
frame_meter_start (void)
{
  meter.lines = g_string_new (NULL);
  meter.turn = get_now ();
  meter.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
}

/**
 * frame_meter_watch:
 * @window: a window that is on the screen; its popovers keep time with it
 *
 * Measures its frames from here on.
 */
void
frame_meter_watch (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
}

/**
 * frame_meter_begin:
 * @what: a word for what is done from here on
 */
void
frame_meter_begin (const char *what)
{
  meter.turn = get_now ();
  meter.what = what;
}

/**
 * frame_meter_end:
 *
 * Prints a line for each frame and each turn of the main loop since frame_meter_begin(): word,
 * "frame" or "turn", milliseconds by the clock on the wall, and by the processor.
 */
void
frame_meter_end (void)
{
  meter.what = NULL;
  fputs (meter.lines->str, stdout);
  fflush (stdout);
  g_string_truncate (meter.lines, 0);
}
