/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed into stays in sight, whatever comes and goes above it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void danbi_follow_focus_attach (GtkScrolledWindow *scroller,
                                GType              whole);

G_END_DECLS
