/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_PREFERENCES (danbi_preferences_get_type ())
G_DECLARE_FINAL_TYPE (DanbiPreferences, danbi_preferences, DANBI, PREFERENCES, AdwWindow)

DanbiPreferences *danbi_preferences_new (GtkWindow *parent, DanbiDesk *desk, GSettings *settings);

G_END_DECLS
