/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line to a gateway, and the signs by which a connection is given up before it ends itself. */
#include "config.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "danbi-clock.h"
#include "danbi-line.h"

#define SLEPT_US (2 * G_USEC_PER_SEC)   /* less is none: the two clocks are read in turn */
#define STALLED_US (2 * G_USEC_PER_SEC) /* from here on the address is looked at */
#define ANSWER_PATIENCE 4               /* times the silence, for a whole answer */

/**
 * danbi_line_init:
 * @self: (out): a line without a connection
 *
 * One connection is kept at most: a second one would be an older one that nobody has asked since.
 */
void
danbi_line_init (DanbiLine *self)
{
  self->multi = curl_multi_init ();
  self->curl = curl_easy_init ();
  self->slept_us = danbi_clock_get_slept_us ();
  curl_multi_setopt (self->multi, CURLMOPT_MAXCONNECTS, 1L);
}

/**
 * danbi_line_clear:
 * @self: a line
 */
void
danbi_line_clear (DanbiLine *self)
{
  curl_easy_cleanup (self->curl);
  curl_multi_cleanup (self->multi);
}

/**
 * danbi_line_watch_begin:
 * @self: (out): the watch over a request that begins now
 * @silence_ms: after how long without a byte the connection is given up
 */
void
danbi_line_watch_begin (DanbiLineWatch *self,
                        guint           silence_ms)
{
  gint64 now_us = g_get_monotonic_time ();

  *self = (DanbiLineWatch) {
    .silence_ms = silence_ms,
    .slept_us = danbi_clock_get_slept_us (),
    .moved_us = now_us,
    .sent_us = now_us,
  };
}

/**
 * danbi_line_watch_note:
 * @self: a watch
 * @up: how many bytes went so far
 * @down: how many came so far
 */
void
danbi_line_watch_note (DanbiLineWatch *self,
                       guint64         up,
                       guint64         down)
{
  gint64 now_us = g_get_monotonic_time ();

  if (up != self->up || down != self->down)
    self->moved_us = now_us;
  if (up != self->up)
    self->sent_us = now_us;
  self->up = up;
  self->down = down;
}

/* Whether the address that the connection was made with is no more one of this computer's: no
 * answer can reach it then, and a socket cannot be bound to it. */
static gboolean
has_moved (const char *text)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, 0);
  struct sockaddr_storage native;
  gboolean moved;
  int probe;

  if (!address || !g_socket_address_to_native (address, &native, sizeof native, NULL))
    return FALSE;
  probe = socket (native.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (probe < 0)
    return FALSE;
  moved = bind (probe, (struct sockaddr *) &native,
                (socklen_t) g_socket_address_get_native_size (address))
              < 0
          && errno == EADDRNOTAVAIL;
  close (probe);
  return moved;
}

/**
 * danbi_line_watch_judge:
 * @self: a watch
 *
 * Returns: whether, and why, the connection is to be given up
 */
DanbiLineFault
danbi_line_watch_judge (DanbiLineWatch *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 silence_us = (gint64) self->silence_ms * 1000;

  if (danbi_clock_get_slept_us () - self->slept_us > SLEPT_US)
    return DANBI_LINE_SLEPT;
  if (now_us - self->moved_us > silence_us)
    return DANBI_LINE_SILENT;
  if (now_us - self->sent_us > ANSWER_PATIENCE * silence_us)
    return DANBI_LINE_DRIPS;
  if (now_us - self->moved_us > STALLED_US && has_moved (self->address))
    return DANBI_LINE_MOVED;
  return DANBI_LINE_HOLDS;
}
