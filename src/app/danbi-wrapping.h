/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DANBI_TYPE_WRAPPING (danbi_wrapping_get_type ())
G_DECLARE_FINAL_TYPE (DanbiWrapping, danbi_wrapping, DANBI, WRAPPING, GtkWidget)

G_END_DECLS
