/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_TYPE_WELCOME (danbi_welcome_get_type ())
G_DECLARE_FINAL_TYPE (DanbiWelcome, danbi_welcome, DANBI, WELCOME, AdwWindow)

DanbiWelcome *danbi_welcome_new (GtkWindow *parent, GSettings *settings, const DanbiRules *rules,
                                 gboolean practice);

G_END_DECLS
