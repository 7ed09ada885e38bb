/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_AUTOSAVE (danbi_autosave_get_type ())
G_DECLARE_FINAL_TYPE (DanbiAutosave, danbi_autosave, DANBI, AUTOSAVE, GObject)

/* Properties: "saved-at" (int64, seconds since the epoch, 0: nothing to tell) and "error-message"
 * (string, NULL while all is well). */
DanbiAutosave *danbi_autosave_new (DanbiDesk *desk);
void danbi_autosave_set_case (DanbiAutosave *self, DanbiCase *item);
gint64 danbi_autosave_get_saved_at (DanbiAutosave *self);
const char *danbi_autosave_get_error_message (DanbiAutosave *self);
gboolean danbi_autosave_is_clean (DanbiAutosave *self);
void danbi_autosave_flush_async (DanbiAutosave *self, GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean danbi_autosave_flush_finish (DanbiAutosave *self, GAsyncResult *result, GError **error);

G_END_DECLS
