/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ceiling on bandwidth: an allowance that fills up while time passes. */
#include "config.h"

#include "danbi-pace.h"

#define BURST_SHARE 8 /* of a second: what may be saved up while nothing is sent */
#define MIN_BURST_BYTES 1024

static double
get_burst (guint64 ceiling)
{
  return (double) MAX (ceiling / BURST_SHARE, MIN_BURST_BYTES);
}

/**
 * danbi_pace_take:
 * @self: a pace
 * @now_us: the monotonic time
 * @wanted: how many bytes are ready to leave, at least 1
 *
 * Crumbs are not handed out: where less than half of a burst has come together, it is waited for.
 *
 * Returns: how many of them may leave now, 0 where it is to be asked again after
 *   danbi_pace_get_wait_ms()
 */
gsize
danbi_pace_take (DanbiPace *self,
                 gint64     now_us,
                 gsize      wanted)
{
  guint64 ceiling = self->ceiling;
  double burst = get_burst (ceiling);
  gsize taken;

  if (ceiling == 0)
    return wanted;
  if (self->filled_us == 0)
    self->filled_us = now_us;
  self->allowance += (double) (now_us - self->filled_us) / G_USEC_PER_SEC * (double) ceiling;
  self->allowance = MIN (self->allowance, burst);
  self->filled_us = now_us;
  if (self->allowance < MIN ((double) wanted, burst / 2))
    return 0;
  taken = MIN (wanted, (gsize) self->allowance);
  self->allowance -= (double) taken;
  return taken;
}

/**
 * danbi_pace_get_wait_ms:
 * @self: a pace that had nothing to give
 *
 * Returns: after how many milliseconds it will have half of a burst
 */
guint
danbi_pace_get_wait_ms (DanbiPace *self)
{
  guint64 ceiling = self->ceiling;
  double missing = get_burst (ceiling) / 2 - self->allowance;

  if (ceiling == 0 || missing <= 0)
    return 0;
  return (guint) CLAMP (missing * 1000 / (double) ceiling + 1, 1, 1000);
}
