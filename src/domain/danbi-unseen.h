/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-image.h"

G_BEGIN_DECLS

/**
 * DanbiUnseen:
 * @n_series: how many series there are; an image of no series is one for itself
 * @n_unseen: of how many of them no person has looked at any image
 * @all_single: whether each of these unseen ones is one image alone
 *
 * What of a case's images nobody has looked at yet.
 */
typedef struct
{
  guint n_series;
  guint n_unseen;
  gboolean all_single;
} DanbiUnseen;

gboolean danbi_image_is_to_be_seen (const DanbiImage *image);
void danbi_unseen_count (GListModel *images, DanbiUnseen *unseen);
void danbi_unseen_carry (GListModel *from, GPtrArray *to);

G_END_DECLS
