/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     danbi_held_key_attach (GtkWindow *window);

gboolean danbi_key_is_return   (guint      keyval);

G_END_DECLS
