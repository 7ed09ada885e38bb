/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_FIELD_ROW (danbi_field_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiFieldRow, danbi_field_row, DANBI, FIELD_ROW, GtkBox)

/* Property "key" (string): the key of the field, as in `patient_id`. Signal "advance"
 * (boolean): Return was pressed, the focus is to go on, or with Shift back.
 * Signal "pasted" (string): a text of several columns came in, it may be for several fields; the
 * handler returns whether it was. */
DanbiField danbi_field_row_get_field (DanbiFieldRow *self);
void danbi_field_row_set_case (DanbiFieldRow *self, DanbiDesk *desk, DanbiCase *item);
void danbi_field_row_refresh (DanbiFieldRow *self, GPtrArray *findings);
void danbi_field_row_set_strict (DanbiFieldRow *self, gboolean strict);
void danbi_field_row_reload (DanbiFieldRow *self);
void danbi_field_row_focus (DanbiFieldRow *self);

G_END_DECLS
