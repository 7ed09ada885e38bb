/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-check.h"

G_BEGIN_DECLS

gboolean danbi_check_is_dicom (const DanbiImage *image);
char *danbi_check_format_date (const DanbiRocDate *date, DanbiRocPrecision precision);

G_END_DECLS
