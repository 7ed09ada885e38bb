/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TestCodestream:
 * @width: pixels
 * @height: rows
 * @n_channels: 1 or 3
 * @bits: of a sample
 * @is_signed: whether they are signed
 * @transform: whether the colours are transformed, as in most colour pictures
 *
 * A JPEG 2000 code stream, lossless.
 */
typedef struct
{
  guint width;
  guint height;
  guint n_channels;
  guint bits;
  gboolean is_signed;
  gboolean transform;
} TestCodestream;

int test_codestream_get_sample (const TestCodestream *self, guint x, guint y, guint c);
GByteArray *test_codestream_encode (const TestCodestream *self);

G_END_DECLS
