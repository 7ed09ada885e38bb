/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-outbox.h"
#include "danbi-window.h"

G_BEGIN_DECLS

/* Actions of the window: "win.send", "win.receipts" and "win.receipt" (int64, a batch). */
void danbi_side_windows_attach (DanbiWindow *window, DanbiDesk *desk, DanbiOutbox *outbox,
                                GSettings *settings);

G_END_DECLS
