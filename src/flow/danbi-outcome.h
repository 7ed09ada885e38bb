/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"
#include "danbi-rulebook.h"
#include "danbi-wire.h"

G_BEGIN_DECLS

void danbi_outcome_note (DanbiCase *item, const DanbiRowOutcome *outcome, const DanbiRules *rules);
void danbi_outcome_note_json (DanbiCase *item, const char *json, const DanbiRules *rules);

G_END_DECLS
