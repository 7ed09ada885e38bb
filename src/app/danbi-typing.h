/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-field.h"

G_BEGIN_DECLS

/**
 * DanbiTypingColumnsFunc:
 * @text: several columns or lines that came in at once
 * @user_data: as given
 *
 * Returns: whether they were for several fields, so that nothing is to stand in the entry
 */
typedef gboolean (*DanbiTypingColumnsFunc) (const char *text, gpointer user_data);

void danbi_typing_attach (GtkEntry *entry, DanbiField field, DanbiTypingColumnsFunc on_columns,
                          gpointer user_data);
void danbi_typing_set_text (GtkEntry *entry, const char *text);
gboolean danbi_typing_handle_key (GtkEntry *entry, guint keyval, GdkModifierType modifiers);

G_END_DECLS
