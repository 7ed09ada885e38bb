/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file-shape.h"
#include "danbi-header-values.h"

G_BEGIN_DECLS

gboolean danbi_header_scan_run (const DanbiFileSource *source, DanbiHeaderValues *values);

G_END_DECLS
