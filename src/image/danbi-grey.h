/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-lut.h"
#include "danbi-preview.h"

G_BEGIN_DECLS

/**
 * DanbiWindowFunction:
 * @DANBI_WINDOW_LINEAR: from the first to the last grey level of the window
 * @DANBI_WINDOW_LINEAR_EXACT: from edge to edge
 * @DANBI_WINDOW_SIGMOID: soft at both ends
 *
 * How a window turns values into grey tones (PS3.3 C.11.2.1.2 and C.11.2.1.3).
 */
typedef enum
{
  DANBI_WINDOW_LINEAR,
  DANBI_WINDOW_LINEAR_EXACT,
  DANBI_WINDOW_SIGMOID,
} DanbiWindowFunction;

/**
 * DanbiGrey:
 * @center: the middle of the window
 * @width: its width; 0: no window
 * @function: how it is applied
 * @lut: a table of grey tones, which goes before the window
 * @inverted: the highest values are black
 * @has_range: whether @low and @high are what is to be black and white without a window
 * @low: the lowest value that the samples can have
 * @high: the highest
 * @has_padding: whether some values stand for no picture
 * @padding_low: the lowest of them
 * @padding_high: the highest
 *
 * What a file says of how its values become grey tones, all in values after the modality LUT.
 */
typedef struct
{
  double center;
  double width;
  DanbiWindowFunction function;
  DanbiLut lut;
  gboolean inverted;
  gboolean has_range;
  double low;
  double high;
  gboolean has_padding;
  double padding_low;
  double padding_high;
} DanbiGrey;

DanbiPreview *danbi_grey_show (const DanbiGrey *self, const float *values, guint width,
                               guint height, gboolean deep);

G_END_DECLS
