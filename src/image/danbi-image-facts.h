/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-facts.h"
#include "danbi-file-problem.h"
#include "danbi-image.h"

G_BEGIN_DECLS

/* No text of a header is longer than this many bytes of UTF-8; the inspector cuts, the program
 * refuses. */
#define DANBI_IMAGE_MAX_TEXT_BYTES 1024

#define DANBI_IMAGE_N_TEXTS 16

/**
 * DanbiImageText:
 * @name: what CONTRACT calls it
 * @offset: of a `char *` in #DanbiImage
 *
 * A text of a header.
 */
typedef struct
{
  const char *name;
  goffset offset;
} DanbiImageText;

extern const DanbiImageText danbi_image_texts[DANBI_IMAGE_N_TEXTS];

const char *danbi_image_kind_to_nick (DanbiImageKind kind);

void danbi_image_append_facts (const DanbiImage *self, DanbiFileProblem problem,
                               const char *detail, GByteArray *line);
DanbiImage *danbi_image_from_facts (DanbiFacts *facts, const char *path, GError **error);

G_END_DECLS
