/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case of a batch on its way, as front ends see it. */
#include "config.h"

#include "danbi-phrase.h"
#include "danbi-sending-private.h"

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

enum
{
  PROP_0,
  PROP_CASE_ID,
  PROP_STATE,
  PROP_FRACTION,
  PROP_OUTCOME,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (DanbiSendingRow, danbi_sending_row, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

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
    case PROP_CASE_ID:
      g_value_set_int64 (value, self->case_id);
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_OUTCOME:
      g_value_set_string (value, danbi_sending_row_get_outcome (self));
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

  properties[PROP_CASE_ID]
    = g_param_spec_int64 ("case-id", NULL, NULL, 0, G_MAXINT64, 0, READ_ONLY);
  properties[PROP_STATE]
    = g_param_spec_int ("state", NULL, NULL, 0, DANBI_N_STATES - 1, 0, READ_ONLY);
  properties[PROP_FRACTION]
    = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, READ_ONLY);
  properties[PROP_OUTCOME]
    = g_param_spec_string ("outcome", NULL, NULL, NULL, READ_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
danbi_sending_row_init (DanbiSendingRow *self)
{
}

/* For the other files of this room, in the main thread */

DanbiSendingRow *
danbi_sending_row_new (gint64 case_id)
{
  DanbiSendingRow *self = g_object_new (DANBI_TYPE_SENDING_ROW, NULL);

  self->case_id = case_id;
  self->state = DANBI_STATE_SENDING;
  return self;
}

/* What the case holds, read in the thread that works on the batch. */
void
danbi_sending_row_take_record (DanbiSendingRow *self,
                               DanbiRecord     *record,
                               DanbiState       state)
{
  g_clear_pointer (&self->record, danbi_record_free);
  self->record = record;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Whether it was in another state before. */
gboolean
danbi_sending_row_set_state (DanbiSendingRow       *self,
                             DanbiState             state,
                             const DanbiRowOutcome *answer,
                             const DanbiRules      *rules)
{
  gboolean changed = self->state != state;

  self->state = state;
  if (answer)
    {
      g_clear_pointer (&self->answer, danbi_row_outcome_free);
      self->answer = danbi_row_outcome_copy (answer);
      g_free (self->outcome);
      self->outcome = danbi_phrase_for_outcome (answer, rules);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
    }
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  return changed;
}

void
danbi_sending_row_set_fraction (DanbiSendingRow *self,
                                double           fraction)
{
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

void
danbi_sending_row_set_archive (DanbiSendingRow *self,
                               const char      *archive)
{
  g_free (self->archive);
  self->archive = g_strdup (archive);
}

/* Public functions */

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
 * danbi_sending_row_get_archive:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the name of its archive, %NULL until it is packed
 */
const char *
danbi_sending_row_get_archive (DanbiSendingRow *self)
{
  return self->archive;
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
  json_object_set_new (object, "archive", danbi_json_string_or_null (self->archive));
  json_object_set_new (object, "state", json_string (danbi_state_get_nick (self->state)));
  json_object_set_new (object, "errors", errors);
  return object;
}
