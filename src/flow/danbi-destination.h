/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a batch goes: the base URL of a gateway, or "folder:" and an absolute path. */
const char *danbi_destination_get_folder (const char *destination);
char *danbi_destination_dup_batch_path (const char *destination, const char *csv_path);
char *danbi_destination_dup_batch_name (const char *csv_path);

G_END_DECLS
