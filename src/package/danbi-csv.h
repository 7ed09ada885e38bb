/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-record.h"

G_BEGIN_DECLS

char *danbi_csv_format_row (const DanbiRecord *record, GError **error);
char *danbi_csv_format (GPtrArray *records, GError **error);

G_END_DECLS
