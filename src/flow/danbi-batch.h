/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-archive-name.h"
#include "danbi-courier.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/* A batch before it sets out. All block: call them in a worker thread. */
DanbiSubmission *danbi_batch_enqueue (DanbiStore *store, DanbiRulebook *rulebook,
                                      const char *destination, const gint64 *ids, gsize n_ids,
                                      gint64 not_before_s, const DanbiCourierEvents *events,
                                      guint64 *bytes, GError **error);
void danbi_batch_describe (DanbiStore *store, DanbiSubmission *submission,
                           const DanbiCourierEvents *events, guint64 *bytes);
gboolean danbi_batch_pack (DanbiStore *store, DanbiRulebook *rulebook, DanbiFormat format,
                           DanbiSubmission *submission, const DanbiCourierEvents *events,
                           GCancellable *cancellable, GError **error);

G_END_DECLS
