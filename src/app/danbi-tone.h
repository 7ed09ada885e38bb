/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-picture.h"

G_BEGIN_DECLS

/**
 * DanbiTone:
 * @center: the value in the middle of what is shown between black and white (the level)
 * @width: how many values lie between black and white (the window), above 0
 * @inverted: whether high values are shown black
 *
 * How the values of a picture become shades. Of pictures of 8 bits a sample the values are the
 * samples themselves, 0 to 255; of deep ones what the samples stand for, in CT Hounsfield units.
 */
typedef struct
{
  double center;
  double width;
  gboolean inverted;
} DanbiTone;

/**
 * DanbiTonePreset:
 * @name: what it is good for, in English; to be translated
 * @center: level
 * @width: window
 */
typedef struct
{
  const char *name;
  double center;
  double width;
} DanbiTonePreset;

void danbi_tone_init (DanbiTone *self, const DanbiPicture *picture);
gboolean danbi_tone_equal (const DanbiTone *a, const DanbiTone *b);
void danbi_tone_drag (DanbiTone *self, const DanbiPicture *picture, double right, double down);
guint8 *danbi_tone_dup_table (const DanbiTone *self, const DanbiPicture *picture);
const DanbiTonePreset *danbi_tone_get_presets (const char *modality, guint *n_presets);

G_END_DECLS
