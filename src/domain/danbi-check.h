/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-finding.h"
#include "danbi-image.h"
#include "danbi-override.h"
#include "danbi-record.h"
#include "danbi-rulebook.h"

G_BEGIN_DECLS

/**
 * DanbiCheckInput:
 * @record: the case
 * @now_s: the time of the check, seconds since the epoch
 * @rulebook: the rules
 * @siblings: (nullable) (element-type DanbiRecord): the other cases that are known, of which those
 *   of the same visit are held against F11.sequence; %NULL: not judged
 * @images: (nullable) (element-type DanbiImage): the images; %NULL: the images are not judged
 * @overrides: (nullable) (element-type utf8 DanbiOverride): rule id to the reason for which the
 *   user sends all the same
 * @fields_of_image: the fields whose values were taken from an image and so prove nothing of it:
 *   bit n for the #DanbiField n
 *
 * Everything that the rules ask about, handed over as values.
 */
typedef struct
{
  const DanbiRecord *record;
  gint64 now_s;
  const DanbiRulebook *rulebook;
  GPtrArray *siblings;
  GPtrArray *images;
  GHashTable *overrides;
  guint32 fields_of_image;
} DanbiCheckInput;

GPtrArray *danbi_check (const DanbiCheckInput *input);
void danbi_check_fields (const DanbiCheckInput *input, const DanbiRules *rules,
                         GPtrArray *findings);
void danbi_check_images (const DanbiCheckInput *input, const DanbiRules *rules,
                         GPtrArray *findings);
const DanbiRules *danbi_check_get_rules (const DanbiCheckInput *input);
gboolean danbi_findings_acceptable (GPtrArray *findings);
gboolean danbi_image_meets_minimum (const DanbiImage *image, const DanbiOrderClass *image_class,
                                    guint *missing_columns, guint *missing_rows);

G_END_DECLS
