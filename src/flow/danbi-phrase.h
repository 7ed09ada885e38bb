/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-rulebook.h"
#include "danbi-wire.h"

G_BEGIN_DECLS

char *danbi_phrase_for_outcome (const DanbiRowOutcome *outcome, const DanbiRules *rules);

G_END_DECLS
