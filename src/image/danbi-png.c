/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG pictures, decoded by libpng. */
#include "config.h"

#include <png.h>
#include <setjmp.h>

#include "danbi-exif.h"
#include "danbi-png.h"

/* Notes that come with a picture, such as a colour profile; larger ones are no notes. */
#define MAX_CHUNK_BYTES (4 * 1024 * 1024)
#define MAX_CHUNKS 200

/* What libpng's errors jump over, so that it can be released. */
typedef struct
{
  png_structp png;
  png_infop info;
  DanbiFileProblem problem;
} Decoder;

static G_NORETURN void
error_cb (png_structp      png,
          png_const_charp  message)
{
  png_longjmp (png, 1);
}

static void
warning_cb (png_structp      png,
            png_const_charp  message)
{
}

/* Samples of any width become 8 bits by the full range of the file; palettes and keys become what
 * they stand for. Nothing is corrected for gamma. */
static void
ask_for_8_bits (Decoder *self)
{
  if (png_get_bit_depth (self->png, self->info) == 16)
    png_set_scale_16 (self->png);
  png_set_expand (self->png);
}

static void
read_header (Decoder     *self,
             FILE        *stream,
             DanbiRaster *raster)
{
  png_bytep exif;
  png_uint_32 n_exif;

  png_set_user_limits (self->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max (self->png, MAX_CHUNK_BYTES);
  png_set_chunk_cache_max (self->png, MAX_CHUNKS);
  png_init_io (self->png, stream);
  png_read_info (self->png, self->info);
  if (png_get_eXIf_1 (self->png, self->info, &n_exif, &exif))
    raster->orientation = danbi_exif_get_orientation (exif, n_exif);
}

static void
read_pixels (Decoder     *self,
             DanbiRaster *raster)
{
  int n_passes = png_set_interlace_handling (self->png);
  gsize row_bytes;

  ask_for_8_bits (self);
  png_read_update_info (self->png, self->info);
  self->problem = danbi_raster_allocate (raster, png_get_image_width (self->png, self->info),
                                         png_get_image_height (self->png, self->info),
                                         png_get_channels (self->png, self->info));
  if (self->problem != DANBI_FILE_OK)
    return;
  row_bytes = (gsize) raster->width * raster->channels;
  if (png_get_rowbytes (self->png, self->info) != row_bytes)
    png_error (self->png, "rows of another size");
  for (int pass = 0; pass < n_passes; pass++)
    for (guint y = 0; y < raster->height; y++)
      png_read_row (self->png, raster->pixels + y * row_bytes, NULL);
  png_read_end (self->png, NULL);
}

/**
 * danbi_png_read:
 * @source: a PNG file
 * @raster: to be filled
 *
 * Decodes the whole picture: all depths, palettes, opacity, interlaced too. A wrong checksum or a
 * missing end is damage.
 *
 * Returns: what is wrong with the file
 */
DanbiFileProblem
danbi_png_read (DanbiFileSource *source,
                DanbiRaster     *raster)
{
  FILE *stream = danbi_file_source_get_stream (source);
  Decoder self = { .problem = DANBI_FILE_OK };

  if (!stream)
    return DANBI_FILE_UNREADABLE;
  self.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, error_cb, warning_cb);
  self.info = self.png ? png_create_info_struct (self.png) : NULL;
  if (!self.info)
    self.problem = DANBI_FILE_TOO_LARGE;
  else if (setjmp (png_jmpbuf (self.png)) == 0)
    {
      read_header (&self, stream, raster);
      read_pixels (&self, raster);
    }
  else
    self.problem = DANBI_FILE_BROKEN_PICTURE;
  png_destroy_read_struct (&self.png, &self.info, NULL);
  return self.problem;
}
