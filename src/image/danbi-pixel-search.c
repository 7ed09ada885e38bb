/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the picture's own bytes stand in a DICOM file that only DCMTK can read, which does not say
 * it; runs in the confined child. */
#include "config.h"

#include <string.h>

#include "danbi-pixel-search.h"

#define CHUNK_BYTES 16384
#define MAX_SEARCHED_BYTES (64 * 1024 * 1024) /* besides pixels, which are passed over */
#define MAX_FRAGMENTS 1000000
#define HEAD_BYTES 12 /* of an element with its VR */
#define ITEM_HEAD_BYTES 8
#define UNDEFINED_LENGTH 0xffffffff

typedef struct
{
  const DanbiFileSource *source;
  guint64 wanted;
  guint64 at;  /* of what was found last */
  guint64 end; /* 0: nothing was */
} Search;

static guint32
get_u32 (const guint8 *bytes,
         gboolean      big_endian)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return big_endian ? GUINT32_FROM_BE (value) : GUINT32_FROM_LE (value);
}

/* Pixel Data (7FE0,0010), or its float (0008) or double (0009) kind. */
static gboolean
is_tag (const guint8 *bytes,
        gboolean     *big_endian)
{
  guint8 number;

  *big_endian = bytes[0] == 0x7f;
  number = bytes[*big_endian ? 3 : 2];
  return memcmp (bytes, *big_endian ? "\x7f\xe0\0" : "\xe0\x7f", *big_endian ? 3 : 2) == 0
         && (*big_endian || bytes[3] == 0) && (number == 0x10 || number == 8 || number == 9);
}

static gboolean
has_vr (const guint8 *bytes)
{
  static const char vrs[] = "OBOWOFODUN";

  for (gsize i = 0; vrs[i]; i += 2)
    if (memcmp (bytes, vrs + i, 2) == 0)
      return bytes[2] == 0 && bytes[3] == 0;
  return FALSE;
}

/* From the first item to behind the mark at the end. */
static gboolean
walk_fragments (const DanbiFileSource *source,
                guint64                at,
                guint64               *end)
{
  guint8 head[ITEM_HEAD_BYTES];

  for (guint i = 0; i < MAX_FRAGMENTS && at + sizeof head <= source->size; i++)
    {
      guint32 length;

      if (!danbi_file_source_read (source, at, head, sizeof head))
        return FALSE;
      at += sizeof head;
      length = get_u32 (head + 4, FALSE);
      if (memcmp (head, "\xfe\xff\xdd\xe0", 4) == 0)
        {
          *end = at;
          return length == 0;
        }
      if (memcmp (head, "\xfe\xff\0\xe0", 4) != 0 || length > source->size - at)
        return FALSE;
      at += length;
    }
  return FALSE;
}

/* Whether pixels of the wanted length begin with the element at a place. */
static gboolean
take (Search       *self,
      const guint8 *head,
      guint64       at)
{
  gboolean big_endian;
  gboolean explicit_vr;
  guint32 length;
  guint64 end;

  if (!is_tag (head, &big_endian))
    return FALSE;
  explicit_vr = has_vr (head + 4);
  length = get_u32 (head + (explicit_vr ? 8 : 4), big_endian);
  at += explicit_vr ? HEAD_BYTES : HEAD_BYTES - 4;
  if (self->wanted > 0)
    {
      end = at + length;
      if (length != self->wanted || end > self->source->size)
        return FALSE;
    }
  else if (length != UNDEFINED_LENGTH || !walk_fragments (self->source, at, &end))
    return FALSE;
  self->at = at;
  self->end = end;
  return TRUE;
}

/* Looks for the beginning of an element in a piece of the file; returns how far the next piece lies
 * behind this one. */
static guint64
search_chunk (Search       *self,
              const guint8 *chunk,
              gsize         length,
              guint64       at)
{
  for (gsize i = 0; i + HEAD_BYTES <= length; i++)
    if ((chunk[i] == 0xe0 || chunk[i] == 0x7f) && take (self, chunk + i, at + i))
      return self->end - at;
  return length - (HEAD_BYTES - 1);
}

/**
 * danbi_pixel_search_run:
 * @source: an opened file that DCMTK could read and found pixels in
 * @wanted: how many bytes these have in one piece; 0: they are in fragments
 * @offset: (out): where they begin, or the first fragment does; 0: not found
 * @length: (out): how many bytes that are, up to the end of the last fragment; 0: not found
 *
 * Looks for the pixels by the bytes of their tag and their length. An icon comes before the image
 * that it is of, so the last one of that length counts. The same picture is so known again under
 * another header, as it is where danbi_header_scan_run() had no doubt. In a deflated file nothing
 * is found.
 *
 * Returns: whether they were found
 */
gboolean
danbi_pixel_search_run (const DanbiFileSource *source,
                        guint64                wanted,
                        guint64               *offset,
                        guint64               *length)
{
  Search self = { source, wanted, 0, 0 };
  guint8 chunk[CHUNK_BYTES];
  guint64 at = 0;
  guint64 searched = 0;

  while (at + HEAD_BYTES <= source->size && searched < MAX_SEARCHED_BYTES)
    {
      gsize n = (gsize) MIN (sizeof chunk, source->size - at);

      if (!danbi_file_source_read (source, at, chunk, n))
        break;
      at += search_chunk (&self, chunk, n, at);
      searched += n;
    }
  *offset = self.at;
  *length = self.end - self.at;
  return self.end > 0;
}
