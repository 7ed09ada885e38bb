/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-table.h"

G_BEGIN_DECLS

/* How a rulebook builds a rule set; used inside this room only. What a rule set tells is in
 * danbi-rulebook.h. */
DanbiRules *danbi_rules_new (const char *effective_from);
void danbi_rules_free (DanbiRules *self);
gboolean danbi_rules_read_table (DanbiRules *self, const DanbiTable *table, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiRules, danbi_rules_free)

G_END_DECLS
