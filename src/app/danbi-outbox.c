/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's end of the queue: what is on the screen is saved before it is queued, and whoever
 * shows the queue is told once of many small steps. */
#include "config.h"

#include "danbi-outbox.h"

/* So often at most it is told that something moved. */
#define MOVED_MS 50

struct _DanbiOutbox
{
  GObject parent_instance;

  DanbiQueue *queue;
  DanbiAutosave *autosave;
  guint moved_id;
};

enum
{
  MOVED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiOutbox, danbi_outbox, G_TYPE_OBJECT)

typedef struct
{
  DanbiOutbox *self;
  gsize n_ids;
  gint64 *ids;
  gint64 not_before_s;
} Batch;

static void
batch_free (Batch *batch)
{
  g_object_unref (batch->self);
  g_free (batch->ids);
  g_free (batch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

static gboolean
tell_moved_cb (gpointer user_data)
{
  DanbiOutbox *self = user_data;

  self->moved_id = 0;
  g_signal_emit (self, signals[MOVED], 0);
  return G_SOURCE_REMOVE;
}

/* A transfer tells each of its steps; a window need not follow all of them. */
static void
moved (DanbiOutbox *self)
{
  if (self->moved_id == 0)
    self->moved_id = g_timeout_add (MOVED_MS, tell_moved_cb, self);
}

static void
notify_cb (GObject     *object,
           GParamSpec  *pspec,
           DanbiOutbox *self)
{
  moved (self);
}

static void
rows_changed_cb (GListModel  *rows,
                 guint        position,
                 guint        removed,
                 guint        added,
                 DanbiOutbox *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (rows, i);

      g_signal_connect_object (row, "notify", G_CALLBACK (notify_cb), self, 0);
    }
  moved (self);
}

/* A batch that only moved within the queue is followed already. */
static void
follow (DanbiOutbox  *self,
        DanbiSending *sending)
{
  GListModel *rows = danbi_sending_get_rows (sending);

  if (g_signal_handler_find (sending, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                             notify_cb, self)
      != 0)
    return;
  g_signal_connect_object (sending, "notify", G_CALLBACK (notify_cb), self, 0);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (rows_changed_cb), self, 0);
  rows_changed_cb (rows, 0, 0, g_list_model_get_n_items (rows), self);
}

static void
queue_changed_cb (GListModel  *queue,
                  guint        position,
                  guint        removed,
                  guint        added,
                  DanbiOutbox *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (DanbiSending) sending = g_list_model_get_item (queue, i);

      follow (self, sending);
    }
  moved (self);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DanbiOutbox) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DanbiSending) sending
    = danbi_queue_add_finish (DANBI_QUEUE (source), result, &error);

  if (!sending)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  moved (self);
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Batch) batch = user_data;
  DanbiOutbox *self = batch->self;
  g_autoptr (GError) error = NULL;

  if (danbi_autosave_flush_finish (DANBI_AUTOSAVE (source), result, &error))
    danbi_queue_add_async (self->queue, batch->ids, batch->n_ids, batch->not_before_s, NULL,
                           added_cb, g_object_ref (self));
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
danbi_outbox_dispose (GObject *object)
{
  DanbiOutbox *self = DANBI_OUTBOX (object);

  g_clear_handle_id (&self->moved_id, g_source_remove);
  g_clear_object (&self->autosave);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (danbi_outbox_parent_class)->dispose (object);
}

static void
danbi_outbox_class_init (DanbiOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = danbi_outbox_dispose;

  /**
   * DanbiOutbox::moved:
   *
   * A batch or a case of the queue came further, or its outcome came.
   */
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  /**
   * DanbiOutbox::failed:
   * @message: why, a sentence
   *
   * Cases could not be queued; nothing became of them.
   */
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
danbi_outbox_init (DanbiOutbox *self)
{
}

/**
 * danbi_outbox_new:
 * @desk: what sends
 * @autosave: what saves before
 *
 * Returns: (transfer full): an outbox
 */
DanbiOutbox *
danbi_outbox_new (DanbiDesk     *desk,
                  DanbiAutosave *autosave)
{
  DanbiOutbox *self = g_object_new (DANBI_TYPE_OUTBOX, NULL);
  GListModel *queue;

  self->queue = g_object_ref (danbi_desk_get_queue (desk));
  self->autosave = g_object_ref (autosave);
  queue = G_LIST_MODEL (self->queue);
  g_signal_connect_object (queue, "items-changed", G_CALLBACK (queue_changed_cb), self, 0);
  queue_changed_cb (queue, 0, 0, g_list_model_get_n_items (queue), self);
  return self;
}

/**
 * danbi_outbox_send:
 * @self: the outbox
 * @ids: (array length=n_ids): cases that are ready
 * @n_ids: how many
 * @not_before_s: when they may start; 0: at once
 *
 * Queues cases as one batch. What is sent is what is on disk, so what is on the screen is saved
 * first.
 */
void
danbi_outbox_send (DanbiOutbox  *self,
                   const gint64 *ids,
                   gsize         n_ids,
                   gint64        not_before_s)
{
  Batch *batch;

  if (n_ids == 0)
    return;
  batch = g_new0 (Batch, 1);
  batch->self = g_object_ref (self);
  batch->n_ids = n_ids;
  batch->ids = g_memdup2 (ids, n_ids * sizeof *ids);
  batch->not_before_s = not_before_s;
  danbi_autosave_flush_async (self->autosave, flushed_cb, batch);
}

static gboolean
holds_case (DanbiSending *sending,
            gint64        case_id)
{
  GListModel *rows = danbi_sending_get_rows (sending);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (rows, i);

      if (danbi_sending_row_get_case_id (row) == case_id)
        return TRUE;
    }
  return FALSE;
}

/**
 * danbi_outbox_find:
 * @self: the outbox
 * @case_id: a case
 * @way: (out) (optional): where its batch is
 *
 * Returns: (transfer none) (nullable): the batch with which the case is on its way; %NULL where it
 *   is not, or not any more
 */
DanbiSending *
danbi_outbox_find (DanbiOutbox *self,
                   gint64       case_id,
                   DanbiWay    *way)
{
  GListModel *queue = G_LIST_MODEL (self->queue);

  for (guint i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (DanbiSending) sending = g_list_model_get_item (queue, i);

      if (danbi_sending_get_finished (sending) || !holds_case (sending, case_id))
        continue;
      if (way)
        danbi_way_init (way, sending, danbi_outbox_get_place (self, sending));
      return sending; /* the queue holds it */
    }
  return NULL;
}

/**
 * danbi_outbox_get_place:
 * @self: the outbox
 * @sending: a batch
 *
 * Returns: its place among those that wait for their turn, from 1; 0 where it does not
 */
guint
danbi_outbox_get_place (DanbiOutbox  *self,
                        DanbiSending *sending)
{
  GListModel *queue = G_LIST_MODEL (self->queue);
  guint place = 0;

  if (danbi_sending_get_stage (sending) != DANBI_SENDING_QUEUED)
    return 0;
  for (guint i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (DanbiSending) other = g_list_model_get_item (queue, i);

      place += danbi_sending_get_stage (other) == DANBI_SENDING_QUEUED;
      if (other == sending)
        return place;
    }
  return 0;
}
