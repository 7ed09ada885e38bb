/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One batch on its way as front ends see it: what other threads tell, as properties. */
#include "config.h"

#include "danbi-desk-private.h"
#include "danbi-destination.h"
#include "danbi-journey.h"
#include "danbi-sending-private.h"

struct _DanbiSending
{
  GObject parent_instance;

  DanbiDesk *desk; /* weak: a batch outlives the desk that it was sent from */
  GListStore *rows;
  GCancellable *cancellable;
  DanbiSendingCancelFunc on_cancel;
  gpointer cancel_data;

  DanbiSendingStage stage;
  gboolean finished;
  gboolean named; /* the receiver may have it */
  gint64 id;
  char *destination;
  char *folder;
  char *receipt;
  char *error_message;
  gint64 next_try_s;
  gint64 not_before_s;
  gint64 deadline_s;
};

/* What another thread has to say, on its way to the main thread. */
typedef struct
{
  DanbiSending *sending;
  enum
  {
    EVENT_RECORD,
    EVENT_STATE,
    EVENT_PACKED,
    EVENT_PROGRESS,
    EVENT_STAGE,
    EVENT_RECEIPT,
    EVENT_WAITS,
    EVENT_BATCH,
    EVENT_FINISHED,
  } kind;
  gint64 number; /* a case, or a time */
  int state;
  double fraction;
  char *text;
  DanbiRecord *record;
  DanbiRowOutcome *outcome;
  DanbiSubmission *batch; /* without its rows */
} Event;

enum
{
  PROP_0,
  PROP_STAGE,
  PROP_ERROR_MESSAGE,
  PROP_RECEIPT,
  PROP_FINISHED,
  PROP_ROWS,
  PROP_SUBMISSION_ID,
  PROP_DESTINATION,
  PROP_FOLDER,
  PROP_NEXT_TRY,
  PROP_NOT_BEFORE,
  PROP_DEADLINE,
  N_PROPS
};

enum
{
  OUTCOME,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (DanbiSending, danbi_sending, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Properties */

static void
set_text (DanbiSending *self,
          char        **place,
          const char   *text,
          int           property)
{
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_time (DanbiSending *self,
          gint64       *place,
          gint64        time_s,
          int           property)
{
  if (*place == time_s)
    return;
  *place = time_s;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static DanbiSendingRow *
find_row (DanbiSending *self,
          gint64        case_id)
{
  GListModel *rows = G_LIST_MODEL (self->rows);
  DanbiSendingRow *row;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (DanbiSendingRow) candidate = g_list_model_get_item (rows, i);

      if (danbi_sending_row_get_case_id (candidate) == case_id)
        return candidate;
    }

  row = danbi_sending_row_new (case_id);
  g_list_store_append (self->rows, row);
  g_object_unref (row);
  return row;
}

static const DanbiRules *
get_rules (DanbiSending *self)
{
  return self->desk ? danbi_rulebook_get_rules (danbi_desk_get_rulebook (self->desk), NULL) : NULL;
}

static gboolean
is_outcome (DanbiState state)
{
  return state == DANBI_STATE_ACCEPTED || state == DANBI_STATE_REJECTED
         || state == DANBI_STATE_UNKNOWN;
}

/* Events */

static void
event_free (Event *event)
{
  g_object_unref (event->sending);
  g_free (event->text);
  g_clear_pointer (&event->record, danbi_record_free);
  g_clear_pointer (&event->outcome, danbi_row_outcome_free);
  g_clear_pointer (&event->batch, danbi_submission_free);
  g_free (event);
}

static void
take_state (DanbiSending          *self,
            gint64                 case_id,
            DanbiState             state,
            const DanbiRowOutcome *answer)
{
  DanbiSendingRow *row = find_row (self, case_id);
  gboolean changed;

  if (!self->desk)
    return;
  changed = danbi_sending_row_set_state (row, state, answer, get_rules (self));
  danbi_desk_note_state (self->desk, case_id, state, answer);
  if (changed && is_outcome (state))
    g_signal_emit (self, signals[OUTCOME], 0, row);
}

static void
take_receipt (DanbiSending *self,
              const char   *receipt)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr (DanbiSendingRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (self->desk)
        danbi_desk_note_receipt (self->desk, danbi_sending_row_get_case_id (row), receipt);
    }
  set_text (self, &self->receipt, receipt, PROP_RECEIPT);
}

static void
take_finished (DanbiSending *self,
               const char   *error_message)
{
  g_autofree char *message = g_strdup (error_message);

  set_text (self, &self->error_message, message, PROP_ERROR_MESSAGE);
  self->finished = TRUE;
  if (self->desk)
    danbi_desk_refresh_cases (self->desk);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISHED]);
}

static gboolean
deliver_cb (gpointer user_data)
{
  Event *event = user_data;
  DanbiSending *self = event->sending;

  switch (event->kind)
    {
    case EVENT_RECORD:
      danbi_sending_row_take_record (find_row (self, event->number),
                                     g_steal_pointer (&event->record), (DanbiState) event->state);
      break;
    case EVENT_STATE:
      take_state (self, event->number, (DanbiState) event->state, event->outcome);
      break;
    case EVENT_PACKED:
      danbi_sending_row_set_archive (find_row (self, event->number), event->text);
      break;
    case EVENT_PROGRESS:
      danbi_sending_row_set_fraction (find_row (self, event->number), event->fraction);
      break;
    case EVENT_STAGE:
      danbi_sending_set_stage (self, (DanbiSendingStage) event->state);
      break;
    case EVENT_RECEIPT:
      take_receipt (self, event->text);
      break;
    case EVENT_WAITS:
      set_time (self, &self->next_try_s, event->number, PROP_NEXT_TRY);
      set_text (self, &self->error_message, event->text, PROP_ERROR_MESSAGE);
      break;
    case EVENT_BATCH:
      danbi_sending_take_batch (self, event->batch);
      break;
    case EVENT_FINISHED:
    default:
      take_finished (self, event->text);
      break;
    }
  return G_SOURCE_REMOVE;
}

static void
post (DanbiSending *self,
      Event         event)
{
  Event *copy = g_memdup2 (&event, sizeof event);

  copy->sending = g_object_ref (self);
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, copy, (GDestroyNotify) event_free);
}

static void
case_record_cb (gint64             case_id,
                const DanbiRecord *record,
                DanbiState         state,
                gpointer           user_data)
{
  post (user_data, (Event) { .kind = EVENT_RECORD,
                             .number = case_id,
                             .state = (int) state,
                             .record = danbi_record_copy (record) });
}

static void
case_state_cb (gint64                 case_id,
               DanbiState             state,
               const DanbiRowOutcome *outcome,
               gpointer               user_data)
{
  post (user_data, (Event) { .kind = EVENT_STATE,
                             .number = case_id,
                             .state = (int) state,
                             .outcome = outcome ? danbi_row_outcome_copy (outcome) : NULL });
}

static void
case_packed_cb (gint64      case_id,
                const char *archive,
                gpointer    user_data)
{
  post (user_data,
        (Event) { .kind = EVENT_PACKED, .number = case_id, .text = g_strdup (archive) });
}

static void
case_progress_cb (gint64   case_id,
                  double   fraction,
                  gpointer user_data)
{
  post (user_data,
        (Event) { .kind = EVENT_PROGRESS, .number = case_id, .fraction = fraction });
}

static void
batch_cb (const DanbiSubmission *submission,
          gpointer               user_data)
{
  danbi_sending_post_batch (user_data, submission);
}

static void
stage_cb (int      stage,
          gpointer user_data)
{
  post (user_data, (Event) { .kind = EVENT_STAGE, .state = stage });
}

static void
receipt_cb (const char *receipt,
            gpointer    user_data)
{
  post (user_data, (Event) { .kind = EVENT_RECEIPT, .text = g_strdup (receipt) });
}

static void
waits_cb (gint64      next_try_s,
          const char *why,
          gpointer    user_data)
{
  post (user_data,
        (Event) { .kind = EVENT_WAITS, .number = next_try_s, .text = g_strdup (why) });
}

/* Virtual functions */

static void
danbi_sending_finalize (GObject *object)
{
  DanbiSending *self = DANBI_SENDING (object);

  g_clear_weak_pointer (&self->desk);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->rows);
  g_free (self->destination);
  g_free (self->folder);
  g_free (self->receipt);
  g_free (self->error_message);
  G_OBJECT_CLASS (danbi_sending_parent_class)->finalize (object);
}

static void
danbi_sending_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  DanbiSending *self = DANBI_SENDING (object);

  switch (id)
    {
    case PROP_STAGE:
      g_value_set_int (value, (int) self->stage);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error_message);
      break;
    case PROP_RECEIPT:
      g_value_set_string (value, self->receipt);
      break;
    case PROP_FINISHED:
      g_value_set_boolean (value, self->finished);
      break;
    case PROP_ROWS:
      g_value_set_object (value, self->rows);
      break;
    case PROP_SUBMISSION_ID:
      g_value_set_int64 (value, self->id);
      break;
    case PROP_DESTINATION:
      g_value_set_string (value, self->destination);
      break;
    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    case PROP_NEXT_TRY:
      g_value_set_int64 (value, self->next_try_s);
      break;
    case PROP_NOT_BEFORE:
      g_value_set_int64 (value, self->not_before_s);
      break;
    case PROP_DEADLINE:
      g_value_set_int64 (value, self->deadline_s);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

#define READ_ONLY (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)

static void
install_time (int         property,
              const char *name)
{
  properties[property] = g_param_spec_int64 (name, NULL, NULL, 0, G_MAXINT64, 0, READ_ONLY);
}

static void
install_text (int         property,
              const char *name)
{
  properties[property] = g_param_spec_string (name, NULL, NULL, NULL, READ_ONLY);
}

static void
danbi_sending_class_init (DanbiSendingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = danbi_sending_finalize;
  object_class->get_property = danbi_sending_get_property;

  properties[PROP_STAGE]
    = g_param_spec_int ("stage", NULL, NULL, 0, DANBI_SENDING_UNKNOWN, 0, READ_ONLY);
  properties[PROP_FINISHED]
    = g_param_spec_boolean ("finished", NULL, NULL, FALSE, READ_ONLY);
  properties[PROP_ROWS]
    = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, READ_ONLY);
  install_text (PROP_ERROR_MESSAGE, "error-message");
  install_text (PROP_RECEIPT, "receipt");
  install_text (PROP_DESTINATION, "destination");
  install_text (PROP_FOLDER, "folder");
  install_time (PROP_SUBMISSION_ID, "submission-id");
  install_time (PROP_NEXT_TRY, "next-try");
  install_time (PROP_NOT_BEFORE, "not-before");
  install_time (PROP_DEADLINE, "deadline");
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * DanbiSending::outcome:
   * @row: a case of the batch
   *
   * A case came to accepted, rejected or unknown.
   */
  signals[OUTCOME] = g_signal_new ("outcome", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, DANBI_TYPE_SENDING_ROW);
}

static void
danbi_sending_init (DanbiSending *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_list_store_new (DANBI_TYPE_SENDING_ROW);
}

/* For the other files of this room */

DanbiSending *
danbi_sending_new (DanbiDesk *desk)
{
  DanbiSending *self = g_object_new (DANBI_TYPE_SENDING, NULL);

  g_set_weak_pointer (&self->desk, desk);
  return self;
}

static gboolean
is_for_a_person (const DanbiSubmission *submission)
{
  return submission->n_failures > 0 && submission->next_try_s == 0;
}

/* The stage of a batch on which nobody works just now. */
DanbiSendingStage
danbi_sending_stage_of (const DanbiSubmission *submission)
{
  switch (submission->state)
    {
    case DANBI_SUBMISSION_DONE:
      return DANBI_SENDING_DONE;
    case DANBI_SUBMISSION_ABANDONED:
      return DANBI_SENDING_FAILED;
    case DANBI_SUBMISSION_UNKNOWN:
      return is_for_a_person (submission) ? DANBI_SENDING_HELD : DANBI_SENDING_UNKNOWN;
    case DANBI_SUBMISSION_SENT:
      if (is_for_a_person (submission))
        return DANBI_SENDING_HELD;
      return danbi_destination_get_folder (submission->destination) ? DANBI_SENDING_HANDED
                                                                    : DANBI_SENDING_WAITING;
    case DANBI_SUBMISSION_QUEUED:
    case DANBI_SUBMISSION_PACKED:
    case DANBI_SUBMISSION_SENDING:
    default:
      if (is_for_a_person (submission))
        return DANBI_SENDING_HELD;
      return submission->n_failures > 0 ? DANBI_SENDING_RESTING : DANBI_SENDING_QUEUED;
    }
}

/* What is written down of the batch; its stage stays as it is. */
void
danbi_sending_take_batch (DanbiSending          *self,
                          const DanbiSubmission *submission)
{
  g_autofree char *folder
    = danbi_destination_dup_batch_path (submission->destination, submission->csv_path);

  self->named = !danbi_journey_is_before_naming (submission->state);
  set_time (self, &self->id, submission->id, PROP_SUBMISSION_ID);
  set_time (self, &self->next_try_s, submission->next_try_s, PROP_NEXT_TRY);
  set_time (self, &self->not_before_s, submission->not_before_s, PROP_NOT_BEFORE);
  set_time (self, &self->deadline_s, submission->deadline_s, PROP_DEADLINE);
  set_text (self, &self->destination, submission->destination, PROP_DESTINATION);
  set_text (self, &self->folder, folder, PROP_FOLDER);
  set_text (self, &self->receipt, submission->receipt, PROP_RECEIPT);
  set_text (self, &self->error_message, submission->trouble, PROP_ERROR_MESSAGE);
}

void
danbi_sending_set_stage (DanbiSending     *self,
                         DanbiSendingStage stage)
{
  if (self->stage == stage)
    return;
  self->stage = stage;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
}

/* A batch that was read in another thread has none yet. */
void
danbi_sending_set_desk (DanbiSending *self,
                        DanbiDesk    *desk)
{
  g_set_weak_pointer (&self->desk, desk);
}

/* Nothing happens to it any more. */
void
danbi_sending_finish (DanbiSending *self)
{
  take_finished (self, self->error_message);
}

void
danbi_sending_set_cancel_func (DanbiSending          *self,
                               DanbiSendingCancelFunc func,
                               gpointer               user_data)
{
  self->on_cancel = func;
  self->cancel_data = user_data;
}

GCancellable *
danbi_sending_get_cancellable (DanbiSending *self)
{
  return self->cancellable;
}

DanbiCourierEvents
danbi_sending_get_events (DanbiSending *self)
{
  return (DanbiCourierEvents) {
    .case_record = case_record_cb,
    .case_state = case_state_cb,
    .case_packed = case_packed_cb,
    .case_progress = case_progress_cb,
    .batch = batch_cb,
    .stage = stage_cb,
    .receipt = receipt_cb,
    .waits = waits_cb,
    .user_data = self,
  };
}

void
danbi_sending_post_batch (DanbiSending          *self,
                          const DanbiSubmission *submission)
{
  DanbiSubmission *batch = danbi_submission_new ();

  batch->id = submission->id;
  batch->state = submission->state;
  batch->destination = g_strdup (submission->destination);
  batch->csv_path = g_strdup (submission->csv_path);
  batch->receipt = g_strdup (submission->receipt);
  batch->trouble = g_strdup (submission->trouble);
  batch->deadline_s = submission->deadline_s;
  batch->not_before_s = submission->not_before_s;
  batch->next_try_s = submission->next_try_s;
  batch->n_failures = submission->n_failures;
  post (self, (Event) { .kind = EVENT_BATCH, .batch = batch });
}

void
danbi_sending_post_finished (DanbiSending *self,
                             const GError *error)
{
  post (self, (Event) { .kind = EVENT_FINISHED, .text = error ? g_strdup (error->message) : NULL });
}

/* Public functions */

/**
 * danbi_sending_cancel:
 * @self: a batch on its way
 *
 * Stops it at once. Where the receiver cannot have it, it is given up and its cases are ready
 * again; otherwise it goes on being asked about.
 */
void
danbi_sending_cancel (DanbiSending *self)
{
  if (self->on_cancel)
    self->on_cancel (self, self->cancel_data);
  else
    g_cancellable_cancel (self->cancellable);
}

/**
 * danbi_sending_can_cancel:
 * @self: a batch of a queue
 *
 * A batch that only a person can help may be one that the receiver has: it cannot be given up.
 *
 * Returns: whether danbi_sending_cancel() would give it up; the stage is notified when that changes
 */
gboolean
danbi_sending_can_cancel (DanbiSending *self)
{
  switch (self->stage)
    {
    case DANBI_SENDING_QUEUED:
    case DANBI_SENDING_PACKING:
    case DANBI_SENDING_TRANSFER:
    case DANBI_SENDING_RESTING:
    case DANBI_SENDING_HELD:
      return !self->named;
    case DANBI_SENDING_WAITING:
    case DANBI_SENDING_HANDED:
    case DANBI_SENDING_DONE:
    case DANBI_SENDING_FAILED:
    case DANBI_SENDING_UNKNOWN:
    default:
      return FALSE;
    }
}

/**
 * danbi_sending_get_stage:
 * @self: a batch on its way
 *
 * Returns: how far it came
 */
DanbiSendingStage
danbi_sending_get_stage (DanbiSending *self)
{
  return self->stage;
}

/**
 * danbi_sending_get_finished:
 * @self: a batch on its way
 *
 * Returns: whether nothing happens any more
 */
gboolean
danbi_sending_get_finished (DanbiSending *self)
{
  return self->finished;
}

/**
 * danbi_sending_get_receipt:
 * @self: a batch on its way
 *
 * Returns: (transfer none) (nullable): the receiver's number of the batch
 */
const char *
danbi_sending_get_receipt (DanbiSending *self)
{
  return self->receipt;
}

/**
 * danbi_sending_get_error_message:
 * @self: a batch on its way
 *
 * Returns: (transfer none) (nullable): why it does not come further, one sentence
 */
const char *
danbi_sending_get_error_message (DanbiSending *self)
{
  return self->error_message;
}

/**
 * danbi_sending_get_rows:
 * @self: a batch on its way
 *
 * Returns: (transfer none): its #DanbiSendingRow s, in the order of the CSV
 */
GListModel *
danbi_sending_get_rows (DanbiSending *self)
{
  return G_LIST_MODEL (self->rows);
}

/**
 * danbi_sending_get_submission_id:
 * @self: a batch on its way
 *
 * Returns: its number in the store, 0 until it is written down
 */
gint64
danbi_sending_get_submission_id (DanbiSending *self)
{
  return self->id;
}

/**
 * danbi_sending_get_folder:
 * @self: a batch on its way
 *
 * Returns: (transfer none) (nullable): where a batch for a folder stands, or will; %NULL for a
 *   gateway
 */
const char *
danbi_sending_get_folder (DanbiSending *self)
{
  return self->folder;
}

/**
 * danbi_sending_get_next_try:
 * @self: a batch on its way
 *
 * Returns: when it goes on by itself, seconds since the epoch; 0: no try failed
 */
gint64
danbi_sending_get_next_try (DanbiSending *self)
{
  return self->next_try_s;
}

/**
 * danbi_sending_get_not_before:
 * @self: a batch on its way
 *
 * Returns: when it is to set out, if no deadline comes first, seconds since the epoch; 0: at once
 */
gint64
danbi_sending_get_not_before (DanbiSending *self)
{
  return self->not_before_s;
}

/**
 * danbi_sending_get_deadline:
 * @self: a batch on its way
 *
 * Returns: when one of its cases loses points next, seconds since the epoch; 0: never
 */
gint64
danbi_sending_get_deadline (DanbiSending *self)
{
  return self->deadline_s;
}
