/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "danbi-tus-store.h"

G_BEGIN_DECLS

/* The tus server at /files. */
typedef struct _DanbiTusHandler DanbiTusHandler;

DanbiTusHandler *danbi_tus_handler_new (DanbiTusStore *store, guint64 max_bytes);
void danbi_tus_handler_free (DanbiTusHandler *self);
void danbi_tus_handler_add_to (DanbiTusHandler *self, SoupServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTusHandler, danbi_tus_handler_free)

G_END_DECLS
