/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was sent, when, with which hashes, and what the receiver said of it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-clock.h"
#include "danbi-destination.h"
#include "danbi-phrase.h"
#include "danbi-receipt-private.h"
#include "danbi-state.h"

struct _DanbiReceipt
{
  GObject parent_instance;

  gint64 submission_id;
  char *receipt;
  char *received_at;
  gint64 sent_s;
  char *sent_at;
  char *destination;
  char *folder;
  char *state;
  GListStore *rows;
};

enum
{
  PROP_0,
  PROP_SUBMISSION_ID,
  PROP_RECEIPT,
  PROP_RECEIVED_AT,
  PROP_SENT,
  PROP_SENT_AT,
  PROP_DESTINATION,
  PROP_FOLDER,
  PROP_STATE,
  PROP_N_CASES,
  PROP_ROWS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (DanbiReceipt, danbi_receipt, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static char *
describe_time (gint64 unix_s)
{
  DanbiRocDate date;

  if (unix_s == 0)
    return g_strdup ("");
  danbi_roc_date_from_unix (unix_s, &date);
  return danbi_phrase_for_time (&date);
}

/* As the receiver told; where that is no time, as it stands. */
static char *
describe_received_at (const char *text)
{
  gint64 unix_s;

  if (text && danbi_clock_parse_rfc3339 (text, &unix_s))
    return describe_time (unix_s);
  return g_strdup (text ? text : "");
}

static guint
count_rejected (const DanbiSubmission *submission)
{
  guint n = 0;

  for (guint i = 0; i < submission->rows->len; i++)
    {
      const DanbiSubmissionRow *row = g_ptr_array_index (submission->rows, i);
      g_autoptr (DanbiRowOutcome) outcome = NULL;

      if (row->outcome)
        outcome = danbi_row_outcome_from_json (row->outcome, strlen (row->outcome), NULL);
      n += outcome && outcome->state == DANBI_ROW_REJECTED;
    }
  return n;
}

static char *
describe_done (const DanbiSubmission *submission)
{
  guint n_rejected = count_rejected (submission);

  if (n_rejected == 0)
    return g_strdup (danbi_state_get_label (DANBI_STATE_ACCEPTED));
  return g_strdup_printf (ngettext ("%u of %u case to be corrected",
                                    "%u of %u cases to be corrected", submission->rows->len),
                          n_rejected, submission->rows->len);
}

static char *
describe_state (const DanbiSubmission *submission)
{
  gboolean by_folder = danbi_destination_get_folder (submission->destination) != NULL;

  switch (submission->state)
    {
    case DANBI_SUBMISSION_SENDING:
      return g_strdup (danbi_state_get_label (DANBI_STATE_SENDING));
    case DANBI_SUBMISSION_UNKNOWN:
      return g_strdup (danbi_state_get_label (DANBI_STATE_UNKNOWN));
    case DANBI_SUBMISSION_SENT:
      return g_strdup (by_folder ? _("In the folder, to be uploaded on the VPN page")
                                 : _("Sent, the receiver is checking it"));
    case DANBI_SUBMISSION_DONE:
      return describe_done (submission);
    case DANBI_SUBMISSION_ABANDONED:
      return g_strdup (_("Given up"));
    case DANBI_SUBMISSION_QUEUED:
    case DANBI_SUBMISSION_PACKED:
    default:
      return g_strdup (_("Waiting to be sent"));
    }
}

/* For the other files of this room. @records is, for each row, the case as it was sent; @sent_s is
 * when the batch left the house, 0 where it did not. */
DanbiReceipt *
danbi_receipt_new (const DanbiSubmission *submission,
                   GPtrArray             *records,
                   gint64                 sent_s,
                   const DanbiRules      *rules)
{
  DanbiReceipt *self = g_object_new (DANBI_TYPE_RECEIPT, NULL);
  const char *folder = danbi_destination_get_folder (submission->destination);

  self->submission_id = submission->id;
  self->receipt = g_strdup (submission->receipt);
  self->received_at = describe_received_at (submission->received_at);
  self->sent_s = sent_s;
  self->sent_at = describe_time (sent_s);
  self->destination = g_strdup (folder ? folder : submission->destination);
  self->folder = danbi_destination_dup_batch_path (submission->destination, submission->csv_path);
  self->state = describe_state (submission);
  for (guint i = 0; i < submission->rows->len; i++)
    {
      g_autoptr (DanbiReceiptRow) row
        = danbi_receipt_row_new (g_ptr_array_index (submission->rows, i),
                                 g_ptr_array_index (records, i), rules);

      g_list_store_append (self->rows, row);
    }
  return self;
}

/* Lines */

static void
line_free (gpointer data)
{
  DanbiReceiptLine *self = data;

  g_free (self->label);
  g_free (self->value);
  g_free (self);
}

static void
take_line (GPtrArray  *lines,
           const char *label,
           char       *value)
{
  DanbiReceiptLine *line = g_new (DanbiReceiptLine, 1);

  *line = (DanbiReceiptLine) { g_strdup (label), value };
  g_ptr_array_add (lines, line);
}

static void
add_filled (GPtrArray  *lines,
            const char *label,
            const char *value)
{
  if (value && *value)
    take_line (lines, label, g_strdup (value));
}

static void
add_batch_lines (DanbiReceipt *self,
                 GPtrArray    *lines)
{
  take_line (lines, _("Upload record"), NULL);
  add_filled (lines, _("Receipt number"), self->receipt);
  add_filled (lines, _("Received at"), self->received_at);
  add_filled (lines, _("Sent at"), self->sent_at);
  add_filled (lines, self->folder ? _("Folder") : _("Sent to"),
              self->folder ? self->folder : self->destination);
  add_filled (lines, _("State"), self->state);
  take_line (lines, _("Cases"), g_strdup_printf ("%u", danbi_receipt_get_n_cases (self)));
}

static void
add_archive_lines (DanbiReceiptRow *row,
                   GPtrArray       *lines)
{
  guint n_files = danbi_receipt_row_get_n_files (row);

  if (n_files > 0)
    {
      g_autofree char *bytes = g_format_size_full (danbi_receipt_row_get_bytes (row),
                                                   G_FORMAT_SIZE_LONG_FORMAT);

      /* Translators: a number of files, and a size such as “1.2 MB (1,234,567 bytes)” */
      take_line (lines, _("Image archive"),
                 g_strdup_printf (ngettext ("%u file, %s", "%u files, %s", n_files), n_files,
                                  bytes));
    }
  add_filled (lines, _("Packed by"), danbi_receipt_row_get_method (row));
  add_filled (lines, "SHA-256", danbi_receipt_row_get_sha256 (row));
  add_filled (lines, _("Outcome"), danbi_receipt_row_get_outcome (row));
}

static void
add_row_lines (DanbiReceiptRow *row,
               guint            number,
               GPtrArray       *lines)
{
  GListModel *fields = danbi_receipt_row_get_fields (row);
  g_autofree char *heading = g_strdup_printf (_("Case %u"), number);

  take_line (lines, heading, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (DanbiReceiptField) field = g_list_model_get_item (fields, i);

      add_filled (lines, danbi_receipt_field_get_label (field),
                  danbi_receipt_field_get_value (field));
    }
  add_archive_lines (row, lines);
}

/* Virtual functions */

static void
danbi_receipt_get_property (GObject    *object,
                            guint       property,
                            GValue     *value,
                            GParamSpec *pspec)
{
  DanbiReceipt *self = DANBI_RECEIPT (object);

  switch (property)
    {
    case PROP_SUBMISSION_ID:
      g_value_set_int64 (value, self->submission_id);
      break;
    case PROP_RECEIPT:
      g_value_set_string (value, self->receipt);
      break;
    case PROP_RECEIVED_AT:
      g_value_set_string (value, self->received_at);
      break;
    case PROP_SENT:
      g_value_set_int64 (value, self->sent_s);
      break;
    case PROP_SENT_AT:
      g_value_set_string (value, self->sent_at);
      break;
    case PROP_DESTINATION:
      g_value_set_string (value, self->destination);
      break;
    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    case PROP_STATE:
      g_value_set_string (value, self->state);
      break;
    case PROP_N_CASES:
      g_value_set_uint (value, danbi_receipt_get_n_cases (self));
      break;
    case PROP_ROWS:
      g_value_set_object (value, self->rows);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
danbi_receipt_finalize (GObject *object)
{
  DanbiReceipt *self = DANBI_RECEIPT (object);

  g_free (self->receipt);
  g_free (self->received_at);
  g_free (self->sent_at);
  g_free (self->destination);
  g_free (self->folder);
  g_free (self->state);
  g_object_unref (self->rows);
  G_OBJECT_CLASS (danbi_receipt_parent_class)->finalize (object);
}

static void
danbi_receipt_class_init (DanbiReceiptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = danbi_receipt_get_property;
  object_class->finalize = danbi_receipt_finalize;

  properties[PROP_SUBMISSION_ID]
    = g_param_spec_int64 ("submission-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_RECEIPT] = g_param_spec_string ("receipt", NULL, NULL, NULL, flags);
  properties[PROP_RECEIVED_AT] = g_param_spec_string ("received-at", NULL, NULL, NULL, flags);
  properties[PROP_SENT] = g_param_spec_int64 ("sent", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SENT_AT] = g_param_spec_string ("sent-at", NULL, NULL, NULL, flags);
  properties[PROP_DESTINATION] = g_param_spec_string ("destination", NULL, NULL, NULL, flags);
  properties[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  properties[PROP_N_CASES] = g_param_spec_uint ("n-cases", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ROWS] = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
danbi_receipt_init (DanbiReceipt *self)
{
  self->rows = g_list_store_new (DANBI_TYPE_RECEIPT_ROW);
}

/* Public functions */

/**
 * danbi_receipt_get_submission_id:
 * @self: a receipt
 *
 * Returns: the batch's number in the store
 */
gint64
danbi_receipt_get_submission_id (DanbiReceipt *self)
{
  return self->submission_id;
}

/**
 * danbi_receipt_get_receipt:
 * @self: a receipt
 *
 * Returns: (transfer none) (nullable): the receiver's number of the batch
 */
const char *
danbi_receipt_get_receipt (DanbiReceipt *self)
{
  return self->receipt;
}

/**
 * danbi_receipt_get_received_at:
 * @self: a receipt
 *
 * Returns: (transfer none): when the receiver had the batch, as in `115/11/22 15:20:03`; "": not
 *   known
 */
const char *
danbi_receipt_get_received_at (DanbiReceipt *self)
{
  return self->received_at;
}

/**
 * danbi_receipt_get_sent_s:
 * @self: a receipt
 *
 * Returns: when the batch had left the house, seconds since the epoch; 0: not yet
 */
gint64
danbi_receipt_get_sent_s (DanbiReceipt *self)
{
  return self->sent_s;
}

/**
 * danbi_receipt_get_sent_at:
 * @self: a receipt
 *
 * Returns: (transfer none): that as people write it, "": not yet
 */
const char *
danbi_receipt_get_sent_at (DanbiReceipt *self)
{
  return self->sent_at;
}

/**
 * danbi_receipt_get_destination:
 * @self: a receipt
 *
 * Returns: (transfer none): the address of the gateway, or the folder that was chosen for batches
 */
const char *
danbi_receipt_get_destination (DanbiReceipt *self)
{
  return self->destination;
}

/**
 * danbi_receipt_get_folder:
 * @self: a receipt
 *
 * Returns: (transfer none) (nullable): where the batch was written for the VPN page; %NULL: it went
 *   to a gateway
 */
const char *
danbi_receipt_get_folder (DanbiReceipt *self)
{
  return self->folder;
}

/**
 * danbi_receipt_get_state:
 * @self: a receipt
 *
 * Returns: (transfer none): how the batch stands, in words
 */
const char *
danbi_receipt_get_state (DanbiReceipt *self)
{
  return self->state;
}

/**
 * danbi_receipt_get_n_cases:
 * @self: a receipt
 *
 * Returns: how many cases the batch holds
 */
guint
danbi_receipt_get_n_cases (DanbiReceipt *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

/**
 * danbi_receipt_get_rows:
 * @self: a receipt
 *
 * Returns: (transfer none): its cases in the order of the CSV, a #GListModel of #DanbiReceiptRow
 */
GListModel *
danbi_receipt_get_rows (DanbiReceipt *self)
{
  return G_LIST_MODEL (self->rows);
}

/**
 * danbi_receipt_dup_lines:
 * @self: a receipt
 *
 * NHI's own procedure asks for the printed success page and the list of what was attached; this is
 * what both say, with the patients' data in full.
 *
 * Returns: (transfer full) (element-type DanbiReceiptLine): its lines, for the screen and for paper
 */
GPtrArray *
danbi_receipt_dup_lines (DanbiReceipt *self)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);

  add_batch_lines (self, lines);
  for (guint i = 0; i < danbi_receipt_get_n_cases (self); i++)
    {
      g_autoptr (DanbiReceiptRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      add_row_lines (row, i + 1, lines);
    }
  return lines;
}

/**
 * danbi_receipt_dup_text:
 * @self: a receipt
 *
 * Returns: (transfer full): its lines as a text, to be copied or kept in a file
 */
char *
danbi_receipt_dup_text (DanbiReceipt *self)
{
  g_autoptr (GPtrArray) lines = danbi_receipt_dup_lines (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const DanbiReceiptLine *line = g_ptr_array_index (lines, i);

      if (line->value)
        /* Translators: a name and its value, on a line of a text */
        g_string_append_printf (text, _("%s: %s\n"), line->label, line->value);
      else
        g_string_append_printf (text, "%s%s\n", i > 0 ? "\n" : "", line->label);
    }
  return g_string_free (text, FALSE);
}
