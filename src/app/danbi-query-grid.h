/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-query-phrases.h"

G_BEGIN_DECLS

/* What all rows of the table of 查詢 have in common: where each column stands, and the icons. */
typedef struct _DanbiQueryGrid DanbiQueryGrid;

DanbiQueryGrid *danbi_query_grid_new (void);
void danbi_query_grid_free (DanbiQueryGrid *self);
void danbi_query_grid_measure (DanbiQueryGrid *self, GtkWidget *widget);
int danbi_query_grid_fit (DanbiQueryGrid *self, int width);

int danbi_query_grid_get_row_height (const DanbiQueryGrid *self);
int danbi_query_grid_get_line_height (const DanbiQueryGrid *self);
int danbi_query_grid_get_n_lines (const DanbiQueryGrid *self);
int danbi_query_grid_get_icon_size (const DanbiQueryGrid *self);
int danbi_query_grid_get_tick_width (const DanbiQueryGrid *self);
int danbi_query_grid_get_column (const DanbiQueryGrid *self, DanbiQueryColumn column, int *x,
                                 int *width);
GtkSymbolicPaintable *danbi_query_grid_get_icon (DanbiQueryGrid *self, GtkWidget *widget,
                                                 const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiQueryGrid, danbi_query_grid_free)

G_END_DECLS
