/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean danbi_confinement_enter (const char *writable_root, GError **error);

G_END_DECLS
