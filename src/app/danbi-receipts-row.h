/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-receipt.h"

G_BEGIN_DECLS

#define DANBI_TYPE_RECEIPTS_ROW (danbi_receipts_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiReceiptsRow, danbi_receipts_row, DANBI, RECEIPTS_ROW, GtkListBoxRow)

GtkWidget *danbi_receipts_row_new (DanbiReceipt *receipt);
DanbiReceipt *danbi_receipts_row_get_receipt (DanbiReceiptsRow *self);

G_END_DECLS
