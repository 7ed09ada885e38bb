/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-sending.h"

G_BEGIN_DECLS

#define DANBI_TYPE_SEND_WINDOW (danbi_send_window_get_type ())
G_DECLARE_FINAL_TYPE (DanbiSendWindow, danbi_send_window, DANBI, SEND_WINDOW, AdwWindow)

/* Activates the action "send-cases" (ax) of the window that it belongs to. */
DanbiSendWindow *danbi_send_window_new (GtkWindow *parent, DanbiDesk *desk,
                                        DanbiSending *sending);
void danbi_send_window_set_sending (DanbiSendWindow *self, DanbiSending *sending);

G_END_DECLS
