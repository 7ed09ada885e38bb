/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a camera was held: the orientation in EXIF notes, and the other marks of a JPEG. */
#include "config.h"

#include <string.h>

#include "danbi-exif.h"

#define ORIENTATION_TAG 0x0112
#define ORIENTATION_TYPE 3 /* SHORT */
#define ENTRY_BYTES 12
#define MAX_ENTRIES 1000
#define MAX_MARKERS 1000
#define MAX_SEGMENT_BYTES 65533

typedef struct
{
  const guint8 *bytes;
  gsize length;
  gboolean big_endian;
} Notes;

static guint
get_short (const Notes *notes,
           gsize        at)
{
  const guint8 *bytes = notes->bytes + at;

  return (guint) (notes->big_endian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0]);
}

static gsize
get_long (const Notes *notes,
          gsize        at)
{
  gsize first = get_short (notes, at);
  gsize second = get_short (notes, at + 2);

  return notes->big_endian ? first << 16 | second : second << 16 | first;
}

static guint
find_orientation (const Notes *notes,
                  gsize        directory)
{
  guint n_entries;

  if (directory > notes->length - 2)
    return 1;
  n_entries = MIN (get_short (notes, directory), MAX_ENTRIES);
  for (guint i = 0; i < n_entries; i++)
    {
      gsize entry = directory + 2 + (gsize) i * ENTRY_BYTES;
      guint value;

      if (entry + ENTRY_BYTES > notes->length)
        return 1;
      if (get_short (notes, entry) != ORIENTATION_TAG
          || get_short (notes, entry + 2) != ORIENTATION_TYPE)
        continue;
      value = get_short (notes, entry + 8);
      return value >= 1 && value <= 8 ? value : 1;
    }
  return 1;
}

/**
 * danbi_exif_get_orientation:
 * @exif: EXIF notes, from the byte order mark of their TIFF header on
 * @length: how many bytes
 *
 * Reads the tag Orientation of the first directory (EXIF 2.32, 4.6.4). Notes that make no sense
 * turn nothing.
 *
 * Returns: 1 (upright) to 8
 */
guint
danbi_exif_get_orientation (const guint8 *exif,
                            gsize         length)
{
  Notes notes = { .bytes = exif, .length = length };

  if (length < 14 || (memcmp (exif, "II*\0", 4) != 0 && memcmp (exif, "MM\0*", 4) != 0))
    return 1;
  notes.big_endian = exif[0] == 'M';
  return find_orientation (&notes, get_long (&notes, 4));
}

static gboolean
is_frame (guint8 code)
{
  return code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc;
}

/* One segment: its marker's code and what stands behind its length. */
static void
take_segment (DanbiJpegMarks *self,
              guint8          code,
              const guint8   *bytes,
              gsize           length)
{
  if (code == 0xe1 && length > 6 && memcmp (bytes, "Exif\0", 6) == 0 && self->orientation == 1)
    self->orientation = danbi_exif_get_orientation (bytes + 6, length - 6);
  else if (code == 0xee && length >= 12 && memcmp (bytes, "Adobe", 5) == 0)
    self->adobe = TRUE;
  else if (is_frame (code) && length >= 6)
    self->components = bytes[5];
}

/**
 * danbi_jpeg_marks_read:
 * @self: to be filled
 * @source: a JPEG file
 *
 * Goes through the markers up to the picture. Where they end early or make no sense, what was read
 * so far stands.
 */
void
danbi_jpeg_marks_read (DanbiJpegMarks        *self,
                       const DanbiFileSource *source)
{
  g_autofree guint8 *segment = g_malloc (MAX_SEGMENT_BYTES);
  guint64 at = 2;

  *self = (DanbiJpegMarks) { .orientation = 1 };
  for (guint i = 0; i < MAX_MARKERS; i++)
    {
      guint8 marker[4];
      gsize length;

      if (!danbi_file_source_read (source, at, marker, sizeof marker) || marker[0] != 0xff
          || marker[1] == 0xda)
        return;
      /* Bytes 0xff may fill up before a marker. */
      if (marker[1] == 0xff)
        {
          at++;
          continue;
        }
      length = (gsize) (marker[2] << 8 | marker[3]);
      if (length < 2 || !danbi_file_source_read (source, at + 4, segment, length - 2))
        return;
      take_segment (self, marker[1], segment, length - 2);
      at += 2 + length;
    }
}
