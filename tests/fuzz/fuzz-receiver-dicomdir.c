/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a DICOMDIR, and as a JPEG, for the receiver's own readers. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "danbi-dicomdir-reader.h"
#include "danbi-jpeg-scan.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree guint8 *file = g_malloc0 (132 + size);
  g_autoptr (GArray) records = NULL;
  DanbiJpegScan scan = { 0 };

  /* The 132 bytes before the first element are given: they teach the fuzzer nothing. */
  memcpy (file + 128, "DICM", 4);
  if (size > 0)
    memcpy (file + 132, data, size);
  records = danbi_dicomdir_read (file, 132 + size, NULL);
  danbi_jpeg_scan_feed (&scan, data, size);
  danbi_jpeg_scan_is_whole (&scan);
  return 0;
}
