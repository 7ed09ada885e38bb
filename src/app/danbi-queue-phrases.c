/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on its way, in words: for the queue, the bottom line and notices. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-identity.h"
#include "danbi-queue-phrases.h"

/**
 * danbi_phrase_notice_title:
 * @record: a case's values
 * @state: what became of it; %DANBI_STATE_READY: it was not sent yet
 *
 * A notice may be read by whoever passes, so the masked number is all it says of the patient.
 *
 * Returns: (transfer full): as in “A12****789: accepted”
 */
char *
danbi_phrase_notice_title (const DanbiRecord *record,
                           DanbiState         state)
{
  g_autofree char *patient = danbi_identity_mask (danbi_record_get (record,
                                                                    DANBI_FIELD_PATIENT_ID));
  const char *who = *patient ? patient : _("No patient yet");

  switch (state)
    {
    case DANBI_STATE_ACCEPTED:
      return g_strdup_printf (_("%s: accepted"), who);
    case DANBI_STATE_REJECTED:
      return g_strdup_printf (_("%s: to be corrected"), who);
    case DANBI_STATE_UNKNOWN:
      return g_strdup_printf (_("%s: whether it arrived is not known"), who);
    default:
      return g_strdup_printf (_("%s: not sent yet"), who);
    }
}

/**
 * danbi_phrase_notice_body:
 * @state: what became of a case: accepted, rejected or unknown
 *
 * Returns: (transfer none): what that means for whoever reads it, a sentence
 */
const char *
danbi_phrase_notice_body (DanbiState state)
{
  switch (state)
    {
    case DANBI_STATE_ACCEPTED:
      return _("The receiver accepted it.");
    case DANBI_STATE_REJECTED:
      return _("What the receiver found stands at the fields.");
    default:
      return _("Danbi asks the receiver again by itself. Do not send it in another way meanwhile.");
    }
}
