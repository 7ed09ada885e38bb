/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-choice.h"
#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CHOICE_POPOVER (danbi_choice_popover_get_type ())
G_DECLARE_FINAL_TYPE (DanbiChoicePopover, danbi_choice_popover, DANBI, CHOICE_POPOVER, GtkPopover)

/* Signals "chosen" and "forget" (DanbiChoice), "recall": what was forgotten is wanted back. */
GtkWidget *danbi_choice_popover_new (void);
void danbi_choice_popover_show (DanbiChoicePopover *self, GListModel *choices, gboolean on_first);
void danbi_choice_popover_find (DanbiChoicePopover *self, DanbiDesk *desk, DanbiCase *item,
                                DanbiField field, const char *typed, gboolean on_first);
void danbi_choice_popover_close (DanbiChoicePopover *self);
gboolean danbi_choice_popover_handle_key (DanbiChoicePopover *self, guint keyval);
void danbi_choice_popover_tell_forgotten (DanbiChoicePopover *self, DanbiChoice *choice);
gboolean danbi_choice_popover_wants_recall (DanbiChoicePopover *self);

G_END_DECLS
