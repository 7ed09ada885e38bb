/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file's facts as JSON: the line of `danbictl inspect`, and the line of the inspector. */
#include "config.h"

#include <string.h>

#include "danbi-image-json.h"

typedef struct
{
  const char *key;
  goffset offset; /* of a char * in DanbiImage */
} TextMember;

/* In the order in which CONTRACT lists them. */
static const TextMember TEXT_MEMBERS[] = {
  { "modality", G_STRUCT_OFFSET (DanbiImage, modality) },
  { "sop_class_uid", G_STRUCT_OFFSET (DanbiImage, sop_class_uid) },
  { "sop_instance_uid", G_STRUCT_OFFSET (DanbiImage, sop_instance_uid) },
  { "series_uid", G_STRUCT_OFFSET (DanbiImage, series_uid) },
  { "study_uid", G_STRUCT_OFFSET (DanbiImage, study_uid) },
  { "transfer_syntax", G_STRUCT_OFFSET (DanbiImage, transfer_syntax) },
  { "patient_id", G_STRUCT_OFFSET (DanbiImage, patient_id) },
  { "patient_name", G_STRUCT_OFFSET (DanbiImage, patient_name) },
  { "birth_date", G_STRUCT_OFFSET (DanbiImage, birth_date) },
  { "sex", G_STRUCT_OFFSET (DanbiImage, sex) },
  { "study_date", G_STRUCT_OFFSET (DanbiImage, study_date) },
  { "study_time", G_STRUCT_OFFSET (DanbiImage, study_time) },
  { "acquisition_date", G_STRUCT_OFFSET (DanbiImage, acquisition_date) },
  { "image_type", G_STRUCT_OFFSET (DanbiImage, image_type) },
  { "series_description", G_STRUCT_OFFSET (DanbiImage, series_description) },
  { "study_description", G_STRUCT_OFFSET (DanbiImage, study_description) },
};

static const char *const KINDS[] = {
  [DANBI_IMAGE_OTHER] = "other",
  [DANBI_IMAGE_DICOM] = "dicom",
  [DANBI_IMAGE_JPEG] = "jpeg",
  [DANBI_IMAGE_DICOMDIR] = "dicomdir",
};

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

/* What is absent is `null` where people read it, and costs nothing between us and the child. */
typedef enum
{
  ABSENT_IS_NULL,
  ABSENT_IS_OMITTED,
} Absent;

static void
set_number (json_t     *object,
            const char *key,
            guint64     number,
            Absent      absent)
{
  if (number > 0)
    json_object_set_new_nocheck (object, key, json_integer ((json_int_t) number));
  else if (absent == ABSENT_IS_NULL)
    json_object_set_new_nocheck (object, key, json_null ());
}

static void
set_text (json_t     *object,
          const char *key,
          const char *text,
          Absent      absent)
{
  if (text || absent == ABSENT_IS_NULL)
    json_object_set_new_nocheck (object, key, danbi_json_string_or_null (text));
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
set_facts (json_t           *object,
           const DanbiImage *self,
           Absent            absent)
{
  json_object_set_new_nocheck (object, "kind", json_string (KINDS[get_file_kind (self)]));
  set_text (object, "convertible", danbi_image_needs_conversion (self) ? self->converted_from : NULL,
            ABSENT_IS_OMITTED);
  set_text (object, "format", self->other_format, ABSENT_IS_OMITTED);
  set_number (object, "rows", self->rows, absent);
  set_number (object, "columns", self->columns, absent);
  set_number (object, "frames", self->frames, absent);
  for (guint i = 0; i < G_N_ELEMENTS (TEXT_MEMBERS); i++)
    set_text (object, TEXT_MEMBERS[i].key,
              G_STRUCT_MEMBER (char *, self, TEXT_MEMBERS[i].offset), absent);
  json_object_set_new_nocheck (object, "bytes", json_integer ((json_int_t) self->bytes));
  set_text (object, "sha256", self->sha256, ABSENT_IS_OMITTED);
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
 *   `dir_faults` and `dir_detail` are there only where a DICOMDIR has something to say
 */
json_t *
danbi_image_to_json (const DanbiImage *self)
{
  json_t *object = json_object ();

  json_object_set_new (object, "path", path_to_json (danbi_image_get_display_path (self)));
  set_facts (object, self, ABSENT_IS_NULL);
  if (self->file_id)
    json_object_set_new (object, "file_id", danbi_json_string_or_null (self->file_id));
  if (self->dir_faults != DANBI_DIR_OK)
    json_object_set_new (object, "dir_faults", faults_to_json (self->dir_faults));
  if (self->dir_detail)
    json_object_set_new (object, "dir_detail", danbi_json_string_or_null (self->dir_detail));
  if (self->error)
    json_object_set_new (object, "error", danbi_json_string_or_null (self->error));
  return object;
}

/**
 * danbi_image_facts_to_json:
 * @self: what the inspector learnt about a file
 * @problem: what is wrong with it
 * @detail: (nullable): more about @problem
 *
 * Returns: (transfer full): what danbi_image_from_json() reads
 */
json_t *
danbi_image_facts_to_json (const DanbiImage *self,
                           DanbiFileProblem  problem,
                           const char       *detail)
{
  json_t *object = json_object ();

  set_facts (object, self, ABSENT_IS_OMITTED);
  if (self->name_is_guess)
    json_object_set_new (object, "name_is_guess", json_true ());
  set_number (object, "pixel_offset", self->pixel_offset, ABSENT_IS_OMITTED);
  set_number (object, "pixel_bytes", self->pixel_bytes, ABSENT_IS_OMITTED);
  if (problem != DANBI_FILE_OK)
    json_object_set_new (object, "problem", json_string (danbi_file_problem_to_nick (problem)));
  if (detail)
    json_object_set_new (object, "detail", danbi_json_string_or_null (detail));
  return object;
}

static gboolean
refuse (GError    **error,
        const char *key)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "Could not read the inspector's answer: \"%s\" is out of its bounds", key);
  return FALSE;
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
    return refuse (error, key);
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
    return refuse (error, key);
  *count = (guint64) json_integer_value (value);
  return TRUE;
}

static gboolean
read_kind (DanbiImage   *self,
           const json_t *object,
           GError      **error)
{
  const char *kind = danbi_json_get_string (object, "kind");

  for (guint i = 0; kind && i < G_N_ELEMENTS (KINDS); i++)
    if (strcmp (kind, KINDS[i]) == 0)
      {
        self->kind = (DanbiImageKind) i;
        return TRUE;
      }
  return refuse (error, "kind");
}

static gboolean
read_conversion (DanbiImage   *self,
                 const json_t *object,
                 GError      **error)
{
  const char *const kinds[] = { "png", "bmp", "tiff", "webp", "jpeg", NULL };
  g_autofree char *from = NULL;

  if (!danbi_image_json_get_text (object, "convertible", 16, &from, error)
      || !danbi_image_json_get_text (object, "format", 32, &self->other_format, error))
    return FALSE;
  if (!from)
    return TRUE;
  if (!g_strv_contains (kinds, from))
    return refuse (error, "convertible");
  self->kind = DANBI_IMAGE_JPEG;
  self->converted_from = g_steal_pointer (&from);
  return TRUE;
}

static gboolean
read_numbers (DanbiImage   *self,
              const json_t *object,
              GError      **error)
{
  guint64 rows, columns, frames;

  if (!danbi_image_json_get_count (object, "rows", G_MAXUINT16, &rows, error)
      || !danbi_image_json_get_count (object, "columns", G_MAXUINT16, &columns, error)
      || !danbi_image_json_get_count (object, "frames", G_MAXINT32, &frames, error)
      || !danbi_image_json_get_count (object, "bytes", G_MAXINT64, &self->bytes, error))
    return FALSE;
  self->rows = (guint) rows;
  self->columns = (guint) columns;
  self->frames = (guint) frames;
  return TRUE;
}

/* The program will read that part of the file, so it must lie within. */
static gboolean
read_pixel_range (DanbiImage   *self,
                  const json_t *object,
                  GError      **error)
{
  if (!danbi_image_json_get_count (object, "pixel_offset", self->bytes, &self->pixel_offset, error))
    return FALSE;
  return danbi_image_json_get_count (object, "pixel_bytes", self->bytes - self->pixel_offset,
                                     &self->pixel_bytes, error);
}

static gboolean
read_texts (DanbiImage   *self,
            const json_t *object,
            GError      **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (TEXT_MEMBERS); i++)
    {
      char **member = &G_STRUCT_MEMBER (char *, self, TEXT_MEMBERS[i].offset);
      char *text;

      if (!danbi_image_json_get_text (object, TEXT_MEMBERS[i].key, DANBI_IMAGE_MAX_TEXT_BYTES,
                                      &text, error))
        return FALSE;
      g_free (*member);
      *member = text;
    }
  return TRUE;
}

static gboolean
read_hash (DanbiImage   *self,
           const json_t *object,
           GError      **error)
{
  if (!danbi_image_json_get_text (object, "sha256", 64, &self->sha256, error))
    return FALSE;
  if (self->sha256 && (strlen (self->sha256) != 64
                       || strspn (self->sha256, "0123456789abcdef") != 64))
    return refuse (error, "sha256");
  return TRUE;
}

static gboolean
read_problem (DanbiImage   *self,
              const json_t *object,
              GError      **error)
{
  g_autofree char *nick = NULL;
  g_autofree char *detail = NULL;
  DanbiFileProblem problem;

  if (!danbi_image_json_get_text (object, "problem", 64, &nick, error)
      || !danbi_image_json_get_text (object, "detail", DANBI_IMAGE_MAX_TEXT_BYTES, &detail, error))
    return FALSE;
  if (!nick)
    return TRUE;
  if (!danbi_file_problem_from_nick (nick, &problem) || problem == DANBI_FILE_OK)
    return refuse (error, "problem");
  self->error = danbi_file_problem_dup_sentence (problem, detail);
  return TRUE;
}

/**
 * danbi_image_from_json:
 * @object: an answer of the inspector; it read a hostile file and may be hostile itself
 * @path: where the file is; the answer has no say in it
 * @error: what in the answer is out of its bounds
 *
 * Returns: (transfer full) (nullable): the facts about the file at @path
 */
DanbiImage *
danbi_image_from_json (const json_t *object,
                       const char   *path,
                       GError      **error)
{
  g_autoptr (DanbiImage) self = danbi_image_new (path);

  if (!read_kind (self, object, error) || !read_conversion (self, object, error)
      || !read_numbers (self, object, error)
      || !read_pixel_range (self, object, error) || !read_texts (self, object, error)
      || !read_hash (self, object, error) || !read_problem (self, object, error))
    return NULL;
  self->name_is_guess = json_is_true (json_object_get (object, "name_is_guess"));
  return g_steal_pointer (&self);
}
