/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DANBI_TUS_VERSION "1.0.0"
#define DANBI_TUS_CONTENT_TYPE "application/offset+octet-stream"
#define DANBI_PROBLEM_CONTENT_TYPE "application/problem+json"
#define DANBI_IDEMPOTENCY_HEADER "Idempotency-Key"
#define DANBI_PRACTICE_HEADER "Danbi-Receiver"
#define DANBI_PRACTICE_VALUE "practice"
#define DANBI_WIRE_STATUS_CHECKSUM_MISMATCH 460 /* of tus's checksum extension */

#define DANBI_WIRE_MAX_DOCUMENT_BYTES (4 * 1024 * 1024)
#define DANBI_WIRE_MAX_URL_BYTES 2048
#define DANBI_WIRE_MAX_NAME_BYTES 255
#define DANBI_WIRE_MAX_KEY_BYTES 128
#define DANBI_WIRE_MAX_RECEIPT_BYTES 128
#define DANBI_WIRE_MAX_ROWS 10000
#define DANBI_WIRE_MAX_ROW_ERRORS 100

#define DANBI_WIRE_ERROR (danbi_wire_error_quark ())

/**
 * DanbiWireError:
 * @DANBI_WIRE_ERROR_SHAPE: JSON that does not have the shape of the contract
 * @DANBI_WIRE_ERROR_ADDRESS: an address to which nothing may be sent
 */
typedef enum
{
  DANBI_WIRE_ERROR_SHAPE,
  DANBI_WIRE_ERROR_ADDRESS,
} DanbiWireError;
GQuark danbi_wire_error_quark (void);

/**
 * DanbiRowState:
 * @DANBI_ROW_PENDING: the receiver has not judged the row; never part of a status document
 * @DANBI_ROW_ACCEPTED: the receiver accepted the row
 * @DANBI_ROW_REJECTED: the receiver rejected the row
 */
typedef enum
{
  DANBI_ROW_PENDING,
  DANBI_ROW_ACCEPTED,
  DANBI_ROW_REJECTED,
} DanbiRowState;

/**
 * DanbiRowError:
 * @column: NHI's number of the field, 1 to 17; 0 where the error is about no field
 * @field: (nullable): its key, `exam_time`
 * @code: NHI's error code, `04`
 */
typedef struct
{
  guint column;
  char *field;
  char *code;
} DanbiRowError;

/**
 * DanbiRowOutcome:
 * @row: the row of the CSV, from 1
 * @archive: the archive it names
 * @state: what became of it
 * @errors: (element-type DanbiRowError): why it was rejected
 */
typedef struct
{
  guint row;
  char *archive;
  DanbiRowState state;
  GPtrArray *errors;
} DanbiRowOutcome;

/**
 * DanbiBatchStatus:
 * @receipt: the receiver's number of the batch
 * @done: whether every row has its outcome; otherwise the receiver is still checking
 * @received_at: (nullable): when the receiver had the batch, RFC 3339
 * @rows: (element-type DanbiRowOutcome): the rows in order, empty while checking
 */
typedef struct
{
  char *receipt;
  gboolean done;
  char *received_at;
  GPtrArray *rows;
} DanbiBatchStatus;

DanbiRowError *danbi_row_error_new (guint column, const char *field, const char *code);
void danbi_row_error_free (DanbiRowError *self);
DanbiRowOutcome *danbi_row_outcome_new (guint row, const char *archive, DanbiRowState state);
DanbiRowOutcome *danbi_row_outcome_copy (const DanbiRowOutcome *self);
void danbi_row_outcome_free (DanbiRowOutcome *self);
DanbiBatchStatus *danbi_batch_status_new (const char *receipt);
void danbi_batch_status_free (DanbiBatchStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiBatchStatus, danbi_batch_status_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiRowOutcome, danbi_row_outcome_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiRowError, danbi_row_error_free)

char *danbi_batch_status_to_json (const DanbiBatchStatus *self);
DanbiBatchStatus *danbi_batch_status_from_json (const char *text, gsize length, GError **error);
char *danbi_row_outcome_to_json (const DanbiRowOutcome *self);
DanbiRowOutcome *danbi_row_outcome_from_json (const char *text, gsize length, GError **error);
const char *danbi_row_state_get_nick (DanbiRowState state);

/**
 * DanbiBatchRequest:
 * @csv: the tus URL of the CSV
 * @archives: (element-type utf8 utf8): archive name to the tus URL of the archive
 */
typedef struct
{
  char *csv;
  GHashTable *archives;
} DanbiBatchRequest;

DanbiBatchRequest *danbi_batch_request_new (const char *csv);
void danbi_batch_request_free (DanbiBatchRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiBatchRequest, danbi_batch_request_free)
char *danbi_batch_request_to_json (const DanbiBatchRequest *self);
DanbiBatchRequest *danbi_batch_request_from_json (const char *text, gsize length, GError **error);

char *danbi_receipt_to_json (const char *receipt);
char *danbi_receipt_from_json (const char *text, gsize length, GError **error);
char *danbi_problem_to_json (guint status, const char *title, const char *detail);
char *danbi_problem_dup_sentence (const char *text, gsize length);

char *danbi_tus_metadata_format (const char *filename, const char *sha256);
gboolean danbi_tus_metadata_parse (const char *header, char **filename, char **sha256);

gboolean danbi_wire_key_is_lawful (const char *key);
gboolean danbi_wire_sha256_is_lawful (const char *sha256);
gboolean danbi_wire_url_is_allowed (const char *url, GError **error);
gboolean danbi_wire_url_is_loopback (const char *url);

G_END_DECLS
