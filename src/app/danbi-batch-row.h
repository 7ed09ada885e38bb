/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-queue.h"

G_BEGIN_DECLS

#define DANBI_TYPE_BATCH_ROW (danbi_batch_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiBatchRow, danbi_batch_row, DANBI, BATCH_ROW, GtkListBoxRow)

GtkWidget *danbi_batch_row_new (DanbiQueue *queue, DanbiSending *sending);
DanbiSending *danbi_batch_row_get_sending (DanbiBatchRow *self);
void danbi_batch_row_set_place (DanbiBatchRow *self, guint place);
void danbi_batch_row_tick (DanbiBatchRow *self);

G_END_DECLS
