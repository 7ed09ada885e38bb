/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-case-row.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_TYPE_SEND_ROW (danbi_send_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiSendRow, danbi_send_row, DANBI, SEND_ROW, GtkListBoxRow)

/* Signal "toggled": the case was ticked or not any more. */
GtkWidget *danbi_send_row_new (DanbiCaseRow *row, const DanbiRulebook *rulebook);
void danbi_send_row_tick (DanbiSendRow *self);
gint64 danbi_send_row_get_id (DanbiSendRow *self);
gboolean danbi_send_row_get_ticked (DanbiSendRow *self);
void danbi_send_row_set_ticked (DanbiSendRow *self, gboolean ticked);

G_END_DECLS
