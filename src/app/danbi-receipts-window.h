/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-receipt.h"

G_BEGIN_DECLS

#define DANBI_TYPE_RECEIPTS_WINDOW (danbi_receipts_window_get_type ())
G_DECLARE_FINAL_TYPE (DanbiReceiptsWindow, danbi_receipts_window, DANBI, RECEIPTS_WINDOW, AdwWindow)

DanbiReceiptsWindow *danbi_receipts_window_new (GtkWindow *parent, DanbiDesk *desk);
void danbi_receipts_window_show (DanbiReceiptsWindow *self, gint64 submission_id);

G_END_DECLS
