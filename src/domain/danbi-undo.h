/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case.h"

G_BEGIN_DECLS

/* What was typed into a case can be taken back, one step a field, for as long as the case is open.
 * Whoever changes a case in a person's name does so between begin and end; these may be nested. */
void danbi_undo_begin (DanbiCase *item, DanbiField field);
void danbi_undo_end (DanbiCase *item);
void danbi_undo_close_step (DanbiCase *item);
gboolean danbi_undo_step_back (DanbiCase *item, DanbiField *field);
gboolean danbi_undo_step_forth (DanbiCase *item, DanbiField *field);

G_END_DECLS
