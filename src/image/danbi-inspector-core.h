/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "danbi-file-problem.h"
#include "danbi-image.h"

G_BEGIN_DECLS

#define DANBI_INSPECTOR_MAX_REQUEST_BYTES (64 * 1024)

char *danbi_inspector_dup_path (const char *request, gsize length);
gboolean danbi_inspector_answer (const char *request, gsize length, GByteArray *answer);
DanbiFileProblem danbi_inspector_read_file (const char *path, gboolean hash, DanbiImage *image,
                                            char **detail);

G_END_DECLS
