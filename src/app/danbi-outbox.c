/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The batch on its way: one at a time, after what was typed is on disk. */
#include "config.h"

#include "danbi-outbox.h"

struct _DanbiOutbox
{
  GObject parent_instance;

  DanbiDesk *desk;
  DanbiAutosave *autosave;
  DanbiSending *sending; /* the last one */
  gboolean flushing;     /* a batch is about to start */
};

enum
{
  STARTED,
  MOVED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DanbiOutbox, danbi_outbox, G_TYPE_OBJECT)

typedef struct
{
  DanbiOutbox *self;
  gsize n_ids;
  gint64 *ids;
} Batch;

static void
row_cb (DanbiSendingRow *row,
        GParamSpec      *pspec,
        DanbiOutbox     *self)
{
  g_signal_emit (self, signals[MOVED], 0, row);
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

      g_signal_connect_object (row, "notify", G_CALLBACK (row_cb), self, 0);
      g_signal_emit (self, signals[MOVED], 0, row);
    }
}

static void
finished_cb (DanbiSending *sending,
             GParamSpec   *pspec,
             DanbiOutbox  *self)
{
  if (danbi_sending_get_finished (sending))
    g_signal_emit (self, signals[FINISHED], 0, danbi_sending_get_error_message (sending));
}

static void
follow (DanbiOutbox  *self,
        DanbiSending *sending)
{
  GListModel *rows = danbi_sending_get_rows (sending);

  g_set_object (&self->sending, sending);
  g_signal_connect_object (sending, "notify::finished", G_CALLBACK (finished_cb), self, 0);
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (rows_changed_cb), self, 0);
  g_signal_emit (self, signals[STARTED], 0);
  rows_changed_cb (rows, 0, 0, g_list_model_get_n_items (rows), self);
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Batch *batch = user_data;
  g_autoptr (DanbiOutbox) self = batch->self;
  g_autofree gint64 *ids = batch->ids;
  g_autoptr (DanbiSending) sending = NULL;
  g_autoptr (GError) error = NULL;

  self->flushing = FALSE;
  if (!danbi_autosave_flush_finish (DANBI_AUTOSAVE (source), result, &error))
    {
      g_signal_emit (self, signals[FINISHED], 0, error->message);
      return;
    }
  sending = danbi_desk_send (self->desk, ids, batch->n_ids, DANBI_SEND_DEFAULT);
  follow (self, sending);
}

static void
danbi_outbox_dispose (GObject *object)
{
  DanbiOutbox *self = DANBI_OUTBOX (object);

  g_clear_object (&self->sending);
  g_clear_object (&self->autosave);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (danbi_outbox_parent_class)->dispose (object);
}

static void
danbi_outbox_class_init (DanbiOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = danbi_outbox_dispose;

  /**
   * DanbiOutbox::started:
   *
   * A batch is on its way: danbi_outbox_get_sending().
   */
  signals[STARTED] = g_signal_new ("started", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  /**
   * DanbiOutbox::moved:
   * @row: a case of the batch
   *
   * A case came further, or has its outcome.
   */
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, DANBI_TYPE_SENDING_ROW);
  /**
   * DanbiOutbox::finished:
   * @message: (nullable): why it did not work, a sentence
   *
   * The batch ended, or could not begin.
   */
  signals[FINISHED] = g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
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

  self->desk = g_object_ref (desk);
  self->autosave = g_object_ref (autosave);
  return self;
}

/**
 * danbi_outbox_is_idle:
 * @self: the outbox
 *
 * Returns: whether another batch may be sent
 */
gboolean
danbi_outbox_is_idle (DanbiOutbox *self)
{
  return !self->flushing && (!self->sending || danbi_sending_get_finished (self->sending));
}

/**
 * danbi_outbox_send:
 * @self: the outbox
 * @ids: (array length=n_ids): cases that are ready
 * @n_ids: how many
 *
 * Sends cases as one batch. What is sent is what is on disk, so what is on the screen is saved
 * first. Does nothing while another batch is under way.
 */
void
danbi_outbox_send (DanbiOutbox  *self,
                   const gint64 *ids,
                   gsize         n_ids)
{
  Batch *batch;

  if (!danbi_outbox_is_idle (self) || n_ids == 0)
    return;
  batch = g_new0 (Batch, 1);
  batch->self = g_object_ref (self);
  batch->n_ids = n_ids;
  batch->ids = g_memdup2 (ids, n_ids * sizeof *ids);
  self->flushing = TRUE;
  danbi_autosave_flush_async (self->autosave, flushed_cb, batch);
}

/**
 * danbi_outbox_settle:
 * @self: the outbox
 *
 * Asks the gateway what became of the batches whose outcome is not known. Does nothing while a
 * batch is under way.
 */
void
danbi_outbox_settle (DanbiOutbox *self)
{
  g_autoptr (DanbiSending) sending = NULL;

  if (!danbi_outbox_is_idle (self))
    return;
  sending = danbi_desk_settle (self->desk, DANBI_SEND_DEFAULT);
  follow (self, sending);
}

/**
 * danbi_outbox_get_sending:
 * @self: the outbox
 *
 * Returns: (transfer none) (nullable): the last batch
 */
DanbiSending *
danbi_outbox_get_sending (DanbiOutbox *self)
{
  return self->sending;
}
