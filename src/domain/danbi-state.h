/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiState:
 * @DANBI_STATE_DRAFT: 草稿: something is still missing
 * @DANBI_STATE_READY: 可上傳: nothing stands against sending
 * @DANBI_STATE_SENDING: 傳送中: a transfer is under way
 * @DANBI_STATE_SENT: 已送出: the receiver has the batch and is checking it
 * @DANBI_STATE_ACCEPTED: 已收件: the receiver accepted the row
 * @DANBI_STATE_REJECTED: 需修正: the receiver rejected the row
 * @DANBI_STATE_UNKNOWN: 結果不明: whether the receiver has the batch is not known; it is asked before
 *   anything is sent again
 */
typedef enum
{
  DANBI_STATE_DRAFT,
  DANBI_STATE_READY,
  DANBI_STATE_SENDING,
  DANBI_STATE_SENT,
  DANBI_STATE_ACCEPTED,
  DANBI_STATE_REJECTED,
  DANBI_STATE_UNKNOWN,
  DANBI_N_STATES,
} DanbiState;

/**
 * DanbiHistoryEntry:
 * @at_s: when, seconds since the epoch
 * @state: the state from then on
 * @note: (nullable): a receipt, or `override RULE: reason`, `override RULE withdrawn`; no patient
 *   data of the program's own
 *
 * One thing that happened to a case.
 */
typedef struct
{
  gint64 at_s;
  DanbiState state;
  char *note;
} DanbiHistoryEntry;

void danbi_history_entry_free (DanbiHistoryEntry *self);

const char *danbi_state_get_nick (DanbiState state);
gboolean danbi_state_from_nick (const char *nick, DanbiState *state);
const char *danbi_state_get_label (DanbiState state);

G_END_DECLS
