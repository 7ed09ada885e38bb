/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which batches this program works on, held against other programs at the same store. Any thread. */
typedef struct _DanbiClaim DanbiClaim;

DanbiClaim *danbi_claim_new (const char *dir, GError **error);
void danbi_claim_free (DanbiClaim *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiClaim, danbi_claim_free)

gboolean danbi_claim_take (DanbiClaim *self, gint64 id, GError **error);
void danbi_claim_drop (DanbiClaim *self, gint64 id);

G_END_DECLS
