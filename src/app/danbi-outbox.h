/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-autosave.h"
#include "danbi-sending.h"

G_BEGIN_DECLS

#define DANBI_TYPE_OUTBOX (danbi_outbox_get_type ())
G_DECLARE_FINAL_TYPE (DanbiOutbox, danbi_outbox, DANBI, OUTBOX, GObject)

/* Signals: "started", "moved" (DanbiSendingRow) and "finished" (string, NULL while all is well). */
DanbiOutbox *danbi_outbox_new (DanbiDesk *desk, DanbiAutosave *autosave);
gboolean danbi_outbox_is_idle (DanbiOutbox *self);
void danbi_outbox_send (DanbiOutbox *self, const gint64 *ids, gsize n_ids);
void danbi_outbox_settle (DanbiOutbox *self);
DanbiSending *danbi_outbox_get_sending (DanbiOutbox *self);

G_END_DECLS
