/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-batch-book.h"
#include "danbi-rulebook.h"
#include "danbi-tus-store.h"
#include "danbi-wire.h"

G_BEGIN_DECLS

/* Why a batch is not taken in: the code is the HTTP status of the answer. */
#define DANBI_BATCH_INTAKE_ERROR (danbi_batch_intake_error_quark ())
GQuark danbi_batch_intake_error_quark (void);

#define DANBI_TYPE_BATCH_INTAKE (danbi_batch_intake_get_type ())
G_DECLARE_FINAL_TYPE (DanbiBatchIntake, danbi_batch_intake, DANBI, BATCH_INTAKE, GObject)

DanbiBatchIntake *danbi_batch_intake_new (const char *dir, DanbiRulebook *rulebook, GError **error);
void danbi_batch_intake_set_delay_ms (DanbiBatchIntake *self, guint delay_ms);
void danbi_batch_intake_set_keep (DanbiBatchIntake *self, gboolean keep);
void danbi_batch_intake_resume (DanbiBatchIntake *self);

DanbiTusStore *danbi_batch_intake_get_store (DanbiBatchIntake *self);
DanbiBatchBook *danbi_batch_intake_get_book (DanbiBatchIntake *self);
gboolean danbi_batch_intake_is_taking (DanbiBatchIntake *self, const char *key);

void danbi_batch_intake_take_async (DanbiBatchIntake *self, const char *key,
                                    const DanbiBatchRequest *request,
                                    GAsyncReadyCallback callback, gpointer user_data);
DanbiBatch *danbi_batch_intake_take_finish (DanbiBatchIntake *self, GAsyncResult *result,
                                            GError **error);

G_END_DECLS
