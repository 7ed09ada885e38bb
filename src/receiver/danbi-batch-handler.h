/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "danbi-batch-intake.h"
#include "danbi-receiver.h"

G_BEGIN_DECLS

/* The batches at /batches. */
typedef struct _DanbiBatchHandler DanbiBatchHandler;

DanbiBatchHandler *danbi_batch_handler_new (DanbiBatchIntake *intake);
void danbi_batch_handler_free (DanbiBatchHandler *self);
void danbi_batch_handler_set_fault (DanbiBatchHandler *self, DanbiReceiverFault fault);
void danbi_batch_handler_add_to (DanbiBatchHandler *self, SoupServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiBatchHandler, danbi_batch_handler_free)

G_END_DECLS
