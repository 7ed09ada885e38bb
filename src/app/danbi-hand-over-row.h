/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-receipt.h"

G_BEGIN_DECLS

#define DANBI_TYPE_HAND_OVER_ROW (danbi_hand_over_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiHandOverRow, danbi_hand_over_row, DANBI, HAND_OVER_ROW, GtkListBoxRow)

GtkWidget *danbi_hand_over_row_new (DanbiReceiptField *field);
DanbiReceiptField *danbi_hand_over_row_get_field (DanbiHandOverRow *self);
gboolean danbi_hand_over_row_is_empty (DanbiHandOverRow *self);
void danbi_hand_over_row_copy (DanbiHandOverRow *self);

G_END_DECLS
