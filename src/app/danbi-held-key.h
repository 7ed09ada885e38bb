/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     danbi_held_key_attach (GtkWidget *widget);

gboolean danbi_key_is_return   (guint      keyval);

G_END_DECLS
