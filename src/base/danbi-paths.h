/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void danbi_paths_init_translation (void);
char *danbi_paths_dup_program (const char *name, const char *room);
char *danbi_paths_dup_data_dir (void);

G_END_DECLS
