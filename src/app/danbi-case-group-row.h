/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-case-group.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_GROUP_ROW (danbi_case_group_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCaseGroupRow, danbi_case_group_row, DANBI, CASE_GROUP_ROW, GtkBox)

void danbi_case_group_row_show (DanbiCaseGroupRow *self, DanbiCaseGroup *group,
                                const DanbiRulebook *rulebook);

G_END_DECLS
