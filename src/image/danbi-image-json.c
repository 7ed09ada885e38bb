/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file's facts as JSON, as `danbictl inspect` prints them; and texts and numbers of JSON from
 * the inspector, within bounds. */
#include "config.h"

#include <string.h>

#include "danbi-image-json.h"

static const struct
{
  DanbiDirFault fault;
  const char *nick;
} FAULTS[] = {
  { DANBI_DIR_MISSING, "missing" },
  { DANBI_DIR_EXTRA, "extra" },
  { DANBI_DIR_MISMATCH, "mismatch" },
  { DANBI_DIR_NAME, "name" },
};

static json_t *
number_or_null (guint64 number)
{
  return number > 0 ? json_integer ((json_int_t) number) : json_null ();
}

/* A file name is bytes; JSON is UTF-8. What is no UTF-8 is shown with replacement characters. */
static json_t *
path_to_json (const char *path)
{
  g_autofree char *shown = g_utf8_make_valid (path, -1);

  return json_string (shown);
}

/* What stands on the disc is told as what it is, whatever will be made of it. */
static DanbiImageKind
get_file_kind (const DanbiImage *self)
{
  return danbi_image_needs_conversion (self) && strcmp (self->converted_from, "jpeg") != 0
           ? DANBI_IMAGE_OTHER : self->kind;
}

static void
set_optional (json_t     *object,
              const char *key,
              const char *text)
{
  if (text)
    json_object_set_new_nocheck (object, key, danbi_json_string_or_null (text));
}

static void
set_facts (json_t           *object,
           const DanbiImage *self)
{
  const char *convertible = danbi_image_needs_conversion (self) ? self->converted_from : NULL;

  json_object_set_new_nocheck (object, "kind",
                               json_string (danbi_image_kind_to_nick (get_file_kind (self))));
  set_optional (object, "convertible", convertible);
  set_optional (object, "converted_from", convertible ? NULL : self->converted_from);
  set_optional (object, "format", self->other_format);
  json_object_set_new_nocheck (object, "rows", number_or_null (self->rows));
  json_object_set_new_nocheck (object, "columns", number_or_null (self->columns));
  json_object_set_new_nocheck (object, "frames", number_or_null (self->frames));
  for (guint i = 0; i < DANBI_IMAGE_N_TEXTS; i++)
    {
      const DanbiImageText *text = &danbi_image_texts[i];

      json_object_set_new_nocheck (object, text->name,
                                   danbi_json_string_or_null (G_STRUCT_MEMBER (char *, self,
                                                                               text->offset)));
    }
  json_object_set_new_nocheck (object, "bytes", json_integer ((json_int_t) self->bytes));
  set_optional (object, "sha256", self->sha256);
}

static json_t *
faults_to_json (DanbiDirFault faults)
{
  json_t *list = json_array ();

  for (guint i = 0; i < G_N_ELEMENTS (FAULTS); i++)
    if (faults & FAULTS[i].fault)
      json_array_append_new (list, json_string (FAULTS[i].nick));
  return list;
}

/**
 * danbi_image_to_json:
 * @self: one file
 *
 * Returns: (transfer full): the file's line of `danbictl inspect` (CONTRACT); `file_id`,
 *   `dir_faults` and `dir_detail` are there only where a DICOMDIR has something to say, and
 *   `name_is_guess` only where it is
 */
json_t *
danbi_image_to_json (const DanbiImage *self)
{
  json_t *object = json_object ();

  json_object_set_new (object, "path", path_to_json (danbi_image_get_display_path (self)));
  set_facts (object, self);
  if (self->name_is_guess)
    json_object_set_new (object, "name_is_guess", json_true ());
  set_optional (object, "file_id", self->file_id);
  if (self->dir_faults != DANBI_DIR_OK)
    json_object_set_new (object, "dir_faults", faults_to_json (self->dir_faults));
  set_optional (object, "dir_detail", self->dir_detail);
  set_optional (object, "error", self->error);
  return object;
}

static gboolean
has_control_character (const char *text)
{
  for (; *text; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return TRUE;
  return FALSE;
}

/**
 * danbi_image_json_get_text:
 * @object: a JSON object
 * @key: a member's name
 * @max_bytes: the longest text that is accepted
 * @text: (out) (transfer full) (nullable): the text, %NULL where the member is absent or null
 * @error: what is out of its bounds
 *
 * Takes one text of an inspector's answer. Control characters are refused: the inspector sends
 * none, and a screen or a terminal should meet none.
 *
 * Returns: whether the member keeps its bounds
 */
gboolean
danbi_image_json_get_text (const json_t *object,
                           const char   *key,
                           gsize         max_bytes,
                           char        **text,
                           GError      **error)
{
  json_t *value = json_object_get (object, key);

  *text = NULL;
  if (!value || json_is_null (value))
    return TRUE;
  if (!json_is_string (value) || json_string_length (value) > max_bytes
      || has_control_character (json_string_value (value)))
    return danbi_facts_refuse (error, key);
  *text = g_strdup (json_string_value (value));
  return TRUE;
}

/**
 * danbi_image_json_get_count:
 * @object: a JSON object
 * @key: a member's name
 * @max: the largest number that is accepted
 * @count: (out): the number, 0 where the member is absent or null
 * @error: what is out of its bounds
 *
 * Returns: whether the member keeps its bounds
 */
gboolean
danbi_image_json_get_count (const json_t *object,
                            const char   *key,
                            guint64       max,
                            guint64      *count,
                            GError      **error)
{
  json_t *value = json_object_get (object, key);

  *count = 0;
  if (!value || json_is_null (value))
    return TRUE;
  if (!json_is_integer (value) || json_integer_value (value) < 0
      || (guint64) json_integer_value (value) > max)
    return danbi_facts_refuse (error, key);
  *count = (guint64) json_integer_value (value);
  return TRUE;
}
