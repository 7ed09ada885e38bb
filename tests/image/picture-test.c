/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One picture that all formats are tested with, and what comes out of them held against it. */
#include "config.h"

#include "picture-test.h"

/* Smooth, so that lossy formats stay near it, and different in each direction and channel. */
guint8
picture_get_sample (guint x,
                    guint y,
                    guint channel)
{
  switch (channel)
    {
    case 0:
      return (guint8) (x * 255 / (PICTURE_WIDTH - 1));
    case 1:
      return (guint8) (y * 255 / (PICTURE_HEIGHT - 1));
    default:
      return (guint8) ((x + y) * 255 / (PICTURE_WIDTH + PICTURE_HEIGHT - 2));
    }
}

guint
picture_quantise (guint sample,
                  guint bits)
{
  return bits >= 8 ? sample * ((1u << bits) - 1) / 255 : sample >> (8 - bits);
}

/* A value of @bits as a sample of 8, by the full range. */
guint8
picture_widen (guint value,
               guint bits)
{
  guint most = (1u << bits) - 1;

  return (guint8) ((value * 255 + most / 2) / most);
}

DanbiFileProblem
picture_read (const char    *path,
              PictureReader  reader,
              DanbiRaster   *raster)
{
  g_auto (DanbiFileSource) source = { .fd = -1 };
  g_autofree char *detail = NULL;
  DanbiFileProblem problem = danbi_file_source_open (&source, path, &detail);

  return problem == DANBI_FILE_OK ? reader (&source, raster) : problem;
}

void
picture_assert_sample (const DanbiRaster *raster,
                       guint              x,
                       guint              y,
                       guint              channel,
                       guint              expected,
                       guint              tolerance)
{
  int found = raster->pixels[((gsize) y * raster->width + x) * raster->channels + channel];

  if (ABS (found - (int) expected) > (int) tolerance)
    g_error ("%u,%u channel %u: %d, not %u", x, y, channel, found, expected);
}

/* Grey pictures are the first channel of the pattern alone. */
void
picture_assert_pattern (const DanbiRaster *raster,
                        gboolean           colour,
                        guint              bits,
                        guint              tolerance)
{
  g_assert_cmpuint (raster->width, ==, PICTURE_WIDTH);
  g_assert_cmpuint (raster->height, ==, PICTURE_HEIGHT);
  g_assert_cmpuint (raster->channels, ==, colour ? 3 : 1);
  for (guint y = 0; y < PICTURE_HEIGHT; y++)
    for (guint x = 0; x < PICTURE_WIDTH; x++)
      for (guint c = 0; c < raster->channels; c++)
        picture_assert_sample (raster, x, y, c,
                               picture_widen (picture_quantise (picture_get_sample (x, y, c), bits),
                                              bits),
                               tolerance);
}

/* Wherever a file is cut, but for @last_bytes_free that carry nothing, that is damage. */
void
picture_assert_cuts (const TestFolder *folder,
                     const char       *path,
                     PictureReader     reader,
                     guint             n_cuts,
                     gsize             last_bytes_free)
{
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  for (guint i = 1; i <= n_cuts; i++)
    {
      g_auto (DanbiRaster) raster = { .orientation = 1 };
      gsize left = (length - last_bytes_free - 1) * i / n_cuts;
      g_autofree char *cut = test_folder_write (folder, "cut", data, (gssize) left);

      g_assert_cmpint (picture_read (cut, reader, &raster), !=, DANBI_FILE_OK);
    }
}
