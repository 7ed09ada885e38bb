/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-query-grid.h"

G_BEGIN_DECLS

#define DANBI_TYPE_QUERY_ROW (danbi_query_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiQueryRow, danbi_query_row, DANBI, QUERY_ROW, GtkWidget)

GtkWidget *danbi_query_row_new (DanbiQueryGrid *grid);
void danbi_query_row_show (DanbiQueryRow *self, DanbiCaseRow *row, const DanbiQueryView *view);
void danbi_query_row_set_ticked (DanbiQueryRow *self, gboolean ticked);
void danbi_query_row_set_current (DanbiQueryRow *self, gboolean current);
const char *danbi_query_row_get_text (DanbiQueryRow *self, DanbiQueryColumn column);

G_END_DECLS
