/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress on its way from a worker's thread to the main thread. */
#include "config.h"

#include "danbi-progress-relay.h"

struct _DanbiProgressRelay
{
  DanbiProgressFunc func;
  gpointer user_data;
  GMutex mutex;
  guint64 done;
  guint64 total;
  gboolean waiting; /* the main thread will look at what is newest */
};

static void
relay_clear (gpointer relay)
{
  g_mutex_clear (&((DanbiProgressRelay *) relay)->mutex);
}

static gboolean
tell_cb (gpointer user_data)
{
  DanbiProgressRelay *self = user_data;
  guint64 done, total;

  g_mutex_lock (&self->mutex);
  self->waiting = FALSE;
  done = self->done;
  total = self->total;
  g_mutex_unlock (&self->mutex);
  self->func (done, total, self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * danbi_progress_relay_new:
 * @func: (nullable): called in the main thread; %NULL: nobody wants to know
 * @user_data: handed to @func
 *
 * Returns: (transfer full): a relay
 */
DanbiProgressRelay *
danbi_progress_relay_new (DanbiProgressFunc func,
                          gpointer          user_data)
{
  DanbiProgressRelay *self = g_atomic_rc_box_new0 (DanbiProgressRelay);

  g_mutex_init (&self->mutex);
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * danbi_progress_relay_ref:
 * @self: a relay
 *
 * Returns: (transfer full): the same
 */
DanbiProgressRelay *
danbi_progress_relay_ref (DanbiProgressRelay *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * danbi_progress_relay_unref:
 * @self: (transfer full): a relay
 */
void
danbi_progress_relay_unref (DanbiProgressRelay *self)
{
  g_atomic_rc_box_release_full (self, relay_clear);
}

/**
 * danbi_progress_relay_tell:
 * @done: how much is done
 * @total: of how much; 0 while unknown
 * @relay: the relay
 *
 * A #DanbiProgressFunc for any thread.
 */
void
danbi_progress_relay_tell (guint64  done,
                           guint64  total,
                           gpointer relay)
{
  DanbiProgressRelay *self = relay;
  gboolean first;

  if (!self->func)
    return;
  g_mutex_lock (&self->mutex);
  first = !self->waiting;
  self->waiting = TRUE;
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->mutex);
  if (first)
    g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, danbi_progress_relay_ref (self),
                     (GDestroyNotify) danbi_progress_relay_unref);
}
