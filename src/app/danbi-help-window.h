/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DANBI_TYPE_HELP_WINDOW (danbi_help_window_get_type ())
G_DECLARE_FINAL_TYPE (DanbiHelpWindow, danbi_help_window, DANBI, HELP_WINDOW, AdwWindow)

DanbiHelpWindow *danbi_help_window_new (void);
gboolean danbi_help_window_show_page (DanbiHelpWindow *self, const char *id);
const char *danbi_help_window_get_page (DanbiHelpWindow *self);
void danbi_help_link_code (GtkWidget *button, const char *code);
void danbi_help_present (GtkApplication *application, const char *id);

G_END_DECLS
