/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "danbi-deadline.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_GROUP (danbi_case_group_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCaseGroup, danbi_case_group, DANBI, CASE_GROUP, GObject)

DanbiCaseGroup *danbi_case_group_new (DanbiUrgency urgency);
DanbiUrgency danbi_case_group_get_urgency (DanbiCaseGroup *self);
guint danbi_case_group_get_n_cases (DanbiCaseGroup *self);
void danbi_case_group_set_n_cases (DanbiCaseGroup *self, guint n_cases);

G_END_DECLS
