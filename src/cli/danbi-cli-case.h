/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-cli.h"

G_BEGIN_DECLS

/* The desk's asynchronous calls, waited for. */
DanbiCase *danbi_cli_load_case (DanbiDesk *desk, gint64 id, GError **error);
gboolean danbi_cli_save_case (DanbiDesk *desk, DanbiCase *item, GError **error);
gboolean danbi_cli_add_images (DanbiDesk *desk, DanbiCase *item, const char *const *paths,
                               GError **error);
gboolean danbi_cli_remove_case (DanbiDesk *desk, DanbiCase *item, GError **error);
json_t *danbi_cli_shape_case_check (DanbiDesk *desk, DanbiCase *item);

G_END_DECLS
