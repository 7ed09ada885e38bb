/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receiver's answer for one row, noted in its case: as sentences, and error by error. */
#include "config.h"

#include <string.h>

#include "danbi-outcome.h"
#include "danbi-phrase.h"
#include "danbi-rejection.h"

static GPtrArray *
rejections_of (DanbiCase             *item,
               const DanbiRowOutcome *outcome)
{
  GPtrArray *rejections = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_rejection_free);

  for (guint i = 0; i < outcome->errors->len; i++)
    {
      const DanbiRowError *error = g_ptr_array_index (outcome->errors, i);
      DanbiField field = error->field ? danbi_field_from_key (error->field) : DANBI_FIELD_NONE;
      const char *value = field == DANBI_FIELD_NONE ? NULL : danbi_case_get_value (item, field);

      g_ptr_array_add (rejections, danbi_rejection_new (field, error->code, value));
    }
  return rejections;
}

/**
 * danbi_outcome_note:
 * @item: a case
 * @outcome: (nullable): what the receiver said of its row; %NULL: nothing yet
 * @rules: the rules, for NHI's texts
 *
 * What an earlier batch was answered makes room for it.
 */
void
danbi_outcome_note (DanbiCase             *item,
                    const DanbiRowOutcome *outcome,
                    const DanbiRules      *rules)
{
  g_autofree char *text = outcome ? danbi_phrase_for_outcome (outcome, rules) : NULL;

  danbi_case_set_outcome (item, text);
  danbi_case_take_rejections (item, outcome ? rejections_of (item, outcome) : NULL);
}

/**
 * danbi_outcome_note_json:
 * @item: a case
 * @json: what the receiver said of its row, as the store keeps it
 * @rules: the rules, for NHI's texts
 *
 * The same for an answer of an earlier run. What cannot be read says nothing.
 */
void
danbi_outcome_note_json (DanbiCase        *item,
                         const char       *json,
                         const DanbiRules *rules)
{
  g_autoptr (DanbiRowOutcome) outcome = danbi_row_outcome_from_json (json, strlen (json), NULL);

  if (outcome)
    danbi_outcome_note (item, outcome, rules);
}
