/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-outbox.h"
#include "danbi-window.h"

G_BEGIN_DECLS

/* Actions of the window: "win.send", "win.receipts", "win.receipt" (int64, a batch) and
 * "win.query". */
void danbi_side_windows_attach (DanbiWindow *window, DanbiDesk *desk, DanbiOutbox *outbox,
                                GSettings *settings);

G_END_DECLS
