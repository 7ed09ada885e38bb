/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-exchange.h"
#include "danbi-gateway.h"
#include "danbi-piece.h"

G_BEGIN_DECLS

/**
 * DanbiTransfer:
 * @gateway: where to
 * @upload: what; its url changes as the receiver gives one
 * @fd: the file
 * @size: its length in bytes
 * @offset: how many bytes the receiver has, where @offset_known
 * @best: the most it ever had, which is what counts as getting on
 * @failures: how many failures there were since it last got on
 * @restarts: how often the receiver had forgotten the upload
 * @pieces: how large its pieces are
 * @retry_after_s: when the last answer asks to come back
 * @got_through: whether a piece arrived since the last failure
 * @at_once: whether the last failure is none to wait after
 *
 * The way of one file to the receiver.
 */
typedef struct
{
  DanbiGateway *gateway;
  DanbiUpload *upload;
  int fd;
  guint64 size;
  guint64 offset;
  gboolean offset_known;
  guint64 best;
  guint failures;
  guint restarts;
  DanbiPieces pieces;
  guint retry_after_s;
  gboolean got_through;
  gboolean at_once;
  DanbiUploadUrlFunc on_url;
  gpointer url_data;
  DanbiProgressFunc on_progress;
  gpointer progress_data;
  GCancellable *cancellable;
} DanbiTransfer;

gboolean danbi_transfer_run (DanbiTransfer *self, GError **error);

/* What danbi-gateway.c lends to a transfer. */
DanbiExchange *danbi_gateway_new_exchange (DanbiGateway *self, const char *method, const char *url);
gboolean danbi_gateway_perform (DanbiGateway *self, DanbiExchange *exchange,
                                GCancellable *cancellable, GError **error);
char *danbi_gateway_dup_url (DanbiGateway *self, const char *path);
char *danbi_gateway_resolve (DanbiGateway *self, const char *request_url, const char *location,
                             GError **error);
gboolean danbi_gateway_owns_url (DanbiGateway *self, const char *url);
guint64 danbi_gateway_get_piece_bytes (DanbiGateway *self);
guint danbi_gateway_get_tries (DanbiGateway *self);
guint danbi_gateway_get_first_wait_ms (DanbiGateway *self);
const char *danbi_gateway_get_checksum (DanbiGateway *self);
void danbi_gateway_tell_wait (DanbiGateway *self, gint64 next_try_s, const char *why);

G_END_DECLS
