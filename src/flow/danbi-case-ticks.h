/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which cases of a list are ticked. */
typedef struct _DanbiCaseTicks DanbiCaseTicks;

DanbiCaseTicks *danbi_case_ticks_new (GArray *ids);
void danbi_case_ticks_free (DanbiCaseTicks *self);
gboolean danbi_case_ticks_get (const DanbiCaseTicks *self, gint64 id);
gboolean danbi_case_ticks_set (DanbiCaseTicks *self, gint64 id, gboolean ticked);
guint danbi_case_ticks_count (const DanbiCaseTicks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiCaseTicks, danbi_case_ticks_free)

G_END_DECLS
