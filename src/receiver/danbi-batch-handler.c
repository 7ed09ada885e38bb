/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches at /batches: named once per idempotency key, asked for by receipt or by key. */
#include "config.h"

#include <string.h>

#include "danbi-answer.h"
#include "danbi-batch-handler.h"

#define PATH "/batches"
#define BODY_KEY "danbi-body"

struct _DanbiBatchHandler
{
  DanbiBatchIntake *intake;
  DanbiReceiverFault fault;
};

/* A request that waits until its batch is taken in; the client may be gone by then. */
typedef struct
{
  SoupServerMessage *message;
  DanbiReceiverFault fault;
  gboolean gone;
} Waiting;

static void
waiting_finished_cb (SoupServerMessage *message,
                     Waiting           *waiting)
{
  waiting->gone = TRUE;
}

static void
waiting_free (Waiting *self)
{
  g_signal_handlers_disconnect_by_func (self->message, waiting_finished_cb, self);
  g_object_unref (self->message);
  g_free (self);
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              GByteArray        *body)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (chunk, &length);

  /* One byte over the bound is kept as the mark of a body that is too long. */
  length = MIN (length, DANBI_WIRE_MAX_DOCUMENT_BYTES + 1 - (gsize) body->len);
  g_byte_array_append (body, data, (guint) length);
}

static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  GByteArray *body = g_byte_array_new ();

  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_object_set_data_full (G_OBJECT (message), BODY_KEY, body,
                          (GDestroyNotify) g_byte_array_unref);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), body);
}

static void
answer_receipt (SoupServerMessage *message,
                const DanbiBatch  *batch)
{
  g_autofree char *document = danbi_receipt_to_json (batch->status->receipt);

  danbi_answer_json (message, SOUP_STATUS_ACCEPTED, document);
}

static void
answer_status (SoupServerMessage *message,
               const DanbiBatch  *batch)
{
  g_autofree char *document = danbi_batch_status_to_json (batch->status);

  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Cache-Control", "no-store");
  danbi_answer_json (message, SOUP_STATUS_OK, document);
}

/* The practice of a lost answer: the connection ends without a word. */
static void
hang_up (SoupServerMessage *message)
{
  g_autoptr (GIOStream) connection = soup_server_message_steal_connection (message);

  if (connection)
    g_io_stream_close (connection, NULL, NULL);
}

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (GError) error = NULL;
  DanbiBatch *batch = danbi_batch_intake_take_finish (DANBI_BATCH_INTAKE (source), result, &error);

  if (!waiting->gone && batch && waiting->fault == DANBI_RECEIVER_FAULT_NAME_BATCH_AFTER)
    hang_up (waiting->message);
  else if (!waiting->gone)
    {
      if (batch)
        answer_receipt (waiting->message, batch);
      else
        danbi_answer_problem (waiting->message,
                              error->domain == DANBI_BATCH_INTAKE_ERROR ? (guint) error->code : 500,
                              error->message);
      soup_server_message_unpause (waiting->message);
    }
  waiting_free (waiting);
}

static void
take (DanbiBatchHandler       *self,
      SoupServerMessage       *message,
      const char              *key,
      const DanbiBatchRequest *request)
{
  Waiting *waiting;

  if (self->fault == DANBI_RECEIVER_FAULT_NAME_BATCH_BEFORE)
    {
      /* Once: the next try finds a receiver that works. */
      self->fault = DANBI_RECEIVER_FAULT_NONE;
      hang_up (message);
      return;
    }
  waiting = g_new0 (Waiting, 1);
  waiting->message = g_object_ref (message);
  waiting->fault = self->fault;
  g_signal_connect (message, "finished", G_CALLBACK (waiting_finished_cb), waiting);
  soup_server_message_pause (message);
  danbi_batch_intake_take_async (self->intake, key, request, taken_cb, waiting);
}

static gboolean
same_request (const DanbiBatchRequest *a,
              const DanbiBatchRequest *b)
{
  g_autofree char *a_text = danbi_batch_request_to_json (a);
  g_autofree char *b_text = danbi_batch_request_to_json (b);

  return g_str_equal (a_text, b_text);
}

static void
answer_post (DanbiBatchHandler *self,
             SoupServerMessage *message)
{
  const char *key = danbi_request_get_header (message, DANBI_IDEMPOTENCY_HEADER);
  GByteArray *body = g_object_get_data (G_OBJECT (message), BODY_KEY);
  g_autoptr (DanbiBatchRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  DanbiBatch *known;

  if (!danbi_wire_key_is_lawful (key))
    return danbi_answer_problem (message, 400, "Idempotency-Key is missing or not lawful.");
  if (!body || body->len > DANBI_WIRE_MAX_DOCUMENT_BYTES)
    return danbi_answer_problem (message, 413, "The document is larger than 4 MiB.");
  request = danbi_batch_request_from_json ((const char *) body->data, body->len, &error);
  if (!request)
    return danbi_answer_problem (message, 400, error->message);

  known = danbi_batch_book_find_by_key (danbi_batch_intake_get_book (self->intake), key);
  if (danbi_batch_intake_is_taking (self->intake, key))
    danbi_answer_problem (message, 423, "A batch of this key is just being taken in.");
  else if (!known)
    take (self, message, key, request);
  else if (same_request (known->request, request))
    answer_receipt (message, known);
  else
    danbi_answer_problem (message, 422, "This key belongs to a batch with other content.");
}

static void
answer_by_key (DanbiBatchHandler *self,
               SoupServerMessage *message,
               const char        *key)
{
  DanbiBatch *batch;

  if (!danbi_wire_key_is_lawful (key))
    return danbi_answer_problem (message, 400, "The key is missing or not lawful.");
  if (danbi_batch_intake_is_taking (self->intake, key))
    return danbi_answer_problem (message, 423, "A batch of this key is just being taken in.");
  batch = danbi_batch_book_find_by_key (danbi_batch_intake_get_book (self->intake), key);
  if (batch)
    answer_status (message, batch);
  else
    danbi_answer_problem (message, 404, "There is no batch of this key.");
}

static void
answer_by_receipt (DanbiBatchHandler *self,
                   SoupServerMessage *message,
                   const char        *receipt)
{
  DanbiBatch *batch =
      danbi_batch_book_find_by_receipt (danbi_batch_intake_get_book (self->intake), receipt);

  if (batch)
    answer_status (message, batch);
  else
    danbi_answer_problem (message, 404, "There is no batch of this receipt.");
}

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  DanbiBatchHandler *self = user_data;
  const char *method = soup_server_message_get_method (message);
  const char *rest = path + strlen (PATH);

  if (!danbi_request_is_local (message))
    danbi_answer_problem (message, 403, "This receiver serves its own computer only.");
  else if (g_str_equal (method, "POST") && !*rest)
    answer_post (self, message);
  else if (g_str_equal (method, "GET") && !*rest)
    answer_by_key (self, message, query ? g_hash_table_lookup (query, "key") : NULL);
  else if (g_str_equal (method, "GET"))
    answer_by_receipt (self, message, rest + 1);
  else
    danbi_answer_method (message, *rest ? "GET" : "GET, POST");
}

/**
 * danbi_batch_handler_new:
 * @intake: what takes batches in
 *
 * Returns: (transfer full): the handler
 */
DanbiBatchHandler *
danbi_batch_handler_new (DanbiBatchIntake *intake)
{
  DanbiBatchHandler *self = g_new0 (DanbiBatchHandler, 1);

  self->intake = g_object_ref (intake);
  return self;
}

/**
 * danbi_batch_handler_free:
 * @self: (nullable): a handler whose server is gone
 */
void
danbi_batch_handler_free (DanbiBatchHandler *self)
{
  if (!self)
    return;
  g_object_unref (self->intake);
  g_free (self);
}

/**
 * danbi_batch_handler_set_fault:
 * @self: a handler
 * @fault: what is to be practised
 */
void
danbi_batch_handler_set_fault (DanbiBatchHandler *self,
                               DanbiReceiverFault fault)
{
  self->fault = fault;
}

/**
 * danbi_batch_handler_add_to:
 * @self: a handler
 * @server: a server
 *
 * Has the server answer at /batches.
 */
void
danbi_batch_handler_add_to (DanbiBatchHandler *self,
                            SoupServer        *server)
{
  soup_server_add_early_handler (server, PATH, early_cb, self, NULL);
  soup_server_add_handler (server, PATH, answer_cb, self, NULL);
}
