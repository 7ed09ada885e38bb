/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-autosave.h"
#include "danbi-queue-phrases.h"
#include "danbi-queue.h"

G_BEGIN_DECLS

#define DANBI_TYPE_OUTBOX (danbi_outbox_get_type ())
G_DECLARE_FINAL_TYPE (DanbiOutbox, danbi_outbox, DANBI, OUTBOX, GObject)

/* Signals: "moved" (something of the queue came further), "failed" (message: what could not be
 * queued, a sentence). */
DanbiOutbox *danbi_outbox_new (DanbiDesk *desk, DanbiAutosave *autosave);
void danbi_outbox_send (DanbiOutbox *self, const gint64 *ids, gsize n_ids, gint64 not_before_s);
DanbiSending *danbi_outbox_find (DanbiOutbox *self, gint64 case_id, DanbiWay *way);
guint danbi_outbox_get_place (DanbiOutbox *self, DanbiSending *sending);

G_END_DECLS
