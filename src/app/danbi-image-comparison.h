/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-comparison.h"
#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_IMAGE_COMPARISON (danbi_image_comparison_get_type ())
G_DECLARE_FINAL_TYPE (DanbiImageComparison, danbi_image_comparison, DANBI, IMAGE_COMPARISON,
                      GtkWidget)

void danbi_image_comparison_show (DanbiImageComparison *self, DanbiDesk *desk, DanbiCase *item);

G_END_DECLS
