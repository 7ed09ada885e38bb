/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-autosave.h"
#include "danbi-window.h"

G_BEGIN_DECLS

/* Actions of the window: "win.remove-case", and "win.undo-remove" (int64, a case; 0: the one that
 * was deleted last). */
void danbi_removal_attach (DanbiWindow *window, DanbiDesk *desk, DanbiAutosave *autosave,
                           AdwToastOverlay *toasts);

G_END_DECLS
