/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-sending.h"

G_BEGIN_DECLS

#define DANBI_TYPE_QUEUE (danbi_queue_get_type ())
G_DECLARE_FINAL_TYPE (DanbiQueue, danbi_queue, DANBI, QUEUE, GObject)

/* The batches that are on their way, across restarts of the program: a GListModel of DanbiSending,
 * the open ones by the deadline that comes first, then those that ended in this run, latest first.
 * One batch at a time is packed and sent; those that wait for their outcome are asked about beside.
 *
 * The signal "outcome" (DanbiSending, DanbiSendingRow) tells that a case came to accepted, rejected
 * or unknown. Everything in the main thread. */
DanbiQueue *danbi_desk_get_queue (DanbiDesk *self);

void danbi_queue_add_async (DanbiQueue *self, const gint64 *ids, gsize n_ids, gint64 not_before_s,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
DanbiSending *danbi_queue_add_finish (DanbiQueue *self, GAsyncResult *result, GError **error);
void danbi_queue_resume (DanbiQueue *self);
void danbi_queue_retry (DanbiQueue *self, DanbiSending *sending);
void danbi_queue_tell_async (DanbiQueue *self, DanbiSending *sending, DanbiState outcome,
                             const char *receipt, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean danbi_queue_tell_finish (DanbiQueue *self, GAsyncResult *result, GError **error);
guint danbi_queue_count_open (DanbiQueue *self);

G_END_DECLS
