/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-up tables of DICOM: of values, of grey tones, of colours; plain, packed or in segments. */
#include "config.h"

#include <string.h>

#include "danbi-lut.h"

#define MAX_VALUES 65536
#define MAX_INDIRECT 1000 /* segments that repeat others; a table has at most a few dozen */

/* The state of expanding segments (PS3.3 C.7.9.2). */
typedef struct
{
  const guint16 *words;
  gsize n_words;
  DanbiLut *lut;
  guint n_wanted;
  guint n_indirect;
} Expansion;

static gboolean
append (Expansion *self,
        guint16    value)
{
  if (self->lut->n_values >= self->n_wanted)
    return FALSE;
  self->lut->values[self->lut->n_values++] = value;
  return TRUE;
}

static gboolean
append_discrete (Expansion *self,
                 gsize      at,
                 guint      n)
{
  if (n > self->n_words - at)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!append (self, self->words[at + i]))
      return FALSE;
  return TRUE;
}

/* From the value before it in @n steps to @to. */
static gboolean
append_linear (Expansion *self,
               guint      n,
               guint16    to)
{
  double from;

  if (self->lut->n_values == 0 || n == 0)
    return FALSE;
  from = self->lut->values[self->lut->n_values - 1];
  for (guint i = 1; i <= n; i++)
    if (!append (self, (guint16) (from + (to - from) * i / n + 0.5)))
      return FALSE;
  return TRUE;
}

static gboolean expand (Expansion *self, gsize at, guint max_segments, gboolean indirect);

/* Repeats @n segments that begin at the given byte. */
static gboolean
append_indirect (Expansion *self,
                 guint      n,
                 guint32    offset)
{
  if (++self->n_indirect > MAX_INDIRECT || offset / 2 >= self->n_words)
    return FALSE;
  return expand (self, offset / 2, n, FALSE);
}

static gboolean
expand (Expansion *self,
        gsize      at,
        guint      max_segments,
        gboolean   indirect)
{
  for (guint i = 0; i < max_segments && at + 3 <= self->n_words
                    && self->lut->n_values < self->n_wanted; i++)
    {
      guint n = self->words[at + 1];
      gboolean ok = FALSE;

      switch (self->words[at])
        {
        case 0:
          ok = append_discrete (self, at + 2, n);
          at += 2 + n;
          break;
        case 1:
          ok = append_linear (self, n, self->words[at + 2]);
          at += 3;
          break;
        case 2:
          ok = indirect && at + 4 <= self->n_words
               && append_indirect (self, n, self->words[at + 2]
                                            | (guint32) self->words[at + 3] << 16);
          at += 4;
          break;
        default:
          break;
        }
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

/* Some tables of 8 bits have two values in each word. */
static void
copy (DanbiLut      *self,
      guint          n_wanted,
      const guint16 *words,
      gsize          n_words)
{
  gboolean packed = n_words < n_wanted && n_words >= (n_wanted + 1) / 2;

  self->n_values = packed ? n_wanted : (guint) MIN (n_wanted, n_words);
  for (guint i = 0; i < self->n_values; i++)
    self->values[i] = packed ? (words[i / 2] >> (i % 2 * 8)) & 0xff : words[i];
}

/* Writers differ in what they believe the third number of a descriptor to be; the values tell. */
static guint
find_max (const DanbiLut *self,
          int             bits)
{
  guint highest = 0;

  for (guint i = 0; i < self->n_values; i++)
    highest = MAX (highest, self->values[i]);
  if (bits < 8 || bits > 16 || highest >> bits != 0)
    bits = highest > 0xff ? 16 : 8;
  if (bits == 16 && highest <= 0xff)
    bits = 8;
  return (1u << bits) - 1;
}

/**
 * danbi_lut_init:
 * @self: where the table is set; unchanged where there is none
 * @descriptor: how many values (0: 65536), the first input, the bits of a value
 * @words: the table, as it stands in the file
 * @n_words: how many words that is
 * @segmented: whether these are segments
 *
 * Returns: whether there is a table
 */
gboolean
danbi_lut_init (DanbiLut      *self,
                const int      descriptor[3],
                const guint16 *words,
                gsize          n_words,
                gboolean       segmented)
{
  guint n_wanted = descriptor[0] == 0 ? MAX_VALUES : (guint) (descriptor[0] & 0xffff);
  g_auto (DanbiLut) lut = { .first = descriptor[1] };
  Expansion expansion = { words, n_words, &lut, n_wanted, 0 };

  if (n_words == 0)
    return FALSE;
  lut.values = g_new0 (guint16, n_wanted);
  if (segmented && !expand (&expansion, 0, G_MAXUINT, TRUE))
    return FALSE;
  if (!segmented)
    copy (&lut, n_wanted, words, n_words);
  if (lut.n_values == 0)
    return FALSE;
  lut.max = find_max (&lut, descriptor[2]);
  *self = lut;
  lut.values = NULL;
  return TRUE;
}

/**
 * danbi_lut_clear:
 * @self: a table
 */
void
danbi_lut_clear (DanbiLut *self)
{
  g_clear_pointer (&self->values, g_free);
  self->n_values = 0;
}
