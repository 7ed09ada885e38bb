/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-record.h"
#include "danbi-state.h"

G_BEGIN_DECLS

/* What is on its way, in words: pure, in the program's language; (transfer full) but for the
 * constant ones. */
char *danbi_phrase_notice_title (const DanbiRecord *record, DanbiState state);
const char *danbi_phrase_notice_body (DanbiState state);

G_END_DECLS
