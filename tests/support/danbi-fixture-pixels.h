/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-fixture.h"

G_BEGIN_DECLS

GBytes *danbi_fixture_pixels_new (const DanbiFixtureDicom *dicom, guint frame);
GBytes *danbi_fixture_jpeg_encode (GBytes *pixels, guint width, guint height, guint channels,
                                   int quality);

G_END_DECLS
