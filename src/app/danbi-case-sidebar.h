/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_SIDEBAR (danbi_case_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCaseSidebar, danbi_case_sidebar, DANBI, CASE_SIDEBAR, GtkBox)

/* Signal "open" (int64 id): the user went to a case. */
void danbi_case_sidebar_set_desk (DanbiCaseSidebar *self, DanbiDesk *desk);
void danbi_case_sidebar_set_current (DanbiCaseSidebar *self, gint64 id);
void danbi_case_sidebar_tick (DanbiCaseSidebar *self);

G_END_DECLS
