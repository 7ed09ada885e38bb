/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DANBI_TYPE_ROW_SCROLLER (danbi_row_scroller_get_type ())
G_DECLARE_DERIVABLE_TYPE (DanbiRowScroller, danbi_row_scroller, DANBI, ROW_SCROLLER, GtkWidget)

/**
 * DanbiRowScrollerClass:
 * @make_row: makes a row that shows nothing
 * @show_row: makes a row show what stands at a place
 * @get_row_height: how high each row is
 * @fit: places what stands in rows of this width, and says how wide they really are
 * @placed: every row stands where it belongs
 */
struct _DanbiRowScrollerClass
{
  GtkWidgetClass parent_class;

  GtkWidget *(*make_row) (DanbiRowScroller *self);
  void (*show_row) (DanbiRowScroller *self, GtkWidget *row, guint place);
  int (*get_row_height) (DanbiRowScroller *self);
  int (*fit) (DanbiRowScroller *self, int width);
  void (*placed) (DanbiRowScroller *self);
};

void danbi_row_scroller_set_titles (DanbiRowScroller *self, GtkWidget *titles);
void danbi_row_scroller_set_n_rows (DanbiRowScroller *self, guint n_rows);
void danbi_row_scroller_show_anew (DanbiRowScroller *self);
guint danbi_row_scroller_get_top (DanbiRowScroller *self);
guint danbi_row_scroller_get_page (DanbiRowScroller *self);
gboolean danbi_row_scroller_find_place (DanbiRowScroller *self, double y, guint *place);
double danbi_row_scroller_get_left (DanbiRowScroller *self);
GtkWidget *danbi_row_scroller_get_row (DanbiRowScroller *self, guint place);
void danbi_row_scroller_scroll_to (DanbiRowScroller *self, guint place);
void danbi_row_scroller_scroll_by (DanbiRowScroller *self, gint64 n_rows);

G_END_DECLS
