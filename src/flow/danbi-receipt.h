/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-desk.h"
#include "danbi-field.h"

G_BEGIN_DECLS

/* One field of a case as the VPN page asks for it. Immutable. Properties: "name" (NHI's own),
 * "label" (in the language of the program), "value" (as it stands in the CSV; "": empty). */
#define DANBI_TYPE_RECEIPT_FIELD (danbi_receipt_field_get_type ())
G_DECLARE_FINAL_TYPE (DanbiReceiptField, danbi_receipt_field, DANBI, RECEIPT_FIELD, GObject)

DanbiField danbi_receipt_field_get_field (DanbiReceiptField *self);
const char *danbi_receipt_field_get_name (DanbiReceiptField *self);
const char *danbi_receipt_field_get_label (DanbiReceiptField *self);
const char *danbi_receipt_field_get_value (DanbiReceiptField *self);

/* One case of a batch as it was sent. Immutable. Properties: "case-id" (int64), "masked-id",
 * "order-code", "card-time" (as people write it), "visit-seq", "archive-name", "bytes" (uint64),
 * "n-files" (uint), "method", "sha256", "outcome" (in words), "fields" (GListModel of
 * DanbiReceiptField, the 17 in the VPN's order). */
#define DANBI_TYPE_RECEIPT_ROW (danbi_receipt_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiReceiptRow, danbi_receipt_row, DANBI, RECEIPT_ROW, GObject)

gint64 danbi_receipt_row_get_case_id (DanbiReceiptRow *self);
const char *danbi_receipt_row_get_value (DanbiReceiptRow *self, DanbiField field);
char *danbi_receipt_row_dup_masked_id (DanbiReceiptRow *self);
char *danbi_receipt_row_dup_card_time (DanbiReceiptRow *self);
const char *danbi_receipt_row_get_archive_name (DanbiReceiptRow *self);
guint64 danbi_receipt_row_get_bytes (DanbiReceiptRow *self);
guint danbi_receipt_row_get_n_files (DanbiReceiptRow *self);
const char *danbi_receipt_row_get_method (DanbiReceiptRow *self);
const char *danbi_receipt_row_get_sha256 (DanbiReceiptRow *self);
const char *danbi_receipt_row_get_outcome (DanbiReceiptRow *self);
GListModel *danbi_receipt_row_get_fields (DanbiReceiptRow *self);

/**
 * DanbiReceiptLine:
 * @label: what @value is; a heading where there is no @value
 * @value: (nullable): the text
 *
 * One line of a receipt on the screen, on paper or in a file.
 */
typedef struct
{
  char *label;
  char *value;
} DanbiReceiptLine;

/* What was sent, when, with which hashes, and what the receiver said of it. Immutable. Properties:
 * "submission-id" (int64), "receipt" (the receiver's number, %NULL: none yet), "received-at" and
 * "sent-at" (as people write it, "" while it is not known), "sent" (int64, s; 0: not yet),
 * "destination" (an address or a folder), "folder" (string, where a handed batch stands; %NULL: it
 * went to a gateway), "state" (in words), "n-cases" (uint), "rows" (GListModel of
 * DanbiReceiptRow). */
#define DANBI_TYPE_RECEIPT (danbi_receipt_get_type ())
G_DECLARE_FINAL_TYPE (DanbiReceipt, danbi_receipt, DANBI, RECEIPT, GObject)

gint64 danbi_receipt_get_submission_id (DanbiReceipt *self);
const char *danbi_receipt_get_receipt (DanbiReceipt *self);
const char *danbi_receipt_get_received_at (DanbiReceipt *self);
gint64 danbi_receipt_get_sent_s (DanbiReceipt *self);
const char *danbi_receipt_get_sent_at (DanbiReceipt *self);
const char *danbi_receipt_get_destination (DanbiReceipt *self);
const char *danbi_receipt_get_folder (DanbiReceipt *self);
const char *danbi_receipt_get_state (DanbiReceipt *self);
guint danbi_receipt_get_n_cases (DanbiReceipt *self);
GListModel *danbi_receipt_get_rows (DanbiReceipt *self);

GPtrArray *danbi_receipt_dup_lines (DanbiReceipt *self);
char *danbi_receipt_dup_text (DanbiReceipt *self);

/* The first two block for some milliseconds. */
GPtrArray *danbi_desk_dup_receipts (DanbiDesk *self, const char *words, guint offset, guint limit,
                                    GError **error);
DanbiReceipt *danbi_desk_dup_receipt (DanbiDesk *self, gint64 submission_id, GError **error);
void danbi_desk_dup_receipts_async (DanbiDesk *self, const char *words, guint offset, guint limit,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *danbi_desk_dup_receipts_finish (DanbiDesk *self, GAsyncResult *result, GError **error);
void danbi_desk_dup_receipt_async (DanbiDesk *self, gint64 submission_id,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
DanbiReceipt *danbi_desk_dup_receipt_finish (DanbiDesk *self, GAsyncResult *result,
                                             GError **error);

G_END_DECLS
