/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *danbi_foreign_get_format (const guint8 *head, gsize length);

G_END_DECLS
