/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-receipt.h"
#include "danbi-rulebook.h"
#include "danbi-store.h"

G_BEGIN_DECLS

DanbiReceiptRow *danbi_receipt_row_new (const DanbiSubmissionRow *row, const DanbiRecord *record,
                                        const DanbiRules *rules);
DanbiReceipt *danbi_receipt_new (const DanbiSubmission *submission, GPtrArray *records,
                                 gint64 sent_s, const DanbiRules *rules);

G_END_DECLS
