/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk at which cases are made right: the store, the rulebook and the gateway in one place. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-case-list.h"
#include "danbi-clock.h"
#include "danbi-desk-private.h"
#include "danbi-outcome.h"
#include "danbi-package.h"
#include "danbi-practice.h"
#include "danbi-reuse.h"
#include "danbi-tables.h"
#include "danbi-unpack.h"

typedef struct
{
  DanbiCase *item;     /* only touched in the main thread */
  DanbiCase *snapshot; /* only touched in the writer's thread */
  gint64 *id;
  DanbiDeadline deadline;
  GPtrArray *siblings;
  char *staged;        /* images to commit, or NULL */
  GPtrArray *images;
  GPtrArray *saved_images; /* those the case has when it is saved */
  GPtrArray *owners;       /* of each of them: whose other cases have it, too */
} Save;

G_DEFINE_QUARK (danbi-desk-error-quark, danbi_desk_error)
G_DEFINE_FINAL_TYPE (DanbiDesk, danbi_desk, G_TYPE_OBJECT)

/* Notes: they hang on the case itself. */

#define NOTES_KEY "danbi-desk-notes"

static void
notes_free (DanbiDeskNotes *self)
{
  g_atomic_rc_box_release (self->id);
  g_clear_pointer (&self->siblings, g_ptr_array_unref);
  g_free (self);
}

DanbiDeskNotes *
danbi_desk_get_notes (DanbiCase *item)
{
  DanbiDeskNotes *self = g_object_get_data (G_OBJECT (item), NOTES_KEY);

  if (!self)
    {
      self = g_new0 (DanbiDeskNotes, 1);
      self->id = g_atomic_rc_box_new0 (gint64);
      *self->id = danbi_case_get_id (item);
      g_object_set_data_full (G_OBJECT (item), NOTES_KEY, self, (GDestroyNotify) notes_free);
    }
  return self;
}

static void
forget_open_cb (gpointer user_data,
                GObject *where_it_was)
{
  GHashTable *open = user_data;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, open);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (item == where_it_was)
      g_hash_table_iter_remove (&iter);
  g_hash_table_unref (open);
}

static void
note_open (DanbiDesk *self,
           DanbiCase *item)
{
  gint64 id = danbi_case_get_id (item);

  if (id == 0 || g_hash_table_contains (self->open, &id))
    return;
  g_hash_table_insert (self->open, g_memdup2 (&id, sizeof id), item);
  g_object_weak_ref (G_OBJECT (item), forget_open_cb, g_hash_table_ref (self->open));
}

/* Saving */

static void
save_free (Save *save)
{
  g_clear_object (&save->item);
  g_object_unref (save->snapshot);
  g_atomic_rc_box_release (save->id);
  g_clear_pointer (&save->siblings, g_ptr_array_unref);
  g_clear_pointer (&save->images, g_ptr_array_unref);
  g_clear_pointer (&save->saved_images, g_ptr_array_unref);
  g_clear_pointer (&save->owners, g_ptr_array_unref);
  g_free (save->staged);
  g_free (save);
}

/* What other cases say of this one: those of its visit, and those that have the same image. They
 * may change at any time, so each save asks again. */
static gboolean
ask_about_others (DanbiDesk *self,
                  Save      *save,
                  GError   **error)
{
  save->siblings = danbi_store_dup_visit (self->store, danbi_case_get_record (save->snapshot),
                                          *save->id, NULL);
  save->saved_images = save->images ? g_ptr_array_ref (save->images)
                                    : danbi_case_dup_image_array (save->snapshot);
  save->owners = danbi_store_dup_other_patients (self->store, *save->id, save->saved_images,
                                                 error);
  return save->owners != NULL;
}

static gpointer
save_in_writer (gpointer data)
{
  g_autoptr (GTask) task = data;
  DanbiDesk *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean ok;

  danbi_case_set_id (save->snapshot, *save->id);
  ok = danbi_store_save_case (self->store, save->snapshot, &save->deadline, &error);
  if (ok && save->staged)
    ok = danbi_store_commit_images (self->store, save->snapshot, save->staged, save->images,
                                    &error);
  if (ok)
    *save->id = danbi_case_get_id (save->snapshot);
  if (ok && ask_about_others (self, save, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

/* The case has what was saved with it, and what follows from that: images that came with the save
 * offer the time of the examination. Returns whether that changed the case again. */
static gboolean
take_what_was_saved (DanbiDesk *self,
                     Save      *save)
{
  guint revision;

  danbi_reuse_take (save->saved_images, save->owners);
  if (save->images)
    danbi_case_take_images (save->item, g_steal_pointer (&save->images));
  revision = danbi_case_get_revision (save->item);
  if (save->staged)
    danbi_desk_note_images (self, save->item);
  if (save->staged && danbi_case_is_editable (save->item))
    danbi_desk_offer_from_images (save->item);
  if (danbi_case_is_editable (save->item))
    danbi_desk_free_report_number (save->item, danbi_desk_get_notes (save->item)->siblings);
  return danbi_case_get_revision (save->item) != revision;
}

/* The caller's callback comes after the case knows its number and its visit. Takes @task over. */
static void
take_saved (DanbiDesk *self,
            Save      *save,
            GTask     *result,
            GTask     *task)
{
  g_autoptr (GTask) outer = task;
  DanbiDeskNotes *notes = danbi_desk_get_notes (save->item);
  GError *error = NULL;
  gboolean changed;

  if (!g_task_propagate_boolean (result, &error))
    {
      g_task_return_error (outer, error);
      return;
    }

  danbi_case_set_id (save->item, danbi_case_get_id (save->snapshot));
  note_open (self, save->item);
  g_clear_pointer (&notes->siblings, g_ptr_array_unref);
  notes->siblings = g_steal_pointer (&save->siblings);
  changed = take_what_was_saved (self, save);
  danbi_desk_check (self, save->item);
  danbi_case_list_refresh (self->cases);

  /* With its images or its visit known, the case may be in another state than the one on disk. */
  if (changed
      || (danbi_case_get_state (save->item) != danbi_case_get_state (save->snapshot)
          && danbi_case_is_editable (save->item)))
    danbi_desk_save_with_images (self, save->item, NULL, NULL, g_steal_pointer (&outer));
  else
    g_task_return_boolean (outer, TRUE);
}

/* The writer may be the last to let go of the task; a case ends in the main thread, where it is
 * known which are open. */
static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Save *save = g_task_get_task_data (G_TASK (result));

  take_saved (DANBI_DESK (source), save, G_TASK (result), user_data);
  g_clear_object (&save->item);
}

/* @staged and @images are taken over; both %NULL where only the form is saved. */
void
danbi_desk_save_with_images (DanbiDesk *self,
                  DanbiCase *item,
                  char      *staged,
                  GPtrArray *images,
                  GTask     *outer)
{
  Save *save = g_new0 (Save, 1);
  GTask *inner = g_task_new (self, NULL, saved_cb, outer);

  save->item = g_object_ref (item);
  save->snapshot = danbi_case_copy (item);
  danbi_desk_get_deadline (self, item, &save->deadline);
  save->id = g_atomic_rc_box_acquire (danbi_desk_get_notes (item)->id);
  save->staged = staged;
  save->images = images;
  g_task_set_task_data (inner, save, (GDestroyNotify) save_free);
  danbi_desk_push_job (self, save_in_writer, inner);
}

/* Loading */

/* Why it was rejected, from what was written down of the last batch: also while it is being
 * corrected, when it is no longer called rejected. */
static void
note_last_outcome (DanbiDesk *self,
                   DanbiCase *item)
{
  gint64 id = danbi_case_get_id (item);
  const DanbiRules *rules = danbi_rulebook_get_rules (self->rulebook, NULL);
  g_autoptr (DanbiSubmission) last = NULL;

  if (danbi_case_is_editable (item))
    last = danbi_store_dup_last_submission (self->store, id, NULL);
  for (guint i = 0; last && i < last->rows->len; i++)
    {
      const DanbiSubmissionRow *row = g_ptr_array_index (last->rows, i);

      if (row->case_id == id && row->outcome)
        danbi_outcome_note_json (item, row->outcome, rules);
    }
}

static gpointer
load_in_writer (gpointer data)
{
  g_autoptr (GTask) task = data;
  DanbiDesk *self = g_task_get_source_object (task);
  const gint64 *id = g_task_get_task_data (task);
  GError *error = NULL;
  DanbiCase *item = danbi_store_load_case (self->store, *id, &error);
  g_autoptr (GPtrArray) images = NULL;

  if (!item)
    {
      g_task_return_error (task, error);
      return NULL;
    }
  images = danbi_case_dup_image_array (item);
  if (!danbi_reuse_note (self->store, *id, images, &error))
    {
      g_object_unref (item);
      g_task_return_error (task, error);
      return NULL;
    }
  note_last_outcome (self, item);
  danbi_desk_get_notes (item)->siblings
    = danbi_store_dup_visit (self->store, danbi_case_get_record (item), *id, NULL);
  g_task_return_pointer (task, item, g_object_unref);
  return NULL;
}

/* Virtual functions */

static void
danbi_desk_dispose (GObject *object)
{
  DanbiDesk *self = DANBI_DESK (object);

  g_clear_handle_id (&self->purge_id, g_source_remove);
  danbi_desk_close_queue (self);
  danbi_desk_stop_writer (self);
  g_clear_object (&self->prepacker);
  g_clear_object (&self->practice);
  g_clear_object (&self->cases);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (danbi_desk_parent_class)->dispose (object);
}

static void
danbi_desk_finalize (GObject *object)
{
  DanbiDesk *self = DANBI_DESK (object);

  g_clear_pointer (&self->rulebook, danbi_rulebook_unref);
  g_hash_table_unref (self->open);
  g_ptr_array_unref (self->memories);
  g_ptr_array_unref (self->forgotten);
  g_ptr_array_unref (self->templates);
  danbi_record_free (self->clinic);
  danbi_courier_settings_free (self->settings);
  G_OBJECT_CLASS (danbi_desk_parent_class)->finalize (object);
}

static void
danbi_desk_class_init (DanbiDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = danbi_desk_dispose;
  object_class->finalize = danbi_desk_finalize;

  /**
   * DanbiDesk::password-wanted:
   * @self: the desk
   * @request: a #DanbiPasswordRequest: what is asked, and where to answer
   *
   * An archive that was dropped needs a password. In the main thread.
   *
   * Returns: whether the request is or will be answered
   */
  g_signal_new ("password-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1,
                DANBI_TYPE_PASSWORD_REQUEST);

  /**
   * DanbiDesk::medium-progress:
   * @self: the desk
   * @done: bytes that were read of a disc, a stick or a network drive
   * @total: of how many
   *
   * What was dropped lies on a slow medium and is being copied from it. In the main thread.
   */
  g_signal_new ("medium-progress", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                NULL, G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT64);

  /**
   * DanbiDesk::templates-changed:
   * @self: the desk
   *
   * Templates were added, renamed, moved or removed.
   */
  g_signal_new ("templates-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                NULL, G_TYPE_NONE, 0);

  /**
   * DanbiDesk::case-deleted:
   * @self: the desk
   * @id: a case
   *
   * A case went into the bin, or is gone for good: whoever shows it shows another one.
   */
  g_signal_new ("case-deleted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_INT64);

  /**
   * DanbiDesk::clock-lead:
   * @self: the desk
   * @lead_s: by how many seconds the clock of this computer, uncorrected, is ahead; below 0: behind
   *
   * A gateway that proved who it is told the time. In the main thread.
   */
  g_signal_new ("clock-lead", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_INT64);

  /**
   * DanbiDesk::trouble:
   * @self: the desk
   * @message: a sentence
   *
   * What was forgotten, recalled or changed in templates could not be written down, or some of the
   * cases that were to go into the bin did not.
   */
  g_signal_new ("trouble", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
danbi_desk_init (DanbiDesk *self)
{
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->settings = g_new0 (DanbiCourierSettings, 1);
  self->memories = g_ptr_array_new ();
  self->forgotten = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->clinic = danbi_record_new ();
  self->templates = g_ptr_array_new ();
  danbi_desk_start_writer (self);
}

/* For the other files of this room */

DanbiStore *
danbi_desk_get_store (DanbiDesk *self)
{
  return self->store;
}

void
danbi_desk_refresh_cases (DanbiDesk *self)
{
  danbi_desk_reload_memories (self);
  danbi_case_list_refresh (self->cases);
}

/* Public functions */

/**
 * danbi_desk_open:
 * @dir: the data folder; made where it is absent
 * @error: the reason of a failure
 *
 * Opens the store and reads the rulebook. Blocks for some milliseconds. Call it at the start of the
 * program: it also says where archives are spooled, which is said through the environment.
 *
 * Returns: (transfer full) (nullable): the desk
 */
DanbiDesk *
danbi_desk_open (const char *dir,
                 GError    **error)
{
  g_autoptr (DanbiDesk) self = NULL;
  g_autofree char *spool = g_build_filename (dir, "spool", NULL);

  /* Changes the environment, so before the threads of this desk. */
  if (!danbi_package_set_spool_dir (spool, error))
    return NULL;
  danbi_unpack_sweep (spool);
  self = g_object_new (DANBI_TYPE_DESK, NULL);
  self->rulebook = danbi_rulebook_new_from (danbi_tables_foreach, error);
  if (!self->rulebook)
    return NULL;
  self->store = danbi_store_open (dir, error);
  if (!self->store)
    return NULL;

  danbi_desk_reload_memories (self);
  danbi_desk_load_templates (self);
  self->cases = danbi_case_list_new (self->store);
  return g_steal_pointer (&self);
}

/**
 * danbi_desk_get_rulebook:
 * @self: the desk
 *
 * Returns: (transfer none): the rules
 */
DanbiRulebook *
danbi_desk_get_rulebook (DanbiDesk *self)
{
  return self->rulebook;
}

/**
 * danbi_desk_get_rules:
 * @self: the desk
 * @item: a case
 *
 * Returns: (transfer none): the rules in force on the day of the case's examination (F12), today's
 *   while that is not known
 */
const DanbiRules *
danbi_desk_get_rules (DanbiDesk *self,
                      DanbiCase *item)
{
  DanbiCheckInput input = {
    .record = danbi_case_get_record (item),
    .now_s = danbi_clock_now_s (),
    .rulebook = self->rulebook,
  };

  return danbi_check_get_rules (&input);
}

/**
 * danbi_desk_get_cases:
 * @self: the desk
 *
 * Returns: (transfer none): all cases, a #GListModel of #DanbiCaseRow, most urgent first
 */
GListModel *
danbi_desk_get_cases (DanbiDesk *self)
{
  return G_LIST_MODEL (self->cases);
}

/**
 * danbi_desk_new_case:
 * @self: the desk
 *
 * Returns: (transfer full): a new case. It holds nothing of an earlier patient; provider, provider
 *   type and visit type are those of the clinic, or else what it used last
 */
DanbiCase *
danbi_desk_new_case (DanbiDesk *self)
{
  DanbiCase *item = danbi_case_new ();

  danbi_case_set_value (item, DANBI_FIELD_CARD_MAKEUP, "1", DANBI_ORIGIN_PROPOSED);
  danbi_case_set_value (item, DANBI_FIELD_REPORT_SEQ, "1", DANBI_ORIGIN_PROPOSED);
  danbi_desk_offer_clinic (self, item);
  return item;
}

/**
 * danbi_desk_next_order:
 * @self: the desk
 * @item: a case
 *
 * Returns: (transfer full): the next order of the same visit (新增醫令, RULEBOOK section 8), with the
 *   next free report number of the visit
 */
DanbiCase *
danbi_desk_next_order (DanbiDesk *self,
                       DanbiCase *item)
{
  DanbiCase *next = danbi_case_new_next_order (item);

  danbi_desk_propose_report_number (next, danbi_desk_get_notes (item)->siblings,
                                    danbi_case_get_value (item, DANBI_FIELD_REPORT_SEQ));
  danbi_desk_check (self, next);
  return next;
}

/**
 * danbi_desk_load_case_async:
 * @self: the desk
 * @id: a stored case
 * @cancellable: (nullable): unused so far by the store, handed to the task
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Loads a case. A case that is open already is the same object again.
 */
void
danbi_desk_load_case_async (DanbiDesk          *self,
                            gint64              id,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (&id, sizeof id), g_free);
  danbi_desk_push_job (self, load_in_writer, task);
}

/* By now the case may be in another state than when it was saved, as time passes and other cases
 * come; the list shows what is on disk. */
static void
check_loaded (DanbiDesk *self,
              DanbiCase *item)
{
  DanbiState state = danbi_case_get_state (item);

  danbi_desk_check (self, item);
  if (danbi_case_get_state (item) != state)
    danbi_desk_save_async (self, item, NULL, NULL, NULL);
}

/* A case that stayed open learns which other cases are of its visit by now, and which got one of
 * its images meanwhile. */
static void
update_open_case (DanbiDesk *self,
                  DanbiCase *open,
                  DanbiCase *loaded)
{
  g_autoptr (GPtrArray) images = danbi_case_dup_image_array (open);
  g_autoptr (GPtrArray) fresh = danbi_case_dup_image_array (loaded);
  DanbiDeskNotes *notes = danbi_desk_get_notes (open);

  g_clear_pointer (&notes->siblings, g_ptr_array_unref);
  notes->siblings = g_steal_pointer (&danbi_desk_get_notes (loaded)->siblings);
  for (guint i = 0; i < MIN (images->len, fresh->len); i++)
    {
      DanbiImage *image = g_ptr_array_index (images, i);
      DanbiImage *other = g_ptr_array_index (fresh, i);

      if (strcmp (image->path, other->path) != 0)
        continue;
      g_strfreev (image->other_patients);
      image->other_patients = g_steal_pointer (&other->other_patients);
    }
  check_loaded (self, open);
}

/**
 * danbi_desk_load_case_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): the case, checked
 */
DanbiCase *
danbi_desk_load_case_finish (DanbiDesk    *self,
                             GAsyncResult *result,
                             GError      **error)
{
  g_autoptr (DanbiCase) loaded = g_task_propagate_pointer (G_TASK (result), error);
  DanbiCase *open;
  gint64 id;

  if (!loaded)
    return NULL;
  id = danbi_case_get_id (loaded);
  open = g_hash_table_lookup (self->open, &id);
  if (open)
    {
      update_open_case (self, open, loaded);
      return g_object_ref (open);
    }

  note_open (self, loaded);
  check_loaded (self, loaded);
  return g_steal_pointer (&loaded);
}

/**
 * danbi_desk_save_async:
 * @self: the desk
 * @item: a case, which may be changed further at once
 * @cancellable: (nullable): a save is not stopped half-way; only its callback is told
 * @callback: called in the main thread once the case is on disk
 * @user_data: handed to @callback
 *
 * Saves a case as it is now. Saves happen in the order in which they were asked for.
 */
void
danbi_desk_save_async (DanbiDesk          *self,
                       DanbiCase          *item,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  danbi_desk_save_with_images (self, item, NULL, NULL, task);
}

/**
 * danbi_desk_save_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: whether the case is on disk
 */
gboolean
danbi_desk_save_finish (DanbiDesk    *self,
                        GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * danbi_desk_dup_history:
 * @self: the desk
 * @item: a case
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable) (element-type DanbiHistoryEntry): what happened to it, oldest
 *   first: its states, and for which reasons a rule was overridden
 */
GPtrArray *
danbi_desk_dup_history (DanbiDesk *self,
                        DanbiCase *item,
                        GError   **error)
{
  return danbi_store_dup_history (self->store, danbi_case_get_id (item), error);
}
