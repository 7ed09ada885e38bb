/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch before it sets out: its cases judged and locked, then packed into archives and a CSV. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "danbi-batch.h"
#include "danbi-check.h"
#include "danbi-clock.h"
#include "danbi-desk.h"
#include "danbi-identity.h"
#include "danbi-packing.h"
#include "danbi-reuse.h"

/* What is the same for every case of a batch. */
typedef struct
{
  DanbiStore *store;
  DanbiRulebook *rulebook;
  DanbiFormat format;
  guint64 line_bytes_per_s;
  char *dir;
  const DanbiCourierEvents *events;
  GCancellable *cancellable;
} Packing;

/* What the progress of packing belongs to. */
typedef struct
{
  gint64 case_id;
  const DanbiCourierEvents *events;
} Progress;

/* A case as lists show it; its number stands nowhere in the window. */
static char *
dup_name (DanbiCase *item)
{
  g_autofree char *patient
    = danbi_identity_mask (danbi_case_get_value (item, DANBI_FIELD_PATIENT_ID));

  return g_strdup_printf ("%d (%s %s)", (int) danbi_case_get_id (item), patient,
                          danbi_case_get_value (item, DANBI_FIELD_ORDER_CODE));
}

static gboolean
check_case (DanbiRulebook *rulebook,
            DanbiCase     *item,
            GPtrArray     *images,
            GError       **error)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *name = NULL;
  DanbiCheckInput input = {
    .record = danbi_case_get_record (item),
    .now_s = danbi_clock_now_s (),
    .rulebook = rulebook,
    .images = images,
    .overrides = danbi_case_get_overrides (item),
    .fields_of_image = danbi_case_get_fields_of_image (item),
  };

  findings = danbi_check (&input);
  if (danbi_findings_acceptable (findings))
    return TRUE;
  name = dup_name (item);
  g_set_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_FINDINGS,
               _("Case %s was not sent: findings stand against it. Correct it first."), name);
  return FALSE;
}

static DanbiCase *
load_and_check (DanbiStore    *store,
                DanbiRulebook *rulebook,
                gint64         id,
                GPtrArray    **images,
                GError       **error)
{
  g_autoptr (DanbiCase) item = danbi_store_load_case (store, id, error);

  if (!item)
    return NULL;
  *images = danbi_case_dup_image_array (item);
  /* Another case may have got one of its images since it was last looked at. */
  if (!danbi_reuse_note (store, id, *images, error)
      || !check_case (rulebook, item, *images, error))
    return NULL;
  return g_steal_pointer (&item);
}

static guint64
count_bytes (GPtrArray *images)
{
  guint64 bytes = 0;

  for (guint i = 0; i < images->len; i++)
    {
      const DanbiImage *image = g_ptr_array_index (images, i);

      bytes += image->file_id ? image->bytes : 0;
    }
  return bytes;
}

static void
tell_record (DanbiCase                *item,
             DanbiState                state,
             const DanbiCourierEvents *events)
{
  if (events->case_record)
    events->case_record (danbi_case_get_id (item), danbi_case_get_record (item), state,
                         events->user_data);
}

static gboolean
check_editable (DanbiCase *item,
                GError   **error)
{
  g_autofree char *name = NULL;

  if (danbi_case_is_editable (item))
    return TRUE;
  name = dup_name (item);
  g_set_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE,
               _("Case %s was not sent: its state is “%s”."), name,
               danbi_state_get_label (danbi_case_get_state (item)));
  return FALSE;
}

static gboolean
add_case (DanbiSubmission          *submission,
          DanbiStore               *store,
          DanbiRulebook            *rulebook,
          gint64                    id,
          const DanbiCourierEvents *events,
          guint64                  *bytes,
          GError                  **error)
{
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (DanbiCase) item = danbi_store_load_case (store, id, error);

  if (!item || !check_editable (item, error))
    return FALSE;
  g_clear_object (&item);
  item = load_and_check (store, rulebook, id, &images, error);
  if (!item)
    return FALSE;
  danbi_submission_add_row (submission, id, NULL, NULL);
  tell_record (item, DANBI_STATE_SENDING, events);
  *bytes += count_bytes (images);
  return TRUE;
}

/**
 * danbi_batch_enqueue:
 * @store: the store
 * @rulebook: the rules
 * @destination: where the batch goes
 * @ids: (array length=n_ids): stored cases, all ready
 * @n_ids: how many, at least 1
 * @not_before_s: when it is to set out, 0: at once
 * @events: told of each case
 * @bytes: (out): how much there is to pack
 * @error: %DANBI_DESK_ERROR_FINDINGS and %DANBI_DESK_ERROR_STATE where a case may not be sent
 *
 * Judges cases, and locks them and writes the batch down in one step.
 *
 * Returns: (transfer full) (nullable): the batch, queued
 */
DanbiSubmission *
danbi_batch_enqueue (DanbiStore               *store,
                     DanbiRulebook            *rulebook,
                     const char               *destination,
                     const gint64             *ids,
                     gsize                     n_ids,
                     gint64                    not_before_s,
                     const DanbiCourierEvents *events,
                     guint64                  *bytes,
                     GError                  **error)
{
  g_autoptr (DanbiSubmission) submission = danbi_submission_new ();
  gint64 id;

  submission->key = g_uuid_string_random ();
  submission->destination = g_strdup (destination);
  submission->not_before_s = not_before_s;
  *bytes = 0;
  for (gsize i = 0; i < n_ids; i++)
    if (!add_case (submission, store, rulebook, ids[i], events, bytes, error))
      return NULL;
  if (!danbi_store_enqueue (store, submission, error))
    return NULL;
  for (gsize i = 0; i < n_ids; i++)
    events->case_state (ids[i], DANBI_STATE_SENDING, NULL, events->user_data);

  /* With the deadline, which the store knows. */
  id = submission->id;
  return danbi_store_load_submission (store, id, error);
}

/**
 * danbi_batch_describe:
 * @store: the store
 * @submission: a batch that an earlier run of the program left
 * @events: told of each case, its archive, and the receipt
 * @bytes: (out): how much there is to pack or to send
 *
 * Tells what is known of a batch, for who did not see it set out.
 */
void
danbi_batch_describe (DanbiStore               *store,
                      DanbiSubmission          *submission,
                      const DanbiCourierEvents *events,
                      guint64                  *bytes)
{
  *bytes = 0;
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);
      g_autoptr (DanbiCase) item = danbi_store_load_case (store, row->case_id, NULL);
      g_autoptr (GPtrArray) images = item ? danbi_case_dup_image_array (item) : NULL;

      if (item)
        tell_record (item, danbi_case_get_state (item), events);
      if (row->archive_name)
        events->case_packed (row->case_id, row->archive_name, events->user_data);
      *bytes += row->bytes || !images ? row->bytes : count_bytes (images);
    }
  if (submission->receipt)
    events->receipt (submission->receipt, events->user_data);
}

/**
 * danbi_batch_remember:
 * @store: the store
 * @submission: a batch that has been sent
 *
 * What its cases say is what the clinic used last.
 */
void
danbi_batch_remember (DanbiStore      *store,
                      DanbiSubmission *submission)
{
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (DanbiRecord) record
        = danbi_store_dup_sent_record (store, submission->id, row->case_id, &error);

      /* There is none where the receiver has a batch that was not packed in this store. */
      if (error || (record && !danbi_store_remember (store, record, &error)))
        g_warning ("%s", error->message);
    }
}

/* Packing */

static void
progress_cb (guint64  done,
             guint64  total,
             gpointer user_data)
{
  Progress *progress = user_data;

  progress->events->case_progress (progress->case_id, total ? (double) done / (double) total : 0,
                                   progress->events->user_data);
}

static void
take_packed (DanbiSubmissionRow *row,
             DanbiPacked        *packed)
{
  g_free (row->archive_path);
  g_free (row->archive_name);
  g_free (row->sha256);
  g_free (row->method);
  row->archive_path = g_strdup (packed->path);
  row->archive_name = g_strdup (danbi_record_get (packed->record, DANBI_FIELD_ARCHIVE_NAME));
  row->sha256 = g_strdup (packed->package.sha256);
  row->method = g_strdup (packed->package.method);
  row->bytes = packed->package.bytes;
  row->n_files = packed->package.n_files;
}

/* What was packed while the form was being filled, or it is packed now. */
static DanbiPacked *
take_or_pack (const Packing *self,
              DanbiCase     *item,
              GPtrArray     *images,
              GError       **error)
{
  const DanbiRules *rules = danbi_rulebook_get_rules (self->rulebook, NULL);
  const DanbiRecord *record = danbi_case_get_record (item);
  Progress progress = { danbi_case_get_id (item), self->events };
  g_autoptr (GError) failure = NULL;
  DanbiPacked *packed = danbi_packing_take_ready (self->store, progress.case_id, record, images,
                                                  self->dir, self->format, &failure);

  if (packed)
    return packed;
  if (failure)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return danbi_packing_pack (self->store, record, images, self->dir, self->format,
                             self->line_bytes_per_s,
                             danbi_rules_get_limits (rules)->max_archive_bytes, progress_cb,
                             &progress, self->cancellable, error);
}

static DanbiRecord *
pack_row (const Packing      *self,
          DanbiSubmissionRow *row,
          GError            **error)
{
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (DanbiCase) item
    = load_and_check (self->store, self->rulebook, row->case_id, &images, error);
  g_autoptr (DanbiPacked) packed = item ? take_or_pack (self, item, images, error) : NULL;

  if (!packed)
    return NULL;
  take_packed (row, packed);
  self->events->case_packed (row->case_id, row->archive_name, self->events->user_data);
  return g_steal_pointer (&packed->record);
}

/* What an earlier try left there has other names, and would stay until the batch is done. */
static gboolean
empty_dir (const char *path,
           GError    **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);

  if (!dir)
    return FALSE;
  for (const char *name; (name = g_dir_read_name (dir));)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (!danbi_dir_remove (file, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * danbi_batch_pack:
 * @store: the store
 * @rulebook: the rules
 * @format: how archives are written
 * @submission: a queued batch; its rows get their archives, and it its CSV
 * @events: told of each case
 * @cancellable: (nullable): stops the work
 * @error: %DANBI_DESK_ERROR_FINDINGS where a case may not be sent any more
 *
 * Packs a batch into its outbox; an archive that stands ready is taken.
 *
 * Returns: whether it is packed; it is not written down yet
 */
gboolean
danbi_batch_pack (DanbiStore               *store,
                  DanbiRulebook            *rulebook,
                  DanbiFormat               format,
                  DanbiSubmission          *submission,
                  const DanbiCourierEvents *events,
                  GCancellable             *cancellable,
                  GError                  **error)
{
  g_autofree char *dir = danbi_store_dup_outbox_dir (store, submission->key, error);
  Packing packing = {
    .store = store,
    .rulebook = rulebook,
    .format = format,
    .line_bytes_per_s = danbi_store_get_line (store, submission->destination),
    .dir = dir,
    .events = events,
    .cancellable = cancellable,
  };
  g_autoptr (GPtrArray) records
    = g_ptr_array_new_with_free_func ((GDestroyNotify) danbi_record_free);

  if (!dir || !empty_dir (dir, error))
    return FALSE;
  for (guint i = 0; i < submission->rows->len; i++)
    {
      DanbiRecord *record = pack_row (&packing, g_ptr_array_index (submission->rows, i), error);

      if (!record)
        return FALSE;
      g_ptr_array_add (records, record);
    }
  g_free (submission->csv_path);
  submission->csv_path = danbi_packing_write_csv (store, records, dir, danbi_clock_now_s (),
                                                  error);
  return submission->csv_path != NULL;
}
