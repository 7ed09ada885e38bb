/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures out of DICOM files: any bytes as a file, and right files around any bytes as pixels. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "danbi-dicom-picture.h"
#include "danbi-dicom-writer.h"
#include "danbi-dicom.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What the first bytes choose of a file; the rest are its pixels. */
enum
{
  AT_SYNTAX,
  AT_COLOUR,
  AT_ROWS,
  AT_COLUMNS,
  AT_BITS,
  AT_STORED,
  AT_FLAGS,
  AT_FRAMES,
  AT_WINDOW,
  AT_LUT,
  AT_CUT,
  AT_OPTIONS,
  N_CHOICES,
};

static const char *const SYNTAXES[] = {
  "1.2.840.10008.1.2.1",     "1.2.840.10008.1.2.5",     "1.2.840.10008.1.2.4.50",
  "1.2.840.10008.1.2.4.51",  "1.2.840.10008.1.2.4.57",  "1.2.840.10008.1.2.4.70",
  "1.2.840.10008.1.2.4.80",  "1.2.840.10008.1.2.4.81",  "1.2.840.10008.1.2.4.90",
  "1.2.840.10008.1.2.4.201",
};

static const char *const COLOURS[] = {
  "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422",
  "YBR_PARTIAL_422", "YBR_RCT",
};

static const guint16 BITS[] = { 1, 8, 12, 16, 32, 64 };

static void
put_table (DanbiDicomWriter *writer,
           guint32           descriptor_tag,
           guint32           data_tag,
           const uint8_t    *data,
           size_t            size)
{
  const guint16 descriptor[] = { data[AT_LUT], data[AT_STORED], data[AT_BITS] };

  danbi_dicom_put_data (writer, descriptor_tag, "US", descriptor, sizeof descriptor);
  danbi_dicom_put_data (writer, data_tag, "OW", data, size & ~(size_t) 1);
}

static void
put_attributes (DanbiDicomWriter *writer,
                const uint8_t    *data,
                size_t            size)
{
  const char *colour = COLOURS[data[AT_COLOUR] % G_N_ELEMENTS (COLOURS)];
  const guint16 bits = BITS[data[AT_BITS] % G_N_ELEMENTS (BITS)];
  const gboolean grey = data[AT_COLOUR] % G_N_ELEMENTS (COLOURS) < 3;

  danbi_dicom_put_u16 (writer, 0x00280002, grey ? 1 : 3);
  danbi_dicom_put_text (writer, 0x00280004, "CS", colour);
  danbi_dicom_put_u16 (writer, 0x00280006, data[AT_FLAGS] & 1);
  danbi_dicom_put_number (writer, 0x00280008, "IS", data[AT_FRAMES]);
  danbi_dicom_put_u16 (writer, 0x00280010, data[AT_ROWS]);
  danbi_dicom_put_u16 (writer, 0x00280011, data[AT_COLUMNS]);
  danbi_dicom_put_u16 (writer, 0x00280100, bits);
  if (data[AT_STORED] > 0)
    danbi_dicom_put_u16 (writer, 0x00280101, data[AT_STORED] % (bits + 1));
  danbi_dicom_put_u16 (writer, 0x00280102, data[AT_STORED]);
  danbi_dicom_put_u16 (writer, 0x00280103, data[AT_FLAGS] >> 1 & 1);
  if (data[AT_WINDOW] > 0)
    {
      danbi_dicom_put_number (writer, 0x00281050, "DS", data[AT_WINDOW]);
      danbi_dicom_put_number (writer, 0x00281051, "DS", data[AT_WINDOW] / 2);
    }
  for (guint32 i = 0; i < 3 && data[AT_FLAGS] & 4; i++)
    put_table (writer, 0x00281101 + i, data[AT_FLAGS] & 8 ? 0x00281221 + i : 0x00281201 + i, data,
               size);
  if (data[AT_FLAGS] & 16)
    {
      gsize sequence = danbi_dicom_begin_sequence (writer, data[AT_FLAGS] & 32 ? 0x00283010
                                                                               : 0x00283000);
      gsize item = danbi_dicom_begin_item (writer);

      put_table (writer, 0x00283002, 0x00283006, data, size);
      danbi_dicom_end (writer, item);
      danbi_dicom_end (writer, sequence);
    }
}

static void
put_pixels (DanbiDicomWriter *writer,
            const uint8_t    *data,
            size_t            cut,
            const uint8_t    *pixels,
            size_t            n_pixels)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (data[AT_SYNTAX] % G_N_ELEMENTS (SYNTAXES) == 0)
    {
      const guint32 tag = data[AT_FLAGS] & 64 ? 0x7fe00008 : 0x7fe00010;

      danbi_dicom_put_data (writer, tag, tag == 0x7fe00010 ? "OW" : "OF", pixels,
                            n_pixels & ~(size_t) 3);
      return;
    }
  cut = cut == 0 ? n_pixels : MIN (cut, n_pixels);
  g_ptr_array_add (pieces, g_bytes_new (pixels, cut));
  if (cut < n_pixels)
    g_ptr_array_add (pieces, g_bytes_new (pixels + cut, n_pixels - cut));
  danbi_dicom_put_encapsulated (writer, pieces);
}

static GByteArray *
make_file (const uint8_t *data,
           size_t         size)
{
  GByteArray *bytes = g_byte_array_new ();
  DanbiDicomWriter writer = { .bytes = bytes };

  danbi_dicom_put_file_meta (&writer, TRUE, "1.2.840.10008.5.1.4.1.1.7", "1.2.3",
                             SYNTAXES[data[AT_SYNTAX] % G_N_ELEMENTS (SYNTAXES)]);
  put_attributes (&writer, data, size);
  put_pixels (&writer, data, data[AT_CUT], data + N_CHOICES, size - N_CHOICES);
  return bytes;
}

/* A picture keeps its word, or it stands there with a problem. */
static void
render (const void               *bytes,
        gsize                     size,
        const DanbiRenderOptions *options)
{
  g_autoptr (DanbiPreview) preview = NULL;
  g_autofree char *detail = NULL;
  char path[64];
  int fd = memfd_create ("preview", MFD_CLOEXEC);

  if (fd < 0 || write (fd, bytes, size) != (gssize) size)
    g_error ("no memory to write to");
  g_snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
  if (danbi_dicom_picture_render (path, options, &preview, &detail) == DANBI_FILE_OK)
    {
      g_autoptr (json_t) line = danbi_preview_to_json (preview);
      g_autoptr (DanbiPreview) back = danbi_preview_from_json (line);

      if (!back || g_bytes_get_size (preview->pixels) != danbi_preview_get_bytes (back))
        g_error ("a picture is not as announced");
    }
  else if (preview)
    g_error ("a picture with a problem");
  close (fd);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  DanbiRenderOptions options = { 0 };
  g_autoptr (GByteArray) file = NULL;

  if (size < N_CHOICES)
    return 0;
  options.max_side = data[AT_OPTIONS] & 0x3f;
  options.deep = data[AT_OPTIONS] >> 6 & 1;
  options.frame = data[AT_OPTIONS] >> 7;
  if (size > 132 && memcmp (data + 128, "DICM", 4) == 0)
    {
      render (data, size, &options);
      return 0;
    }
  file = make_file (data, size);
  render (file->data, file->len, &options);
  return 0;
}
