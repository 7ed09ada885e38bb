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

typedef struct
{
  char *id_prefix;
  char *birth_prefix;
  gint64 except_id;
} Search;

static void
search_free (Search *search)
{
  g_free (search->id_prefix);
  g_free (search->birth_prefix);
  g_free (search);
}

static void
find_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  DanbiDesk *self = source_object;
  const Search *search = task_data;
  GError *error = NULL;
  GPtrArray *found;

  /* Whoever types fast has gone on before it is their turn. */
  if (g_task_return_error_if_cancelled (task))
    return;
  found = danbi_store_find_patients (self->store, search->id_prefix, search->birth_prefix,
                                     search->except_id, MAX_PATIENTS, &error);
  if (found)
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * danbi_desk_find_patients_async:
 * @self: the desk
 * @item: the case that is being typed
 * @field: %DANBI_FIELD_PATIENT_ID or %DANBI_FIELD_BIRTH_DATE
 * @typed: what stands in it so far, "" for anybody
 * @cancellable: (nullable): cancelled when something else stands there
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Looks up patients in earlier cases, by how the number or the date of birth begins; a date may be
 * typed in any spelling. Takes a millisecond or two with 100,000 cases, and twenty at worst.
 */
void
danbi_desk_find_patients_async (DanbiDesk          *self,
                                DanbiCase          *item,
                                DanbiField          field,
                                const char         *typed,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *value = danbi_typed_to_value (field, typed, danbi_clock_now_s ());
  gboolean by_id = field == DANBI_FIELD_PATIENT_ID;
  Search *search = g_new0 (Search, 1);

  search->id_prefix = g_strdup (by_id ? value : get_typed (item, DANBI_FIELD_PATIENT_ID));
  search->birth_prefix = g_strdup (by_id ? get_typed (item, DANBI_FIELD_BIRTH_DATE) : value);
  search->except_id = danbi_case_get_id (item);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, find_in_thread);
}

/**
 * danbi_desk_find_patients_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable) (element-type DanbiPatient): each once, who was here last
 *   first; nothing of them is in the case until danbi_desk_pick_patient()
 */
GPtrArray *
danbi_desk_find_patients_finish (DanbiDesk    *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * danbi_desk_pick_patient:
 * @self: the desk
 * @item: a case that may be edited
 * @patient: whom a person chose of those that were found, shown in full
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
