/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page 查詢 says: each cell, each row for who cannot see it, and what came of an action. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-phrases.h"
#include "danbi-query-phrases.h"

#define DAY_S (24 * 60 * 60)

/**
 * danbi_query_phrase_title:
 * @column: a column
 * @binned: whether the cases in the bin are shown
 *
 * Returns: (transfer none): what stands above it
 */
const char *
danbi_query_phrase_title (DanbiQueryColumn column,
                          gboolean         binned)
{
  static const char *const titles[DANBI_QUERY_N_COLUMNS] = {
    [DANBI_QUERY_MONTH] = NC_ ("column", "Month of service"),
    [DANBI_QUERY_CARD_TIME] = NC_ ("column", "Card swipe time"),
    [DANBI_QUERY_VISIT_TYPE] = NC_ ("column", "Visit type"),
    [DANBI_QUERY_VISIT_SEQ] = NC_ ("column", "Visit sequence"),
    [DANBI_QUERY_PATIENT] = NC_ ("column", "Identity number"),
    [DANBI_QUERY_ORDER] = NC_ ("column", "Order code"),
    [DANBI_QUERY_RECEIPT] = NC_ ("column", "Receipt"),
    [DANBI_QUERY_STATE] = NC_ ("column", "State"),
    [DANBI_QUERY_DEADLINE] = NC_ ("column", "Deadline"),
  };

  if (binned && column == DANBI_QUERY_DEADLINE)
    return C_ ("column", "Bin");
  return g_dpgettext2 (GETTEXT_PACKAGE, "column", titles[column]);
}

/* As the VPN page shows it: the code with its name. */
static char *
tell_visit_type (const char       *code,
                 const DanbiRules *rules)
{
  const DanbiCode *known = danbi_rules_find_code (rules, DANBI_CODE_TABLE_VISIT_TYPES, code);

  return known ? g_strdup_printf ("%s %s", code, known->name_zh) : g_strdup (code);
}

static char *
tell_patient (DanbiCaseRow         *row,
              const DanbiQueryView *view)
{
  if (!view->full_ids)
    return danbi_case_row_dup_masked_patient_id (row);
  return g_strdup (danbi_record_get (danbi_case_row_get_record (row), DANBI_FIELD_PATIENT_ID));
}

/* The clock matters as long as there is something to be done about it. */
static gboolean
is_counting (DanbiState state)
{
  return state == DANBI_STATE_DRAFT || state == DANBI_STATE_READY || state == DANBI_STATE_REJECTED
         || state == DANBI_STATE_UNKNOWN;
}

static char *
tell_deadline (DanbiCaseRow         *row,
               const DanbiQueryView *view)
{
  const DanbiLimits *limits = danbi_rules_get_limits (view->rules);
  DanbiDeadline deadline;
  DanbiReward reward;
  gboolean full;
  g_autofree char *left = NULL;

  danbi_case_row_get_deadline (row, &deadline);
  reward = danbi_deadline_get_reward (&deadline, view->now_s);
  full = reward == DANBI_REWARD_FULL;
  if (!is_counting (danbi_case_row_get_state (row)) || reward == DANBI_REWARD_UNKNOWN)
    return g_strdup ("");
  if (reward == DANBI_REWARD_NONE)
    return g_strdup (_("no points any more"));
  left = danbi_phrase_remaining ((full ? deadline.full_until_s : deadline.half_until_s)
                                 - view->now_s);
  /* Translators: the share of the points, then “22 h 10 min left” */
  return g_strdup_printf (_("%u%% · %s"),
                          full ? limits->full_points_percent : limits->half_points_percent, left);
}

/* How long it is kept, in days that have begun: 30 from the moment on in which it was deleted. */
static char *
tell_purge (DanbiCaseRow         *row,
            const DanbiQueryView *view)
{
  gint64 left_s = danbi_case_row_get_purge_s (row) - view->now_s;
  guint days = (guint) ((MAX (left_s, 0) + DAY_S - 1) / DAY_S);

  if (days <= 1)
    return g_strdup (_("deleted within a day"));
  return g_strdup_printf (ngettext ("deleted in %u day", "deleted in %u days", days), days);
}

/**
 * danbi_query_phrase_cell:
 * @column: what of it
 * @row: a case
 * @view: how cases are told
 *
 * Returns: (transfer full): what stands in one cell of the table
 */
char *
danbi_query_phrase_cell (DanbiQueryColumn      column,
                         DanbiCaseRow         *row,
                         const DanbiQueryView *view)
{
  const DanbiRecord *record = danbi_case_row_get_record (row);

  switch (column)
    {
    case DANBI_QUERY_MONTH:
      return danbi_phrase_value (DANBI_FIELD_SERVICE_MONTH,
                                 danbi_record_get (record, DANBI_FIELD_SERVICE_MONTH));
    case DANBI_QUERY_CARD_TIME:
      return danbi_phrase_value (DANBI_FIELD_CARD_TIME,
                                 danbi_record_get (record, DANBI_FIELD_CARD_TIME));
    case DANBI_QUERY_VISIT_TYPE:
      return tell_visit_type (danbi_record_get (record, DANBI_FIELD_VISIT_TYPE), view->rules);
    case DANBI_QUERY_VISIT_SEQ:
      return g_strdup (danbi_record_get (record, DANBI_FIELD_VISIT_SEQ));
    case DANBI_QUERY_PATIENT:
      return tell_patient (row, view);
    case DANBI_QUERY_ORDER:
      return g_strdup (danbi_record_get (record, DANBI_FIELD_ORDER_CODE));
    case DANBI_QUERY_RECEIPT:
      return g_strdup (danbi_case_row_get_receipt (row) ? danbi_case_row_get_receipt (row) : "");
    case DANBI_QUERY_STATE:
      return danbi_phrase_case_state (danbi_case_row_get_state (row),
                                      danbi_case_row_get_n_blocking (row), 0);
    default:
      return view->binned ? tell_purge (row, view) : tell_deadline (row, view);
    }
}

/**
 * danbi_query_phrase_row:
 * @cells: what stands in each cell
 * @binned: whether the cases in the bin are shown
 *
 * A row as it is read out: what tells cases apart comes first, and what is empty is left out.
 *
 * Returns: (transfer full): as in “Identity number A12****789, Order code 34004C, State Ready”
 */
char *
danbi_query_phrase_row (const char *const cells[DANBI_QUERY_N_COLUMNS],
                        gboolean    binned)
{
  static const DanbiQueryColumn order[DANBI_QUERY_N_COLUMNS] = {
    DANBI_QUERY_PATIENT,   DANBI_QUERY_ORDER,     DANBI_QUERY_STATE,
    DANBI_QUERY_DEADLINE,  DANBI_QUERY_CARD_TIME, DANBI_QUERY_VISIT_TYPE,
    DANBI_QUERY_VISIT_SEQ, DANBI_QUERY_RECEIPT,   DANBI_QUERY_MONTH,
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    if (*cells[order[i]])
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? C_ ("enumeration", ", ") : "",
                              danbi_query_phrase_title (order[i], binned), cells[order[i]]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * danbi_query_phrase_table:
 * @rows: (element-type DanbiCaseRow): cases
 * @view: how they are told
 *
 * Returns: (transfer full): them with their titles, a line each, as a spreadsheet takes them
 */
char *
danbi_query_phrase_table (GPtrArray            *rows,
                          const DanbiQueryView *view)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "",
                            danbi_query_phrase_title (i, view->binned));
  g_string_append_c (text, '\n');
  for (guint at = 0; at < rows->len; at++)
    {
      for (guint i = 0; i < DANBI_QUERY_N_COLUMNS; i++)
        {
          g_autofree char *cell = danbi_query_phrase_cell (i, rows->pdata[at], view);

          g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", cell);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * danbi_query_phrase_count:
 * @n_found: how many cases were found
 * @n_ticked: how many of them are ticked
 *
 * Returns: (transfer full): as in “12 cases found, 3 ticked”
 */
char *
danbi_query_phrase_count (guint n_found,
                          guint n_ticked)
{
  g_autofree char *found = g_strdup_printf (
    ngettext ("%'u case found", "%'u cases found", n_found), n_found);
  g_autofree char *ticked = g_strdup_printf (_("%'u ticked"), n_ticked);

  /* Translators: “12 cases found”, “3 ticked” */
  return n_ticked > 0 ? g_strdup_printf (C_ ("query", "%s, %s"), found, ticked)
                      : g_steal_pointer (&found);
}

/* Takes @said over; @more may be %NULL. */
static char *
add_sentence (char       *said,
              const char *more)
{
  g_autofree char *owned = said;

  /* Translators: two sentences, one after the other */
  return more ? g_strdup_printf (C_ ("query", "%s %s"), owned, more) : g_steal_pointer (&owned);
}

/**
 * danbi_query_phrase_queued:
 * @n_queued: how many cases go
 * @n_unready: how many of those that were ticked are not ready to be sent
 * @n_more: how many are, and are too many for one batch
 *
 * Returns: (transfer full): what came of “Send”
 */
char *
danbi_query_phrase_queued (guint n_queued,
                           guint n_unready,
                           guint n_more)
{
  g_autofree char *unready = NULL;
  g_autofree char *more = NULL;

  if (n_queued == 0)
    return g_strdup (ngettext ("This case is not ready to send. Open it to see what is missing.",
                               "None of these cases is ready to send. Open one to see what is "
                               "missing.",
                               n_unready));
  if (n_unready > 0)
    unready = g_strdup_printf (ngettext ("%u is not ready to send and stays.",
                                         "%u are not ready to send and stay.", n_unready),
                               n_unready);
  if (n_more > 0)
    more = g_strdup_printf (_("The other %u do not go into one batch; send them after it."),
                            n_more);
  return add_sentence (add_sentence (g_strdup_printf (ngettext ("%u case is on its way.",
                                                                "%u cases are on their way.",
                                                                n_queued),
                                                      n_queued),
                                     unready),
                       more);
}

/**
 * danbi_query_phrase_copied:
 * @n_copied: how many cases are in the clipboard
 * @n_left: how many of those that were ticked are not
 *
 * Returns: (transfer full): what came of “Copy”
 */
char *
danbi_query_phrase_copied (guint n_copied,
                           guint n_left)
{
  g_autofree char *left = NULL;

  if (n_left > 0)
    left = g_strdup_printf (_("The other %u are too many at once."), n_left);
  return add_sentence (g_strdup_printf (ngettext ("%u case copied.", "%u cases copied.", n_copied),
                                        n_copied),
                       left);
}

/**
 * danbi_query_phrase_binned:
 * @n: how many cases went into the bin
 *
 * Returns: (transfer full): that they did
 */
char *
danbi_query_phrase_binned (guint n)
{
  return g_strdup_printf (ngettext ("%u case is in the bin.", "%u cases are in the bin.", n), n);
}

/**
 * danbi_query_phrase_erase:
 * @n: how many cases are to be deleted
 *
 * Returns: (transfer full): the question before that
 */
char *
danbi_query_phrase_erase (guint n)
{
  return g_strdup_printf (ngettext ("Delete %u case and its images for good? "
                                    "That cannot be undone.",
                                    "Delete %u cases and their images for good? "
                                    "That cannot be undone.",
                                    n),
                          n);
}
