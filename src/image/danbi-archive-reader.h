/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes bytes of the answer; returns whether they could be handed on. */
typedef gboolean (*DanbiArchiveSinkFunc) (const void *data, gsize length, gpointer user_data);

void danbi_archive_reader_prepare (void);
gboolean danbi_archive_reader_run (const char *path, const char *const *passwords,
                                   DanbiArchiveSinkFunc sink, gpointer user_data);

G_END_DECLS
