/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiTableFunc:
 * @file_name: `order-codes.tsv`, or `order-codes@2027-01-01.tsv` for one in force from that day on
 * @bytes: the table; (transfer none)
 * @user_data: what was handed over with the function
 * @error: to be set when the table cannot be used
 *
 * Told of one table of the rulebook.
 *
 * Returns: whether to go on
 */
typedef gboolean (*DanbiTableFunc) (const char *file_name, GBytes *bytes, gpointer user_data,
                                    GError **error);

gboolean danbi_tables_foreach (DanbiTableFunc func, gpointer user_data, GError **error);

G_END_DECLS
