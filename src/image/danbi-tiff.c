/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TIFF pictures, decoded by libtiff. */
#include "config.h"

#include <tiffio.h>
#include <unistd.h>

#include "danbi-tiff.h"

#define MAX_DIRECTORIES 100

static void
tiff_close (TIFF *tiff)
{
  TIFFClose (tiff);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TIFF, tiff_close)

/* Goes to the first page that is a picture of its own, neither a smaller copy of another nor its
 * mask, and counts these. */
static guint
find_page (TIFF *tiff)
{
  guint n_pages = 0;
  tdir_t first = 0;

  for (guint i = 0; i < MAX_DIRECTORIES; i++)
    {
      guint32 type = 0;

      TIFFGetField (tiff, TIFFTAG_SUBFILETYPE, &type);
      if ((type & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0 && n_pages++ == 0)
        first = TIFFCurrentDirectory (tiff);
      if (!TIFFReadDirectory (tiff))
        break;
    }
  return n_pages == 1 && !TIFFSetDirectory (tiff, first) ? 0 : n_pages;
}

/* libtiff gives 32 bits a pixel, red in the lowest byte, colours multiplied by their opacity; they
 * become three bytes in place. */
static void
lay_on_white (DanbiRaster *raster)
{
  const guint32 *pixels = (const guint32 *) (gpointer) raster->pixels;
  gsize n_pixels = (gsize) raster->width * raster->height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      guint32 pixel = pixels[i];
      guint white = 255 - TIFFGetA (pixel);

      raster->pixels[3 * i] = (guint8) MIN (TIFFGetR (pixel) + white, 255);
      raster->pixels[3 * i + 1] = (guint8) MIN (TIFFGetG (pixel) + white, 255);
      raster->pixels[3 * i + 2] = (guint8) MIN (TIFFGetB (pixel) + white, 255);
    }
  raster->channels = 3;
}

static DanbiFileProblem
read_image (TIFFRGBAImage *image,
            DanbiRaster   *raster)
{
  DanbiFileProblem problem = danbi_raster_allocate (raster, image->width, image->height, 4);

  if (problem != DANBI_FILE_OK)
    return problem;
  /* As it stands in the file: turning is done for all kinds of pictures alike. */
  image->req_orientation = image->orientation;
  raster->orientation = image->orientation >= 1 && image->orientation <= 8 ? image->orientation : 1;
  if (!TIFFRGBAImageGet (image, (guint32 *) (gpointer) raster->pixels, raster->width,
                         raster->height))
    return DANBI_FILE_BROKEN_PICTURE;
  lay_on_white (raster);
  return DANBI_FILE_OK;
}

static DanbiFileProblem
read_page (TIFF        *tiff,
           DanbiRaster *raster)
{
  char message[1024] = "";
  TIFFRGBAImage image;
  DanbiFileProblem problem;

  if (!TIFFRGBAImageOK (tiff, message) || !TIFFRGBAImageBegin (&image, tiff, 1, message))
    return DANBI_FILE_ODD_PICTURE;
  problem = read_image (&image, raster);
  TIFFRGBAImageEnd (&image);
  return problem;
}

/**
 * danbi_tiff_read:
 * @source: a TIFF file
 * @raster: to be filled
 *
 * Decodes its one page: grey and colour of up to 16 bits (the upper 8 of them), palettes, inks.
 * Which of several pages is meant nobody but the user knows.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_tiff_read (const DanbiFileSource *source,
                 DanbiRaster           *raster)
{
  g_autoptr (TIFF) tiff = NULL;
  int fd = dup (source->fd);
  guint n_pages;

  TIFFSetErrorHandler (NULL);
  TIFFSetWarningHandler (NULL);
  if (fd < 0 || lseek (fd, 0, SEEK_SET) < 0)
    return DANBI_FILE_UNREADABLE;
  tiff = TIFFFdOpen (fd, "picture", "rm");
  if (!tiff)
    {
      close (fd);
      return DANBI_FILE_BROKEN_PICTURE;
    }
  n_pages = find_page (tiff);
  if (n_pages != 1)
    return n_pages > 1 ? DANBI_FILE_MANY_PAGES : DANBI_FILE_ODD_PICTURE;
  return read_page (tiff, raster);
}
