/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-site-board.h"

G_BEGIN_DECLS

#define DANBI_TYPE_ODONTOGRAM (danbi_odontogram_get_type ())
G_DECLARE_FINAL_TYPE (DanbiOdontogram, danbi_odontogram, DANBI, ODONTOGRAM, DanbiSiteBoard)

GtkWidget *danbi_odontogram_new (void);

G_END_DECLS
