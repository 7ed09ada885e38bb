/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the pieces of one compressed frame among all of a file, and joins them. */
#include "config.h"

#include "danbi-fragments.h"

#define ITEM_HEAD_BYTES 8 /* tag and length, which an offset table counts, too */

/* The piece that begins at an offset; the one behind the last where there is none. */
static guint
find_at_offset (DanbiDicomFile *file,
                guint           n_pieces,
                guint64         offset)
{
  guint64 at = 0;
  guint piece = 1;

  while (piece < n_pieces && at != offset)
    at += danbi_dicom_file_get_part_bytes (file, piece++) + ITEM_HEAD_BYTES;
  return piece;
}

static gboolean
find_by_table (DanbiFragments *self,
               DanbiDicomFile *file,
               guint           n_pieces,
               guint           frame,
               guint           n_frames)
{
  guint8 entry[8];
  const gsize n_bytes = frame + 1 < n_frames ? 8 : 4;
  guint next = n_pieces;

  if (danbi_dicom_file_get_part_bytes (file, 0) != (gsize) n_frames * 4
      || !danbi_dicom_file_read_part (file, 0, (guint64) frame * 4, entry, n_bytes))
    return FALSE;
  self->first = find_at_offset (file, n_pieces, GUINT32_FROM_LE (*(guint32 *) (gpointer) entry));
  if (n_bytes == 8)
    next = find_at_offset (file, n_pieces,
                           GUINT32_FROM_LE (*(guint32 *) (gpointer) (entry + 4)));
  if (self->first >= next)
    return FALSE;
  self->n_fragments = next - self->first;
  return TRUE;
}

/* JPEG and JPEG-LS begin with SOI, JPEG 2000 with SOC. */
static gboolean
begins_frame (DanbiDicomFile *file,
              guint           piece)
{
  guint8 head[2];

  return danbi_dicom_file_read_part (file, piece, 0, head, sizeof head) && head[0] == 0xff
         && (head[1] == 0xd8 || head[1] == 0x4f);
}

static gboolean
find_by_marks (DanbiFragments *self,
               DanbiDicomFile *file,
               guint           n_pieces,
               guint           frame)
{
  guint n_begun = 0;

  self->n_fragments = 0;
  for (guint piece = 1; piece < n_pieces && n_begun <= frame + 1; piece++)
    {
      if (begins_frame (file, piece))
        n_begun++;
      if (n_begun == frame + 1 && self->n_fragments++ == 0)
        self->first = piece;
    }
  return self->n_fragments > 0;
}

/**
 * danbi_fragments_find:
 * @self: to be filled
 * @file: a file with compressed pixels
 * @frame: which picture, from 0
 * @n_frames: how many there are
 *
 * With as many pieces as pictures each is one; otherwise the offset table tells, or, where that is
 * absent or wrong, the marks at the beginning of the pieces.
 *
 * Returns: whether the frame was found
 */
gboolean
danbi_fragments_find (DanbiFragments *self,
                      DanbiDicomFile *file,
                      guint           frame,
                      guint           n_frames)
{
  const guint n_pieces = danbi_dicom_file_get_n_fragments (file);

  if (n_pieces < 2)
    return FALSE;
  if (n_frames == 1)
    *self = (DanbiFragments) { 1, n_pieces - 1 };
  else if (n_pieces - 1 == n_frames)
    *self = (DanbiFragments) { frame + 1, 1 };
  else
    return find_by_table (self, file, n_pieces, frame, n_frames)
           || find_by_marks (self, file, n_pieces, frame);
  return TRUE;
}

/**
 * danbi_fragments_join:
 * @self: the pieces of a frame
 * @file: the file that they stand in
 * @data: (out) (transfer full): their bytes, unchanged where there is a problem
 * @size: (out): how many
 *
 * Returns: what is wrong with the frame
 */
DanbiFileProblem
danbi_fragments_join (const DanbiFragments  *self,
                      DanbiDicomFile        *file,
                      guint8               **data,
                      gsize                 *size)
{
  g_autofree guint8 *joined = NULL;
  gsize total = 0;
  gsize at = 0;

  for (guint i = 0; i < self->n_fragments && total <= DANBI_FRAGMENTS_MAX_BYTES; i++)
    total += danbi_dicom_file_get_part_bytes (file, self->first + i);
  if (total > DANBI_FRAGMENTS_MAX_BYTES)
    return DANBI_FILE_TOO_LARGE;
  joined = g_try_malloc (total);
  if (!joined)
    return total > 0 ? DANBI_FILE_TOO_LARGE : DANBI_FILE_BROKEN_PIXELS;
  for (guint i = 0; i < self->n_fragments; i++)
    {
      gsize n = danbi_dicom_file_get_part_bytes (file, self->first + i);

      if (n > 0 && !danbi_dicom_file_read_part (file, self->first + i, 0, joined + at, n))
        return DANBI_FILE_BROKEN_PIXELS;
      at += n;
    }
  *data = g_steal_pointer (&joined);
  *size = total;
  return DANBI_FILE_OK;
}
