/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One batch on its way as front ends see it: a courier in a thread, properties in the window. */
#include "config.h"

#include "danbi-courier.h"
#include "danbi-desk-private.h"
#include "danbi-phrase.h"
#include "danbi-sending.h"

struct _DanbiSendingRow
{
  GObject parent_instance;

  gint64 case_id;
  DanbiRecord *record;
  DanbiState state;
  double fraction;
  char *archive;
  char *outcome;
  DanbiRowOutcome *answer;
};

struct _DanbiSending
{
  GObject parent_instance;

  DanbiDesk *desk;
  GArray *ids;
  gboolean settle;
  DanbiSendFlags flags;
  GCancellable *cancellable;
  DanbiCourier *courier;
  GListStore *rows;
  DanbiSendingStage stage;
  char *receipt;
  char *error_message;
  gboolean finished;
};

/* What the courier's thread has to say, on its way to the main thread. */
typedef struct
{
  DanbiSending *sending;
  enum
  {
    EVENT_STATE,
    EVENT_PACKED,
    EVENT_PROGRESS,
    EVENT_STAGE,
    EVENT_RECEIPT,
    EVENT_FINISHED,
  } kind;
  gint64 case_id;
  int number;
  double fraction;
  char *text;
  DanbiRowOutcome *outcome;
} Event;

enum
{
  PROP_ROW_0,
  PROP_ROW_CASE_ID,
  PROP_ROW_STATE,
  PROP_ROW_FRACTION,
  PROP_ROW_OUTCOME,
  N_ROW_PROPS
};

enum
{
  PROP_0,
  PROP_STAGE,
  PROP_ERROR_MESSAGE,
  PROP_RECEIPT,
  PROP_FINISHED,
  PROP_ROWS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (DanbiSendingRow, danbi_sending_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (DanbiSending, danbi_sending, G_TYPE_OBJECT)

static GParamSpec *row_properties[N_ROW_PROPS];
static GParamSpec *properties[N_PROPS];

/* The row */

static DanbiSendingRow *
danbi_sending_row_new (DanbiDesk *desk,
                       gint64     case_id)
{
  DanbiSendingRow *self = g_object_new (DANBI_TYPE_SENDING_ROW, NULL);
  g_autoptr (DanbiCase) item = danbi_store_load_case (danbi_desk_get_store (desk), case_id, NULL);

  self->case_id = case_id;
  self->state = item ? danbi_case_get_state (item) : DANBI_STATE_UNKNOWN;
  if (item)
    self->record = danbi_record_copy (danbi_case_get_record (item));
  return self;
}

static void
row_set_state (DanbiSendingRow       *self,
               DanbiState             state,
               const DanbiRowOutcome *answer,
               const DanbiRules      *rules)
{
  self->state = state;
  if (answer)
    {
      g_clear_pointer (&self->answer, danbi_row_outcome_free);
      self->answer = danbi_row_outcome_copy (answer);
      g_free (self->outcome);
      self->outcome = danbi_phrase_for_outcome (answer, rules);
      g_object_notify_by_pspec (G_OBJECT (self), row_properties[PROP_ROW_OUTCOME]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), row_properties[PROP_ROW_STATE]);
}

static void
row_set_fraction (DanbiSendingRow *self,
                  double           fraction)
{
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), row_properties[PROP_ROW_FRACTION]);
}

static void
row_set_archive (DanbiSendingRow *self,
                 const char      *archive)
{
  g_free (self->archive);
  self->archive = g_strdup (archive);
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

      if (candidate->case_id == case_id)
        return candidate;
    }

  row = danbi_sending_row_new (self->desk, case_id);
  g_list_store_append (self->rows, row);
  g_object_unref (row);
  return row;
}

/* Events */

static void
event_free (Event *event)
{
  g_object_unref (event->sending);
  g_free (event->text);
  g_clear_pointer (&event->outcome, danbi_row_outcome_free);
  g_free (event);
}

static void
take_text (DanbiSending *self,
           char        **place,
           Event        *event,
           int           property)
{
  g_free (*place);
  *place = g_steal_pointer (&event->text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
deliver_cb (gpointer user_data)
{
  Event *event = user_data;
  DanbiSending *self = event->sending;

  switch (event->kind)
    {
    case EVENT_STATE:
      row_set_state (find_row (self, event->case_id), (DanbiState) event->number, event->outcome,
                     danbi_rulebook_get_rules (danbi_desk_get_rulebook (self->desk), NULL));
      danbi_desk_note_state (self->desk, event->case_id, (DanbiState) event->number,
                             danbi_sending_row_get_outcome (find_row (self, event->case_id)));
      break;
    case EVENT_PACKED:
      row_set_archive (find_row (self, event->case_id), event->text);
      break;
    case EVENT_PROGRESS:
      row_set_fraction (find_row (self, event->case_id), event->fraction);
      break;
    case EVENT_STAGE:
      self->stage = (DanbiSendingStage) event->number;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
      break;
    case EVENT_RECEIPT:
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
        {
          g_autoptr (DanbiSendingRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

          danbi_desk_note_receipt (self->desk, row->case_id, event->text);
        }
      take_text (self, &self->receipt, event, PROP_RECEIPT);
      break;
    case EVENT_FINISHED:
    default:
      take_text (self, &self->error_message, event, PROP_ERROR_MESSAGE);
      self->finished = TRUE;
      danbi_desk_refresh_cases (self->desk);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISHED]);
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
case_state_cb (gint64                 case_id,
               DanbiState             state,
               const DanbiRowOutcome *outcome,
               gpointer               user_data)
{
  post (user_data, (Event) { .kind = EVENT_STATE,
                             .case_id = case_id,
                             .number = (int) state,
                             .outcome = outcome ? danbi_row_outcome_copy (outcome) : NULL });
}

static void
case_packed_cb (gint64      case_id,
                const char *archive,
                gpointer    user_data)
{
  post (user_data,
        (Event) { .kind = EVENT_PACKED, .case_id = case_id, .text = g_strdup (archive) });
}

static void
case_progress_cb (gint64   case_id,
                  double   fraction,
                  gpointer user_data)
{
  post (user_data,
        (Event) { .kind = EVENT_PROGRESS, .case_id = case_id, .fraction = fraction });
}

static void
stage_cb (int      stage,
          gpointer user_data)
{
  post (user_data, (Event) { .kind = EVENT_STAGE, .number = stage });
}

static void
receipt_cb (const char *receipt,
            gpointer    user_data)
{
  post (user_data, (Event) { .kind = EVENT_RECEIPT, .text = g_strdup (receipt) });
}

static gpointer
work (gpointer user_data)
{
  g_autoptr (DanbiSending) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->settle)
    danbi_courier_settle (self->courier, (self->flags & DANBI_SEND_NO_WAIT) == 0, &error);
  else
    danbi_courier_send (self->courier, (const gint64 *) self->ids->data, self->ids->len,
                        (self->flags & DANBI_SEND_NO_WAIT) == 0, &error);
  post (self, (Event) { .kind = EVENT_FINISHED, .text = error ? g_strdup (error->message) : NULL });
  return NULL;
}

static DanbiSending *
start (DanbiDesk     *desk,
       const gint64  *ids,
       gsize          n_ids,
       DanbiSendFlags flags,
       gboolean       settle)
{
  DanbiSending *self = g_object_new (DANBI_TYPE_SENDING, NULL);
  DanbiCourierEvents events = { case_state_cb, case_packed_cb, case_progress_cb,
                                stage_cb,      receipt_cb,     self };
  g_autoptr (GError) error = NULL;

  self->desk = g_object_ref (desk);
  self->flags = flags;
  self->settle = settle;
  if (n_ids > 0)
    g_array_append_vals (self->ids, ids, (guint) n_ids);
  for (gsize i = 0; i < n_ids; i++)
    find_row (self, ids[i]);

  self->courier = danbi_desk_new_courier (desk, &events, self->cancellable, &error);
  if (self->courier)
    danbi_desk_run_after_saves (desk, work, g_object_ref (self));
  else
    {
      stage_cb (DANBI_SENDING_FAILED, self);
      post (self, (Event) { .kind = EVENT_FINISHED, .text = g_strdup (error->message) });
    }
  return self;
}

/* Virtual functions */

static void
danbi_sending_row_finalize (GObject *object)
{
  DanbiSendingRow *self = DANBI_SENDING_ROW (object);

  g_clear_pointer (&self->record, danbi_record_free);
  g_clear_pointer (&self->answer, danbi_row_outcome_free);
  g_free (self->archive);
  g_free (self->outcome);
  G_OBJECT_CLASS (danbi_sending_row_parent_class)->finalize (object);
}

static void
danbi_sending_row_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  DanbiSendingRow *self = DANBI_SENDING_ROW (object);

  switch (id)
    {
    case PROP_ROW_CASE_ID:
      g_value_set_int64 (value, self->case_id);
      break;
    case PROP_ROW_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_ROW_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_ROW_OUTCOME:
      g_value_set_string (value, danbi_sending_row_get_outcome (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
danbi_sending_finalize (GObject *object)
{
  DanbiSending *self = DANBI_SENDING (object);

  g_clear_pointer (&self->courier, danbi_courier_free);
  g_clear_object (&self->desk);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->rows);
  g_array_unref (self->ids);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

#define READ_ONLY (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)

static void
danbi_sending_row_class_init (DanbiSendingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = danbi_sending_row_finalize;
  object_class->get_property = danbi_sending_row_get_property;

  row_properties[PROP_ROW_CASE_ID]
    = g_param_spec_int64 ("case-id", NULL, NULL, 0, G_MAXINT64, 0, READ_ONLY);
  row_properties[PROP_ROW_STATE]
    = g_param_spec_int ("state", NULL, NULL, 0, DANBI_N_STATES - 1, 0, READ_ONLY);
  row_properties[PROP_ROW_FRACTION]
    = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, READ_ONLY);
  row_properties[PROP_ROW_OUTCOME]
    = g_param_spec_string ("outcome", NULL, NULL, NULL, READ_ONLY);
  g_object_class_install_properties (object_class, N_ROW_PROPS, row_properties);
}

static void
danbi_sending_class_init (DanbiSendingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = danbi_sending_finalize;
  object_class->get_property = danbi_sending_get_property;

  properties[PROP_STAGE]
    = g_param_spec_int ("stage", NULL, NULL, 0, DANBI_SENDING_UNKNOWN, 0, READ_ONLY);
  properties[PROP_ERROR_MESSAGE]
    = g_param_spec_string ("error-message", NULL, NULL, NULL, READ_ONLY);
  properties[PROP_RECEIPT] = g_param_spec_string ("receipt", NULL, NULL, NULL, READ_ONLY);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, READ_ONLY);
  properties[PROP_ROWS]
    = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, READ_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
danbi_sending_row_init (DanbiSendingRow *self)
{
}

static void
danbi_sending_init (DanbiSending *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->cancellable = g_cancellable_new ();
  self->rows = g_list_store_new (DANBI_TYPE_SENDING_ROW);
}

/* Public functions */

/**
 * danbi_desk_send:
 * @self: the desk
 * @ids: (array length=n_ids): stored cases, all ready
 * @n_ids: how many, at least 1
 * @flags: how
 *
 * Starts to send cases as one batch, after every save that is under way. What becomes of it is
 * told by the properties of the object.
 *
 * Returns: (transfer full): the batch on its way
 */
DanbiSending *
danbi_desk_send (DanbiDesk     *self,
                 const gint64  *ids,
                 gsize          n_ids,
                 DanbiSendFlags flags)
{
  return start (self, ids, n_ids, flags, FALSE);
}

/**
 * danbi_desk_settle:
 * @self: the desk
 * @flags: how; with %DANBI_SEND_NO_WAIT outcomes are asked for once
 *
 * Takes up what an earlier run left open: see danbi_courier_settle(). Call it once the gateway is
 * known.
 *
 * Returns: (transfer full): the batches on their way, in one object
 */
DanbiSending *
danbi_desk_settle (DanbiDesk     *self,
                   DanbiSendFlags flags)
{
  return start (self, NULL, 0, flags, TRUE);
}

/**
 * danbi_sending_cancel:
 * @self: a batch on its way
 *
 * Stops it at once. Before the batch was named its cases are ready again; after that it is asked
 * about later.
 */
void
danbi_sending_cancel (DanbiSending *self)
{
  g_cancellable_cancel (self->cancellable);
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
 * Returns: (transfer none) (nullable): why it did not come to its end, one sentence
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
 * danbi_sending_row_get_case_id:
 * @self: a row
 *
 * Returns: the number of its case
 */
gint64
danbi_sending_row_get_case_id (DanbiSendingRow *self)
{
  return self->case_id;
}

/**
 * danbi_sending_row_get_state:
 * @self: a row
 *
 * Returns: the state of its case
 */
DanbiState
danbi_sending_row_get_state (DanbiSendingRow *self)
{
  return self->state;
}

/**
 * danbi_sending_row_get_fraction:
 * @self: a row
 *
 * Returns: how much of the present step is done, 0 to 1
 */
double
danbi_sending_row_get_fraction (DanbiSendingRow *self)
{
  return self->fraction;
}

/**
 * danbi_sending_row_get_outcome:
 * @self: a row
 *
 * Returns: (transfer none): the receiver's errors as sentences, one a line; "" where there are none
 */
const char *
danbi_sending_row_get_outcome (DanbiSendingRow *self)
{
  return self->outcome ? self->outcome : "";
}

/**
 * danbi_sending_row_get_record:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the values of its case, %NULL where it is gone
 */
const DanbiRecord *
danbi_sending_row_get_record (DanbiSendingRow *self)
{
  return self->record;
}

/**
 * danbi_sending_row_dup_json:
 * @self: a row
 * @row: its number in the CSV, from 1
 *
 * Returns: (transfer full): the row of `danbictl send --json` (CONTRACT)
 */
json_t *
danbi_sending_row_dup_json (DanbiSendingRow *self,
                            guint            row)
{
  json_t *object = json_object ();
  json_t *errors = json_array ();

  for (guint i = 0; self->answer && i < self->answer->errors->len; i++)
    {
      const DanbiRowError *error = g_ptr_array_index (self->answer->errors, i);
      json_t *entry = json_object ();

      json_object_set_new (entry, "column", json_integer (error->column));
      json_object_set_new (entry, "field", danbi_json_string_or_null (error->field));
      json_object_set_new (entry, "code", danbi_json_string_or_null (error->code));
      json_array_append_new (errors, entry);
    }
  json_object_set_new (object, "row", json_integer (self->answer ? self->answer->row : row));
  json_object_set_new (object, "case", json_integer (self->case_id));
  json_object_set_new (object, "archive",
                       danbi_json_string_or_null (self->archive));
  json_object_set_new (object, "state", json_string (danbi_state_get_nick (self->state)));
  json_object_set_new (object, "errors", errors);
  return object;
}
