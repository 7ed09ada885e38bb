/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the receiver's answer means, in words: its codes with NHI's text, at the field's name. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-field.h"
#include "danbi-phrase.h"

static char *
describe_error (const DanbiRowError *error,
                const DanbiRules    *rules)
{
  DanbiField field = error->field ? danbi_field_from_key (error->field) : DANBI_FIELD_NONE;
  const DanbiCode *code = danbi_rules_find_code (rules, DANBI_CODE_TABLE_NHI_ERRORS, error->code);
  const char *what = field ? danbi_field_get_label (field) : _("The whole case");

  /* Translators: a field's name, NHI's error code, NHI's text for it */
  return g_strdup_printf (_("%s: NHI error %s, %s"), what, error->code,
                          code ? code->name_zh : _("a code that is not in the table"));
}

/**
 * danbi_phrase_for_outcome:
 * @outcome: what the receiver said of one row
 * @rules: the rules, for NHI's texts
 *
 * Returns: (transfer full): the errors as sentences, one a line; "" where there are none
 */
char *
danbi_phrase_for_outcome (const DanbiRowOutcome *outcome,
                          const DanbiRules      *rules)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < outcome->errors->len; i++)
    {
      g_autofree char *line = describe_error (g_ptr_array_index (outcome->errors, i), rules);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }
  return g_string_free (text, FALSE);
}

/**
 * danbi_phrase_for_time:
 * @date: a time in Taiwan, to the second
 *
 * Returns: (transfer full): the time as people write it, as in `115/11/22 15:20:03`
 */
char *
danbi_phrase_for_time (const DanbiRocDate *date)
{
  return g_strdup_printf ("%d/%02d/%02d %02d:%02d:%02d", date->year - 1911, date->month, date->day,
                          date->hour, date->minute, date->second);
}
