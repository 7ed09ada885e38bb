/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-courier.h"
#include "danbi-sending.h"

G_BEGIN_DECLS

/* In the main thread. */
DanbiSending *danbi_sending_new (DanbiDesk *desk);
void danbi_sending_set_desk (DanbiSending *self, DanbiDesk *desk);
void danbi_sending_take_batch (DanbiSending *self, const DanbiSubmission *submission);
void danbi_sending_finish (DanbiSending *self);
void danbi_sending_set_stage (DanbiSending *self, DanbiSendingStage stage);
DanbiSendingStage danbi_sending_stage_of (const DanbiSubmission *submission);

/* Called by danbi_sending_cancel() instead of cancelling @cancellable of the batch. */
typedef void (*DanbiSendingCancelFunc) (DanbiSending *self, gpointer user_data);
void danbi_sending_set_cancel_func (DanbiSending *self, DanbiSendingCancelFunc func,
                                    gpointer user_data);
GCancellable *danbi_sending_get_cancellable (DanbiSending *self);

/* From any thread; told in the main thread, in this order. */
DanbiCourierEvents danbi_sending_get_events (DanbiSending *self);
void danbi_sending_post_batch (DanbiSending *self, const DanbiSubmission *submission);
void danbi_sending_post_finished (DanbiSending *self, const GError *error);

/* The signal "outcome" (DanbiSendingRow): a case came to accepted, rejected or unknown. */

DanbiSendingRow *danbi_sending_row_new (gint64 case_id);
void danbi_sending_row_take_record (DanbiSendingRow *self, DanbiRecord *record, DanbiState state);
gboolean danbi_sending_row_set_state (DanbiSendingRow *self, DanbiState state,
                                      const DanbiRowOutcome *answer, const DanbiRules *rules);
void danbi_sending_row_set_fraction (DanbiSendingRow *self, double fraction);
void danbi_sending_row_set_archive (DanbiSendingRow *self, const char *archive);

G_END_DECLS
