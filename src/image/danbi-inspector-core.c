/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request to the inspector in, one answer out; runs in the confined child. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "danbi-dicom.h"
#include "danbi-image-json.h"
#include "danbi-inspector-core.h"
#include "danbi-jpeg.h"

#define HEAD_BYTES 1024
#define HASH_BUFFER_BYTES (256 * 1024)
#define PREAMBLE_BYTES 128
#define MIN_ELEMENTS 3 /* that must make sense where no preamble says DICOM */

typedef enum
{
  SHAPE_OTHER,
  SHAPE_JPEG,
  SHAPE_DICOM,
  SHAPE_BARE_DICOM, /* begins with its first data element */
} Shape;

/* An opened file and its first bytes. */
typedef struct
{
  FILE *stream;
  guint64 size;
  guint8 head[HEAD_BYTES];
  gsize n_head;
} Source;

static void
source_clear (Source *self)
{
  g_clear_pointer (&self->stream, fclose);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static DanbiFileProblem
unreadable (char **detail)
{
  *detail = g_strdup (g_strerror (errno));
  return DANBI_FILE_UNREADABLE;
}

/* Without blocking: a FIFO would wait for its other end for ever. */
static DanbiFileProblem
source_open (Source      *self,
             const char  *path,
             char       **detail)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

  self->stream = fd >= 0 ? fdopen (fd, "rb") : NULL;
  if (!self->stream || fstat (fd, &status) < 0)
    return unreadable (detail);
  if (!S_ISREG (status.st_mode))
    return DANBI_FILE_UNREADABLE;
  self->size = (guint64) status.st_size;
  if (self->size == 0)
    return DANBI_FILE_EMPTY;

  self->n_head = fread (self->head, 1, sizeof self->head, self->stream);
  if (ferror (self->stream))
    return unreadable (detail);
  rewind (self->stream);
  return DANBI_FILE_OK;
}

static gboolean
is_value_representation (const guint8 *bytes)
{
  static const char known[] = "AEASATCSDADSDTFDFLISLOLTOBODOFOLOVOWPN"
                              "SHSLSQSSSTSVTMUCUIULUNURUSUTUV";

  for (gsize i = 0; known[i]; i += 2)
    if (memcmp (bytes, known + i, 2) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_long_length (const guint8 *vr)
{
  static const char known[] = "OBODOFOLOVOWSQSVUCUNURUTUV";

  for (gsize i = 0; known[i]; i += 2)
    if (memcmp (vr, known + i, 2) == 0)
      return TRUE;
  return FALSE;
}

static guint32
take_number (const guint8 *bytes,
             guint         n_bytes,
             gboolean      big_endian)
{
  guint32 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    number |= (guint32) bytes[big_endian ? n_bytes - 1 - i : i] << (8 * i);
  return number;
}

/* Measures one data element; 0 means that it makes no sense. */
static guint64
measure_element (const guint8 *bytes,
                 guint64       left,
                 gboolean      big_endian)
{
  guint64 length;

  if (!is_value_representation (bytes + 4))
    length = big_endian ? G_MAXUINT32 : 8 + (guint64) take_number (bytes + 4, 4, FALSE);
  else if (has_long_length (bytes + 4))
    length = 12 + (guint64) take_number (bytes + 8, 4, big_endian);
  else
    length = 8 + (guint64) take_number (bytes + 6, 2, big_endian);
  return length <= left && length % 2 == 0 ? length : 0;
}

/* DCMTK's own detection takes zeros and pictures for DICOM. So: the file begins with group 0002 or
 * 0008, its tags rise, and the lengths fit into the file. */
static gboolean
is_bare_dataset (const Source *source)
{
  gboolean big_endian = source->head[0] == 0;
  guint64 at = 0;
  guint32 last = 0;
  guint n_elements = 0;

  while (at + 12 <= source->n_head && n_elements < MIN_ELEMENTS)
    {
      const guint8 *bytes = source->head + at;
      guint32 group = take_number (bytes, 2, big_endian);
      guint32 tag = group << 16 | take_number (bytes + 2, 2, big_endian);
      guint64 length = measure_element (bytes, source->size - at, big_endian);

      if (length == 0 || tag <= last || (n_elements == 0 && group != 2 && group != 8))
        return FALSE;
      last = tag;
      at += length;
      n_elements++;
    }
  return n_elements == MIN_ELEMENTS;
}

static Shape
recognise (const Source *source)
{
  const guint8 *head = source->head;

  if (source->n_head >= 3 && head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff)
    return SHAPE_JPEG;
  if (source->n_head >= PREAMBLE_BYTES + 4 && memcmp (head + PREAMBLE_BYTES, "DICM", 4) == 0)
    return SHAPE_DICOM;
  return is_bare_dataset (source) ? SHAPE_BARE_DICOM : SHAPE_OTHER;
}

static char *
hash_stream (FILE *stream)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (HASH_BUFFER_BYTES);
  gsize got;

  while ((got = fread (buffer, 1, HASH_BUFFER_BYTES, stream)) > 0)
    g_checksum_update (checksum, buffer, (gssize) got);
  if (ferror (stream))
    return NULL;
  rewind (stream);
  return g_strdup (g_checksum_get_string (checksum));
}

static DanbiFileProblem
read_shape (Source      *source,
            Shape        shape,
            gboolean     have_dictionary,
            DanbiImage  *image,
            char       **detail)
{
  if (shape == SHAPE_JPEG)
    {
      image->kind = DANBI_IMAGE_JPEG;
      image->frames = 1;
      return danbi_jpeg_read (source->stream, &image->columns, &image->rows);
    }
  image->kind = DANBI_IMAGE_DICOM;
  if (!have_dictionary)
    return DANBI_FILE_NO_DICTIONARY;
  return danbi_dicom_read_header (image->path, shape == SHAPE_BARE_DICOM, image, detail);
}

/**
 * danbi_inspector_read_file:
 * @path: a file
 * @hash: whether its SHA-256 is wanted
 * @have_dictionary: what danbi_dicom_init() said
 * @image: where the facts are set
 * @detail: (out): more about the problem
 *
 * Finds out what a file is from its first bytes, whatever its name, and reads its header. A file
 * that is neither DICOM nor JPEG is of kind %DANBI_IMAGE_OTHER, which is no problem here.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_inspector_read_file (const char  *path,
                           gboolean     hash,
                           gboolean     have_dictionary,
                           DanbiImage  *image,
                           char       **detail)
{
  g_auto (Source) source = { 0 };
  DanbiFileProblem problem = source_open (&source, path, detail);
  Shape shape;

  image->bytes = source.size;
  if (problem != DANBI_FILE_OK)
    return problem;
  shape = recognise (&source);
  if (shape == SHAPE_OTHER)
    return DANBI_FILE_OK;

  if (hash)
    {
      image->sha256 = hash_stream (source.stream);
      if (!image->sha256)
        return unreadable (detail);
    }
  return read_shape (&source, shape, have_dictionary, image, detail);
}

static void
append_line (GByteArray *answer,
             json_t     *object)
{
  g_autofree char *line = danbi_json_to_line (object);

  g_byte_array_append (answer, (const guint8 *) line, strlen (line));
  g_byte_array_append (answer, (const guint8 *) "\n", 1);
  json_decref (object);
}

static void
answer_header (const char *path,
               gboolean    hash,
               gboolean    have_dictionary,
               GByteArray *answer)
{
  g_autoptr (DanbiImage) image = danbi_image_new (path);
  g_autofree char *detail = NULL;
  DanbiFileProblem problem
    = danbi_inspector_read_file (path, hash, have_dictionary, image, &detail);

  append_line (answer, danbi_image_facts_to_json (image, problem, detail));
}

static DanbiFileProblem
read_directory (const char      *path,
                gboolean         hash,
                gboolean         have_dictionary,
                DanbiImage      *image,
                DanbiDirectory **directory,
                char           **detail)
{
  DanbiFileProblem problem
    = danbi_inspector_read_file (path, hash, have_dictionary, image, detail);

  if (problem != DANBI_FILE_OK && image->kind != DANBI_IMAGE_DICOMDIR)
    return problem;
  if (image->kind == DANBI_IMAGE_OTHER || image->kind == DANBI_IMAGE_JPEG)
    return DANBI_FILE_NOT_DICOMDIR;
  return danbi_dicom_read_directory (path, image, directory, detail);
}

/* One line of facts, then `references` lines, one for each record that refers to a file. */
static void
answer_directory (const char *path,
                  gboolean    hash,
                  gboolean    have_dictionary,
                  GByteArray *answer)
{
  g_autoptr (DanbiImage) image = danbi_image_new (path);
  g_autoptr (DanbiDirectory) directory = NULL;
  g_autofree char *detail = NULL;
  DanbiFileProblem problem
    = read_directory (path, hash, have_dictionary, image, &directory, &detail);
  json_t *facts = danbi_image_facts_to_json (image, problem, detail);

  if (directory)
    {
      json_object_set_new (facts, "records", json_integer (directory->n_records));
      json_object_set_new (facts, "reachable", json_integer (directory->n_reachable));
      json_object_set_new (facts, "references", json_integer (directory->records->len));
    }
  append_line (answer, facts);
  for (guint i = 0; directory && i < directory->records->len; i++)
    append_line (answer,
                 danbi_directory_record_to_json (g_ptr_array_index (directory->records, i)));
}

static DanbiFileProblem
render (const char    *path,
        guint          max_side,
        guint          frame,
        gboolean       have_dictionary,
        DanbiPreview **preview,
        char         **detail)
{
  g_auto (Source) source = { 0 };
  DanbiFileProblem problem = source_open (&source, path, detail);

  if (problem != DANBI_FILE_OK)
    return problem;
  switch (recognise (&source))
    {
    case SHAPE_JPEG:
      return frame == 0 ? danbi_jpeg_render (source.stream, max_side, preview)
                        : DANBI_FILE_NO_FRAME;
    case SHAPE_DICOM:
    case SHAPE_BARE_DICOM:
      return have_dictionary ? danbi_dicom_render (path, max_side, frame, preview, detail)
                             : DANBI_FILE_NO_DICTIONARY;
    case SHAPE_OTHER:
    default:
      return DANBI_FILE_NO_FRAME;
    }
}

/* One line that announces the pixels, then as many bytes. */
static void
answer_render (const char *path,
               guint       max_side,
               guint       frame,
               gboolean    have_dictionary,
               GByteArray *answer)
{
  g_autoptr (DanbiPreview) preview = NULL;
  g_autofree char *detail = NULL;
  DanbiFileProblem problem = render (path, max_side, frame, have_dictionary, &preview, &detail);
  json_t *object = json_object ();

  if (!preview)
    {
      json_object_set_new (object, "problem", json_string (danbi_file_problem_to_nick (problem)));
      json_object_set_new (object, "detail", danbi_json_string_or_null (detail));
      append_line (answer, object);
      return;
    }
  json_object_set_new (object, "width", json_integer (preview->width));
  json_object_set_new (object, "height", json_integer (preview->height));
  json_object_set_new (object, "channels", json_integer (preview->channels));
  json_object_set_new (object, "bytes",
                       json_integer ((json_int_t) g_bytes_get_size (preview->pixels)));
  append_line (answer, object);
  g_byte_array_append (answer, g_bytes_get_data (preview->pixels, NULL),
                       (guint) g_bytes_get_size (preview->pixels));
}

static guint
get_small (const json_t *object,
           const char   *key)
{
  json_int_t number = json_integer_value (json_object_get (object, key));

  return (guint) CLAMP (number, 0, G_MAXINT32);
}

/**
 * danbi_inspector_dup_path:
 * @request: one request, a JSON object
 * @length: how many bytes
 *
 * Returns: (transfer full) (nullable): the path that the request is about, %NULL where it is none.
 *   It stands there percent-encoded, because a path is bytes and JSON is UTF-8.
 */
char *
danbi_inspector_dup_path (const char *request,
                          gsize       length)
{
  g_autoptr (json_t) object = danbi_json_parse (request, length, NULL);
  const char *escaped = danbi_json_get_string (object, "path");

  return escaped ? g_uri_unescape_string (escaped, NULL) : NULL;
}

/**
 * danbi_inspector_answer:
 * @request: one request: a JSON object with `op`, `path` and what the operation needs
 * @length: how many bytes
 * @have_dictionary: what danbi_dicom_init() said
 * @answer: where the answer is appended
 *
 * Answers `header` (`hash`), `dicomdir` (`hash`) and `render` (`max_side`, `frame`).
 *
 * Returns: whether it was a request
 */
gboolean
danbi_inspector_answer (const char *request,
                        gsize       length,
                        gboolean    have_dictionary,
                        GByteArray *answer)
{
  g_autoptr (json_t) object = danbi_json_parse (request, length, NULL);
  const char *op = danbi_json_get_string (object, "op");
  const char *escaped = danbi_json_get_string (object, "path");
  g_autofree char *path = escaped ? g_uri_unescape_string (escaped, NULL) : NULL;
  gboolean hash = json_is_true (json_object_get (object, "hash"));

  if (!op || !path)
    return FALSE;
  if (strcmp (op, "header") == 0)
    answer_header (path, hash, have_dictionary, answer);
  else if (strcmp (op, "dicomdir") == 0)
    answer_directory (path, hash, have_dictionary, answer);
  else if (strcmp (op, "render") == 0)
    answer_render (path, get_small (object, "max_side"), get_small (object, "frame"),
                   have_dictionary, answer);
  else
    return FALSE;
  return TRUE;
}
