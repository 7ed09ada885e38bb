/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "danbi-rulebook.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CLINIC_GROUP (danbi_clinic_group_get_type ())
G_DECLARE_FINAL_TYPE (DanbiClinicGroup, danbi_clinic_group, DANBI, CLINIC_GROUP,
                      AdwPreferencesGroup)

void danbi_clinic_group_set_settings (DanbiClinicGroup *self, GSettings *settings,
                                      const DanbiRules *rules);

G_END_DECLS
