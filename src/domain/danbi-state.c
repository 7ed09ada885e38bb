/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The states of a submission: their words in JSON and the store, and their names for a reader. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-state.h"

static const char *const state_nicks[] = {
  [DANBI_STATE_DRAFT] = "draft",       [DANBI_STATE_READY] = "ready",
  [DANBI_STATE_SENDING] = "sending",   [DANBI_STATE_SENT] = "sent",
  [DANBI_STATE_ACCEPTED] = "accepted", [DANBI_STATE_REJECTED] = "rejected",
  [DANBI_STATE_UNKNOWN] = "unknown",
};

static const char *const state_labels[] = {
  [DANBI_STATE_DRAFT] = NC_ ("state", "Draft"),
  [DANBI_STATE_READY] = NC_ ("state", "Ready"),
  [DANBI_STATE_SENDING] = NC_ ("state", "Sending"),
  [DANBI_STATE_SENT] = NC_ ("state", "Sent"),
  [DANBI_STATE_ACCEPTED] = NC_ ("state", "Accepted"),
  [DANBI_STATE_REJECTED] = NC_ ("state", "To be corrected"),
  [DANBI_STATE_UNKNOWN] = NC_ ("state", "Outcome unknown"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (state_nicks) == DANBI_N_STATES);
G_STATIC_ASSERT (G_N_ELEMENTS (state_labels) == DANBI_N_STATES);

/**
 * danbi_state_get_nick:
 * @state: a state
 *
 * Returns: (transfer none): its word in JSON and in the store: `draft`
 */
const char *
danbi_state_get_nick (DanbiState state)
{
  g_return_val_if_fail (state < DANBI_N_STATES, NULL);

  return state_nicks[state];
}

/**
 * danbi_state_from_nick:
 * @nick: (nullable): a word such as `draft`
 * @state: (out): the state, unchanged where there is none of that word
 *
 * Returns: whether there is one
 */
gboolean
danbi_state_from_nick (const char *nick,
                       DanbiState *state)
{
  for (guint i = 0; i < DANBI_N_STATES; i++)
    if (g_strcmp0 (nick, state_nicks[i]) == 0)
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * danbi_state_get_label:
 * @state: a state
 *
 * Returns: (transfer none): its name for a reader, in the language of the program
 */
const char *
danbi_state_get_label (DanbiState state)
{
  g_return_val_if_fail (state < DANBI_N_STATES, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "state", state_labels[state]);
}

/**
 * danbi_history_entry_free:
 * @self: (nullable): an entry
 */
void
danbi_history_entry_free (DanbiHistoryEntry *self)
{
  if (!self)
    return;
  g_free (self->note);
  g_free (self);
}
