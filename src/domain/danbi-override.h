/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-finding.h"

G_BEGIN_DECLS

/**
 * DanbiOverride:
 *
 * The reason for which errors of one rule are sent all the same, and which errors these are. A
 * reason that was given for the images of one patient says nothing of those of another, so it
 * lifts only what was found when it was given.
 */
typedef struct _DanbiOverride DanbiOverride;

DanbiOverride *danbi_override_new (const char *why);
DanbiOverride *danbi_override_new_bound (const char *why, const char *grounds);
DanbiOverride *danbi_override_copy (const DanbiOverride *self);
void danbi_override_free (DanbiOverride *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiOverride, danbi_override_free)

void danbi_override_add (DanbiOverride *self, const DanbiFinding *finding);
const char *danbi_override_get_why (const DanbiOverride *self);
char *danbi_override_dup_grounds (const DanbiOverride *self);
gboolean danbi_override_lifts (const DanbiOverride *self, const DanbiFinding *finding);
gboolean danbi_override_equal (const DanbiOverride *a, const DanbiOverride *b);

GHashTable *danbi_overrides_new (void);
void danbi_overrides_add_all (GHashTable *self, GHashTable *others);

G_END_DECLS
