/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-outbox.h"

G_BEGIN_DECLS

#define DANBI_TYPE_QUERY_WINDOW (danbi_query_window_get_type ())
G_DECLARE_FINAL_TYPE (DanbiQueryWindow, danbi_query_window, DANBI, QUERY_WINDOW, AdwWindow)

/* Signals: "open" (the id of a case), "sending" (cases were queued, and somebody wants to see how
 * they fare). */
DanbiQueryWindow *danbi_query_window_new (GtkApplication *application, DanbiDesk *desk,
                                          DanbiOutbox *outbox, GSettings *settings);
gboolean danbi_query_window_is_deleting (DanbiQueryWindow *self);

G_END_DECLS
