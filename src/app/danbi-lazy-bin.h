/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DANBI_TYPE_LAZY_BIN (danbi_lazy_bin_get_type ())
G_DECLARE_FINAL_TYPE (DanbiLazyBin, danbi_lazy_bin, DANBI, LAZY_BIN, GtkWidget)

/**
 * DanbiLazyFill:
 * @item: what the bin stands for
 * @user_data: what was given with the function
 *
 * Returns: (transfer full): the widget that shows it
 */
typedef GtkWidget *(*DanbiLazyFill) (gpointer item, gpointer user_data);

GtkWidget *danbi_lazy_bin_new (int *height, DanbiLazyFill fill, gpointer user_data);
void danbi_lazy_bin_set_item (DanbiLazyBin *self, gpointer item);
GtkWidget *danbi_lazy_bin_get_child (DanbiLazyBin *self);

G_END_DECLS
