/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-inspection.h"

G_BEGIN_DECLS

DanbiFileSet *danbi_survey_run (const char *const *paths, const DanbiInspectionOptions *options,
                                GCancellable *cancellable, GError **error);

G_END_DECLS
