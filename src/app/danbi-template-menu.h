/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-window.h"

G_BEGIN_DECLS

/* Actions of the window: "win.use-template" (int32, from 1), "win.keep-template" and
 * "win.templates". */
void danbi_template_menu_attach (DanbiWindow *window, AdwSplitButton *button, DanbiDesk *desk);

G_END_DECLS
