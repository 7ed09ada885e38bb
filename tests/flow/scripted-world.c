/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world of a courier for tests: a real store, and a receiver that does what a script says. */
#include "config.h"

#include <gio/gio.h>

#include "danbi-clock.h"
#include "danbi-desk.h"
#include "danbi-test-rulebook.h"
#include "scripted-world.h"

static void
held_free (gpointer data)
{
  HeldBatch *self = data;

  g_free (self->key);
  g_free (self->receipt);
  g_free (self->request);
  g_ptr_array_unref (self->archives);
  g_hash_table_unref (self->accepted);
  g_free (self);
}

/* What goes wrong */

static gboolean
fail (GError          **error,
      DanbiGatewayError code)
{
  g_set_error (error, DANBI_GATEWAY_ERROR, (int) code, "The gateway said no (%d).", (int) code);
  return FALSE;
}

/* The program is killed: from here on it does nothing any more, outside or on disk. */
static gboolean
lives (ScriptedWorld *self,
       GError       **error)
{
  if (self->die_in >= 0 && self->die_in-- == 0)
    self->dead = TRUE;
  return !self->dead || fail (error, DANBI_GATEWAY_ERROR_CANCELLED);
}

static Script
take_script (ScriptedWorld *self,
             Call           call)
{
  Script script = self->script[call];

  self->script[call] = SCRIPT_FINE;
  return script;
}

static gboolean
follow (Script   script,
        GError **error)
{
  switch (script)
    {
    case SCRIPT_UNREACHABLE:
      return fail (error, DANBI_GATEWAY_ERROR_UNREACHABLE);
    case SCRIPT_BROKEN_BEFORE:
    case SCRIPT_BROKEN_AFTER:
      return fail (error, DANBI_GATEWAY_ERROR_BROKEN);
    case SCRIPT_AUTH:
      return fail (error, DANBI_GATEWAY_ERROR_AUTH);
    case SCRIPT_TLS:
      return fail (error, DANBI_GATEWAY_ERROR_TLS);
    case SCRIPT_GONE:
      return fail (error, DANBI_GATEWAY_ERROR_GONE);
    case SCRIPT_REFUSED:
      return fail (error, DANBI_GATEWAY_ERROR_REFUSED);
    case SCRIPT_LATER:
      return fail (error, DANBI_GATEWAY_ERROR_LATER);
    case SCRIPT_PROTOCOL:
      return fail (error, DANBI_GATEWAY_ERROR_PROTOCOL);
    case SCRIPT_CANCELLED:
      return fail (error, DANBI_GATEWAY_ERROR_CANCELLED);
    case SCRIPT_NO_SPACE:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disc is full.");
      return FALSE;
    case SCRIPT_FINDINGS:
      g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FINDINGS, "Findings.");
      return FALSE;
    case SCRIPT_FINE:
    case SCRIPT_CHECKING:
    case SCRIPT_STRANGE_ROWS:
    case SCRIPT_TWICE_THE_ROW:
    case N_SCRIPTS:
    default:
      return TRUE;
    }
}

/* The receiver */

static HeldBatch *
find_held (ScriptedWorld *self,
           const char    *key)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      HeldBatch *held = g_ptr_array_index (self->held, i);

      if (g_str_equal (held->key, key))
        return held;
    }
  return NULL;
}

static HeldBatch *
take_in (ScriptedWorld           *self,
         const char              *key,
         const DanbiBatchRequest *request)
{
  HeldBatch *held = g_new0 (HeldBatch, 1);
  GHashTableIter iter;
  gpointer name;

  held->key = g_strdup (key);
  held->receipt = g_strdup_printf ("R%u", self->held->len + 1);
  held->request = danbi_batch_request_to_json (request);
  held->archives = g_ptr_array_new_with_free_func (g_free);
  held->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, request->archives);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_ptr_array_add (held->archives, g_strdup (name));
      if (!self->rejects)
        g_hash_table_add (held->accepted, g_strdup (name));
    }
  g_ptr_array_add (self->held, held);
  return held;
}

static void
add_outcome (DanbiBatchStatus *status,
             const HeldBatch  *held,
             const char       *archive)
{
  gboolean accepted = g_hash_table_contains (held->accepted, archive);

  g_ptr_array_add (status->rows,
                   danbi_row_outcome_new (status->rows->len + 1, archive,
                                          accepted ? DANBI_ROW_ACCEPTED : DANBI_ROW_REJECTED));
}

/* The calls */

static gboolean
world_meet (gpointer         world,
            DanbiSubmission *submission,
            GCancellable    *cancellable,
            GError         **error)
{
  ScriptedWorld *self = world;

  return lives (self, error) && follow (take_script (self, CALL_MEET), error);
}

static gboolean
world_pack (gpointer                  world,
            DanbiSubmission          *submission,
            const DanbiCourierEvents *events,
            GCancellable             *cancellable,
            GError                  **error)
{
  ScriptedWorld *self = world;

  if (!lives (self, error) || !follow (take_script (self, CALL_PACK), error))
    return FALSE;
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);

      g_free (row->archive_name);
      g_free (row->archive_path);
      row->archive_name = g_strdup_printf ("ATT%u.7z", ++self->n_archives);
      row->archive_path = g_build_filename ("/nowhere", row->archive_name, NULL);
      g_hash_table_insert (self->owners, g_strdup (row->archive_name),
                           GINT_TO_POINTER ((int) row->case_id));
    }
  g_free (submission->csv_path);
  submission->csv_path = g_strdup_printf ("/nowhere/%s.csv", submission->key);
  return TRUE;
}

static gboolean
world_upload (gpointer                  world,
              DanbiUpload              *upload,
              DanbiUploadUrlFunc        on_url,
              gpointer                  url_data,
              DanbiProgressFunc         on_progress,
              gpointer                  progress_data,
              const DanbiCourierEvents *events,
              GCancellable             *cancellable,
              GError                  **error)
{
  ScriptedWorld *self = world;
  Script script;

  if (!lives (self, error))
    return FALSE;
  script = take_script (self, CALL_UPLOAD);
  if (script != SCRIPT_BROKEN_AFTER && !follow (script, error))
    return FALSE;
  if (!upload->url)
    {
      upload->url = g_strdup_printf (SCRIPTED_GATEWAY "/files/%u", ++self->n_uploads);
      if (!on_url (upload, url_data, error))
        return FALSE;
    }
  return lives (self, error) && follow (script, error);
}

static char *
world_name (gpointer                 world,
            const char              *key,
            const DanbiBatchRequest *request,
            GCancellable            *cancellable,
            GError                 **error)
{
  ScriptedWorld *self = world;
  g_autofree char *text = danbi_batch_request_to_json (request);
  HeldBatch *held;
  Script script;

  if (!lives (self, error))
    return NULL;
  script = take_script (self, CALL_NAME);
  if (script != SCRIPT_BROKEN_AFTER && !follow (script, error))
    return NULL;
  held = find_held (self, key);
  if (held && !g_str_equal (held->request, text))
    script = SCRIPT_REFUSED;
  else if (!held)
    held = take_in (self, key, request);
  return lives (self, error) && follow (script, error) ? g_strdup (held->receipt) : NULL;
}

static gboolean
world_find (gpointer      world,
            const char   *key,
            char        **receipt,
            GCancellable *cancellable,
            GError      **error)
{
  ScriptedWorld *self = world;
  HeldBatch *held = find_held (self, key);

  *receipt = NULL;
  if (!lives (self, error) || !follow (take_script (self, CALL_FIND), error))
    return FALSE;
  *receipt = held && !self->forgets ? g_strdup (held->receipt) : NULL;
  return TRUE;
}

static DanbiBatchStatus *
world_ask (gpointer      world,
           const char   *receipt,
           GCancellable *cancellable,
           GError      **error)
{
  ScriptedWorld *self = world;
  DanbiBatchStatus *status;
  HeldBatch *held = NULL;
  Script script;

  if (!lives (self, error))
    return NULL;
  script = take_script (self, CALL_ASK);
  for (guint i = 0; i < self->held->len; i++)
    if (g_str_equal (((HeldBatch *) g_ptr_array_index (self->held, i))->receipt, receipt))
      held = g_ptr_array_index (self->held, i);
  if (!held || self->forgets)
    script = SCRIPT_GONE;
  if (!follow (script, error))
    return NULL;

  status = danbi_batch_status_new (receipt);
  status->done = script != SCRIPT_CHECKING;
  for (guint i = 0; status->done && i < held->archives->len; i++)
    add_outcome (status, held,
                 script == SCRIPT_STRANGE_ROWS ? "ATTSTRANGE.7z"
                                               : g_ptr_array_index (held->archives, i));
  if (script == SCRIPT_TWICE_THE_ROW)
    add_outcome (status, held, g_ptr_array_index (held->archives, 0));
  return status;
}

static guint
world_retry_after_s (gpointer world)
{
  ScriptedWorld *self = world;

  return self->retry_after_s;
}

static gboolean
world_terminate (gpointer    world,
                 const char *url)
{
  return TRUE;
}

static gboolean
world_hand (gpointer         world,
            DanbiSubmission *submission,
            GCancellable    *cancellable,
            GError         **error)
{
  ScriptedWorld *self = world;

  if (!lives (self, error) || !follow (take_script (self, CALL_HAND), error))
    return FALSE;
  g_hash_table_add (self->handed, g_strdup (submission->key));
  return lives (self, error);
}

static gboolean
world_save (gpointer         world,
            DanbiSubmission *submission,
            DanbiState       cases,
            GError         **error)
{
  ScriptedWorld *self = world;

  if (!lives (self, error) || !follow (take_script (self, CALL_SAVE), error))
    return FALSE;
  if (cases == DANBI_COURIER_CASES_STAY)
    return danbi_store_save_submission (self->store, submission, error);
  return danbi_store_move_submission (self->store, submission, cases, submission->receipt, error);
}

static gboolean
world_settle (gpointer          world,
              DanbiSubmission  *submission,
              const DanbiState *states,
              GError          **error)
{
  ScriptedWorld *self = world;

  if (!lives (self, error) || !danbi_store_settle (self->store, submission, states, error))
    return FALSE;
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);
      gpointer key = GINT_TO_POINTER ((int) row->case_id);
      int n = GPOINTER_TO_INT (g_hash_table_lookup (self->rejected, key));

      if (states[i] == DANBI_STATE_REJECTED)
        g_hash_table_insert (self->rejected, key, GINT_TO_POINTER (n + 1));
    }
  return TRUE;
}

static gboolean
world_give_up (gpointer         world,
               DanbiSubmission *submission,
               GError         **error)
{
  ScriptedWorld *self = world;

  return lives (self, error) && danbi_store_give_up (self->store, submission, error);
}

static const DanbiCourierCalls calls = {
  .meet = world_meet,
  .pack = world_pack,
  .upload = world_upload,
  .name = world_name,
  .find = world_find,
  .ask = world_ask,
  .retry_after_s = world_retry_after_s,
  .terminate = world_terminate,
  .hand = world_hand,
  .save = world_save,
  .settle = world_settle,
  .give_up = world_give_up,
};

/* Nobody listens. */

static void
ignore_state (gint64                 case_id,
              DanbiState             state,
              const DanbiRowOutcome *outcome,
              gpointer               user_data)
{
}

static void
ignore_text (gint64      case_id,
             const char *archive,
             gpointer    user_data)
{
}

static void
ignore_progress (gint64   case_id,
                 double   fraction,
                 gpointer user_data)
{
}

static void
ignore_batch (const DanbiSubmission *submission,
              gpointer               user_data)
{
}

static void
ignore_stage (int      stage,
              gpointer user_data)
{
}

static void
ignore_receipt (const char *receipt,
                gpointer    user_data)
{
}

static void
open_store (ScriptedWorld *self)
{
  g_autofree char *data = g_build_filename (self->dir, "data", NULL);
  g_autoptr (GError) error = NULL;

  self->store = danbi_store_open (data, &error);
  g_assert_no_error (error);
}

ScriptedWorld *
scripted_world_new (void)
{
  ScriptedWorld *self = g_new0 (ScriptedWorld, 1);

  danbi_clock_set_now_s (DANBI_TEST_NOW_S);
  self->dir = g_dir_make_tmp ("danbi-courier-XXXXXX", NULL);
  open_store (self);
  self->held = g_ptr_array_new_with_free_func (held_free);
  self->owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rejected = g_hash_table_new (NULL, NULL);
  self->handed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->die_in = -1;
  self->courier = danbi_courier_new (&calls, self, NULL);
  self->events = (DanbiCourierEvents) {
    .case_state = ignore_state,
    .case_packed = ignore_text,
    .case_progress = ignore_progress,
    .batch = ignore_batch,
    .stage = ignore_stage,
    .receipt = ignore_receipt,
  };
  return self;
}

void
scripted_world_free (ScriptedWorld *self)
{
  danbi_courier_free (self->courier);
  g_object_unref (self->store);
  g_ptr_array_unref (self->held);
  g_hash_table_unref (self->owners);
  g_hash_table_unref (self->rejected);
  g_hash_table_unref (self->handed);
  g_assert_true (danbi_dir_remove (self->dir, NULL));
  g_free (self->dir);
  g_free (self);
}

/* The program starts again: what it knew beside the store is gone. */
void
scripted_world_restart (ScriptedWorld *self)
{
  danbi_courier_free (self->courier);
  self->courier = danbi_courier_new (&calls, self, NULL);
  self->dead = FALSE;
  self->die_in = -1;
}

static void
copy_database (ScriptedWorld *self,
               const char    *from_name,
               const char    *to_name)
{
  g_autofree char *from_path = g_build_filename (self->dir, from_name, NULL);
  g_autofree char *to_path = g_build_filename (self->dir, to_name, NULL);
  g_autoptr (GFile) from = g_file_new_for_path (from_path);
  g_autoptr (GFile) to = g_file_new_for_path (to_path);

  g_assert_true (g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
}

/* With the store closed, so that the copy is whole. */
void
scripted_world_copy_store (ScriptedWorld *self,
                           const char    *name)
{
  g_clear_object (&self->store);
  copy_database (self, "data/" DANBI_STORE_FILE, name);
  open_store (self);
}

void
scripted_world_restore_store (ScriptedWorld *self,
                              const char    *name)
{
  g_clear_object (&self->store);
  copy_database (self, name, "data/" DANBI_STORE_FILE);
  open_store (self);
  scripted_world_restart (self);
}

/* Cases and batches */

gint64
scripted_world_new_case (ScriptedWorld *self)
{
  g_autoptr (DanbiCase) item = danbi_case_new ();
  g_autoptr (GError) error = NULL;

  danbi_case_set_value (item, DANBI_FIELD_PATIENT_ID, "A123456789", DANBI_ORIGIN_TYPED);
  danbi_case_set_state (item, DANBI_STATE_READY);
  danbi_store_save_case (self->store, item, NULL, &error);
  g_assert_no_error (error);
  return danbi_case_get_id (item);
}

DanbiState
scripted_world_get_state (ScriptedWorld *self,
                          gint64         case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiCase) item = danbi_store_load_case (self->store, case_id, &error);

  g_assert_no_error (error);
  return danbi_case_get_state (item);
}

DanbiSubmission *
scripted_world_enqueue (ScriptedWorld *self,
                        const char    *destination,
                        const gint64  *ids,
                        guint          n_ids)
{
  DanbiSubmission *submission = danbi_submission_new ();
  g_autoptr (GError) error = NULL;

  submission->key = g_uuid_string_random ();
  submission->destination = g_strdup (destination);
  for (guint i = 0; i < n_ids; i++)
    danbi_submission_add_row (submission, ids[i], NULL, NULL);
  danbi_store_enqueue (self->store, submission, &error);
  g_assert_no_error (error);
  return submission;
}

/* In how many of the batches that the receiver holds the case stands. */
guint
scripted_world_count_held (ScriptedWorld *self,
                           gint64         case_id)
{
  guint n = 0;

  for (guint i = 0; i < self->held->len; i++)
    {
      const HeldBatch *held = g_ptr_array_index (self->held, i);

      for (guint j = 0; j < held->archives->len; j++)
        n += GPOINTER_TO_INT (g_hash_table_lookup (self->owners, held->archives->pdata[j]))
             == (int) case_id;
    }
  return n;
}

gboolean
scripted_world_holds_accepted (ScriptedWorld *self,
                               gint64         case_id)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      const HeldBatch *held = g_ptr_array_index (self->held, i);
      GHashTableIter iter;
      gpointer name;

      g_hash_table_iter_init (&iter, held->accepted);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        if (GPOINTER_TO_INT (g_hash_table_lookup (self->owners, name)) == (int) case_id)
          return TRUE;
    }
  return FALSE;
}

const HeldBatch *
scripted_world_find (ScriptedWorld *self,
                     const char    *key)
{
  return find_held (self, key);
}
