/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-site-board.h"

G_BEGIN_DECLS

#define DANBI_TYPE_REGION_PICKER (danbi_region_picker_get_type ())
G_DECLARE_FINAL_TYPE (DanbiRegionPicker, danbi_region_picker, DANBI, REGION_PICKER, DanbiSiteBoard)

GtkWidget *danbi_region_picker_new (void);

G_END_DECLS
