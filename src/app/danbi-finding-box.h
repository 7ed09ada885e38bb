/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-finding.h"

G_BEGIN_DECLS

#define DANBI_TYPE_FINDING_BOX (danbi_finding_box_get_type ())
G_DECLARE_FINAL_TYPE (DanbiFindingBox, danbi_finding_box, DANBI, FINDING_BOX, GtkBox)

void danbi_finding_box_set_findings (DanbiFindingBox *self, GPtrArray *findings,
                                     const guint *n_files);
char *danbi_finding_box_dup_text (DanbiFindingBox *self);

gboolean danbi_finding_asks_for_more (DanbiFinding *finding);

G_END_DECLS
