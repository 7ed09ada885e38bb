/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-case-row.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_SIDEBAR_ROW (danbi_case_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCaseSidebarRow, danbi_case_sidebar_row, DANBI, CASE_SIDEBAR_ROW, GtkBox)

void danbi_case_sidebar_row_show (DanbiCaseSidebarRow *self, DanbiCaseRow *row);
void danbi_case_sidebar_row_tick (DanbiCaseSidebarRow *self);
const char *danbi_state_get_icon (DanbiState state);

G_END_DECLS
