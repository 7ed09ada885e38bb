/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

/* What was dropped, to choose from. Signals: "take": the user wants what is chosen now; "cancel":
 * nothing of it. Exactly one of the two comes, and once. */
#define DANBI_TYPE_CHOOSER (danbi_chooser_get_type ())
G_DECLARE_FINAL_TYPE (DanbiChooser, danbi_chooser, DANBI, CHOOSER, AdwWindow)

DanbiChooser *danbi_chooser_new (GtkWindow *parent, DanbiDesk *desk, DanbiCase *item,
                                 DanbiDrop *drop);
DanbiDrop *danbi_chooser_get_drop (DanbiChooser *self);

G_END_DECLS
