/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case-query.h"
#include "danbi-query-phrases.h"
#include "danbi-row-scroller.h"

G_BEGIN_DECLS

#define DANBI_TYPE_QUERY_TABLE (danbi_query_table_get_type ())
G_DECLARE_FINAL_TYPE (DanbiQueryTable, danbi_query_table, DANBI, QUERY_TABLE, DanbiRowScroller)

/* In a window that has the actions "query.tick-all", "query.copy" and "query.delete". Signals:
 * "open" (the id of a case that somebody wants to see), "moved" (another case is the current
 * one). */
void danbi_query_table_set_query (DanbiQueryTable *self, DanbiCaseQuery *query,
                                  DanbiRulebook *rulebook);
void danbi_query_table_set_full_ids (DanbiQueryTable *self, gboolean full_ids);
void danbi_query_table_set_binned (DanbiQueryTable *self, gboolean binned);
void danbi_query_table_tell_anew (DanbiQueryTable *self);
gint64 danbi_query_table_get_current (DanbiQueryTable *self);
gboolean danbi_query_table_is_ready (DanbiQueryTable *self);
void danbi_query_table_get_view (DanbiQueryTable *self, DanbiQueryView *view);

G_END_DECLS
