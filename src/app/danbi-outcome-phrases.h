/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-rejection.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/* What the receiver held against a case, and what is to be done about it: pure, in the program's
 * language, and (transfer full). */
char *danbi_phrase_rejection (const DanbiRejection *rejection, const DanbiRules *rules);
char *danbi_phrase_advice (DanbiField field, const char *code);
char *danbi_phrase_rejections_elsewhere (guint n);

G_END_DECLS
