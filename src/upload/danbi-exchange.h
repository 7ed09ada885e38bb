/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-file.h"
#include "danbi-line.h"

G_BEGIN_DECLS

/**
 * DanbiExchange:
 * @method: `GET`, `HEAD`, `POST`, `PATCH`, `DELETE`, `OPTIONS`
 * @url: where to; judged before
 * @body: (nullable): the body of a POST
 * @fd: the file whose bytes are the body of a PATCH, −1 for none
 * @file_offset: from which byte of the file on
 * @file_length: how many bytes of it
 * @fresh: whether a connection of its own is needed, so that "never sent" can be told from "sent"
 * @silence_ms: after how long without a byte the connection counts as broken
 * @ca_path: (nullable): certificates to trust instead of the system's; borrowed, as the next two
 * @certificate_path: (nullable): the program's own certificate
 * @key_path: (nullable): its key
 * @on_progress: (nullable): told of bytes sent
 * @done_before: what @on_progress counts from
 * @done_total: what @on_progress has as its total
 * @status: the HTTP status of the answer
 * @proxy_status: what a proxy on the way answered, 0 where there is none
 * @location: (nullable): its Location
 * @upload_offset: its Upload-Offset, −1 where absent or no number
 * @upload_length: its Upload-Length, −1 where absent or no number
 * @upload_sha256: (nullable): the hash in its Upload-Metadata
 * @checksums: (nullable): its Tus-Checksum-Algorithm, where its Tus-Extension names checksum
 * @server_time_s: its Date, 0 where absent
 * @retry_after_s: its Retry-After in seconds, 0 where absent
 * @practice: whether it comes from a practice receiver
 * @problem: whether it is of type application/problem+json
 * @answer: its body
 * @sent: whether a byte of the request may have reached the receiver
 * @at_once: whether the connection was given up for a reason that has passed, so that there is
 *   nothing to wait for
 * @took_us: how long it took from the first byte of the request to the end
 *
 * One request and its answer.
 */
typedef struct
{
  const char *method;
  char *url;
  struct curl_slist *headers;
  const char *body;
  int fd;
  guint64 file_offset;
  guint64 file_length;
  gboolean fresh;
  guint silence_ms;
  const char *ca_path;
  const char *certificate_path;
  const char *key_path;
  DanbiProgressFunc on_progress;
  gpointer progress_data;
  guint64 done_before;
  guint64 done_total;

  guint status;
  guint proxy_status;
  char *location;
  gint64 upload_offset;
  gint64 upload_length;
  char *upload_sha256;
  char *checksums;
  gint64 server_time_s;
  guint retry_after_s;
  gboolean practice;
  gboolean problem;
  GString *answer;
  gboolean sent;
  gboolean at_once;
  gint64 took_us;

  /* while it runs */
  guint64 file_done;
  gint64 told_us;
  gboolean headers_ended;
  gboolean answer_too_long;
  char *retry_after;
  gboolean checksum_offered;
  DanbiLine *line;
  DanbiLineWatch watch;
  DanbiLineFault fault;
  gboolean held_back;
  GError *file_error;
  GCancellable *cancellable;
} DanbiExchange;

DanbiExchange *danbi_exchange_new (const char *method, const char *url);
void danbi_exchange_free (DanbiExchange *self);
void danbi_exchange_add_header (DanbiExchange *self, const char *name, const char *value);
gboolean danbi_exchange_perform (DanbiExchange *self, DanbiLine *line, GCancellable *cancellable,
                                 GError **error);
gboolean danbi_exchange_is_success (const DanbiExchange *self);

/* danbi-exchange-fault.c */
gboolean danbi_exchange_fail_by_status (const DanbiExchange *self, GError **error);
void danbi_exchange_fail_by_transport (DanbiExchange *self, CURLcode code, const char *detail,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiExchange, danbi_exchange_free)

G_END_DECLS
