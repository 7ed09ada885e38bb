/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames in JPEG 2000 and HTJ2K, which DCMTK does not decode: by OpenJPEG, as small as will do. */
#include "config.h"

#include <openjpeg.h>
#include <string.h>

#include "danbi-jpeg2000.h"

/* OpenJPEG holds each sample in four bytes, while it decodes twice over; the child has 1 GiB. */
#define BYTES_PER_SAMPLE 8
#define MAX_BYTES (640u * 1024 * 1024)
#define MAX_PRECISION 16
#define STREAM_BYTES (64 * 1024)
#define BOX_MAGIC "\0\0\0\x0cjP  " /* of a file around the code stream; some devices write it */

/* The frame as OpenJPEG reads it. */
typedef struct
{
  const guint8 *data;
  gsize size;
  gsize at;
} Input;

typedef struct
{
  opj_codec_t *codec;
  opj_stream_t *stream;
  opj_image_t *image;
} Decoder;

static OPJ_SIZE_T
read_cb (void       *buffer,
         OPJ_SIZE_T  n,
         void       *user_data)
{
  Input *input = user_data;
  gsize got = MIN (n, input->size - input->at);

  if (got == 0)
    return (OPJ_SIZE_T) -1;
  memcpy (buffer, input->data + input->at, got);
  input->at += got;
  return got;
}

static OPJ_OFF_T
skip_cb (OPJ_OFF_T  n,
         void      *user_data)
{
  Input *input = user_data;

  if (n < 0 || (guint64) n > input->size - input->at)
    return -1;
  input->at += (gsize) n;
  return n;
}

static OPJ_BOOL
seek_cb (OPJ_OFF_T  at,
         void      *user_data)
{
  Input *input = user_data;

  if (at < 0 || (guint64) at > input->size)
    return OPJ_FALSE;
  input->at = (gsize) at;
  return OPJ_TRUE;
}

static void
decoder_clear (Decoder *self)
{
  g_clear_pointer (&self->image, opj_image_destroy);
  g_clear_pointer (&self->stream, opj_stream_destroy);
  g_clear_pointer (&self->codec, opj_destroy_codec);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Decoder, decoder_clear)

/* Not strict: of a frame that is cut off, what there is of it. OpenJPEG is silent unless asked. */
static gboolean
decoder_open (Decoder *self,
              Input   *input)
{
  gboolean boxed = input->size >= 8 && memcmp (input->data, BOX_MAGIC, 8) == 0;
  opj_dparameters_t parameters;

  opj_set_default_decoder_parameters (&parameters);
  self->codec = opj_create_decompress (boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
  self->stream = opj_stream_create (STREAM_BYTES, OPJ_TRUE);
  if (!self->codec || !self->stream)
    return FALSE;
  opj_stream_set_user_data (self->stream, input, NULL);
  opj_stream_set_user_data_length (self->stream, input->size);
  opj_stream_set_read_function (self->stream, read_cb);
  opj_stream_set_skip_function (self->stream, skip_cb);
  opj_stream_set_seek_function (self->stream, seek_cb);
  return opj_setup_decoder (self->codec, &parameters)
         && opj_decoder_set_strict_mode (self->codec, OPJ_FALSE)
         && opj_read_header (self->stream, self->codec, &self->image);
}

/* How often the sides may be halved so that the picture is not smaller than it will be shown. */
static guint
choose_reduction (Decoder            *self,
                  const DanbiSamples *samples,
                  guint               max_side)
{
  opj_codestream_info_v2_t *info = opj_get_cstr_info (self->codec);
  guint width, height, reduction = 0;
  guint n_levels = 0;

  if (info && info->m_default_tile_info.tccp_info)
    n_levels = info->m_default_tile_info.tccp_info[0].numresolutions;
  opj_destroy_cstr_info (&info);
  danbi_samples_get_target (samples, max_side, &width, &height);
  while (reduction + 1 < n_levels && samples->full_width >> (reduction + 1) >= width
         && samples->full_height >> (reduction + 1) >= height)
    reduction++;
  return reduction;
}

static gboolean
undoes_colour_transform (Decoder *self)
{
  opj_codestream_info_v2_t *info = opj_get_cstr_info (self->codec);
  gboolean undone = info && info->m_default_tile_info.mct != 0;

  opj_destroy_cstr_info (&info);
  return undone;
}

static DanbiFileProblem
check_header (const opj_image_t  *image,
              const DanbiSamples *samples)
{
  if (image->x1 <= image->x0 || image->y1 <= image->y0)
    return DANBI_FILE_BROKEN_PIXELS;
  if (image->x1 - image->x0 != samples->full_width || image->y1 - image->y0 != samples->full_height
      || image->numcomps < samples->n_channels)
    return DANBI_FILE_BROKEN_PIXELS;
  for (guint c = 0; c < image->numcomps; c++)
    if (image->comps[c].prec == 0 || image->comps[c].prec > MAX_PRECISION
        || image->comps[c].dx == 0 || image->comps[c].dy == 0)
      return DANBI_FILE_UNSUPPORTED;
  return DANBI_FILE_OK;
}

static gboolean
fits_in_memory (const opj_image_t *image,
                guint              reduction)
{
  guint64 pixels = ((guint64) (image->x1 - image->x0) >> reduction)
                   * ((guint64) (image->y1 - image->y0) >> reduction);

  return pixels * image->numcomps * BYTES_PER_SAMPLE <= MAX_BYTES;
}

/* Whatever the precision and sign of the code stream, the header of the file says how its bits are
 * to be read. Chroma that stands for more than one pixel is repeated. */
static gboolean
take_components (const opj_image_t *image,
                 DanbiSamples      *samples)
{
  const opj_image_comp_t *first = &image->comps[0];
  guint16 *target;

  samples->width = first->w;
  samples->height = first->h;
  target = g_try_malloc_n ((gsize) first->w * first->h, samples->n_channels * sizeof *target);
  samples->data = (guint8 *) target;
  if (!target)
    return FALSE;
  samples->size = (gsize) first->w * first->h * samples->n_channels * sizeof *target;
  for (guint y = 0; y < first->h; y++)
    for (guint x = 0; x < first->w; x++)
      for (guint c = 0; c < samples->n_channels; c++)
        {
          const opj_image_comp_t *comp = &image->comps[c];
          gsize cx = MIN ((guint64) x * first->dx / comp->dx, comp->w - 1);
          gsize cy = MIN ((guint64) y * first->dy / comp->dy, comp->h - 1);

          *target++ = (guint16) comp->data[cy * comp->w + cx];
        }
  return TRUE;
}

static gboolean
are_there (const opj_image_t *image,
           guint              n_channels)
{
  for (guint c = 0; c < n_channels; c++)
    if (!image->comps[c].data || image->comps[c].w == 0 || image->comps[c].h == 0)
      return FALSE;
  return TRUE;
}

/* With its colour transform, which is undone by now, a code stream holds RGB, and so it does where
 * the file speaks of a transform that is not there. */
static void
describe (const Decoder *self,
          gboolean       undone,
          DanbiSamples  *samples)
{
  const guint precision = self->image->comps[0].prec;

  samples->bits_allocated = 16;
  samples->bits_stored = precision;
  samples->high_bit = precision - 1;
  samples->planar = samples->halved = FALSE;
  if (samples->n_channels == 3 && undone)
    samples->colour = DANBI_SAMPLES_RGB;
}

/**
 * danbi_jpeg2000_decode:
 * @data: a frame: a code stream, or a file around one
 * @size: how many bytes
 * @max_side: the longest side that will be shown, in pixels
 * @samples: what the file says of the frame; what the code stream says of its samples, and these,
 *   are set
 *
 * Decodes no more of the frame than it takes for a picture of that size.
 *
 * Returns: %DANBI_FILE_OK, %DANBI_FILE_BROKEN_PIXELS, %DANBI_FILE_TOO_LARGE, or
 *   %DANBI_FILE_UNSUPPORTED for samples of more than 16 bits
 */
DanbiFileProblem
danbi_jpeg2000_decode (const guint8 *data,
                       gsize         size,
                       guint         max_side,
                       DanbiSamples *samples)
{
  g_auto (Decoder) self = { 0 };
  Input input = { data, size, 0 };
  DanbiFileProblem problem;
  gboolean undone;
  guint reduction;

  if (!decoder_open (&self, &input))
    return DANBI_FILE_BROKEN_PIXELS;
  problem = check_header (self.image, samples);
  if (problem != DANBI_FILE_OK)
    return problem;
  reduction = choose_reduction (&self, samples, max_side);
  undone = undoes_colour_transform (&self);
  if (!fits_in_memory (self.image, reduction))
    return DANBI_FILE_TOO_LARGE;
  if (!opj_set_decoded_resolution_factor (self.codec, reduction)
      || !opj_decode (self.codec, self.stream, self.image)
      || !are_there (self.image, samples->n_channels))
    return DANBI_FILE_BROKEN_PIXELS;
  describe (&self, undone, samples);
  return take_components (self.image, samples) ? DANBI_FILE_OK : DANBI_FILE_TOO_LARGE;
}
