/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case-row.h"
#include "danbi-store.h"

G_BEGIN_DECLS

DanbiCaseRow *danbi_case_row_new (DanbiCaseSummary *summary);
DanbiCaseRow *danbi_case_row_new_blank (void);
gboolean danbi_case_row_equal (DanbiCaseRow *a, DanbiCaseRow *b);

G_END_DECLS
