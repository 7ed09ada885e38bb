/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line to a gateway, and the signs by which a connection is given up before it ends itself. */
#include "config.h"

#include <errno.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "danbi-line.h"

#define SLEPT_US (2 * G_USEC_PER_SEC)        /* less is none: the two clocks are read in turn */
#define STALLED_US (2 * G_USEC_PER_SEC)      /* from here on the address is looked at */
#define ANSWER_PATIENCE 4                    /* times the silence, for a whole answer */

static gint64
read_clock_us (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/**
 * danbi_line_get_slept_us:
 *
 * The monotonic clock stands still while the computer sleeps, the one since its start does not.
 *
 * Returns: for how long the computer has slept since it was started
 */
gint64
danbi_line_get_slept_us (void)
{
  gint64 awake_us = read_clock_us (CLOCK_MONOTONIC);

  return read_clock_us (CLOCK_BOOTTIME) - awake_us;
}

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
  self->slept_us = danbi_line_get_slept_us ();
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
    .slept_us = danbi_line_get_slept_us (),
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

/* Whether the address that the connection was made with is still one of this computer's: no
 * answer can reach it otherwise. A socket can be bound to it exactly then. */
static gboolean
has_moved (CURL *curl)
{
  curl_socket_t fd = CURL_SOCKET_BAD;
  struct sockaddr_storage address = { 0 };
  socklen_t length = sizeof address;
  gboolean moved;
  int probe;

  if (curl_easy_getinfo (curl, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK || fd == CURL_SOCKET_BAD
      || getsockname (fd, (struct sockaddr *) &address, &length) < 0)
    return FALSE;
  if (address.ss_family != AF_INET && address.ss_family != AF_INET6)
    return FALSE;
  probe = socket (address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  moved = probe >= 0 && bind (probe, (struct sockaddr *) &address, length) < 0
          && errno == EADDRNOTAVAIL;
  if (probe >= 0)
    close (probe);
  return moved;
}

/**
 * danbi_line_watch_judge:
 * @self: a watch
 * @curl: the request
 *
 * Returns: whether, and why, the connection is to be given up
 */
DanbiLineFault
danbi_line_watch_judge (DanbiLineWatch *self,
                        CURL           *curl)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 silence_us = (gint64) self->silence_ms * 1000;

  if (danbi_line_get_slept_us () - self->slept_us > SLEPT_US)
    return DANBI_LINE_SLEPT;
  if (now_us - self->moved_us > silence_us)
    return DANBI_LINE_SILENT;
  if (now_us - self->sent_us > ANSWER_PATIENCE * silence_us)
    return DANBI_LINE_DRIPS;
  if (now_us - self->moved_us > STALLED_US && has_moved (curl))
    return DANBI_LINE_MOVED;
  return DANBI_LINE_HOLDS;
}
