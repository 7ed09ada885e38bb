/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean danbi_archive_is_one (const char *path);
gboolean danbi_archive_is_document_name (const char *path);
gboolean danbi_archive_is_document_mark (const char *name);

G_END_DECLS
