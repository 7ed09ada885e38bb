/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-file.h"
#include "danbi-wire.h"

G_BEGIN_DECLS

#define DANBI_GATEWAY_ERROR (danbi_gateway_error_quark ())

/**
 * DanbiGatewayError:
 * @DANBI_GATEWAY_ERROR_UNREACHABLE: no connection; nothing reached the receiver by this call
 * @DANBI_GATEWAY_ERROR_BROKEN: the connection broke; what the receiver has is not known
 * @DANBI_GATEWAY_ERROR_TLS: a certificate does not fit, or plain HTTP to another computer
 * @DANBI_GATEWAY_ERROR_AUTH: 401, 403, or 407 of a proxy
 * @DANBI_GATEWAY_ERROR_GONE: 404 or 410: the receiver does not know the upload or batch
 * @DANBI_GATEWAY_ERROR_REFUSED: the receiver refused for good (other 4xx)
 * @DANBI_GATEWAY_ERROR_LATER: the receiver asks to come again later (408, 423, 429, 5xx)
 * @DANBI_GATEWAY_ERROR_PROTOCOL: an answer outside the contract
 * @DANBI_GATEWAY_ERROR_CANCELLED: the caller stopped it
 */
typedef enum
{
  DANBI_GATEWAY_ERROR_UNREACHABLE,
  DANBI_GATEWAY_ERROR_BROKEN,
  DANBI_GATEWAY_ERROR_TLS,
  DANBI_GATEWAY_ERROR_AUTH,
  DANBI_GATEWAY_ERROR_GONE,
  DANBI_GATEWAY_ERROR_REFUSED,
  DANBI_GATEWAY_ERROR_LATER,
  DANBI_GATEWAY_ERROR_PROTOCOL,
  DANBI_GATEWAY_ERROR_CANCELLED,
} DanbiGatewayError;
GQuark danbi_gateway_error_quark (void);

/* A client of one gateway. All calls block: use it from one worker thread at a time. */
typedef struct _DanbiGateway DanbiGateway;

DanbiGateway *danbi_gateway_new (const char *base_url, const char *token, GError **error);
void danbi_gateway_free (DanbiGateway *self);
void danbi_gateway_set_pacing (DanbiGateway *self, guint64 piece_bytes, guint tries,
                               guint first_wait_ms);
void danbi_gateway_set_patience (DanbiGateway *self, guint silence_ms);
void danbi_gateway_set_ceiling (DanbiGateway *self, guint64 bytes_per_s);
void danbi_gateway_set_tls_files (DanbiGateway *self, const char *ca_path,
                                  const char *certificate_path, const char *key_path);
guint64 danbi_gateway_get_line (DanbiGateway *self);
void danbi_gateway_set_line (DanbiGateway *self, guint64 bytes_per_s);
gboolean danbi_gateway_get_clock_lead_s (DanbiGateway *self, gint64 *lead_s);
guint danbi_gateway_get_retry_after_s (DanbiGateway *self);
gboolean danbi_gateway_is_passing (const GError *error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiGateway, danbi_gateway_free)

/**
 * DanbiGatewayWaitFunc:
 * @next_try_s: when it goes on by itself, in seconds since 1970; 0 with the end of the pause
 * @why: (nullable): the sentence of what went wrong; %NULL: it goes on
 * @user_data: what was handed over with the function
 *
 * Told in the calling thread of each pause of an upload, and of its end.
 */
typedef void (*DanbiGatewayWaitFunc) (gint64 next_try_s, const char *why, gpointer user_data);
void danbi_gateway_set_wait_func (DanbiGateway *self, DanbiGatewayWaitFunc func,
                                  gpointer user_data);

/**
 * DanbiUpload:
 * @path: the file to send
 * @filename: its name at the receiver
 * @sha256: (nullable): its SHA-256; computed where %NULL
 * @url: (nullable): the tus URL of an earlier, unfinished transfer; set as soon as there is one
 */
typedef struct
{
  char *path;
  char *filename;
  char *sha256;
  char *url;
} DanbiUpload;

/* Told when @upload->url became known or changed, so that it can be written down first. */
typedef gboolean (*DanbiUploadUrlFunc) (const DanbiUpload *upload, gpointer user_data,
                                        GError **error);

gboolean danbi_gateway_upload (DanbiGateway *self, DanbiUpload *upload, DanbiUploadUrlFunc on_url,
                               gpointer url_data, DanbiProgressFunc on_progress,
                               gpointer progress_data, GCancellable *cancellable, GError **error);
gboolean danbi_gateway_is_practice (DanbiGateway *self, gboolean *practice,
                                    GCancellable *cancellable, GError **error);
gboolean danbi_gateway_terminate (DanbiGateway *self, const char *url, GCancellable *cancellable,
                                  GError **error);
char *danbi_gateway_name_batch (DanbiGateway *self, const char *key,
                                const DanbiBatchRequest *request, GCancellable *cancellable,
                                GError **error);
gboolean danbi_gateway_find_batch (DanbiGateway *self, const char *key, char **receipt,
                                   GCancellable *cancellable, GError **error);
DanbiBatchStatus *danbi_gateway_get_batch (DanbiGateway *self, const char *receipt,
                                           GCancellable *cancellable, GError **error);

G_END_DECLS
