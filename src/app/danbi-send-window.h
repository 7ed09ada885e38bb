/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-outbox.h"

G_BEGIN_DECLS

#define DANBI_TYPE_SEND_WINDOW (danbi_send_window_get_type ())
G_DECLARE_FINAL_TYPE (DanbiSendWindow, danbi_send_window, DANBI, SEND_WINDOW, AdwWindow)

DanbiSendWindow *danbi_send_window_new (GtkWindow *parent, DanbiDesk *desk, DanbiOutbox *outbox,
                                        GSettings *settings);

G_END_DECLS
