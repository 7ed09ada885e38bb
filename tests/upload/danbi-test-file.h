/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-gateway.h"

G_BEGIN_DECLS

char *danbi_test_file_new (guint64 size);
void danbi_test_file_remove (char *path);
gboolean danbi_test_file_send (DanbiGateway *gateway, guint64 size, GCancellable *cancellable,
                               GError **error);

G_END_DECLS
