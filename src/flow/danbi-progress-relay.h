/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-file.h"

G_BEGIN_DECLS

/* Carries progress from a worker's thread to the main thread: the latest only, however often it is
 * told, so that a thousand files are not a thousand updates of the screen. */
typedef struct _DanbiProgressRelay DanbiProgressRelay;

DanbiProgressRelay *danbi_progress_relay_new (DanbiProgressFunc func, gpointer user_data);
DanbiProgressRelay *danbi_progress_relay_ref (DanbiProgressRelay *self);
void danbi_progress_relay_unref (DanbiProgressRelay *self);
void danbi_progress_relay_tell (guint64 done, guint64 total, gpointer relay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DanbiProgressRelay, danbi_progress_relay_unref)

G_END_DECLS
