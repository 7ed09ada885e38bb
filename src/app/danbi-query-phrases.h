/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-case-row.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/**
 * DanbiQueryColumn:
 *
 * What is told of a case that was found, in the order of the list of the VPN page 查詢; the deadline
 * is ours.
 */
typedef enum
{
  DANBI_QUERY_MONTH,
  DANBI_QUERY_CARD_TIME,
  DANBI_QUERY_VISIT_TYPE,
  DANBI_QUERY_VISIT_SEQ,
  DANBI_QUERY_PATIENT,
  DANBI_QUERY_ORDER,
  DANBI_QUERY_RECEIPT,
  DANBI_QUERY_STATE,
  DANBI_QUERY_DEADLINE,
  DANBI_QUERY_N_COLUMNS,
} DanbiQueryColumn;

/**
 * DanbiQueryView:
 * @rules: the rules in force now
 * @now_s: the time now
 * @full_ids: whether identity numbers are shown whole
 * @binned: whether the cases in the bin are shown
 *
 * How cases are told.
 */
typedef struct
{
  const DanbiRules *rules;
  gint64 now_s;
  gboolean full_ids;
  gboolean binned;
} DanbiQueryView;

/* What the page 查詢 says, in the program's language, and (transfer full) unless it is const. */
const char *danbi_query_phrase_title (DanbiQueryColumn column, gboolean binned);
char *danbi_query_phrase_cell (DanbiQueryColumn column, DanbiCaseRow *row,
                               const DanbiQueryView *view);
char *danbi_query_phrase_row (const char *const cells[DANBI_QUERY_N_COLUMNS], gboolean binned);
char *danbi_query_phrase_table (GPtrArray *rows, const DanbiQueryView *view);
char *danbi_query_phrase_count (guint n_found, guint n_ticked);
char *danbi_query_phrase_queued (guint n_queued, guint n_unready, guint n_more);
char *danbi_query_phrase_copied (guint n_copied, guint n_left);
char *danbi_query_phrase_binned (guint n);
char *danbi_query_phrase_erase (guint n);

G_END_DECLS
