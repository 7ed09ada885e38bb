/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-rejection.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_TYPE_REJECTION_ROW (danbi_rejection_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiRejectionRow, danbi_rejection_row, DANBI, REJECTION_ROW, GtkBox)

GtkWidget *danbi_rejection_row_new (const DanbiRejection *rejection, const DanbiRules *rules,
                                    gboolean answered);
const char *danbi_rejection_row_get_message (DanbiRejectionRow *self);
const char *danbi_rejection_row_get_advice (DanbiRejectionRow *self);

gboolean danbi_rejection_row_fill (GtkBox *box, GPtrArray *rejections, DanbiCase *item,
                                   const DanbiRules *rules);
char *danbi_rejection_row_dup_text (GtkBox *box);

G_END_DECLS
