/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_PASSWORD_DIALOG (danbi_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DanbiPasswordDialog, danbi_password_dialog, DANBI, PASSWORD_DIALOG, AdwWindow)

GtkWidget *danbi_password_dialog_new (GtkWindow *parent, DanbiPasswordRequest *request);
void danbi_password_dialog_attach (GtkWindow *window, DanbiDesk *desk);

G_END_DECLS
