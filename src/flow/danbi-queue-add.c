/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How batches come into the queue: cases that are sent now, and what earlier runs left. */
#include "config.h"

#include "danbi-batch.h"
#include "danbi-desk-private.h"
#include "danbi-queue-private.h"

/* What the writer's thread does for danbi_queue_add_async(). */
typedef struct
{
  DanbiSending *sending;
  DanbiStore *store;
  DanbiRulebook *rulebook;
  char *destination;
  GArray *ids;
  gint64 not_before_s;
  DanbiSubmission *submission;
  guint64 bytes;
} Addition;

static void
addition_free (Addition *self)
{
  g_object_unref (self->sending);
  g_object_unref (self->store);
  danbi_rulebook_unref (self->rulebook);
  g_free (self->destination);
  g_array_unref (self->ids);
  g_clear_pointer (&self->submission, danbi_submission_free);
  g_free (self);
}

static gpointer
add_in_writer (gpointer data)
{
  g_autoptr (GTask) task = data;
  Addition *self = g_task_get_task_data (task);
  DanbiCourierEvents events = danbi_sending_get_events (self->sending);
  GError *error = NULL;

  self->submission = danbi_batch_enqueue (self->store, self->rulebook, self->destination,
                                          (const gint64 *) self->ids->data, self->ids->len,
                                          self->not_before_s, &events, &self->bytes, &error);
  if (self->submission)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  DanbiQueue *self = DANBI_QUEUE (source);
  Addition *addition = g_task_get_task_data (G_TASK (result));
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  if (danbi_queue_get_desk (self))
    {
      danbi_queue_take_in (self, addition->sending, addition->submission, addition->bytes, FALSE);
      danbi_queue_go (self);
    }
  g_task_return_pointer (outer, g_object_ref (addition->sending), g_object_unref);
}

/* What an earlier run left: read in the writer's thread, after the saves that were asked for. */
typedef struct
{
  DanbiQueue *queue;
  DanbiStore *store;
  GPtrArray *open;     /* of DanbiSubmission */
  GPtrArray *sendings; /* of DanbiSending, as many as there is place for */
  GArray *bytes;       /* of guint64 */
} Resumption;

static void
resumption_free (Resumption *self)
{
  g_object_unref (self->queue);
  g_object_unref (self->store);
  g_clear_pointer (&self->open, g_ptr_array_unref);
  g_ptr_array_unref (self->sendings);
  g_array_unref (self->bytes);
  g_free (self);
}

static gboolean
resumed_cb (gpointer user_data)
{
  Resumption *resumption = user_data;
  DanbiQueue *self = resumption->queue;

  if (danbi_queue_get_desk (self))
    {
      for (guint i = 0; i < resumption->sendings->len; i++)
        danbi_queue_take_in (self, g_ptr_array_index (resumption->sendings, i),
                             g_ptr_array_index (resumption->open, i),
                             g_array_index (resumption->bytes, guint64, i), TRUE);
      danbi_queue_go (self);
      danbi_queue_wake (self);
    }
  resumption_free (resumption);
  return G_SOURCE_REMOVE;
}

static gpointer
resume_in_writer (gpointer data)
{
  Resumption *self = data;
  g_autoptr (GError) error = NULL;

  self->open = danbi_store_dup_open_submissions (self->store, &error);
  if (!self->open)
    g_warning ("%s", error->message);
  for (guint i = 0; self->open && i < self->open->len; i++)
    {
      DanbiSending *sending = danbi_sending_new (NULL);
      DanbiCourierEvents events = danbi_sending_get_events (sending);
      guint64 bytes;

      danbi_batch_describe (self->store, g_ptr_array_index (self->open, i), &events, &bytes);
      g_ptr_array_add (self->sendings, sending);
      g_array_append_val (self->bytes, bytes);
    }
  g_idle_add_full (G_PRIORITY_DEFAULT, resumed_cb, self, NULL);
  return NULL;
}

/* Public functions */

/**
 * danbi_queue_add_async:
 * @self: the queue
 * @ids: (array length=n_ids): stored cases, all ready
 * @n_ids: how many, at least 1
 * @not_before_s: when they are to set out, if no deadline comes first, seconds since the epoch; 0:
 *   at once
 * @cancellable: (nullable): handed to the task; a batch is called back by danbi_sending_cancel()
 * @callback: called in the main thread once the batch is written down
 * @user_data: handed to @callback
 *
 * Queues cases as one batch, after every save that is under way. From then on they cannot be edited
 * until the batch has its outcome or is given up.
 */
void
danbi_queue_add_async (DanbiQueue         *self,
                       const gint64       *ids,
                       gsize               n_ids,
                       gint64              not_before_s,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  GTask *outer = g_task_new (self, cancellable, callback, user_data);
  GTask *inner = g_task_new (self, NULL, added_cb, outer);
  g_autoptr (DanbiCourierSettings) settings = NULL;
  DanbiDesk *desk = danbi_queue_get_desk (self);
  Addition *addition;
  GError *error = NULL;

  if (!danbi_desk_has_gateway (desk, &error))
    {
      g_task_return_error (inner, error);
      g_object_unref (inner);
      return;
    }
  settings = danbi_desk_dup_settings (desk);
  addition = g_new0 (Addition, 1);
  addition->sending = danbi_sending_new (desk);
  addition->store = g_object_ref (danbi_desk_get_store (desk));
  addition->rulebook = danbi_rulebook_ref (danbi_desk_get_rulebook (desk));
  addition->destination = g_strdup (settings->destination);
  addition->ids = g_array_new (FALSE, FALSE, sizeof *ids);
  g_array_append_vals (addition->ids, ids, (guint) n_ids);
  addition->not_before_s = not_before_s;
  g_task_set_task_data (inner, addition, (GDestroyNotify) addition_free);
  danbi_desk_push_job (desk, add_in_writer, inner);
}

/**
 * danbi_queue_add_finish:
 * @self: the queue
 * @result: what the callback was given
 * @error: %DANBI_DESK_ERROR_FINDINGS and %DANBI_DESK_ERROR_STATE where a case may not be sent
 *
 * Returns: (transfer full) (nullable): the batch, which stands in the queue
 */
DanbiSending *
danbi_queue_add_finish (DanbiQueue   *self,
                        GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * danbi_queue_resume:
 * @self: the queue
 *
 * Takes up what earlier runs of the program left, and starts working. Call it once the gateway is
 * known. Called again it tries at once what rests.
 */
void
danbi_queue_resume (DanbiQueue *self)
{
  Resumption *resumption = g_new0 (Resumption, 1);
  DanbiDesk *desk = danbi_queue_get_desk (self);

  resumption->queue = g_object_ref (self);
  resumption->store = g_object_ref (danbi_desk_get_store (desk));
  resumption->sendings = g_ptr_array_new_with_free_func (g_object_unref);
  resumption->bytes = g_array_new (FALSE, FALSE, sizeof (guint64));
  danbi_desk_push_job (desk, resume_in_writer, resumption);
}

