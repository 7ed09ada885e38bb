/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-archive-name.h"
#include "danbi-store.h"

G_BEGIN_DECLS

#define DANBI_TYPE_PREPACKER (danbi_prepacker_get_type ())
G_DECLARE_FINAL_TYPE (DanbiPrepacker, danbi_prepacker, DANBI, PREPACKER, GObject)

/* Packs the images of cases in the background, so that an archive is there when it is asked for.
 * Every call may come from any thread and returns at once, but for danbi_prepacker_await_gone(). */
DanbiPrepacker *danbi_prepacker_new (DanbiStore *store, guint64 max_bytes);

void danbi_prepacker_want (DanbiPrepacker *self, gint64 case_id);
void danbi_prepacker_offer (DanbiPrepacker *self, gint64 case_id);
void danbi_prepacker_forget (DanbiPrepacker *self, gint64 case_id);
void danbi_prepacker_await_gone (DanbiPrepacker *self, gint64 case_id);

void danbi_prepacker_hold (DanbiPrepacker *self);
void danbi_prepacker_release (DanbiPrepacker *self);

void danbi_prepacker_set_line (DanbiPrepacker *self, guint64 bytes_per_s);
void danbi_prepacker_set_format (DanbiPrepacker *self, DanbiFormat format);

/* For tests and benchmarks. */
gboolean danbi_prepacker_is_idle (DanbiPrepacker *self);
void danbi_prepacker_pretend_free (DanbiPrepacker *self, guint64 bytes);

/* The bounds, as functions of what they depend on. */
gboolean danbi_prepacker_has_room (guint64 case_bytes, guint64 free_bytes);
guint64 danbi_prepacker_get_bound (guint64 free_bytes);

G_END_DECLS
