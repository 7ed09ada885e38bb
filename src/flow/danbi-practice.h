/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DANBI_TYPE_PRACTICE (danbi_practice_get_type ())
G_DECLARE_FINAL_TYPE (DanbiPractice, danbi_practice, DANBI, PRACTICE, GObject)

/* The practice receiver as a child process of this program; it ends with the object. */
void danbi_practice_start_async (const char *dir, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
DanbiPractice *danbi_practice_start_finish (GAsyncResult *result, GError **error);
const char *danbi_practice_get_url (DanbiPractice *self);
gboolean danbi_practice_run (const char *dir, guint port, const char *now, GError **error);

G_END_DECLS
