/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DANBI_WORKER_MAX_LINE_BYTES (64 * 1024)
#define DANBI_WORKER_TIMEOUT_MS 20000

typedef struct _DanbiWorker DanbiWorker;

DanbiWorker *danbi_worker_new (const char *const *args, GError **error);
void danbi_worker_free (DanbiWorker *self);
gboolean danbi_worker_end (DanbiWorker *self);

int danbi_worker_get_fd (const DanbiWorker *self);
gboolean danbi_worker_wants_write (const DanbiWorker *self);
void danbi_worker_send (DanbiWorker *self, const char *data, gsize length);
gboolean danbi_worker_flush (DanbiWorker *self);
gboolean danbi_worker_receive (DanbiWorker *self);

gboolean danbi_worker_is_ready (const DanbiWorker *self);
gint64 danbi_worker_get_cpu_us (const DanbiWorker *self);
char *danbi_worker_take_line (DanbiWorker *self, gsize *length);
GBytes *danbi_worker_take_bytes (DanbiWorker *self, gsize size);
gboolean danbi_worker_is_babbling (const DanbiWorker *self);

char *danbi_worker_wait_line (DanbiWorker *self, gint64 timeout_ms, GCancellable *cancellable,
                              gsize *length);
GBytes *danbi_worker_wait_bytes (DanbiWorker *self, gsize size, gint64 timeout_ms,
                                 GCancellable *cancellable);

gint64 danbi_worker_get_timeout_ms (void);
void danbi_worker_set_unlocked_error (GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiWorker, danbi_worker_free)

G_END_DECLS
