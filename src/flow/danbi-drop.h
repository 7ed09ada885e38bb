/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-drop-node.h"

G_BEGIN_DECLS

/* What was dropped on a case, read and not yet taken: a tree of patients, studies and series to
 * choose from. It holds the files that came out of archives: their paths are good as long as it
 * lives. To be used in the main thread. Signal "changed": something else is chosen now. */
#define DANBI_TYPE_DROP (danbi_drop_get_type ())
G_DECLARE_FINAL_TYPE (DanbiDrop, danbi_drop, DANBI, DROP, GObject)

GListModel *danbi_drop_get_patients (DanbiDrop *self);
gboolean danbi_drop_needs_choice (DanbiDrop *self);
gboolean danbi_drop_choose (DanbiDrop *self, DanbiDropNode *node, gboolean chosen);
void danbi_drop_count_chosen (DanbiDrop *self, guint *n_images, guint *n_others,
                              guint *n_left_out);

G_END_DECLS
