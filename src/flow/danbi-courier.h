/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-archive-name.h"
#include "danbi-gateway.h"
#include "danbi-rulebook.h"
#include "danbi-store.h"

G_BEGIN_DECLS

/**
 * DanbiCourierEvents:
 * @case_state: a case came into a state; @outcome is its row's outcome where it has one
 * @case_packed: a case has its archive
 * @case_progress: a case's archive is packed or sent to this fraction, 0 to 1
 * @stage: the batch came into a stage (DanbiSendingStage)
 * @receipt: the receiver has the batch
 * @user_data: handed to each
 *
 * What the courier tells, in its own thread.
 */
typedef struct
{
  void (*case_state) (gint64 case_id, DanbiState state, const DanbiRowOutcome *outcome,
                      gpointer user_data);
  void (*case_packed) (gint64 case_id, const char *archive, gpointer user_data);
  void (*case_progress) (gint64 case_id, double fraction, gpointer user_data);
  void (*stage) (int stage, gpointer user_data);
  void (*receipt) (const char *receipt, gpointer user_data);
  gpointer user_data;
} DanbiCourierEvents;

/* Carries batches from the store to the gateway. Blocks: use it from one worker thread. */
typedef struct _DanbiCourier DanbiCourier;

DanbiCourier *danbi_courier_new (DanbiStore *store, DanbiRulebook *rulebook, const char *base_url,
                                 const char *token, DanbiFormat format,
                                 const DanbiCourierEvents *events, GCancellable *cancellable,
                                 GError **error);
void danbi_courier_free (DanbiCourier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiCourier, danbi_courier_free)

gboolean danbi_courier_send (DanbiCourier *self, const gint64 *ids, gsize n_ids, gboolean wait,
                             GError **error);
gboolean danbi_courier_settle (DanbiCourier *self, gboolean wait, GError **error);

G_END_DECLS
