/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON documents of the gateway protocol, written and read strictly. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "danbi-json.h"
#include "danbi-wire.h"

#define MAX_CODE_BYTES 8
#define MAX_FIELD_BYTES 64
#define MAX_SENTENCE_CHARACTERS 500

static gboolean
shape_error (GError    **error,
             const char *what)
{
  g_set_error (error, DANBI_WIRE_ERROR, DANBI_WIRE_ERROR_SHAPE,
               _("The answer does not have the shape of the gateway protocol: %s"), what);
  return FALSE;
}

static json_t *
parse_object (const char *text,
              gsize       length,
              GError    **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (json_t) value = NULL;

  if (length > DANBI_WIRE_MAX_DOCUMENT_BYTES)
    {
      shape_error (error, "it has more than 4 MiB");
      return NULL;
    }
  value = danbi_json_parse (text, length, &why);
  if (!json_is_object (value))
    {
      shape_error (error, why ? why->message : "it is no JSON object");
      return NULL;
    }
  return g_steal_pointer (&value);
}

/* A text of printable ASCII, of 1 to @max_bytes bytes: what goes into file names, columns, URLs. */
static const char *
get_word (const json_t *object,
          const char   *key,
          gsize         max_bytes)
{
  const char *text = danbi_json_get_string (object, key);
  gsize length = text ? strlen (text) : 0;

  if (length < 1 || length > max_bytes)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return NULL;
  return text;
}

static gboolean
get_number (const json_t *object,
            const char   *key,
            guint         min,
            guint         max,
            guint        *number)
{
  const json_t *value = json_object_get (object, key);
  json_int_t found = json_integer_value (value);

  if (!json_is_integer (value) || found < (json_int_t) min || found > (json_int_t) max)
    return FALSE;
  *number = (guint) found;
  return TRUE;
}

static json_t *
row_error_to_value (const DanbiRowError *self)
{
  return json_pack ("{s:i, s:o, s:s}", "column", (int) self->column, "field",
                    danbi_json_string_or_null (self->field), "code", self->code);
}

static DanbiRowError *
row_error_from_value (const json_t *value,
                      GError      **error)
{
  const json_t *field_value = json_object_get (value, "field");
  const char *field = get_word (value, "field", MAX_FIELD_BYTES);
  const char *code = get_word (value, "code", MAX_CODE_BYTES);
  guint column;

  if (!get_number (value, "column", 0, 17, &column))
    shape_error (error, "an error's column is no number from 0 to 17");
  else if (!field && field_value && !json_is_null (field_value))
    shape_error (error, "an error's field is neither a name nor null");
  else if (!code)
    shape_error (error, "an error has no code");
  else
    return danbi_row_error_new (column, field, code);
  return NULL;
}

static json_t *
row_outcome_to_value (const DanbiRowOutcome *self)
{
  json_t *errors = json_array ();

  for (guint i = 0; i < self->errors->len; i++)
    json_array_append_new (errors, row_error_to_value (self->errors->pdata[i]));
  return json_pack ("{s:i, s:s, s:s, s:o}", "row", (int) self->row, "archive",
                    self->archive ? self->archive : "", "state",
                    danbi_row_state_get_nick (self->state), "errors", errors);
}

static gboolean
row_state_from_nick (const char    *nick,
                     DanbiRowState *state)
{
  for (*state = DANBI_ROW_PENDING; *state <= DANBI_ROW_REJECTED; (*state)++)
    if (g_strcmp0 (nick, danbi_row_state_get_nick (*state)) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_row_errors (const json_t    *value,
                 DanbiRowOutcome *outcome,
                 GError         **error)
{
  const json_t *errors = json_object_get (value, "errors");

  if (!errors)
    return TRUE;
  if (!json_is_array (errors) || json_array_size (errors) > DANBI_WIRE_MAX_ROW_ERRORS)
    return shape_error (error, "a row's errors are no list of at most 100");
  for (size_t i = 0; i < json_array_size (errors); i++)
    {
      DanbiRowError *one = row_error_from_value (json_array_get (errors, i), error);

      if (!one)
        return FALSE;
      g_ptr_array_add (outcome->errors, one);
    }
  return TRUE;
}

static DanbiRowOutcome *
row_outcome_from_value (const json_t *value,
                        GError      **error)
{
  g_autoptr (DanbiRowOutcome) outcome = NULL;
  const char *archive = danbi_json_get_string (value, "archive");
  DanbiRowState state;
  guint row;

  if (!get_number (value, "row", 1, DANBI_WIRE_MAX_ROWS, &row))
    shape_error (error, "a row has no number");
  else if (!archive || strlen (archive) > DANBI_WIRE_MAX_NAME_BYTES)
    shape_error (error, "a row names no archive");
  else if (!row_state_from_nick (danbi_json_get_string (value, "state"), &state))
    shape_error (error, "a row's state is neither accepted nor rejected");
  else
    outcome = danbi_row_outcome_new (row, archive, state);

  if (!outcome || !read_row_errors (value, outcome, error))
    return NULL;
  return g_steal_pointer (&outcome);
}

static gboolean
read_rows (const json_t     *object,
           DanbiBatchStatus *status,
           GError          **error)
{
  const json_t *rows = json_object_get (object, "rows");

  if (!rows && !status->done)
    return TRUE;
  if (!json_is_array (rows) || json_array_size (rows) > DANBI_WIRE_MAX_ROWS)
    return shape_error (error, "the rows are no list of at most 10,000");
  for (size_t i = 0; i < json_array_size (rows); i++)
    {
      DanbiRowOutcome *row = row_outcome_from_value (json_array_get (rows, i), error);

      if (!row)
        return FALSE;
      g_ptr_array_add (status->rows, row);
      if (row->state == DANBI_ROW_PENDING)
        return shape_error (error, "a row's state is neither accepted nor rejected");
    }
  return TRUE;
}

/**
 * danbi_batch_status_to_json:
 * @self: the status of a batch
 *
 * Returns: (transfer full): its document on one line
 */
char *
danbi_batch_status_to_json (const DanbiBatchStatus *self)
{
  g_autoptr (json_t) object = NULL;
  json_t *rows = json_array ();

  for (guint i = 0; i < self->rows->len; i++)
    json_array_append_new (rows, row_outcome_to_value (self->rows->pdata[i]));
  object = json_pack ("{s:s, s:s, s:o, s:o}", "receipt", self->receipt, "state",
                      self->done ? "done" : "checking", "received_at",
                      danbi_json_string_or_null (self->received_at), "rows", rows);
  return danbi_json_to_line (object);
}

/**
 * danbi_batch_status_from_json:
 * @text: a document
 * @length: its length in bytes, at most %DANBI_WIRE_MAX_DOCUMENT_BYTES
 * @error: set to %DANBI_WIRE_ERROR_SHAPE
 *
 * Reads the status of a batch. Members that this program does not know are passed over; those it
 * knows must be right.
 *
 * Returns: (transfer full) (nullable): the status
 */
DanbiBatchStatus *
danbi_batch_status_from_json (const char *text,
                              gsize       length,
                              GError    **error)
{
  g_autoptr (DanbiBatchStatus) status = NULL;
  g_autoptr (json_t) object = parse_object (text, length, error);
  const char *receipt = get_word (object, "receipt", DANBI_WIRE_MAX_RECEIPT_BYTES);
  const char *state = danbi_json_get_string (object, "state");

  if (!object)
    return NULL;
  if (!receipt)
    shape_error (error, "the receipt is missing");
  else if (g_strcmp0 (state, "done") != 0 && g_strcmp0 (state, "checking") != 0)
    shape_error (error, "the state is neither checking nor done");
  else
    status = danbi_batch_status_new (receipt);
  if (!status)
    return NULL;

  status->done = g_str_equal (state, "done");
  status->received_at = g_strdup (get_word (object, "received_at", 64));
  return read_rows (object, status, error) ? g_steal_pointer (&status) : NULL;
}

/**
 * danbi_row_outcome_to_json:
 * @self: what became of a row
 *
 * Returns: (transfer full): its JSON object on one line, as in the status of a batch
 */
char *
danbi_row_outcome_to_json (const DanbiRowOutcome *self)
{
  g_autoptr (json_t) object = row_outcome_to_value (self);

  return danbi_json_to_line (object);
}

/**
 * danbi_row_outcome_from_json:
 * @text: what danbi_row_outcome_to_json() wrote
 * @length: its length in bytes
 * @error: set to %DANBI_WIRE_ERROR_SHAPE
 *
 * Returns: (transfer full) (nullable): what became of the row; here it may be `pending`
 */
DanbiRowOutcome *
danbi_row_outcome_from_json (const char *text,
                             gsize       length,
                             GError    **error)
{
  g_autoptr (json_t) object = parse_object (text, length, error);

  return object ? row_outcome_from_value (object, error) : NULL;
}

/**
 * danbi_batch_request_to_json:
 * @self: a request
 *
 * Returns: (transfer full): its document on one line, the archives in the order of their names,
 *   so that one request is always the same bytes
 */
char *
danbi_batch_request_to_json (const DanbiBatchRequest *self)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->archives),
                                         (GCompareFunc) strcmp);
  g_autoptr (json_t) object = NULL;
  json_t *archives = json_object ();

  for (GList *name = names; name; name = name->next)
    json_object_set_new (archives, name->data,
                         json_string (g_hash_table_lookup (self->archives, name->data)));
  object = json_pack ("{s:s, s:o}", "csv", self->csv, "archives", archives);
  return danbi_json_to_line (object);
}

/**
 * danbi_batch_request_from_json:
 * @text: a document
 * @length: its length in bytes, at most %DANBI_WIRE_MAX_DOCUMENT_BYTES
 * @error: set to %DANBI_WIRE_ERROR_SHAPE
 *
 * Returns: (transfer full) (nullable): the request, of 1 to 10,000 archives
 */
DanbiBatchRequest *
danbi_batch_request_from_json (const char *text,
                               gsize       length,
                               GError    **error)
{
  g_autoptr (DanbiBatchRequest) request = NULL;
  g_autoptr (json_t) object = parse_object (text, length, error);
  json_t *archives = json_object_get (object, "archives");
  const char *csv = get_word (object, "csv", DANBI_WIRE_MAX_URL_BYTES);
  const char *name;
  json_t *value;

  if (!object)
    return NULL;
  if (!csv)
    shape_error (error, "csv is no URL");
  else if (!json_is_object (archives) || json_object_size (archives) < 1
           || json_object_size (archives) > DANBI_WIRE_MAX_ROWS)
    shape_error (error, "archives is no object of 1 to 10,000 members");
  else
    request = danbi_batch_request_new (csv);

  json_object_foreach (request ? archives : NULL, name, value)
    {
      const char *url = get_word (archives, name, DANBI_WIRE_MAX_URL_BYTES);

      if (!url || !*name || strlen (name) > DANBI_WIRE_MAX_NAME_BYTES)
        {
          shape_error (error, "an archive has no name or no URL");
          return NULL;
        }
      g_hash_table_insert (request->archives, g_strdup (name), g_strdup (url));
    }
  return g_steal_pointer (&request);
}

/**
 * danbi_receipt_to_json:
 * @receipt: the receiver's number of a batch
 *
 * Returns: (transfer full): the answer to naming a batch
 */
char *
danbi_receipt_to_json (const char *receipt)
{
  g_autoptr (json_t) object = json_pack ("{s:s}", "receipt", receipt);

  return danbi_json_to_line (object);
}

/**
 * danbi_receipt_from_json:
 * @text: the answer to naming a batch
 * @length: its length in bytes
 * @error: set to %DANBI_WIRE_ERROR_SHAPE
 *
 * Returns: (transfer full) (nullable): the receipt, 1 to 128 printable ASCII characters
 */
char *
danbi_receipt_from_json (const char *text,
                         gsize       length,
                         GError    **error)
{
  g_autoptr (json_t) object = parse_object (text, length, error);
  const char *receipt = get_word (object, "receipt", DANBI_WIRE_MAX_RECEIPT_BYTES);

  if (object && !receipt)
    shape_error (error, "the receipt is missing");
  return g_strdup (receipt);
}

/**
 * danbi_problem_to_json:
 * @status: the HTTP status of the answer
 * @title: what kind of problem it is
 * @detail: (nullable): what exactly, a sentence; no patient data
 *
 * Returns: (transfer full): a document of RFC 9457 on one line
 */
char *
danbi_problem_to_json (guint       status,
                       const char *title,
                       const char *detail)
{
  g_autoptr (json_t) object = json_pack ("{s:s, s:i, s:s}", "type", "about:blank", "status",
                                         (int) status, "title", title);

  if (detail)
    json_object_set_new (object, "detail", danbi_json_string_or_null (detail));
  return danbi_json_to_line (object);
}

/**
 * danbi_problem_dup_sentence:
 * @text: the body of an answer that is an error
 * @length: its length in bytes
 *
 * Returns: (transfer full) (nullable): what a problem document says, on one line of at most 500
 *   characters; %NULL where it is no such document
 */
char *
danbi_problem_dup_sentence (const char *text,
                            gsize       length)
{
  g_autoptr (json_t) object = parse_object (text, length, NULL);
  const char *detail = danbi_json_get_string (object, "detail");
  const char *sentence = detail ? detail : danbi_json_get_string (object, "title");
  GString *line;

  if (!sentence || !*sentence)
    return NULL;
  line = g_string_new (NULL);
  for (guint i = 0; *sentence && i < MAX_SENTENCE_CHARACTERS; i++)
    {
      gunichar character = g_utf8_get_char (sentence);

      g_string_append_unichar (line, g_unichar_isprint (character) ? character : ' ');
      sentence = g_utf8_next_char (sentence);
    }
  return g_string_free (line, FALSE);
}
