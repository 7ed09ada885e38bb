/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether compressing a package is worth the time: a few samples are deflated to see. */
#include "config.h"

#include "danbi-package-private.h"

#define N_SAMPLES 16
#define SAMPLE_BYTES (64 * 1024)

/* Above this share of its size a sample counts as compressed already: JPEG, JPEG 2000, JPEG-LS. */
#define WORTH_IT 0.95

/* Reads from the middle, where pixels are; the head of every DICOM file compresses well. */
static gsize
read_sample (const char *path,
             guint8     *buffer)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autoptr (GFileInfo) info = NULL;
  goffset middle;
  gsize got = 0;

  if (stream)
    info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);
  if (!info)
    return 0;
  middle = MAX (0, (g_file_info_get_size (info) - SAMPLE_BYTES) / 2);
  if (g_seekable_seek (G_SEEKABLE (stream), middle, G_SEEK_SET, NULL, NULL))
    g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, SAMPLE_BYTES, &got, NULL, NULL);
  return got;
}

static gsize
measure_deflated (const guint8 *data,
                  gsize         length)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 1);
  g_autofree guint8 *out = g_malloc (SAMPLE_BYTES);
  GConverterResult outcome = G_CONVERTER_CONVERTED;
  gsize total = 0;

  while (outcome == G_CONVERTER_CONVERTED)
    {
      gsize read, written;

      outcome = g_converter_convert (G_CONVERTER (compressor), data, length, out, SAMPLE_BYTES,
                                     G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
      if (outcome == G_CONVERTER_ERROR)
        break;
      data += read;
      length -= read;
      total += written;
    }
  return total;
}

/**
 * danbi_package_plan_is_compressible:
 * @self: a plan
 *
 * JPGs are compressed already. Of DICOM files up to sixteen are sampled, spread over the package.
 * A file that cannot be read is passed over: whoever packs it will say so.
 *
 * Returns: whether deflating would save more than a twentieth
 */
gboolean
danbi_package_plan_is_compressible (const DanbiPackagePlan *self)
{
  guint n = danbi_package_plan_get_n_entries (self);
  g_autofree guint8 *buffer = NULL;
  gsize before = 0;
  gsize after = 0;

  if (danbi_package_plan_get_kind (self) == DANBI_IMAGE_JPEG)
    return FALSE;
  buffer = g_malloc (SAMPLE_BYTES);
  for (guint i = 0; i < MIN (n, N_SAMPLES); i++)
    {
      guint index = (guint) ((guint64) i * n / MIN (n, N_SAMPLES));
      gsize length = read_sample (danbi_package_plan_get_entry (self, index)->source, buffer);

      before += length;
      after += measure_deflated (buffer, length);
    }
  return (double) after < WORTH_IT * (double) before;
}
