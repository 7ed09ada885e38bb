/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON from outside: strict reading within bounds, one line out. */
#include "config.h"

#include <string.h>

#include "danbi-file.h"
#include "danbi-json.h"

/* What is wrong and where, without the text that stands there: it may be a patient's. */
static void
set_error (GError            **error,
           const json_error_t *detail)
{
  const char *near = strstr (detail->text, " near '");
  int length = near ? (int) (near - detail->text) : (int) strlen (detail->text);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "line %d, column %d: %.*s", detail->line,
               detail->column, length, detail->text);
}

static json_t *
parse (const char *text,
       gsize       length,
       size_t      flags,
       GError    **error)
{
  json_error_t detail;
  json_t *value = json_loadb (text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | flags,
                              &detail);

  if (!value)
    set_error (error, &detail);
  return value;
}

/**
 * danbi_json_parse:
 * @text: the bytes of one JSON document, in UTF-8
 * @length: how many bytes
 * @error: set to %G_IO_ERROR_INVALID_DATA, with the line and what is wrong there
 *
 * Reads one JSON document and nothing after it. Two members of one name are an error.
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with @error set
 */
json_t *
danbi_json_parse (const char *text,
                  gsize       length,
                  GError    **error)
{
  return parse (text, length, 0, error);
}

/**
 * danbi_json_parse_with_nul:
 * @text: the bytes of one JSON document, in UTF-8
 * @length: how many bytes
 * @error: set to %G_IO_ERROR_INVALID_DATA, with the line and what is wrong there
 *
 * As danbi_json_parse(), but strings may hold NUL: ask json_string_length().
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with @error set
 */
json_t *
danbi_json_parse_with_nul (const char *text,
                           gsize       length,
                           GError    **error)
{
  return parse (text, length, JSON_ALLOW_NUL, error);
}

/**
 * danbi_json_load_file:
 * @path: a file
 * @max_bytes: a larger file is refused unread
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): the file's JSON document, or %NULL with @error set
 */
json_t *
danbi_json_load_file (const char *path,
                      gsize       max_bytes,
                      GError    **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  json_t *value;

  if (!danbi_file_read (path, max_bytes, &text, &length, error))
    return NULL;

  value = danbi_json_parse (text, length, error);
  if (!value)
    g_prefix_error (error, "%s: ", path);
  return value;
}

/**
 * danbi_json_to_line:
 * @value: a JSON value
 *
 * Returns: (transfer full): @value on one line, members in the order they were set, UTF-8 as it is
 */
char *
danbi_json_to_line (const json_t *value)
{
  char *dumped = json_dumps (value, JSON_COMPACT | JSON_ENCODE_ANY);
  char *line = g_strdup (dumped);

  free (dumped);
  return line;
}

/**
 * danbi_json_get_string:
 * @object: (nullable): a JSON object
 * @key: a member's name
 *
 * Returns: (transfer none) (nullable): the member's text, or %NULL where it is absent or no string
 */
const char *
danbi_json_get_string (const json_t *object,
                       const char   *key)
{
  return json_string_value (json_object_get (object, key));
}

/**
 * danbi_json_string_or_null:
 * @text: (nullable): a text
 *
 * Returns: (transfer full): a JSON string; JSON null where @text is %NULL or no UTF-8
 */
json_t *
danbi_json_string_or_null (const char *text)
{
  json_t *value = text ? json_string (text) : NULL;

  return value ? value : json_null ();
}
