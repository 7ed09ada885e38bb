/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case-row.h"
#include "danbi-outbox.h"

G_BEGIN_DECLS

char *danbi_query_send (GPtrArray *rows, DanbiOutbox *outbox, gint64 not_before_s, guint *n_sent);

G_END_DECLS
