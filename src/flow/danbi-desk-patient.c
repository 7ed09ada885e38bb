/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patients who were here before: looked up while one types, taken only when one is chosen. */
#include "config.h"

#include "danbi-clock.h"
#include "danbi-desk-private.h"
#include "danbi-typed.h"
#include "danbi-undo.h"

/* More are no help: one more digit is typed sooner than a longer list is read. */
#define MAX_PATIENTS 12

/* What another field says narrows the search only if somebody typed it: a patient who was picked is
 * no reason not to find another one. */
static const char *
get_typed (DanbiCase *item,
           DanbiField field)
{
  return danbi_case_get_origin (item, field) == DANBI_ORIGIN_TYPED
           ? danbi_case_get_value (item, field)
           : "";
}

/**
 * danbi_desk_dup_patients:
 * @self: the desk
 * @item: the case that is being typed
 * @field: %DANBI_FIELD_PATIENT_ID or %DANBI_FIELD_BIRTH_DATE
 * @typed: what stands in it so far, "" for anybody
 *
 * Looks up patients in earlier cases, by how the number or the date of birth begins; a date may be
 * typed in any spelling. Takes a millisecond or two with 100,000 cases.
 *
 * Returns: (transfer full) (element-type DanbiPatient): each once, who was here last first; nothing
 *   of them is in @item until danbi_desk_pick_patient()
 */
GPtrArray *
danbi_desk_dup_patients (DanbiDesk  *self,
                         DanbiCase  *item,
                         DanbiField  field,
                         const char *typed)
{
  g_autofree char *value = danbi_typed_to_value (field, typed, danbi_clock_now_s ());
  gboolean by_id = field == DANBI_FIELD_PATIENT_ID;
  GPtrArray *found = danbi_store_find_patients (
    self->store, by_id ? value : get_typed (item, DANBI_FIELD_PATIENT_ID),
    by_id ? get_typed (item, DANBI_FIELD_BIRTH_DATE) : value, danbi_case_get_id (item),
    MAX_PATIENTS, NULL);

  return found ? found : g_ptr_array_new ();
}

/**
 * danbi_desk_pick_patient:
 * @self: the desk
 * @item: a case that may be edited
 * @patient: whom a person chose from danbi_desk_dup_patients(), shown in full
 *
 * Fills in their number and date of birth, and checks.
 */
void
danbi_desk_pick_patient (DanbiDesk          *self,
                         DanbiCase          *item,
                         const DanbiPatient *patient)
{
  danbi_undo_begin (item, DANBI_FIELD_NONE);
  if (danbi_case_get_state (item) == DANBI_STATE_REJECTED)
    danbi_case_set_state (item, DANBI_STATE_DRAFT);
  danbi_patient_fill_in (patient, item);
  danbi_undo_end (item);
  danbi_desk_check (self, item);
}
