/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file's facts on their way from the inspector to the program. */
#include "config.h"

#include <string.h>

#include "danbi-image-facts.h"

/* In the order in which CONTRACT lists them. */
const DanbiImageText danbi_image_texts[DANBI_IMAGE_N_TEXTS] = {
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

/**
 * danbi_image_kind_to_nick:
 * @kind: what a file is
 *
 * Returns: (transfer none): what CONTRACT calls it
 */
const char *
danbi_image_kind_to_nick (DanbiImageKind kind)
{
  return KINDS[kind];
}

/**
 * danbi_image_append_facts:
 * @self: what the inspector learnt about a file
 * @problem: what is wrong with it
 * @detail: (nullable): more about @problem
 * @line: where the facts are appended, without an end; danbi_image_from_facts() reads them
 */
void
danbi_image_append_facts (const DanbiImage *self,
                          DanbiFileProblem  problem,
                          const char       *detail,
                          GByteArray       *line)
{
  const char *convertible = danbi_image_needs_conversion (self) ? self->converted_from : NULL;

  danbi_facts_append_text (line, "kind", KINDS[self->kind]);
  danbi_facts_append_text (line, "convertible", convertible);
  danbi_facts_append_text (line, "format", self->other_format);
  danbi_facts_append_number (line, "rows", self->rows);
  danbi_facts_append_number (line, "columns", self->columns);
  danbi_facts_append_number (line, "frames", self->frames);
  danbi_facts_append_number (line, "bytes", self->bytes);
  danbi_facts_append_number (line, "pixel_offset", self->pixel_offset);
  danbi_facts_append_number (line, "pixel_bytes", self->pixel_bytes);
  for (guint i = 0; i < DANBI_IMAGE_N_TEXTS; i++)
    danbi_facts_append_text (line, danbi_image_texts[i].name,
                             G_STRUCT_MEMBER (char *, self, danbi_image_texts[i].offset));
  danbi_facts_append_number (line, "name_is_guess", self->name_is_guess);
  danbi_facts_append_text (line, "sha256", self->sha256);
  if (problem != DANBI_FILE_OK)
    danbi_facts_append_text (line, "problem", danbi_file_problem_to_nick (problem));
  danbi_facts_append_text (line, "detail", detail);
}

static gboolean
read_kind (DanbiImage  *self,
           DanbiFacts  *facts,
           GError     **error)
{
  const char *kind = danbi_facts_find (facts, "kind");

  for (guint i = 0; kind && i < G_N_ELEMENTS (KINDS); i++)
    if (strcmp (kind, KINDS[i]) == 0)
      {
        self->kind = (DanbiImageKind) i;
        return TRUE;
      }
  return danbi_facts_refuse (error, "kind");
}

static gboolean
read_conversion (DanbiImage  *self,
                 DanbiFacts  *facts,
                 GError     **error)
{
  const char *const kinds[] = { "png", "bmp", "tiff", "webp", "jpeg", NULL };
  g_autofree char *from = NULL;

  if (!danbi_facts_get_text (facts, "convertible", 16, &from, error)
      || !danbi_facts_get_text (facts, "format", 32, &self->other_format, error))
    return FALSE;
  if (!from)
    return TRUE;
  if (!g_strv_contains (kinds, from))
    return danbi_facts_refuse (error, "convertible");
  self->kind = DANBI_IMAGE_JPEG;
  self->converted_from = g_steal_pointer (&from);
  return TRUE;
}

static gboolean
read_numbers (DanbiImage  *self,
              DanbiFacts  *facts,
              GError     **error)
{
  guint64 rows, columns, frames;

  if (!danbi_facts_get_count (facts, "rows", G_MAXUINT16, &rows, error)
      || !danbi_facts_get_count (facts, "columns", G_MAXUINT16, &columns, error)
      || !danbi_facts_get_count (facts, "frames", G_MAXINT32, &frames, error)
      || !danbi_facts_get_count (facts, "bytes", G_MAXINT64, &self->bytes, error))
    return FALSE;
  self->rows = (guint) rows;
  self->columns = (guint) columns;
  self->frames = (guint) frames;
  return TRUE;
}

/* The program will read that part of the file, so it must lie within. */
static gboolean
read_pixel_range (DanbiImage  *self,
                  DanbiFacts  *facts,
                  GError     **error)
{
  if (!danbi_facts_get_count (facts, "pixel_offset", self->bytes, &self->pixel_offset, error))
    return FALSE;
  return danbi_facts_get_count (facts, "pixel_bytes", self->bytes - self->pixel_offset,
                                &self->pixel_bytes, error);
}

static gboolean
read_texts (DanbiImage  *self,
            DanbiFacts  *facts,
            GError     **error)
{
  for (guint i = 0; i < DANBI_IMAGE_N_TEXTS; i++)
    {
      char **member = &G_STRUCT_MEMBER (char *, self, danbi_image_texts[i].offset);
      char *text;

      if (!danbi_facts_get_text (facts, danbi_image_texts[i].name, DANBI_IMAGE_MAX_TEXT_BYTES,
                                 &text, error))
        return FALSE;
      g_free (*member);
      *member = text;
    }
  return TRUE;
}

static gboolean
read_guess (DanbiImage  *self,
            DanbiFacts  *facts,
            GError     **error)
{
  guint64 is_guess;

  if (!danbi_facts_get_count (facts, "name_is_guess", 1, &is_guess, error))
    return FALSE;
  self->name_is_guess = is_guess == 1;
  return TRUE;
}

static gboolean
read_hash (DanbiImage  *self,
           DanbiFacts  *facts,
           GError     **error)
{
  if (!danbi_facts_get_text (facts, "sha256", 64, &self->sha256, error))
    return FALSE;
  if (self->sha256 && (strlen (self->sha256) != 64
                       || strspn (self->sha256, "0123456789abcdef") != 64))
    return danbi_facts_refuse (error, "sha256");
  return TRUE;
}

static gboolean
read_problem (DanbiImage  *self,
              DanbiFacts  *facts,
              GError     **error)
{
  g_autofree char *nick = NULL;
  g_autofree char *detail = NULL;
  DanbiFileProblem problem;

  if (!danbi_facts_get_text (facts, "problem", 64, &nick, error)
      || !danbi_facts_get_text (facts, "detail", DANBI_IMAGE_MAX_TEXT_BYTES, &detail, error))
    return FALSE;
  if (!nick)
    return TRUE;
  if (!danbi_file_problem_from_nick (nick, &problem) || problem == DANBI_FILE_OK)
    return danbi_facts_refuse (error, "problem");
  self->error = danbi_file_problem_dup_sentence (problem, detail);
  return TRUE;
}

/**
 * danbi_image_from_facts:
 * @facts: an answer of the inspector; it read a hostile file and may be hostile itself
 * @path: where the file is; the answer has no say in it
 * @error: what in the answer is out of its bounds
 *
 * Returns: (transfer full) (nullable): the facts about the file at @path
 */
DanbiImage *
danbi_image_from_facts (DanbiFacts  *facts,
                        const char  *path,
                        GError     **error)
{
  g_autoptr (DanbiImage) self = danbi_image_new (path);

  if (!read_kind (self, facts, error) || !read_conversion (self, facts, error)
      || !read_numbers (self, facts, error) || !read_pixel_range (self, facts, error)
      || !read_texts (self, facts, error) || !read_guess (self, facts, error)
      || !read_hash (self, facts, error) || !read_problem (self, facts, error))
    return NULL;
  return g_steal_pointer (&self);
}
