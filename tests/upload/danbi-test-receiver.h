/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The practice receiver as a program of its own, which a test may kill. */
typedef struct
{
  GSubprocess *process;
  char *dir;
  char *url;
  guint port;
} DanbiTestReceiver;

DanbiTestReceiver *danbi_test_receiver_start (const char *option, ...) G_GNUC_NULL_TERMINATED;
void danbi_test_receiver_kill (DanbiTestReceiver *self);
void danbi_test_receiver_start_again (DanbiTestReceiver *self, const char *option);
char *danbi_test_receiver_dup_upload_path (DanbiTestReceiver *self, const char *tus_url);
void danbi_test_receiver_free (DanbiTestReceiver *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiTestReceiver, danbi_test_receiver_free)

G_END_DECLS
