/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-patient.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CHOICE (danbi_choice_get_type ())
G_DECLARE_FINAL_TYPE (DanbiChoice, danbi_choice, DANBI, CHOICE, GObject)

/* Properties: "code", "name", "detail" and "said" (string), "has-detail". */
const char *danbi_choice_get_value (DanbiChoice *self);
const char *danbi_choice_get_code (DanbiChoice *self);
const char *danbi_choice_get_detail (DanbiChoice *self);
char *danbi_choice_dup_said (DanbiChoice *self);
gboolean danbi_choice_is_remembered (DanbiChoice *self);
const DanbiPatient *danbi_choice_get_patient (DanbiChoice *self);

gboolean danbi_choice_is_offered (DanbiField field);
gboolean danbi_choice_is_open (const DanbiRules *rules, const DanbiOrderCode *order,
                               DanbiField field, const char *typed);
GListModel *danbi_choice_list_new (const DanbiRules *rules, const DanbiOrderCode *order,
                                   DanbiField field, const char *typed,
                                   const char *const *first);
gboolean danbi_choice_is_of_patients (DanbiField field);
GListModel *danbi_choice_list_new_patients (GPtrArray *patients, const DanbiRules *rules,
                                            gint64 now_s);

G_END_DECLS
