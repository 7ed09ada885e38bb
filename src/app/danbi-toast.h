/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *danbi_toast_say (AdwToastOverlay *overlay, const char *title, const char *button,
                           const char *action, GVariant *target);
AdwToast *danbi_toast_show (AdwToastOverlay *overlay, const char *title, const char *action,
                            GVariant *target);

G_END_DECLS
