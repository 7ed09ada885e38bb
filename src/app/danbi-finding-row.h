/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-finding.h"

G_BEGIN_DECLS

#define DANBI_TYPE_FINDING_ROW (danbi_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (DanbiFindingRow, danbi_finding_row, DANBI, FINDING_ROW, GtkBox)

/* Activates the action "case.override" with the rule and the reason (ss). */
GtkWidget *danbi_finding_row_new (DanbiFinding *finding, guint n_files);
gboolean danbi_finding_row_shows (DanbiFindingRow *self, DanbiFinding *finding, guint n_files);
DanbiFinding *danbi_finding_row_get_finding (DanbiFindingRow *self);
const char *danbi_finding_get_icon (DanbiFinding *finding);
const char *danbi_finding_get_style (DanbiFinding *finding);

G_END_DECLS
