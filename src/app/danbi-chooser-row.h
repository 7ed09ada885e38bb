/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-drop.h"
#include "danbi-rulebook.h"
#include "danbi-thumbnailer.h"

G_BEGIN_DECLS

/* One line of the chooser: its check button, what it is, and why. */
#define DANBI_TYPE_CHOOSER_ROW (danbi_chooser_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiChooserRow, danbi_chooser_row, DANBI, CHOOSER_ROW, GtkBox)

GtkWidget *danbi_chooser_row_new (void);
void danbi_chooser_row_bind (DanbiChooserRow *self, DanbiDrop *drop, DanbiDropNode *node,
                             const DanbiOrderClass *image_class, DanbiThumbnailer *thumbnailer);
void danbi_chooser_row_unbind (DanbiChooserRow *self);
DanbiDropNode *danbi_chooser_row_get_node (DanbiChooserRow *self);
void danbi_chooser_row_toggle (DanbiChooserRow *self);

G_END_DECLS
