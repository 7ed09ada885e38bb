/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case-group.h"
#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_GROUPS (danbi_case_groups_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCaseGroups, danbi_case_groups, DANBI, CASE_GROUPS, GObject)

/* A GListModel of DanbiCaseGroup and DanbiCaseRow: each group is followed by its cases. */
DanbiCaseGroups *danbi_case_groups_new (DanbiDesk *desk);
void danbi_case_groups_recount (DanbiCaseGroups *self);

G_END_DECLS
