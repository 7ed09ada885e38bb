/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on its way: which batch is packed and sent next, which is asked about, and when. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "danbi-clock.h"
#include "danbi-desk-private.h"
#include "danbi-journey.h"
#include "danbi-queue-private.h"

#define TICK_MS 5000       /* between two looks at the clock, which may be set and may sleep */
#define SLEPT_US (20 * G_USEC_PER_SEC)
#define NETWORK_PAUSE_US (2 * G_USEC_PER_SEC) /* a network that comes up says so several times */

/* A thread that works on one batch at a time, and what it carries them with. */
typedef struct
{
  GThreadPool *pool;
  DanbiCourier *courier;
  DanbiCourierWorld *world; /* of the courier */
  guint settings_serial;    /* of which settings it is */
  gboolean busy;
} Hand;

struct _DanbiQueue
{
  GObject parent_instance;

  DanbiDesk *desk; /* owns the queue; NULL once that is closed */
  DanbiClaim *claim;
  GPtrArray *entries; /* of DanbiQueueEntry, in the order of the list */
  Hand carrier;
  Hand asker;
  GThreadPool *aside; /* what needs no turn: giving up, and a person's word */
  gboolean running;
  guint settings_serial;
  guint64 line_bytes_per_s; /* as it was measured last; the store would have to be waited for */
  guint timer;
  GNetworkMonitor *monitor;
  gint64 network_us;
  gint64 slept_us; /* how long this computer slept, up to now */
};

enum
{
  OUTCOME,
  N_SIGNALS
};

static void danbi_queue_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DanbiQueue, danbi_queue, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, danbi_queue_model_init))

static guint signals[N_SIGNALS];

static void work (DanbiQueue *self);

/* The entries */

static guint
find_place (DanbiQueue            *self,
            const DanbiQueueEntry *entry)
{
  guint place = 0;

  while (place < self->entries->len
         && danbi_queue_entry_compare (g_ptr_array_index (self->entries, place), entry) < 0)
    place++;
  return place;
}

static void
insert_entry (DanbiQueue      *self,
              DanbiQueueEntry *entry)
{
  guint place = find_place (self, entry);

  g_ptr_array_insert (self->entries, (int) place, entry);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

/* What its order goes by has changed. */
static void
move_entry (DanbiQueue      *self,
            DanbiQueueEntry *entry)
{
  guint before;
  guint place;

  g_ptr_array_find (self->entries, entry, &before);
  g_ptr_array_steal_index (self->entries, before);
  place = find_place (self, entry);
  if (place == before)
    {
      g_ptr_array_insert (self->entries, (int) before, entry);
      return;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), before, 1, 0);
  g_ptr_array_insert (self->entries, (int) place, entry);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

static DanbiQueueEntry *
find_entry (DanbiQueue *self,
            gint64      id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      DanbiQueueEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->id == id)
        return entry;
    }
  return NULL;
}

static DanbiQueueEntry *
find_entry_of (DanbiQueue   *self,
               DanbiSending *sending)
{
  return find_entry (self, danbi_sending_get_submission_id (sending));
}

/* Jobs */

static void
hand_drop_courier (Hand *self)
{
  g_clear_pointer (&self->courier, danbi_courier_free);
  self->world = NULL;
}

/* Where this computer's clock stands, on its way from a thread to the main one. */
typedef struct
{
  DanbiQueue *queue;
  gint64 lead_s;
} ClockNews;

static gboolean
clock_news_cb (gpointer user_data)
{
  g_autofree ClockNews *news = user_data;
  g_autoptr (DanbiQueue) self = news->queue;

  if (self->desk)
    danbi_desk_note_clock (self->desk, news->lead_s);
  return G_SOURCE_REMOVE;
}

static void
clock_cb (gint64   lead_s,
          gpointer user_data)
{
  ClockNews *news = g_new (ClockNews, 1);

  *news = (ClockNews) { g_object_ref (DANBI_QUEUE (user_data)), lead_s };
  g_idle_add_full (G_PRIORITY_DEFAULT, clock_news_cb, news, NULL);
}

static DanbiCourierWorld *
new_world (DanbiQueue *self)
{
  g_autoptr (DanbiCourierSettings) settings = danbi_desk_dup_settings (self->desk);
  DanbiCourierWorld *world = danbi_courier_world_new (
    danbi_desk_get_store (self->desk), danbi_desk_get_rulebook (self->desk), settings);

  danbi_courier_world_set_clock_func (world, clock_cb, self);
  return world;
}

/* Gives the hand a courier that goes where the settings say. */
static void
ready_hand (DanbiQueue *self,
            Hand       *hand)
{
  if (hand->courier && hand->settings_serial == self->settings_serial)
    return;
  hand_drop_courier (hand);
  hand->world = new_world (self);
  hand->courier = danbi_courier_world_new_courier (hand->world);
  hand->settings_serial = self->settings_serial;
}

static DanbiQueueJob *
new_job (DanbiQueue      *self,
         DanbiQueueEntry *entry,
         int              kind,
         DanbiCourier    *courier)
{
  DanbiQueueJob *job = g_new0 (DanbiQueueJob, 1);

  g_clear_object (&entry->cancellable);
  entry->cancellable = g_cancellable_new ();
  danbi_queue_entry_begin (entry);

  job->kind = kind;
  job->id = entry->id;
  job->sending = g_object_ref (entry->sending);
  job->store = g_object_ref (danbi_desk_get_store (self->desk));
  job->claim = self->claim;
  job->courier = courier;
  job->doubtful = entry->doubtful;
  job->cancellable = g_object_ref (entry->cancellable);
  job->called_back = g_atomic_rc_box_acquire (entry->called_back);
  job->heard = kind == DANBI_QUEUE_GIVE_UP;
  return job;
}

static void
end_entry (DanbiQueue      *self,
           DanbiQueueEntry *entry)
{
  entry->ended_us = g_get_monotonic_time ();
  danbi_claim_drop (self->claim, entry->id);
  danbi_sending_set_cancel_func (entry->sending, NULL, NULL);
  danbi_sending_finish (entry->sending);
}

/* What the thread that read or measured it says of the line. */
void
danbi_queue_note_line (DanbiQueue *self,
                       guint64     bytes_per_s)
{
  self->line_bytes_per_s = bytes_per_s;
  if (self->desk->prepacker)
    danbi_prepacker_set_line (self->desk->prepacker, bytes_per_s);
}

static void
take_result (DanbiQueue      *self,
             DanbiQueueEntry *entry,
             DanbiQueueJob   *job)
{
  danbi_queue_entry_end (entry, job->result);
  entry->doubtful = job->doubtful;
  if (job->submission)
    {
      danbi_queue_entry_take (entry, job->submission);
      danbi_sending_take_batch (entry->sending, job->submission);
      danbi_sending_set_stage (entry->sending, danbi_sending_stage_of (job->submission));
    }
  else
    {
      /* The store cannot be read: as little can be done as with a failure for a person. */
      entry->n_failures++;
      entry->next_try_s = 0;
      danbi_sending_set_stage (entry->sending, DANBI_SENDING_HELD);
    }
  if (job->line_bytes_per_s > 0)
    danbi_queue_note_line (self, job->line_bytes_per_s);
  danbi_queue_entry_plan_poll (entry);
  if (!danbi_queue_entry_is_open (entry))
    end_entry (self, entry);
  move_entry (self, entry);
}

/* From a thread to the main one. */
typedef struct
{
  DanbiQueue *queue;
  DanbiQueueJob *job;
  Hand *hand; /* NULL: it was done aside */
  GTask *task; /* whom to tell, or NULL */
} Return;

static void
push_job (DanbiQueue    *self,
          DanbiQueueJob *job,
          Hand          *hand,
          GTask         *task)
{
  Return *done = g_new (Return, 1);

  *done = (Return) { g_object_ref (self), job, hand, task };
  if (hand)
    hand->busy = TRUE;
  g_thread_pool_push (hand ? hand->pool : self->aside, done, NULL);
}

static void
push_aside (DanbiQueue    *self,
            DanbiQueueJob *job,
            GTask         *task)
{
  job->courier = danbi_courier_world_new_courier (new_world (self));
  job->owns_courier = TRUE;
  push_job (self, job, NULL, task);
}

static void
give_up (DanbiQueue      *self,
         DanbiQueueEntry *entry)
{
  push_aside (self, new_job (self, entry, DANBI_QUEUE_GIVE_UP, NULL), NULL);
}

/* Called back after the thread looked for that the last time, and before it was known here that
 * nobody works on it any more. */
static void
give_up_unheard (DanbiQueue          *self,
                 DanbiQueueEntry     *entry,
                 const DanbiQueueJob *job)
{
  if (!job->heard && g_atomic_int_get (entry->called_back)
      && danbi_journey_is_before_naming (entry->state))
    give_up (self, entry);
}

static gboolean
job_done_cb (gpointer user_data)
{
  g_autofree Return *done = user_data;
  g_autoptr (DanbiQueue) self = done->queue;
  g_autoptr (DanbiQueueJob) job = done->job;
  g_autoptr (GTask) task = done->task;
  DanbiQueueEntry *entry = find_entry (self, job->id);

  if (done->hand)
    done->hand->busy = FALSE;
  if (self->desk)
    take_result (self, entry, job);
  if (task && job->result == DANBI_COURIER_ENDED)
    g_task_return_boolean (task, TRUE);
  else if (task)
    g_task_return_error (task, g_steal_pointer (&job->error));
  if (self->desk)
    {
      give_up_unheard (self, entry, job);
      work (self);
    }
  return G_SOURCE_REMOVE;
}

static void
run_in_thread (gpointer data,
               gpointer user_data)
{
  Return *done = data;

  danbi_queue_job_run (done->job);
  g_idle_add_full (G_PRIORITY_DEFAULT, job_done_cb, done, NULL);
}

/* The order of work */

static DanbiQueueEntry *
find_due (DanbiQueue *self,
          gboolean    before_naming)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      DanbiQueueEntry *entry = g_ptr_array_index (self->entries, i);

      if (danbi_journey_is_before_naming (entry->state) == before_naming
          && danbi_queue_entry_wait_ms (entry, self->line_bytes_per_s) == 0)
        return entry;
    }
  return NULL;
}

static void
employ (DanbiQueue *self,
        Hand       *hand,
        gboolean    before_naming,
        int         kind)
{
  DanbiQueueEntry *entry = hand->busy ? NULL : find_due (self, before_naming);

  if (!entry)
    return;
  ready_hand (self, hand);
  push_job (self, new_job (self, entry, kind, hand->courier), hand, NULL);
}

static gint64
find_next_ms (DanbiQueue *self)
{
  gint64 next_ms = -1;

  for (guint i = 0; i < self->entries->len; i++)
    {
      gint64 ms = danbi_queue_entry_wait_ms (g_ptr_array_index (self->entries, i),
                                             self->line_bytes_per_s);

      if (ms > 0 && (next_ms < 0 || ms < next_ms))
        next_ms = ms;
    }
  return next_ms;
}

static gboolean
tick_cb (gpointer user_data)
{
  DanbiQueue *self = user_data;

  self->timer = 0;
  work (self);
  return G_SOURCE_REMOVE;
}

/* Whatever made a try fail may be over. */
static void
wake_all (DanbiQueue *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    danbi_queue_entry_wake (g_ptr_array_index (self->entries, i));
}

static void
look_at_sleep (DanbiQueue *self)
{
  gint64 slept_us = danbi_clock_get_slept_us ();

  if (slept_us - self->slept_us > SLEPT_US)
    wake_all (self);
  self->slept_us = slept_us;
}

static void
work (DanbiQueue *self)
{
  gint64 next_ms;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->running)
    return;
  look_at_sleep (self);
  if (danbi_desk_get_gateway (self->desk))
    employ (self, &self->carrier, TRUE, DANBI_QUEUE_CARRY);
  employ (self, &self->asker, FALSE, DANBI_QUEUE_ASK);
  next_ms = find_next_ms (self);
  if (next_ms > 0)
    self->timer = g_timeout_add ((guint) MIN (next_ms, TICK_MS), tick_cb, self);
}

static void
network_changed_cb (GNetworkMonitor *monitor,
                    gboolean         available,
                    DanbiQueue      *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!available || now_us - self->network_us < NETWORK_PAUSE_US)
    return;
  self->network_us = now_us;
  danbi_queue_wake (self);
}

/* A batch comes into the queue, or is called back */

static void
row_outcome_cb (DanbiSending    *sending,
                DanbiSendingRow *row,
                DanbiQueue      *self)
{
  g_signal_emit (self, signals[OUTCOME], 0, sending, row);
}

/* What somebody works on is stopped and then given up there; what nobody works on, at once. */
static void
cancel_cb (DanbiSending *sending,
           gpointer      user_data)
{
  DanbiQueue *self = user_data;
  DanbiQueueEntry *entry = find_entry_of (self, sending);

  if (!self->desk || !danbi_journey_is_before_naming (entry->state))
    return;
  g_atomic_int_set (entry->called_back, TRUE);
  if (entry->busy)
    g_cancellable_cancel (entry->cancellable);
  else
    give_up (self, entry);
}

/* Virtual functions */

static GType
danbi_queue_get_item_type (GListModel *model)
{
  return DANBI_TYPE_SENDING;
}

static guint
danbi_queue_get_n_items (GListModel *model)
{
  return DANBI_QUEUE (model)->entries->len;
}

static gpointer
danbi_queue_get_item (GListModel *model,
                      guint       position)
{
  DanbiQueue *self = DANBI_QUEUE (model);
  DanbiQueueEntry *entry;

  if (position >= self->entries->len)
    return NULL;
  entry = g_ptr_array_index (self->entries, position);
  return g_object_ref (entry->sending);
}

static void
danbi_queue_model_init (GListModelInterface *iface)
{
  iface->get_item_type = danbi_queue_get_item_type;
  iface->get_n_items = danbi_queue_get_n_items;
  iface->get_item = danbi_queue_get_item;
}

static void
danbi_queue_finalize (GObject *object)
{
  DanbiQueue *self = DANBI_QUEUE (object);

  g_ptr_array_unref (self->entries);
  danbi_claim_free (self->claim);
  G_OBJECT_CLASS (danbi_queue_parent_class)->finalize (object);
}

static void
danbi_queue_class_init (DanbiQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_queue_finalize;

  /**
   * DanbiQueue::outcome:
   * @sending: a batch
   * @row: one of its cases
   *
   * A case came to accepted, rejected or unknown.
   */
  signals[OUTCOME] = g_signal_new ("outcome", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 2, DANBI_TYPE_SENDING,
                                   DANBI_TYPE_SENDING_ROW);
}

static void
danbi_queue_init (DanbiQueue *self)
{
  self->entries = g_ptr_array_new_with_free_func (
    (GDestroyNotify) danbi_queue_entry_free);
  self->carrier.pool = g_thread_pool_new (run_in_thread, NULL, 1, FALSE, NULL);
  self->asker.pool = g_thread_pool_new (run_in_thread, NULL, 1, FALSE, NULL);
  self->aside = g_thread_pool_new (run_in_thread, NULL, 1, FALSE, NULL);
  self->slept_us = danbi_clock_get_slept_us ();
}

/* For the other files of this room */

DanbiDesk *
danbi_queue_get_desk (DanbiQueue *self)
{
  return self->desk;
}

/* A batch that is written down. */
void
danbi_queue_take_in (DanbiQueue            *self,
                     DanbiSending          *sending,
                     const DanbiSubmission *submission,
                     guint64                bytes,
                     gboolean               doubtful)
{
  DanbiQueueEntry *entry;

  if (find_entry (self, submission->id))
    return;
  entry = danbi_queue_entry_new (sending, submission);
  entry->bytes = bytes;
  entry->doubtful = doubtful;
  danbi_claim_take (self->claim, entry->id, NULL);
  danbi_sending_set_desk (sending, self->desk);
  danbi_sending_take_batch (sending, submission);
  danbi_sending_set_stage (sending, danbi_sending_stage_of (submission));
  danbi_sending_set_cancel_func (sending, cancel_cb, self);
  g_signal_connect_object (sending, "outcome", G_CALLBACK (row_outcome_cb), self, 0);
  insert_entry (self, entry);
}

void
danbi_queue_go (DanbiQueue *self)
{
  self->running = TRUE;
  work (self);
}

void
danbi_queue_wake (DanbiQueue *self)
{
  wake_all (self);
  work (self);
}

void
danbi_queue_watch_network (DanbiQueue      *self,
                           GNetworkMonitor *monitor)
{
  if (self->monitor)
    return;
  self->monitor = monitor;
  g_signal_connect (monitor, "network-changed", G_CALLBACK (network_changed_cb), self);
}

DanbiQueue *
danbi_queue_new (DanbiDesk *desk)
{
  DanbiQueue *self = g_object_new (DANBI_TYPE_QUEUE, NULL);

  self->desk = desk;
  self->claim = danbi_claim_new (danbi_store_get_dir (danbi_desk_get_store (desk)));
  return self;
}

static void
close_hand (Hand *self)
{
  g_thread_pool_free (g_steal_pointer (&self->pool), FALSE, TRUE);
  hand_drop_courier (self);
}

/* Stops all work and waits for it. The batches stay as they are; the next run takes them up. */
void
danbi_queue_close (DanbiQueue *self)
{
  self->running = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->monitor)
    g_signal_handlers_disconnect_by_func (self->monitor, network_changed_cb, self);
  for (guint i = 0; i < self->entries->len; i++)
    {
      DanbiQueueEntry *entry = g_ptr_array_index (self->entries, i);

      g_cancellable_cancel (entry->cancellable);
    }
  close_hand (&self->carrier);
  close_hand (&self->asker);
  g_thread_pool_free (g_steal_pointer (&self->aside), FALSE, TRUE);
  g_clear_pointer (&self->claim, danbi_claim_free);
  self->desk = NULL;
}

/* What was held may go now, to another place or with another token. What is under way ends as it
 * began, but for the ceiling. */
void
danbi_queue_settings_changed (DanbiQueue *self)
{
  g_autoptr (DanbiCourierSettings) settings = danbi_desk_dup_settings (self->desk);

  self->settings_serial++;
  if (self->carrier.world)
    danbi_courier_world_set_ceiling (self->carrier.world, settings->ceiling_bytes_per_s);
  danbi_queue_retry (self, NULL);
}

/* Public functions */

/**
 * danbi_queue_retry:
 * @self: the queue
 * @sending: (nullable): a batch that is to go now, whatever it waits for; %NULL: every one that
 *   rests or is held
 */
void
danbi_queue_retry (DanbiQueue   *self,
                   DanbiSending *sending)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      DanbiQueueEntry *entry = g_ptr_array_index (self->entries, i);

      if (!sending || entry->sending == sending)
        danbi_queue_entry_retry (entry, sending != NULL);
    }
  work (self);
}

/**
 * danbi_queue_tell_async:
 * @self: the queue
 * @sending: a batch that stands in the folder, or that is held because the receiver's answer does
 *   not fit it
 * @outcome: %DANBI_STATE_ACCEPTED or %DANBI_STATE_REJECTED, for each of its cases
 * @receipt: (nullable): the receiver's number of it
 * @cancellable: (nullable): handed to the task
 * @callback: called in the main thread once it is written down
 * @user_data: handed to @callback
 *
 * A person says what the receiver answered.
 */
void
danbi_queue_tell_async (DanbiQueue         *self,
                        DanbiSending       *sending,
                        DanbiState          outcome,
                        const char         *receipt,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  DanbiQueueEntry *entry = find_entry_of (self, sending);
  DanbiQueueJob *job;

  if (!entry || !danbi_queue_entry_can_be_told (entry))
    {
      g_task_return_new_error (task, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE, "%s",
                               _("The receiver tells the outcome of this batch itself. Wait for "
                                 "its answer."));
      g_object_unref (task);
      return;
    }
  job = new_job (self, entry, DANBI_QUEUE_TELL, NULL);
  job->outcome = outcome;
  job->receipt = g_strdup (receipt);
  push_aside (self, job, task);
}

/**
 * danbi_queue_tell_finish:
 * @self: the queue
 * @result: what the callback was given
 * @error: the reason of a failure
 *
 * Returns: whether the batch is done
 */
gboolean
danbi_queue_tell_finish (DanbiQueue   *self,
                         GAsyncResult *result,
                         GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * danbi_queue_count_open:
 * @self: the queue
 *
 * Returns: how many batches are not at their end
 */
guint
danbi_queue_count_open (DanbiQueue *self)
{
  guint n = 0;

  while (n < self->entries->len && danbi_queue_entry_is_open (g_ptr_array_index (self->entries, n)))
    n++;
  return n;
}
