/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-query-grid.h"

G_BEGIN_DECLS

#define DANBI_TYPE_QUERY_TITLES (danbi_query_titles_get_type ())
G_DECLARE_FINAL_TYPE (DanbiQueryTitles, danbi_query_titles, DANBI, QUERY_TITLES, GtkWidget)

/* Signal: "tick-all" (whether all are to be ticked, or none). */
GtkWidget *danbi_query_titles_new (DanbiQueryGrid *grid);
void danbi_query_titles_set_binned (DanbiQueryTitles *self, gboolean binned);
void danbi_query_titles_show_ticks (DanbiQueryTitles *self, guint n_ticked, guint n_found);

G_END_DECLS
