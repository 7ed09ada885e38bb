/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DANBI_TYPE_COLUMN (danbi_column_get_type ())
G_DECLARE_FINAL_TYPE (DanbiColumn, danbi_column, DANBI, COLUMN, GtkWidget)

G_END_DECLS
