/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and documents that cannot be sent, by their first bytes: so that they have a name. */
#include "config.h"

#include <string.h>

#include "danbi-foreign.h"

typedef struct
{
  guint at;
  guint length;
  const char *bytes;
  const char *name;
} Mark;

#define MARK(at, bytes, name) { at, sizeof bytes - 1, bytes, name }

static const Mark MARKS[] = {
  MARK (0, "GIF87a", "GIF"),
  MARK (0, "GIF89a", "GIF"),
  MARK (4, "ftypheic", "HEIC"),
  MARK (4, "ftypheix", "HEIC"),
  MARK (4, "ftyphevc", "HEIC"),
  MARK (4, "ftypheim", "HEIC"),
  MARK (4, "ftypmif1", "HEIF"),
  MARK (4, "ftypmsf1", "HEIF"),
  MARK (4, "ftypavif", "AVIF"),
  MARK (4, "ftypavis", "AVIF"),
  MARK (0, "\0\0\0\x0cjP  \r\n", "JPEG 2000"),
  MARK (0, "\xff\x4f\xff\x51", "JPEG 2000"),
  MARK (0, "\0\0\0\x0cJXL \r\n", "JPEG XL"),
  MARK (0, "8BPS", "Photoshop"),
  MARK (0, "%PDF-", "PDF"),
  MARK (0, "{\\rtf", "RTF"),
  MARK (0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office"),
  MARK (30, "[Content_Types].xml", "Microsoft Office"),
};

/**
 * danbi_foreign_get_format:
 * @head: the first bytes of a file
 * @length: how many these are
 *
 * Returns: (transfer none) (nullable): what people call the format, %NULL where it is none of
 *   those that are dropped by mistake
 */
const char *
danbi_foreign_get_format (const guint8 *head,
                          gsize         length)
{
  for (guint i = 0; i < G_N_ELEMENTS (MARKS); i++)
    if (MARKS[i].at + MARKS[i].length <= length
        && memcmp (head + MARKS[i].at, MARKS[i].bytes, MARKS[i].length) == 0)
      return MARKS[i].name;
  return NULL;
}
