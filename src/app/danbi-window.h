/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-case-page.h"
#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_WINDOW (danbi_window_get_type ())
G_DECLARE_FINAL_TYPE (DanbiWindow, danbi_window, DANBI, WINDOW, AdwApplicationWindow)

DanbiWindow *danbi_window_new (GtkApplication *application, DanbiDesk *desk, GSettings *settings);
void danbi_window_show_practice (DanbiWindow *self);
void danbi_window_show_problem (DanbiWindow *self, const char *message);
void danbi_window_hide_problem (DanbiWindow *self);
void danbi_window_open_case (DanbiWindow *self, gint64 id);
void danbi_window_offer_clinic (DanbiWindow *self);
DanbiCasePage *danbi_window_get_page (DanbiWindow *self);

G_END_DECLS
