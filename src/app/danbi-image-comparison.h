/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "danbi-image.h"
#include "danbi-record.h"

G_BEGIN_DECLS

#define DANBI_TYPE_IMAGE_COMPARISON (danbi_image_comparison_get_type ())
G_DECLARE_FINAL_TYPE (DanbiImageComparison, danbi_image_comparison, DANBI, IMAGE_COMPARISON,
                      GtkWidget)

/**
 * DanbiAgreement:
 * @DANBI_AGREEMENT_UNKNOWN: one of the two says nothing
 * @DANBI_AGREEMENT_SAME: they say the same
 * @DANBI_AGREEMENT_DIFFERENT: they do not
 */
typedef enum
{
  DANBI_AGREEMENT_UNKNOWN,
  DANBI_AGREEMENT_SAME,
  DANBI_AGREEMENT_DIFFERENT,
} DanbiAgreement;

DanbiAgreement danbi_agreement_of (const char *form, const char *image);
void danbi_image_comparison_show (DanbiImageComparison *self, const DanbiRecord *record,
                                  GListModel *images);

G_END_DECLS
