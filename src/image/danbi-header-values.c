/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the values of a DICOM header come to, whoever read them; runs in the confined child. */
#include "config.h"

#include <string.h>

#include "danbi-dicom-text.h"
#include "danbi-header-values.h"

const DanbiHeaderElement danbi_header_texts[DANBI_HEADER_N_TEXTS] = {
  [DANBI_HEADER_CHARACTER_SET] = { 0x00080005, "CS" },
  [DANBI_HEADER_IMAGE_TYPE] = { 0x00080008, "CS" },
  [DANBI_HEADER_SOP_CLASS] = { 0x00080016, "UI" },
  [DANBI_HEADER_SOP_INSTANCE] = { 0x00080018, "UI" },
  [DANBI_HEADER_STUDY_DATE] = { 0x00080020, "DA" },
  [DANBI_HEADER_ACQUISITION_DATE] = { 0x00080022, "DA" },
  [DANBI_HEADER_ACQUISITION_DATE_TIME] = { 0x0008002A, "DT" },
  [DANBI_HEADER_STUDY_TIME] = { 0x00080030, "TM" },
  [DANBI_HEADER_MODALITY] = { 0x00080060, "CS" },
  [DANBI_HEADER_STUDY_DESCRIPTION] = { 0x00081030, "LO" },
  [DANBI_HEADER_SERIES_DESCRIPTION] = { 0x0008103E, "LO" },
  [DANBI_HEADER_PATIENT_NAME] = { 0x00100010, "PN" },
  [DANBI_HEADER_PATIENT_ID] = { 0x00100020, "LO" },
  [DANBI_HEADER_BIRTH_DATE] = { 0x00100030, "DA" },
  [DANBI_HEADER_SEX] = { 0x00100040, "CS" },
  [DANBI_HEADER_STUDY] = { 0x0020000D, "UI" },
  [DANBI_HEADER_SERIES] = { 0x0020000E, "UI" },
  [DANBI_HEADER_INTERPRETATION] = { 0x00280004, "CS" },
  [DANBI_HEADER_FRAMES] = { 0x00280008, "IS" },
};

const DanbiHeaderElement danbi_header_numbers[DANBI_HEADER_N_NUMBERS] = {
  [DANBI_HEADER_SAMPLES] = { 0x00280002, "US" },
  [DANBI_HEADER_ROWS] = { 0x00280010, "US" },
  [DANBI_HEADER_COLUMNS] = { 0x00280011, "US" },
  [DANBI_HEADER_BITS_ALLOCATED] = { 0x00280100, "US" },
};

/* Texts that only need cleaning. */
static const struct
{
  DanbiHeaderText text;
  goffset offset; /* of a char * in DanbiImage */
} PLAIN_MEMBERS[] = {
  { DANBI_HEADER_MODALITY, G_STRUCT_OFFSET (DanbiImage, modality) },
  { DANBI_HEADER_SOP_CLASS, G_STRUCT_OFFSET (DanbiImage, sop_class_uid) },
  { DANBI_HEADER_SOP_INSTANCE, G_STRUCT_OFFSET (DanbiImage, sop_instance_uid) },
  { DANBI_HEADER_SERIES, G_STRUCT_OFFSET (DanbiImage, series_uid) },
  { DANBI_HEADER_STUDY, G_STRUCT_OFFSET (DanbiImage, study_uid) },
  { DANBI_HEADER_PATIENT_ID, G_STRUCT_OFFSET (DanbiImage, patient_id) },
  { DANBI_HEADER_BIRTH_DATE, G_STRUCT_OFFSET (DanbiImage, birth_date) },
  { DANBI_HEADER_SEX, G_STRUCT_OFFSET (DanbiImage, sex) },
  { DANBI_HEADER_STUDY_DATE, G_STRUCT_OFFSET (DanbiImage, study_date) },
  { DANBI_HEADER_STUDY_TIME, G_STRUCT_OFFSET (DanbiImage, study_time) },
  { DANBI_HEADER_ACQUISITION_DATE, G_STRUCT_OFFSET (DanbiImage, acquisition_date) },
  { DANBI_HEADER_IMAGE_TYPE, G_STRUCT_OFFSET (DanbiImage, image_type) },
};

/**
 * danbi_header_values_clear:
 * @self: values
 *
 * Empties @self.
 */
void
danbi_header_values_clear (DanbiHeaderValues *self)
{
  g_free (self->transfer_syntax);
  for (guint i = 0; i < DANBI_HEADER_N_TEXTS; i++)
    g_free (self->texts[i]);
  memset (self, 0, sizeof *self);
}

static char *
dup_clean (const char *text)
{
  return text ? danbi_dicom_text_clean (text) : NULL;
}

static void
take (char **member,
      char  *text)
{
  g_free (*member);
  *member = text;
}

static char *
dup_description (const DanbiHeaderValues *self,
                 DanbiHeaderText          text)
{
  return self->texts[text] ? danbi_dicom_text_decode (self->texts[DANBI_HEADER_CHARACTER_SET],
                                                      self->texts[text]) : NULL;
}

static char *
dup_name (const DanbiHeaderValues *self,
          gboolean                *is_guess)
{
  const char *name = self->texts[DANBI_HEADER_PATIENT_NAME];

  *is_guess = FALSE;
  return name ? danbi_dicom_text_decode_name (self->texts[DANBI_HEADER_CHARACTER_SET], name,
                                              is_guess) : NULL;
}

/* Enhanced multi-frame objects have the date within AcquisitionDateTime only. */
static char *
dup_acquisition_date (const DanbiHeaderValues *self)
{
  g_autofree char *date_time = dup_clean (self->texts[DANBI_HEADER_ACQUISITION_DATE_TIME]);

  return date_time && strlen (date_time) >= 8 ? g_strndup (date_time, 8) : NULL;
}

/**
 * danbi_header_values_set_texts:
 * @self: what was read
 * @image: where its texts are set
 */
void
danbi_header_values_set_texts (const DanbiHeaderValues *self,
                               DanbiImage              *image)
{
  for (guint i = 0; i < G_N_ELEMENTS (PLAIN_MEMBERS); i++)
    take (&G_STRUCT_MEMBER (char *, image, PLAIN_MEMBERS[i].offset),
          dup_clean (self->texts[PLAIN_MEMBERS[i].text]));
  take (&image->transfer_syntax, dup_clean (self->transfer_syntax));
  take (&image->patient_name, dup_name (self, &image->name_is_guess));
  take (&image->series_description, dup_description (self, DANBI_HEADER_SERIES_DESCRIPTION));
  take (&image->study_description, dup_description (self, DANBI_HEADER_STUDY_DESCRIPTION));
  if (!image->acquisition_date)
    image->acquisition_date = dup_acquisition_date (self);
}

/**
 * danbi_header_values_count_frames:
 * @text: (nullable): NumberOfFrames (0028,0008) as it stands in the file
 *
 * Returns: how many pictures that makes, at least one
 */
guint
danbi_header_values_count_frames (const char *text)
{
  g_autofree char *clean = dup_clean (text);
  gint64 n_frames = clean ? g_ascii_strtoll (clean, NULL, 10) : 0;

  return (guint) CLAMP (n_frames, 1, G_MAXINT32);
}

/**
 * danbi_header_values_set_size:
 * @self: what was read
 * @image: where rows, columns and frames are set, and what is known of the place of the pixels
 */
void
danbi_header_values_set_size (const DanbiHeaderValues *self,
                              DanbiImage              *image)
{
  image->rows = self->numbers[DANBI_HEADER_ROWS];
  image->columns = self->numbers[DANBI_HEADER_COLUMNS];
  image->frames = danbi_header_values_count_frames (self->texts[DANBI_HEADER_FRAMES]);
  image->pixel_offset = self->pixel_offset;
  image->pixel_bytes = self->pixel_bytes;
}

/* Chroma may be stored for every second pixel only (PS3.3 C.7.6.3.1.2). */
static guint64
get_samples_x2 (const DanbiHeaderValues *self)
{
  const guint64 samples = MAX (self->numbers[DANBI_HEADER_SAMPLES], 1);
  g_autofree char *interpretation = dup_clean (self->texts[DANBI_HEADER_INTERPRETATION]);

  if (samples == 3 && interpretation && g_str_has_suffix (interpretation, "_422"))
    return 4;
  if (samples == 3 && interpretation && g_str_has_suffix (interpretation, "_420"))
    return 3;
  return samples * 2;
}

static gboolean
raw_pixels_suffice (const DanbiHeaderValues *self,
                    const DanbiImage        *image)
{
  const guint64 bits = self->numbers[DANBI_HEADER_BITS_ALLOCATED];
  const guint64 per_frame = (guint64) image->rows * image->columns;
  guint64 half_bits, needed;

  if (!g_uint64_checked_mul (&half_bits, per_frame, get_samples_x2 (self) * bits)
      || !g_uint64_checked_mul (&needed, half_bits, image->frames))
    return FALSE;
  return self->pixel_bytes >= (needed / 2 + 7) / 8;
}

/* Each frame has at least one fragment, but for video: there one stream holds them all. */
static gboolean
fragments_suffice (const DanbiHeaderValues *self,
                   const DanbiImage        *image)
{
  gboolean video = g_str_has_prefix (image->transfer_syntax, "1.2.840.10008.1.2.4.10");

  return self->n_fragments > (video ? 1 : image->frames);
}

/**
 * danbi_header_values_check_pixels:
 * @self: what was read
 * @image: an image with texts and size set; the size is taken back where there are no pixels
 *
 * Compares the pixel data with the size that the header promises.
 *
 * Returns: what is wrong with the pixel data
 */
DanbiFileProblem
danbi_header_values_check_pixels (const DanbiHeaderValues *self,
                                  DanbiImage              *image)
{
  gboolean has_size = image->rows > 0 && image->columns > 0;

  if (!self->has_pixels && has_size && !self->pixels_elsewhere)
    return DANBI_FILE_NO_PIXELS;
  if (!self->has_pixels)
    {
      image->rows = image->columns = image->frames = 0;
      return DANBI_FILE_OK;
    }
  if (!has_size)
    return DANBI_FILE_ZERO_SIZE;
  if (self->is_encapsulated ? !fragments_suffice (self, image) : !raw_pixels_suffice (self, image))
    return DANBI_FILE_SHORT_PIXELS;
  return DANBI_FILE_OK;
}
