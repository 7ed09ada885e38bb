/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JPEG 2000 for the tests: a slope that each channel has in another direction. */
#include "config.h"

#include <openjpeg.h>

#include "test-codestream.h"

int
test_codestream_get_sample (const TestCodestream *self,
                            guint                 x,
                            guint                 y,
                            guint                 c)
{
  const guint span = (1u << self->bits) - 1;
  const guint at = c == 0 ? x * span / self->width : c == 1 ? y * span / self->height : span / 3;

  return (int) at - (self->is_signed ? 1 << (self->bits - 1) : 0);
}

static OPJ_SIZE_T
write_cb (void       *buffer,
          OPJ_SIZE_T  n,
          void       *user_data)
{
  g_byte_array_append (user_data, buffer, (guint) n);
  return n;
}

static opj_image_t *
make_image (const TestCodestream *self)
{
  opj_image_cmptparm_t parameters[3] = { 0 };
  opj_image_t *image;

  for (guint c = 0; c < self->n_channels; c++)
    parameters[c] = (opj_image_cmptparm_t) { .dx = 1, .dy = 1, .w = self->width, .h = self->height,
                                             .prec = self->bits, .sgnd = self->is_signed };
  image = opj_image_create (self->n_channels, parameters,
                            self->n_channels == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
  image->x1 = self->width;
  image->y1 = self->height;
  for (guint c = 0; c < self->n_channels; c++)
    for (guint i = 0; i < self->width * self->height; i++)
      image->comps[c].data[i]
        = test_codestream_get_sample (self, i % self->width, i / self->width, c);
  return image;
}

GByteArray *
test_codestream_encode (const TestCodestream *self)
{
  GByteArray *bytes = g_byte_array_new ();
  opj_codec_t *codec = opj_create_compress (OPJ_CODEC_J2K);
  opj_stream_t *stream = opj_stream_default_create (OPJ_FALSE);
  opj_image_t *image = make_image (self);
  opj_cparameters_t parameters;

  opj_set_default_encoder_parameters (&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.numresolution = 4; /* more make no sense with the smallest picture */
  parameters.tcp_mct = self->transform;
  opj_stream_set_user_data (stream, bytes, NULL);
  opj_stream_set_write_function (stream, write_cb);
  g_assert_true (opj_setup_encoder (codec, &parameters, image));
  g_assert_true (opj_start_compress (codec, image, stream));
  g_assert_true (opj_encode (codec, stream));
  g_assert_true (opj_end_compress (codec, stream));
  opj_image_destroy (image);
  opj_stream_destroy (stream);
  opj_destroy_codec (codec);
  return bytes;
}
