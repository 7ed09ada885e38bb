/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"

G_BEGIN_DECLS

char *danbi_field_words_dup_meaning (DanbiDesk *desk, DanbiCase *item, DanbiField field,
                                     const char *shown);
char *danbi_field_words_dup_confirm (DanbiCase *item, DanbiField field);

G_END_DECLS
