/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a DICOM file, for the receiver's own reader. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "danbi-dicom-header.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct
{
  const uint8_t *bytes;
  gsize length;
} Rest;

/* In small steps, so that values cross from one to the next. */
static gssize
pull (gpointer data,
      guint8  *buffer,
      gsize    length)
{
  Rest *rest = data;
  gsize step = MIN (MIN (length, rest->length), 13);

  if (step > 0)
    memcpy (buffer, rest->bytes, step);
  rest->bytes += step;
  rest->length -= step;
  return (gssize) step;
}

static void
read_dicom (const uint8_t *bytes,
            gsize          length)
{
  g_auto (DanbiDicomHeader) header = { 0 };
  Rest rest = { bytes, length };

  danbi_dicom_header_read (&header, pull, &rest, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree guint8 *file = g_malloc0 (132 + size);

  /* Once as a file without the 132 bytes at its head, and once behind them. */
  read_dicom (data, size);
  memcpy (file + 128, "DICM", 4);
  if (size > 0)
    memcpy (file + 132, data, size);
  read_dicom (file, 132 + size);
  return 0;
}
