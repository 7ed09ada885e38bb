/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BMP pictures, decoded here: Debian has no small library for them.
 *
 * Accepted: headers of 12 (OS/2), 40, 52, 56, 64, 108 and 124 bytes; 1, 4, 8, 16, 24 and 32 bits a
 * pixel without compression, 16 and 32 with masks; 4 and 8 run-length coded; rows from the bottom
 * or from the top. A JPEG or PNG inside a BMP is refused. Opacity is not in common use here, and
 * where the fourth byte is set it mostly means nothing: it is not looked at. */
#include "config.h"

#include <string.h>

#include "danbi-bmp.h"

#define FILE_HEADER_BYTES 14
#define CORE_HEADER_BYTES 12
#define INFO_HEADER_BYTES 40
#define MASKS_AT 54 /* within the larger headers, and behind the header of 40 bytes */
#define MAX_HEADER_BYTES (FILE_HEADER_BYTES + 124)
#define MAX_COLOURS 256

typedef enum
{
  BMP_PLAIN = 0,
  BMP_RUNS_OF_8 = 1,
  BMP_RUNS_OF_4 = 2,
  BMP_MASKS = 3,
  BMP_MASKS_AND_OPACITY = 6,
} BmpCoding;

typedef struct
{
  guint64 pixels_at;
  guint header_bytes;
  guint32 width;
  guint32 height;
  gboolean from_top;
  guint bits;
  BmpCoding coding;
  guint32 masks[3]; /* red, green, blue */
  guint n_colours;
  guint8 colours[MAX_COLOURS][3]; /* red, green, blue */
} Bmp;

static guint32
get_number (const guint8 *bytes,
            guint         n_bytes)
{
  guint32 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    number |= (guint32) bytes[i] << (8 * i);
  return number;
}

static gboolean
is_header_size (guint32 size)
{
  return size == CORE_HEADER_BYTES || size == INFO_HEADER_BYTES || size == 52 || size == 56
         || size == 64 || size == 108 || size == 124;
}

/**
 * danbi_bmp_is_header:
 * @head: the first bytes of a file
 * @length: how many these are
 *
 * Two letters are not enough: a text may begin with them.
 *
 * Returns: whether a BMP begins so
 */
gboolean
danbi_bmp_is_header (const guint8 *head,
                     gsize         length)
{
  return length >= FILE_HEADER_BYTES + CORE_HEADER_BYTES && memcmp (head, "BM", 2) == 0
         && is_header_size (get_number (head + FILE_HEADER_BYTES, 4));
}

static void
take_core_header (Bmp          *self,
                  const guint8 *head)
{
  self->width = get_number (head + 18, 2);
  self->height = get_number (head + 20, 2);
  self->bits = get_number (head + 24, 2);
}

/* A height below 0 means that the first row is the upper one. */
static void
take_info_header (Bmp          *self,
                  const guint8 *head)
{
  gint32 width = (gint32) get_number (head + 18, 4);
  gint64 height = (gint32) get_number (head + 22, 4);

  self->width = (guint32) MAX (width, 0);
  self->height = (guint32) ABS (height);
  self->from_top = height < 0;
  self->bits = get_number (head + 28, 2);
  self->coding = (BmpCoding) get_number (head + 30, 4);
  self->n_colours = get_number (head + 46, 4);
  for (guint i = 0; i < 3; i++)
    self->masks[i] = get_number (head + MASKS_AT + 4 * i, 4);
}

/* 16 and 32 bits without masks are cut the way Windows cuts them. */
static void
set_plain_masks (Bmp *self)
{
  static const guint32 of_16[] = { 0x7c00, 0x03e0, 0x001f };
  static const guint32 of_32[] = { 0xff0000, 0x00ff00, 0x0000ff };

  if (self->coding == BMP_PLAIN)
    memcpy (self->masks, self->bits == 16 ? of_16 : of_32, sizeof self->masks);
}

static gboolean
is_readable (const Bmp *self)
{
  switch (self->coding)
    {
    case BMP_PLAIN:
      return self->bits == 1 || self->bits == 4 || self->bits == 8 || self->bits == 16
             || self->bits == 24 || self->bits == 32;
    case BMP_RUNS_OF_8:
      return self->bits == 8 && !self->from_top;
    case BMP_RUNS_OF_4:
      return self->bits == 4 && !self->from_top;
    case BMP_MASKS:
    case BMP_MASKS_AND_OPACITY:
      return (self->bits == 16 || self->bits == 32) && self->header_bytes >= INFO_HEADER_BYTES;
    default:
      return FALSE;
    }
}

static gboolean
read_colours (Bmp                   *self,
              const DanbiFileSource *source)
{
  guint entry_bytes = self->header_bytes == CORE_HEADER_BYTES ? 3 : 4;
  guint most = self->bits <= 8 ? 1u << self->bits : 0;
  guint8 entries[MAX_COLOURS * 4];

  if (self->n_colours == 0 || self->n_colours > most)
    self->n_colours = most;
  if (!danbi_file_source_read (source, FILE_HEADER_BYTES + (guint64) self->header_bytes, entries,
                               (gsize) self->n_colours * entry_bytes))
    return FALSE;
  for (guint i = 0; i < self->n_colours; i++)
    for (guint c = 0; c < 3; c++)
      self->colours[i][c] = entries[i * entry_bytes + 2 - c];
  return TRUE;
}

static DanbiFileProblem
read_header (Bmp                   *self,
             const DanbiFileSource *source)
{
  guint8 head[MAX_HEADER_BYTES] = { 0 };
  gsize n_head = MIN (source->n_head, sizeof head);

  memcpy (head, source->head, n_head);
  if (!danbi_bmp_is_header (head, n_head))
    return DANBI_FILE_BROKEN_PICTURE;
  self->pixels_at = get_number (head + 10, 4);
  self->header_bytes = get_number (head + FILE_HEADER_BYTES, 4);
  if (self->header_bytes == CORE_HEADER_BYTES)
    take_core_header (self, head);
  else
    take_info_header (self, head);
  set_plain_masks (self);
  if (!is_readable (self))
    return DANBI_FILE_ODD_PICTURE;
  if (self->pixels_at < FILE_HEADER_BYTES + (guint64) self->header_bytes
      || self->pixels_at >= source->size || !read_colours (self, source))
    return DANBI_FILE_BROKEN_PICTURE;
  return DANBI_FILE_OK;
}

/* The bits of @pixel under @mask as a sample of 8 bits; all of them set are 255. */
static guint8
get_sample (guint32 pixel,
            guint32 mask)
{
  guint shift = mask ? (guint) __builtin_ctz (mask) : 0;
  guint64 most = mask >> shift;

  return most ? (guint8) (((guint64) ((pixel & mask) >> shift) * 255 + most / 2) / most) : 0;
}

static gboolean
put_index (const Bmp *self,
           guint      index,
           guint8    *target)
{
  if (index >= self->n_colours)
    return FALSE;
  memcpy (target, self->colours[index], 3);
  return TRUE;
}

static gboolean
take_pixel (const Bmp    *self,
            const guint8 *row,
            gsize         x,
            guint8       *target)
{
  guint per_byte = self->bits < 8 ? 8 / self->bits : 1;
  guint32 pixel;

  if (self->bits <= 8)
    return put_index (self,
                      row[x / per_byte] >> (8 - self->bits * (x % per_byte + 1))
                        & ((1u << self->bits) - 1),
                      target);
  if (self->bits == 24)
    {
      for (guint c = 0; c < 3; c++)
        target[c] = row[3 * x + 2 - c];
      return TRUE;
    }
  pixel = get_number (row + x * (self->bits / 8), self->bits / 8);
  for (guint c = 0; c < 3; c++)
    target[c] = get_sample (pixel, self->masks[c]);
  return TRUE;
}

static guint8 *
get_row (const Bmp         *self,
         const DanbiRaster *raster,
         guint              row)
{
  guint y = self->from_top ? row : raster->height - 1 - row;

  return raster->pixels + (gsize) y * raster->width * 3;
}

/* Rows are filled up to four bytes; the padding of the last may be missing. */
static DanbiFileProblem
read_rows (const Bmp             *self,
           const DanbiFileSource *source,
           DanbiRaster           *raster)
{
  gsize used_bytes = ((gsize) self->width * self->bits + 7) / 8;
  gsize row_bytes = (used_bytes + 3) / 4 * 4;
  g_autofree guint8 *row = g_malloc (row_bytes);

  for (guint i = 0; i < raster->height; i++)
    {
      guint8 *target = get_row (self, raster, i);

      if (!danbi_file_source_read (source, self->pixels_at + (guint64) i * row_bytes, row,
                                   used_bytes))
        return DANBI_FILE_BROKEN_PICTURE;
      for (gsize x = 0; x < raster->width; x++)
        if (!take_pixel (self, row, x, target + 3 * x))
          return DANBI_FILE_BROKEN_PICTURE;
    }
  return DANBI_FILE_OK;
}

/* Where run-length codes are read and where the next pixel goes. */
typedef struct
{
  const Bmp *bmp;
  const DanbiRaster *raster;
  const guint8 *at;
  const guint8 *end;
  guint x;
  guint row;
} Runs;

/* Pixels beyond the right edge are dropped, as every reader does. */
static gboolean
put_run_pixel (Runs *runs,
               guint index)
{
  if (runs->row >= runs->raster->height)
    return FALSE;
  if (runs->x < runs->raster->width
      && !put_index (runs->bmp, index,
                     get_row (runs->bmp, runs->raster, runs->row) + 3 * (gsize) runs->x))
    return FALSE;
  runs->x = MIN (runs->x + 1, runs->raster->width);
  return TRUE;
}

static guint
get_run_index (const Runs   *runs,
               const guint8 *bytes,
               guint         i)
{
  if (runs->bmp->bits == 8)
    return bytes[i];
  return i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15;
}

/* @n pixels that stand one by one, filled up to two bytes. */
static gboolean
take_literals (Runs *runs,
               guint n)
{
  gsize n_bytes = ((gsize) n * runs->bmp->bits + 7) / 8;
  gsize n_padded = (n_bytes + 1) / 2 * 2;

  if ((gsize) (runs->end - runs->at) < n_bytes)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!put_run_pixel (runs, get_run_index (runs, runs->at, i)))
      return FALSE;
  runs->at += MIN (n_padded, (gsize) (runs->end - runs->at));
  return TRUE;
}

static gboolean
take_step (Runs *runs)
{
  if (runs->end - runs->at < 2)
    return FALSE;
  runs->x = MIN (runs->x + runs->at[0], runs->raster->width);
  runs->row += runs->at[1];
  runs->at += 2;
  return TRUE;
}

/* One code of two bytes and what belongs to it. */
static gboolean
take_code (Runs     *runs,
           gboolean *done)
{
  const guint8 *code = runs->at;

  if (runs->end - code < 2)
    return FALSE;
  runs->at += 2;
  if (code[0] > 0)
    {
      for (guint i = 0; i < code[0]; i++)
        if (!put_run_pixel (runs, get_run_index (runs, code + 1, runs->bmp->bits == 8 ? 0 : i % 2)))
          return FALSE;
      return TRUE;
    }
  switch (code[1])
    {
    case 0: /* the end of the row */
      runs->x = 0;
      runs->row++;
      return TRUE;
    case 1: /* the end of the picture */
      *done = TRUE;
      return TRUE;
    case 2:
      return take_step (runs);
    default:
      return take_literals (runs, code[1]);
    }
}

/* Pixels that no code speaks of have the first colour. */
static void
fill_background (const Bmp   *self,
                 DanbiRaster *raster)
{
  for (gsize i = 0; i < (gsize) raster->width * raster->height; i++)
    memcpy (raster->pixels + 3 * i, self->colours[0], 3);
}

static DanbiFileProblem
read_runs (const Bmp             *self,
           const DanbiFileSource *source,
           DanbiRaster           *raster)
{
  g_autofree guint8 *data = NULL;
  DanbiFileProblem problem = danbi_file_source_read_all (source, &data);
  Runs runs = { .bmp = self, .raster = raster };
  gboolean done = FALSE;

  if (problem != DANBI_FILE_OK)
    return problem;
  runs.at = data + self->pixels_at;
  runs.end = data + source->size;
  fill_background (self, raster);
  while (!done)
    if (!take_code (&runs, &done))
      return DANBI_FILE_BROKEN_PICTURE;
  return DANBI_FILE_OK;
}

/**
 * danbi_bmp_read:
 * @source: a BMP file
 * @raster: to be filled
 *
 * Decodes the whole picture. Room is made only where the file is long enough for what its header
 * says; a run-length coded one cannot be asked that, and is bounded by the raster.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_bmp_read (const DanbiFileSource *source,
                DanbiRaster           *raster)
{
  Bmp self = { 0 };
  DanbiFileProblem problem = read_header (&self, source);
  gboolean runs = self.coding == BMP_RUNS_OF_8 || self.coding == BMP_RUNS_OF_4;

  if (problem == DANBI_FILE_OK && !runs
      && (guint64) self.width * self.height / 8 * self.bits > source->size)
    problem = DANBI_FILE_BROKEN_PICTURE;
  if (problem == DANBI_FILE_OK)
    problem = danbi_raster_allocate (raster, self.width, self.height, 3);
  if (problem != DANBI_FILE_OK)
    return problem;
  return runs ? read_runs (&self, source, raster) : read_rows (&self, source, raster);
}
