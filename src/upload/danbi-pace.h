/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdatomic.h>

G_BEGIN_DECLS

/**
 * DanbiPace:
 * @ceiling: bytes a second that may leave, 0 for as many as the line takes; set from any thread
 * @allowance: how many bytes may leave now
 * @filled_us: when that was reckoned, 0 before the first time
 *
 * A ceiling on bandwidth, as an allowance that fills up while time passes.
 */
typedef struct
{
  _Atomic guint64 ceiling;
  double allowance;
  gint64 filled_us;
} DanbiPace;

gsize danbi_pace_take (DanbiPace *self, gint64 now_us, gsize wanted);
guint danbi_pace_get_wait_ms (DanbiPace *self);

G_END_DECLS
