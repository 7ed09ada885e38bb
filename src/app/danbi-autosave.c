/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saves the open case a moment after it changed, and what was left behind before anything else. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-autosave.h"
#include "danbi-clock.h"

/* The first change waits that long for its companions; a case is on disk within a second. */
#define DELAY_MS 400
#define RETRY_MS 2000

/* One case that is or was open, with the revision that is on disk. */
typedef struct
{
  DanbiCase *item;
  guint saved_revision;
  gboolean saving;
} Job;

struct _DanbiAutosave
{
  GObject parent_instance;

  DanbiDesk *desk;
  Job *current;
  GPtrArray *jobs;    /* Job: the open case and those whose last save is under way */
  GPtrArray *waiting; /* GTask: those who wait until all is saved */
  guint timer_id;
  gint64 saved_at;
  char *error_message;
};

enum
{
  PROP_0,
  PROP_SAVED_AT,
  PROP_ERROR_MESSAGE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DanbiAutosave, danbi_autosave, G_TYPE_OBJECT)

typedef struct
{
  DanbiAutosave *self;
  Job *job;
  guint revision;
} Save;

static void save_job (DanbiAutosave *self, Job *job);

static void
job_free (Job *job)
{
  g_object_unref (job->item);
  g_free (job);
}

static gboolean
job_is_dirty (const Job *job)
{
  return danbi_case_get_revision (job->item) != job->saved_revision;
}

static void
set_error (DanbiAutosave *self,
           const char    *message)
{
  if (g_strcmp0 (self->error_message, message) == 0)
    return;
  g_free (self->error_message);
  self->error_message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_MESSAGE]);
}

static void
set_saved_at (DanbiAutosave *self,
              gint64         saved_at)
{
  self->saved_at = saved_at;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVED_AT]);
}

/* Answers those who wait, once nothing is under way any more. */
static void
answer_waiting (DanbiAutosave *self)
{
  g_autoptr (GPtrArray) waiting = NULL;

  for (guint i = 0; i < self->jobs->len; i++)
    if (((Job *) g_ptr_array_index (self->jobs, i))->saving)
      return;

  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      if (self->error_message)
        g_task_return_new_error (g_ptr_array_index (waiting, i), DANBI_DESK_ERROR,
                                 DANBI_DESK_ERROR_FAILED, "%s", self->error_message);
      else
        g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
    }
}

static gboolean
timer_cb (gpointer user_data)
{
  DanbiAutosave *self = user_data;

  self->timer_id = 0;
  for (guint i = 0; i < self->jobs->len; i++)
    save_job (self, g_ptr_array_index (self->jobs, i));
  return G_SOURCE_REMOVE;
}

static void
start_timer (DanbiAutosave *self,
             guint          delay_ms)
{
  if (self->timer_id == 0)
    self->timer_id = g_timeout_add (delay_ms, timer_cb, self);
}

static void
finish_save (Save   *save,
             GError *error)
{
  DanbiAutosave *self = save->self;
  Job *job = save->job;

  job->saving = FALSE;
  if (error && job_is_dirty (job))
    {
      set_error (self, error->message);
      start_timer (self, RETRY_MS);
    }
  else if (!error)
    {
      job->saved_revision = save->revision;
      set_error (self, NULL);
      if (job == self->current)
        set_saved_at (self, danbi_clock_now_s ());
      if (job_is_dirty (job))
        save_job (self, job);
    }
  if (job != self->current && !job->saving && !job_is_dirty (job))
    g_ptr_array_remove (self->jobs, job);
  answer_waiting (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Save *save = user_data;
  g_autoptr (GError) error = NULL;

  danbi_desk_save_finish (DANBI_DESK (source), result, &error);
  finish_save (save, error);
  g_object_unref (save->self);
  g_free (save);
}

static void
save_job (DanbiAutosave *self,
          Job           *job)
{
  Save *save;

  if (job->saving || !job_is_dirty (job))
    return;
  save = g_new0 (Save, 1);
  save->self = g_object_ref (self);
  save->job = job;
  save->revision = danbi_case_get_revision (job->item);
  job->saving = TRUE;
  danbi_desk_save_async (self->desk, job->item, NULL, saved_cb, save);
}

static void
revision_cb (DanbiCase     *item,
             GParamSpec    *pspec,
             DanbiAutosave *self)
{
  start_timer (self, DELAY_MS);
}

/* What was typed into it since is not to be saved any more, and no failure. */
static void
case_deleted_cb (DanbiDesk     *desk,
                 gint64         id,
                 DanbiAutosave *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      Job *job = g_ptr_array_index (self->jobs, i);

      if (danbi_case_get_id (job->item) == id)
        job->saved_revision = danbi_case_get_revision (job->item);
    }
}

static void
danbi_autosave_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  DanbiAutosave *self = DANBI_AUTOSAVE (object);

  switch (prop_id)
    {
    case PROP_SAVED_AT:
      g_value_set_int64 (value, self->saved_at);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
danbi_autosave_dispose (GObject *object)
{
  DanbiAutosave *self = DANBI_AUTOSAVE (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->current)
    g_signal_handlers_disconnect_by_func (self->current->item, revision_cb, self);
  self->current = NULL;
  g_ptr_array_set_size (self->jobs, 0);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_autosave_parent_class)->dispose (object);
}

static void
danbi_autosave_finalize (GObject *object)
{
  DanbiAutosave *self = DANBI_AUTOSAVE (object);

  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->waiting);
  g_free (self->error_message);

  G_OBJECT_CLASS (danbi_autosave_parent_class)->finalize (object);
}

static void
danbi_autosave_class_init (DanbiAutosaveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = danbi_autosave_get_property;
  object_class->dispose = danbi_autosave_dispose;
  object_class->finalize = danbi_autosave_finalize;

  props[PROP_SAVED_AT] = g_param_spec_int64 ("saved-at", NULL, NULL, 0, G_MAXINT64, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
danbi_autosave_init (DanbiAutosave *self)
{
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * danbi_autosave_new:
 * @desk: where cases are saved
 *
 * Returns: (transfer full): an autosave without a case
 */
DanbiAutosave *
danbi_autosave_new (DanbiDesk *desk)
{
  DanbiAutosave *self = g_object_new (DANBI_TYPE_AUTOSAVE, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "case-deleted", G_CALLBACK (case_deleted_cb), self, 0);
  return self;
}

/* A case that was left while it was being saved may be opened again. */
static Job *
take_job (DanbiAutosave *self,
          DanbiCase     *item)
{
  Job *job;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      job = g_ptr_array_index (self->jobs, i);
      if (job->item == item)
        return job;
    }
  job = g_new0 (Job, 1);
  job->item = g_object_ref (item);
  job->saved_revision = danbi_case_get_revision (item);
  g_ptr_array_add (self->jobs, job);
  return job;
}

/**
 * danbi_autosave_set_case:
 * @self: the autosave
 * @item: the case that is open from now on, as it is on disk or new
 *
 * Watches another case. What the last one still owes to the disk is saved at once. A case that
 * nobody touched is not saved.
 */
void
danbi_autosave_set_case (DanbiAutosave *self,
                         DanbiCase     *item)
{
  Job *last = self->current;

  if (last && last->item == item)
    return;
  self->current = NULL;
  if (last)
    {
      g_signal_handlers_disconnect_by_func (last->item, revision_cb, self);
      save_job (self, last);
      if (!last->saving)
        g_ptr_array_remove (self->jobs, last);
    }
  self->current = take_job (self, item);
  g_signal_connect_object (item, "notify::revision", G_CALLBACK (revision_cb), self, 0);
  set_error (self, NULL);
  set_saved_at (self, 0);
}

/**
 * danbi_autosave_get_saved_at:
 * @self: the autosave
 *
 * Returns: when the open case was saved, seconds since the epoch; 0 where it was not, since it was
 *   opened
 */
gint64
danbi_autosave_get_saved_at (DanbiAutosave *self)
{
  return self->saved_at;
}

/**
 * danbi_autosave_get_error_message:
 * @self: the autosave
 *
 * Returns: (transfer none) (nullable): why the last save failed
 */
const char *
danbi_autosave_get_error_message (DanbiAutosave *self)
{
  return self->error_message;
}

/**
 * danbi_autosave_is_clean:
 * @self: the autosave
 *
 * Returns: whether all that was typed is on disk
 */
gboolean
danbi_autosave_is_clean (DanbiAutosave *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      Job *job = g_ptr_array_index (self->jobs, i);

      if (job->saving || job_is_dirty (job))
        return FALSE;
    }
  return TRUE;
}

/**
 * danbi_autosave_flush_async:
 * @self: the autosave
 * @callback: called when all that was typed so far is on disk
 * @user_data: for @callback
 *
 * Saves what is not saved yet, without waiting for the timer.
 */
void
danbi_autosave_flush_async (DanbiAutosave       *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, danbi_autosave_flush_async);
  g_ptr_array_add (self->waiting, task);
  for (guint i = 0; i < self->jobs->len; i++)
    save_job (self, g_ptr_array_index (self->jobs, i));
  answer_waiting (self);
}

/**
 * danbi_autosave_flush_finish:
 * @self: the autosave
 * @result: what the callback was given
 * @error: why something could not be saved
 *
 * Returns: whether everything is on disk
 */
gboolean
danbi_autosave_flush_finish (DanbiAutosave  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
