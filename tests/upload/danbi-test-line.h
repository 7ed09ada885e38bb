/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DanbiTestCut:
 * @up: after how many bytes from the client the connection is cut; −1 for never
 * @down: after how many bytes from the server; −1 for never
 */
typedef struct
{
  gint64 up;
  gint64 down;
} DanbiTestCut;

/* A line that cuts connections, or that answers by itself from a script. */
typedef struct _DanbiTestLine DanbiTestLine;

DanbiTestLine *danbi_test_line_new_proxy (guint target_port, const DanbiTestCut *cuts,
                                          guint n_cuts);
DanbiTestLine *danbi_test_line_new_script (const char *const *answers);
const char *danbi_test_line_get_url (DanbiTestLine *self);
guint danbi_test_line_get_n_connections (DanbiTestLine *self);
char *danbi_test_line_dup_requests (DanbiTestLine *self);
void danbi_test_line_free (DanbiTestLine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTestLine, danbi_test_line_free)

G_END_DECLS
