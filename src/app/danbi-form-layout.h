/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields in lines of six columns, and in more lines where they do not fit. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DANBI_TYPE_FORM_LAYOUT (danbi_form_layout_get_type ())
#define DANBI_TYPE_FORM_LAYOUT_CHILD (danbi_form_layout_child_get_type ())

G_DECLARE_FINAL_TYPE (DanbiFormLayout, danbi_form_layout, DANBI, FORM_LAYOUT, GtkLayoutManager)
G_DECLARE_FINAL_TYPE (DanbiFormLayoutChild,
                      danbi_form_layout_child,
                      DANBI,
                      FORM_LAYOUT_CHILD,
                      GtkLayoutChild)

G_END_DECLS
