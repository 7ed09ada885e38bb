/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DanbiLut:
 * @values: (nullable): the table, %NULL where there is none
 * @n_values: how many, 1 to 65536
 * @first: the input that the first of them stands for
 * @max: the largest value that the table may hold
 *
 * A look-up table of DICOM (PS3.3 C.11.1, C.11.2, C.7.6.3.1.5). Inputs beyond its ends get its
 * first or last value.
 */
typedef struct
{
  guint16 *values;
  guint n_values;
  int first;
  guint max;
} DanbiLut;

gboolean danbi_lut_init (DanbiLut *self, const int descriptor[3], const guint16 *words,
                         gsize n_words, gboolean segmented);
void danbi_lut_clear (DanbiLut *self);

static inline guint
danbi_lut_get (const DanbiLut *self,
               double          input)
{
  double index = input - self->first;

  if (!(index > 0))
    return self->values[0];
  return self->values[index >= self->n_values ? self->n_values - 1 : (guint) index];
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DanbiLut, danbi_lut_clear)

G_END_DECLS
