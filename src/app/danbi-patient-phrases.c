/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody who was here before, told in full to who chooses them. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-patient-phrases.h"
#include "danbi-phrases.h"
#include "danbi-typed.h"

/**
 * danbi_phrase_known_patient:
 * @patient: a patient
 * @now_s: the time now, for the age
 *
 * Returns: (transfer full): what is to be compared with the person at the desk beside the number:
 *   “075/01/15 Wednesday 40 years old · Male”
 */
char *
danbi_phrase_known_patient (const DanbiPatient *patient,
                            gint64              now_s)
{
  g_autofree char *born = danbi_typed_describe (DANBI_FIELD_BIRTH_DATE, patient->birth_date, now_s);
  g_autofree char *sex = danbi_typed_describe (DANBI_FIELD_PATIENT_ID, patient->patient_id, now_s);

  /* Either may be unknown; what is not there ends the line. */
  return g_strjoin (" · ", born ? born : patient->birth_date, sex, NULL);
}

/**
 * danbi_phrase_last_visit:
 * @patient: a patient
 * @rules: the rules in force, for the name of the order code
 *
 * Returns: (transfer full): what was examined last, and when: “Last: 115/11/20 34004C …”; "" where
 *   that is not known
 */
char *
danbi_phrase_last_visit (const DanbiPatient *patient,
                         const DanbiRules   *rules)
{
  g_autofree char *day = danbi_phrase_value (DANBI_FIELD_BIRTH_DATE, patient->when);
  g_autofree char *order = danbi_phrase_understood (DANBI_FIELD_ORDER_CODE, patient->order_code,
                                                    rules, 0);
  g_autofree char *what = g_strjoin (" ", day, patient->order_code, order, NULL);

  g_strstrip (what);
  return *what == '\0' ? g_strdup ("") : g_strdup_printf (_("Last: %s"), what);
}
