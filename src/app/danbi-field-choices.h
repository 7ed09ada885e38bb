/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-desk.h"

G_BEGIN_DECLS

const DanbiOrderCode *danbi_field_choices_get_order (DanbiDesk *desk, DanbiCase *item);
GListModel *danbi_field_choices_new (DanbiDesk *desk, DanbiCase *item, DanbiField field,
                                     const char *typed);

G_END_DECLS
