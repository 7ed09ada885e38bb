/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a JPEG: read whole, shown, and shown as part of another file. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "danbi-jpeg.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static FILE *
open_bytes (const uint8_t *data,
            size_t         size)
{
  FILE *file = fmemopen ((void *) data, size, "rb");

  if (!file)
    g_error ("no memory to read from");
  return file;
}

static void
read_file (const uint8_t *data,
           size_t         size)
{
  FILE *file = open_bytes (data, size);
  guint width = 0, height = 0;

  if (danbi_jpeg_read (file, &width, &height) == DANBI_FILE_OK && (width == 0 || height == 0))
    g_error ("a picture of no size");
  fclose (file);
}

static void
show_file (const uint8_t *data,
           size_t         size,
           guint          max_side)
{
  FILE *file = open_bytes (data, size);
  g_autoptr (DanbiPreview) preview = NULL;
  DanbiFileProblem problem = danbi_jpeg_render (file, max_side, &preview);

  if (problem == DANBI_FILE_OK && !preview)
    g_error ("neither a picture nor a problem");
  if (preview && g_bytes_get_size (preview->pixels) != danbi_preview_get_bytes (preview))
    g_error ("a picture is not as announced");
  fclose (file);
}

static void
decode_part (const uint8_t *data,
             size_t         size)
{
  g_auto (DanbiSamples) samples = { .full_width = 64, .full_height = 64, .n_channels = 3,
                                    .slope = 1, .aspect = 1 };
  guint precision = 0;

  danbi_jpeg_get_kind (data, size, &precision);
  danbi_jpeg_decode (data, size, 32, data[size - 1] & 1, &samples);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  if (size == 0)
    return 0;
  read_file (data, size);
  show_file (data, size, data[size - 1]);
  decode_part (data, size);
  return 0;
}
