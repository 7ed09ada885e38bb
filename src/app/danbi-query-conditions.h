/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-case-query.h"

G_BEGIN_DECLS

#define DANBI_TYPE_QUERY_CONDITIONS (danbi_query_conditions_get_type ())
G_DECLARE_FINAL_TYPE (DanbiQueryConditions, danbi_query_conditions, DANBI, QUERY_CONDITIONS, GtkBox)

/* Signals: "changed" (other cases are asked for), "done" (somebody goes on to what was found). */
void danbi_query_conditions_get (DanbiQueryConditions *self, DanbiCaseConditions *conditions);
gboolean danbi_query_conditions_are_open (DanbiQueryConditions *self);
void danbi_query_conditions_clear (DanbiQueryConditions *self);
gboolean danbi_query_conditions_clear_words (DanbiQueryConditions *self);
GtkWidget *danbi_query_conditions_get_words (DanbiQueryConditions *self);
void danbi_query_conditions_search (DanbiQueryConditions *self);
void danbi_query_conditions_take_keys_of (DanbiQueryConditions *self, GtkWidget *widget);

G_END_DECLS
