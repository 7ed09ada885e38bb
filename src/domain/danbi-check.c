/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All rules on one case: collects what fields and images find, and applies the overrides. */
#include "config.h"

#include <string.h>

#include "danbi-check-private.h"

/* Errors first, then in the order of the form, what is about images last, then by file. */
static int
compare_findings_cb (gconstpointer a,
                     gconstpointer b)
{
  const DanbiFinding *x = *(const DanbiFinding *const *) a;
  const DanbiFinding *y = *(const DanbiFinding *const *) b;
  int severity = (int) danbi_finding_get_severity (y) - (int) danbi_finding_get_severity (x);
  DanbiField field_x = danbi_finding_get_field (x);
  DanbiField field_y = danbi_finding_get_field (y);

  if (severity != 0)
    return severity;
  if (field_x != field_y && (field_x == DANBI_FIELD_NONE || field_y == DANBI_FIELD_NONE))
    return field_x == DANBI_FIELD_NONE ? 1 : -1;
  if (field_x != field_y)
    return (int) field_x - (int) field_y;
  return g_strcmp0 (danbi_finding_get_path (x), danbi_finding_get_path (y));
}

static void
apply_overrides (GPtrArray  *findings,
                 GHashTable *overrides)
{
  for (guint i = 0; overrides && i < findings->len; i++)
    {
      DanbiFinding *finding = g_ptr_array_index (findings, i);
      const DanbiOverride *given = g_hash_table_lookup (overrides,
                                                        danbi_finding_get_rule (finding));

      if (given && danbi_finding_get_overridable (finding) && danbi_override_lifts (given, finding))
        danbi_finding_set_override (finding, danbi_override_get_why (given));
    }
}

/**
 * danbi_check_get_rules:
 * @input: what is to be checked
 *
 * The date that selects the rule set is the actual examination date (RULEBOOK, head); while F12 is
 * no date yet, it is today.
 *
 * Returns: (transfer none): the rules in force for this case
 */
const DanbiRules *
danbi_check_get_rules (const DanbiCheckInput *input)
{
  DanbiRocDate day;

  if (danbi_roc_date_parse (danbi_record_get (input->record, DANBI_FIELD_EXAM_TIME),
                            DANBI_ROC_MINUTE, &day)
      != DANBI_ROC_OK)
    danbi_roc_date_from_unix (input->now_s, &day);
  return danbi_rulebook_get_rules (input->rulebook, &day);
}

/**
 * danbi_check:
 * @input: what is to be checked
 *
 * Holds one case against all rules that its input allows to judge. Touches nothing but its
 * arguments, so it may run in any thread.
 *
 * Returns: (transfer full) (element-type DanbiFinding): what was found: errors before warnings
 *   before notices, each in the order of the fields, images last
 */
GPtrArray *
danbi_check (const DanbiCheckInput *input)
{
  const DanbiRules *rules = danbi_check_get_rules (input);
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);

  danbi_check_fields (input, rules, findings);
  if (input->images)
    danbi_check_images (input, rules, findings);
  apply_overrides (findings, input->overrides);
  g_ptr_array_sort (findings, compare_findings_cb);
  return findings;
}

/**
 * danbi_findings_acceptable:
 * @findings: (element-type DanbiFinding): findings
 *
 * Returns: whether none of them stands against sending
 */
gboolean
danbi_findings_acceptable (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (danbi_finding_blocks (g_ptr_array_index (findings, i)))
      return FALSE;
  return TRUE;
}

/**
 * danbi_check_format_date:
 * @date: a valid date
 * @precision: how much of it to write
 *
 * Returns: (transfer full): the date as people here write it: `115/11`, `115/11/22`,
 *   `115/11/22 15:20`, `115/11/22 15:20:03`
 */
char *
danbi_check_format_date (const DanbiRocDate *date,
                         DanbiRocPrecision   precision)
{
  static const char before[] = "\0\0\0/\0/\0 \0:\0:\0";
  g_autofree char *digits = danbi_roc_date_format (date, precision);
  GString *text = g_string_sized_new (20);

  for (guint i = 0; digits[i] != '\0'; i++)
    {
      if (before[i] != '\0')
        g_string_append_c (text, before[i]);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}
