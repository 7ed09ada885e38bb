/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One case of a batch as it was sent: its fields in the VPN's order, its archive, its outcome. */
#include "config.h"

#include <string.h>

#include "danbi-identity.h"
#include "danbi-phrase.h"
#include "danbi-receipt-private.h"
#include "danbi-roc-date.h"
#include "danbi-state.h"

struct _DanbiReceiptField
{
  GObject parent_instance;

  const DanbiFieldInfo *info;
  char *value;
};

struct _DanbiReceiptRow
{
  GObject parent_instance;

  gint64 case_id;
  DanbiRecord *record;
  char *archive_name;
  guint64 bytes;
  guint n_files;
  char *method;
  char *sha256;
  char *outcome;
  GListStore *fields;
};

enum
{
  PROP_FIELD_0,
  PROP_FIELD_NAME,
  PROP_FIELD_LABEL,
  PROP_FIELD_VALUE,
  N_FIELD_PROPS
};

enum
{
  PROP_0,
  PROP_CASE_ID,
  PROP_MASKED_ID,
  PROP_ORDER_CODE,
  PROP_CARD_TIME,
  PROP_VISIT_SEQ,
  PROP_ARCHIVE_NAME,
  PROP_BYTES,
  PROP_N_FILES,
  PROP_METHOD,
  PROP_SHA256,
  PROP_OUTCOME,
  PROP_FIELDS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (DanbiReceiptField, danbi_receipt_field, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (DanbiReceiptRow, danbi_receipt_row, G_TYPE_OBJECT)

static GParamSpec *field_properties[N_FIELD_PROPS];
static GParamSpec *properties[N_PROPS];

/* The field */

static DanbiReceiptField *
receipt_field_new (DanbiField  field,
                   const char *value)
{
  DanbiReceiptField *self = g_object_new (DANBI_TYPE_RECEIPT_FIELD, NULL);

  self->info = danbi_field_get_info (field);
  self->value = g_strdup (value);
  return self;
}

static void
danbi_receipt_field_get_property (GObject    *object,
                                  guint       property,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  DanbiReceiptField *self = DANBI_RECEIPT_FIELD (object);

  switch (property)
    {
    case PROP_FIELD_NAME:
      g_value_set_string (value, danbi_receipt_field_get_name (self));
      break;
    case PROP_FIELD_LABEL:
      g_value_set_string (value, danbi_receipt_field_get_label (self));
      break;
    case PROP_FIELD_VALUE:
      g_value_set_string (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
danbi_receipt_field_finalize (GObject *object)
{
  g_free (DANBI_RECEIPT_FIELD (object)->value);
  G_OBJECT_CLASS (danbi_receipt_field_parent_class)->finalize (object);
}

static void
danbi_receipt_field_class_init (DanbiReceiptFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = danbi_receipt_field_get_property;
  object_class->finalize = danbi_receipt_field_finalize;

  field_properties[PROP_FIELD_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  field_properties[PROP_FIELD_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  field_properties[PROP_FIELD_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_FIELD_PROPS, field_properties);
}

static void
danbi_receipt_field_init (DanbiReceiptField *self)
{
}

/* The row */

static char *
describe_outcome (const char       *json,
                  const DanbiRules *rules)
{
  g_autoptr (DanbiRowOutcome) outcome
    = json ? danbi_row_outcome_from_json (json, strlen (json), NULL) : NULL;
  g_autofree char *errors = NULL;

  if (!outcome)
    return g_strdup ("");
  if (outcome->state == DANBI_ROW_ACCEPTED)
    return g_strdup (danbi_state_get_label (DANBI_STATE_ACCEPTED));
  errors = danbi_phrase_for_outcome (outcome, rules);
  return g_strjoin (*errors ? "\n" : "", danbi_state_get_label (DANBI_STATE_REJECTED), errors,
                    NULL);
}

/* What it is to be copied from, so every value as it stands in the CSV. */
static void
fill_fields (DanbiReceiptRow *self)
{
  for (DanbiField field = DANBI_FIRST_FIELD; field <= DANBI_LAST_FIELD; field++)
    {
      g_autoptr (DanbiReceiptField) item
        = receipt_field_new (field, danbi_record_get (self->record, field));

      g_list_store_append (self->fields, item);
    }
}

/* For the other files of this room. @record is the case as it was sent. */
DanbiReceiptRow *
danbi_receipt_row_new (const DanbiSubmissionRow *row,
                       const DanbiRecord        *record,
                       const DanbiRules         *rules)
{
  DanbiReceiptRow *self = g_object_new (DANBI_TYPE_RECEIPT_ROW, NULL);

  self->case_id = row->case_id;
  self->record = danbi_record_copy (record);
  self->archive_name = g_strdup (row->archive_name ? row->archive_name : "");
  danbi_record_set (self->record, DANBI_FIELD_ARCHIVE_NAME, self->archive_name);
  self->bytes = row->bytes;
  self->n_files = row->n_files;
  self->method = g_strdup (row->method);
  self->sha256 = g_strdup (row->sha256 ? row->sha256 : "");
  self->outcome = describe_outcome (row->outcome, rules);
  fill_fields (self);
  return self;
}

static void
danbi_receipt_row_get_property (GObject    *object,
                                guint       property,
                                GValue     *value,
                                GParamSpec *pspec)
{
  DanbiReceiptRow *self = DANBI_RECEIPT_ROW (object);

  switch (property)
    {
    case PROP_CASE_ID:
      g_value_set_int64 (value, self->case_id);
      break;
    case PROP_MASKED_ID:
      g_value_take_string (value, danbi_receipt_row_dup_masked_id (self));
      break;
    case PROP_ORDER_CODE:
      g_value_set_string (value, danbi_record_get (self->record, DANBI_FIELD_ORDER_CODE));
      break;
    case PROP_CARD_TIME:
      g_value_take_string (value, danbi_receipt_row_dup_card_time (self));
      break;
    case PROP_VISIT_SEQ:
      g_value_set_string (value, danbi_record_get (self->record, DANBI_FIELD_VISIT_SEQ));
      break;
    case PROP_ARCHIVE_NAME:
      g_value_set_string (value, self->archive_name);
      break;
    case PROP_BYTES:
      g_value_set_uint64 (value, self->bytes);
      break;
    case PROP_N_FILES:
      g_value_set_uint (value, self->n_files);
      break;
    case PROP_METHOD:
      g_value_set_string (value, self->method);
      break;
    case PROP_SHA256:
      g_value_set_string (value, self->sha256);
      break;
    case PROP_OUTCOME:
      g_value_set_string (value, self->outcome);
      break;
    case PROP_FIELDS:
      g_value_set_object (value, self->fields);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
danbi_receipt_row_finalize (GObject *object)
{
  DanbiReceiptRow *self = DANBI_RECEIPT_ROW (object);

  g_clear_pointer (&self->record, danbi_record_free);
  g_free (self->archive_name);
  g_free (self->method);
  g_free (self->sha256);
  g_free (self->outcome);
  g_object_unref (self->fields);
  G_OBJECT_CLASS (danbi_receipt_row_parent_class)->finalize (object);
}

static void
danbi_receipt_row_class_init (DanbiReceiptRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = danbi_receipt_row_get_property;
  object_class->finalize = danbi_receipt_row_finalize;

  properties[PROP_CASE_ID]
    = g_param_spec_int64 ("case-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_MASKED_ID] = g_param_spec_string ("masked-id", NULL, NULL, NULL, flags);
  properties[PROP_ORDER_CODE] = g_param_spec_string ("order-code", NULL, NULL, NULL, flags);
  properties[PROP_CARD_TIME] = g_param_spec_string ("card-time", NULL, NULL, NULL, flags);
  properties[PROP_VISIT_SEQ] = g_param_spec_string ("visit-seq", NULL, NULL, NULL, flags);
  properties[PROP_ARCHIVE_NAME] = g_param_spec_string ("archive-name", NULL, NULL, NULL, flags);
  properties[PROP_BYTES] = g_param_spec_uint64 ("bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_FILES] = g_param_spec_uint ("n-files", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_METHOD] = g_param_spec_string ("method", NULL, NULL, NULL, flags);
  properties[PROP_SHA256] = g_param_spec_string ("sha256", NULL, NULL, NULL, flags);
  properties[PROP_OUTCOME] = g_param_spec_string ("outcome", NULL, NULL, NULL, flags);
  properties[PROP_FIELDS]
    = g_param_spec_object ("fields", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
danbi_receipt_row_init (DanbiReceiptRow *self)
{
  self->fields = g_list_store_new (DANBI_TYPE_RECEIPT_FIELD);
}

/* Public functions */

/**
 * danbi_receipt_field_get_field:
 * @self: a field of a case
 *
 * Returns: which; the value is NHI's number of it
 */
DanbiField
danbi_receipt_field_get_field (DanbiReceiptField *self)
{
  return self->info->field;
}

/**
 * danbi_receipt_field_get_name:
 * @self: a field of a case
 *
 * Returns: (transfer none): NHI's name of it
 */
const char *
danbi_receipt_field_get_name (DanbiReceiptField *self)
{
  return self->info->nhi_name;
}

/**
 * danbi_receipt_field_get_label:
 * @self: a field of a case
 *
 * Returns: (transfer none): its name in the language of the program
 */
const char *
danbi_receipt_field_get_label (DanbiReceiptField *self)
{
  return danbi_field_get_label (self->info->field);
}

/**
 * danbi_receipt_field_get_value:
 * @self: a field of a case
 *
 * Returns: (transfer none): what stands in the CSV, "" where it is empty
 */
const char *
danbi_receipt_field_get_value (DanbiReceiptField *self)
{
  return self->value;
}

/**
 * danbi_receipt_row_get_case_id:
 * @self: a case of a batch
 *
 * Returns: its number in the store
 */
gint64
danbi_receipt_row_get_case_id (DanbiReceiptRow *self)
{
  return self->case_id;
}

/**
 * danbi_receipt_row_get_value:
 * @self: a case of a batch
 * @field: a field
 *
 * Returns: (transfer none): what stands in the CSV, "" where it is empty
 */
const char *
danbi_receipt_row_get_value (DanbiReceiptRow *self,
                             DanbiField       field)
{
  return danbi_record_get (self->record, field);
}

/**
 * danbi_receipt_row_dup_masked_id:
 * @self: a case of a batch
 *
 * Returns: (transfer full): the patient's identity number without its middle
 */
char *
danbi_receipt_row_dup_masked_id (DanbiReceiptRow *self)
{
  return danbi_identity_mask (danbi_record_get (self->record, DANBI_FIELD_PATIENT_ID));
}

/**
 * danbi_receipt_row_dup_card_time:
 * @self: a case of a batch
 *
 * Returns: (transfer full): when the card was swiped, as in `115/11/22 15:20:03`
 */
char *
danbi_receipt_row_dup_card_time (DanbiReceiptRow *self)
{
  const char *value = danbi_record_get (self->record, DANBI_FIELD_CARD_TIME);
  DanbiRocDate date;

  if (danbi_roc_date_parse (value, DANBI_ROC_SECOND, &date) != DANBI_ROC_OK)
    return g_strdup (value);
  return danbi_phrase_for_time (&date);
}

/**
 * danbi_receipt_row_get_archive_name:
 * @self: a case of a batch
 *
 * Returns: (transfer none): the name of its archive, "" while it is not packed
 */
const char *
danbi_receipt_row_get_archive_name (DanbiReceiptRow *self)
{
  return self->archive_name;
}

/**
 * danbi_receipt_row_get_bytes:
 * @self: a case of a batch
 *
 * Returns: the size of its archive; 0: not known
 */
guint64
danbi_receipt_row_get_bytes (DanbiReceiptRow *self)
{
  return self->bytes;
}

/**
 * danbi_receipt_row_get_n_files:
 * @self: a case of a batch
 *
 * Returns: how many files its archive holds; 0: not known
 */
guint
danbi_receipt_row_get_n_files (DanbiReceiptRow *self)
{
  return self->n_files;
}

/**
 * danbi_receipt_row_get_method:
 * @self: a case of a batch
 *
 * Returns: (transfer none) (nullable): how its archive is packed; %NULL: not known
 */
const char *
danbi_receipt_row_get_method (DanbiReceiptRow *self)
{
  return self->method;
}

/**
 * danbi_receipt_row_get_sha256:
 * @self: a case of a batch
 *
 * Returns: (transfer none): the SHA-256 of its archive, "" where it is not known
 */
const char *
danbi_receipt_row_get_sha256 (DanbiReceiptRow *self)
{
  return self->sha256;
}

/**
 * danbi_receipt_row_get_outcome:
 * @self: a case of a batch
 *
 * Returns: (transfer none): what the receiver said of it, in words and one line for each error; ""
 *   while it said nothing
 */
const char *
danbi_receipt_row_get_outcome (DanbiReceiptRow *self)
{
  return self->outcome;
}

/**
 * danbi_receipt_row_get_fields:
 * @self: a case of a batch
 *
 * Returns: (transfer none): its 17 fields in the VPN's order (RULEBOOK section 1), a #GListModel of
 *   #DanbiReceiptField
 */
GListModel *
danbi_receipt_row_get_fields (DanbiReceiptRow *self)
{
  return G_LIST_MODEL (self->fields);
}
