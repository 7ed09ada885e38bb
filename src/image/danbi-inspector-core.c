/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request to the inspector in, one answer out; runs in the confined child. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "danbi-convert.h"
#include "danbi-dicom-picture.h"
#include "danbi-dicom.h"
#include "danbi-file-shape.h"
#include "danbi-foreign.h"
#include "danbi-header-scan.h"
#include "danbi-image-json.h"
#include "danbi-inspector-core.h"
#include "danbi-jpeg.h"
#include "danbi-pixel-search.h"

static DanbiFileProblem
unreadable (char **detail)
{
  *detail = g_strdup (g_strerror (errno));
  return DANBI_FILE_UNREADABLE;
}

static DanbiFileProblem
read_jpeg (DanbiFileSource  *source,
           DanbiImage       *image,
           char            **detail)
{
  FILE *stream = danbi_file_source_get_stream (source);
  DanbiFileProblem problem;

  image->kind = DANBI_IMAGE_JPEG;
  image->frames = 1;
  if (!stream)
    return unreadable (detail);
  problem = danbi_jpeg_read (stream, &image->columns, &image->rows);
  if (problem == DANBI_FILE_OK && danbi_jpeg_find_scan (source, &image->pixel_offset))
    image->pixel_bytes = source->size - image->pixel_offset;
  if (problem == DANBI_FILE_OK)
    danbi_convert_judge_jpeg (source, image);
  return problem;
}

/* DCMTK gives the values only; by the picture's own bytes it is known again in another case. */
static DanbiFileProblem
read_by_dcmtk (const DanbiFileSource  *source,
               DanbiFileShape          shape,
               DanbiImage             *image,
               char                  **detail)
{
  gboolean bare = shape == DANBI_FILE_SHAPE_BARE_DICOM;
  DanbiFileProblem problem = danbi_dicom_read_header (image->path, bare, image, detail);
  guint64 length = image->pixel_bytes;

  image->pixel_bytes = 0;
  if (problem == DANBI_FILE_OK && image->rows > 0)
    danbi_pixel_search_run (source, length, &image->pixel_offset, &image->pixel_bytes);
  return problem;
}

/* Most headers are read by the quick reader, and those that give it a doubt by DCMTK. */
static DanbiFileProblem
read_dicom (const DanbiFileSource  *source,
            DanbiFileShape          shape,
            DanbiImage             *image,
            char                  **detail)
{
  g_auto (DanbiHeaderValues) values = { 0 };

  if (shape == DANBI_FILE_SHAPE_BARE_DICOM || !danbi_header_scan_run (source, &values))
    return read_by_dcmtk (source, shape, image, detail);
  danbi_header_values_set_texts (&values, image);
  danbi_header_values_set_size (&values, image);
  return danbi_header_values_check_pixels (&values, image);
}

static DanbiFileProblem
read_shape (DanbiFileSource  *source,
            DanbiFileShape    shape,
            DanbiImage       *image,
            char            **detail)
{
  DanbiFileProblem problem;

  if (shape == DANBI_FILE_SHAPE_OTHER)
    {
      image->other_format = g_strdup (danbi_foreign_get_format (source->head, source->n_head));
      return DANBI_FILE_OK;
    }
  if (shape == DANBI_FILE_SHAPE_JPEG)
    return read_jpeg (source, image, detail);
  if (danbi_convert_takes (shape))
    return danbi_convert_inspect (source, shape, image);
  image->kind = DANBI_IMAGE_DICOM;
  problem = read_dicom (source, shape, image, detail);
  /* It can be looked at; it cannot be listed, and its head is not ours to write. */
  return problem == DANBI_FILE_OK && shape == DANBI_FILE_SHAPE_BARE_DICOM ? DANBI_FILE_NO_HEAD
                                                                          : problem;
}

/* Opens the file, sees what it is, and sums it up where that is wanted. */
static DanbiFileProblem
open_file (DanbiFileSource  *source,
           const char       *path,
           gboolean          hash,
           DanbiFileShape   *shape,
           DanbiImage       *image,
           char            **detail)
{
  DanbiFileProblem problem = danbi_file_source_open (source, path, detail);

  image->bytes = source->size;
  if (problem != DANBI_FILE_OK)
    return problem;
  *shape = danbi_file_source_get_shape (source);
  if (hash && *shape != DANBI_FILE_SHAPE_OTHER)
    image->sha256 = danbi_file_source_dup_sha256 (source);
  return hash && *shape != DANBI_FILE_SHAPE_OTHER && !image->sha256 ? unreadable (detail)
                                                                    : DANBI_FILE_OK;
}

/**
 * danbi_inspector_read_file:
 * @path: a file
 * @hash: whether its SHA-256 is wanted
 * @image: where the facts are set
 * @detail: (out): more about the problem
 *
 * Finds out what a file is from its first bytes, whatever its name, and reads its header. A file
 * that is neither DICOM nor a picture is of kind %DANBI_IMAGE_OTHER, which is no problem here.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_inspector_read_file (const char  *path,
                           gboolean     hash,
                           DanbiImage  *image,
                           char       **detail)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  DanbiFileShape shape;
  DanbiFileProblem problem = open_file (&source, path, hash, &shape, image, detail);

  return problem == DANBI_FILE_OK ? read_shape (&source, shape, image, detail) : problem;
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
               GByteArray *answer)
{
  g_autoptr (DanbiImage) image = danbi_image_new (path);
  g_autofree char *detail = NULL;
  DanbiFileProblem problem
    = danbi_inspector_read_file (path, hash, image, &detail);

  danbi_image_append_facts (image, problem, detail, answer);
  danbi_facts_append_end (answer);
}

static DanbiFileProblem
read_directory (const char      *path,
                gboolean         hash,
                DanbiImage      *image,
                DanbiDirectory **directory,
                char           **detail)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  DanbiFileShape shape;
  DanbiFileProblem problem = open_file (&source, path, hash, &shape, image, detail);

  if (problem != DANBI_FILE_OK)
    return problem;
  if (shape == DANBI_FILE_SHAPE_DICOM)
    problem = danbi_dicom_read_directory (path, image, directory, detail);
  else
    problem = DANBI_FILE_NOT_DICOMDIR;
  if (problem != DANBI_FILE_NOT_DICOMDIR)
    return problem;

  /* What it is instead is worth knowing, and what is wrong with that. */
  problem = read_shape (&source, shape, image, detail);
  return problem == DANBI_FILE_OK ? DANBI_FILE_NOT_DICOMDIR : problem;
}

/* One line of facts, then `references` lines, one for each record that refers to a file. */
static void
answer_directory (const char *path,
                  gboolean    hash,
                  GByteArray *answer)
{
  g_autoptr (DanbiImage) image = danbi_image_new (path);
  g_autoptr (DanbiDirectory) directory = NULL;
  g_autofree char *detail = NULL;
  DanbiFileProblem problem
    = read_directory (path, hash, image, &directory, &detail);

  danbi_image_append_facts (image, problem, detail, answer);
  if (directory)
    {
      danbi_facts_append_number (answer, "records", directory->n_records);
      danbi_facts_append_number (answer, "reachable", directory->n_reachable);
      danbi_facts_append_number (answer, "references", directory->records->len);
      danbi_facts_append_text (answer, "directory", "read");
    }
  danbi_facts_append_end (answer);
  for (guint i = 0; directory && i < directory->records->len; i++)
    {
      danbi_directory_append_facts (g_ptr_array_index (directory->records, i), answer);
      danbi_facts_append_end (answer);
    }
}

static DanbiFileProblem
render (const char                *path,
        const DanbiRenderOptions  *options,
        DanbiPreview             **preview,
        char                     **detail)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  DanbiFileProblem problem = danbi_file_source_open (&source, path, detail);
  FILE *stream;

  if (problem != DANBI_FILE_OK)
    return problem;
  switch (danbi_file_source_get_shape (&source))
    {
    case DANBI_FILE_SHAPE_JPEG:
      stream = danbi_file_source_get_stream (&source);
      if (!stream)
        return unreadable (detail);
      return options->frame == 0 ? danbi_jpeg_render (stream, options->max_side, preview)
                                 : DANBI_FILE_NO_FRAME;
    case DANBI_FILE_SHAPE_PNG:
    case DANBI_FILE_SHAPE_BMP:
    case DANBI_FILE_SHAPE_TIFF:
    case DANBI_FILE_SHAPE_WEBP:
      return options->frame == 0
               ? danbi_convert_render (&source, danbi_file_source_get_shape (&source),
                                       options->max_side, preview)
               : DANBI_FILE_NO_FRAME;
    case DANBI_FILE_SHAPE_DICOM:
    case DANBI_FILE_SHAPE_BARE_DICOM:
      return danbi_dicom_picture_render (path, options, preview, detail);
    case DANBI_FILE_SHAPE_OTHER:
    default:
      return DANBI_FILE_NO_FRAME;
    }
}

/* One line that announces the pixels, then as many bytes. */
static void
answer_render (const char               *path,
               const DanbiRenderOptions *options,
               GByteArray               *answer)
{
  g_autoptr (DanbiPreview) preview = NULL;
  g_autofree char *detail = NULL;
  DanbiFileProblem problem = render (path, options, &preview, &detail);

  if (!preview)
    {
      json_t *object = json_object ();

      json_object_set_new (object, "problem", json_string (danbi_file_problem_to_nick (problem)));
      json_object_set_new (object, "detail", danbi_json_string_or_null (detail));
      append_line (answer, object);
      return;
    }
  append_line (answer, danbi_preview_to_json (preview));
  g_byte_array_append (answer, g_bytes_get_data (preview->pixels, NULL),
                       (guint) g_bytes_get_size (preview->pixels));
}

static DanbiFileProblem
convert (const char  *path,
         GBytes     **jpeg,
         gboolean    *lossless,
         char       **detail)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  DanbiFileProblem problem = danbi_file_source_open (&source, path, detail);

  if (problem != DANBI_FILE_OK)
    return problem;
  return danbi_convert_run (&source, danbi_file_source_get_shape (&source), jpeg, lossless);
}

/* One line that announces the JPEG, then as many bytes. */
static void
answer_convert (const char *path,
                GByteArray *answer)
{
  g_autoptr (GBytes) jpeg = NULL;
  g_autofree char *detail = NULL;
  gboolean lossless = FALSE;
  DanbiFileProblem problem = convert (path, &jpeg, &lossless, &detail);
  json_t *object = json_object ();

  if (problem != DANBI_FILE_OK)
    {
      json_object_set_new (object, "problem", json_string (danbi_file_problem_to_nick (problem)));
      json_object_set_new (object, "detail", danbi_json_string_or_null (detail));
      append_line (answer, object);
      return;
    }
  json_object_set_new (object, "bytes", json_integer ((json_int_t) g_bytes_get_size (jpeg)));
  json_object_set_new (object, "lossless", json_boolean (lossless));
  append_line (answer, object);
  g_byte_array_append (answer, g_bytes_get_data (jpeg, NULL), (guint) g_bytes_get_size (jpeg));
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
 * @answer: where the answer is appended
 *
 * Answers `header` (`hash`), `dicomdir` (`hash`), `render` (`max_side`, `frame`, `deep`) and
 * `convert`.
 *
 * Returns: whether it was a request
 */
gboolean
danbi_inspector_answer (const char *request,
                        gsize       length,
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
    answer_header (path, hash, answer);
  else if (strcmp (op, "dicomdir") == 0)
    answer_directory (path, hash, answer);
  else if (strcmp (op, "convert") == 0)
    answer_convert (path, answer);
  else if (strcmp (op, "render") == 0)
    {
      const DanbiRenderOptions options = { get_small (object, "max_side"),
                                           get_small (object, "frame"),
                                           json_is_true (json_object_get (object, "deep")) };

      answer_render (path, &options, answer);
    }
  else
    return FALSE;
  return TRUE;
}
