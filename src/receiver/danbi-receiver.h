/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_RECEIVER_ERROR (danbi_receiver_error_quark ())

/**
 * DanbiReceiverError:
 * @DANBI_RECEIVER_ERROR_FAILED: what arrived, or the receiver's own folder, is not right
 */
typedef enum
{
  DANBI_RECEIVER_ERROR_FAILED,
} DanbiReceiverError;
GQuark danbi_receiver_error_quark (void);

/**
 * DanbiReceiverFault:
 * @DANBI_RECEIVER_FAULT_NONE: none
 * @DANBI_RECEIVER_FAULT_NAME_BATCH_BEFORE: the first batch is hung up on before it is taken in
 * @DANBI_RECEIVER_FAULT_NAME_BATCH_AFTER: every new batch is taken in, and hung up on before the
 *   answer; asked again with its key, it has its receipt
 *
 * What the receiver does wrong so that it can be practised.
 */
typedef enum
{
  DANBI_RECEIVER_FAULT_NONE,
  DANBI_RECEIVER_FAULT_NAME_BATCH_BEFORE,
  DANBI_RECEIVER_FAULT_NAME_BATCH_AFTER,
} DanbiReceiverFault;

#define DANBI_TYPE_RECEIVER (danbi_receiver_get_type ())
G_DECLARE_FINAL_TYPE (DanbiReceiver, danbi_receiver, DANBI, RECEIVER, GObject)

DanbiReceiver *danbi_receiver_new (const char *dir, DanbiRulebook *rulebook, GError **error);
void danbi_receiver_set_delay_ms (DanbiReceiver *self, guint delay_ms);
void danbi_receiver_set_keep (DanbiReceiver *self, gboolean keep);
void danbi_receiver_set_fault (DanbiReceiver *self, DanbiReceiverFault fault);
gboolean danbi_receiver_listen (DanbiReceiver *self, guint16 port, GError **error);
const char *danbi_receiver_get_url (DanbiReceiver *self);

G_END_DECLS
