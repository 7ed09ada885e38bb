/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the receiver held against a case in NHI's words, and what a person does about it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-outcome-phrases.h"
#include "danbi-typed.h"

typedef struct
{
  const char *code;
  const char *advice;
} Advice;

/* By NHI's codes (tables/nhi-error-codes.tsv); 01 goes by the field. Those from A1 on belong to
 * reports of devices and have no field here. */
static const Advice advices[] = {
  { "02", N_("Type it again: letters and digits only, as on the card.") },
  { "03", N_("Choose a code from the list of this field (key Down).") },
  { "04", N_("Type the day again, as in 115/11/22 or 115/11/22 15:20.") },
  { "05", N_("Compare it with the card, digit by digit, and type it again.") },
  { "06", N_("Type a number from 1 on.") },
  { "07", N_("Leave this field empty.") },
  { "08", N_("Compare it with the other days and times: birth, card swipe, examination, receipt. "
             "None of them may lie in the future.") },
  { "10", N_("Set it to the month of the examination.") },
  { "11", N_("Fill in the newborn's date of birth, or take the newborn's mark away.") },
  { "12", N_("Fill in the newborn's mark, or take the newborn's date of birth away.") },
  { "13", N_("Check the newborn's date of birth: beyond 60 days a child needs a card of its own.") },
  { "15", N_("Enter the site: this order code asks for one.") },
  { "16", N_("Choose the site from the list of this field (key Down).") },
  { "21", N_("Choose the visit type from the list of this field (key Down).") },
  { "22", N_("Send it again: it gets a new archive. If that does not help, add the images anew.") },
  { "23", N_("Compare the visit sequence with the record of the card.") },
  { "24", N_("1 for a swipe of that day, 2 for a make-up swipe.") },
  { "25", N_("NHI may have this case already: look it up under Receipts before sending it again.") },
  { "26", N_("Compare patient, visit and order with what was declared: NHI does not find it.") },
  { "27", N_("Give the next report number of this visit that is free.") },
  { "28", N_("Compare it with the contract: NHI does not know this provider.") },
  { "30", N_("Compare the order code with the order: NHI takes another kind of report for it.") },
  { "31", N_("Compare it with the time of the order in the record of the card.") },
  { "37", N_("Choose the order code from the list: it must hold on the day of the examination.") },
};

static const char *
find_advice (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (advices); i++)
    if (strcmp (advices[i].code, code) == 0)
      return _(advices[i].advice);
  return _("Compare it with the card and the request. If it is right, ask the NHI branch and give "
           "this code.");
}

static char *
advise_on_length (const DanbiFieldInfo *info)
{
  if (info->min_length == info->max_length)
    return g_strdup_printf (ngettext ("It has %u character.", "It has %u characters.",
                                      info->max_length),
                            info->max_length);
  return g_strdup_printf (ngettext ("It has at most %u character.", "It has at most %u characters.",
                                    info->max_length),
                          info->max_length);
}

/**
 * danbi_phrase_rejection:
 * @rejection: one error of the receiver
 * @rules: the rules, for NHI's text
 *
 * Returns: (transfer full): as in “NHI 04 日期格式錯誤”
 */
char *
danbi_phrase_rejection (const DanbiRejection *rejection,
                        const DanbiRules     *rules)
{
  const DanbiCode *code
    = danbi_rules_find_code (rules, DANBI_CODE_TABLE_NHI_ERRORS, rejection->code);

  /* Translators: NHI's error code, NHI's text for it */
  return g_strdup_printf (_("NHI %s %s"), rejection->code,
                          code ? code->name_zh : _("a code that is not in the table"));
}

/**
 * danbi_phrase_advice:
 * @field: the field that the error is about, or %DANBI_FIELD_NONE
 * @code: NHI's error code
 *
 * Returns: (transfer full): what to do about it, a sentence
 */
char *
danbi_phrase_advice (DanbiField  field,
                     const char *code)
{
  if (strcmp (code, "01") != 0 || field == DANBI_FIELD_NONE)
    return g_strdup (find_advice (code));
  /* Who types a day need not count its digits. */
  if (danbi_typed_get_precision (field) > 0)
    return g_strdup (find_advice ("04"));
  return advise_on_length (danbi_field_get_info (field));
}

/**
 * danbi_phrase_rejections_elsewhere:
 * @n: how many errors stand at their fields
 *
 * Returns: (transfer full): as in “2 errors stand at their fields below. F8 goes to the next one.”
 */
char *
danbi_phrase_rejections_elsewhere (guint n)
{
  return g_strdup_printf (ngettext ("%u error stands at its field below. F8 goes there.",
                                    "%u errors stand at their fields below. F8 goes to the next one.",
                                    n),
                          n);
}
