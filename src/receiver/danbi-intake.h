/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-batch-book.h"
#include "danbi-rulebook.h"
#include "danbi-tus-store.h"
#include "danbi-wire.h"

G_BEGIN_DECLS

/* Why a batch is not taken in: the code is the HTTP status of the answer. */
#define DANBI_INTAKE_ERROR (danbi_intake_error_quark ())
GQuark danbi_intake_error_quark (void);

#define DANBI_TYPE_INTAKE (danbi_intake_get_type ())
G_DECLARE_FINAL_TYPE (DanbiIntake, danbi_intake, DANBI, INTAKE, GObject)

DanbiIntake *danbi_intake_new (const char *dir, DanbiRulebook *rulebook, GError **error);
void danbi_intake_set_delay_ms (DanbiIntake *self, guint delay_ms);
void danbi_intake_set_keep (DanbiIntake *self, gboolean keep);
void danbi_intake_resume (DanbiIntake *self);

DanbiTusStore *danbi_intake_get_store (DanbiIntake *self);
DanbiBatchBook *danbi_intake_get_book (DanbiIntake *self);
gboolean danbi_intake_is_taking (DanbiIntake *self, const char *key);

void danbi_intake_take_async (DanbiIntake *self, const char *key,
                              const DanbiBatchRequest *request, GAsyncReadyCallback callback,
                              gpointer user_data);
DanbiBatch *danbi_intake_take_finish (DanbiIntake *self, GAsyncResult *result, GError **error);

G_END_DECLS
