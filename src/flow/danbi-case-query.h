/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case-row.h"
#include "danbi-desk.h"

G_BEGIN_DECLS

#define DANBI_TYPE_CASE_QUERY (danbi_case_query_get_type ())
G_DECLARE_FINAL_TYPE (DanbiCaseQuery, danbi_case_query, DANBI, CASE_QUERY, GObject)

/**
 * DanbiCaseConditions:
 * @words: (nullable): words, each of which a case must have: a part of the patient's number, an
 *   order code, the number of the visit, a receipt, an archive, a day; %NULL or "": any
 * @from: (nullable): the first day of the visit, YYYMMDD; %NULL or "": any
 * @to: (nullable): the last day, which counts
 * @states: bits `1u << DanbiState`; 0: any
 * @binned: the cases in the bin in place of the others
 *
 * 查詢條件: which cases are asked for. All zero: all of them.
 */
typedef struct
{
  const char *words;
  const char *from;
  const char *to;
  guint states;
  gboolean binned;
} DanbiCaseConditions;

/* The cases that answer, a GListModel of DanbiCaseRow, the newest visit first; any of them may be
 * ticked. Property: "searching". Signals: "answered" (whether the conditions are others than those
 * of the answer before), "ticks-changed", "failed" (a sentence). */
DanbiCaseQuery *danbi_case_query_new (DanbiDesk *desk);
void danbi_case_query_ask (DanbiCaseQuery *self, const DanbiCaseConditions *conditions);
void danbi_case_query_refresh (DanbiCaseQuery *self);
gboolean danbi_case_query_get_searching (DanbiCaseQuery *self);
gint64 danbi_case_query_get_id (DanbiCaseQuery *self, guint position);
gboolean danbi_case_query_find (DanbiCaseQuery *self, gint64 id, guint *position);

void danbi_case_query_set_ticked (DanbiCaseQuery *self, gint64 id, gboolean ticked);
gboolean danbi_case_query_get_ticked (DanbiCaseQuery *self, gint64 id);
void danbi_case_query_tick_all (DanbiCaseQuery *self, gboolean ticked);
void danbi_case_query_tick_range (DanbiCaseQuery *self, guint first, guint last);
guint danbi_case_query_get_n_ticked (DanbiCaseQuery *self);
GArray *danbi_case_query_dup_ticked (DanbiCaseQuery *self);

/* The rows of cases, in their order; those that are gone are left out. */
void danbi_case_query_read_async (DanbiCaseQuery *self, GArray *ids, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *danbi_case_query_read_finish (DanbiCaseQuery *self, GAsyncResult *result,
                                         GError **error);

G_END_DECLS
