/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cases of a list are ticked: the numbers of cases are small and dense, so a bit for each is
 * less than any list of them, and ticking 100,000 is done at once. */
#include "config.h"

#include "danbi-case-ticks.h"

#define WORD_BITS 32

struct _DanbiCaseTicks
{
  guint n_words;
  guint n_ticked;
  guint32 *words;
};

/**
 * danbi_case_ticks_new:
 * @ids: (element-type gint64): the cases that may be ticked
 *
 * Returns: (transfer full): none of them ticked
 */
DanbiCaseTicks *
danbi_case_ticks_new (GArray *ids)
{
  DanbiCaseTicks *self = g_new0 (DanbiCaseTicks, 1);
  gint64 last = 0;

  for (guint i = 0; i < ids->len; i++)
    last = MAX (last, g_array_index (ids, gint64, i));
  self->n_words = (guint) (last / WORD_BITS) + 1;
  self->words = g_new0 (guint32, self->n_words);
  return self;
}

/**
 * danbi_case_ticks_free:
 * @self: ticks
 */
void
danbi_case_ticks_free (DanbiCaseTicks *self)
{
  g_free (self->words);
  g_free (self);
}

/**
 * danbi_case_ticks_get:
 * @self: ticks
 * @id: a case
 *
 * Returns: whether it is ticked
 */
gboolean
danbi_case_ticks_get (const DanbiCaseTicks *self,
                      gint64                id)
{
  return id > 0 && id / WORD_BITS < self->n_words
         && (self->words[id / WORD_BITS] >> (id % WORD_BITS) & 1);
}

/**
 * danbi_case_ticks_set:
 * @self: ticks
 * @id: a case; one that is not of the list stays without a tick
 * @ticked: whether it is ticked from now on
 *
 * Returns: whether it was not so before
 */
gboolean
danbi_case_ticks_set (DanbiCaseTicks *self,
                      gint64          id,
                      gboolean        ticked)
{
  if (id <= 0 || id / WORD_BITS >= self->n_words || danbi_case_ticks_get (self, id) == ticked)
    return FALSE;
  self->words[id / WORD_BITS] ^= 1u << (id % WORD_BITS);
  self->n_ticked += ticked ? 1 : -1;
  return TRUE;
}

/**
 * danbi_case_ticks_count:
 * @self: ticks
 *
 * Returns: how many cases are ticked
 */
guint
danbi_case_ticks_count (const DanbiCaseTicks *self)
{
  return self->n_ticked;
}
