/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Some buffers that go round between a thread that fills them and one that empties them. */
#include "config.h"

#include "danbi-package-belt.h"

/* So many pieces bridge what one side stalls; they bound the memory, whatever is packed. */
#define N_PIECES 8

struct _DanbiPackageBelt
{
  GMutex mutex;
  GCond moved;
  guint64 n_put;   /* pieces filled so far */
  guint64 n_given; /* pieces emptied so far; never more */
  gboolean ended;  /* no more are filled */
  gboolean stopped; /* no more are wanted */
  DanbiPackagePiece pieces[N_PIECES];
};

/**
 * danbi_package_belt_new:
 *
 * Returns: (transfer full): an empty belt
 */
DanbiPackageBelt *
danbi_package_belt_new (void)
{
  DanbiPackageBelt *self = g_new (DanbiPackageBelt, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->moved);
  self->n_put = self->n_given = 0;
  self->ended = self->stopped = FALSE;
  return self;
}

/**
 * danbi_package_belt_free:
 * @self: (transfer full): a belt that no other thread uses any more
 */
void
danbi_package_belt_free (DanbiPackageBelt *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->moved);
  g_free (self);
}

static void
change (DanbiPackageBelt *self,
        guint             n_put,
        guint             n_given,
        gboolean          ended,
        gboolean          stopped)
{
  g_mutex_lock (&self->mutex);
  self->n_put += n_put;
  self->n_given += n_given;
  self->ended = self->ended || ended;
  self->stopped = self->stopped || stopped;
  g_cond_broadcast (&self->moved);
  g_mutex_unlock (&self->mutex);
}

/**
 * danbi_package_belt_begin:
 * @self: a belt
 *
 * Waits until a buffer is free.
 *
 * Returns: (transfer none) (nullable): a piece to fill and then to put; %NULL: no more is wanted
 */
DanbiPackagePiece *
danbi_package_belt_begin (DanbiPackageBelt *self)
{
  DanbiPackagePiece *piece = NULL;

  g_mutex_lock (&self->mutex);
  while (!self->stopped && self->n_put - self->n_given == N_PIECES)
    g_cond_wait (&self->moved, &self->mutex);
  if (!self->stopped)
    piece = &self->pieces[self->n_put % N_PIECES];
  g_mutex_unlock (&self->mutex);
  return piece;
}

/**
 * danbi_package_belt_put:
 * @self: a belt
 *
 * Hands over the piece that was begun.
 */
void
danbi_package_belt_put (DanbiPackageBelt *self)
{
  change (self, 1, 0, FALSE, FALSE);
}

/**
 * danbi_package_belt_end:
 * @self: a belt
 *
 * Says that nothing more will be put, be it that all was or that the filling failed.
 */
void
danbi_package_belt_end (DanbiPackageBelt *self)
{
  change (self, 0, 0, TRUE, FALSE);
}

/**
 * danbi_package_belt_take:
 * @self: a belt
 *
 * Waits for the next piece.
 *
 * Returns: (transfer none) (nullable): the piece, to be given back; %NULL: the belt has ended
 */
const DanbiPackagePiece *
danbi_package_belt_take (DanbiPackageBelt *self)
{
  const DanbiPackagePiece *piece = NULL;

  g_mutex_lock (&self->mutex);
  while (!self->ended && self->n_put == self->n_given)
    g_cond_wait (&self->moved, &self->mutex);
  if (self->n_put > self->n_given)
    piece = &self->pieces[self->n_given % N_PIECES];
  g_mutex_unlock (&self->mutex);
  return piece;
}

/**
 * danbi_package_belt_give_back:
 * @self: a belt
 *
 * Frees the buffer of the piece that was taken.
 */
void
danbi_package_belt_give_back (DanbiPackageBelt *self)
{
  change (self, 0, 1, FALSE, FALSE);
}

/**
 * danbi_package_belt_stop:
 * @self: a belt
 *
 * Says that nothing more is wanted: whoever waits to fill goes on and gets %NULL.
 */
void
danbi_package_belt_stop (DanbiPackageBelt *self)
{
  change (self, 0, 0, FALSE, TRUE);
}
