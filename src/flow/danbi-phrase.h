/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-roc-date.h"
#include "danbi-rulebook.h"
#include "danbi-wire.h"

G_BEGIN_DECLS

char *danbi_phrase_for_outcome (const DanbiRowOutcome *outcome, const DanbiRules *rules);
char *danbi_phrase_for_time (const DanbiRocDate *date);

G_END_DECLS
