/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Window and level: which values of a picture are shown black, which white. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "danbi-tone.h"

/* A hand moves some 250 pixels with ease: that much makes the window e times as wide, or moves the
 * level by the better part of a window. Both follow the window, so that a narrow one is set
 * finely. */
#define WIDTH_PIXELS 250.0
#define CENTER_PIXELS 400.0
/* Of the range of a deep picture. */
#define NARROWEST (1.0 / 4096)
#define WIDEST 4.0

/* What is usual in reading rooms, in Hounsfield units. */
static const DanbiTonePreset ct_presets[] = {
  { N_("Soft tissue"), 40, 400 },   { N_("Lung"), -600, 1500 },
  { N_("Bone"), 300, 1500 },        { N_("Brain"), 40, 80 },
  { N_("Mediastinum"), 50, 350 },   { N_("Temporal bone, teeth"), 600, 2800 },
};

static void
get_range (const DanbiPicture *picture,
           double             *low,
           double             *high)
{
  *low = picture->depth == 16 ? picture->low : 0;
  *high = picture->depth == 16 ? picture->high : G_MAXUINT8;
}

/**
 * danbi_tone_init:
 * @self: (out caller-allocates): a tone
 * @picture: a picture
 *
 * What a picture is shown in at first: the window that its file asks for, otherwise all its values.
 */
void
danbi_tone_init (DanbiTone          *self,
                 const DanbiPicture *picture)
{
  double low, high;

  get_range (picture, &low, &high);
  *self = (DanbiTone) { (low + high) / 2, high - low, FALSE };
  if (picture->depth != 16)
    return;
  self->inverted = picture->inverted;
  if (picture->window_width > 0)
    {
      self->center = picture->window_center;
      self->width = picture->window_width;
    }
}

/**
 * danbi_tone_equal:
 * @a: a tone
 * @b: a tone
 *
 * Returns: whether both show every picture alike
 */
gboolean
danbi_tone_equal (const DanbiTone *a,
                  const DanbiTone *b)
{
  return a->inverted == b->inverted && fabs (a->center - b->center) < 1e-9
         && fabs (a->width - b->width) < 1e-9;
}

/**
 * danbi_tone_drag:
 * @self: a tone
 * @picture: the picture it is for
 * @right: pixels of the screen to the right: a wider window, so less contrast
 * @down: pixels down: a higher level, so darker
 *
 * Moves window and level as the viewers of radiology do.
 */
void
danbi_tone_drag (DanbiTone          *self,
                 const DanbiPicture *picture,
                 double              right,
                 double              down)
{
  double low, high, range;

  get_range (picture, &low, &high);
  range = high - low;
  self->center = CLAMP (self->center + down * self->width / CENTER_PIXELS, low - range,
                        high + range);
  self->width = CLAMP (self->width * exp (right / WIDTH_PIXELS), range * NARROWEST,
                       range * WIDEST);
}

/**
 * danbi_tone_dup_table:
 * @self: a tone
 * @picture: the picture it is for
 *
 * Computes the shade of every sample that there can be: 256 of them, 65536 where the picture is
 * deep. The line is that of LINEAR_EXACT (DICOM PS3.3, C.11.2.1.3.2); LINEAR differs from it by
 * half a value.
 *
 * Returns: (transfer full): shades from 0, black, to 255
 */
guint8 *
danbi_tone_dup_table (const DanbiTone    *self,
                      const DanbiPicture *picture)
{
  guint n = picture->depth == 16 ? G_MAXUINT16 + 1u : G_MAXUINT8 + 1u;
  guint8 *table = g_malloc (n);
  double low, high, slope, at;

  get_range (picture, &low, &high);
  slope = (high - low) / (n - 1) / self->width * G_MAXUINT8;
  at = ((low - self->center) / self->width + 0.5) * G_MAXUINT8;
  for (guint i = 0; i < n; i++)
    {
      guint8 shade = (guint8) (CLAMP (at + i * slope, 0.0, (double) G_MAXUINT8) + 0.5);

      table[i] = self->inverted ? G_MAXUINT8 - shade : shade;
    }
  return table;
}

/**
 * danbi_tone_get_presets:
 * @modality: (nullable): modality of an image
 * @n_presets: (out): how many there are
 *
 * Returns: (transfer none): windows to choose from; only CT has values that mean the same in every
 *   picture
 */
const DanbiTonePreset *
danbi_tone_get_presets (const char *modality,
                        guint      *n_presets)
{
  *n_presets = g_strcmp0 (modality, "CT") == 0 ? G_N_ELEMENTS (ct_presets) : 0;
  return ct_presets;
}
