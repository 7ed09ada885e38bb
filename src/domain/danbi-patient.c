/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody who was here before: offered in full, and taken only when a person says so. */
#include "config.h"

#include "danbi-identity.h"
#include "danbi-patient.h"
#include "danbi-roc-date.h"

/* The day in a field of a date and a time, "" where it is empty. */
static char *
dup_day (const DanbiRecord *record,
         DanbiField         field)
{
  return g_strndup (danbi_record_get (record, field), DANBI_ROC_DAY);
}

/**
 * danbi_patient_new:
 * @record: what one of their cases says
 * @case_id: its number
 *
 * Returns: (transfer full): the patient of a case, whose identity counts as typed
 */
DanbiPatient *
danbi_patient_new (const DanbiRecord *record,
                   gint64             case_id)
{
  gboolean examined = *danbi_record_get (record, DANBI_FIELD_EXAM_TIME) != '\0';
  DanbiPatient *self = g_new0 (DanbiPatient, 1);

  self->case_id = case_id;
  self->patient_id = g_strdup (danbi_record_get (record, DANBI_FIELD_PATIENT_ID));
  self->birth_date = g_strdup (danbi_record_get (record, DANBI_FIELD_BIRTH_DATE));
  self->order_code = g_strdup (danbi_record_get (record, DANBI_FIELD_ORDER_CODE));
  self->when = dup_day (record, examined ? DANBI_FIELD_EXAM_TIME : DANBI_FIELD_CARD_TIME);
  return self;
}

/**
 * danbi_patient_copy:
 * @self: a patient
 *
 * Returns: (transfer full): the same once more
 */
DanbiPatient *
danbi_patient_copy (const DanbiPatient *self)
{
  DanbiPatient *copy = g_memdup2 (self, sizeof *self);

  copy->patient_id = g_strdup (self->patient_id);
  copy->birth_date = g_strdup (self->birth_date);
  copy->order_code = g_strdup (self->order_code);
  copy->when = g_strdup (self->when);
  return copy;
}

/**
 * danbi_patient_free:
 * @self: (nullable): a patient
 */
void
danbi_patient_free (DanbiPatient *self)
{
  if (!self)
    return;
  g_free (self->patient_id);
  g_free (self->birth_date);
  g_free (self->order_code);
  g_free (self->when);
  g_free (self);
}

/**
 * danbi_patient_is_complete:
 * @record: what a case says
 *
 * Returns: whether it names a patient who may be offered again: a number that is none by mistake
 *   and a date of birth, both whole
 */
gboolean
danbi_patient_is_complete (const DanbiRecord *record)
{
  const char *id = danbi_record_get (record, DANBI_FIELD_PATIENT_ID);
  DanbiIdentityKind kind = danbi_identity_get_kind (id);
  DanbiRocDate born;

  if (kind == DANBI_IDENTITY_MALFORMED
      || (kind != DANBI_IDENTITY_OTHER && !danbi_identity_has_valid_checksum (id)))
    return FALSE;
  return danbi_roc_date_parse (danbi_record_get (record, DANBI_FIELD_BIRTH_DATE), DANBI_ROC_DAY,
                               &born)
         == DANBI_ROC_OK;
}

/**
 * danbi_patient_fill_in:
 * @self: a patient whom a person chose, shown in full
 * @item: a case that may be edited
 *
 * Fills in number and date of birth, over whatever stands there, and nothing else. They stand as if
 * typed, with the mark that they come from an earlier case. What even there was only ever taken
 * from an image stays of an image: it is no proof of the next one either (IMG.identity), as both
 * may come from the same mistake of another house.
 */
void
danbi_patient_fill_in (const DanbiPatient *self,
                       DanbiCase          *item)
{
  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, self->patient_id,
                        self->id_of_image ? DANBI_ORIGIN_IMAGE_CONFIRMED : DANBI_ORIGIN_EARLIER);
  danbi_case_set_value (item, DANBI_FIELD_BIRTH_DATE, self->birth_date,
                        self->birth_of_image ? DANBI_ORIGIN_IMAGE_CONFIRMED
                                             : DANBI_ORIGIN_EARLIER);
}
