/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-inspection.h"
#include "danbi-worker.h"

G_BEGIN_DECLS

typedef struct _DanbiKeyring DanbiKeyring;

DanbiKeyring *danbi_keyring_new (DanbiPasswordFunc ask, gpointer user_data);
void danbi_keyring_free (DanbiKeyring *self);

gboolean danbi_keyring_ask (DanbiKeyring *self, const char *archive, gboolean wrong);
void danbi_keyring_send (const DanbiKeyring *self, DanbiWorker *worker);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiKeyring, danbi_keyring_free)

G_END_DECLS
