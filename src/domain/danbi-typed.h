/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-record.h"
#include "danbi-roc-date.h"

G_BEGIN_DECLS

gboolean danbi_typed_parse_date (const char *text, DanbiRocPrecision precision, gint64 now_s,
                                 DanbiRocDate *date);
DanbiRocPrecision danbi_typed_get_precision (DanbiField field);
char *danbi_typed_to_value (DanbiField field, const char *text, gint64 now_s);
char *danbi_typed_describe (DanbiField field, const char *value, gint64 now_s);
void danbi_typed_fill_from (DanbiField field, const DanbiRecord *record, DanbiRecord *proposals);

G_END_DECLS
