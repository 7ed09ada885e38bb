/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DANBI_TYPE_APPLICATION (danbi_application_get_type ())
G_DECLARE_FINAL_TYPE (DanbiApplication, danbi_application, DANBI, APPLICATION, AdwApplication)

DanbiApplication *danbi_application_new (void);

G_END_DECLS
