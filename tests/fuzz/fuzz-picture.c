/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a PNG, BMP, TIFF, WebP or JPEG: decoded, and made a JPEG where that is small.
 *
 * The first byte chooses what is put before the others: nothing, or the head of a format. A PNG is
 * built with right checksums and a right stream around them, because nothing else gets past
 * libpng's first look. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "danbi-convert.h"
#include "danbi-foreign.h"

#define WORTH_ENCODING (256 * 256)
#define PNG_HEADER_BYTES 13

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
add_chunk (GByteArray    *file,
           const char    *name,
           const uint8_t *data,
           gsize          length)
{
  guint32 size = GUINT32_TO_BE ((guint32) length);
  guint32 sum;
  guint begin = file->len + 4;

  g_byte_array_append (file, (const guint8 *) &size, 4);
  g_byte_array_append (file, (const guint8 *) name, 4);
  if (length > 0)
    g_byte_array_append (file, data, (guint) length);
  sum = GUINT32_TO_BE ((guint32) crc32 (0, file->data + begin, file->len - begin));
  g_byte_array_append (file, (const guint8 *) &sum, 4);
}

/* 13 bytes of header as they come, but for sizes that would only take time; maybe a palette. */
static void
add_png (GByteArray    *file,
         const uint8_t *data,
         gsize          size)
{
  uint8_t header[PNG_HEADER_BYTES] = { 0 };
  uLongf packed_size = compressBound ((uLong) size);
  g_autofree guint8 *packed = g_malloc (packed_size);

  memcpy (header, data, MIN (size, sizeof header));
  header[0] = header[1] = header[4] = header[5] = 0;
  g_byte_array_append (file, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  add_chunk (file, "IHDR", header, sizeof header);
  if (size > 60 && data[13] % 2)
    add_chunk (file, "PLTE", data + 13, 48);
  if (size > 60 && data[14] % 2)
    add_chunk (file, "tRNS", data + 14, data[15] % 40);
  if (size > 60 && data[16] % 2)
    add_chunk (file, "eXIf", data + 17, 40);
  compress (packed, &packed_size, data, (uLong) size);
  add_chunk (file, "IDAT", packed, packed_size);
  add_chunk (file, "IEND", NULL, 0);
}

static void
add_riff (GByteArray    *file,
          const char    *chunk,
          const uint8_t *data,
          gsize          size)
{
  guint32 chunk_size = GUINT32_TO_LE ((guint32) size);
  guint32 riff_size = GUINT32_TO_LE ((guint32) size + 12);

  g_byte_array_append (file, (const guint8 *) "RIFF", 4);
  g_byte_array_append (file, (const guint8 *) &riff_size, 4);
  g_byte_array_append (file, (const guint8 *) "WEBP", 4);
  g_byte_array_append (file, (const guint8 *) chunk, 4);
  g_byte_array_append (file, (const guint8 *) &chunk_size, 4);
  g_byte_array_append (file, data, (guint) size);
}

static GByteArray *
make_file (const uint8_t *data,
           gsize          size)
{
  static const struct
  {
    const char *bytes;
    guint length;
  } heads[] = { { "BM", 2 }, { "II*\0", 4 }, { "MM\0*", 4 }, { "\xff\xd8\xff", 3 } };
  GByteArray *file = g_byte_array_new ();
  guint choice = data[0] % 8;

  if (choice == 1)
    add_png (file, data + 1, size - 1);
  else if (choice == 2)
    add_riff (file, "VP8L", data + 1, size - 1);
  else if (choice == 3)
    add_riff (file, "VP8 ", data + 1, size - 1);
  else
    {
      if (choice >= 4)
        g_byte_array_append (file, (const guint8 *) heads[choice - 4].bytes,
                             heads[choice - 4].length);
      g_byte_array_append (file, data + 1, (guint) size - 1);
    }
  return file;
}

static void
convert (DanbiFileSource *source,
         DanbiFileShape   shape)
{
  g_autoptr (DanbiImage) image = danbi_image_new ("picture");
  g_autoptr (DanbiPreview) preview = NULL;
  g_autoptr (GBytes) jpeg = NULL;
  gboolean lossless;

  if (shape == DANBI_FILE_SHAPE_JPEG)
    danbi_convert_judge_jpeg (source, image);
  else if (danbi_convert_inspect (source, shape, image) != DANBI_FILE_OK
           || (guint64) image->rows * image->columns > WORTH_ENCODING)
    return;
  if (danbi_convert_run (source, shape, &jpeg, &lossless) == DANBI_FILE_OK
      && (g_bytes_get_size (jpeg) < 4
          || memcmp (g_bytes_get_data (jpeg, NULL), "\xff\xd8\xff", 3) != 0))
    abort ();
  if (shape != DANBI_FILE_SHAPE_JPEG)
    danbi_convert_render (source, shape, 64, &preview);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GByteArray) file = NULL;
  g_auto (DanbiFileSource) source = { .fd = -1 };
  DanbiFileShape shape;

  if (size < 2)
    return 0;
  file = make_file (data, size);
  source.fd = memfd_create ("picture", MFD_CLOEXEC);
  if (source.fd < 0 || write (source.fd, file->data, file->len) != (gssize) file->len)
    abort ();
  source.size = file->len;
  source.n_head = MIN (file->len, sizeof source.head);
  memcpy (source.head, file->data, source.n_head);
  shape = danbi_file_source_get_shape (&source);
  danbi_foreign_get_format (source.head, source.n_head);
  if (danbi_convert_takes (shape) || shape == DANBI_FILE_SHAPE_JPEG)
    convert (&source, shape);
  return 0;
}
