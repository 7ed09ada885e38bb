/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-exchange.h"
#include "danbi-gateway.h"

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
  guint retry_after_s;
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

G_END_DECLS
