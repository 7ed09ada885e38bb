/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_TEMPLATES_WINDOW (danbi_templates_window_get_type ())
G_DECLARE_FINAL_TYPE (DanbiTemplatesWindow, danbi_templates_window, DANBI, TEMPLATES_WINDOW,
                      AdwWindow)

DanbiTemplatesWindow *danbi_templates_window_new (GtkWindow *parent, DanbiDesk *desk);
void danbi_templates_window_name_last (DanbiTemplatesWindow *self);

G_END_DECLS
