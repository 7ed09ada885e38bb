/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-problem.h"
#include "danbi-grey.h"

G_BEGIN_DECLS

/**
 * DanbiSampleColour:
 * @DANBI_SAMPLES_GREY: one sample a pixel
 * @DANBI_SAMPLES_PALETTE: one sample, a number in three tables
 * @DANBI_SAMPLES_RGB: three samples
 * @DANBI_SAMPLES_YBR: three samples, full range
 * @DANBI_SAMPLES_YBR_PARTIAL: three samples, 16 to 235 and 16 to 240 of 255
 *
 * What the samples of a pixel mean (PS3.3 C.7.6.3.1.2).
 */
typedef enum
{
  DANBI_SAMPLES_GREY,
  DANBI_SAMPLES_PALETTE,
  DANBI_SAMPLES_RGB,
  DANBI_SAMPLES_YBR,
  DANBI_SAMPLES_YBR_PARTIAL,
} DanbiSampleColour;

/**
 * DanbiSamples:
 * @width: pixels of @data, which a decoder may have made smaller already
 * @height: rows of @data
 * @full_width: pixels of the picture in the file
 * @full_height: rows of it
 * @colour: what the samples mean
 * @n_channels: samples a pixel
 * @bits_allocated: bits from one sample to the next: 1, 8, 16 or 32; real numbers: 32 or 64
 * @bits_stored: of these, used ones
 * @high_bit: the highest of them
 * @is_signed: whether they are two's complement
 * @is_real: whether they are floating point numbers
 * @planar: whether each channel stands for itself, one after the other
 * @halved: whether two pixels share their chroma: Y Y B R
 * @first_bit: where the picture begins in the first byte of @data, where @bits_allocated is 1
 * @data: (transfer full): the samples, in the byte order of this machine
 * @size: bytes of @data
 * @slope: of the modality LUT
 * @intercept: of the modality LUT
 * @modality: the modality LUT as a table, which goes before slope and intercept
 * @palette: of red, green and blue
 * @grey: how values become grey tones
 * @aspect: height of a pixel, as a multiple of its width
 *
 * A decoded frame as it stands in a DICOM file, with all that is needed to show it.
 */
typedef struct
{
  guint width, height;
  guint full_width, full_height;
  DanbiSampleColour colour;
  guint n_channels;
  guint bits_allocated;
  guint bits_stored;
  guint high_bit;
  gboolean is_signed;
  gboolean is_real;
  gboolean planar;
  gboolean halved;
  guint first_bit;
  guint8 *data;
  gsize size;
  double slope, intercept;
  DanbiLut modality;
  DanbiLut palette[3];
  DanbiGrey grey;
  double aspect;
} DanbiSamples;

void danbi_samples_clear (DanbiSamples *self);
void danbi_samples_get_target (const DanbiSamples *self, guint max_side, guint *width,
                               guint *height);
guint64 danbi_samples_get_n_bits (const DanbiSamples *self);
DanbiFileProblem danbi_samples_show (const DanbiSamples *self, guint max_side, gboolean deep,
                                     DanbiPreview **preview);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiSamples, danbi_samples_clear)

G_END_DECLS
