/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-image.h"

G_BEGIN_DECLS

/* Which pictures of a case one goes through, and in which steps. An array of #DanbiImage; each
 * function is one of its arguments. */
GPtrArray *danbi_stack_new (GListModel *images);
GPtrArray *danbi_stack_new_series (GPtrArray *stack, guint place);
guint danbi_stack_find (GPtrArray *stack, const DanbiImage *image);
guint danbi_stack_find_same (GPtrArray *stack, const DanbiImage *image);
guint danbi_stack_find_next_series (GPtrArray *stack, guint place, int direction);

G_END_DECLS
