/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-autosave.h"
#include "danbi-queue-phrases.h"

G_BEGIN_DECLS

#define DANBI_TYPE_STATUS_LINE (danbi_status_line_get_type ())
G_DECLARE_FINAL_TYPE (DanbiStatusLine, danbi_status_line, DANBI, STATUS_LINE, GtkBox)

void danbi_status_line_set_case (DanbiStatusLine *self, DanbiDesk *desk, DanbiCase *item);
void danbi_status_line_set_autosave (DanbiStatusLine *self, DanbiAutosave *autosave);
void danbi_status_line_set_way (DanbiStatusLine *self, const DanbiWay *way, const char *trouble);
void danbi_status_line_focus (DanbiStatusLine *self);
void danbi_status_line_refresh (DanbiStatusLine *self);
const char *danbi_status_line_get_text (DanbiStatusLine *self);

G_END_DECLS
