/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases that are deleted: into the bin, out of it again, and for good. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-clock.h"
#include "danbi-desk-private.h"

#define DAY_S (24 * 60 * 60)
/* How often it is looked whether another day has come; a computer may have slept over midnight. */
#define LOOK_S 600

/* What is done with one case. */
typedef gboolean (*CaseFunc) (DanbiStore *store, gint64 id, GError **error);

typedef struct
{
  CaseFunc func;
  GArray *ids;  /* element-type gint64; those that were asked for */
  GArray *done; /* element-type gint64 */
  GError *error; /* why the first of the others was not */
} Job;

static void
job_free (Job *job)
{
  g_array_unref (job->ids);
  g_array_unref (job->done);
  g_clear_error (&job->error);
  g_free (job);
}

/* Each case is a transaction of its own, so that others are saved in between. */
static gpointer
do_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  DanbiDesk *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);

  for (guint i = 0; i < job->ids->len; i++)
    {
      gint64 id = g_array_index (job->ids, gint64, i);

      if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
        break;
      danbi_desk_stop_packing_case (self, id);
      if (job->func (danbi_desk_get_store (self), id, job->error ? NULL : &job->error))
        g_array_append_val (job->done, id);
    }
  g_task_return_boolean (task, TRUE);
  return NULL;
}

static void
start (DanbiDesk          *self,
       CaseFunc            func,
       const gint64       *ids,
       guint               n,
       GCancellable       *cancellable,
       GAsyncReadyCallback callback,
       gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->ids = g_array_append_vals (g_array_sized_new (FALSE, FALSE, sizeof (gint64), n), ids, n);
  job->done = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  danbi_desk_run_after_saves (self, do_in_thread, task);
}

static void
asked_again_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiCase) item = danbi_desk_load_case_finish (DANBI_DESK (source), result, &error);

  /* It may be gone by now; who has it open is told when it is saved. */
  if (!item)
    g_debug ("%s", error->message);
}

/* What other cases say of an open one has changed: of its visit, and of who else has its images. */
static void
ask_open_cases_again (DanbiDesk *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    danbi_desk_load_case_async (self, *(gint64 *) id, NULL, asked_again_cb, NULL);
}

/* Returns whether there are none. */
static gboolean
tell_those_left (const Job *job,
                 GError   **error)
{
  if (!job->error)
    return TRUE;
  if (job->ids->len == 1)
    g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE, job->error->message);
  else
    g_set_error (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE,
                 _("%u of %u cases stay where they are. %s"), job->ids->len - job->done->len,
                 job->ids->len, job->error->message);
  return FALSE;
}

/* Returns the cases with which it was done. */
static Job *
finish (DanbiDesk    *self,
        GAsyncResult *result)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  danbi_case_list_refresh (self->cases);
  if (job->done->len > 0)
    ask_open_cases_again (self);
  return job;
}

/* Nobody has them open any more: a case that comes back is another object. */
static void
forget_open_cases (DanbiDesk *self,
                   GArray    *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      g_hash_table_remove (self->open, &id);
      g_signal_emit_by_name (self, "case-deleted", id);
    }
}

/**
 * danbi_desk_bin_cases_async:
 * @self: the desk
 * @ids: (array length=n): drafts, ready or rejected cases
 * @n: how many
 * @cancellable: (nullable): leaves those that were not reached yet
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Puts cases into the bin once all that was to be saved is saved. There they stay for
 * %DANBI_STORE_BIN_DAYS.
 */
void
danbi_desk_bin_cases_async (DanbiDesk          *self,
                            const gint64       *ids,
                            guint               n,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  start (self, danbi_store_bin_case, ids, n, cancellable, callback, user_data);
}

/**
 * danbi_desk_bin_cases_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: why none of them went
 *
 * Where some went and some did not, the signal #DanbiDesk::trouble says how many and why.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): those that went, for
 *   danbi_desk_restore_cases_async(); %NULL where none did
 */
GArray *
danbi_desk_bin_cases_finish (DanbiDesk    *self,
                             GAsyncResult *result,
                             GError      **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) left = NULL;

  forget_open_cases (self, job->done);
  finish (self, result);
  tell_those_left (job, &left);
  if (left && job->done->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&left));
      return NULL;
    }
  if (left)
    g_signal_emit_by_name (self, "trouble", left->message);
  return g_array_ref (job->done);
}

/**
 * danbi_desk_restore_cases_async:
 * @self: the desk
 * @ids: (array length=n): cases in the bin
 * @n: how many
 * @cancellable: (nullable): leaves those that were not reached yet
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Takes cases out of the bin again.
 */
void
danbi_desk_restore_cases_async (DanbiDesk          *self,
                                const gint64       *ids,
                                guint               n,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  start (self, danbi_store_restore_case, ids, n, cancellable, callback, user_data);
}

/**
 * danbi_desk_restore_cases_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: how many were not restored, and why
 *
 * Returns: whether all of them are in the list again
 */
gboolean
danbi_desk_restore_cases_finish (DanbiDesk    *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  Job *job = finish (self, result);

  for (guint i = 0; i < job->done->len && self->prepacker; i++)
    danbi_prepacker_offer (self->prepacker, g_array_index (job->done, gint64, i));
  return tell_those_left (job, error);
}

/**
 * danbi_desk_erase_cases_async:
 * @self: the desk
 * @ids: (array length=n): drafts, ready or rejected cases, in the bin or not
 * @n: how many
 * @cancellable: (nullable): leaves those that were not reached yet
 * @callback: called in the main thread
 * @user_data: handed to @callback
 *
 * Removes cases and their images from the disk, without a trace. Nothing takes that back.
 */
void
danbi_desk_erase_cases_async (DanbiDesk          *self,
                              const gint64       *ids,
                              guint               n,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  start (self, danbi_store_remove_case, ids, n, cancellable, callback, user_data);
}

/**
 * danbi_desk_erase_cases_finish:
 * @self: the desk
 * @result: what the callback was given
 * @error: how many were not removed, and why
 *
 * Returns: whether all of them are gone
 */
gboolean
danbi_desk_erase_cases_finish (DanbiDesk    *self,
                               GAsyncResult *result,
                               GError      **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  forget_open_cases (self, job->done);
  finish (self, result);
  return tell_those_left (job, error);
}

/* What has been in the bin for too long */

static gpointer
purge_in_thread (gpointer data)
{
  g_autoptr (DanbiDesk) self = data;
  g_autoptr (GError) error = NULL;
  gint64 before_s = danbi_clock_now_s () - (gint64) DANBI_STORE_BIN_DAYS * DAY_S;

  if (danbi_store_purge_bin (self->store, before_s, &error) < 0)
    g_warning ("%s", error->message);
  return NULL;
}

/* Days are those of Taiwan. */
static gboolean
look_cb (gpointer user_data)
{
  DanbiDesk *self = user_data;
  gint64 today = (danbi_clock_now_s () + DANBI_TAIWAN_OFFSET_S) / DAY_S;

  if (today != self->purged_on)
    danbi_desk_run_after_saves (self, purge_in_thread, g_object_ref (self));
  self->purged_on = today;
  return G_SOURCE_CONTINUE;
}

/**
 * danbi_desk_start_purging:
 * @self: the desk of a program that stays open
 *
 * From here on what has been in the bin for %DANBI_STORE_BIN_DAYS is removed for good: now, and
 * when another day has come.
 */
void
danbi_desk_start_purging (DanbiDesk *self)
{
  if (self->purge_id != 0)
    return;
  look_cb (self);
  self->purge_id = g_timeout_add_seconds (LOOK_S, look_cb, self);
}
