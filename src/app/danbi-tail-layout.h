/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text and what belongs to it: beside it where there is room, else below. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DANBI_TYPE_TAIL_LAYOUT (danbi_tail_layout_get_type ())

G_DECLARE_FINAL_TYPE (DanbiTailLayout, danbi_tail_layout, DANBI, TAIL_LAYOUT, GtkLayoutManager)

G_END_DECLS
