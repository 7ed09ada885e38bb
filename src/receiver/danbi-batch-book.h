/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-batch-check.h"
#include "danbi-wire.h"

G_BEGIN_DECLS

/**
 * DanbiBatch:
 * @serial: its number, from 1
 * @key: its idempotency key
 * @csv_name: the name of its CSV
 * @received_at_s: when it was received, seconds since the epoch
 * @request: what it named
 * @status: how far it is; holds the receipt
 *
 * One batch that was taken in.
 */
typedef struct
{
  guint serial;
  char *key;
  char *csv_name;
  gint64 received_at_s;
  DanbiBatchRequest *request;
  DanbiBatchStatus *status;
} DanbiBatch;

/* Every batch that was ever taken in, one file for each. */
typedef struct _DanbiBatchBook DanbiBatchBook;

DanbiBatchBook *danbi_batch_book_new (const char *dir, GError **error);
void danbi_batch_book_free (DanbiBatchBook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiBatchBook, danbi_batch_book_free)

DanbiBatch *danbi_batch_book_add (DanbiBatchBook *self, const char *key,
                                  const DanbiBatchRequest *request, const char *csv_name,
                                  gint64 now_s, GError **error);
gboolean danbi_batch_book_finish (DanbiBatchBook *self, DanbiBatch *batch, GPtrArray *rows,
                                  GError **error);
DanbiBatch *danbi_batch_book_find_by_key (DanbiBatchBook *self, const char *key);
DanbiBatch *danbi_batch_book_find_by_receipt (DanbiBatchBook *self, const char *receipt);
GPtrArray *danbi_batch_book_get_batches (DanbiBatchBook *self);
DanbiArchiveUse danbi_batch_book_get_use (DanbiBatchBook *self, const DanbiBatch *batch,
                                          const char *archive);

G_END_DECLS
