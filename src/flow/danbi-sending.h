/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"
#include "danbi-json.h"

G_BEGIN_DECLS

/**
 * DanbiSendingStage:
 * @DANBI_SENDING_QUEUED: it waits for its turn, or for its hour (not-before)
 * @DANBI_SENDING_PACKING: archives are being written and read again
 * @DANBI_SENDING_TRANSFER: bytes are on their way
 * @DANBI_SENDING_RESTING: a try failed; it goes on by itself at next-try
 * @DANBI_SENDING_HELD: a try failed and only a person can help: error-message says how;
 *   danbi_queue_retry() goes on
 * @DANBI_SENDING_WAITING: the receiver has the batch and is checking it
 * @DANBI_SENDING_HANDED: it stands in the folder; a person carries it on and tells the outcome
 * @DANBI_SENDING_DONE: every row has its outcome
 * @DANBI_SENDING_FAILED: it was given up before the receiver had the batch; the cases are ready
 *   again
 * @DANBI_SENDING_UNKNOWN: whether the receiver has the batch is not known; it is asked again at
 *   next-try
 */
typedef enum
{
  DANBI_SENDING_QUEUED,
  DANBI_SENDING_PACKING,
  DANBI_SENDING_TRANSFER,
  DANBI_SENDING_RESTING,
  DANBI_SENDING_HELD,
  DANBI_SENDING_WAITING,
  DANBI_SENDING_HANDED,
  DANBI_SENDING_DONE,
  DANBI_SENDING_FAILED,
  DANBI_SENDING_UNKNOWN,
} DanbiSendingStage;

#define DANBI_TYPE_SENDING (danbi_sending_get_type ())
G_DECLARE_FINAL_TYPE (DanbiSending, danbi_sending, DANBI, SENDING, GObject)

#define DANBI_TYPE_SENDING_ROW (danbi_sending_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiSendingRow, danbi_sending_row, DANBI, SENDING_ROW, GObject)

/**
 * DanbiSendFlags:
 * @DANBI_SEND_DEFAULT: go on until every row has its outcome
 * @DANBI_SEND_NO_WAIT: end as soon as there is a receipt
 */
typedef enum /*< flags >*/
{
  DANBI_SEND_DEFAULT = 0,
  DANBI_SEND_NO_WAIT = 1 << 0,
} DanbiSendFlags;

/* One batch on its way. It is worked on in other threads; its properties change in the main thread:
 * "stage" (int, DanbiSendingStage), "error-message" (string: why the last try failed, NULL while
 * all is well), "receipt" (string), "finished" (boolean), "rows" (GListModel of DanbiSendingRow),
 * "submission-id" (int64), "destination" (string), "folder" (string: where a handed batch stands,
 * NULL for a gateway), and in seconds since the epoch, 0 for none: "next-try", "not-before",
 * "deadline" (int64).
 *
 * Front ends with a window have DanbiQueue send. These two are for who waits: they try once, and
 * what fails before the receiver can have the batch gives it up. */
DanbiSending *danbi_desk_send (DanbiDesk *self, const gint64 *ids, gsize n_ids,
                               DanbiSendFlags flags);
DanbiSending *danbi_desk_settle (DanbiDesk *self, DanbiSendFlags flags);

void danbi_sending_cancel (DanbiSending *self);
gboolean danbi_sending_can_cancel (DanbiSending *self);
DanbiSendingStage danbi_sending_get_stage (DanbiSending *self);
gboolean danbi_sending_get_finished (DanbiSending *self);
const char *danbi_sending_get_receipt (DanbiSending *self);
const char *danbi_sending_get_error_message (DanbiSending *self);
GListModel *danbi_sending_get_rows (DanbiSending *self);
gint64 danbi_sending_get_submission_id (DanbiSending *self);
const char *danbi_sending_get_folder (DanbiSending *self);
gint64 danbi_sending_get_next_try (DanbiSending *self);
gint64 danbi_sending_get_not_before (DanbiSending *self);
gint64 danbi_sending_get_deadline (DanbiSending *self);

/* Properties of a row: "case-id" (int64), "state" (int, DanbiState), "fraction" (double, 0 to 1),
 * "outcome" (string: "" or the receiver's errors as sentences, one a line). */
gint64 danbi_sending_row_get_case_id (DanbiSendingRow *self);
DanbiState danbi_sending_row_get_state (DanbiSendingRow *self);
double danbi_sending_row_get_fraction (DanbiSendingRow *self);
const char *danbi_sending_row_get_outcome (DanbiSendingRow *self);
const char *danbi_sending_row_get_archive (DanbiSendingRow *self);
const DanbiRecord *danbi_sending_row_get_record (DanbiSendingRow *self);
json_t *danbi_sending_row_dup_json (DanbiSendingRow *self, guint row);

G_END_DECLS
