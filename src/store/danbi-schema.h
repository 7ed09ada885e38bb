/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-database.h"

G_BEGIN_DECLS

gboolean danbi_schema_inspect (DanbiDatabase *database, guint n_steps, gboolean *current,
                               GError **error);
gboolean danbi_schema_upgrade (DanbiDatabase *database, GResource *resource,
                               const char *const *steps, GError **error);

extern const char *const danbi_schema_steps[];
guint danbi_schema_n_steps (void);

G_END_DECLS
