/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-problem.h"
#include "danbi-image.h"

G_BEGIN_DECLS

/* No text of a header is longer; what is longer counts as absent. */
#define DANBI_HEADER_MAX_TEXT_BYTES 4096

/* The elements that are read, in the order of their tags. */
typedef enum
{
  DANBI_HEADER_CHARACTER_SET,
  DANBI_HEADER_IMAGE_TYPE,
  DANBI_HEADER_SOP_CLASS,
  DANBI_HEADER_SOP_INSTANCE,
  DANBI_HEADER_STUDY_DATE,
  DANBI_HEADER_ACQUISITION_DATE,
  DANBI_HEADER_ACQUISITION_DATE_TIME,
  DANBI_HEADER_STUDY_TIME,
  DANBI_HEADER_MODALITY,
  DANBI_HEADER_STUDY_DESCRIPTION,
  DANBI_HEADER_SERIES_DESCRIPTION,
  DANBI_HEADER_PATIENT_NAME,
  DANBI_HEADER_PATIENT_ID,
  DANBI_HEADER_BIRTH_DATE,
  DANBI_HEADER_SEX,
  DANBI_HEADER_STUDY,
  DANBI_HEADER_SERIES,
  DANBI_HEADER_INTERPRETATION,
  DANBI_HEADER_FRAMES,
  DANBI_HEADER_N_TEXTS,
} DanbiHeaderText;

typedef enum
{
  DANBI_HEADER_SAMPLES,
  DANBI_HEADER_ROWS,
  DANBI_HEADER_COLUMNS,
  DANBI_HEADER_BITS_ALLOCATED,
  DANBI_HEADER_N_NUMBERS,
} DanbiHeaderNumber;

/**
 * DanbiHeaderElement:
 * @tag: group and element
 * @vr: its value representation in the standard
 */
typedef struct
{
  guint32 tag;
  char vr[3];
} DanbiHeaderElement;

extern const DanbiHeaderElement danbi_header_texts[DANBI_HEADER_N_TEXTS];
extern const DanbiHeaderElement danbi_header_numbers[DANBI_HEADER_N_NUMBERS];

#define DANBI_HEADER_TAG_PIXELS 0x7FE00010
#define DANBI_HEADER_TAG_PIXELS_ELSEWHERE 0x00287FE0

/**
 * DanbiHeaderValues:
 * @transfer_syntax: the UID that holds for the pixel data
 * @texts: values as they stand in the file, `\` between several, %NULL where absent
 * @numbers: 0 where absent
 * @pixels_elsewhere: whether the header names another place where the pixel data is
 * @has_pixels: whether there is pixel data
 * @is_encapsulated: whether it is in fragments
 * @n_fragments: how many, the table of offsets before them among these
 * @pixel_offset: where it begins in the file; 0 where the reader does not know
 * @pixel_bytes: how many bytes of the file it takes; where it is in fragments, perhaps not known
 *
 * What a reader of headers gathers; what it comes to is decided here, for every reader alike.
 */
typedef struct
{
  char *transfer_syntax;
  char *texts[DANBI_HEADER_N_TEXTS];
  guint16 numbers[DANBI_HEADER_N_NUMBERS];
  gboolean pixels_elsewhere;
  gboolean has_pixels;
  gboolean is_encapsulated;
  guint64 n_fragments;
  guint64 pixel_offset;
  guint64 pixel_bytes;
} DanbiHeaderValues;

void danbi_header_values_clear (DanbiHeaderValues *self);
void danbi_header_values_set_texts (const DanbiHeaderValues *self, DanbiImage *image);
void danbi_header_values_set_size (const DanbiHeaderValues *self, DanbiImage *image);
DanbiFileProblem danbi_header_values_check_pixels (const DanbiHeaderValues *self,
                                                   DanbiImage *image);
guint danbi_header_values_count_frames (const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiHeaderValues, danbi_header_values_clear)

G_END_DECLS
