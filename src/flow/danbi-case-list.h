/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case-row.h"
#include "danbi-store.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_LIST (danbi_case_list_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCaseList, danbi_case_list, DANBI, CASE_LIST, GObject)

DanbiCaseList *danbi_case_list_new (DanbiStore *store);
void danbi_case_list_refresh (DanbiCaseList *self);

G_END_DECLS
