/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-intake.h"

G_BEGIN_DECLS

void danbi_bystander_pass_over (DanbiIntake *intake);
gboolean danbi_bystander_was_meant (const DanbiIntake *intake, const DanbiImage *image);

G_END_DECLS
